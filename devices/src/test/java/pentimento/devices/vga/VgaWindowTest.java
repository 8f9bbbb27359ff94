package pentimento.devices.vga;

import static org.assertj.core.api.Assertions.assertThat;
import static pentimento.devices.vga.VgaBench.*;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VgaWindowTest {
    private static final long A0000 = 0xA_0000, B0000 = 0xB_0000, B8000 = 0xB_8000;
    private static final int SET_RESET = 0,
            ENABLE_SET_RESET = 1,
            COLOR_COMPARE = 2,
            ROTATE_AND_FUNCTION = 3,
            READ_MAP = 4,
            MODE = 5,
            MISCELLANEOUS = 6,
            DONT_CARE = 7,
            BIT_MASK = 8;

    /** The processor's 16-colour modes: four planes behind each address. */
    @Nested
    class Planes {
        private final VgaBench vga = VgaBench.in(VgaMode.VGA_640);

        private void graphics(int index, int value) {
            vga.indexed(GRAPHICS, index, value);
        }

        private void planes(long address, int plane0, int plane1, int plane2, int plane3) {
            int[] bytes = {plane0, plane1, plane2, plane3};
            for (int plane = 0; plane < 4; plane++) {
                vga.indexed(SEQUENCER, 2, 1 << plane);
                vga.poke(address, bytes[plane]);
            }
            vga.indexed(SEQUENCER, 2, 0xF);
        }

        /** Reads in read mode 0, as a program does: this fills the latches. */
        private int[] planes(long address) {
            int mode = vga.indexed(GRAPHICS, MODE);
            graphics(MODE, 0);
            var bytes = new int[4];
            for (int plane = 0; plane < 4; plane++) {
                graphics(READ_MAP, plane);
                bytes[plane] = vga.peek(address);
            }
            graphics(MODE, mode);
            return bytes;
        }

        @Test
        void theMapMaskSelectsThePlanesOfAStore() {
            planes(A0000 + 5, 0x11, 0x22, 0x33, 0x44);
            vga.indexed(SEQUENCER, 2, 0b1010);
            vga.poke(A0000 + 5, 0xFF);
            assertThat(planes(A0000 + 5)).containsExactly(0x11, 0xFF, 0x33, 0xFF);
        }

        @Test
        void neighbouringAddressesAreIndependent() {
            for (int i = 0; i < 16; i++) {
                planes(A0000 + i, i, 0x10 + i, 0x20 + i, 0x30 + i);
            }
            for (int i = 0; i < 16; i++) {
                assertThat(planes(A0000 + i)).containsExactly(i, 0x10 + i, 0x20 + i, 0x30 + i);
            }
        }

        @Test
        void writeMode0RotatesToTheRight() {
            graphics(ROTATE_AND_FUNCTION, 3);
            vga.poke(A0000, 0b1000_0101);
            assertThat(planes(A0000)).containsOnly(0b1011_0000);
        }

        @Test
        void writeMode0SetsAndResetsEnabledPlanes() {
            graphics(SET_RESET, 0b0101);
            graphics(ENABLE_SET_RESET, 0b0011);
            vga.poke(A0000, 0x3C);
            assertThat(planes(A0000)).containsExactly(0xFF, 0x00, 0x3C, 0x3C);
        }

        @Test
        void theBitMaskTakesOtherBitsFromTheLatches() {
            planes(A0000, 0x0F, 0xF0, 0x00, 0xFF);
            vga.peek(A0000);
            graphics(BIT_MASK, 0x3C);
            vga.poke(A0000 + 1, 0xAA);
            assertThat(planes(A0000 + 1)).containsExactly(0x2B, 0xE8, 0x28, 0xEB);
        }

        @ParameterizedTest
        @CsvSource({"0, CC", "1, 88", "2, EE", "3, 66"})
        void theFunctionCombinesDataWithTheLatches(int function, String result) {
            planes(A0000, 0xAA, 0xAA, 0xAA, 0xAA);
            vga.peek(A0000);
            graphics(ROTATE_AND_FUNCTION, function << 3);
            vga.poke(A0000, 0xCC);
            assertThat(planes(A0000)).containsOnly(Integer.parseInt(result, 16));
        }

        @Test
        void writeMode1CopiesTheLatchesWhateverElseIsSet() {
            planes(A0000 + 7, 1, 2, 3, 4);
            graphics(BIT_MASK, 0);
            graphics(ROTATE_AND_FUNCTION, 0x1F);
            graphics(MODE, 1);
            vga.peek(A0000 + 7);
            vga.poke(A0000 + 1000, 0x99);
            assertThat(planes(A0000 + 1000)).containsExactly(1, 2, 3, 4);
        }

        @Test
        void writeMode2TakesAColorAndNoRotation() {
            planes(A0000, 0, 0, 0xFF, 0xFF);
            vga.peek(A0000);
            graphics(MODE, 2);
            graphics(ROTATE_AND_FUNCTION, 3);
            graphics(BIT_MASK, 0x0F);
            vga.poke(A0000, 0b0101);
            assertThat(planes(A0000)).containsExactly(0x0F, 0x00, 0xFF, 0xF0);
        }

        @Test
        void writeMode2AppliesTheFunction() {
            planes(A0000, 0xAA, 0xAA, 0xAA, 0xAA);
            vga.peek(A0000);
            graphics(MODE, 2);
            graphics(ROTATE_AND_FUNCTION, 3 << 3);
            vga.poke(A0000, 0b0011);
            assertThat(planes(A0000)).containsExactly(0x55, 0x55, 0xAA, 0xAA);
        }

        @Test
        void writeMode3MasksWithTheRotatedByteAndWritesSetReset() {
            planes(A0000, 0x00, 0xFF, 0x00, 0xFF);
            vga.peek(A0000);
            graphics(MODE, 3);
            graphics(SET_RESET, 0b0011);
            graphics(BIT_MASK, 0xF0);
            graphics(ROTATE_AND_FUNCTION, 4);
            vga.poke(A0000, 0x3C); // rotated C3h, and F0h: C0h
            assertThat(planes(A0000)).containsExactly(0xC0, 0xFF, 0x00, 0x3F);
        }

        @Test
        void readMode1ComparesColorsOfThePlanesThatCount() {
            planes(A0000, 0b1100_1100, 0b1010_1010, 0b1111_0000, 0x00);
            graphics(MODE, 8);
            graphics(COLOR_COMPARE, 0b0011);
            graphics(DONT_CARE, 0b1111);
            assertThat(vga.peek(A0000)).isEqualTo(0b0000_1000);
            graphics(DONT_CARE, 0b0011);
            assertThat(vga.peek(A0000)).isEqualTo(0b1000_1000);
            graphics(DONT_CARE, 0);
            assertThat(vga.peek(A0000)).isEqualTo(0xFF);
        }

        @Test
        void latchesCanBeSavedWithWriteMode1AndRestoredByReading() {
            planes(A0000, 9, 8, 7, 6);
            vga.peek(A0000);
            graphics(MODE, 1);
            vga.poke(A0000 + 0xFFFF, 0);
            vga.peek(A0000 + 1); // others use the latches
            vga.peek(A0000 + 0xFFFF);
            vga.poke(A0000 + 2, 0);
            assertThat(planes(A0000 + 2)).containsExactly(9, 8, 7, 6);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 2, 3})
        void widerAccessesAreBytesInAscendingOrder(int mode) {
            planes(A0000 + 64, 0x5A, 0x3C, 0x0F, 0x99);
            graphics(SET_RESET, 0b0110);
            graphics(BIT_MASK, 0x7E);
            graphics(MODE, mode);
            vga.peek(A0000 + 64);
            vga.memory.write32(A0000, 0x8841_2214);
            vga.peek(A0000 + 64);
            vga.poke(A0000 + 128, 0x14, 0x22, 0x41, 0x88);
            for (int i = 0; i < 4; i++) {
                assertThat(planes(A0000 + i)).isEqualTo(planes(A0000 + 128 + i));
            }
        }
    }

    /** Odd and even addresses on planes 1 and 0, as text has them. */
    @Nested
    class OddEven {
        private final VgaBench vga = VgaBench.in(VgaMode.TEXT_80);

        @Test
        void charactersAndAttributesLieInPlanes0And1AtEvenAddresses() {
            vga.poke(B8000, 0x41, 0x1F, 0x42, 0x2E);
            assertThat(vga.peek(B8000 + 1)).isEqualTo(0x1F);
            assertThat(vga.card.textScreen().code(1, 0)).isEqualTo(0x42);
            assertThat(vga.card.textScreen().attribute(1, 0)).isEqualTo(0x2E);
            vga.indexed(SEQUENCER, 4, 6);
            vga.indexed(GRAPHICS, MODE, 0);
            vga.indexed(GRAPHICS, MISCELLANEOUS, 4);
            vga.indexed(GRAPHICS, READ_MAP, 1);
            assertThat(vga.peek(A0000)).isEqualTo(0x1F);
            assertThat(vga.peek(A0000 + 2)).isEqualTo(0x2E);
            assertThat(vga.peek(A0000 + 1)).isZero();
        }

        @Test
        void aWordIsTwoBytesAlsoAtOddAddresses() {
            vga.memory.write16(B8000 + 3, 0x4142);
            assertThat(vga.peek(B8000 + 3)).isEqualTo(0x42);
            assertThat(vga.peek(B8000 + 4)).isEqualTo(0x41);
            assertThat(vga.memory.read16(B8000 + 3)).isEqualTo(0x4142);
        }

        @Test
        void aDoubleWordIsTwoCharacters() {
            vga.memory.write32(B8000 + 8, 0x1744_0743);
            assertThat(vga.peek(B8000 + 8)).isEqualTo(0x43);
            assertThat(vga.peek(B8000 + 11)).isEqualTo(0x17);
            assertThat(vga.memory.read32(B8000 + 8)).isEqualTo(0x1744_0743);
        }

        @Test
        void wordsObeyTheMapMask() {
            vga.memory.write16(B8000, 0x1111);
            vga.indexed(SEQUENCER, 2, 1);
            vga.memory.write16(B8000, 0x2222);
            assertThat(vga.memory.read16(B8000)).isEqualTo(0x1122);
        }

        @Test
        void wordsObeyTheBitMaskAndTheFunction() {
            vga.poke(B8000, 0xF0, 0x0F);
            vga.memory.read16(B8000);
            vga.indexed(GRAPHICS, ROTATE_AND_FUNCTION, 3 << 3);
            vga.memory.write16(B8000, 0xFFFF);
            assertThat(vga.memory.read16(B8000)).isEqualTo(0xF00F);
        }

        @Test
        void lettersOfPlanes2And3AnswerWithReadMap2() {
            vga.indexed(SEQUENCER, 2, 0b1100);
            vga.memory.write16(B8000, 0xABCD);
            assertThat(vga.memory.read16(B8000)).isZero();
            vga.indexed(GRAPHICS, READ_MAP, 2);
            assertThat(vga.memory.read16(B8000)).isEqualTo(0xABCD);
            assertThat(vga.peek(B8000 + 1)).isEqualTo(0xAB);
        }
    }

    /** A pixel is a byte; address bits 1-0 choose the plane. */
    @Nested
    class Chained {
        private final VgaBench vga = VgaBench.in(VgaMode.VGA_256);

        @Test
        void fourAddressesShareAWordOfThePlanes() {
            vga.poke(A0000 + 8, 0x10, 0x11, 0x12, 0x13);
            vga.set(VgaMode.MODE_X);
            for (int plane = 0; plane < 4; plane++) {
                vga.indexed(GRAPHICS, READ_MAP, plane);
                assertThat(vga.peek(A0000 + 8)).isEqualTo(0x10 + plane);
                assertThat(vga.peek(A0000 + 9)).isZero();
            }
        }

        @Test
        void theMapMaskStillCounts() {
            vga.indexed(SEQUENCER, 2, 0b0111);
            vga.poke(A0000, 1, 2, 3, 4);
            assertThat(vga.memory.read32(A0000)).isEqualTo(0x00_03_02_01);
        }

        @Test
        void writeMode1CopiesFourPixelsWithOneByteEach() {
            vga.poke(A0000 + 4, 1, 2, 3, 4);
            vga.indexed(GRAPHICS, MODE, 0x41);
            for (int i = 0; i < 4; i++) {
                vga.peek(A0000 + 4);
                vga.poke(A0000 + 400 + i, 0);
            }
            assertThat(vga.memory.read32(A0000 + 400)).isEqualTo(0x04_03_02_01);
        }

        @Test
        void plainMemoryAndTheWindowShowTheSame() {
            vga.poke(A0000 + 0x1234, 0x77); // plain memory
            vga.indexed(GRAPHICS, BIT_MASK, 0xF0); // from here on the window
            assertThat(vga.peek(A0000 + 0x1234)).isEqualTo(0x77);
            vga.poke(A0000 + 0x1235, 0xAA); // low half from the latches
            vga.indexed(GRAPHICS, BIT_MASK, 0xFF);
            assertThat(vga.peek(A0000 + 0x1235)).isEqualTo(0xA0);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, A0000, BFFFF", "1, A0000, AFFFF", "2, B0000, B7FFF", "3, B8000, BFFFF"})
    void theMemoryMapSelectsWhereTheCardAnswers(int map, String first, String last) {
        var vga = VgaBench.in(VgaMode.VGA_640);
        vga.indexed(GRAPHICS, MISCELLANEOUS, map << 2 | 1);
        long from = Long.parseLong(first, 16), to = Long.parseLong(last, 16);
        vga.poke(from, 0x5A);
        vga.poke(to, 0x5A);
        assertThat(vga.peek(from)).isEqualTo(0x5A);
        assertThat(vga.peek(to)).isEqualTo(0x5A);
        for (long outside : new long[] {from - 1, to + 1}) {
            if (outside >= A0000 && outside < 0xC_0000) {
                vga.poke(outside, 0x33);
                assertThat(vga.peek(outside)).as("%X", outside).isEqualTo(0xFF);
            }
        }
    }

    @Test
    void allMapsBeginAtTheSameMemory() {
        var vga = VgaBench.in(VgaMode.VGA_640);
        vga.poke(A0000 + 0x123, 0x42);
        vga.indexed(GRAPHICS, MISCELLANEOUS, 2 << 2 | 1);
        assertThat(vga.peek(B0000 + 0x123)).isEqualTo(0x42);
        vga.indexed(GRAPHICS, MISCELLANEOUS, 3 << 2 | 1);
        assertThat(vga.peek(B8000 + 0x123)).isEqualTo(0x42);
    }

    @Test
    void miscellaneousBit1TakesTheMemoryAway() {
        var vga = VgaBench.in(VgaMode.VGA_256);
        vga.poke(A0000, 0x42);
        vga.ports.out8(MISC, 0x61);
        assertThat(vga.peek(A0000)).isEqualTo(0xFF);
        vga.poke(A0000, 0x43);
        vga.ports.out8(MISC, 0x63);
        assertThat(vga.peek(A0000)).isEqualTo(0x42);
    }
}
