package pentimento.devices.vga;

import static org.assertj.core.api.Assertions.assertThat;
import static pentimento.devices.vga.VgaBench.*;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/**
 * Whole pictures by their checksums. Each was looked at when its checksum was written down; who
 * changes one looks again. The same patterns were compared with QEMU 7.2's screen dumps.
 */
class GoldenPictureTest {
    private static final long A0000 = 0xA_0000, B0000 = 0xB_0000, B8000 = 0xB_8000;

    private static String checksum(Frame frame) {
        var bytes = ByteBuffer.allocate(4 * frame.width() * frame.height());
        bytes.order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(frame.argb());
        var crc = new CRC32();
        crc.update(bytes);
        return String.format("%dx%d %08X", frame.width(), frame.height(), crc.getValue());
    }

    // ---------------------------------------------------------------- patterns

    /** Every character with every attribute somewhere; a glyph shows its code as bars. */
    static VgaBench text(VgaMode mode) {
        var vga = VgaBench.in(mode);
        for (int code = 0; code < 256; code++) {
            int bars = code;
            vga.glyph(0, code, 0, 0xFE, bars, bars, 0x82, 0x82, ~bars & 0xFF, bars, 0xFF, 0, 0x10);
        }
        long base = mode.isColor() ? B8000 : B0000;
        for (int cell = 0; cell < 0x4000 / 2; cell++) {
            vga.memory.write16(base + 2L * cell, (cell * 0x101 + (cell >> 8) * 0x700) & 0xFFFF);
        }
        vga.indexed(mode.isColor() ? CRTC : MONO_CRTC, 0x0F, 85);
        return vga;
    }

    /** A different moiré in each plane. */
    static VgaBench planes(VgaMode mode) {
        var vga = VgaBench.in(mode);
        for (int plane = 0; plane < 4; plane++) {
            vga.indexed(SEQUENCER, 2, 1 << plane);
            for (int i = 0; i < 0x1_0000; i++) {
                vga.memory.write8(A0000 + i, i >> 2 * plane ^ i >> 7);
            }
        }
        return vga;
    }

    static VgaBench cga(VgaMode mode) {
        var vga = VgaBench.in(mode);
        for (int i = 0; i < 0x4000; i++) {
            vga.memory.write8(B8000 + i, i ^ i >> 4);
        }
        return vga;
    }

    static VgaBench bytes() {
        var vga = VgaBench.in(VgaMode.VGA_256);
        for (int i = 0; i < 0x1_0000; i++) {
            vga.memory.write8(A0000 + i, i % 320 * (i / 320) >> 6);
        }
        return vga;
    }

    static VgaBench unchained() {
        var vga = VgaBench.in(VgaMode.MODE_X);
        for (int plane = 0; plane < 4; plane++) {
            vga.indexed(SEQUENCER, 2, 1 << plane);
            for (int i = 0; i < 80 * 240; i++) {
                vga.memory.write8(A0000 + i, (i % 80 * 4 + plane) * (i / 80) >> 6);
            }
        }
        return vga;
    }

    /** The upper window panned and scrolled, the lower one at rest. */
    static VgaBench split() {
        var vga = planes(VgaMode.VGA_640);
        vga.indexed(CRTC, 0x0C, 0x40);
        vga.indexed(CRTC, 0x0D, 0x05);
        vga.indexed(CRTC, 0x07, 0x3E);
        vga.indexed(CRTC, 0x09, 0x00);
        vga.indexed(CRTC, 0x18, 0x40);
        vga.attribute(0x13, 5);
        vga.attribute(0x10, 0x21);
        return vga;
    }

    // ---------------------------------------------------------------- pictures

    @Test
    void text80() {
        assertThat(checksum(text(VgaMode.TEXT_80).card.frame(0))).isEqualTo("720x400 C3CB2827");
    }

    @Test
    void text80WhileCursorAndCharactersAreGone() {
        assertThat(checksum(text(VgaMode.TEXT_80).card.frame(400_000_000)))
                .isEqualTo("720x400 1C9B479C");
    }

    @Test
    void text40() {
        assertThat(checksum(text(VgaMode.TEXT_40).card.frame(0))).isEqualTo("360x400 09D4926A");
    }

    @Test
    void textMonochrome() {
        assertThat(checksum(text(VgaMode.TEXT_MONO).card.frame(0))).isEqualTo("720x400 7EA36163");
    }

    @Test
    void cgaFourColors() {
        assertThat(checksum(cga(VgaMode.CGA_4_COLORS).card.frame(0))).isEqualTo("320x200 66C99BC3");
    }

    @Test
    void cgaTwoColors() {
        assertThat(checksum(cga(VgaMode.CGA_640).card.frame(0))).isEqualTo("640x200 49BDC17B");
    }

    @Test
    void planar320() {
        assertThat(checksum(planes(VgaMode.EGA_320).card.frame(0))).isEqualTo("320x200 FFC45DE0");
    }

    @Test
    void planar640() {
        assertThat(checksum(planes(VgaMode.VGA_640).card.frame(0))).isEqualTo("640x480 CBA367E9");
    }

    @Test
    void planarWithSplitAndPanning() {
        assertThat(checksum(split().card.frame(0))).isEqualTo("640x480 7C14A63D");
    }

    @Test
    void mode13h() {
        assertThat(checksum(bytes().card.frame(0))).isEqualTo("320x200 0A66DC41");
    }

    @Test
    void modeX() {
        assertThat(checksum(unchained().card.frame(0))).isEqualTo("320x240 FA6E340B");
    }
}
