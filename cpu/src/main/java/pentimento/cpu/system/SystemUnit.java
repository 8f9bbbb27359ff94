package pentimento.cpu.system;

import java.util.Arrays;
import pentimento.cpu.memory.LinearMemory;
import pentimento.cpu.memory.SegmentedMemory;
import pentimento.cpu.model.CpuModel;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Segment;
import pentimento.memory.bus.Line;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;
import pentimento.memory.time.CountRate;
import pentimento.memory.time.Frequency;
import pentimento.memory.time.Scheduler;

/** The system architecture of one processor: its parts, wired. */
public final class SystemUnit implements Stateful {
    private static final int RESET_CS = 0xF000, RESET_BASE = 0xFFFF0000, RESET_EIP = 0xFFF0;
    private static final int TABLE_LIMIT = 0xFFFF;

    private final CpuState cpu;
    private final LinearMemory memory;
    private final CpuModel model;
    private final ExecutionMode mode;
    private final SegmentLoader segments;
    private final FarTransfers transfers;
    private final Interrupts interrupts;
    private final ControlRegisters controls;
    private final SystemTables tables;
    private final DescriptorQueries queries;
    private final Msrs msrs;
    private final Cpuid cpuid;
    private final Sysenter sysenter;
    private final TimeStamp timeStamp;
    private final IoPermission ioPermission;
    private final TestRegisters testRegisters;
    private final FlagsPrivilege flags;
    private final Breakpoints breakpoints;

    /**
     * The TSC runs at the rate of the machine's counts.
     *
     * @param shutdown pulses on a triple fault: the board resets the processor
     */
    public SystemUnit(
            CpuState cpu,
            LinearMemory memory,
            CpuModel model,
            Scheduler time,
            NotModelled notModelled,
            Line shutdown) {
        this(cpu, memory, model, time, countsOf(time.rate()), notModelled, shutdown);
    }

    /**
     * @param tsc the rate of the time-stamp counter, constant for the life of the machine
     */
    public SystemUnit(
            CpuState cpu,
            LinearMemory memory,
            CpuModel model,
            Scheduler time,
            Frequency tsc,
            NotModelled notModelled,
            Line shutdown) {
        this.cpu = cpu;
        this.memory = memory;
        this.model = model;
        mode = new ExecutionMode(memory);
        var faults = new SelectorFaults(cpu);
        var descriptors = new Descriptors(cpu, memory, faults);
        var code = new CodeSegments(cpu, descriptors, faults, mode);
        segments = new SegmentLoader(cpu, descriptors, faults, mode);
        flags = new FlagsPrivilege(cpu, mode, model);
        breakpoints = new Breakpoints(cpu, memory);
        controls = new ControlRegisters(cpu, memory, mode, breakpoints, model);
        var tasks =
                new Tasks(
                        cpu,
                        memory,
                        descriptors,
                        segments,
                        faults,
                        flags,
                        controls,
                        breakpoints,
                        mode);
        var returns = new FarReturns(cpu, memory, segments, code, faults, flags, tasks);
        transfers =
                new FarTransfers(cpu, memory, descriptors, segments, code, faults, tasks, returns);
        interrupts =
                new Interrupts(cpu, memory, faults, code, segments, tasks, breakpoints, shutdown);
        tables = new SystemTables(cpu, new SegmentedMemory(cpu, memory), descriptors, faults);
        queries = new DescriptorQueries(cpu, descriptors);
        timeStamp = new TimeStamp(cpu, model, time, tsc, notModelled);
        msrs = new Msrs(cpu, model, timeStamp, notModelled);
        cpuid = new Cpuid(cpu, model);
        sysenter = new Sysenter(cpu, msrs, mode);
        ioPermission = new IoPermission(cpu, memory);
        testRegisters = new TestRegisters(cpu, model, notModelled);
    }

    private static Frequency countsOf(CountRate rate) {
        return rate.counts() <= Integer.MAX_VALUE && rate.nanos() <= Integer.MAX_VALUE
                ? new Frequency(rate.counts(), rate.nanos())
                : new Frequency(Math.ceilDiv(rate.counts(), 10), Math.ceilDiv(rate.nanos(), 10));
    }

