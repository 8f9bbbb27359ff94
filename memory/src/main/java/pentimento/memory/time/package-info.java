/** The machine's one clock and its named events. Virtual time only. */
@NullMarked
package pentimento.memory.time;

import org.jspecify.annotations.NullMarked;
