/** The 16550A serial port. */
@NullMarked
package pentimento.devices.serial;

import org.jspecify.annotations.NullMarked;
