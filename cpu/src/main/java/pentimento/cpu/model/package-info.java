/** The processors that a machine can have, each as one table. */
@NullMarked
package pentimento.cpu.model;

import org.jspecify.annotations.NullMarked;
