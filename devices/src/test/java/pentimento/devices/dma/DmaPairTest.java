package pentimento.devices.dma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.bus.PortSpace;
import pentimento.memory.physical.PhysicalMemory;
import pentimento.memory.state.StateDigest;
import pentimento.memory.state.StateImage;

/** 8237A datasheet, 231466-005, wired as in an AT. */
class DmaPairTest {
    private static final int WRITE = 0x44,
            READ = 0x48,
            VERIFY = 0x40; // single mode, to and from memory
    private static final int AUTOINITIALISE = 0x10, DECREMENT = 0x20;

    private final PhysicalMemory memory = new PhysicalMemory(1 << 20, 0);
    private final List<Integer> postCodes = new ArrayList<>();
    private final List<String> reports = new ArrayList<>();
    private final DmaPair dma = new DmaPair(memory, postCodes::add, new NotModelled(reports::add));
    private final PortSpace ports = new PortSpace();

    @BeforeEach
    void wireAsAnAt() {
        ports.map(0x00, 16, dma.first());
        ports.map(0x80, 16, dma.pages());
        ports.map(0xC0, 32, dma.second());
        ports.out8(0xD6, 0xC0); // channel 4 cascades
        ports.out8(0xD4, 0x00);
    }

    private void program(int channel, int mode, int address, int cycles) {
        int[] pagePorts = {0x87, 0x83, 0x81, 0x82, 0x8F, 0x8B, 0x89, 0x8A};
        boolean words = channel > 3;
        int base = words ? 0xC0 + (channel - 4) * 4 : channel * 2;
        int step = words ? 2 : 1;
        int offset = words ? address >> 1 & 0xFFFF : address & 0xFFFF;
        ports.out8(words ? 0xD8 : 0x0C, 0);
        ports.out8(words ? 0xD6 : 0x0B, mode | channel & 3);
        ports.out8(base, offset & 0xFF);
        ports.out8(base, offset >> 8);
        ports.out8(base + step, cycles - 1 & 0xFF);
        ports.out8(base + step, cycles - 1 >> 8);
        ports.out8(pagePorts[channel], address >> 16);
        ports.out8(words ? 0xD4 : 0x0A, channel & 3);
    }

