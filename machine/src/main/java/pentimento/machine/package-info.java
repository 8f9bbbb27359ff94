/** An IBM PC as a Java object: build it, run it, type on it, look at its screen. */
@NullMarked
package pentimento.machine;

import org.jspecify.annotations.NullMarked;
