/**
 * Where a translator joins the interpreter: hot blocks go out, regions of translated code come
 * back. The interpreter keeps all boundaries; a region is only another way from one to the next.
 */
@NullMarked
package pentimento.cpu.translation;

import org.jspecify.annotations.NullMarked;
