/** Sockets and wires: the port space, memory-mapped windows and signal lines. */
@NullMarked
package pentimento.memory.bus;

import org.jspecify.annotations.NullMarked;
