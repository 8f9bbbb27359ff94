package pentimento.machine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import pentimento.bios.Roms;
import pentimento.memory.physical.PhysicalMemory;

/**
 * The ROM images of a machine and where they show.
 *
 * @param system ends at 1 MiB and at 4 GiB; 64, 128 or 256 KiB
 * @param vga begins at C0000h
 */
record Firmware(byte[] system, byte[] vga) {
    private static final int KIB = 1024,
            ISA_WINDOW = 128 * KIB,
            MOST_VGA = 64 * KIB,
            MOST_BYTES = 1024 * KIB;
    private static final long VGA_BASE = 0xC0000, ISA_TOP = 0x100000, TOP = 0x1_0000_0000L;

    /**
     * @throws MachineConfigException if an image can't be used
     */
    static Firmware of(MachineConfig config) {
        byte[] system = config.bios().map(file -> read(file, "BIOS")).orElseGet(Roms::system);
        byte[] vga = config.vgaBios().map(file -> read(file, "VGA BIOS")).orElseGet(Roms::vga);
        if (system.length != 64 * KIB && system.length != 128 * KIB && system.length != 256 * KIB) {
            throw new MachineConfigException(
                    "the BIOS "
                            + config.bios().map(Path::toString).orElse("")
                            + " has "
                            + system.length
                            + " bytes; a BIOS image has 64, 128 or 256 KiB");
        }
        if (vga.length > MOST_VGA) {
            throw new MachineConfigException(
                    "the VGA BIOS "
                            + config.vgaBios().map(Path::toString).orElse("")
                            + " has "
                            + vga.length
                            + " bytes; it may have 64 KiB at most");
        }
        return new Firmware(system, Arrays.copyOf(vga, pages(vga.length)));
    }

    private static byte[] read(Path file, String what) {
        try {
            try (InputStream image = Files.newInputStream(file)) {
                byte[] bytes = image.readNBytes(MOST_BYTES + 1);
                if (bytes.length > MOST_BYTES) {
                    throw new MachineConfigException(
                            "the " + what + " " + file + " is too large for a ROM; name its image");
                }
                return bytes;
            }
        } catch (IOException e) {
            throw new MachineConfigException(
                    "the "
                            + what
                            + " "
                            + file
                            + " can't be read; check the file name and its rights",
                    e);
        }
    }

    private static int pages(int bytes) {
        return (bytes + PhysicalMemory.PAGE_MASK) & ~PhysicalMemory.PAGE_MASK;
    }

    /**
     * @return bytes of physical memory that the images take
     */
    int bytes() {
        return system.length + Math.min(system.length, ISA_WINDOW) + vga.length;
    }

    void map(PhysicalMemory memory) {
        memory.mapRom(system, TOP - system.length);
        int shown = Math.min(system.length, ISA_WINDOW);
        memory.mapRom(
                Arrays.copyOfRange(system, system.length - shown, system.length), ISA_TOP - shown);
        memory.mapRom(vga, VGA_BASE);
    }
}
