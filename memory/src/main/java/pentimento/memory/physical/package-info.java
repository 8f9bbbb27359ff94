/** Physical memory: RAM, ROM, memory-mapped windows, the A20 gate, dirty pages and watched code. */
@NullMarked
package pentimento.memory.physical;

import org.jspecify.annotations.NullMarked;
