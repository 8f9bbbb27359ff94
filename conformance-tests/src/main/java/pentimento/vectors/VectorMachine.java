package pentimento.vectors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import pentimento.cpu.Disassembly;
import pentimento.cpu.fpu.simd.Simd;
import pentimento.cpu.fpu.x87.X87;
import pentimento.cpu.interpreter.Interpreter;
import pentimento.cpu.memory.LinearMemory;
import pentimento.cpu.memory.SegmentedMemory;
import pentimento.cpu.model.CpuModel;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Segment;
import pentimento.cpu.system.SystemUnit;
import pentimento.jit.JitTranslator;
import pentimento.jit.discover.Limits;
import pentimento.memory.bus.Line;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.bus.PortSpace;
import pentimento.memory.physical.DirtyTracker;
import pentimento.memory.physical.PhysicalMemory;
import pentimento.memory.time.CountRate;
import pentimento.memory.time.Scheduler;
import pentimento.vectors.Vector.Chunk;
import pentimento.vectors.Vector.Registers;
import pentimento.vectors.VectorFile.Mode;

/**
 * A processor with the memory and descriptors of the recording machine. In protected mode,
 * exceptions go to level 0 through gates, each to a HLT of its own, so that the frame on the
 * level-0 stack tells the state before delivery.
 */
final class VectorMachine {
    /** How the instruction is executed. */
    enum Stepping {
        /** Together with the HLT that follows it. */
        BLOCKS,
        /** As blocks, of specialised forms. */
        SPECIALISED,
        /** With a budget of one count, again and again. */
        SINGLE,
        /** As blocks, each translated before it is executed, if its instructions can be. */
        TRANSLATED
    }

    private static final int RAM = 0x120000, OWN = 0x110000;
    private static final int GDT = OWN, LDT = OWN + 0x100, TSS = OWN + 0x200, IDT = OWN + 0x1000;
    private static final int HANDLERS = OWN + 0x2000, STACK_TOP = OWN + 0x8000;
    private static final int HANDLER_SHIFT = 4, HLT = 0xF4, LONGEST_REP = 70_000;
    private static final int MOST_DIFFERENCES = 20;
    private static final int CODE0 = 0x08, DATA0 = 0x10, LDT_SELECTOR = 0x18, TSS_SELECTOR = 0x20;
    private static final int CR0_PROTECTED = 0x40033; // AM NE ET MP PE
    private static final int CR4_SSE = 0x600;
    private static final int DEBUG_FLAGS = Flags.RF;

    /** The local descriptors: base, limit, access. Index = selector / 8. */
    private static final int[][] LOCAL = {
        {0, -1, 0xC0FB},
        {0, -1, 0xC0F3},
        {0x4000, 0xFFFF, 0xFB},
        {0x2000, 0xFFFF, 0xF3},
        {0x10000, 0xFFFF, 0xF3},
        {0xC000, 0xFFFF, 0xF3},
        {0x1000, 0x5FFF, 0x40F3},
        {0x12345, 0xA000, 0x40F3},
        {0x10000, 0x7FFF, 0x40F1},
        {0x10000, 0x0FFF, 0xF7},
        {0x10000, 0x0FFF, 0x4073},
        {0, -1, 0xC0F9},
        {0x4000, 0xFFFF, 0x7B},
        {0, 0xFFF, 0x40F7},
    };

    private final CpuModel model;
    private final Stepping stepping;
    private final JitTranslator translator = JitTranslator.atOnce(() -> Limits.STANDARD);
    private final CpuState state = new CpuState();
    private final PhysicalMemory memory = new PhysicalMemory(RAM, 0);
    private final LinearMemory linear;
    private final SystemUnit system;
    private final FloatingPointState registers = new FloatingPointState();
    private final Interpreter interpreter;
    private final DirtyTracker dirty;
    private final BitSet touched = new BitSet(); // pages
    private final ByteBuffer expected = ByteBuffer.allocate(RAM + 4).order(ByteOrder.LITTLE_ENDIAN);
    private boolean failedToRun;

