package pentimento.cpu.fpu.x87;

import static java.lang.invoke.MethodHandles.lookup;

import java.util.Arrays;
import pentimento.cpu.fpu.x87.Arithmetic.Operands;
import pentimento.cpu.fpu.x87.Arithmetic.Operation;
import pentimento.cpu.model.CpuModel;
import pentimento.cpu.model.Feature;
import pentimento.cpu.template.Template;

/**
 * The map of escape opcodes, D8 to DF, with the aliases that every 387 and later knows. What is not
 * here is undefined.
 *
 * @see "SDM vol. 2D, A.5"
 */
public final class EscapeMap {
    /** Raises #UD. */
    public static final Escape UNDEFINED = Escape.control((u, i, s, o, w) -> u.undefined());

    private static final int FIRST_REGISTER_FORM = 0xC0, STACK = 8;
    private static final Template<Escape.Body> ARITHMETIC =
            new Template<>(lookup(), Arithmetic.class, 64);
    private static final Escape[] MEMORY = new Escape[8 * 8], REGISTERS = new Escape[8 * 64];

    static {
        Arrays.fill(MEMORY, UNDEFINED);
        Arrays.fill(REGISTERS, UNDEFINED);
        arithmetic();
        comparisons();
        loadsAndStores();
        moves();
        functions();
        controls();
    }

    private EscapeMap() {}

    /**
     * @param esc 0..7 for D8..DF
     * @param modRm the byte that follows
     */
    public static Escape row(int esc, int modRm, CpuModel model) {
        Escape row =
                modRm < FIRST_REGISTER_FORM
                        ? MEMORY[esc << 3 | modRm >>> 3 & 7]
                        : REGISTERS[esc << 6 | modRm & 0x3F];
        return row.feature().filter(needed -> !model.has(needed)).isPresent() ? UNDEFINED : row;
    }

    private static void memory(int code, int reg, Escape row) {
        MEMORY[(code & 7) << 3 | reg] = row;
    }

    /** One instruction: D9E0, say. */
    private static void single(int codes, Escape row) {
        REGISTERS[(codes >>> 8 & 7) << 6 | codes & 0x3F] = row;
    }

    /** Eight instructions with ST(0) to ST(7). */
    private static void stack(int codes, Escape row) {
        for (int i = 0; i < STACK; i++) {
            single(codes + i, row);
        }
    }

    private static Escape frequent(Escape.Body body) {
        return Escape.of(body).frequent();
    }

    private static void arithmetic() {
        for (int n : new int[] {0, 1, 4, 5, 6, 7}) {
            Operation operation = Operation.of(n);
            memory(0xD8, n, arithmetic(operation, Operands.SINGLE));
            memory(0xDA, n, arithmetic(operation, Operands.INTEGER_32));
            memory(0xDC, n, arithmetic(operation, Operands.DOUBLE));
            memory(0xDE, n, arithmetic(operation, Operands.INTEGER_16));
            stack(0xD8C0 | n << 3, arithmetic(operation, Operands.TO_TOP));
            stack(0xDCC0 | n << 3, arithmetic(operation, Operands.TO_STACK));
            stack(0xDEC0 | n << 3, arithmetic(operation, Operands.TO_STACK_AND_POP));
        }
    }

    private static Escape arithmetic(Operation operation, Operands operands) {
        int form = operands.form(operation);
        return Escape.made(() -> ARITHMETIC.form(form, operation, operands)).frequent();
    }

    private static void comparisons() {
        for (int pops = 0; pops < 2; pops++) {
            int popped = pops, digit = 2 + pops;
            memory(0xD8, digit, comparison(Transfers.SINGLE, popped));
            memory(0xDA, digit, comparison(Transfers.INTEGER_32, popped));
            memory(0xDC, digit, comparison(Transfers.DOUBLE, popped));
            memory(0xDE, digit, comparison(Transfers.INTEGER_16, popped));
            Escape fcom = frequent((u, i, s, o, w) -> u.comparisons.compare(i, false, popped));
            stack(0xD8D0 | pops << 3, fcom);
            stack(0xDCD0 | pops << 3, fcom);
            stack(
                    0xDDE0 | pops << 3,
                    frequent((u, i, s, o, w) -> u.comparisons.compare(i, true, popped)));
            boolean pop = pops == 1;
            int code = pop ? 0xDF00 : 0xDB00;
            stack(
                    code | 0xE8,
                    frequent((u, i, s, o, w) -> u.comparisons.compareToFlags(i, true, pop))
                            .since(Feature.FCMOV));
            stack(
                    code | 0xF0,
                    frequent((u, i, s, o, w) -> u.comparisons.compareToFlags(i, false, pop))
                            .since(Feature.FCMOV));
        }
        stack(0xDED0, frequent((u, i, s, o, w) -> u.comparisons.compare(i, false, 1)));
        single(0xDED9, frequent((u, i, s, o, w) -> u.comparisons.compare(1, false, 2)));
        single(0xDAE9, frequent((u, i, s, o, w) -> u.comparisons.compare(1, true, 2)));
        single(0xD9E4, frequent((u, i, s, o, w) -> u.comparisons.test()));
    }

    private static Escape comparison(int kind, int pops) {
        return frequent(
                (u, i, s, o, w) -> {
                    int denormal = u.transfers.read(kind, s, o);
                    u.comparisons.compareMemory(u.transfers.operand(), denormal, pops);
                });
    }

