/** The pair of 8237A DMA controllers with their page registers. */
@NullMarked
package pentimento.devices.dma;

import org.jspecify.annotations.NullMarked;
