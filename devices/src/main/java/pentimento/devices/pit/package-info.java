/** The 8254 interval timer, system control port B and what they make of the speaker. */
@NullMarked
package pentimento.devices.pit;

import org.jspecify.annotations.NullMarked;
