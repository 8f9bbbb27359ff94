package pentimento.cpu.decode;

import java.util.List;
import pentimento.cpu.decode.OpcodeTable.Definition;
import pentimento.cpu.model.Feature;

/**
 * The rows of the x87: opcodes D8-DF, whose ModRM byte tells the instruction. Md is m32fp or m32int
 * as the mnemonic says, Mq m64, Mt m80, Mw m16, M an image of environment or state. Aliases that
 * every x87 since the 8087 or 387 executes have the name of what they do.
 *
 * @see "SDM vol. 2D, A.5"
 */
public final class X87Opcodes {
    private static final List<String> ARITHMETIC =
            List.of("ADD", "MUL", "COM", "COMP", "SUB", "SUBR", "DIV", "DIVR");

    private X87Opcodes() {}

    /**
     * @param esc what all of them do, undefined forms included: call the unit
     */
    public static void define(Definition map, Semantics esc) {
        memory(map, esc);
        arithmetic(map, esc);
        registers(map, esc);
        functions(map, esc);
        for (int code = 0xD8; code <= 0xDF; code++) {
            map.reserved(code, esc);
        }
    }

    // @formatter:off

    private static void memory(Definition map, Semantics esc) {
        map.group(0xD9, 0, "FLD", "Md", esc);
        map.group(0xD9, 2, "FST", "Md", esc);
        map.group(0xD9, 3, "FSTP", "Md", esc);
        map.group(0xD9, 4, "FLDENV", "M", esc);
        map.group(0xD9, 5, "FLDCW", "Mw", esc);
        map.group(0xD9, 6, "FNSTENV", "M", esc);
        map.group(0xD9, 7, "FNSTCW", "Mw", esc);
        map.group(0xDB, 0, "FILD", "Md", esc);
        map.group(0xDB, 1, "FISTTP", "Md", esc).since(Feature.SSE3);
        map.group(0xDB, 2, "FIST", "Md", esc);
        map.group(0xDB, 3, "FISTP", "Md", esc);
        map.group(0xDB, 5, "FLD", "Mt", esc);
        map.group(0xDB, 7, "FSTP", "Mt", esc);
        map.group(0xDD, 0, "FLD", "Mq", esc);
        map.group(0xDD, 1, "FISTTP", "Mq", esc).since(Feature.SSE3);
        map.group(0xDD, 2, "FST", "Mq", esc);
        map.group(0xDD, 3, "FSTP", "Mq", esc);
        map.group(0xDD, 4, "FRSTOR", "M", esc);
        map.group(0xDD, 6, "FNSAVE", "M", esc);
        map.group(0xDD, 7, "FNSTSW", "Mw", esc);
        map.group(0xDF, 0, "FILD", "Mw", esc);
        map.group(0xDF, 1, "FISTTP", "Mw", esc).since(Feature.SSE3);
        map.group(0xDF, 2, "FIST", "Mw", esc);
        map.group(0xDF, 3, "FISTP", "Mw", esc);
        map.group(0xDF, 4, "FBLD", "Mt", esc);
        map.group(0xDF, 5, "FILD", "Mq", esc);
        map.group(0xDF, 6, "FBSTP", "Mt", esc);
        map.group(0xDF, 7, "FISTP", "Mq", esc);
    }

    private static void arithmetic(Definition map, Semantics esc) {
        for (int n = 0; n < 8; n++) {
            String name = ARITHMETIC.get(n);
            map.group(0xD8, n, "F" + name, "Md", esc);
            map.group(0xDA, n, "FI" + name, "Md", esc);
            map.group(0xDC, n, "F" + name, "Mq", esc);
            map.group(0xDE, n, "FI" + name, "Mw", esc);
            boolean compares = n == 2 || n == 3;
            int modRm = 0xC0 | n << 3;
            map.stack(0xD8, modRm, "F" + name, compares ? "STi" : "ST,STi", esc);
            if (compares) {
                map.stack(0xDC, modRm, "F" + name, "STi", esc);
            } else {
                String to = ARITHMETIC.get(n < 4 ? n : n ^ 1); // DC and DE exchange SUB with SUBR
                map.stack(0xDC, modRm, "F" + to, "STi,ST", esc);
                map.stack(0xDE, modRm, "F" + to + "P", "STi,ST", esc);
            }
        }
        map.stack(0xDE, 0xD0, "FCOMP", "STi", esc);
        map.single(0xDE, 0xD9, "FCOMPP", esc);
    }

