/** Saving, loading and digesting the state of components, field by field and by name. */
@NullMarked
package pentimento.memory.state;

import org.jspecify.annotations.NullMarked;
