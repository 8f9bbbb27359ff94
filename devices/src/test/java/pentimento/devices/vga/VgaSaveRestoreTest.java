package pentimento.devices.vga;

import static org.assertj.core.api.Assertions.assertThat;
import static pentimento.devices.vga.VgaBench.*;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pentimento.memory.state.StateDigest;

/**
 * What Windows does to a full-screen DOS program: it takes all state out of the card through ports
 * and window, lets others use the card, and puts everything back.
 */
class VgaSaveRestoreTest {
    private static final long A0000 = 0xA_0000;
    private static final int LATCH = 0x22, FLIP_FLOP = 0x24, ATTRIBUTE_INDEX = 0x26;

    /** A program's card as a multitasker sees it: nothing but what ports and window give. */
    private record Saved(
            int miscellaneous,
            int feature,
            List<Integer> sequencer,
            List<Integer> crt,
            List<Integer> graphics,
            List<Integer> attribute,
            int attributeIndex,
            boolean expectsData,
            List<Integer> indexes,
            List<Integer> latches,
            int dacMask,
            int dacStatus,
            int dacAddress,
            List<Integer> colors,
            List<List<Integer>> planes) {}

    static Stream<VgaMode> modes() {
        return Stream.of(
                VgaMode.TEXT_80,
                VgaMode.TEXT_40,
                VgaMode.TEXT_MONO,
                VgaMode.CGA_4_COLORS,
                VgaMode.CGA_640,
                VgaMode.EGA_320,
                VgaMode.VGA_640,
                VgaMode.VGA_256,
                VgaMode.MODE_X);
    }

    @ParameterizedTest
    @MethodSource("modes")
    void everythingCanBeSavedAndRestored(VgaMode mode) {
        var vga = VgaBench.in(mode);
        int crt = mode.isColor() ? CRTC : MONO_CRTC;
        draw(vga, 1);
        vga.indexed(GRAPHICS, 3, 0x0B);
        vga.indexed(GRAPHICS, 8, 0x5A);
        vga.peek(A0000 + 1234); // leaves something in the latches
        vga.indexed(crt, 0x0A, 5);
        vga.ports.in8(crt + 6);
        vga.ports.out8(ATTRIBUTE, 0x32); // an index whose data is yet to come
        vga.ports.out8(DAC_READ, 77);
        vga.ports.out8(DAC_MASK, 0x7F);
        String before = StateDigest.of(vga.card) + contents(vga);
        Saved saved = save(vga, crt);
        vga.set(VgaMode.VGA_640);
        draw(vga, 2);
        vga.set(VgaMode.TEXT_80);
        draw(vga, 3);
        restore(vga, saved, crt);
        assertThat(StateDigest.of(vga.card) + contents(vga)).isEqualTo(before);
    }

    private static void draw(VgaBench vga, int seed) {
        for (int i = 0; i < 0x2_0000; i += 3) {
            vga.memory.write8(A0000 + i, i * seed >> 3);
        }
    }

    private static String contents(VgaBench vga) {
        return StateDigest.of(vga.memory);
    }

    // ---------------------------------------------------------------- out of the card

    private static List<Integer> registers(VgaBench vga, int port, int count) {
        var values = new ArrayList<Integer>();
        for (int i = 0; i < count; i++) {
            values.add(vga.indexed(port, i));
        }
        return values;
    }

