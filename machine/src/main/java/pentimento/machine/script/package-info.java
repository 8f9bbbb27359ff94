/** The language that automates a guest, one step a line. */
@NullMarked
package pentimento.machine.script;

import org.jspecify.annotations.NullMarked;
