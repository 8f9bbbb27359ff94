/** The parallel printer port. */
@NullMarked
package pentimento.devices.parallel;

import org.jspecify.annotations.NullMarked;
