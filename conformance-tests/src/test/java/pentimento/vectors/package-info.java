/** The recorded tests, as part of the build. */
@NullMarked
package pentimento.vectors;

import org.jspecify.annotations.NullMarked;
