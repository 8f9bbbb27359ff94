/** Interpreter and translator on the same guest, side by side. */
@NullMarked
package pentimento.lockstep;

import org.jspecify.annotations.NullMarked;
