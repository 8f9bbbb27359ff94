/** Runs machines built of random bytes, and checks what must hold whatever a guest does. */
@NullMarked
package pentimento.fuzz;

import org.jspecify.annotations.NullMarked;
