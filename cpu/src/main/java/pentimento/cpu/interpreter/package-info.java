/**
 * Executes predecoded blocks. {@link pentimento.cpu.interpreter.OpcodeMap} lists all instructions,
 * the families (Arithmetic, Moves, Stack, Transfers, Strings, ...) say what they do.
 */
@NullMarked
package pentimento.cpu.interpreter;

import org.jspecify.annotations.NullMarked;
