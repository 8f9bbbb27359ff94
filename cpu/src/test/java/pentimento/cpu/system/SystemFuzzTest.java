package pentimento.cpu.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Segment;
import pentimento.cpu.system.Interrupts.Source;
import pentimento.memory.state.StateDigest;
import pentimento.memory.state.StateImage;

/**
 * Random tables, registers and operations: nothing but {@link CpuException} escapes, a fault leaves
 * the registers alone, deliveries of events always end, and two runs agree.
 */
class SystemFuzzTest {
    private static final int SCENES = 400, STEPS = 25, REGION = 0x1000, REGION_END = 0x6000;

    private final BareProcessor machine = BareProcessor.ring(0);
    private final StateImage ring0 = StateImage.save(machine.cpu);
    private final byte[] tables = new byte[REGION_END - REGION];
    private Random random = new Random(0);
    private int completed;

    SystemFuzzTest() {
        machine.physical.read(REGION, tables, 0, tables.length);
    }

    private String run(long seed) {
        random = new Random(seed);
        var summary = new StringBuilder();
        for (int scene = 0; scene < SCENES; scene++) {
            arrange();
            int steps = 0;
            for (int step = 0; step < STEPS && !machine.cpu.halted; step++) {
                steps += step();
            }
            summary.append(steps).append(StateDigest.of(machine.cpu), 0, 8).append(' ');
        }
        return summary.toString();
    }

    private void arrange() {
        ring0.load(machine.cpu);
        machine.cpu.cr0 &= ~CpuState.CR0_PG;
        machine.cpu.cr4 = 0;
        machine.physical.write(REGION, tables, 0, tables.length);
        int kept = random.nextInt(4); // of 4: how many entries stay as they should be
        for (int at = REGION; at < REGION_END; at += 8) {
            if (random.nextInt(4) < kept) {
                continue;
            }
            machine.write32(at, random.nextInt(4) == 0 ? random.nextInt() : plausibleLow());
            machine.write32(at + 4, plausibleHigh());
        }
        machine.cpu.cr4 = random.nextInt() & 0xFF & ~CpuState.CR4_PAE;
        if (random.nextInt(3) == 0) {
            machine.page(random.nextBoolean() ? CpuState.CR0_WP : 0);
            for (int i = 0; i < 20; i++) {
                machine.pte(random.nextInt(0x40) << 12, random.nextInt() & 0x3FFFFF);
            }
        }
        machine.cpu.gdtLimit = random.nextInt(0x400);
        machine.cpu.idtLimit = random.nextInt(0x1000);
        machine.cpu.tr.limit = random.nextInt(0x100);
        if (random.nextBoolean()) {
            machine.loadLdt();
        }
        machine.memory.flushTlb();
        machine.memory.privilegeChanged();
    }

    private int plausibleLow() {
        return random.nextInt(0x40) << 3 << 16 | random.nextInt(4) << 16 | random.nextInt(0x10000);
    }

    private int plausibleHigh() {
        int access = random.nextInt(256) | (random.nextInt(5) == 0 ? 0 : 0x80);
        return random.nextInt(16) << 20 | access << 8 | random.nextInt(2);
    }

    private int step() {
        CpuState cpu = machine.cpu;
        int cr2 = cpu.cr2;
        StateImage before = StateImage.save(cpu);
        String digest = StateDigest.of(cpu);
        try {
            act();
            completed++;
            return 1;
        } catch (CpuException fault) {
            cpu.cr2 = cr2;
            if (!fault.isTrap()) {
                assertThat(StateDigest.of(cpu))
                        .as(() -> "after " + BareProcessor.describe(fault) + before.fields())
                        .isEqualTo(digest);
            }
            machine.system
                    .interrupts()
                    .deliver(fault.vector(), fault.errorCode(), Source.EXCEPTION);
            return 0;
        }
    }

    private void act() {
        SystemUnit system = machine.system;
        int selector = random.nextInt(0x48) << 3 | random.nextInt(8);
        boolean wide = random.nextBoolean();
        switch (random.nextInt(16)) {
            case 0, 1, 2 -> {
                int segment = random.nextInt(5);
                system.segments().load(segment >= Segment.CS ? segment + 1 : segment, selector);
            }
            case 3 -> system.transfers().jump(selector, random.nextInt(0x10000));
            case 4, 5 -> system.transfers().call(selector, random.nextInt(0x10000), wide);
            case 6 -> system.transfers().ret(wide, random.nextInt(8));
            case 7 -> system.transfers().iret(wide);
            case 8 ->
                    system.interrupts()
                            .deliver(
                                    random.nextInt(256),
                                    random.nextInt(3) - 1,
                                    wide ? Source.EXCEPTION : Source.EXTERNAL);
            case 9, 10 -> system.interrupts().softwareInterrupt(random.nextInt(256));
            case 11 -> system.flags().popf(random.nextInt(), wide);
            case 12 -> {
                int at = machine.cpu.gpr[CpuState.ESP] & 0x1FFFFC;
                int[] frame = {
                    random.nextInt(0x10000),
                    selector,
                    random.nextInt() & ~0x20000,
                    0x8000,
                    selector | 3
                };
                for (int i = 0; i < frame.length; i++) {
                    machine.write32(at + 4 * i, frame[i]);
                }
                if (machine.cpu.cpl == 0 && random.nextInt(4) == 0) {
                    machine.write32(at + 8, Flags.VM | random.nextInt() & 0x3000);
                }
                system.transfers().iret(true);
            }
            case 13 -> system.tables().lldt(selector);
            case 14 -> system.ioPermission().check(random.nextInt(0x10000), 1 << random.nextInt(3));
            default -> {
                system.queries().lar(selector);
                system.queries().verw(selector);
                system.queries().lsl(selector);
            }
        }
    }

    @Test
    void nothingButGuestFaultsAndTwoRunsAgree() {
        String first = run(1);
        assertThat(run(1)).isEqualTo(first);
        assertThat(run(2)).isNotEqualTo(first);
        assertThat(completed).as("operations without fault").isGreaterThan(SCENES);
    }
}
