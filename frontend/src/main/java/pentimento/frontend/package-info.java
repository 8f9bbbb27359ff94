/** Interfaces towards people: command line, window, terminal. */
@NullMarked
package pentimento.frontend;

import org.jspecify.annotations.NullMarked;
