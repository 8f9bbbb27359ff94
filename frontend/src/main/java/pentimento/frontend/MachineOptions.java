package pentimento.frontend;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pentimento.machine.Machine;
import pentimento.machine.MachineConfig;
import pentimento.machine.Translation;
import picocli.CommandLine.Option;

/** The options that describe the machine. */
final class MachineOptions {
    private static final String DISK = "FILE[,chs=C/H/S][,readonly]";

    @Option(
            names = {"--memory", "-m"},
            paramLabel = "SIZE",
            defaultValue = "16M",
            converter = Options.Memory.class,
            description = "Guest memory, 1M to 2047M (${DEFAULT-VALUE}).")
    int memory;

    @Option(
            names = "--cpu",
            paramLabel = "MODEL",
            defaultValue = "pentium3",
            description =
                    "386, 486sx, 486, pentium, pentium-mmx, pentium2, pentium3, pentium4 (${DEFAULT-VALUE}).")
    String cpu = "pentium3";

    @Option(
            names = "--mips",
            paramLabel = "N",
            defaultValue = "100",
            converter = Options.Mips.class,
            description =
                    "Millions of instructions per second of virtual time, 0.01 to 10000 (${DEFAULT-VALUE}).")
    long countsPerSecond;

    @Option(
            names = "--fda",
            paramLabel = DISK,
            converter = Options.Disk.class,
            description = "Image for floppy drive A.")
    MachineConfig.@Nullable Media fda;

    @Option(
            names = "--fdb",
            paramLabel = DISK,
            converter = Options.Disk.class,
            description = "Image for floppy drive B.")
    MachineConfig.@Nullable Media fdb;

    @Option(
            names = "--hda",
            paramLabel = DISK,
            converter = Options.Disk.class,
            description = "Image for the primary master disk.")
    MachineConfig.@Nullable Media hda;

    @Option(
            names = "--hdb",
            paramLabel = DISK,
            converter = Options.Disk.class,
            description = "Image for the primary slave disk.")
    MachineConfig.@Nullable Media hdb;

    @Option(
            names = "--hdc",
            paramLabel = DISK,
            converter = Options.Disk.class,
            description = "Image for the secondary master disk.")
    MachineConfig.@Nullable Media hdc;

    @Option(
            names = "--hdd",
            paramLabel = DISK,
            converter = Options.Disk.class,
            description = "Image for the secondary slave disk.")
    MachineConfig.@Nullable Media hdd;

    @Option(
            names = "--boot",
            paramLabel = "ORDER",
            description =
                    "Boot order: a floppy, c hard disk, d CD-ROM (ac if there is a floppy, else ca).")
    @Nullable String boot;

    @Option(
            names = "--rtc",
            paramLabel = "now|TIME",
            converter = Options.Clock.class,
            description =
                    "The clock at power-on: now, or a date and time such as 1994-06-22T17:30:00"
                            + " (now with a display, else 2000-01-01T12:00:00).")
    @Nullable LocalDateTime rtc;

    @Option(
            names = "--bios",
            paramLabel = "FILE",
            description = "Another system BIOS, 64K to 256K.")
    @Nullable Path bios;

    @Option(
            names = "--vgabios",
            paramLabel = "FILE",
            description = "Another VGA BIOS, at most 64K.")
    @Nullable Path vgabios;

    @Option(
            names = "--disk-timing",
            paramLabel = "fast|real",
            defaultValue = "fast",
            description = "How long drives take (${DEFAULT-VALUE}).")
    DiskTiming diskTiming = DiskTiming.FAST;

    @Option(
            names = "--jit",
            paramLabel = "off|on|eager",
            defaultValue = "on",
            description = "Translate hot code to JVM bytecode; eager for tests (${DEFAULT-VALUE}).")
    Translation jit = Translation.ON;

    enum DiskTiming {
        FAST,
        REAL
    }

    /**
     * @param live whether a person looks at the machine: the clock then starts at the host's time
     */
    Machine.Builder builder(boolean live) {
        Machine.Builder builder =
                Machine.builder().memory(memory).cpu(cpu).countsPerSecond(countsPerSecond);
        MachineConfig.@Nullable Media[] floppies = {fda, fdb}, disks = {hda, hdb, hdc, hdd};
        for (int i = 0; i < floppies.length; i++) {
            if (floppies[i] != null) {
                builder.floppy(i, floppies[i]);
            }
        }
        for (int i = 0; i < disks.length; i++) {
            if (disks[i] != null) {
                builder.hardDisk(i, disks[i]);
            }
        }
        if (boot != null) {
            if (!boot.matches("[acd]{1,3}")) {
                throw new BadInputException(
                        "the boot order '" + boot + "' may only hold the letters a, c and d");
            }
            builder.boot(boot);
        }
        if (rtc != null) {
            builder.rtc(rtc);
        } else if (live) {
            builder.rtc(new Options.Clock().convert("now"));
        }
        Optional.ofNullable(bios).ifPresent(builder::bios);
        Optional.ofNullable(vgabios).ifPresent(builder::vgaBios);
        builder.jit(jit);
        return builder.realDiskTiming(diskTiming == DiskTiming.REAL);
    }
}
