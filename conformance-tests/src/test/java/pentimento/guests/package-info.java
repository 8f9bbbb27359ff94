/**
 * Real guests, booted and automated. Images lie outside of the project; without them these tests
 * skip.
 */
@NullMarked
package pentimento.guests;

import org.jspecify.annotations.NullMarked;
