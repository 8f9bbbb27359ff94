package pentimento.devices.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pentimento.memory.state.StateDigest;
import pentimento.memory.state.StateException;
import pentimento.memory.state.StateImage;

class DiskStackTest {
    @TempDir Path folder;

    private static byte[] sector(int value) {
        var data = new byte[512];
        Arrays.fill(data, (byte) value);
        return data;
    }

    private static void write(BlockDevice disk, long sector, int value) {
        assertThat(disk.write(sector, 1, sector(value), 0)).isEqualTo(IoOutcome.OK);
    }

    private static int read(BlockDevice disk, long sector) {
        var data = new byte[512];
        assertThat(disk.read(sector, 1, data, 0)).isEqualTo(IoOutcome.OK);
        return data[511] & 0xFF;
    }

    @Test
    void withoutASnapshotTheBaseIsWritten() {
        var base = new MemoryDisk("base", 8);
        write(new DiskStack(base), 3, 7);
        assertThat(read(base, 3)).isEqualTo(7);
    }

    @Test
    void aSnapshotFreezesTheTopAndLoadingGoesBack() {
        var base = new MemoryDisk("base", 8);
        var disk = new DiskStack(base);
        write(disk, 0, 1);
        disk.freeze();
        StateImage first = StateImage.save(disk);
        String digest = StateDigest.of(disk);
        write(disk, 0, 2);
        write(disk, 1, 2);
        assertThat(read(base, 0)).isEqualTo(1);
        disk.freeze();
        StateImage second = StateImage.save(disk);
        write(disk, 0, 3);
        assertThat(read(disk, 0)).isEqualTo(3);

        first.load(disk);
        assertThat(read(disk, 0)).isEqualTo(1);
        assertThat(read(disk, 1)).isEqualTo(0);
        assertThat(StateDigest.of(disk)).isEqualTo(digest);
        second.load(disk);
        assertThat(read(disk, 0)).isEqualTo(2);
        assertThat(read(disk, 1)).isEqualTo(2);
        disk.close();
        assertThat(read(base, 1)).isEqualTo(2);
    }

    @Test
    void manySnapshotsKeepFewLayers() {
        var disk = new DiskStack(new MemoryDisk("base", 64));
        for (int i = 0; i < 40; i++) {
            write(disk, i, i);
            disk.freeze();
            disk.freeze(); // nothing to freeze
        }
        assertThat(disk.layers()).isLessThan(10);
        for (int i = 0; i < 40; i++) {
            assertThat(read(disk, i)).isEqualTo(i);
        }
    }

    @Test
    void aChangedBaseIsRefused() {
        var base = new MemoryDisk("base.img", 8);
        var disk = new DiskStack(base);
        StateImage saved = StateImage.save(disk);
        write(disk, 5, 1); // nobody froze the base
        assertThatThrownBy(() -> saved.load(disk))
                .isInstanceOf(StateException.class)
                .hasMessageContaining("base.img was changed after the state was saved");
    }

    @Test
    void aTemporaryStackLeavesItsBaseAlone() {
        var contents = new byte[1024];
        var disk = DiskStack.temporary(new MemoryDisk("base", contents, true));
        assertThat(disk.isReadOnly()).isFalse();
        write(disk, 1, 9);
        assertThat(read(disk, 1)).isEqualTo(9);
        disk.close();
        assertThat(contents).containsOnly(0);
    }

    @Test
    void aWriteProtectedDiskStaysSo() {
        var disk = new DiskStack(new MemoryDisk("base", new byte[512], true));
        disk.freeze();
        assertThat(disk.isReadOnly()).isTrue();
        assertThat(disk.write(0, 1, sector(1), 0)).isEqualTo(IoOutcome.WRITE_PROTECTED);
    }

    @Test
    void anOverlayFileOutlivesTheMachine() throws IOException {
        Path file = folder.resolve("top.overlay");
        var base = new MemoryDisk("base.img", 16);
        try (var overlay = Overlay.create(file, base)) {
            write(overlay, 2, 1);
            write(overlay, 9, 2);
            write(overlay, 2, 3);
            assertThatThrownBy(() -> Overlay.open(file, base)).hasMessageContaining("in use");
        }
        Files.write(file, new byte[100], StandardOpenOption.APPEND); // a torn record
        try (var overlay = Overlay.open(file, base)) {
            assertThat(read(overlay, 2)).isEqualTo(3);
            assertThat(read(overlay, 9)).isEqualTo(2);
            assertThat(read(overlay, 3)).isZero();
            write(overlay, 3, 4);
            try (var stacked = Overlay.inMemory(overlay)) {
                write(stacked, 3, 5);
                var three = new byte[4 * 512];
                assertThat(stacked.read(1, 4, three, 0)).isEqualTo(IoOutcome.OK);
                assertThat(three[512]).isEqualTo((byte) 3);
                assertThat(three[1024]).isEqualTo((byte) 5);
                assertThat(read(overlay, 3)).isEqualTo(4);
            }
        }
        write(base, 0, 1);
        assertThatThrownBy(() -> Overlay.open(file, base))
                .isInstanceOf(DiskImageException.class)
                .hasMessageContaining("does not fit base.img");
    }

    @Test
    void aFileThatIsNoOverlayIsRefused() throws IOException {
        Path file = folder.resolve("letter.txt");
        Files.write(file, new byte[2000]);
        assertThatThrownBy(() -> Overlay.open(file, new MemoryDisk("base", 2)))
                .isInstanceOf(DiskImageException.class)
                .hasMessageContaining("is no overlay");
    }
}
