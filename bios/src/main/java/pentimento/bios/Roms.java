package pentimento.bios;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The images that {@code bios/build.sh} makes from the NASM sources beside this class. */
public final class Roms {
    /**
     * @return the system BIOS, 65536 bytes, for F0000h and FFFF0000h
     */
    public static byte[] system() {
        return image("system.rom");
    }

    /**
     * @return the VGA BIOS, 32768 bytes, for C0000h
     */
    public static byte[] vga() {
        return image("vgabios.rom");
    }

    /**
     * @return the demo's floppy image
     */
    public static byte[] demoDisk() {
        return image("demo.img");
    }

    private static byte[] image(String name) {
        try (InputStream resource = Roms.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IllegalStateException(
                        "the firmware image " + name + " is missing: run bios/build.sh");
            }
            return resource.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Roms() {}
}
