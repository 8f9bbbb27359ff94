/** The i8042 keyboard controller with a PS/2 keyboard and a PS/2 mouse. */
@NullMarked
package pentimento.devices.keyboard;

import org.jspecify.annotations.NullMarked;
