package pentimento.memory.physical;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import pentimento.memory.bus.MmioDevice;
import pentimento.memory.state.StateDigest;
import pentimento.memory.state.StateImage;

class PhysicalMemoryTest {
    private static final int MIB = 1 << 20;

    private final PhysicalMemory memory = new PhysicalMemory(2 * MIB, MIB);

    @Test
    void unmappedAddressesReadAllOnesAndSwallowWrites() {
        memory.write32(0x1000_0000L, 0);
        assertThat(memory.read32(0x1000_0000L)).isEqualTo(-1);
        assertThat(memory.read8(0xF_FFFF_FFFFL)).isEqualTo(0xFF);
    }

    @Test
    void accessesAreLittleEndianAndMayCrossPages() {
        memory.write32(0xFFE, 0x44332211);
        assertThat(memory.read8(0xFFE)).isEqualTo(0x11);
        assertThat(memory.read16(0xFFF)).isEqualTo(0x3322);
        assertThat(memory.read32(0xFFE)).isEqualTo(0x44332211);
    }

    @Test
    void romShowsTheSameBytesAtAllItsBasesAndIsNotWritten() {
        var image = new byte[4096];
        image[5] = 0x5A;
        memory.mapRom(image, 0xF0000, 0xFFFF_F000L);
        memory.write8(0xF0005, 0);
        assertThat(memory.read8(0xF0005)).isEqualTo(0x5A);
        assertThat(memory.read8(0xFFFF_F005L)).isEqualTo(0x5A);
        assertThat(memory.readablePage(0xF0000))
                .isEqualTo(memory.readablePage(0xFFFF_F000L))
                .isNotNegative();
        assertThat(memory.writablePage(0xF0000)).isNegative();
    }

    @Test
    void aWindowAnswersByOffset() {
        var seen = new ArrayList<String>();
        memory.mapMmio(
                0xA0000,
                0x20000,
                new MmioDevice() {
                    @Override
                    public int read8(int offset) {
                        return offset & 0xFF;
                    }

                    @Override
                    public void write8(int offset, int value) {
                        seen.add(Integer.toHexString(offset) + "=" + Integer.toHexString(value));
                    }
                });
        memory.write16(0xB8000, 0x0741);
        assertThat(seen).containsExactly("18000=41", "18001=7");
        assertThat(memory.read16(0xA0010)).isEqualTo(0x1110);
        assertThat(memory.isLive(0xA0000)).isTrue();
        memory.unmap(0xA0000, 0x20000);
        assertThat(memory.read8(0xA0010)).isEqualTo(0xFF);
    }

    @Test
    void theA20GateMasksTheProcessorsAddresses() {
        memory.a20().lower();
        assertThat(memory.a20Mask() & 0x10FFEF).isEqualTo(0x00FFEF);
        memory.a20().raise();
        assertThat(memory.a20Mask() & 0x10FFEF).isEqualTo(0x10FFEF);
    }

    @Test
    void everyObserverHearsOfAStoreOnce() {
        DirtyTracker first = memory.trackRam(), second = memory.trackRam();
        first.drain(page -> {});
        second.drain(page -> {});
        memory.write8(0x5000, 1);
        assertThat(drained(first)).containsExactly(5);
        assertThat(drained(first)).isEmpty();
        assertThat(drained(second)).containsExactly(5);
    }

    private static List<Integer> drained(DirtyTracker tracker) {
        var pages = new ArrayList<Integer>();
        tracker.drain(pages::add);
        return pages;
    }

    @Test
    void aPageIsWrittenDirectlyOnlyWhileItIsDirty() {
        DirtyTracker tracker = memory.trackRam();
        tracker.drain(page -> {});
        assertThat(memory.writablePage(0x5000)).isNegative();
        memory.write8(0x5000, 1);
        assertThat(memory.writablePage(0x5000)).isEqualTo(0x5000);
    }

    @Test
    void aWatchedPageTellsWhichGranulesHoldCode() {
        memory.watchCode(0x5080, 4);
        assertThat(memory.writablePage(0x5000)).isEqualTo(0x5000);
        assertThat(memory.watchedGranules(5)).isEqualTo(1 << 1);
        memory.unwatchCode(5, 1 << 1);
        assertThat(memory.watchedGranules(5)).isZero();
    }

    @Test
    void storesToWatchedCodeAreAnnouncedBeforeTheyHappen() {
        var announced = new ArrayList<String>();
        memory.attach(new RecordingClient(announced, () -> memory.read8(0x2100)));
        memory.write8(0x2100, 7);
        memory.watchCode(0x20FF, 2); // granules 1 and 2 of the page
        memory.write8(0x2050, 1);
        assertThat(announced).isEmpty();
        memory.write8(0x2100, 9);
        assertThat(announced).containsExactly("2100+1 holds 7");
    }

    private record RecordingClient(List<String> announced, java.util.function.IntSupplier look)
            implements MemoryClient {
        @Override
        public void flatMemory(byte[] flat) {}

        @Override
        public void dropWriteEntries() {}

        @Override
        public void dropEntries() {}

        @Override
        public void a20Changed() {}

        @Override
        public void codeWatched(int flatPage) {}

        @Override
        public void codeWritten(int flatAddress, int length) {
            announced.add(
                    Integer.toHexString(flatAddress) + "+" + length + " holds " + look.getAsInt());
        }
    }

    @Test
    void theDigestFollowsTheContentsAndForgetsHistory() {
        String before = StateDigest.of(memory);
        memory.write8(0x1234, 1);
        assertThat(StateDigest.of(memory)).isNotEqualTo(before);
        memory.write8(0x1234, 0);
        assertThat(StateDigest.of(memory)).isEqualTo(before);
    }

    @Test
    void aSavedStateBringsBackContentsAndGate() {
        memory.write(0x3000, new byte[] {1, 2, 3}, 0, 3);
        memory.a20().lower();
        StateImage saved = StateImage.save(memory);
        String digest = StateDigest.of(memory);
        memory.write32(0x3000, -1);
        memory.a20().raise();
        saved.load(memory);
        var bytes = new byte[3];
        memory.read(0x3000, bytes, 0, 3);
        assertThat(Arrays.toString(bytes)).isEqualTo("[1, 2, 3]");
        assertThat(memory.a20().isHigh()).isFalse();
        assertThat(StateDigest.of(memory)).isEqualTo(digest);
    }
}
