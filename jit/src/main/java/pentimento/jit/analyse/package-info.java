/** Second phase: what is known about a region before code is made. Each result can be printed. */
@NullMarked
package pentimento.jit.analyse;

import org.jspecify.annotations.NullMarked;