    /**
     * Registers as RESET leaves them, those of {@link CpuState} included; the TLB is empty. @see
     * "SDM vol. 3A, table 9-1"
     */
    public void reset() {
        restart(model.cr0AtReset());
        msrs.reset();
        timeStamp.reset();
    }

    /**
     * Registers as INIT leaves them: as RESET does, but CR0.CD and NW, the MSRs and the time-stamp
     * counter stay. @see "SDM vol. 3A, table 9-1"
     */
    public void init() {
        restart(cpu.cr0 & (CpuState.CR0_CD | CpuState.CR0_NW) | model.cr0Fixed());
    }

    private void restart(int cr0) {
        Arrays.fill(cpu.gpr, 0);
        cpu.gpr[CpuState.EDX] = model.signature();
        cpu.flags.value(Flags.ALWAYS_SET);
        for (Segment segment : cpu.segments) {
            segment.set(0, 0, 0xFFFF, Segment.REAL_MODE);
        }
        cpu.cs().set(RESET_CS, RESET_BASE, 0xFFFF, Segment.REAL_MODE);
        cpu.eip = RESET_EIP;
        cpu.ldtr.set(0, 0, 0xFFFF, Segment.PRESENT | Descriptor.LDT);
        cpu.tr.set(0, 0, 0xFFFF, Segment.PRESENT | Descriptor.TSS32_BUSY);
        cpu.gdtBase = 0;
        cpu.idtBase = 0;
        cpu.gdtLimit = TABLE_LIMIT;
        cpu.idtLimit = TABLE_LIMIT;
        cpu.cr0 = cr0;
        cpu.cr2 = 0;
        cpu.cr3 = 0;
        cpu.cr4 = 0;
        cpu.cpl = 0;
        cpu.halted = false;
        cpu.shutDown = false;
        cpu.interruptShadow = false;
        cpu.debugShadow = false;
        cpu.nmiBlocked = false;
        breakpoints.reset();
        memory.flushTlb();
        mode.changed();
    }

    /** Hears of each change of CS, CPL, VM, stack size, CR0, CR4 and EFLAGS.AC. */
    public void onModeChange(Runnable listener) {
        mode.listener(listener);
    }

    /** MOV and POP Sreg, LDS and relatives. */
    public SegmentLoader segments() {
        return segments;
    }

    /** Far JMP, CALL, RET, IRET. */
    public FarTransfers transfers() {
        return transfers;
    }

    /** Delivery of exceptions and interrupts. */
    public Interrupts interrupts() {
        return interrupts;
    }

    /** CRn and DRn. */
    public ControlRegisters controls() {
        return controls;
    }

    /** LGDT and relatives. */
    public SystemTables tables() {
        return tables;
    }

    /** LAR and relatives. */
    public DescriptorQueries queries() {
        return queries;
    }

    /** TRn. */
    public TestRegisters testRegisters() {
        return testRegisters;
    }

    /** RDMSR, WRMSR. */
    public Msrs msrs() {
        return msrs;
    }

    public Cpuid cpuid() {
        return cpuid;
    }

    /** SYSENTER, SYSEXIT. */
    public Sysenter sysenter() {
        return sysenter;
    }

    /** RDTSC, RDPMC. */
    public TimeStamp timeStamp() {
        return timeStamp;
    }

    /** The check of IN and OUT. */
    public IoPermission ioPermission() {
        return ioPermission;
    }

    /** CLI, STI, PUSHF, POPF. */
    public FlagsPrivilege flags() {
        return flags;
    }

    /** The debug registers at work. */
    public Breakpoints breakpoints() {
        return breakpoints;
    }

    /**
     * State of these parts; {@link CpuState}, loaded before, and {@link LinearMemory} are sections
     * of their own.
     */
    @Override
    public void exchange(StateCodec state) {
        state.section("breakpoints", breakpoints);
        state.section("msrs", msrs);
        state.section("timeStamp", timeStamp);
        state.section("testRegisters", testRegisters);
        if (state.isLoading()) {
            mode.changed();
        }
    }
}
