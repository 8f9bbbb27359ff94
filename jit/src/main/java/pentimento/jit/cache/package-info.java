/** Last phase: regions in use, those in the making, and their end. */
@NullMarked
package pentimento.jit.cache;

import org.jspecify.annotations.NullMarked;
