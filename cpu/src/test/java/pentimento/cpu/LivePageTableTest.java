package pentimento.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pentimento.cpu.model.CpuModel;
import pentimento.memory.bus.MmioDevice;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.bus.PortSpace;
import pentimento.memory.physical.PhysicalMemory;
import pentimento.memory.time.CountRate;
import pentimento.memory.time.Scheduler;

/** A guest may keep its page tables in a device, which then sees the exact count. */
class LivePageTableTest {
    private static final int WINDOW = 0xD0000, PRESENT_WRITABLE_ACCESSED = 0x23;

    private final PhysicalMemory physical = new PhysicalMemory(0x100000, 0x1000);
    private final Scheduler time = new Scheduler(CountRate.mips(100));
    private final List<Long> readAt = new ArrayList<>();

    private final class Window implements MmioDevice {
        @Override
        public int read8(int offset) {
            return 0;
        }

        /** A page directory: the table of the first 4 MiB is at 1000h. */
        @Override
        public int read32(int offset) {
            readAt.add(time.retired());
            return offset == 0 ? 0x1000 | PRESENT_WRITABLE_ACCESSED : 0;
        }

        @Override
        public void write8(int offset, int value) {}
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void aWalkThroughADeviceSeesTheExactCount(int budget) {
        byte[] rom = new byte[0x1000];
        byte[] jump = HexFormat.of().parseHex("EA00060000"); // JMP 0000:0600
        System.arraycopy(jump, 0, rom, 0xFF0, jump.length);
        physical.mapRom(rom, 0xFFFFF000L);
        physical.mapMmio(WINDOW, 0x1000, new Window());
        for (int page = 0; page < 0x100; page++) {
            physical.write32(0x1000 + 4 * page, page << 12 | PRESENT_WRITABLE_ACCESSED);
        }
        // MOV EAX,D0000; MOV CR3,EAX; MOV EAX,CR0; OR EAX,80000001; MOV CR0,EAX; NOP; MOV
        // AX,[2000]; HLT
        byte[] code =
                HexFormat.of().parseHex("66B800000D000F22D80F20C0660D010000800F22C090A10020F4");
        physical.write(0x600, code, 0, code.length);
        var cpu =
                new Cpu(
                        CpuModel.PENTIUM3,
                        physical,
                        new PortSpace(),
                        time,
                        new NotModelled(s -> {}));
        while (!cpu.isHalted()) {
            cpu.run(budget);
        }
        assertThat(readAt).containsExactly(6L, 7L); // for the NOP, and for the load
        assertThat(time.retired()).isEqualTo(9);
    }
}
