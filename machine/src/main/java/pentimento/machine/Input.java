package pentimento.machine;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Everything that reaches a machine from outside while it runs. Each is journaled with its stamp.
 */
public sealed interface Input {
    /**
     * A key went down or up.
     *
     * @param name QEMU's name of the key, for example {@code ret} or {@code kp_7}
     */
    record KeyChange(String name, boolean pressed) implements Input {}

    /** The mouse moved, y downwards, or its buttons changed (bit 0 left, 1 right, 2 middle). */
    record MouseChange(int dx, int dy, int wheel, int buttons) implements Input {}

    /**
     * Bytes arrived at a serial port.
     *
     * @param port 0 = COM1
     * @param bytes as Latin-1 characters
     */
    record SerialBytes(int port, String bytes) implements Input {}

    /**
     * A floppy was changed.
     *
     * @param drive 0 = A
     * @param file the image, or empty to leave the drive empty
     */
    record MediaChange(int drive, Optional<Path> file) implements Input {}

    /**
     * The first boot device for the next reset.
     *
     * @param device a, c or d
     */
    record BootDevice(String device) implements Input {}

    /** The reset button. */
    record Reset() implements Input {}

    /** The plug. */
    record PowerOff() implements Input {}
}
