package pentimento.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import pentimento.cpu.model.CpuModel;
import pentimento.memory.bus.MmioDevice;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.bus.PortSpace;
import pentimento.memory.physical.PhysicalMemory;
import pentimento.memory.time.CountRate;
import pentimento.memory.time.Scheduler;

/** Whatever a guest takes for a stack, the machine runs on. */
class LiveStackTest {
    private final PhysicalMemory physical = new PhysicalMemory(0x100000, 0x1000);
    private final Scheduler time = new Scheduler(CountRate.mips(100));
    private final List<Long> writtenAt = new ArrayList<>();

    private final class Window implements MmioDevice {
        @Override
        public int read8(int offset) {
            return 0;
        }

        @Override
        public void write8(int offset, int value) {}

        @Override
        public void write16(int offset, int value) {
            writtenAt.add(time.retired());
        }
    }

    @Test
    void anExceptionMayPushIntoALiveWindow() {
        byte[] rom = new byte[0x1000];
        byte[] code = HexFormat.of().parseHex("B800D08ED0BC00100F0B"); // SS:SP = D000:1000, UD2
        System.arraycopy(code, 0, rom, 0xFF0, code.length);
        physical.mapRom(rom, 0xFFFFF000L);
        physical.mapMmio(0xD0000, 0x1000, new Window());
        physical.write32(4 * 6, 0x00500000); // vector 6 at 0050:0000
        physical.write8(0x500, 0xF4);
        var cpu =
                new Cpu(
                        CpuModel.PENTIUM3,
                        physical,
                        new PortSpace(),
                        time,
                        new NotModelled(s -> {}));
        cpu.run(100);
        assertThat(cpu.isHalted()).isTrue();
        assertThat(writtenAt).containsExactly(3L, 3L, 3L);
        assertThat(time.retired()).isEqualTo(5); // three instructions, a delivery, HLT
    }
}
