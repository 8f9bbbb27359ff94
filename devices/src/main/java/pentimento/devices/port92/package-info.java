/** System control port A: fast A20 and fast reset. */
@NullMarked
package pentimento.devices.port92;

import org.jspecify.annotations.NullMarked;
