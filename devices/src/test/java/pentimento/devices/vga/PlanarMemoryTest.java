package pentimento.devices.vga;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class PlanarMemoryTest {
    @Test
    void everyByteOfTheFourPlanesHasItsPlace() {
        var seen = new BitSet();
        for (int address = 0; address < 0x1_0000; address++) {
            int offset = PlanarMemory.offset(address);
            assertThat(offset & 3).isZero();
            seen.set(offset >> 2);
        }
        assertThat(seen.cardinality()).isEqualTo(0x1_0000);
        assertThat(seen.length()).isEqualTo(PlanarMemory.VGA_BYTES / 4);
    }

    @Test
    void chainedAddressesAreLinear() {
        for (int chained = 0; chained < PlanarMemory.VGA_BYTES; chained++) {
            int inPlane = chained & 0xFFFC | chained >> 16; // A1-A0 choose a plane
            assertThat(PlanarMemory.offset(inPlane) | chained & 3).isEqualTo(chained);
        }
    }

    @Test
    void doubleWordModeShowsChainedAddressesInOrder() {
        for (int counter = 0; counter < 0x1_0000; counter++) {
            int address = CrtController.planeAddress(0x40A3, counter, 0);
            assertThat(PlanarMemory.offset(address)).isEqualTo(4 * counter);
        }
    }
}
