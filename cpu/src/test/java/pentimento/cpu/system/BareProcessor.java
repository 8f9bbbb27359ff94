package pentimento.cpu.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import pentimento.cpu.memory.LinearMemory;
import pentimento.cpu.model.CpuModel;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Segment;
import pentimento.memory.bus.Line;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.physical.PhysicalMemory;
import pentimento.memory.state.StateDigest;
import pentimento.memory.time.CountRate;
import pentimento.memory.time.Scheduler;

/**
 * A processor without interpreter in 4 MiB of RAM, with tables at fixed places: the GDT has flat
 * code and data for each ring, a TSS that is current, and free slots for what a test needs.
 */
public final class BareProcessor {
    public static final int GDT = 0x1000, LDT = 0x2000, IDT = 0x3000, TSS = 0x4000, TSS_B = 0x5000;
    public static final int TSS_16 = 0x5800,
            NEXT_EIP = 0x8000,
            HANDLER = 0x9000,
            DIRECTORY = 0x20000;
    public static final int TABLE = 0x21000;

    // Selectors: flat code and data of ring n at CODE_0 + n * RING (with RPL n).
    public static final int CODE_0 = 0x08,
            DATA_0 = 0x10,
            RING = 0x10 | 1,
            CODE_3 = 0x3B,
            DATA_3 = 0x43;
    public static final int CONFORMING_0 = 0x48, TSS_SELECTOR = 0x50, TSS_B_SELECTOR = 0x58;
    public static final int TSS_16_SELECTOR = 0x60, LDT_SELECTOR = 0x68, FREE = 0x80, OTHER = 0x88;
    public static final int BEYOND = 0x100; // the GDT ends before

    // Access bytes and flags, as Segment.access.
    public static final int CODE = 0x9B, CONFORMING = 0x9F, EXECUTE_ONLY = 0x99, DATA = 0x93;
    public static final int READ_ONLY = 0x91, FLAT = 0xC000, BIG = 0x4000;
    public static final int LEVEL = 0x20; // times DPL

    private static final int GDT_LIMIT = BEYOND - 1;

    public final CpuState cpu = new CpuState();
    public final PhysicalMemory physical = new PhysicalMemory(0x400000, 0x1000);
    public final LinearMemory memory;
    public final Scheduler time = new Scheduler(CountRate.mips(100));
    public final List<String> notModelled = new ArrayList<>();
    public final SystemUnit system;
    public int shutdowns;

    public BareProcessor(CpuModel model) {
        memory = new LinearMemory(cpu, physical, model);
        memory.countsPublished = true; // there is no clock that could lag
        system =
                new SystemUnit(
                        cpu,
                        memory,
                        model,
                        time,
                        new NotModelled(notModelled::add),
                        new Line(high -> shutdowns += high ? 1 : 0));
        system.reset();
    }

    public BareProcessor() {
        this(CpuModel.PENTIUM3);
    }

    /** Real mode at 0:8000h with a stack below 7000h. */
    public static BareProcessor real() {
        var machine = new BareProcessor();
        machine.cpu.cs().setRealMode(0);
        machine.cpu.gpr[CpuState.ESP] = 0x7000;
        machine.cpu.eip = NEXT_EIP;
        machine.cpu.idtLimit = 0x3FF;
        return machine;
    }

    /** Flat 32-bit protected mode in a ring. */
    public static BareProcessor ring(int level) {
        return ring(level, CpuModel.PENTIUM3);
    }

    public static BareProcessor ring(int level, CpuModel model) {
        var machine = new BareProcessor(model);
        machine.buildTables();
        machine.enter(level);
        return machine;
    }

    /** Virtual-8086 mode at 1000:0100 with its stack at 2000:1000. */
    public static BareProcessor virtual8086(int iopl) {
        var machine = ring(0);
        CpuState cpu = machine.cpu;
        cpu.cpl = 3;
        cpu.flags.value(Flags.VM | Flags.IF | iopl << Flags.IOPL_SHIFT);
        int[] selectors = {0x3000, 0x1000, 0x2000, 0x3000, 0x4000, 0x5000};
        for (int i = 0; i < selectors.length; i++) {
            cpu.segments[i].setVirtual8086(selectors[i]);
        }
        cpu.gpr[CpuState.ESP] = 0x1000;
        cpu.eip = 0x100;
        machine.memory.privilegeChanged();
        return machine;
    }

    private void buildTables() {
        for (int ring = 0; ring < 4; ring++) {
            descriptor(CODE_0 + ring * 0x10, 0, -1, FLAT | CODE + ring * LEVEL);
            descriptor(DATA_0 + ring * 0x10, 0, -1, FLAT | DATA + ring * LEVEL);
            if (ring < 3) {
                write32(TSS + 4 + 8 * ring, 0x10000 + 0x1000 * ring);
                write32(TSS + 8 + 8 * ring, DATA_0 + ring * RING);
            }
        }
        descriptor(CONFORMING_0, 0, -1, FLAT | CONFORMING);
        descriptor(TSS_SELECTOR, TSS, 0x67, 0x8B);
        descriptor(TSS_B_SELECTOR, TSS_B, 0x67, 0x89);
        descriptor(TSS_16_SELECTOR, TSS_16, 0x2B, 0x81);
        descriptor(LDT_SELECTOR, LDT, 0xFF, 0x82);
        cpu.gdtBase = GDT;
        cpu.gdtLimit = GDT_LIMIT;
        cpu.idtBase = IDT;
        cpu.idtLimit = 0x7FF;
        cpu.tr.set(TSS_SELECTOR, TSS, 0x67, 0x8B);
        cpu.ldtr.setNull(0);
        for (int vector = 0; vector < 256; vector++) {
            idt(vector, 0x8E, CODE_0, HANDLER + vector);
        }
    }

