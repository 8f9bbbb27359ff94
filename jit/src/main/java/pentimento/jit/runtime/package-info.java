/** What translated code calls: memory by width, flags that are worked out late, the slow path. */
@NullMarked
package pentimento.jit.runtime;

import org.jspecify.annotations.NullMarked;
