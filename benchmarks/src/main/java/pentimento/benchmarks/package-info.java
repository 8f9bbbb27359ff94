/** Speed and memory, as ratios and counts of one run. */
@NullMarked
package pentimento.benchmarks;

import org.jspecify.annotations.NullMarked;
