/** The APM control and status latches. */
@NullMarked
package pentimento.devices.apm;

import org.jspecify.annotations.NullMarked;
