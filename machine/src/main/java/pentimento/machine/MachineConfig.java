package pentimento.machine;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a machine is built of. Immutable; made by {@link Machine#builder}.
 *
 * @param memoryBytes RAM, 1 MiB to 2047 MiB, whole MiB
 * @param cpu name of a processor model, for example {@code pentium3}
 * @param countsPerSecond of virtual time, 10^4 to 10^10
 * @param floppies images by drive, 0 = A
 * @param hardDisks disks by position: 0 and 1 primary master and slave, 2 and 3 secondary
 * @param boot boot order: a floppy, c hard disk, d CD-ROM
 * @param rtc what the clock says at power-on
 * @param bios another system BIOS in place of our own
 * @param vgaBios another VGA BIOS in place of our own
 * @param debugConsole whether port E9h exists
 * @param debugExit whether port F4h exists
 * @param realDiskTiming drives take as long as real ones
 * @param realPace virtual time follows wall time
 * @param translation how hot code is executed
 */
public record MachineConfig(
        int memoryBytes,
        String cpu,
        long countsPerSecond,
        Map<Integer, Media> floppies,
        Map<Integer, Media> hardDisks,
        List<Character> boot,
        LocalDateTime rtc,
        Optional<Path> bios,
        Optional<Path> vgaBios,
        boolean debugConsole,
        boolean debugExit,
        boolean realDiskTiming,
        boolean realPace,
        Translation translation) {

    /** The clock of a machine that was not told the time: runs are the same on any day. */
    public static final LocalDateTime FIXED_RTC = LocalDateTime.of(2000, 1, 1, 12, 0, 0);

    /** Cylinders, heads, sectors per track. */
    public record Chs(int cylinders, int heads, int sectors) {}

    /**
     * A disk image.
     *
     * @param contents the image itself where there is no file: changes are lost with the machine
     * @param readOnly write-protected
     * @param chs the geometry, where the image's own is not to be used
     */
    public record Media(Path file, Optional<byte[]> contents, boolean readOnly, Optional<Chs> chs) {
        public static Media file(Path file) {
            return new Media(file, Optional.empty(), false, Optional.empty());
        }

        /** An image in memory. */
        public static Media memory(String name, byte[] contents) {
            return new Media(Path.of(name), Optional.of(contents), false, Optional.empty());
        }
    }

    public MachineConfig {
        floppies = Map.copyOf(floppies);
        hardDisks = Map.copyOf(hardDisks);
        boot = List.copyOf(boot);
    }
}