    VectorMachine(CpuModel model, Stepping stepping) {
        this.model = model;
        this.stepping = stepping;
        var time = new Scheduler(CountRate.mips(100));
        linear = new LinearMemory(state, memory, model);
        var shutdown = new Line(high -> failedToRun |= high);
        system = new SystemUnit(state, linear, model, time, new NotModelled(s -> {}), shutdown);
        var operands = new SegmentedMemory(state, linear);
        var x87 = new X87(state, operands, registers.fpu(), model, Line.unconnected());
        var simd = new Simd(state, operands, registers.fpu(), registers.xmm(), model, x87.error());
        interpreter =
                Interpreter.build(
                        state, linear, system, model, memory, new PortSpace(), time, x87, simd);
        if (stepping == Stepping.TRANSLATED) {
            interpreter.translator(translator);
        } else if (stepping == Stepping.SPECIALISED) {
            interpreter.specialiseAfter(1);
        }
        writeTables();
        dirty = memory.trackRam();
        dirty.drain(page -> {});
    }

    // ---------------------------------------------------------------- descriptor tables

    private void writeTables() {
        descriptor(GDT + CODE0, 0, -1, 0xC09B);
        descriptor(GDT + DATA0, 0, -1, 0xC093);
        descriptor(GDT + LDT_SELECTOR, LDT, LOCAL.length * 8 - 1, 0x82);
        descriptor(GDT + TSS_SELECTOR, TSS, 0x67, 0x8B);
        for (int i = 0; i < LOCAL.length; i++) {
            descriptor(LDT + 8 * i, LOCAL[i][0], LOCAL[i][1], LOCAL[i][2]);
        }
        memory.write32(TSS + 4, STACK_TOP);
        memory.write32(TSS + 8, DATA0);
        memory.write16(TSS + 0x66, 0x68);
        for (int vector = 0; vector < 256; vector++) {
            int handler = HANDLERS + (vector << HANDLER_SHIFT);
            memory.write8(handler, HLT);
            memory.write32(IDT + 8 * vector, CODE0 << 16 | handler & 0xFFFF);
            memory.write32(IDT + 8 * vector + 4, handler & 0xFFFF0000 | 0xEE00);
        }
    }

    private void descriptor(int at, int base, int limit, int access) {
        int field = (access & Segment.GRANULARITY) != 0 ? limit >>> 12 : limit;
        memory.write32(at, base << 16 | field & 0xFFFF);
        memory.write32(
                at + 4, base & 0xFF000000 | base >>> 16 & 0xFF | access << 8 | field & 0xF0000);
    }

    // ---------------------------------------------------------------- one test

    /**
     * @return counts that retired in translated code
     */
    long translated() {
        return translator.counts().executed();
    }

