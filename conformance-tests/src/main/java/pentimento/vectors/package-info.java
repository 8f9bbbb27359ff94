/** Replays single-instruction tests that were recorded on real processors. */
@NullMarked
package pentimento.vectors;

import org.jspecify.annotations.NullMarked;
