package pentimento.vectors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import pentimento.cpu.fpu.FpuState;
import pentimento.cpu.fpu.XmmState;
import pentimento.vectors.Vector.Registers;

/** The x87 and SSE registers of the machine under test: loaded from a vector and compared to it. */
final class FloatingPointState {
    private static final int C1 = 0x200;

    /** Two transcendentals within 1 ulp of the truth each. */
    private static final long MOST_ULPS = 2;

    private static final double APPROXIMATION = 1.5 / 4096;

    private final FpuState fpu = new FpuState();
    private final XmmState xmm = new XmmState(true);

    FpuState fpu() {
        return fpu;
    }

    XmmState xmm() {
        return xmm;
    }

    private static ByteBuffer view(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    void load(Registers from) {
        fpu.initialise();
        fpu.instructionOffset = 0;
        fpu.instructionSelector = 0;
        fpu.opcode = 0;
        fpu.operandOffset = 0;
        fpu.operandSelector = 0;
        for (int i = 0; i < 8; i++) {
            fpu.significand[i] = view(from.x87()[i]).getLong();
            fpu.signExponent[i] = view(from.x87()[i]).getShort(8) & 0xFFFF;
            xmm.xmm[2 * i] = view(from.xmm()[i]).getLong();
            xmm.xmm[2 * i + 1] = view(from.xmm()[i]).getLong(8);
        }
        fpu.controlWord(from.fcw());
        fpu.statusWord(from.fsw());
        fpu.occupied = from.ftw();
        xmm.mxcsr(from.mxcsr());
    }

    void compare(VectorFile file, Vector vector, List<String> differences) {
        Registers expected = vector.expected();
        if (file.hasX87()) {
            compareX87(vector, expected, differences);
        }
        if (file.hasSse()) {
            compareSse(vector, expected, differences);
        }
    }

    private static void compare(List<String> differences, String name, long is, long should) {
        if (is != should) {
            differences.add(String.format("%s is %x, should be %x", name, is, should));
        }
    }

    private void compareX87(Vector vector, Registers expected, List<String> differences) {
        boolean tolerant = vector.isApproximate();
        int ignored = vector.undefinedFsw() | (tolerant ? C1 : 0);
        compare(differences, "FCW", fpu.control, expected.fcw());
        compare(differences, "FSW", fpu.statusWord() & ~ignored, expected.fsw() & ~ignored);
        compare(differences, "FTW", fpu.occupied & 0xFF, expected.ftw());
        for (int i = 0; i < 8; i++) {
            long significand = view(expected.x87()[i]).getLong();
            int signExponent = view(expected.x87()[i]).getShort(8) & 0xFFFF;
            boolean near =
                    tolerant
                            && signExponent == fpu.signExponent[i]
                            && Math.abs(significand - fpu.significand[i]) <= MOST_ULPS;
            if (!near
                    && (significand != fpu.significand[i] || signExponent != fpu.signExponent[i])) {
                differences.add(
                        String.format(
                                "R%d is %04x %016x, should be %04x %016x",
                                i,
                                fpu.signExponent[i],
                                fpu.significand[i],
                                signExponent,
                                significand));
            }
        }
    }

    private void compareSse(Vector vector, Registers expected, List<String> differences) {
        compare(differences, "MXCSR", xmm.mxcsr(), expected.mxcsr());
        for (int i = 0; i < 8; i++) {
            long low = view(expected.xmm()[i]).getLong(), high = view(expected.xmm()[i]).getLong(8);
            boolean near =
                    vector.isApproximate()
                            && isNear(xmm.xmm[2 * i], low)
                            && isNear(xmm.xmm[2 * i + 1], high);
            if (!near) {
                compare(differences, "XMM" + i + " low", xmm.xmm[2 * i], low);
                compare(differences, "XMM" + i + " high", xmm.xmm[2 * i + 1], high);
            }
        }
    }

    /** Two singles each. */
    private static boolean isNear(long is, long should) {
        return isNear((int) is, (int) should) && isNear((int) (is >>> 32), (int) (should >>> 32));
    }

    private static boolean isNear(int is, int should) {
        float a = Float.intBitsToFloat(is), b = Float.intBitsToFloat(should);
        return is == should || Math.abs(a - b) <= Math.abs(b) * APPROXIMATION;
    }
}
