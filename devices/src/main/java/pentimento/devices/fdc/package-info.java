/** The floppy controller and its drives. */
@NullMarked
package pentimento.devices.fdc;

import org.jspecify.annotations.NullMarked;
