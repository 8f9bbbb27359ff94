package pentimento.cpu.fpu.simd;

import static pentimento.cpu.fpu.softfloat.Float80.DENORMAL;
import static pentimento.cpu.fpu.softfloat.Float80.INVALID;
import static pentimento.cpu.fpu.softfloat.Float80.ZERO_DIVIDE;
import static pentimento.cpu.state.CpuState.CR0_EM;
import static pentimento.cpu.state.CpuState.CR0_TS;
import static pentimento.cpu.state.CpuState.CR4_OSFXSR;
import static pentimento.cpu.state.CpuState.CR4_OSXMMEXCPT;

import pentimento.cpu.fpu.FpuState;
import pentimento.cpu.fpu.XmmState;
import pentimento.cpu.fpu.softfloat.FloatResult;
import pentimento.cpu.fpu.x87.ErrorSignal;
import pentimento.cpu.memory.LinearMemory;
import pentimento.cpu.memory.SegmentedMemory;
import pentimento.cpu.model.CpuModel;
import pentimento.cpu.model.Feature;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Segment;
import pentimento.cpu.state.Vector;

/**
 * What the instructions of MMX and SSE have in common: their registers, their operands, when they
 * trap, and where their exceptions go.
 *
 * @see "SDM vol. 1, chapters 9 to 12; vol. 3A, chapters 12 and 13"
 */
public final class Simd {
    private static final int BYTES = 16, MOD = 0xC0;

    /** Beside ModRM: the operand in memory has been loaded, see {@link #loaded}. */
    private static final int LOADED = 0x100;

    private static final int BEFORE = INVALID | DENORMAL | ZERO_DIVIDE;

    final CpuState cpu;
    final SegmentedMemory memory;
    final FpuState fpu;
    final XmmState state;
    final long[] xmm;

    /** For pure functions to leave numbers and flags in. */
    final FloatResult result = new FloatResult();

    /** The operand that {@link #load} found, or that was loaded before. */
    long low, high;

    private final CpuModel model;
    private final ErrorSignal x87Error;

    /**
     * @param x87Error pending x87 errors, which MMX instructions report
     */
    public Simd(
            CpuState cpu,
            SegmentedMemory memory,
            FpuState fpu,
            XmmState state,
            CpuModel model,
            ErrorSignal x87Error) {
        this.cpu = cpu;
        this.memory = memory;
        this.fpu = fpu;
        this.state = state;
        this.model = model;
        this.x87Error = x87Error;
        xmm = state.xmm;
    }

    boolean hasSse() {
        return model.has(Feature.SSE);
    }

    boolean hasSse2() {
        return model.has(Feature.SSE2);
    }

    boolean hasClflush() {
        return model.has(Feature.CLFLUSH);
    }

    void requireSse() {
        if (!hasSse()) {
            throw cpu.fault(Vector.UD);
        }
    }

    static int reg(int modrm) {
        return modrm >>> 3 & 7;
    }

    static int rm(int modrm) {
        return modrm & 7;
    }

    static boolean isRegister(int modrm) {
        return (modrm & MOD) == MOD;
    }

    private static boolean isLoaded(int modrm) {
        return (modrm & LOADED) != 0;
    }

    /**
     * The next instruction's operand in memory has been loaded.
     *
     * @return ModRM for the instruction's body
     */
    public int loaded(int modrm, long newLow, long newHigh) {
        low = newLow;
        high = newHigh;
        return modrm | LOADED;
    }

    // When instructions trap: SDM vol. 2A, 2.4 and vol. 3A, tables 12-1 and 13-1.

    /** An instruction on MMX registers begins. */
    public void checkMmx() {
        if ((cpu.cr0 & (CR0_EM | CR0_TS)) != 0) {
            throw unavailable();
        }
        x87Error.check();
    }

    /** An instruction on XMM registers or MXCSR begins. */
    public void checkSse() {
        if ((cpu.cr0 & (CR0_EM | CR0_TS)) != 0 || (cpu.cr4 & CR4_OSFXSR) == 0) {
            throw sseUnavailable();
        }
    }

    private CpuException sseUnavailable() {
        return (cpu.cr4 & CR4_OSFXSR) == 0 ? cpu.fault(Vector.UD) : unavailable();
    }

    private CpuException unavailable() {
        return cpu.fault((cpu.cr0 & CR0_EM) != 0 ? Vector.UD : Vector.NM);
    }

    /** An instruction on both kinds of registers begins. */
    void checkSseAndMmx() {
        checkSse();
        x87Error.check();
    }

    /** FXSAVE and FXRSTOR. */
    void checkFxsr() {
        if ((cpu.cr0 & (CR0_EM | CR0_TS)) != 0) {
            throw cpu.fault(Vector.NM);
        }
    }

    void requireMemory(int modrm) {
        if (isRegister(modrm)) {
            throw cpu.fault(Vector.UD);
        }
    }

