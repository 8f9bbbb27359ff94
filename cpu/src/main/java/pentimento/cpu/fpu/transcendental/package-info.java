/** Transcendental functions in 128-bit arithmetic, rounded once to the 80-bit format. */
@NullMarked
package pentimento.cpu.fpu.transcendental;

import org.jspecify.annotations.NullMarked;
