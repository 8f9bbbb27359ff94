package pentimento.devices.vga;

import static org.assertj.core.api.Assertions.assertThat;
import static pentimento.devices.vga.VgaBench.*;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenTest {
    private static final long A0000 = 0xA_0000, B8000 = 0xB_8000;
    private static final int BLACK = 0xFF00_0000,
            BLUE = 0xFF00_00AA,
            RED = 0xFFAA_0000,
            BROWN = 0xFFAA_5500,
            GRAY = 0xFFAA_AAAA,
            LIGHT_BLUE = 0xFF55_55FF,
            LIGHT_RED = 0xFFFF_5555,
            YELLOW = 0xFFFF_FF55,
            WHITE = 0xFFFF_FFFF;

    /** A row of pixels as letters, one for the ink and a dot for the rest. */
    private static String row(Frame frame, int x, int y, int width, int ink) {
        return IntStream.range(x, x + width)
                .mapToObj(i -> frame.argb(i, y) == ink ? "#" : ".")
                .reduce("", String::concat);
    }

    @Nested
    class Text {
        private final VgaBench vga = VgaBench.in(VgaMode.TEXT_80);

        Text() {
            vga.indexed(CRTC, 0x0A, 0x20); // no cursor
            vga.text(B8000, " ".repeat(80 * 25), 0x07);
            vga.glyph(0, 'A', 0x81, 0x42, 0x24, 0x18);
            vga.glyph(0, 0xC4, 0x00, 0xFF, 0x01, 0x80);
            vga.glyph(0, 0xB0, 0xFF);
        }

        private Frame show(int character, int attribute) {
            vga.poke(B8000, character, attribute);
            return vga.card.steadyFrame();
        }

        @Test
        void eightyCharactersOfNineDotsMake720By400() {
            Frame frame = vga.card.frame();
            assertThat(frame.width()).isEqualTo(720);
            assertThat(frame.height()).isEqualTo(400);
            assertThat(frame.dotsPerPixel()).isEqualTo(1);
            assertThat(frame.linesPerPixel()).isEqualTo(1);
        }

        @Test
        void charactersOfEightDotsMake640() {
            vga.indexed(SEQUENCER, 1, 1);
            assertThat(vga.card.frame().width()).isEqualTo(640);
        }

        @Test
        void aHalvedDotClockMakesPixelsOfTwoDots() {
            vga.set(VgaMode.TEXT_40);
            Frame frame = vga.card.frame();
            assertThat(frame.width()).isEqualTo(360);
            assertThat(frame.dotsPerPixel()).isEqualTo(2);
        }

        @Test
        void glyphsComeFromPlane2WithTheNinthDotEmpty() {
            Frame frame = show('A', 0x07);
            assertThat(row(frame, 0, 0, 9, GRAY)).isEqualTo("#......#.");
            assertThat(row(frame, 0, 1, 9, GRAY)).isEqualTo(".#....#..");
            assertThat(row(frame, 0, 3, 9, GRAY)).isEqualTo("...##....");
            assertThat(row(frame, 0, 4, 9, GRAY)).isEqualTo(".........");
        }

        @Test
        void lineGraphicsRepeatTheEighthDot() {
            Frame frame = show(0xC4, 0x07);
            assertThat(row(frame, 0, 1, 9, GRAY)).isEqualTo("#########");
            assertThat(row(frame, 0, 2, 9, GRAY)).isEqualTo(".......##");
            assertThat(row(frame, 0, 3, 9, GRAY)).isEqualTo("#........");
            assertThat(row(show(0xB0, 0x07), 0, 0, 9, GRAY)).isEqualTo("########.");
            vga.attribute(0x10, 0x08);
            assertThat(row(show(0xC4, 0x07), 0, 1, 9, GRAY)).isEqualTo("########.");
        }

        @Test
        void attributesAreBackgroundAndForeground() {
            Frame frame = show('A', 0x4E);
            assertThat(frame.argb(0, 0)).isEqualTo(YELLOW);
            assertThat(frame.argb(1, 0)).isEqualTo(RED);
        }

        @Test
        void attributeBit7BlinksOrBrightensTheBackground() {
            assertThat(show('A', 0xCE).argb(1, 0)).isEqualTo(RED);
            vga.attribute(0x10, 0x04);
            assertThat(show('A', 0xCE).argb(1, 0)).isEqualTo(LIGHT_RED);
        }

        @Test
        void blinkingCharactersAreGoneInEverySecondSetOf16Frames() {
            vga.poke(B8000, 'A', 0x87);
            long frame = 14_268_061;
            assertThat(vga.card.frame(0).argb(0, 0)).isEqualTo(GRAY);
            assertThat(vga.card.frame(15 * frame).argb(0, 0)).isEqualTo(GRAY);
            assertThat(vga.card.frame(16 * frame).argb(0, 0)).isEqualTo(BLACK);
            assertThat(vga.card.frame(32 * frame).argb(0, 0)).isEqualTo(GRAY);
        }

        @Test
        void theCursorBlinksWithEightFrames() {
            vga.indexed(CRTC, 0x0A, 13);
            vga.indexed(CRTC, 0x0F, 81);
            long frame = 14_268_061;
            Frame on = vga.card.frame(0), off = vga.card.frame(8 * frame);
            assertThat(row(on, 9, 16 + 12, 9, GRAY)).isEqualTo(".........");
            assertThat(row(on, 9, 16 + 13, 9, GRAY)).isEqualTo("#########");
            assertThat(row(on, 9, 16 + 14, 9, GRAY)).isEqualTo("#########");
            assertThat(row(on, 9, 16 + 15, 9, GRAY)).isEqualTo(".........");
            assertThat(row(on, 0, 16 + 13, 9, GRAY)).isEqualTo(".........");
            assertThat(row(off, 9, 16 + 13, 9, GRAY)).isEqualTo(".........");
            assertThat(vga.card.frame(16 * frame).argb(9, 16 + 13)).isEqualTo(GRAY);
        }

        @Test
        void cursorSkewMovesItToTheRight() {
            vga.indexed(CRTC, 0x0A, 0);
            vga.indexed(CRTC, 0x0B, 2 << 5 | 15);
            vga.indexed(CRTC, 0x0F, 5);
            assertThat(row(vga.card.steadyFrame(), 45, 0, 36, GRAY))
                    .isEqualTo(".".repeat(18) + "#".repeat(9) + ".".repeat(9));
        }

        @Test
        void aCursorThatStartsBelowItsEndIsNotSeen() {
            vga.indexed(CRTC, 0x0A, 14);
            vga.indexed(CRTC, 0x0B, 13);
            assertThat(row(vga.card.steadyFrame(), 0, 14, 9, GRAY)).isEqualTo(".........");
        }

        @Test
        void attributeBit3ChoosesBetweenTwoCharacterSets() {
            vga.glyph(0x4000, 'A', 0xF0);
            vga.indexed(SEQUENCER, 3, 0b0100); // set 1 for bit 3, else set 0
            assertThat(row(show('A', 0x07), 0, 0, 8, GRAY)).isEqualTo("#......#");
            assertThat(row(show('A', 0x0F), 0, 0, 8, WHITE)).isEqualTo("####....");
        }

        @ParameterizedTest
        @CsvSource({
            "0,0", "1,4000", "2,8000", "3,C000", "10,2000", "11,6000", "12,A000", "13,E000"
        })
        void theEightCharacterSetsLieInPlane2(String map, String offset) {
            vga.glyph(Integer.parseInt(offset, 16), 'A', 0x3C);
            vga.indexed(SEQUENCER, 3, Integer.parseInt(map, 16));
            assertThat(row(show('A', 0x07), 0, 0, 8, GRAY)).isEqualTo("..####..");
        }

        @Test
        void aMonochromeScreenUnderlinesAttribute1() {
            vga.set(VgaMode.TEXT_MONO);
            vga.indexed(MONO_CRTC, 0x0A, 0x20);
            vga.indexed(MONO_CRTC, 0x14, 12);
            vga.poke(0xB_0000, ' ', 0x01, ' ', 0x07);
            Frame frame = vga.card.frame();
            assertThat(row(frame, 0, 12, 18, GRAY)).isEqualTo("#########.........");
            assertThat(row(frame, 0, 13, 9, GRAY)).isEqualTo(".........");
        }

        @Test
        void theStartAddressScrollsByCharacters() {
            vga.poke(B8000 + 2 * 83, 'A', 0x07);
            vga.indexed(CRTC, 0x0D, 83);
            assertThat(row(vga.card.frame(), 0, 0, 9, GRAY)).isEqualTo("#......#.");
        }

        @Test
        void bytePanningScrollsByCharactersToo() {
            vga.poke(B8000 + 2 * 2, 'A', 0x07);
            vga.indexed(CRTC, 0x08, 2 << 5);
            assertThat(row(vga.card.frame(), 0, 0, 9, GRAY)).isEqualTo("#......#.");
        }

        @Test
        void presetRowScanScrollsByScanLines() {
            vga.poke(B8000, 'A', 0x07);
            vga.poke(B8000 + 160, 'A', 0x07);
            vga.indexed(CRTC, 0x08, 3);
            assertThat(row(vga.card.frame(), 0, 0, 9, GRAY)).isEqualTo("...##....");
            assertThat(row(vga.card.frame(), 0, 13, 9, GRAY)).isEqualTo("#......#.");
        }

        @ParameterizedTest
        @CsvSource({"8, 0", "0, 1", "1, 2", "6, 7", "7, 8"})
        void panningCountsFromTheNinthDot(int panning, int pixels) {
            vga.poke(B8000, 'A', 0x07, 'A', 0x07);
            vga.attribute(0x13, panning);
            String unpanned = "#......#.#......#.";
            assertThat(row(vga.card.frame(), 0, 0, 9, GRAY))
                    .isEqualTo(unpanned.substring(pixels, pixels + 9));
        }

        @Test
        void belowLineCompareTheScreenStartsAtAddress0() {
            vga.poke(B8000, 'A', 0x07);
            vga.indexed(CRTC, 0x0D, 160);
            vga.indexed(CRTC, 0x18, 99);
            vga.indexed(CRTC, 0x07, 0x0F);
            vga.indexed(CRTC, 0x09, 0x0F);
            Frame frame = vga.card.frame();
            assertThat(row(frame, 0, 0, 9, GRAY)).isEqualTo(".........");
            assertThat(row(frame, 0, 99, 9, GRAY)).isEqualTo(".........");
            assertThat(row(frame, 0, 100, 9, GRAY)).isEqualTo("#......#.");
        }

        @Test
        void panningEndsAtTheSplitIfAskedTo() {
            vga.poke(B8000, 'A', 0x07);
            vga.indexed(CRTC, 0x18, 99);
            vga.indexed(CRTC, 0x07, 0x0F);
            vga.indexed(CRTC, 0x09, 0x0F);
            vga.attribute(0x13, 0);
            assertThat(row(vga.card.frame(), 0, 100, 9, GRAY)).isEqualTo("......#..");
            vga.attribute(0x10, 0x2C);
            Frame frame = vga.card.frame();
            assertThat(row(frame, 0, 0, 9, GRAY)).isEqualTo("......#..");
            assertThat(row(frame, 0, 100, 9, GRAY)).isEqualTo("#......#.");
        }

        @Test
        void doubleScanShowsEachLineTwice() {
            vga.indexed(CRTC, 0x09, 0xC7); // 8 lines of 2
            Frame frame = show('A', 0x07);
            assertThat(frame.height()).isEqualTo(200);
            assertThat(frame.linesPerPixel()).isEqualTo(2);
            assertThat(row(frame, 0, 1, 9, GRAY)).isEqualTo(".#....#..");
            assertThat(vga.card.textScreen().rows()).isEqualTo(25);
        }

        @Test
        void planeEnableAndColorSelectReachTheDac() {
            vga.attribute(0x12, 0x07);
            assertThat(show('A', 0x0F).argb(0, 0)).isEqualTo(GRAY);
            vga.attribute(0x12, 0x0F);
            vga.attribute(0x14, 0x0C);
            vga.color(0xFF, 63, 0, 0);
            assertThat(show('A', 0x0F).argb(0, 0)).isEqualTo(0xFFFF_0000);
            vga.attribute(0x10, 0x8C);
            vga.attribute(0x14, 0x02);
            vga.color(0x2F, 0, 63, 0);
            assertThat(show('A', 0x0F).argb(0, 0)).isEqualTo(0xFF00_FF00);
        }

        @Test
        void theGridIsReadWithoutCursorAndBlinking() {
            vga.text(B8000, "C:\\>dir", 0x07);
            vga.poke(B8000 + 160, 0x01, 0x8F, 0x00, 0x07, 0xB3, 0x07, 0xFF, 0x07);
            TextScreen screen = vga.card.textScreen();
            assertThat(screen.columns()).isEqualTo(80);
            assertThat(screen.rows()).isEqualTo(25);
            assertThat(screen.line(0)).isEqualTo("C:\\>dir");
            assertThat(screen.line(1)).isEqualTo("\u263A \u2502");
            assertThat(screen.attribute(0, 1)).isEqualTo(0x8F);
            assertThat(screen.text()).startsWith("C:\\>dir\n\u263A \u2502\n\n");
            assertThat(screen.text().split("\n", -1)).hasSize(25);
        }

        @Test
        void theGridFollowsTheStartAddressAndKnowsTheCursor() {
            vga.text(B8000 + 160 * 30, "scrolled", 0x07);
            vga.indexed(CRTC, 0x0C, 80 * 30 >> 8);
            vga.indexed(CRTC, 0x0D, 80 * 30 & 0xFF);
            vga.indexed(CRTC, 0x0E, 80 * 32 + 8 >> 8);
            vga.indexed(CRTC, 0x0F, 80 * 32 + 8 & 0xFF);
            assertThat(vga.card.textScreen().line(0)).isEqualTo("scrolled");
            assertThat(vga.card.textScreen().hasCursor()).isFalse();
            vga.indexed(CRTC, 0x0A, 13);
            assertThat(vga.card.textScreen().cursorRow()).isEqualTo(2);
            assertThat(vga.card.textScreen().cursorColumn()).isEqualTo(8);
        }
    }

    @Nested
    class Planar {
        private final VgaBench vga = VgaBench.in(VgaMode.VGA_640);

        private void pixels(long address, int planes, int bits) {
            vga.indexed(SEQUENCER, 2, planes);
            vga.poke(address, bits);
            vga.indexed(SEQUENCER, 2, 0xF);
        }

        @Test
        void fourPlanesGiveSixteenColors() {
            pixels(A0000 + 80, 0b0001, 0x80);
            pixels(A0000 + 81, 0b0110, 0x40);
            pixels(A0000 + 82, 0b1111, 0x01);
            Frame frame = vga.card.frame();
            assertThat(frame.width()).isEqualTo(640);
            assertThat(frame.height()).isEqualTo(480);
            assertThat(frame.argb(0, 1)).isEqualTo(BLUE);
            assertThat(frame.argb(9, 1)).isEqualTo(BROWN);
            assertThat(frame.argb(23, 1)).isEqualTo(WHITE);
            assertThat(frame.argb(0, 0)).isEqualTo(BLACK);
        }

        @Test
        void aLogicalScreenMayBeWiderThanTheDisplayedOne() {
            vga.indexed(CRTC, 0x13, 0x40); // 128 bytes
            pixels(A0000 + 128 * 2 + 1, 0xF, 0x80);
            assertThat(vga.card.frame().argb(8, 2)).isEqualTo(WHITE);
        }

        @Test
        void panningMovesByPixels() {
            pixels(A0000 + 1, 0xF, 0x20);
            vga.attribute(0x13, 5);
            assertThat(vga.card.frame().argb(5, 0)).isEqualTo(WHITE);
            pixels(A0000 + 80, 0xF, 0x20); // the first that is out of sight
            assertThat(vga.card.frame().argb(637, 0)).isEqualTo(WHITE);
        }

        @Test
        void mode0dhHas320By200PixelsOfTwoDotsAndTwoLines() {
            vga.set(VgaMode.EGA_320);
            pixels(A0000 + 40 * 3 + 2, 0b1100, 0x01);
            Frame frame = vga.card.frame();
            assertThat(frame.width()).isEqualTo(320);
            assertThat(frame.height()).isEqualTo(200);
            assertThat(frame.dotsPerPixel()).isEqualTo(2);
            assertThat(frame.linesPerPixel()).isEqualTo(2);
            assertThat(frame.argb(23, 3)).isEqualTo(LIGHT_RED);
        }

        @Test
        void blinkingInvertsPlane3() {
            vga.attribute(0x10, 0x09);
            pixels(A0000, 0b0001, 0x80);
            long frame = 16_683_218;
            assertThat(vga.card.frame(0).argb(0, 0)).isEqualTo(BLUE);
            assertThat(vga.card.frame(16 * frame).argb(0, 0)).isEqualTo(LIGHT_BLUE);
        }
    }

    @Nested
    class Cga {
        @Test
        void fourColorsLieInTwoInterleavedHalves() {
            var vga = VgaBench.in(VgaMode.CGA_4_COLORS);
            vga.poke(B8000, 0b00_01_10_11, 0b11_00_00_10);
            vga.poke(B8000 + 0x2000, 0b01_00_00_00);
            vga.poke(B8000 + 80, 0b10_00_00_00);
            Frame frame = vga.card.frame();
            assertThat(frame.width()).isEqualTo(320);
            assertThat(frame.height()).isEqualTo(200);
            int[] colors = {BLACK, 0xFF55_FFFF, 0xFFFF_55FF, WHITE};
            int[] expected = {0, 1, 2, 3, 3, 0, 0, 2};
            for (int x = 0; x < 8; x++) {
                assertThat(frame.argb(x, 0)).isEqualTo(colors[expected[x]]);
            }
            assertThat(frame.argb(0, 1)).isEqualTo(colors[1]);
            assertThat(frame.argb(0, 2)).isEqualTo(colors[2]);
        }

        @Test
        void mode6HasOneBitPerPixelInTwoHalves() {
            var vga = VgaBench.in(VgaMode.CGA_640);
            vga.poke(B8000 + 1, 0x81);
            vga.poke(B8000 + 0x2000, 0x40);
            Frame frame = vga.card.frame();
            assertThat(frame.width()).isEqualTo(640);
            assertThat(frame.height()).isEqualTo(200);
            assertThat(row(frame, 8, 0, 8, WHITE)).isEqualTo("#......#");
            assertThat(row(frame, 0, 1, 8, WHITE)).isEqualTo(".#......");
        }
    }

    @Nested
    class Packed {
        private static final int COLOR_200 = 0xFF20_92DF; // of the bench's palette

        @Test
        void mode13hHas320By200PixelsOfTwoDotsAndTwoLines() {
            var vga = VgaBench.in(VgaMode.VGA_256);
            vga.poke(A0000 + 320 * 199 + 319, 200);
            Frame frame = vga.card.frame();
            assertThat(frame.width()).isEqualTo(320);
            assertThat(frame.height()).isEqualTo(200);
            assertThat(frame.dotsPerPixel()).isEqualTo(2);
            assertThat(frame.linesPerPixel()).isEqualTo(2);
            assertThat(frame.argb(319, 199)).isEqualTo(COLOR_200);
            assertThat(frame.argb(318, 199)).isEqualTo(BLACK);
        }

        @Test
        void modeXHasAnyGeometry() {
            var vga = VgaBench.in(VgaMode.MODE_X);
            vga.indexed(SEQUENCER, 2, 0b0100);
            vga.poke(A0000 + 80 * 239 + 79, 200);
            Frame frame = vga.card.frame();
            assertThat(frame.width()).isEqualTo(320);
            assertThat(frame.height()).isEqualTo(240);
            assertThat(frame.argb(318, 239)).isEqualTo(COLOR_200);
            vga.indexed(CRTC, 9, 0x40);
            assertThat(vga.card.frame().height()).isEqualTo(480);
        }

        @Test
        void pagesFlipWithTheStartAddress() {
            var vga = VgaBench.in(VgaMode.MODE_X);
            vga.indexed(SEQUENCER, 2, 1);
            vga.poke(A0000 + 0x4B00, 200);
            assertThat(vga.card.frame().argb(0, 0)).isEqualTo(BLACK);
            vga.indexed(CRTC, 0x0C, 0x4B);
            assertThat(vga.card.frame().argb(0, 0)).isEqualTo(COLOR_200);
        }

        @Test
        void twoStepsOfPanningAreAPixel() {
            var vga = VgaBench.in(VgaMode.VGA_256);
            vga.poke(A0000 + 3, 200);
            vga.attribute(0x13, 4);
            assertThat(vga.card.frame().argb(1, 0)).isEqualTo(COLOR_200);
        }

        @Test
        void aSplitScreenShowsTheBeginningBelow() {
            var vga = VgaBench.in(VgaMode.VGA_256);
            vga.poke(A0000, 200);
            vga.indexed(CRTC, 0x0C, 0x20);
            vga.indexed(CRTC, 0x11, 0x0E);
            vga.indexed(CRTC, 0x07, 0x0F);
            vga.indexed(CRTC, 0x09, 0x01);
            vga.indexed(CRTC, 0x18, 2 * 150 - 1 & 0xFF);
            vga.indexed(CRTC, 0x07, 0x1F);
            Frame frame = vga.card.frame();
            assertThat(frame.argb(0, 0)).isEqualTo(BLACK);
            assertThat(frame.argb(0, 149)).isEqualTo(BLACK);
            assertThat(frame.argb(0, 150)).isEqualTo(COLOR_200);
        }

        @Test
        void thePelMaskAppliesToTheDisplay() {
            var vga = VgaBench.in(VgaMode.VGA_256);
            vga.poke(A0000, 0xC1);
            vga.ports.out8(DAC_MASK, 0x0F);
            assertThat(vga.card.frame().argb(0, 0)).isEqualTo(BLUE);
        }
    }

    @Nested
    class Anything {
        private final VgaBench vga = VgaBench.in(VgaMode.TEXT_80);

        @Test
        void anUnchangedScreenIsTheSameObject() {
            Frame frame = vga.card.frame();
            assertThat(vga.card.frame()).isSameAs(frame);
            vga.poke(B8000, 'A');
            assertThat(vga.card.frame()).isNotSameAs(frame);
        }

        @Test
        void memoryThatIsNotShownIsNotDrawn() {
            Frame frame = vga.card.frame();
            vga.memory.write8(0x1234, 1);
            assertThat(vga.card.frame()).isSameAs(frame);
        }

        @Test
        void aChangedColorIsAnotherPicture() {
            Frame frame = vga.card.frame();
            vga.color(0, 1, 2, 3);
            assertThat(vga.card.frame()).isNotSameAs(frame);
            vga.color(200, 1, 2, 3); // not used by text
            Frame next = vga.card.frame();
            assertThat(vga.card.frame()).isSameAs(next);
        }

        @Test
        void theScreenCanBeSwitchedOff() {
            vga.text(B8000, "\u00DB", 0x0F);
            vga.glyph(0, 0xDB, 0xFF);
            int lit = vga.card.frame().argb(0, 0);
            assertThat(lit).isEqualTo(WHITE);
            vga.indexed(SEQUENCER, 1, 0x20);
            assertThat(vga.card.frame().argb(0, 0)).isEqualTo(BLACK);
            vga.indexed(SEQUENCER, 1, 0x00);
            assertThat(vga.card.frame().argb(0, 0)).isEqualTo(WHITE);
            vga.ports.in8(STATUS_1);
            vga.ports.out8(ATTRIBUTE, 0x00); // the processor has the palette
            assertThat(vga.card.frame().argb(0, 0)).isEqualTo(BLACK);
            vga.ports.in8(STATUS_1);
            vga.ports.out8(ATTRIBUTE, 0x20);
            assertThat(vga.card.frame().argb(0, 0)).isEqualTo(WHITE);
            vga.indexed(CRTC, 0x17, 0x23); // no sync
            assertThat(vga.card.frame().argb(0, 0)).isEqualTo(BLACK);
        }

        @Test
        void aCardAfterResetGivesADarkPicture() {
            Frame frame = new VgaBench().card.frame();
            assertThat(frame.width()).isEqualTo(720);
            assertThat(frame.height()).isEqualTo(400);
            assertThat(frame.argb(719, 399)).isEqualTo(BLACK);
            assertThat(new VgaBench().card.textScreen().text()).isBlank();
        }
    }
}
