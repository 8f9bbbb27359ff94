/** MMX and SSE to SSSE3: the opcode map, the unit, and packed arithmetic as pure functions. */
@NullMarked
package pentimento.cpu.fpu.simd;

import org.jspecify.annotations.NullMarked;
