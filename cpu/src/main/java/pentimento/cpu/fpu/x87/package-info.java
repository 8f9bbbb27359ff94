/** The floating-point unit: its stack, instructions, exceptions and memory images. */
@NullMarked
package pentimento.cpu.fpu.x87;

import org.jspecify.annotations.NullMarked;
