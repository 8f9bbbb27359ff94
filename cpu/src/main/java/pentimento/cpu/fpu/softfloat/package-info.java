/** Floating-point arithmetic on bits: pure functions, exact results and flags in every mode. */
@NullMarked
package pentimento.cpu.fpu.softfloat;

import org.jspecify.annotations.NullMarked;
