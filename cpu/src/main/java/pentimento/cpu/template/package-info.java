/** Specialised forms of classes, generated from one body. */
@NullMarked
package pentimento.cpu.template;

import org.jspecify.annotations.NullMarked;
