package pentimento.devices.vga;

import static org.assertj.core.api.Assertions.assertThat;
import static pentimento.devices.vga.VgaBench.*;

import org.junit.jupiter.api.Test;
import pentimento.memory.physical.MemoryClient;

class VgaApertureTest {
    private static final long A0000 = 0xA_0000, B0000 = 0xB_0000;
    private static final int NOT_PLAIN = -1;

    private final VgaBench vga = VgaBench.in(VgaMode.VGA_256);

    private boolean isPlain(long physical) {
        return vga.memory.readablePage(physical) != NOT_PLAIN;
    }

    @Test
    void mode13hIsPlainMemory() {
        assertThat(isPlain(A0000)).isTrue();
        assertThat(isPlain(0xA_F000)).isTrue();
        assertThat(isPlain(B0000)).isFalse();
    }

    @Test
    void aWindowOf128KIsPlainMemoryToo() {
        vga.indexed(GRAPHICS, 6, 1);
        assertThat(isPlain(B0000)).isTrue();
        vga.poke(B0000 + 5, 0x42);
        vga.indexed(SEQUENCER, 2, 7); // and the window agrees
        assertThat(isPlain(B0000)).isFalse();
        assertThat(vga.peek(B0000 + 5)).isEqualTo(0x42);
    }

    @Test
    void anythingThatAltersAByteOnItsWayNeedsTheWindow() {
        int[][] registers = {
            {SEQUENCER, 2, 0x07}, {SEQUENCER, 4, 0x06}, {GRAPHICS, 1, 0x01}, {GRAPHICS, 3, 0x01},
            {GRAPHICS, 3, 0x08}, {GRAPHICS, 5, 0x41}, {GRAPHICS, 5, 0x48}, {GRAPHICS, 6, 0x09},
            {GRAPHICS, 8, 0x7F}
        };
        for (int[] r : registers) {
            int before = vga.indexed(r[0], r[1]);
            vga.indexed(r[0], r[1], r[2]);
            assertThat(isPlain(A0000)).as("%X/%X", r[0], r[1]).isFalse();
            vga.indexed(r[0], r[1], before);
            assertThat(isPlain(A0000)).isTrue();
        }
    }

    @Test
    void theWindowIsInert() {
        vga.set(VgaMode.TEXT_80);
        assertThat(vga.memory.isLive(0xB_8000)).isFalse();
    }

    @Test
    void onlyChangesReachThePhysicalMemory() {
        var client = new CountingClient();
        vga.memory.attach(client);
        vga.set(VgaMode.VGA_640);
        int changes = client.drops;
        for (int i = 0; i < 256; i++) {
            vga.indexed(GRAPHICS, 8, i);
            vga.indexed(SEQUENCER, 2, i & 15);
            vga.poke(A0000 + i, i);
        }
        assertThat(client.drops).isEqualTo(changes);
    }

    @Test
    void windowsAreNotUsedUp() {
        for (int i = 0; i < 5000; i++) {
            vga.indexed(SEQUENCER, 4, 0x06);
            vga.indexed(SEQUENCER, 4, 0x0E);
        }
        assertThat(isPlain(A0000)).isTrue();
    }

    private static final class CountingClient implements MemoryClient {
        private int drops;

        @Override
        public void flatMemory(byte[] flat) {}

        @Override
        public void dropWriteEntries() {}

        @Override
        public void dropEntries() {
            drops++;
        }

        @Override
        public void a20Changed() {}

        @Override
        public void codeWatched(int flatPage) {}

        @Override
        public void codeWritten(int flatAddress, int length) {}
    }
}
