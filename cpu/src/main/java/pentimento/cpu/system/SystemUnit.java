package pentimento.cpu.system;

import pentimento.cpu.memory.LinearMemory;
import pentimento.cpu.model.CpuModel;
import pentimento.cpu.state.CpuState;
import pentimento.memory.bus.Line;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;
import pentimento.memory.time.Scheduler;

/** The system architecture of one processor: its parts, wired. */
public final class SystemUnit implements Stateful {
    private final SegmentLoader segments = new SegmentLoader();
    private final FarTransfers transfers = new FarTransfers();
    private final Interrupts interrupts = new Interrupts();
    private final ControlRegisters controls = new ControlRegisters();
    private final SystemTables tables = new SystemTables();
    private final DescriptorQueries queries = new DescriptorQueries();
    private final Msrs msrs = new Msrs();
    private final Cpuid cpuid = new Cpuid();
    private final Sysenter sysenter = new Sysenter();
    private final TimeStamp timeStamp = new TimeStamp();
    private final IoPermission ioPermission = new IoPermission();
    private final FlagsPrivilege flags = new FlagsPrivilege();
    private final Breakpoints breakpoints = new Breakpoints();

    /**
     * @param shutdown pulses on a triple fault: the board resets the processor
     */
    @SuppressWarnings("unused")
    public SystemUnit(
            CpuState cpu,
            LinearMemory memory,
            CpuModel model,
            Scheduler time,
            NotModelled notModelled,
            Line shutdown) {}

    /**
     * Registers, also those of other parts, as RESET leaves them. CpuState, LinearMemory (TLB) and
     * all parts here.
     */
    public void reset() {}

    /**
     * Hears of each change of CS, CPL, VM, CR0, CR4 and other parts of the key of translated code.
     */
    @SuppressWarnings("unused")
    public void onModeChange(Runnable listener) {}

    /** MOV and POP Sreg, LDS and relatives. */
    public SegmentLoader segments() {
        return segments;
    }

    /** Far JMP, CALL, RET, IRET. */
    public FarTransfers transfers() {
        return transfers;
    }

    /** Delivery. */
    public Interrupts interrupts() {
        return interrupts;
    }

    /** CRn, DRn. */
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

    /** RDMSR, WRMSR. */
    public Msrs msrs() {
        return msrs;
    }

    /** CPUID. */
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

    /** Debug registers at work. */
    public Breakpoints breakpoints() {
        return breakpoints;
    }

    /** Everything here that is state; CpuState and LinearMemory are sections of their own. */
    @Override
    public void exchange(StateCodec state) {}
}
