/** How a PC reports numeric errors: IRQ 13. */
@NullMarked
package pentimento.devices.coprocessor;

import org.jspecify.annotations.NullMarked;
