/** From bytes to decoded operations, driven by rows of an opcode table. */
@NullMarked
package pentimento.cpu.decode;

import org.jspecify.annotations.NullMarked;
