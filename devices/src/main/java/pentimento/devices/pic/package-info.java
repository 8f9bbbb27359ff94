/** The pair of 8259A interrupt controllers of an AT and the edge/level registers of a PCI board. */
@NullMarked
package pentimento.devices.pic;

import org.jspecify.annotations.NullMarked;
