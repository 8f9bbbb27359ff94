/** What an observer of execution hears. */
@NullMarked
package pentimento.cpu.trace;

import org.jspecify.annotations.NullMarked;
