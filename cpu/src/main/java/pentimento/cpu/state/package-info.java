/** Architectural registers, as SDM vol. 1, chapter 3 and vol. 3A, chapter 2 list them. */
@NullMarked
package pentimento.cpu.state;

import org.jspecify.annotations.NullMarked;
