/** Integer arithmetic and its flags: pure functions, called by interpreter and translated code. */
@NullMarked
package pentimento.cpu.alu;

import org.jspecify.annotations.NullMarked;
