package pentimento.cpu.fpu.x87;

import static pentimento.cpu.fpu.softfloat.Float80.BIAS;
import static pentimento.cpu.fpu.softfloat.Float80.INTEGER_BIT;
import static pentimento.cpu.fpu.softfloat.Float80.NEAREST;
import static pentimento.cpu.fpu.softfloat.Float80.UP;

/**
 * The numbers that FLDxx know, to 64 bits truncated and rounded as rounding control says; precision
 * control has no say.
 *
 * @see "SDM vol. 1, 8.3.8"
 */
final class Constants {
    private static final int ONE = 0, LOG2_10 = 1, LOG2_E = 2, PI = 3, LOG10_2 = 4, LN_2 = 5;

    private Constants() {}

    static int signExponent(int n) {
        return switch (n) {
            case ONE, LOG2_E -> BIAS;
            case LOG2_10, PI -> BIAS + 1;
            case LOG10_2 -> BIAS - 2;
            case LN_2 -> BIAS - 1;
            default -> 0;
        };
    }

    static long significand(int n, int rounding) {
        boolean up = rounding == UP, upOrNearest = up || rounding == NEAREST;
        return switch (n) {
            case ONE -> INTEGER_BIT;
            // What follows the 64th bit is below a half here, above a half in the others.
            case LOG2_10 -> 0xD49A_784B_CD1B_8AFEL + (up ? 1 : 0);
            case LOG2_E -> 0xB8AA_3B29_5C17_F0BBL + (upOrNearest ? 1 : 0);
            case PI -> 0xC90F_DAA2_2168_C234L + (upOrNearest ? 1 : 0);
            case LOG10_2 -> 0x9A20_9A84_FBCF_F798L + (upOrNearest ? 1 : 0);
            case LN_2 -> 0xB172_17F7_D1CF_79ABL + (upOrNearest ? 1 : 0);
            default -> 0;
        };
    }
}
