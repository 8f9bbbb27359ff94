/** What a host can do to a machine at work: end it, fill its disk, ask it from many threads. */
@NullMarked
package pentimento.robustness;

import org.jspecify.annotations.NullMarked;
