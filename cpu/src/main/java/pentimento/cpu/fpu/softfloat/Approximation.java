package pentimento.cpu.fpu.softfloat;

/**
 * RCPSS and RSQRTSS: reciprocals within a relative error of 1.5 * 2^-12. Rounding control, DAZ and
 * FTZ do not matter: denormals count as zeros, tiny results become zeros, no exception is raised.
 *
 * @see "SDM vol. 2B, RCPPS and RSQRTPS"
 */
public final class Approximation {
    private static final int SIGN = 0x8000_0000, INFINITY = 0x7F80_0000, QUIET = 0x40_0000;

    /** What the hardware's tables resolve: 12 bits, the implicit one included, and a guard bit. */
    private static final int RESOLUTION = 0xFFFF_F800, HALF = 0x400;

    private Approximation() {}

    public static int reciprocal(int a) {
        int sign = a & SIGN, magnitude = a & ~SIGN;
        if (magnitude > INFINITY) {
            return a | QUIET;
        }
        if (magnitude == INFINITY) {
            return sign;
        }
        if (magnitude < 0x80_0000) {
            return sign | INFINITY;
        }
        int result = Float.floatToRawIntBits((float) (1.0 / Float.intBitsToFloat(magnitude)));
        return result < 0x80_0000 ? sign : sign | coarse(result);
    }

    public static int reciprocalRoot(int a) {
        int magnitude = a & ~SIGN;
        if (magnitude > INFINITY) {
            return a | QUIET;
        }
        if (magnitude < 0x80_0000) {
            return a & SIGN | INFINITY;
        }
        if (a < 0) {
            return Conversion.indefiniteSingle();
        }
        if (magnitude == INFINITY) {
            return 0;
        }
        return coarse(
                Float.floatToRawIntBits(
                        (float) (1.0 / Math.sqrt(Float.intBitsToFloat(magnitude)))));
    }

    private static int coarse(int bits) {
        return bits + HALF & RESOLUTION;
    }
}