    private static void registers(Definition map, Semantics esc) {
        map.stack(0xD9, 0xC0, "FLD", "STi", esc);
        map.stack(0xD9, 0xC8, "FXCH", "STi", esc);
        map.stack(0xD9, 0xD8, "FSTP", "STi", esc);
        var conditions = List.of("B", "E", "BE", "U");
        for (int n = 0; n < 4; n++) {
            String condition = conditions.get(n);
            int modRm = 0xC0 | n << 3;
            map.stack(0xDA, modRm, "FCMOV" + condition, "ST,STi", esc).since(Feature.FCMOV);
            map.stack(0xDB, modRm, "FCMOVN" + condition, "ST,STi", esc).since(Feature.FCMOV);
        }
        map.single(0xDA, 0xE9, "FUCOMPP", esc);
        map.stack(0xDB, 0xE8, "FUCOMI", "ST,STi", esc).since(Feature.FCMOV);
        map.stack(0xDB, 0xF0, "FCOMI", "ST,STi", esc).since(Feature.FCMOV);
        map.stack(0xDD, 0xC0, "FFREE", "STi", esc);
        map.stack(0xDD, 0xC8, "FXCH", "STi", esc);
        map.stack(0xDD, 0xD0, "FST", "STi", esc);
        map.stack(0xDD, 0xD8, "FSTP", "STi", esc);
        map.stack(0xDD, 0xE0, "FUCOM", "STi", esc);
        map.stack(0xDD, 0xE8, "FUCOMP", "STi", esc);
        map.stack(0xDF, 0xC0, "FFREEP", "STi", esc);
        map.stack(0xDF, 0xC8, "FXCH", "STi", esc);
        map.stack(0xDF, 0xD0, "FSTP", "STi", esc);
        map.stack(0xDF, 0xD8, "FSTP", "STi", esc);
        map.single(0xDF, 0xE0, "FNSTSW", "AX", esc);
        map.stack(0xDF, 0xE8, "FUCOMIP", "ST,STi", esc).since(Feature.FCMOV);
        map.stack(0xDF, 0xF0, "FCOMIP", "ST,STi", esc).since(Feature.FCMOV);
    }

    private static void functions(Definition map, Semantics esc) {
        map.single(0xD9, 0xD0, "FNOP", esc);
        map.single(0xD9, 0xE0, "FCHS", esc);
        map.single(0xD9, 0xE1, "FABS", esc);
        map.single(0xD9, 0xE4, "FTST", esc);
        map.single(0xD9, 0xE5, "FXAM", esc);
        var names = List.of(
                "FLD1", "FLDL2T", "FLDL2E", "FLDPI", "FLDLG2", "FLDLN2", "FLDZ", "",
                "F2XM1", "FYL2X", "FPTAN", "FPATAN", "FXTRACT", "FPREM1", "FDECSTP", "FINCSTP",
                "FPREM", "FYL2XP1", "FSQRT", "FSINCOS", "FRNDINT", "FSCALE", "FSIN", "FCOS");
        for (int n = 0; n < names.size(); n++) {
            if (!names.get(n).isEmpty()) {
                map.single(0xD9, 0xE8 + n, names.get(n), esc);
            }
        }
        map.single(0xDB, 0xE0, "FNENI", esc);
        map.single(0xDB, 0xE1, "FNDISI", esc);
        map.single(0xDB, 0xE2, "FNCLEX", esc);
        map.single(0xDB, 0xE3, "FNINIT", esc);
        map.single(0xDB, 0xE4, "FNSETPM", esc);
    }

    // @formatter:on
}
