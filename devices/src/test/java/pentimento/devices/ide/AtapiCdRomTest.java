package pentimento.devices.ide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pentimento.devices.disk.CdImage;
import pentimento.devices.disk.DiskStack;
import pentimento.devices.disk.DiskTiming;
import pentimento.devices.disk.MemoryDisk;
import pentimento.memory.bus.Line;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.StateDigest;
import pentimento.memory.state.StateException;
import pentimento.memory.state.StateImage;
import pentimento.memory.state.Stateful;
import pentimento.memory.time.CountRate;
import pentimento.memory.time.Scheduler;

class AtapiCdRomTest {
    private static final int BLOCKS = 100;
    private static final int DONE = 0x50, DATA = 0x58, CHECK = 0x51;

    private static final class Pc implements Stateful {
        final Scheduler time = new Scheduler(CountRate.mips(100));
        final Line irq = Line.unconnected();
        final IdeChannel channel = new IdeChannel(irq);
        final AtapiCdRom cd =
                new AtapiCdRom(
                        time,
                        "ide1.0",
                        channel.intrq(0),
                        DiskTiming.FAST,
                        new NotModelled(sentence -> {}));

        Pc() {
            channel.attach(0, cd);
        }

        void run(long nanos) {
            long end = time.nanos() + nanos;
            time.horizon(end);
            while (time.nanos() < end) {
                time.skipToNextDeadline();
                time.runDue();
            }
        }

        void awaitInterrupt() {
            for (int i = 0; i < 100 && !irq.isHigh(); i++) {
                run(20_000);
            }
            assertThat(irq.isHigh()).as("IRQ15").isTrue();
        }

        int command(int opcode) {
            channel.out8(7, opcode);
            awaitInterrupt();
            return channel.in8(7);
        }

        int byteCount() {
            return channel.in8(4) | channel.in8(5) << 8;
        }

        byte[] read(int bytes) {
            var data = new byte[bytes];
            for (int i = 0; i < bytes; i += 2) {
                int word = channel.in16(0);
                data[i] = (byte) word;
                if (i + 1 < bytes) {
                    data[i + 1] = (byte) (word >> 8);
                }
            }
            return data;
        }

        /** Sends a packet. @return the status at the next interrupt */
        int send(int limit, int... packet) {
            channel.out8(1, 0);
            channel.out8(4, limit & 0xFF);
            channel.out8(5, limit >> 8);
            channel.out8(7, 0xA0);
            assertThat(channel.controlBlock().in8(0) & 0x80).isEqualTo(0x80);
            run(50_000); // 50 us to DRQ, without an interrupt
            assertThat(irq.isHigh()).isFalse();
            assertThat(channel.in8(7)).isEqualTo(DATA);
            assertThat(channel.in8(2)).as("interrupt reason").isEqualTo(1);
            int[] bytes = Arrays.copyOf(packet, 12);
            for (int i = 0; i < 12; i += 2) {
                channel.out16(0, bytes[i] | bytes[i + 1] << 8);
            }
            awaitInterrupt();
            return channel.in8(7);
        }

        /** A packet with data to the host, taken block by block. */
        byte[] receive(int limit, int... packet) {
            var all = new ByteArrayOutputStream();
            int status = send(limit, packet);
            while (status == DATA) {
                assertThat(channel.in8(2)).as("interrupt reason").isEqualTo(2);
                assertThat(byteCount()).isLessThanOrEqualTo(limit);
                all.writeBytes(read(byteCount()));
                assertThat(irq.isHigh()).isFalse();
                awaitInterrupt();
                status = channel.in8(7);
            }
            assertThat(status).isEqualTo(DONE);
            assertThat(channel.in8(2)).as("interrupt reason").isEqualTo(3);
            return all.toByteArray();
        }

        int[] sense() {
            byte[] data = receive(0xFFFE, 0x03, 0, 0, 0, 18);
            assertThat(data).hasSize(18).startsWith(0x70);
            return new int[] {data[2], data[12], data[13]};
        }

        @Override
        public void exchange(StateCodec state) {
            state.section("time", time);
            state.section("channel", channel);
        }
    }

    private final Pc pc = new Pc();
    private final byte[] contents = new byte[BLOCKS * 2048];

    private CdImage disc() {
        return new CdImage(new DiskStack(new MemoryDisk("cd.iso", contents, true)));
    }

    @BeforeEach
    void insertDisc() {
        for (int i = 0; i < contents.length; i++) {
            contents[i] = (byte) (i / 2048 * 3 + i);
        }
        pc.cd.insert(disc());
        assertThat(pc.send(0xFFFE, 0x00)).isEqualTo(CHECK);
        assertThat(pc.sense()).containsExactly(6, 0x28, 0);
        assertThat(pc.send(0xFFFE, 0x00)).isEqualTo(DONE);
    }

    private byte[] blocks(int first, int count) {
        return Arrays.copyOfRange(contents, first * 2048, (first + count) * 2048);
    }

