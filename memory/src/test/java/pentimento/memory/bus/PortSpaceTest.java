package pentimento.memory.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PortSpaceTest {
    private final PortSpace ports = new PortSpace();

    /** Registers that keep what is written. */
    private static final class Latches implements PortDevice {
        final int[] values = new int[16];

        @Override
        public int in8(int offset) {
            return values[offset];
        }

        @Override
        public void out8(int offset, int value) {
            values[offset] = value;
        }
    }

    @Test
    void unclaimedPortsReadAllOnesAndSwallowWrites() {
        ports.out32(0x300, 0x12345678);
        assertThat(ports.in8(0x300)).isEqualTo(0xFF);
        assertThat(ports.in16(0xFFFF)).isEqualTo(0xFFFF);
        assertThat(ports.in32(0x300)).isEqualTo(-1);
    }

    @Test
    void aWideAccessIsNarrowOnesLowAddressFirst() {
        var latches = new Latches();
        ports.map(0x300, 4, latches);
        ports.out32(0x300, 0x44332211);
        assertThat(latches.values).startsWith(0x11, 0x22, 0x33, 0x44);
        assertThat(ports.in16(0x301)).isEqualTo(0x3322);
    }

    @Test
    void aWideAccessMaySpanDevicesAndNothing() {
        ports.map(0x300, 1, new Latches());
        var second = new Latches();
        ports.map(0x301, 1, second);
        ports.out32(0x300, 0x44332211);
        assertThat(second.values[0]).isEqualTo(0x22);
        assertThat(ports.in32(0x300)).isEqualTo(0xFFFF2211);
    }

    @Test
    void anOverlapIsRefusedAndLeavesNothingBehind() {
        ports.map(0x304, 1, new Latches());
        assertThatThrownBy(() -> ports.map(0x300, 8, new Latches()))
                .isInstanceOf(PortConflictException.class)
                .hasMessageContaining("0304h");
        assertThat(ports.isMapped(0x300)).isFalse();
    }

    @Test
    void registersOfOneChipMayLieAroundAnothersPort() {
        var latches = new Latches();
        ports.map(0x3F0, 6, latches);
        ports.mapPart(0x3F7, 1, latches, 7);
        ports.out8(0x3F7, 0x55);
        assertThat(latches.values[7]).isEqualTo(0x55);
        assertThat(ports.in8(0x3F6)).isEqualTo(0xFF);
    }

    @Test
    void anAccessCostsWhatItsBusCosts() {
        ports.map(0x300, 1, new Latches());
        ports.map(0xC000, 16, new Latches(), PortSpace.Bus.PCI);
        assertThat(ports.accessNanos(0x300)).isEqualTo(1_000);
        assertThat(ports.accessNanos(0xC000)).isEqualTo(100);
        assertThat(ports.accessNanos(0xD000)).isEqualTo(1_000);
    }

    @Test
    void aSharedLineIsHighWhileAnyDriverIs() {
        var levels = new StringBuilder();
        var shared = new SharedLine(new Line(high -> levels.append(high ? '1' : '0')));
        Line a = shared.driver(), b = shared.driver();
        a.raise();
        b.raise();
        a.lower();
        b.lower();
        assertThat(levels).hasToString("10");
    }

    @Test
    void aRestoredLevelIsNoEdge() {
        var line =
                new Line(
                        high -> {
                            throw new IllegalStateException("heard an edge");
                        });
        line.restore(true);
        line.raise();
        assertThat(line.isHigh()).isTrue();
    }
}
