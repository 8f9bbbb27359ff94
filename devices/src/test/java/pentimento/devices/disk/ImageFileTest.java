package pentimento.devices.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFileTest {
    @TempDir Path folder;

    private Path image(int bytes) throws IOException {
        Path path = folder.resolve("disk.img");
        Files.write(path, new byte[bytes]);
        return path;
    }

    private static void assertRefused(Path path, String... words) {
        assertThatThrownBy(() -> ImageFile.open(path))
                .isInstanceOf(DiskImageException.class)
                .hasMessageContaining(path.toString())
                .hasMessageContainingAll(words);
    }

    @Test
    void writesGoStraightToTheFile() throws IOException {
        Path path = image(4 * 512);
        var data = new byte[1024];
        Arrays.fill(data, (byte) 0xA5);
        try (var disk = ImageFile.open(path)) {
            assertThat(disk.sectors()).isEqualTo(4);
            assertThat(disk.write(1, 2, data, 0)).isEqualTo(IoOutcome.OK);
            assertThat(disk.flush()).isEqualTo(IoOutcome.OK);
            assertThat(Files.readAllBytes(path)).containsSequence(data);
            var back = new byte[1536];
            assertThat(disk.read(1, 2, back, 512)).isEqualTo(IoOutcome.OK);
            assertThat(Arrays.copyOfRange(back, 512, 1536)).isEqualTo(data);
        }
        assertThat(Files.size(path)).isEqualTo(2048);
    }

    @Test
    void anImageBelongsToOneMachine() throws IOException {
        Path path = image(512);
        try (var owner = ImageFile.open(path)) {
            assertThat(owner.isReadOnly()).isFalse();
            assertRefused(path, "in use", "use a copy");
        }
        ImageFile.open(path).close(); // free again
    }

    @Test
    void anotherProcessIsRefused() throws Exception {
        Path path = image(512);
        try (var owner = ImageFile.open(path)) {
            assertThat(owner.sectors()).isOne();
            Path program = folder.resolve("Locks.java");
            Files.writeString(
                    program,
                    """
                    import java.nio.channels.FileChannel;
                    import java.nio.file.*;
                    void main(String[] args) throws Exception {
                        try (var c = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE)) {
                            System.exit(c.tryLock() == null ? 7 : 0);
                        }
                    }
                    """);
            var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
            Process other =
                    new ProcessBuilder(java, program.toString(), path.toString())
                            .redirectErrorStream(true)
                            .start();
            assertThat(other.waitFor()).isEqualTo(7);
        }
    }

    @Test
    void whatIsNoDiskIsRefusedWithASentence() throws IOException {
        assertRefused(folder.resolve("absent.img"), "does not exist", "check the path");
        assertRefused(folder, "is a directory");
        assertRefused(image(0), "is empty");
        assertRefused(image(700), "700 bytes", "truncated");
        assertRefused(Path.of("/dev/null"), "not a regular file");
    }

    @Test
    void anOversizedImageIsRefused() throws IOException {
        Path path = image(512);
        try (var file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength((1L << 41) + 512);
        }
        assertRefused(path, "larger than 2 TiB");
    }

    @Test
    void aReadOnlyFileIsAWriteProtectedDisk() throws IOException {
        Path path = image(512);
        assertThat(path.toFile().setWritable(false, false)).isTrue();
        try (var disk = ImageFile.open(path)) {
            assertThat(disk.isReadOnly()).isTrue();
            assertThat(disk.write(0, 1, new byte[512], 0)).isEqualTo(IoOutcome.WRITE_PROTECTED);
        }
    }

    @Test
    void aFileThatWasCutIsAReadError() throws IOException {
        Path path = image(1024);
        try (var disk = ImageFile.open(path)) {
            try (var file = new RandomAccessFile(path.toFile(), "rw")) {
                file.setLength(512);
            }
            assertThat(disk.read(0, 1, new byte[512], 0)).isEqualTo(IoOutcome.OK);
            assertThat(disk.read(1, 1, new byte[512], 0)).isEqualTo(IoOutcome.READ_ERROR);
        }
    }

    @Test
    void aFullHostDiskIsAWriteErrorAndTheImageKeepsItsLength() throws IOException {
        Path path = image(1024);
        FileChannel readable = FileChannel.open(path, StandardOpenOption.READ);
        // a channel that cannot write behaves as a full disk does: an exception per write
        try (var disk = new ImageFile(path, new FullDisk(readable), 2, false)) {
            assertThat(disk.write(1, 1, new byte[512], 0)).isEqualTo(IoOutcome.WRITE_ERROR);
            assertThat(disk.read(1, 1, new byte[512], 0)).isEqualTo(IoOutcome.OK);
        }
        assertThat(Files.size(path)).isEqualTo(1024);
    }

    @Test
    void equalContentsHaveEqualIdentities() throws IOException {
        Path path = image(1024);
        DiskIdentity before;
        try (var disk = ImageFile.open(path)) {
            before = disk.identity();
            disk.write(0, 1, new byte[512], 0);
            assertThat(disk.identity().generation()).isGreaterThan(before.generation());
            assertThat(disk.identity().hasContentsOf(before)).isTrue();
            var data = new byte[512];
            data[3] = 1;
            disk.write(0, 1, data, 0);
            assertThat(disk.identity().hasContentsOf(before)).isFalse();
        }
    }
}
