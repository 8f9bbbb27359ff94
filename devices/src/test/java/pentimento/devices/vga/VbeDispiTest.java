package pentimento.devices.vga;

import static org.assertj.core.api.Assertions.assertThat;
import static pentimento.devices.vga.VgaBench.VIDEO_BYTES;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VbeDispiTest {
    private static final long A0000 = 0xA_0000;
    private static final int ID = 0,
            XRES = 1,
            YRES = 2,
            BPP = 3,
            ENABLE = 4,
            BANK = 5,
            VIRT_WIDTH = 6,
            VIRT_HEIGHT = 7,
            X_OFFSET = 8,
            Y_OFFSET = 9,
            VIDEO_MEMORY_64K = 0xA;
    private static final int ENABLED = 1, CAPABILITIES = 2, WIDE_DAC = 0x20, LINEAR = 0x40;
    private static final int NO_CLEAR = 0x80;

    private final VgaBench vga = VgaBench.in(VgaMode.TEXT_80);

    private void mode(int width, int height, int bits, int enable) {
        vga.dispi(ENABLE, 0);
        vga.dispi(XRES, width);
        vga.dispi(YRES, height);
        vga.dispi(BPP, bits);
        vga.dispi(ENABLE, enable);
    }

    @ParameterizedTest
    @ValueSource(ints = {0xB0C0, 0xB0C1, 0xB0C2, 0xB0C3, 0xB0C4, 0xB0C5})
    void everyVersionUpToTheNewestCanBeAskedFor(int id) {
        assertThat(vga.dispi(ID)).isEqualTo(0xB0C5);
        vga.dispi(ID, id);
        assertThat(vga.dispi(ID)).isEqualTo(id);
        vga.dispi(ID, 0xB0C6);
        assertThat(vga.dispi(ID)).isEqualTo(id);
    }

    @Test
    void theSecondDataPortIsAligned() {
        vga.ports.out16(0x1CE, XRES);
        vga.ports.out16(0x1D0, 800);
        assertThat(vga.ports.in16(0x1D0)).isEqualTo(800);
        assertThat(vga.ports.in16(0x1CF)).isEqualTo(800);
        assertThat(vga.ports.in16(0x1CE)).isEqualTo(XRES);
    }

    @Test
    void aResolutionNeverReadsZero() {
        assertThat(vga.dispi(XRES)).isEqualTo(640);
        vga.dispi(XRES, 0);
        vga.dispi(YRES, 0);
        vga.dispi(VIRT_WIDTH, 0);
        assertThat(vga.dispi(XRES)).isEqualTo(640);
        assertThat(vga.dispi(YRES)).isEqualTo(480);
        assertThat(vga.dispi(VIRT_WIDTH)).isEqualTo(640);
        vga.card.reset();
        assertThat(vga.dispi(XRES)).isEqualTo(640);
    }

    @Test
    void capabilitiesAreTheLargestResolutionAndDepth() {
        vga.dispi(ENABLE, CAPABILITIES);
        assertThat(vga.dispi(XRES)).isEqualTo(2560);
        assertThat(vga.dispi(YRES)).isEqualTo(1600);
        assertThat(vga.dispi(BPP)).isEqualTo(32);
        vga.dispi(ENABLE, 0);
        assertThat(vga.dispi(XRES)).isEqualTo(640);
    }

    @Test
    void theSizeOfVideoMemoryIsTold() {
        assertThat(vga.dispi(VIDEO_MEMORY_64K)).isEqualTo(VIDEO_BYTES >> 16);
    }

    @Test
    void depth0Means8AndUnknownDepthsAreReported() {
        vga.dispi(BPP, 16);
        vga.dispi(BPP, 0);
        assertThat(vga.dispi(BPP)).isEqualTo(8);
        vga.dispi(BPP, 13);
        assertThat(vga.dispi(BPP)).isEqualTo(8);
        assertThat(vga.reports).hasSize(1).first().asString().contains("bits per pixel");
    }

    @Test
    void enablingClearsThePictureUnlessToldNotTo() {
        mode(640, 480, 8, ENABLED | LINEAR);
        vga.poke(VgaCard.FRAME_BUFFER + 640 * 480 - 1, 0x42);
        vga.dispi(ENABLE, 0);
        vga.dispi(ENABLE, ENABLED | LINEAR | NO_CLEAR);
        assertThat(vga.peek(VgaCard.FRAME_BUFFER + 640 * 480 - 1)).isEqualTo(0x42);
        vga.dispi(ENABLE, 0);
        vga.dispi(ENABLE, ENABLED | LINEAR);
        assertThat(vga.peek(VgaCard.FRAME_BUFFER + 640 * 480 - 1)).isZero();
    }

    @Test
    void writingEnableAgainChangesNeitherMemoryNorOffsets() {
        mode(640, 480, 8, ENABLED | LINEAR);
        vga.poke(VgaCard.FRAME_BUFFER, 0x42);
        vga.dispi(Y_OFFSET, 10);
        vga.dispi(ENABLE, ENABLED | LINEAR);
        assertThat(vga.peek(VgaCard.FRAME_BUFFER)).isEqualTo(0x42);
        assertThat(vga.dispi(Y_OFFSET)).isEqualTo(10);
    }

    @Test
    void theLinearFrameBufferShowsWhileItIsAskedFor() {
        assertThat(vga.peek(VgaCard.FRAME_BUFFER)).isEqualTo(0xFF);
        mode(640, 480, 8, ENABLED | LINEAR);
        assertThat(vga.peek(VgaCard.FRAME_BUFFER)).isZero();
        assertThat(vga.peek(VgaCard.FRAME_BUFFER + VIDEO_BYTES - 1)).isZero();
        assertThat(vga.peek(VgaCard.FRAME_BUFFER + VIDEO_BYTES)).isEqualTo(0xFF);
        vga.dispi(ENABLE, ENABLED);
        assertThat(vga.peek(VgaCard.FRAME_BUFFER)).isEqualTo(0xFF);
    }

    @Test
    void theLinearFrameBufferCanBeMoved() {
        mode(640, 480, 8, ENABLED | LINEAR);
        vga.poke(VgaCard.FRAME_BUFFER, 0x42);
        vga.card.moveFrameBuffer(0xF000_0000L);
        assertThat(vga.peek(VgaCard.FRAME_BUFFER)).isEqualTo(0xFF);
        assertThat(vga.peek(0xF000_0000L)).isEqualTo(0x42);
    }

    @Test
    void banksOf64KAreAnotherViewOfTheSameMemory() {
        mode(1024, 768, 8, ENABLED | LINEAR);
        vga.dispi(BANK, 3);
        vga.poke(A0000 + 5, 0x42);
        assertThat(vga.peek(VgaCard.FRAME_BUFFER + 0x3_0005)).isEqualTo(0x42);
        vga.dispi(BANK, 0);
        assertThat(vga.peek(A0000 + 5)).isZero();
        assertThat(vga.memory.readablePage(A0000)).isNotNegative();
    }

    @Test
    void banksBeyondTheMemoryWrap() {
        mode(1024, 768, 8, ENABLED);
        vga.poke(A0000, 0x42);
        vga.dispi(BANK, VIDEO_BYTES >> 16);
        assertThat(vga.peek(A0000)).isEqualTo(0x42);
    }

    @ParameterizedTest
    @CsvSource({"8, 4096", "15, 2048", "16, 2048", "24, 1365", "32, 1024", "4, 8192"})
    void theVirtualHeightIsWhatTheMemoryHolds(int bits, int lines) {
        mode(1024, 768, bits, ENABLED);
        assertThat(vga.dispi(VIRT_HEIGHT)).isEqualTo(lines);
        vga.dispi(VIRT_WIDTH, 2048);
        assertThat(vga.dispi(VIRT_HEIGHT)).isEqualTo(lines / 2);
    }

    @Test
    void disablingGivesTheTextScreenBack() {
        vga.text(0xB_8000, "C:\\>", 7);
        mode(640, 480, 8, ENABLED | NO_CLEAR);
        assertThat(vga.card.textScreen().rows()).isZero();
        assertThat(vga.card.frame().width()).isEqualTo(640);
        vga.dispi(ENABLE, 0);
        assertThat(vga.card.textScreen().line(0)).isEqualTo("C:\\>");
        assertThat(vga.card.frame().width()).isEqualTo(720);
    }

    @ParameterizedTest
    @CsvSource({
        "15, 7C00, 0, FFFF0000", "15, 03E0, 0, FF00FF00", "15, 8421, 0, FF080808",
        "16, F800, 0, FFFF0000", "16, 07E0, 0, FF00FF00", "16, 0841, 0, FF080808",
        "24, 3412, 56, FF563412", "32, 3412, 56, FF563412"
    })
    void pixelsCarryTheirColor(int bits, String low, String high, String argb) {
        mode(640, 480, bits, ENABLED | LINEAR);
        long at = VgaCard.FRAME_BUFFER + (640L * 3 + 2) * ((bits + 7) / 8);
        vga.memory.write16(at, Integer.parseInt(low, 16));
        if (bits > 16) {
            vga.poke(at + 2, Integer.parseInt(high, 16));
        }
        Frame frame = vga.card.frame();
        assertThat(frame.argb(2, 3)).isEqualTo(Integer.parseUnsignedInt(argb, 16));
        assertThat(frame.argb(1, 3)).isEqualTo(0xFF00_0000);
        assertThat(frame.argb(3, 3)).isEqualTo(0xFF00_0000);
    }

    @Test
    void eightBitsPerPixelGoThroughTheDac() {
        mode(640, 480, 8, ENABLED | LINEAR | WIDE_DAC);
        vga.color(5, 0x81, 0x42, 0x23);
        vga.poke(VgaCard.FRAME_BUFFER, 5);
        assertThat(vga.card.frame().argb(0, 0)).isEqualTo(0xFF81_4223);
    }

    @Test
    void fourBitsPerPixelAreFourPlanesBehindTheWindow() {
        mode(1024, 768, 4, ENABLED);
        vga.indexed(VgaBench.SEQUENCER, 4, 6);
        vga.indexed(VgaBench.GRAPHICS, 5, 0);
        vga.indexed(VgaBench.GRAPHICS, 6, 5);
        vga.indexed(VgaBench.SEQUENCER, 2, 0b1100);
        vga.dispi(BANK, 1);
        int y = 600, offset = y * 128 + 3 - 0x1_0000;
        vga.poke(A0000 + offset, 0x40);
        assertThat(vga.peek(A0000 + offset)).isZero(); // plane 0
        Frame frame = vga.card.frame();
        assertThat(frame.argb(25, y)).isEqualTo(0xFFFF_5555); // colour 12
        assertThat(frame.argb(24, y)).isEqualTo(0xFF00_0000);
    }

    @Test
    void offsetsMoveThePictureOverTheMemory() {
        mode(640, 480, 32, ENABLED | LINEAR);
        vga.dispi(VIRT_WIDTH, 800);
        vga.dispi(X_OFFSET, 100);
        vga.dispi(Y_OFFSET, 20);
        vga.memory.write32(VgaCard.FRAME_BUFFER + 4L * (800 * 25 + 107), 0x12_3456);
        assertThat(vga.card.frame().argb(7, 5)).isEqualTo(0xFF12_3456);
    }

    @Test
    void whatLiesBeyondTheMemoryIsBlack() {
        mode(1024, 768, 32, ENABLED | LINEAR);
        vga.memory.write32(VgaCard.FRAME_BUFFER + VIDEO_BYTES - 4, 0xFF_FFFF);
        vga.dispi(Y_OFFSET, 1000);
        Frame frame = vga.card.frame();
        assertThat(frame.argb(1023, 23)).isEqualTo(0xFFFF_FFFF);
        assertThat(frame.argb(1023, 24)).isEqualTo(0xFF00_0000);
    }

    @Test
    void onlyLinesThatChangedAreDrawnAgain() {
        mode(640, 480, 32, ENABLED | LINEAR);
        Frame before = vga.card.frame();
        assertThat(vga.card.frame()).isSameAs(before);
        vga.memory.write32(VgaCard.FRAME_BUFFER + 4L * 640 * 100, 0xFF_0000);
        Frame after = vga.card.frame();
        assertThat(after).isNotSameAs(before);
        assertThat(before.argb(0, 100)).isEqualTo(0xFF00_0000);
        assertThat(after.argb(0, 100)).isEqualTo(0xFFFF_0000);
        assertThat(vga.card.frame()).isSameAs(after);
    }

    @Test
    void byteWritesAreReported() {
        vga.ports.out8(0x1CF, 1);
        assertThat(vga.reports).hasSize(1);
    }
}
