package pentimento.devices.vga;

import static org.assertj.core.api.Assertions.assertThat;
import static pentimento.devices.vga.VgaBench.*;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pentimento.memory.state.StateDigest;
import pentimento.memory.state.StateImage;
import pentimento.memory.state.Stateful;

class VgaStateTest {
    private static Stream<VgaMode> modes() {
        return Stream.of(
                VgaMode.TEXT_80,
                VgaMode.TEXT_MONO,
                VgaMode.CGA_4_COLORS,
                VgaMode.VGA_640,
                VgaMode.VGA_256,
                VgaMode.MODE_X);
    }

    private static Stateful machine(VgaBench vga) {
        return state -> {
            state.section("time", vga.time);
            state.section("memory", vga.memory);
            state.section("vga", vga.card);
        };
    }

    /** A little of everything, in the middle of sequences, that later results depend on. */
    private static void run(VgaBench vga, int seed) {
        int random = seed;
        for (int i = 0; i < 3000; i++) {
            random = random * 1_664_525 + 1_013_904_223;
            int value = random >>> 24, choice = random >>> 16 & 0x3F, low = random >>> 8 & 0xFF;
            vga.time.elapse(low * 1000L);
            switch (choice & 0xF) {
                case 0 -> vga.ports.out8(ATTRIBUTE, value);
                case 1 -> vga.poke(0x1000, vga.ports.in8(STATUS_1), vga.ports.in8(MISC));
                case 2 -> vga.ports.out8(DAC_DATA, value);
                case 3 -> vga.poke(0x1002, vga.ports.in8(DAC_DATA));
                case 4 -> vga.ports.out8((value & 1) == 0 ? DAC_READ : DAC_WRITE, low);
                case 5 -> vga.indexed(GRAPHICS, low % 9, low % 9 == 6 ? 5 : value);
                case 6 -> vga.indexed(SEQUENCER, 2 + low % 3, value);
                case 7 -> vga.indexed(CRTC, 0x0C + low % 4, value);
                case 8 -> vga.indexed(CRTC, 0x11, value);
                case 9 -> vga.poke(0x1003, vga.peek(0xA_0000 + low * 256L));
                default -> vga.poke(0xA_0000 + low * 256L + value, random >>> 12);
            }
        }
    }

    private static String digest(VgaBench vga) {
        return StateDigest.of(machine(vga)).toString();
    }

    @ParameterizedTest
    @MethodSource("modes")
    void saveLoadRunEqualsRun(VgaMode mode) {
        var original = VgaBench.in(mode);
        run(original, 1);
        StateImage saved = StateImage.save(machine(original));
        var copy = new VgaBench();
        saved.load(machine(copy));
        assertThat(digest(copy)).isEqualTo(digest(original));
        run(original, 2);
        run(copy, 2);
        assertThat(digest(copy)).isEqualTo(digest(original));
        assertThat(copy.card.frame().argb()).isEqualTo(original.card.frame().argb());
    }

    @Test
    void loadingRestoresTheMappingOfDispi() {
        var original = new VgaBench();
        original.dispi(1, 800);
        original.dispi(2, 600);
        original.dispi(4, 0x41);
        original.dispi(5, 2);
        original.poke(VgaCard.FRAME_BUFFER + 0x2_0003, 0x42);
        var copy = VgaBench.in(VgaMode.VGA_256);
        StateImage.save(machine(original)).load(machine(copy));
        assertThat(copy.peek(0xA_0003)).isEqualTo(0x42);
        assertThat(copy.peek(VgaCard.FRAME_BUFFER + 0x2_0003)).isEqualTo(0x42);
        assertThat(copy.card.frame().width()).isEqualTo(800);
    }

    @Test
    void looksAtTheScreenChangeNothing() {
        var watched = VgaBench.in(VgaMode.TEXT_80);
        var alone = VgaBench.in(VgaMode.TEXT_80);
        for (int i = 0; i < 20; i++) {
            run(watched, i);
            run(alone, i);
            watched.card.frame();
            watched.card.steadyFrame();
            watched.card.textScreen();
            watched.card.nextVerticalRetrace(watched.time.nanos());
        }
        assertThat(digest(watched)).isEqualTo(digest(alone));
    }
}