    @Test
    void identifyDeviceAbortsWithTheSignature() {
        assertThat(pc.command(0xEC)).isEqualTo(CHECK);
        assertThat(pc.channel.in8(1)).isEqualTo(0x04);
        assertThat(pc.byteCount()).isEqualTo(0xEB14);
        assertThat(pc.command(0xA1)).isEqualTo(DATA);
        byte[] words = pc.read(512);
        assertThat(words).startsWith(0xC0, 0x85);
        assertThat(pc.channel.in8(7)).isEqualTo(DONE);
    }

    @Test
    void deviceResetLeavesTheDiagnosticCodeAndInterrupts() {
        assertThat(pc.command(0x08)).isZero();
        assertThat(pc.channel.in8(1)).isEqualTo(1);
        assertThat(pc.byteCount()).isEqualTo(0xEB14);
        assertThat(pc.channel.in8(2)).isEqualTo(1);
    }

    @Test
    void softResetShowsTheSignature() {
        pc.channel.controlBlock().out8(0, 4);
        pc.channel.controlBlock().out8(0, 0);
        pc.run(1_000_000);
        assertThat(pc.channel.in8(7)).isZero();
        assertThat(pc.byteCount()).isEqualTo(0xEB14);
    }

    @ParameterizedTest
    @ValueSource(ints = {2048, 0xFFFE, 5000, 512, 0x8000})
    void readsInBlocksOfTheHostsByteCount(int limit) {
        byte[] data = pc.receive(limit, 0x28, 0, 0, 0, 0, 7, 0, 0, 40);
        assertThat(data).isEqualTo(blocks(7, 40));
    }

    @Test
    void read12AndReadCd() {
        assertThat(pc.receive(0xFFFE, 0xA8, 0, 0, 0, 0, 3, 0, 0, 0, 2)).isEqualTo(blocks(3, 2));
        assertThat(pc.receive(0xFFFE, 0xBE, 0, 0, 0, 0, 3, 0, 0, 2, 0x10)).isEqualTo(blocks(3, 2));
        byte[] raw = pc.receive(0xFFFE, 0xBE, 0, 0, 0, 0, 3, 0, 0, 1, 0xF8);
        assertThat(raw).hasSize(2352).startsWith(0, 0xFF, 0xFF).containsSequence(blocks(3, 1));
        assertThat(Arrays.copyOfRange(raw, 12, 16)).containsExactly(0, 2, 3, 1);
        assertThat(pc.receive(2048, 0xBE, 0, 0, 0, 0, 3, 0, 0, 0, 0x10)).isEmpty();
        assertThat(pc.receive(0xFFFE, 0xB9, 0, 0, 0, 2, 3, 0, 2, 5, 0x10)).isEqualTo(blocks(3, 2));
    }

    @Test
    void anAddressBeyondTheDiscIsRefusedWithSense() {
        assertThat(pc.send(2048, 0x28, 0, 0, 0, 0, BLOCKS, 0, 0, 1)).isEqualTo(CHECK);
        assertThat(pc.channel.in8(1)).isEqualTo(0x54);
        assertThat(pc.sense()).containsExactly(5, 0x21, 0);
        assertThat(pc.sense()).containsExactly(0, 0, 0);
    }

    @Test
    void eachCommandClearsTheSenseOfTheLast() {
        pc.send(2048, 0xE7);
        pc.send(2048, 0x00);
        assertThat(pc.sense()).containsExactly(0, 0, 0);
        pc.send(2048, 0xE7);
        assertThat(pc.sense()).containsExactly(5, 0x20, 0);
    }

    @Test
    void theByteCountIsClearedByThePacketCommand() {
        pc.send(2048, 0x00);
        assertThat(pc.byteCount()).isZero();
    }

    @Test
    void inquiryCapacityAndToc() {
        assertThat(pc.receive(0xFFFE, 0x12, 0, 0, 0, 36))
                .hasSize(36)
                .startsWith(0x05, 0x80)
                .containsSequence("CD-ROM".getBytes(StandardCharsets.US_ASCII));
        assertThat(pc.receive(0xFFFE, 0x12, 0, 0, 0, 5)).hasSize(5);
        assertThat(pc.receive(0xFFFE, 0x25)).containsExactly(0, 0, 0, BLOCKS - 1, 0, 0, 8, 0);
        assertThat(pc.receive(0xFFFE, 0x43, 0, 0, 0, 0, 0, 0, 3, 0x20))
                .containsExactly(
                        0, 18, 1, 1, 0, 0x14, 1, 0, 0, 0, 0, 0, 0, 0x14, 0xAA, 0, 0, 0, 0, BLOCKS);
        assertThat(pc.receive(0xFFFE, 0x43, 2, 0, 0, 0, 0, 0xAA, 0, 12))
                .containsExactly(0, 10, 1, 1, 0, 0x14, 0xAA, 0, 0, 0, 3, 25);
        assertThat(pc.receive(0xFFFE, 0x43, 0, 0, 0, 0, 0, 0, 0, 12, 0x40))
                .startsWith(0, 10, 1, 1, 0, 0x14, 1);
        assertThat(pc.receive(0xFFFE, 0x43, 2, 2, 0, 0, 0, 0, 0, 255)).hasSize(48);
    }

