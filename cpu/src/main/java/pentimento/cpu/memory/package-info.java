/** From linear addresses to physical memory: TLBs, paging, the fast tables. */
@NullMarked
package pentimento.cpu.memory;

import org.jspecify.annotations.NullMarked;
