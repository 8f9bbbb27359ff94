/** The translator of hot guest code to JVM bytecode. */
@NullMarked
package pentimento.jit;

import org.jspecify.annotations.NullMarked;
