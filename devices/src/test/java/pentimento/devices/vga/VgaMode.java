package pentimento.devices.vga;

import java.util.Arrays;
import java.util.List;

/**
 * Register values of the standard modes.
 *
 * @see "IBM PS/2 Hardware Interface Technical Reference, Video Subsystem, tables of mode values"
 */
record VgaMode(
        int miscellaneous,
        List<Integer> sequencer,
        List<Integer> crtController,
        List<Integer> graphics,
        List<Integer> attribute) {
    private static final String COLORS = "00 01 02 03 04 05 14 07 38 39 3A 3B 3C 3D 3E 3F ";
    private static final String FIRST = "00 01 02 03 04 05 06 07 ";

    static final VgaMode TEXT_80 =
            mode(
                    0x67,
                    "03 00 03 00 02",
                    "5F 4F 50 82 55 81 BF 1F 00 4F 0D 0E 00 00 00 00 9C 8E 8F 28 1F 96 B9 A3 FF",
                    "00 00 00 00 00 10 0E 00 FF",
                    COLORS + "0C 00 0F 08 00");
    static final VgaMode TEXT_40 =
            mode(
                    0x67,
                    "03 08 03 00 02",
                    "2D 27 28 90 2B A0 BF 1F 00 4F 0D 0E 00 00 00 00 9C 8E 8F 14 1F 96 B9 A3 FF",
                    "00 00 00 00 00 10 0E 00 FF",
                    COLORS + "0C 00 0F 08 00");
    static final VgaMode TEXT_MONO =
            mode(
                    0x66,
                    "03 00 03 00 02",
                    "5F 4F 50 82 55 81 BF 1F 00 4F 0D 0E 00 00 00 00 9C 8E 8F 28 0F 96 B9 A3 FF",
                    "00 00 00 00 00 10 0A 00 FF",
                    "00 08 08 08 08 08 08 08 10 18 18 18 18 18 18 18 0E 00 0F 08 00");
    static final VgaMode CGA_4_COLORS =
            mode(
                    0x63,
                    "03 09 03 00 02",
                    "2D 27 28 90 2B 80 BF 1F 00 C1 00 00 00 00 00 00 9C 8E 8F 14 00 96 B9 A2 FF",
                    "00 00 00 00 00 30 0F 00 FF",
                    "00 13 15 17 02 04 06 07 10 11 12 13 14 15 16 17 01 00 03 00 00");
    static final VgaMode CGA_640 =
            mode(
                    0x63,
                    "03 01 01 00 06",
                    "5F 4F 50 82 54 80 BF 1F 00 C1 00 00 00 00 00 00 9C 8E 8F 28 00 96 B9 C2 FF",
                    "00 00 00 00 00 00 0D 00 FF",
                    "00 17 17 17 17 17 17 17 17 17 17 17 17 17 17 17 01 00 01 00 00");
    static final VgaMode EGA_320 =
            mode(
                    0x63,
                    "03 09 0F 00 06",
                    "2D 27 28 90 2B 80 BF 1F 00 C0 00 00 00 00 00 00 9C 8E 8F 14 00 96 B9 E3 FF",
                    "00 00 00 00 00 00 05 0F FF",
                    FIRST + "10 11 12 13 14 15 16 17 01 00 0F 00 00");
    static final VgaMode VGA_640 =
            mode(
                    0xE3,
                    "03 01 0F 00 06",
                    "5F 4F 50 82 54 80 0B 3E 00 40 00 00 00 00 00 00 EA 8C DF 28 00 E7 04 E3 FF",
                    "00 00 00 00 00 00 05 0F FF",
                    COLORS + "01 00 0F 00 00");
    static final VgaMode VGA_256 =
            mode(
                    0x63,
                    "03 01 0F 00 0E",
                    "5F 4F 50 82 54 80 BF 1F 00 41 00 00 00 00 00 00 9C 8E 8F 28 40 96 B9 A3 FF",
                    "00 00 00 00 00 40 05 0F FF",
                    FIRST + "08 09 0A 0B 0C 0D 0E 0F 41 00 0F 00 00");

    /** Michael Abrash's 320 x 240: mode 13h without chaining, 480 lines. */
    static final VgaMode MODE_X =
            mode(
                    0xE3,
                    "03 01 0F 00 06",
                    "5F 4F 50 82 54 80 0D 3E 00 41 00 00 00 00 00 00 EA AC DF 28 00 E7 06 E3 FF",
                    "00 00 00 00 00 40 05 0F FF",
                    FIRST + "08 09 0A 0B 0C 0D 0E 0F 41 00 0F 00 00");

    private static VgaMode mode(
            int miscellaneous,
            String sequencer,
            String crtController,
            String graphics,
            String attribute) {
        return new VgaMode(
                miscellaneous,
                bytes(sequencer),
                bytes(crtController),
                bytes(graphics),
                bytes(attribute));
    }

    private static List<Integer> bytes(String hex) {
        return Arrays.stream(hex.split(" ", -1)).map(b -> Integer.parseInt(b, 16)).toList();
    }

    boolean isColor() {
        return (miscellaneous & 1) != 0;
    }

    /** Modes of a CGA monitor use the palette differently. */
    boolean has200Lines() {
        return attribute.get(0x0F) == 0x17;
    }
}