    private static Saved save(VgaBench vga, int crt) {
        List<Integer> indexes =
                List.of(vga.ports.in8(SEQUENCER), vga.ports.in8(GRAPHICS), vga.ports.in8(crt));
        boolean expectsData = vga.indexed(crt, FLIP_FLOP) != 0;
        int attributeIndex = vga.indexed(crt, ATTRIBUTE_INDEX);
        List<Integer> crtRegisters = registers(vga, crt, 0x19);
        List<Integer> graphics = registers(vga, GRAPHICS, 9);
        var latches = new ArrayList<Integer>();
        for (int plane = 0; plane < 4; plane++) {
            vga.indexed(GRAPHICS, 4, plane);
            latches.add(vga.indexed(crt, LATCH));
        }
        var attribute = new ArrayList<Integer>();
        for (int i = 0; i <= 0x14; i++) {
            attribute.add(vga.attribute(i));
        }
        int dacStatus = vga.ports.in8(DAC_READ), dacAddress = vga.ports.in8(DAC_WRITE);
        var colors = new ArrayList<Integer>();
        vga.ports.out8(DAC_READ, 0);
        for (int i = 0; i < 768; i++) {
            colors.add(vga.ports.in8(DAC_DATA));
        }
        List<Integer> sequencer = registers(vga, SEQUENCER, 5);
        int miscellaneous = vga.ports.in8(MISC_READ);
        return new Saved(
                miscellaneous,
                vga.ports.in8(0x3CA),
                sequencer,
                crtRegisters,
                graphics,
                attribute,
                attributeIndex,
                expectsData,
                indexes,
                latches,
                vga.ports.in8(DAC_MASK),
                dacStatus,
                dacAddress,
                colors,
                planes(vga));
    }

    private static void openPlanes(VgaBench vga) {
        vga.indexed(SEQUENCER, 4, 0x06);
        vga.indexed(GRAPHICS, 1, 0);
        vga.indexed(GRAPHICS, 3, 0);
        vga.indexed(GRAPHICS, 5, 0);
        vga.indexed(GRAPHICS, 6, 5);
        vga.indexed(GRAPHICS, 8, 0xFF);
    }

    private static List<List<Integer>> planes(VgaBench vga) {
        openPlanes(vga);
        var planes = new ArrayList<List<Integer>>();
        for (int plane = 0; plane < 4; plane++) {
            vga.indexed(GRAPHICS, 4, plane);
            var bytes = new ArrayList<Integer>();
            for (int i = 0; i < 0x1_0000; i++) {
                bytes.add(vga.peek(A0000 + i));
            }
            planes.add(bytes);
        }
        return planes;
    }

    // ---------------------------------------------------------------- and back

    private static void restore(VgaBench vga, Saved saved, int crt) {
        openPlanes(vga);
        for (int plane = 0; plane < 4; plane++) {
            vga.indexed(SEQUENCER, 2, 1 << plane);
            vga.poke(A0000, saved.latches().get(plane));
        }
        vga.peek(A0000);
        for (int plane = 0; plane < 4; plane++) {
            vga.indexed(SEQUENCER, 2, 1 << plane);
            for (int i = 0; i < 0x1_0000; i++) {
                vga.memory.write8(A0000 + i, saved.planes().get(plane).get(i));
            }
        }
        vga.ports.out8(MISC, saved.miscellaneous());
        vga.ports.out8(crt + 6, saved.feature());
        restore(vga, SEQUENCER, saved.sequencer());
        vga.indexed(crt, 0x11, 0);
        restore(vga, crt, saved.crt());
        restore(vga, GRAPHICS, saved.graphics());
        for (int i = 0; i <= 0x14; i++) {
            vga.attribute(i, saved.attribute().get(i));
        }
        vga.ports.out8(DAC_WRITE, 0);
        saved.colors().forEach(level -> vga.ports.out8(DAC_DATA, level));
        if (saved.dacStatus() == 3) {
            vga.ports.out8(DAC_READ, saved.dacAddress() - 1);
        } else {
            vga.ports.out8(DAC_WRITE, saved.dacAddress());
        }
        vga.ports.out8(DAC_MASK, saved.dacMask());
        vga.ports.in8(crt + 6);
        vga.ports.out8(ATTRIBUTE, saved.attributeIndex());
        if (!saved.expectsData()) {
            vga.ports.in8(crt + 6);
        }
        vga.ports.out8(SEQUENCER, saved.indexes().get(0));
        vga.ports.out8(GRAPHICS, saved.indexes().get(1));
        vga.ports.out8(crt, saved.indexes().get(2));
    }

    private static void restore(VgaBench vga, int port, List<Integer> registers) {
        for (int i = 0; i < registers.size(); i++) {
            vga.indexed(port, i, registers.get(i));
        }
    }
}
