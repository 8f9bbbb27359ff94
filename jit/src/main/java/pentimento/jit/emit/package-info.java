/** Third phase: bytecode, by families of instructions that are twins of the interpreter's. */
@NullMarked
package pentimento.jit.emit;

import org.jspecify.annotations.NullMarked;
