/** The processor as a board sees it: pins, reset, run. */
@NullMarked
package pentimento.cpu;

import org.jspecify.annotations.NullMarked;
