package pentimento.cpu;

import java.util.Arrays;
import java.util.function.IntSupplier;
import pentimento.cpu.fpu.FpuState;
import pentimento.cpu.fpu.XmmState;
import pentimento.cpu.fpu.simd.Simd;
import pentimento.cpu.fpu.x87.X87;
import pentimento.cpu.interpreter.Interpreter;
import pentimento.cpu.interpreter.RegisterImage;
import pentimento.cpu.interpreter.Tracer;
import pentimento.cpu.interpreter.Watch;
import pentimento.cpu.memory.LinearMemory;
import pentimento.cpu.memory.SegmentedMemory;
import pentimento.cpu.model.CpuModel;
import pentimento.cpu.model.Feature;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;
import pentimento.cpu.system.SystemUnit;
import pentimento.cpu.trace.TraceListener;
import pentimento.cpu.translation.Translator;
import pentimento.memory.bus.Line;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.bus.PortSpace;
import pentimento.memory.physical.PhysicalMemory;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;
import pentimento.memory.time.Scheduler;

/** An x86 processor as its board sees it: pins, reset, run. */
public final class Cpu implements Stateful {
    private static final int FIRST_WITH_INIT = 5;

    private final CpuState state = new CpuState();
    private final CpuModel model;
    private final LinearMemory memory;
    private final SystemUnit system;
    private final Interpreter interpreter;
    private final Line intr;
    private final Line nmi;
    private final Line shutdown = new Line(high -> shutdown(high));
    private final Line ferr = new Line(high -> ferr(high));
    private final FpuState fpu = new FpuState();
    private final XmmState xmm;
    private final X87 x87;
    private final boolean hasInit;
    private Line shutdownOutput = Line.unconnected();
    private Line ferrOutput = Line.unconnected();

    /**
     * @param time hears of everything that retires
     */
    public Cpu(
            CpuModel model,
            PhysicalMemory physical,
            PortSpace ports,
            Scheduler time,
            NotModelled notModelled) {
        this.model = model;
        hasInit = model.family() >= FIRST_WITH_INIT;
        memory = new LinearMemory(state, physical, model);
        system = new SystemUnit(state, memory, model, time, notModelled, shutdown);
        var operands = new SegmentedMemory(state, memory);
        x87 = new X87(state, operands, fpu, model, ferr);
        xmm = new XmmState(model.has(Feature.SSE2));
        var simd = new Simd(state, operands, fpu, xmm, model, x87.error());
        interpreter =
                Interpreter.build(state, memory, system, model, physical, ports, time, x87, simd);
        intr = new Line(interpreter::intr);
        nmi = new Line(high -> nmi(high));
        reset();
    }

    private void shutdown(boolean high) {
        if (high) {
            interpreter.requestExit(); // the board acts before anything else happens
        }
        shutdownOutput.set(high);
    }

    private void ferr(boolean high) {
        ferrOutput.set(high);
    }

    private void nmi(boolean high) {
        if (high) {
            interpreter.nmi();
        }
    }

    // ---------------------------------------------------------------- pins

    /** INTR, from the interrupt controller. */
    public Line intr() {
        return intr;
    }

    /** NMI: takes rising edges. */
    public Line nmi() {
        return nmi;
    }

    /**
     * The interrupt acknowledge cycle.
     *
     * @param source gives the vector, 0..FFh, of the request that INTR announces
     */
    public void vectorSource(IntSupplier source) {
        interpreter.vectorSource(source);
    }

    /** The shutdown cycle: rises when a triple fault has stopped the processor. */
    public void shutdown(Line output) {
        shutdownOutput = output;
    }

    /** FERR#: high while a numeric error is pending and CR0.NE is clear; IRQ13 on a PC. */
    public void ferr(Line output) {
        ferrOutput = output;
    }

    /** IGNNE#: high lets numeric errors pass, as a PC's port F0h does while FERR# is high. */
    public Line ignne() {
        return x87.ignne();
    }

    // ---------------------------------------------------------------- run

    /** RESET: the processor starts at F000:FFF0 with CS base FFFF0000h; FERR# falls. */
    public void reset() {
        memory.reset();
        system.reset();
        fpu.reset();
        x87.error().drive();
        xmm.reset();
        interpreter.reset();
    }

    /**
     * INIT: as RESET, but x87, MMX and XMM registers, MSRs and the caches' state stay. Families
     * before the Pentium have no such pin: their boards pulse RESET.
     */
    public void init() {
        if (!hasInit) {
            reset();
            return;
        }
        system.init();
        interpreter.reset();
    }

    /**
     * Executes up to {@code budget} counts, and one more if the last instruction ends in a debug
     * trap. Returns early when halted or shut down, when a device armed an earlier event, or when
     * {@link #requestExit} was called. All counts are published to the scheduler.
     */
    public void run(int budget) {
        interpreter.run(budget);
    }

    /** Joins who translates hot code. Nobody does at first. */
    @SuppressWarnings("exports") // the board joins both, and they know each other
    public void translator(Translator translator) {
        interpreter.translator(translator);
    }

    /**
     * Tells when the interpreter's ops become specialised ones: for tests.
     *
     * @param executions of a block, at least 1
     */
    public void specialiseAfter(int executions) {
        interpreter.specialiseAfter(executions);
    }

    public boolean isHalted() {
        return state.halted;
    }

    /**
     * @return true if halted and nothing has come yet that wakes it: time may pass
     */
    public boolean isIdle() {
        return state.halted && !interpreter.isWoken();
    }

    /**
     * @return true if shut down, or halted with interrupts disabled: only NMI or a reset can wake
     *     it
     */
    public boolean isWaitingForEver() {
        return state.halted && (state.shutDown || !state.flags.is(Flags.IF));
    }

    /** Lets a run return at the next instruction boundary it looks at. From any thread. */
    public void requestExit() {
        interpreter.requestExit();
    }

    /** The registers, as they are at the boundary where the last run ended. */
    public CpuView view() {
        return CpuView.of(state);
    }

    // ---------------------------------------------------------------- observers

    /** Tells a listener of all that executes from the next run on; it replaces an earlier one. */
    public void trace(TraceListener listener) {
        var registers = new RegisterImage(state, fpu, xmm);
        interpreter.watch(new Tracer(state, registers, Interpreter.decoder(model), listener));
    }

    /** Tells nobody any more. */
    public void stopTrace() {
        interpreter.watch(Watch.NONE);
    }

    /**
     * @return bytes at CS:EIP, as many as can be looked at without walking the page tables
     */
    public byte[] code(int most) {
        int linear = state.cs().base + state.eip, length = 0;
        var bytes = new byte[most];
        while (length < most) {
            int index = memory.probeCode(linear + length);
            if (index < 0) {
                break;
            }
            bytes[length++] = memory.flat()[index];
        }
        return Arrays.copyOf(bytes, length);
    }

    CpuState state() {
        return state;
    }

    @Override
    public void exchange(StateCodec codec) {
        codec.section("registers", state);
        codec.section("memory", memory);
        codec.section("system", system);
        codec.section("x87", x87);
        codec.section("xmm", xmm);
        codec.section("execution", interpreter);
    }
}