    private static byte[] pattern(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i + 1);
        }
        return bytes;
    }

    private byte[] memory(int address, int length) {
        byte[] bytes = new byte[length];
        memory.read(address, bytes, 0, length);
        return bytes;
    }

    @Test
    void movesBytesToMemoryUntilTerminalCountAndMasksTheChannel() {
        program(2, WRITE, 0x12345, 512);
        DmaChannel channel = dma.channel(2);
        assertThat(channel.isReady()).isTrue();
        assertThat(channel.transferToMemory(pattern(600), 0, 200)).isEqualTo(200);
        assertThat(channel.isTerminalCount()).isFalse();
        assertThat(channel.transferToMemory(pattern(600), 200, 400)).isEqualTo(312);
        assertThat(channel.isTerminalCount()).isTrue();
        assertThat(memory(0x12345, 512)).isEqualTo(pattern(512));
        assertThat(memory.read8(0x12345 + 512)).isZero();
        assertThat(channel.isReady()).isFalse();
        assertThat(channel.transferToMemory(pattern(1), 0, 1)).isZero();
        assertThat(ports.in8(0x08)).isEqualTo(0x04);
        assertThat(ports.in8(0x08)).isZero(); // TC bits clear on read
    }

    @Test
    void movesBytesFromMemory() {
        memory.write(0x8000, pattern(16), 0, 16);
        program(1, READ, 0x8000, 16);
        byte[] data = new byte[16];
        assertThat(dma.channel(1).transferFromMemory(data, 0, 16)).isEqualTo(16);
        assertThat(data).isEqualTo(pattern(16));
    }

    @Test
    void byteByByte() {
        program(2, WRITE, 0x500, 2);
        dma.channel(2).write(0xAB);
        assertThat(dma.channel(2).isTerminalCount()).isFalse();
        dma.channel(2).write(0xCD);
        assertThat(dma.channel(2).isTerminalCount()).isTrue();
        assertThat(memory.read16(0x500)).isEqualTo(0xCDAB);
        program(2, READ, 0x500, 2);
        assertThat(dma.channel(2).read()).isEqualTo(0xAB);
        assertThat(dma.channel(2).read()).isEqualTo(0xCD);
        assertThat(dma.channel(2).read()).isEqualTo(0xFF);
    }

    @Test
    void theAddressWrapsWithinThePage() {
        program(3, WRITE, 0x2FFFE, 4);
        dma.channel(3).transferToMemory(pattern(4), 0, 4);
        assertThat(memory(0x2FFFE, 2)).containsExactly(1, 2);
        assertThat(memory(0x20000, 2)).containsExactly(3, 4);
        assertThat(memory.read8(0x30000)).isZero();
    }

    @Test
    void wordsWrapWithin128K() {
        program(5, WRITE, 0x5FFFC, 4);
        assertThat(dma.channel(5).transferToMemory(pattern(8), 0, 8)).isEqualTo(8);
        assertThat(memory(0x5FFFC, 4)).containsExactly(1, 2, 3, 4);
        assertThat(memory(0x40000, 4)).containsExactly(5, 6, 7, 8);
        assertThat(ports.in8(0xD0)).isEqualTo(0x02);
    }

    @Test
    void anOddByteDoesNotGoOutOnAWordChannel() {
        program(6, WRITE, 0x40000, 4);
        assertThat(dma.channel(6).transferToMemory(pattern(3), 0, 3)).isEqualTo(2);
    }

    @Test
    void countsDown() {
        program(1, WRITE | DECREMENT, 0x10001, 4);
        dma.channel(1).transferToMemory(pattern(4), 0, 4);
        assertThat(memory(0x10000, 2)).containsExactly(2, 1);
        assertThat(memory(0x1FFFE, 2)).containsExactly(4, 3);
    }

    @Test
    void autoinitialiseStartsAgain() {
        program(1, WRITE | AUTOINITIALISE, 0x10000, 4);
        DmaChannel channel = dma.channel(1);
        assertThat(channel.transferToMemory(pattern(8), 0, 8)).isEqualTo(4);
        assertThat(channel.isTerminalCount()).isTrue();
        assertThat(channel.isReady()).isTrue();
        assertThat(channel.transferToMemory(pattern(8), 4, 2)).isEqualTo(2);
        assertThat(memory(0x10000, 4)).containsExactly(5, 6, 3, 4);
    }

    @Test
    void verifyCountsAndMovesNothing() {
        program(2, VERIFY, 0x10000, 4);
        assertThat(dma.channel(2).transferToMemory(pattern(4), 0, 4)).isEqualTo(4);
        assertThat(dma.channel(2).isTerminalCount()).isTrue();
        assertThat(memory(0x10000, 4)).containsOnly(0);
    }

    @Test
    void theWrongDirectionMovesNothing() {
        program(2, READ, 0x10000, 4);
        assertThat(dma.channel(2).transferToMemory(pattern(4), 0, 4)).isEqualTo(4);
        assertThat(memory(0x10000, 4)).containsOnly(0);
    }

    @Test
    void masksAndTheDisableBitHoldAChannel() {
        program(2, WRITE, 0x10000, 4);
        ports.out8(0x0A, 0x06);
        assertThat(dma.channel(2).isReady()).isFalse();
        ports.out8(0x0E, 0);
        assertThat(dma.channel(2).isReady()).isTrue();
        ports.out8(0x0F, 0x04);
        assertThat(ports.in8(0x0F)).isEqualTo(0xF4);
        assertThat(dma.channel(2).isReady()).isFalse();
        ports.out8(0x0F, 0x00);
        ports.out8(0x08, 0x04);
        assertThat(dma.channel(2).isReady()).isFalse();
    }

    @Test
    void theFirstControllerNeedsTheCascade() {
        program(2, WRITE, 0x10000, 4);
        ports.out8(0xD4, 0x04);
        assertThat(dma.channel(2).isReady()).isFalse();
        ports.out8(0xD4, 0x00);
        assertThat(dma.channel(2).isReady()).isTrue();
    }

    @Test
    void masterClearMasksAndResetsTheFlipFlop() {
        program(2, WRITE, 0x1234, 4);
        ports.out8(0x04, 0x55); // one byte: the high byte is next
        ports.out8(0x0D, 0);
        assertThat(dma.channel(2).isReady()).isFalse();
        assertThat(ports.in8(0x04)).isEqualTo(0x55);
        assertThat(ports.in8(0x04)).isEqualTo(0x12);
        assertThat(ports.in8(0x05)).isEqualTo(0x03);
    }

    @Test
    void currentRegistersAreReadWhileTheyCount() {
        program(2, WRITE, 0x1234, 100);
        dma.channel(2).transferToMemory(pattern(10), 0, 10);
        assertThat(ports.in8(0x04) | ports.in8(0x04) << 8).isEqualTo(0x123E);
        assertThat(ports.in8(0x05) | ports.in8(0x05) << 8).isEqualTo(89);
    }

    @Test
    void theStatusRegisterShowsRequests() {
        dma.channel(2).request(true);
        assertThat(ports.in8(0x08)).isEqualTo(0x40);
        dma.channel(2).request(false);
        assertThat(ports.in8(0x08)).isZero();
    }

    @Test
    void copiesMemoryToMemory() {
        memory.write(0x1000, pattern(4), 0, 4);
        program(0, 0x88, 0x1000, 4);
        program(1, 0x84, 0x2000, 4);
        ports.out8(0x08, 0x01);
        ports.out8(0x09, 0x04);
        assertThat(memory(0x2000, 4)).isEqualTo(pattern(4));
        assertThat(ports.in8(0x0D)).isEqualTo(4);
    }

    @Test
    void fillsMemoryWithAHeldSource() {
        memory.write8(0x1000, 0x77);
        program(0, 0x88, 0x1000, 4);
        program(1, 0x84, 0x2000, 4);
        ports.out8(0x08, 0x03);
        ports.out8(0x09, 0x04);
        assertThat(memory(0x2000, 4)).containsOnly(0x77);
    }

    @Test
    void port80ShowsPostCodes() {
        ports.out8(0x80, 0x12);
        ports.out8(0x80, 0x34);
        assertThat(postCodes).containsExactly(0x12, 0x34);
        assertThat(dma.pages().postCode()).isEqualTo(0x34);
        ports.out8(0x86, 0x99);
        assertThat(ports.in8(0x86)).isEqualTo(0x99);
    }

    @Test
    void reportsWhatItDoesNotModel() {
        ports.out8(0x08, 0x80);
        ports.out8(0x09, 0x06);
        ports.out8(0x0B, 0x4E);
        assertThat(reports).hasSize(3);
    }

    @Test
    void channel4BelongsToTheCascade() {
        assertThatIllegalArgumentException().isThrownBy(() -> dma.channel(4));
    }

    @Test
    void aLoadedPairGoesOnLikeTheSavedOne() {
        program(2, WRITE | AUTOINITIALISE, 0x10000, 100);
        dma.channel(2).transferToMemory(pattern(30), 0, 30);
        ports.out8(0x04, 0x11); // leaves the flip-flop set
        var other = new DmaPair(memory, code -> {}, new NotModelled(reports::add));
        StateImage.save(dma).load(other);
        for (DmaPair pair : List.of(dma, other)) {
            pair.first().out8(4, 0x22);
            assertThat(pair.channel(2).transferToMemory(pattern(200), 0, 200)).isEqualTo(70);
        }
        assertThat(StateDigest.of(other)).isEqualTo(StateDigest.of(dma));
    }
}
