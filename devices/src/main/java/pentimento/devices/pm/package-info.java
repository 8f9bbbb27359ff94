/** The power management block of a PIIX4. */
@NullMarked
package pentimento.devices.pm;

import org.jspecify.annotations.NullMarked;
