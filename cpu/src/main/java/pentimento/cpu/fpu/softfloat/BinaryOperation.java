package pentimento.cpu.fpu.softfloat;

import static pentimento.cpu.fpu.softfloat.Float80.DENORMAL;
import static pentimento.cpu.fpu.softfloat.Float80.SIGN;

/** The six arithmetic operations under the numbers that opcodes give them. */
public final class BinaryOperation {
    public static final int ADD = 0, MULTIPLY = 1, SUBTRACT = 4, SUBTRACT_REVERSED = 5;
    public static final int DIVIDE = 6, DIVIDE_REVERSED = 7;

    private BinaryOperation() {}

    /**
     * @param control as in {@link Float80}
     * @return flags
     */
    public static int operate(
            int operation,
            int aExponent,
            long a,
            int bExponent,
            long b,
            int control,
            FloatResult result) {
        return switch (operation) {
            case ADD -> Addition.add(aExponent, a, bExponent, b, control, result);
            case MULTIPLY -> Multiplication.multiply(aExponent, a, bExponent, b, control, result);
            case SUBTRACT -> Addition.subtract(aExponent, a, bExponent, b, control, result);
            case SUBTRACT_REVERSED ->
                    Addition.subtract(bExponent, b, aExponent, a, control, result);
            case DIVIDE -> Division.divide(aExponent, a, bExponent, b, control, result);
            default -> Division.divide(bExponent, b, aExponent, a, control, result);
        };
    }

    /** The same where the second operand was a denormal of a narrower format. */
    public static int operateOnDenormal(
            int operation,
            int aExponent,
            long a,
            int bExponent,
            long b,
            int control,
            FloatResult result) {
        return switch (operation) {
            case ADD ->
                    Addition.addSpecial(aExponent, a, bExponent, b, 0, DENORMAL, control, result);
            case MULTIPLY ->
                    Multiplication.multiplySpecial(
                            aExponent, a, bExponent, b, DENORMAL, control, result);
            case SUBTRACT ->
                    Addition.addSpecial(
                            aExponent, a, bExponent, b, SIGN, DENORMAL, control, result);
            case SUBTRACT_REVERSED ->
                    Addition.addSpecial(
                            bExponent, b, aExponent, a, SIGN, DENORMAL, control, result);
            case DIVIDE ->
                    Division.divideSpecial(aExponent, a, bExponent, b, DENORMAL, control, result);
            default ->
                    Division.divideSpecial(bExponent, b, aExponent, a, DENORMAL, control, result);
        };
    }
}