    void requireRegister(int modrm) {
        if (!isRegister(modrm)) {
            throw cpu.fault(Vector.UD);
        }
    }

    void requireAligned(Segment segment, int offset) {
        if ((segment.base + offset & 0xF) != 0) {
            throw cpu.fault(Vector.GP, 0);
        }
    }

    // Operands. Memory is read before any register changes.

    /** m16, zero-extended. */
    int read16(int modrm, Segment segment, int offset) {
        return isLoaded(modrm) ? (int) low : memory.read16(segment, offset);
    }

    /** m32. */
    int read32(int modrm, Segment segment, int offset) {
        return isLoaded(modrm) ? (int) low : memory.read32(segment, offset);
    }

    /** m64. */
    long read64(int modrm, Segment segment, int offset) {
        return isLoaded(modrm) ? low : memory.read64(segment, offset);
    }

    /** mm/m64. */
    long mmxOperand(int modrm, Segment segment, int offset) {
        return isRegister(modrm) ? fpu.significand[rm(modrm)] : read64(modrm, segment, offset);
    }

    /** r32/m32. */
    int doubleword(int modrm, Segment segment, int offset) {
        return isRegister(modrm) ? cpu.gpr[rm(modrm)] : read32(modrm, segment, offset);
    }

    /** xmm/m32, zero-extended. */
    int single(int modrm, Segment segment, int offset) {
        return isRegister(modrm) ? (int) xmm[2 * rm(modrm)] : read32(modrm, segment, offset);
    }

    /** xmm/m64, the low half. */
    long quadword(int modrm, Segment segment, int offset) {
        return isRegister(modrm) ? xmm[2 * rm(modrm)] : read64(modrm, segment, offset);
    }

    /** xmm/m128, aligned, into {@link #low} and {@link #high}. */
    void load(int modrm, Segment segment, int offset) {
        if (!isRegister(modrm) && !isLoaded(modrm)) {
            requireAligned(segment, offset);
        }
        loadUnaligned(modrm, segment, offset);
    }

    /** xmm/m128 into {@link #low} and {@link #high}. */
    void loadUnaligned(int modrm, Segment segment, int offset) {
        if (isRegister(modrm)) {
            low = xmm[2 * rm(modrm)];
            high = xmm[2 * rm(modrm) + 1];
            return;
        }
        if (isLoaded(modrm)) {
            return;
        }
        int index = memory.readableIndex(segment, offset, BYTES);
        if (index >= 0) {
            byte[] flat = memory.flat();
            low = (long) LinearMemory.LONG.get(flat, index);
            high = (long) LinearMemory.LONG.get(flat, index + 8);
            return;
        }
        long first = memory.read64(segment, offset);
        high = memory.read64(segment, offset + 8);
        low = first;
    }

    void storeUnaligned(int register, Segment segment, int offset) {
        int index = memory.writableIndex(segment, offset, BYTES);
        if (index >= 0) {
            byte[] flat = memory.flat();
            LinearMemory.LONG.set(flat, index, xmm[2 * register]);
            LinearMemory.LONG.set(flat, index + 8, xmm[2 * register + 1]);
            return;
        }
        memory.probeWrite(segment, offset, BYTES);
        memory.write64(segment, offset, xmm[2 * register]);
        memory.write64(segment, offset + 8, xmm[2 * register + 1]);
    }

    /**
     * @param half 2n is the low half of XMMn, 2n + 1 the high one
     */
    public long register(int half) {
        return xmm[half];
    }

    void set(int register, long newLow, long newHigh) {
        xmm[2 * register] = newLow;
        xmm[2 * register + 1] = newHigh;
    }

    void setSingle(int register, int bits) {
        xmm[2 * register] = xmm[2 * register] & 0xFFFF_FFFF_0000_0000L | bits & 0xFFFF_FFFFL;
    }

    /** Writes MMn; the x87 stack becomes the MMX registers. */
    void setMmx(int register, long value) {
        fpu.enterMmx();
        fpu.mmx(register, value);
    }

    /** Follows a change of the x87's exceptions and masks. */
    void x87StateLoaded() {
        x87Error.drive();
    }

    // Exceptions.

    /** Numeric work begins: no flags yet. @return the control word */
    int begin() {
        result.flags = 0;
        return state.control();
    }

    /**
     * Takes the flags of all elements into MXCSR. If an operand's exception is unmasked, those of
     * results are not noted.
     *
     * @throws CpuException #XM, or #UD if the system does not know of #XM
     * @see "SDM vol. 1, 11.5.3"
     */
    void raise() {
        int flags = result.flags & XmmState.EXCEPTIONS;
        int unmasked = flags & ~state.control();
        if (unmasked == 0) {
            state.accrue(flags);
            return;
        }
        state.accrue((unmasked & BEFORE) != 0 ? flags & BEFORE : flags);
        throw cpu.fault((cpu.cr4 & CR4_OSXMMEXCPT) != 0 ? Vector.XM : Vector.UD);
    }
}
