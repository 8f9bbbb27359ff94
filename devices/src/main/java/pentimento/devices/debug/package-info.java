/** Ports by which test programs talk to the host. */
@NullMarked
package pentimento.devices.debug;

import org.jspecify.annotations.NullMarked;