    private void enter(int level) {
        cpu.cr0 |= CpuState.CR0_PE;
        cpu.cr0 &= ~(CpuState.CR0_CD | CpuState.CR0_NW);
        cpu.cpl = level;
        cpu.cs().set(CODE_0 + level * RING, 0, -1, FLAT | CODE + level * LEVEL);
        for (int i = 0; i < cpu.segments.length; i++) {
            if (i != Segment.CS) {
                cpu.segments[i].set(DATA_0 + level * RING, 0, -1, FLAT | DATA + level * LEVEL);
            }
        }
        cpu.gpr[CpuState.ESP] = stackTop(level);
        cpu.eip = NEXT_EIP;
        memory.flushTlb();
        memory.privilegeChanged();
    }

    public static int stackTop(int ring) {
        return 0x10000 + 0x1000 * ring;
    }

    // ---------------------------------------------------------------- tables

    /** Writes into GDT or LDT. */
    public void descriptor(int selector, int base, int limit, int access) {
        int units = (access & 0x8000) != 0 ? limit >>> 12 : limit;
        int at = ((selector & 4) != 0 ? LDT : GDT) + (selector & ~7);
        write32(at, base << 16 | units & 0xFFFF);
        write32(
                at + 4,
                base & 0xFF000000
                        | (access & 0xF000) << 8
                        | units & 0xF0000
                        | (access & 0xFF) << 8
                        | base >>> 16 & 0xFF);
    }

    /** A gate in GDT or LDT. */
    public void gate(int selector, int access, int target, int offset, int parameters) {
        writeGate(
                ((selector & 4) != 0 ? LDT : GDT) + (selector & ~7),
                access,
                target,
                offset,
                parameters);
    }

    public void idt(int vector, int access, int target, int offset) {
        writeGate(IDT + 8 * vector, access, target, offset, 0);
    }

    private void writeGate(int at, int access, int target, int offset, int parameters) {
        write32(at, target << 16 | offset & 0xFFFF);
        write32(at + 4, offset & 0xFFFF0000 | access << 8 | parameters);
    }

    public int accessByte(int selector) {
        return physical.read8(GDT + (selector & ~7) + 5);
    }

    /** LDT of 32 entries, loaded. */
    public void loadLdt() {
        cpu.ldtr.set(LDT_SELECTOR, LDT, 0xFF, 0x82);
    }

    /** Linear = physical for the first 4 MiB with one table; PG and more bits of CR0 on. */
    public void page(int cr0Bits) {
        write32(DIRECTORY, TABLE | 7);
        for (int page = 0; page < 1024; page++) {
            write32(TABLE + 4 * page, page << 12 | 7);
        }
        int level = cpu.cpl;
        cpu.cpl = 0;
        system.controls().moveToCr(3, DIRECTORY);
        system.controls().moveToCr(0, cpu.cr0 | CpuState.CR0_PG | cr0Bits);
        cpu.cpl = level;
        memory.privilegeChanged();
    }

    /** The table entry of a page of the first 4 MiB. */
    public void pte(int linear, int entry) {
        write32(TABLE + (linear >>> 12) * 4, entry);
    }

    public int pte(int linear) {
        return physical.read32(TABLE + (linear >>> 12) * 4);
    }

    // ---------------------------------------------------------------- memory and registers

    public void write32(int address, int value) {
        physical.write32(address, value);
    }

    public void write16(int address, int value) {
        physical.write16(address, value);
    }

    public int read32(int address) {
        return physical.read32(address);
    }

    public int read16(int address) {
        return physical.read16(address);
    }

    public int esp() {
        return cpu.gpr[CpuState.ESP];
    }

    /** The n-th doubleword from the top of the flat stack. */
    public int stack32(int n) {
        return read32(cpu.ss().base + esp() + 4 * n);
    }

    public int stack16(int n) {
        int pointer = cpu.ss().isBig() ? esp() : esp() & 0xFFFF;
        return read16(cpu.ss().base + pointer + 2 * n);
    }

    public boolean has(int flag) {
        return (cpu.flags.value() & flag) != 0;
    }

    public void set(int flags) {
        cpu.flags.value(cpu.flags.value() | flags);
    }

    // ---------------------------------------------------------------- expectations

    /** The action raises a fault, and leaves all registers (but CR2) as they were. */
    public void assertFault(int vector, int errorCode, ThrowingCallable action) {
        int cr2 = cpu.cr2;
        String before = StateDigest.of(cpu);
        CpuException fault = catchThrowableOfType(CpuException.class, action);
        assertThat(fault).as("a fault").isNotNull();
        assertThat(describe(fault)).isEqualTo(describe(vector, errorCode));
        int faultAddress = cpu.cr2;
        cpu.cr2 = cr2;
        assertThat(StateDigest.of(cpu)).as("registers are as before").isEqualTo(before);
        cpu.cr2 = faultAddress;
        assertThat(fault.isTrap()).isFalse();
    }

    public static String describe(CpuException fault) {
        return describe(fault.vector(), fault.errorCode());
    }

    public static String describe(int vector, int errorCode) {
        return "#" + vector + "(" + Integer.toHexString(errorCode) + ")";
    }
}
