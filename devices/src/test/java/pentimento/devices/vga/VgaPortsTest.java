package pentimento.devices.vga;

import static org.assertj.core.api.Assertions.assertThat;
import static pentimento.devices.vga.VgaBench.*;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VgaPortsTest {
    private final VgaBench vga = VgaBench.in(VgaMode.TEXT_80);

    @Test
    void everySequencerRegisterReadsBackTheBitsItHas() {
        int[] bits = {0x03, 0x3D, 0x0F, 0x3F, 0x0E};
        for (int i = 0; i < bits.length; i++) {
            vga.indexed(SEQUENCER, i, 0xFF);
            assertThat(vga.indexed(SEQUENCER, i)).as("SR%X", i).isEqualTo(bits[i]);
        }
    }

    @Test
    void everyGraphicsRegisterReadsBackTheBitsItHas() {
        int[] bits = {0x0F, 0x0F, 0x0F, 0x1F, 0x03, 0x7B, 0x0F, 0x0F, 0xFF};
        for (int i = 0; i < bits.length; i++) {
            vga.indexed(GRAPHICS, i, 0xFF);
            assertThat(vga.indexed(GRAPHICS, i)).as("GR%X", i).isEqualTo(bits[i]);
        }
    }

    @Test
    void everyCrtRegisterReadsBackTheBitsItHas() {
        vga.indexed(CRTC, 0x11, 0x00); // takes the protection away
        for (int i = 0; i <= 0x18; i++) {
            int bits =
                    switch (i) {
                        case 0x08, 0x14 -> 0x7F;
                        case 0x0A -> 0x3F;
                        case 0x0B -> 0x7F;
                        case 0x17 -> 0xEF;
                        default -> 0xFF;
                    };
            vga.indexed(CRTC, i, 0xFF);
            assertThat(vga.indexed(CRTC, i)).as("CR%X", i).isEqualTo(bits);
            vga.indexed(CRTC, 0x11, 0x00);
        }
    }

    @Test
    void everyAttributeRegisterReadsBackTheBitsItHas() {
        for (int i = 0; i <= 0x14; i++) {
            int bits =
                    switch (i) {
                        case 0x10 -> 0xEF;
                        case 0x11 -> 0xFF;
                        case 0x13, 0x14 -> 0x0F;
                        default -> 0x3F;
                    };
            vga.attribute(i, 0xFF);
            assertThat(vga.attribute(i)).as("AR%X", i).isEqualTo(bits);
        }
    }

    @ParameterizedTest
    @CsvSource({"3C4, 07", "3CE, 0F", "3D4, FF"})
    void indexRegistersReadBack(String port, String bits) {
        int index = Integer.parseInt(port, 16);
        vga.ports.out8(index, 0xFF);
        assertThat(vga.ports.in8(index)).isEqualTo(Integer.parseInt(bits, 16));
    }

    @Test
    void registersThatAChipLacksReadZero() {
        assertThat(vga.indexed(SEQUENCER, 7)).isZero();
        assertThat(vga.indexed(GRAPHICS, 0x0F)).isZero();
        assertThat(vga.indexed(CRTC, 0x3F)).isZero();
    }

    @Test
    void miscellaneousOutputIsWrittenAndReadAtDifferentPorts() {
        vga.ports.out8(MISC, 0xA5);
        assertThat(vga.ports.in8(MISC_READ)).isEqualTo(0xA5);
    }

    @Test
    void featureControlIsReadAt3ca() {
        vga.ports.out8(0x3DA, 0xFF);
        assertThat(vga.ports.in8(0x3CA)).isEqualTo(0x0B);
    }

    @Test
    void miscellaneousBit0MovesTheCrtControllerFrom3d4To3b4() {
        vga.indexed(CRTC, 0x0F, 0x12);
        vga.ports.out8(MISC, 0x66);
        assertThat(vga.ports.in8(CRTC)).isEqualTo(0xFF);
        assertThat(vga.ports.in8(STATUS_1)).isEqualTo(0xFF);
        assertThat(vga.indexed(MONO_CRTC, 0x0F)).isEqualTo(0x12);
        vga.ports.out8(MISC, 0x67);
        assertThat(vga.ports.in8(MONO_CRTC)).isEqualTo(0xFF);
        assertThat(vga.indexed(CRTC, 0x0F)).isEqualTo(0x12);
    }

    @Test
    void theProtectBitGuardsTheFirstSevenTimingRegisters() {
        vga.indexed(CRTC, 0x11, 0x8E);
        for (int i = 0; i <= 6; i++) {
            vga.indexed(CRTC, i, 0x00);
            assertThat(vga.indexed(CRTC, i)).isEqualTo(VgaMode.TEXT_80.crtController().get(i));
        }
    }

    @Test
    void theProtectBitLeavesLineCompareInTheOverflowRegisterWritable() {
        vga.indexed(CRTC, 0x11, 0x8E);
        vga.indexed(CRTC, 7, 0x00);
        assertThat(vga.indexed(CRTC, 7)).isEqualTo(0x1F & ~0x10);
        vga.indexed(CRTC, 7, 0xFF);
        assertThat(vga.indexed(CRTC, 7)).isEqualTo(0x1F);
    }

    @Test
    void readingInputStatus1MakesTheNextAttributeWriteAnIndex() {
        vga.ports.in8(STATUS_1);
        vga.ports.out8(ATTRIBUTE, 0x31);
        vga.ports.in8(STATUS_1);
        vga.ports.out8(ATTRIBUTE, 0x32);
        assertThat(vga.ports.in8(ATTRIBUTE)).isEqualTo(0x32);
        assertThat(vga.attribute(0x11)).isZero();
    }

    @Test
    void inputStatus1OfTheOtherAddressDoesNotTouchTheFlipFlop() {
        vga.ports.in8(STATUS_1);
        vga.ports.out8(ATTRIBUTE, 0x31);
        assertThat(vga.ports.in8(MONO_STATUS_1)).isEqualTo(0xFF);
        vga.ports.out8(ATTRIBUTE, 0x77);
        assertThat(vga.attribute(0x11)).isEqualTo(0x77);
    }

    @Test
    void theAttributeReadPortTakesNoWrites() {
        vga.ports.in8(STATUS_1);
        vga.ports.out16(ATTRIBUTE, 0x5531);
        vga.ports.out8(ATTRIBUTE, 0x66);
        assertThat(vga.attribute(0x11)).isEqualTo(0x66);
    }

    @Test
    void probesForOtherCardsHitNoRegister() {
        vga.indexed(CRTC, 0x50, 0xAA);
        vga.indexed(CRTC, 0x4F, 0xAA);
        assertThat(vga.indexed(CRTC, 0x10)).isEqualTo(0x9C);
        assertThat(vga.indexed(CRTC, 0x0F)).isZero();
        assertThat(vga.indexed(CRTC, 0x50)).isZero();
    }

    @Test
    void readingAttributeDataMovesNeitherFlipFlopNorIndex() {
        vga.ports.in8(STATUS_1);
        vga.ports.out8(ATTRIBUTE, 0x31);
        vga.ports.in8(ATTRIBUTE_READ);
        vga.ports.in8(ATTRIBUTE_READ);
        vga.ports.out8(ATTRIBUTE, 0x55);
        assertThat(vga.attribute(0x11)).isEqualTo(0x55);
    }

    @Test
    void hiddenStateShowsInTheCrtControllersExtraRegisters() {
        vga.ports.in8(STATUS_1);
        assertThat(vga.indexed(CRTC, 0x24)).isZero();
        vga.ports.out8(ATTRIBUTE, 0x31);
        assertThat(vga.indexed(CRTC, 0x24)).isEqualTo(0x80);
        assertThat(vga.indexed(CRTC, 0x26)).isEqualTo(0x31);
        vga.poke(0xB_8000, 0x41, 0x1F);
        vga.peek(0xB_8000);
        vga.indexed(GRAPHICS, 4, 0);
        assertThat(vga.indexed(CRTC, 0x22)).isEqualTo(0x41);
        vga.indexed(GRAPHICS, 4, 1);
        assertThat(vga.indexed(CRTC, 0x22)).isEqualTo(0x1F);
    }

    @Test
    void aDisabledVideoSubsystemAnswersOnlyAt3c3() {
        vga.poke(0xB_8000, 0x41);
        vga.ports.out8(0x3C3, 0);
        assertThat(vga.ports.in8(MISC_READ)).isEqualTo(0xFF);
        assertThat(vga.peek(0xB_8000)).isEqualTo(0xFF);
        vga.ports.out8(0x3C3, 1);
        assertThat(vga.ports.in8(MISC_READ)).isEqualTo(0x67);
        assertThat(vga.peek(0xB_8000)).isEqualTo(0x41);
    }

    @Test
    void resetClearsTheRegistersAndAnswersAtTheMonochromeAddresses() {
        vga.card.reset();
        assertThat(vga.ports.in8(MISC_READ)).isZero();
        assertThat(vga.indexed(SEQUENCER, 4)).isZero();
        assertThat(vga.ports.in8(CRTC)).isEqualTo(0xFF);
        assertThat(vga.indexed(MONO_CRTC, 0)).isZero();
    }
}
