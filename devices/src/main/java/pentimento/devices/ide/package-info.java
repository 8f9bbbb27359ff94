/** The IDE channels and the drives on them. */
@NullMarked
package pentimento.devices.ide;

import org.jspecify.annotations.NullMarked;