    /**
     * @return what went wrong, if anything
     */
    Optional<String> run(VectorFile file, Vector vector) {
        boolean isReal = file.mode() == Mode.REAL;
        for (Chunk chunk : vector.initialMemory()) {
            memory.write(chunk.address(), chunk.bytes(), 0, chunk.bytes().length);
        }
        load(vector.initial(), isReal);
        failedToRun = false;
        execute(vector);
        var differences = new ArrayList<String>();
        if (failedToRun) {
            differences.add("shut down");
        } else if (isReal) {
            compareReal(vector, differences);
        } else {
            compareProtected(vector, differences);
            if (file.hasX87() || file.hasSse()) {
                registers.compare(file, vector, differences);
            }
        }
        compareMemory(vector, isReal, differences);
        return differences.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        String.format(
                                "%s #%d [%s] %s%s: %s",
                                file.name(),
                                vector.index(),
                                HexFormat.ofDelimiter(" ").formatHex(vector.instruction()),
                                disassembled(file, vector),
                                vector.vector() == Vector.NO_EXCEPTION
                                        ? ""
                                        : " vector " + vector.vector(),
                                String.join(", ", differences)));
    }

    private String disassembled(VectorFile file, Vector vector) {
        boolean code32 = file.mode() == Mode.P32;
        return Disassembly.first(model, vector.instruction(), vector.initial().eip(), code32)
                .text();
    }

    private void load(Registers registers, boolean isReal) {
        system.reset();
        interpreter.reset();
        state.halted = false;
        System.arraycopy(registers.general(), 0, state.gpr, 0, 8);
        state.eip = registers.eip();
        state.cr0 = isReal ? CpuState.CR0_ET : CR0_PROTECTED;
        state.cr4 = isReal ? 0 : CR4_SSE;
        state.cpl = isReal ? 0 : 3;
        if (isReal) {
            state.idtBase = 0;
            state.idtLimit = 0x3FF;
        } else {
            state.gdtBase = GDT;
            state.gdtLimit = 0x27;
            state.idtBase = IDT;
            state.idtLimit = 0x7FF;
            state.ldtr.set(LDT_SELECTOR, LDT, LOCAL.length * 8 - 1, 0x82);
            state.tr.set(TSS_SELECTOR, TSS, 0x67, 0x8B);
        }
        for (int i = 0; i < 6; i++) {
            int selector = registers.selectors()[i];
            if (isReal) {
                state.segments[i].set(selector, selector << 4, 0xFFFF, Segment.REAL_MODE);
            } else if ((selector & ~3) == 0) {
                state.segments[i].setNull(selector);
            } else {
                int[] d = LOCAL[selector >>> 3];
                state.segments[i].set(selector, d[0], d[1], d[2]);
            }
        }
        state.flags.value(registers.eflags());
        this.registers.load(registers);
        linear.flushTlb();
        linear.privilegeChanged();
    }

    private void execute(Vector vector) {
        if (stepping != Stepping.SINGLE) {
            interpreter.run(LONGEST_REP);
            return;
        }
        int begin = state.eip;
        boolean repeats = isRepeated(vector.instruction());
        for (int i = 0; i < LONGEST_REP; i++) {
            interpreter.run(1);
            boolean atHandler = state.isProtected() && state.cpl == 0;
            if (!repeats || state.eip != begin || atHandler || state.halted) {
                return;
            }
        }
    }

    private static boolean isRepeated(byte[] instruction) {
        boolean repeat = false;
        for (byte b : instruction) {
            switch (b & 0xFF) {
                case 0x26, 0x2E, 0x36, 0x3E, 0x64, 0x65, 0x66, 0x67 -> {}
                case 0xF2, 0xF3 -> repeat = true;
                default -> {
                    int code = b & 0xFF;
                    boolean isString =
                            code >= 0x6C && code <= 0x6F
                                    || code >= 0xA4 && code <= 0xA7
                                    || code >= 0xAA && code <= 0xAF;
                    return repeat && isString;
                }
            }
        }
        return false;
    }

    // ---------------------------------------------------------------- comparing

    private static void compare(
            List<String> differences, String name, int actual, int expected, int ignored) {
        if (((actual ^ expected) & ~ignored) != 0) {
            differences.add(String.format("%s is %x, should be %x", name, actual, expected));
        }
    }

    private static final String[] GENERAL = {
        "EAX", "ECX", "EDX", "EBX", "ESP", "EBP", "ESI", "EDI"
    };
    private static final String[] SEGMENTS = {"ES", "CS", "SS", "DS", "FS", "GS"};

    private void compareReal(Vector vector, List<String> differences) {
        Registers expected = vector.expected();
        for (int i = 0; i < 8; i++) {
            compare(differences, GENERAL[i], state.gpr[i], expected.general()[i], 0);
        }
        boolean isHlt = vector.opcode(0) == HLT;
        int eip = stepping != Stepping.SINGLE && !isHlt ? state.eip - 1 : state.eip;
        compare(differences, "EIP", eip, expected.eip(), 0);
        int flags = state.flags.value();
        compare(differences, "EFLAGS", flags, expected.eflags(), vector.undefinedFlags());
        for (int i = 0; i < 6; i++) {
            int selector = state.segments[i].selector;
            compare(differences, SEGMENTS[i], selector, expected.selectors()[i], 0);
        }
    }

    private void compareProtected(Vector vector, List<String> differences) {
        Registers expected = vector.expected();
        boolean atHandler = state.cpl == 0;
        int raised = (state.eip - HANDLERS - (state.halted ? 1 : 0)) >> HANDLER_SHIFT;
        int actualVector = atHandler ? raised : Vector.NO_EXCEPTION;
        int wanted = vector.vector();
        if (stepping != Stepping.SINGLE && wanted == Vector.NO_EXCEPTION) {
            wanted = pentimento.cpu.state.Vector.GP; // from the HLT that follows
        }
        if (actualVector != wanted) {
            differences.add("vector is " + actualVector);
            return;
        }
        int frame = state.gpr[CpuState.ESP];
        int eip = state.eip, eflags = state.flags.value(), esp = frame;
        int cs = state.cs().selector, ss = state.ss().selector;
        if (atHandler) {
            if (hasErrorCode(actualVector)) {
                int code = vector.vector() == Vector.NO_EXCEPTION ? 0 : vector.errorCode();
                compare(differences, "error code", memory.read32(frame), code, 0);
                frame += 4;
            }
            eip = memory.read32(frame);
            cs = memory.read16(frame + 4);
            eflags = memory.read32(frame + 8);
            esp = memory.read32(frame + 12);
            ss = memory.read16(frame + 16);
        }
        for (int i = 0; i < 8; i++) {
            int value = i == CpuState.ESP ? esp : state.gpr[i];
            compare(differences, GENERAL[i], value, expected.general()[i], 0);
        }
        compare(differences, "EIP", eip, expected.eip(), 0);
        int ignored = vector.undefinedFlags() | DEBUG_FLAGS;
        compare(differences, "EFLAGS", eflags, expected.eflags(), ignored);
        for (int i = 0; i < 6; i++) {
            int selector = i == Segment.CS ? cs : i == Segment.SS ? ss : state.segments[i].selector;
            compare(differences, SEGMENTS[i], selector, expected.selectors()[i], 0);
        }
    }

    private static boolean hasErrorCode(int vector) {
        return switch (vector) {
            case 8, 10, 11, 12, 13, 14, 17 -> true;
            default -> false;
        };
    }

    /** Compares all pages that were written, and leaves them zero for the next test. */
    private void compareMemory(Vector vector, boolean isReal, List<String> differences) {
        touched.clear();
        place(vector.initialMemory());
        place(vector.changedMemory());
        dirty.drain(touched::set);
        boolean pushesFlags = isReal && vector.vector() != Vector.NO_EXCEPTION;
        int flagsAt = pushesFlags ? vector.errorCode() : RAM;
        expected.putShort(flagsAt, masked(expected.getShort(flagsAt), vector.undefinedFlags()));
        if (pushesFlags) {
            int pushed = memory.read16(flagsAt);
            memory.write16(flagsAt, masked((short) pushed, vector.undefinedFlags()));
        }
        touched.clear(OWN >>> PhysicalMemory.PAGE_SHIFT, RAM >>> PhysicalMemory.PAGE_SHIFT);
        touched.stream().forEach(page -> comparePage(page, differences));
        dirty.drain(page -> {});
    }

    private static short masked(short flags, int undefined) {
        return (short) (flags & ~undefined);
    }

    private void comparePage(int page, List<String> differences) {
        int base = page << PhysicalMemory.PAGE_SHIFT;
        for (int at = base; at < base + PhysicalMemory.PAGE_SIZE; at += 4) {
            int is = memory.read32(at), should = expected.getInt(at);
            if (is != should && differences.size() < MOST_DIFFERENCES) {
                differences.add(String.format("[%x] is %08x, should be %08x", at, is, should));
            }
            if (is != 0) {
                memory.write32(at, 0);
            }
            if (should != 0) {
                expected.putInt(at, 0);
            }
        }
    }

    private void place(List<Chunk> chunks) {
        for (Chunk chunk : chunks) {
            for (int i = 0; i < chunk.bytes().length; i++) {
                int at = chunk.address() + i;
                expected.put(at, chunk.bytes()[i]);
                touched.set(at >>> PhysicalMemory.PAGE_SHIFT);
            }
        }
    }
}
