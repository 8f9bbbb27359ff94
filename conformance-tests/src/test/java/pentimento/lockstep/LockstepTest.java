package pentimento.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pentimento.guests.SharedFolder;
import pentimento.machine.Machine;
import pentimento.machine.MachineConfig;

/** Interpreted and translated guests are in the same state at every comparison. */
class LockstepTest {
    private static final int SCALE_OFFSET = 1540, LITTLE = 8, LEAST_COVERAGE = 20;

    private static Function<Machine.Builder, Machine> floppy(byte[] image) {
        return builder -> builder.floppy(0, MachineConfig.Media.memory("guest", image)).build();
    }

    private static void requireSame(
            Function<Machine.Builder, Machine> guest, long seed, Duration span, Duration step) {
        try (var pair = new Lockstep(guest, seed)) {
            assertThat(pair.run(span, step)).as("seed %d", seed).isEmpty();
            assertThat(pair.coverage())
                    .as("percent in translated code")
                    .isGreaterThan(LEAST_COVERAGE);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void kernelsOfTheBenchmarkGuest(long seed) throws IOException {
        byte[] image = Files.readAllBytes(Path.of("../benchmarks/guest/bench.img"));
        ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).putInt(SCALE_OFFSET, 1);
        requireSame(floppy(image), seed, Duration.ofMillis(600), Duration.ofMillis(7));
    }

    /** What each is made of: vectors, floating point, string instructions, programs. */
    @ParameterizedTest
    @CsvSource({
        "simd, pentium4, 200",
        "x87mix, pentium3, 200",
        "rep, pentium3, 100",
        "com, pentium3, 100",
        "programs, pentium3, 300"
    })
    void otherKernels(String name, String cpu, int millis) throws IOException {
        byte[] image = Files.readAllBytes(Path.of("../benchmarks/guest/" + name + ".img"));
        ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN).putInt(SCALE_OFFSET, LITTLE);
        var media = MachineConfig.Media.memory(name, image);
        requireSame(
                builder -> builder.cpu(cpu).floppy(0, media).build(),
                5,
                Duration.ofMillis(millis),
                Duration.ofMillis(7));
    }

    @Test
    void demonstrationDisk() {
        requireSame(
                builder -> builder.floppy(0, Machine.demoDisk()).build(),
                3,
                Duration.ofSeconds(1),
                Duration.ofMillis(11));
    }

    @Test
    void freeDosBoot() throws IOException {
        byte[] image = Files.readAllBytes(SharedFolder.find("guests/images/freedos722.img"));
        requireSame(floppy(image), 4, Duration.ofSeconds(3), Duration.ofMillis(29));
    }

    /** Paging, rings, virtual 8086 mode, x87 and MMX, linear frame buffers. */
    @Tag("nightly")
    @ParameterizedTest
    @CsvSource({
        "boote-linux.img, 40",
        "openbsd.img, 60",
        "zool.img, 40",
        "kolibri.img, 40",
        "odin070.img, 30",
        "fdstd144.img, 20",
        "freedos722.img, 20",
        "linux486.iso, 30",
        "msdos4m-1.img, 10",
        "odin-jpc.img, 15",
        "memtest86+ia32.iso, 15",
        "grubtest.iso, 10",
        "ipxe.iso, 15",
        "freedos-160K.img, 5",
        "freedos-180K.img, 5",
        "freedos-320K.img, 5",
        "freedos-360K.img, 5",
        "freedos-720K.img, 5",
        "freedos-1200K.img, 5",
        "freedos-1.4MB.img, 5"
    })
    void otherSystems(String image, int seconds) throws IOException {
        byte[] contents = Files.readAllBytes(SharedFolder.find("guests/images/" + image));
        var media = MachineConfig.Media.memory(image, contents);
        for (long seed = 1; seed <= 2; seed++) {
            requireSame(
                    b ->
                            (image.endsWith(".iso") ? b.hardDisk(0, media) : b.floppy(0, media))
                                    .memory(64)
                                    .build(),
                    seed,
                    Duration.ofSeconds(seconds),
                    Duration.ofMillis(311));
        }
    }
}
