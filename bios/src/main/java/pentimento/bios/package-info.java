/** The firmware's images. */
@NullMarked
package pentimento.bios;

import org.jspecify.annotations.NullMarked;