    private static void loadsAndStores() {
        memory(0xD9, 0, load(Transfers.SINGLE));
        memory(0xDB, 0, load(Transfers.INTEGER_32));
        memory(0xDD, 0, load(Transfers.DOUBLE));
        memory(0xDF, 0, load(Transfers.INTEGER_16));
        memory(0xDF, 5, load(Transfers.INTEGER_64));
        memory(0xDB, 5, frequent((u, i, s, o, w) -> u.transfers.loadExtended(s, o)));
        memory(0xDB, 7, frequent((u, i, s, o, w) -> u.transfers.storeExtended(s, o)));
        memory(0xDF, 4, Escape.of((u, i, s, o, w) -> u.transfers.loadDecimal(s, o)));
        memory(0xDF, 6, Escape.of((u, i, s, o, w) -> u.transfers.storeDecimal(s, o)));
        for (int pops = 0; pops < 2; pops++) {
            boolean pop = pops == 1;
            int digit = 2 + pops;
            memory(0xD9, digit, frequent((u, i, s, o, w) -> u.transfers.storeSingle(s, o, pop)));
            memory(0xDD, digit, frequent((u, i, s, o, w) -> u.transfers.storeDouble(s, o, pop)));
            memory(0xDB, digit, storeInteger(32, false, pop));
            memory(0xDF, digit, storeInteger(16, false, pop));
        }
        memory(0xDF, 7, storeInteger(64, false, true));
        memory(0xDB, 1, storeInteger(32, true, true).since(Feature.SSE3));
        memory(0xDD, 1, storeInteger(64, true, true).since(Feature.SSE3));
        memory(0xDF, 1, storeInteger(16, true, true).since(Feature.SSE3));
    }

    private static Escape load(int kind) {
        return frequent((u, i, s, o, w) -> u.transfers.loadNumber(kind, s, o));
    }

    private static Escape storeInteger(int bits, boolean truncates, boolean pop) {
        return frequent((u, i, s, o, w) -> u.transfers.storeInteger(bits, s, o, truncates, pop));
    }

    private static void moves() {
        stack(0xD9C0, frequent((u, i, s, o, w) -> u.transfers.load(i)));
        Escape exchange = frequent((u, i, s, o, w) -> u.transfers.exchange(i));
        stack(0xD9C8, exchange);
        stack(0xDDC8, exchange);
        stack(0xDFC8, exchange);
        single(0xD9D0, Escape.of((u, i, s, o, w) -> {})); // FNOP
        stack(0xD9D8, Escape.of((u, i, s, o, w) -> u.transfers.storeQuietly(i)));
        Escape storeAndPop = frequent((u, i, s, o, w) -> u.transfers.store(i, true));
        stack(0xDDD0, frequent((u, i, s, o, w) -> u.transfers.store(i, false)));
        stack(0xDDD8, storeAndPop);
        stack(0xDFD0, storeAndPop);
        stack(0xDFD8, storeAndPop);
        stack(0xDDC0, Escape.of((u, i, s, o, w) -> u.transfers.free(i, false)));
        stack(0xDFC0, Escape.of((u, i, s, o, w) -> u.transfers.free(i, true)));
        for (int n = 0; n < 7; n++) {
            int constant = n;
            single(0xD9E8 + n, frequent((u, i, s, o, w) -> u.transfers.constant(constant)));
        }
        for (int n = 0; n < 4; n++) {
            stack(0xDAC0 | n << 3, conditionalMove(n, false));
            stack(0xDBC0 | n << 3, conditionalMove(n, true));
        }
    }

    private static Escape conditionalMove(int condition, boolean negated) {
        return Escape.of((u, i, s, o, w) -> u.transfers.conditionalMove(condition, negated, i))
                .since(Feature.FCMOV);
    }

    private static void functions() {
        single(0xD9E0, frequent((u, i, s, o, w) -> u.functions.changeSign()));
        single(0xD9E1, frequent((u, i, s, o, w) -> u.functions.absolute()));
        single(0xD9E5, Escape.of((u, i, s, o, w) -> u.functions.examine()));
        for (int n = 0; n < 16; n++) {
            int function = n;
            single(0xD9F0 + n, Escape.of((u, i, s, o, w) -> u.functions.function(function)));
        }
    }

    private static void controls() {
        Escape nothing = Escape.control((u, i, s, o, w) -> {}); // since the 80387
        single(0xDBE0, nothing); // FNENI
        single(0xDBE1, nothing); // FNDISI
        single(0xDBE4, nothing); // FNSETPM
        single(0xDBE2, Escape.control((u, i, s, o, w) -> u.controls.clearExceptions()));
        single(0xDBE3, Escape.control((u, i, s, o, w) -> u.controls.initialise()));
        single(0xDFE0, frequentControl((u, i, s, o, w) -> u.controls.storeStatusInAx()));
        memory(0xD9, 5, frequentControl((u, i, s, o, w) -> u.controls.loadControl(s, o)));
        memory(0xD9, 7, frequentControl((u, i, s, o, w) -> u.controls.storeControl(s, o)));
        memory(0xDD, 7, frequentControl((u, i, s, o, w) -> u.controls.storeStatus(s, o)));
        memory(0xD9, 4, Escape.control((u, i, s, o, w) -> u.environment.load(s, o, w)));
        memory(0xD9, 6, Escape.control((u, i, s, o, w) -> u.environment.store(s, o, w)));
        memory(0xDD, 4, Escape.control((u, i, s, o, w) -> u.environment.restore(s, o, w)));
        memory(0xDD, 6, Escape.control((u, i, s, o, w) -> u.environment.save(s, o, w)));
    }

    private static Escape frequentControl(Escape.Body body) {
        return Escape.control(body).frequent();
    }
}
