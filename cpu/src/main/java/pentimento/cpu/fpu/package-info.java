/** x87, MMX and SSE: registers and pure arithmetic. */
@NullMarked
package pentimento.cpu.fpu;

import org.jspecify.annotations.NullMarked;