    @Test
    void modePages() {
        byte[] page = pc.receive(0xFFFE, 0x5A, 0, 0x2A, 0, 0, 0, 0, 0, 128);
        assertThat(page).hasSize(8 + 20).startsWith(0, 26, 1);
        assertThat(page[8]).isEqualTo((byte) 0x2A);
        assertThat(pc.receive(0xFFFE, 0x1A, 0, 0x3F, 0, 255)).startsWith(3 + 8 + 8 + 16 + 20, 1);
        assertThat(pc.send(0xFFFE, 0x5A, 0, 0x55, 0, 0, 0, 0, 0, 128)).isEqualTo(CHECK);
    }

    @Test
    void configurationHonoursTheAllocationLength() {
        byte[] all = pc.receive(0xFFFE, 0x46, 0, 0, 0, 0, 0, 0, 1, 0);
        assertThat(all).startsWith(0, 0, 0, all.length - 4, 0, 0, 0, 8);
        assertThat(pc.receive(0xFFFE, 0x46, 0, 0, 0, 0, 0, 0, 0, 8))
                .isEqualTo(Arrays.copyOf(all, 8));
        assertThat(pc.receive(0xFFFE, 0x46, 2, 0, 3, 0, 0, 0, 0, 255)).hasSize(16);
    }

    @Test
    void modeSelectTakesData() {
        assertThat(pc.send(0xFFFE, 0x55, 0x10, 0, 0, 0, 0, 0, 0, 16)).isEqualTo(DATA);
        assertThat(pc.channel.in8(2)).isZero();
        assertThat(pc.byteCount()).isEqualTo(16);
        for (int i = 0; i < 8; i++) {
            pc.channel.out16(0, 0);
        }
        pc.awaitInterrupt();
        assertThat(pc.channel.in8(7)).isEqualTo(DONE);
    }

    @Test
    void ejectionAndLock() {
        assertThat(pc.send(0, 0x1E, 0, 0, 0, 1)).isEqualTo(DONE);
        assertThat(pc.send(0, 0x1B, 0, 0, 0, 2)).isEqualTo(CHECK);
        assertThat(pc.sense()).containsExactly(5, 0x53, 2);
        pc.send(0, 0x1E, 0, 0, 0, 0);
        assertThat(pc.send(0, 0x1B, 0, 0, 0, 2)).isEqualTo(DONE);
        assertThat(pc.send(0, 0x00)).isEqualTo(CHECK);
        assertThat(pc.sense()).containsExactly(2, 0x3A, 0);
        assertThat(pc.receive(0xFFFE, 0x4A, 1, 0, 0, 0x10, 0, 0, 0, 8))
                .containsExactly(0, 6, 4, 0x10, 3, 1, 0, 0);
        assertThat(pc.send(0, 0x1B, 0, 0, 0, 3)).isEqualTo(DONE);
        assertThat(pc.send(0, 0x00)).isEqualTo(CHECK);
        assertThat(pc.sense()).containsExactly(6, 0x28, 0);
        assertThat(pc.send(0, 0x00)).isEqualTo(DONE);
    }

    @Test
    void aDiscTakenDuringAReadIsAnError() {
        assertThat(pc.send(2048, 0x28, 0, 0, 0, 0, 0, 0, 0, 2)).isEqualTo(DATA);
        pc.cd.eject();
        pc.read(2048);
        pc.awaitInterrupt();
        assertThat(pc.channel.in8(7)).isEqualTo(CHECK);
    }

    @Test
    void saveAndLoadInTheMiddleOfARead() {
        var two = new Pc();
        two.cd.insert(disc());
        assertThat(pc.send(3000, 0x28, 0, 0, 0, 0, 9, 0, 0, 3)).isEqualTo(DATA);
        pc.read(500);
        StateImage.save(pc).load(two);
        assertThat(StateDigest.of(two)).isEqualTo(StateDigest.of(pc));
        for (Pc machine : new Pc[] {pc, two}) {
            assertThat(machine.read(1548)).isEqualTo(Arrays.copyOfRange(blocks(9, 1), 500, 2048));
            machine.awaitInterrupt();
            machine.channel.in8(7);
            assertThat(machine.read(2048)).isEqualTo(blocks(10, 1));
        }
        assertThat(StateDigest.of(two)).isEqualTo(StateDigest.of(pc));
        two.cd.eject();
        assertThatThrownBy(() -> StateImage.save(pc).load(two))
                .isInstanceOf(StateException.class)
                .hasMessageContaining("insert it first");
    }
}
