package pentimento.cpu.interpreter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pentimento.cpu.decode.Opcode;
import pentimento.cpu.decode.Semantics;
import pentimento.cpu.decode.SimdOpcodes;
import pentimento.cpu.fpu.simd.SimdMap;
import pentimento.cpu.fpu.simd.SimdOp;
import pentimento.cpu.interpreter.SimdNotation.Operands;
import pentimento.cpu.model.Feature;
import pentimento.cpu.state.CpuState;

/**
 * The rows of {@link SimdMap}, as rows of the opcode table: with operands, and with the members of
 * the groups, which ModRM's reg field selects.
 */
final class SimdRows implements SimdOpcodes {
    static final List<Integer> PREFIXES = List.of(0, 0x66, 0xF3, 0xF2),
            MAPS = List.of(0, 0x3800, 0x3A00);
    static final int CODES = 0x100, DIGITS = 8;
    private static final int PREFIX_SHIFT = 16, REGISTERS = 0xC0;
    private static final int SHIFT_WORDS = 0x71, SHIFT_DOUBLEWORDS = 0x72, SHIFT_QUADWORDS = 0x73;
    private static final int GROUP_15 = 0xAE, NOT_BY_CODE_ALONE = -1;

    static final SimdRows ALL = new SimdRows();

    /** By prefix and code: eight rows with memory by reg field, eight with a register. */
    private final Map<Integer, @Nullable Opcode[]> rows = new HashMap<>();

    private SimdRows() {
        for (int prefix : PREFIXES) {
            for (int map : MAPS) {
                for (int code = map; code < map + CODES; code++) {
                    Optional<SimdOp> op = SimdMap.lookup(prefix, code);
                    if (op.isPresent()) {
                        rows.put(prefix << PREFIX_SHIFT | code, forms(prefix, code, op.get()));
                    }
                }
            }
        }
    }

    private static @Nullable Opcode[] forms(int prefix, int code, SimdOp op) {
        var forms = new @Nullable Opcode[2 * DIGITS];
        Semantics semantics =
                op.hasModrm() && !op.addressesDi() && op.feature() != Feature.FXSR
                        ? specialised(op)
                        : body(op);
        switch (code) {
            case SHIFT_WORDS -> shifts(forms, prefix, op, semantics, "W", 2, 4, 6);
            case SHIFT_DOUBLEWORDS -> shifts(forms, prefix, op, semantics, "D", 2, 4, 6);
            case SHIFT_QUADWORDS -> {
                shifts(forms, prefix, op, semantics, "Q", 2, 6);
                if (prefix != 0) {
                    shifts(forms, prefix, op, semantics, "DQ", 3, 7);
                }
            }
            case GROUP_15 -> group15(forms, op, semantics);
            default -> {
                for (Operands line : SimdNotation.of(prefix, code)) {
                    String name = line.name().isEmpty() ? op.name() : line.name();
                    Opcode row = row(-1, name, line.notation(), op, semantics, op.feature());
                    int from = line.form() == SimdNotation.Form.REGISTER ? DIGITS : 0;
                    int to = line.form() == SimdNotation.Form.MEMORY ? DIGITS : 2 * DIGITS;
                    Arrays.fill(forms, from, to, row);
                }
            }
        }
        return forms;
    }

    /** Groups 12 to 14: right, right with the sign, left. */
    private static void shifts(
            @Nullable Opcode[] forms,
            int prefix,
            SimdOp op,
            Semantics semantics,
            String size,
            int... digits) {
        String operands = prefix == 0 ? "Nq,Ib" : "Udq,Ib";
        for (int digit : digits) {
            String name = digit < 4 ? "PSRL" : digit == 4 ? "PSRA" : "PSLL";
            forms[DIGITS + digit] = row(digit, name + size, operands, op, semantics, op.feature());
        }
    }

    private static void group15(@Nullable Opcode[] forms, SimdOp op, Semantics semantics) {
        forms[0] = row(0, "FXSAVE", "M", op, semantics, Feature.FXSR);
        forms[1] = row(1, "FXRSTOR", "M", op, semantics, Feature.FXSR);
        forms[2] = row(2, "LDMXCSR", "Md", op, semantics, Feature.SSE);
        forms[3] = row(3, "STMXCSR", "Md", op, semantics, Feature.SSE);
        forms[7] = row(7, "CLFLUSH", "Mb", op, semantics, Feature.SSE2);
        forms[DIGITS + 5] = row(5, "LFENCE", "", op, semantics, Feature.SSE2);
        forms[DIGITS + 6] = row(6, "MFENCE", "", op, semantics, Feature.SSE2);
        forms[DIGITS + 7] = row(7, "SFENCE", "", op, semantics, Feature.SSE);
    }

    private static Opcode row(
            int digit,
            String name,
            String notation,
            SimdOp op,
            Semantics semantics,
            Feature feature) {
        var operands =
                new ArrayList<>(notation.isEmpty() ? List.of() : List.of(notation.split(",")));
        if (op.addressesDi()) {
            operands.add("Xq"); // for the segment
        }
        return new Opcode(
                NOT_BY_CODE_ALONE,
                digit,
                name,
                operands,
                semantics,
                false,
                false,
                Optional.of(feature));
    }

    /** Two forms, register and memory, of each body that the row chooses between. */
    private static OpFactory specialised(SimdOp simd) {
        var forms =
                new Specialisation<SimdForm.Kind>(
                        SimdForm.class, SimdForm::new, Form.FLAGS * SimdOp.CHOICES);
        return (op, core) -> {
            int choice = simd.choice(op.modRm(), op.immediate());
            Source source = op.isMemory() ? Source.MEMORY : Source.REGISTER;
            int form = choice * Form.FLAGS + Form.of(op.isMemory());
            return forms.create(op, core, form, new SimdForm.Kind(simd.body(choice), source));
        };
    }

    /** Also for what may change the state of FERR#. */
    private static Body body(SimdOp simd) {
        return (core, op) -> {
            int[] gpr = core.gpr;
            int di = gpr[CpuState.EDI] & (op.decoded.isAddress32() ? -1 : 0xFFFF);
            int offset = simd.addressesDi() ? di : op.offset(gpr);
            simd.execute(core.simd, op.decoded.modRm(), op.segment, offset, op.immediate & 0xFF);
            FloatingPoint.leaveIfSignalled(core);
        };
    }

    @Override
    public boolean hasModRm(int prefix, int code) {
        @Nullable Opcode[] forms = rows.get(prefix << PREFIX_SHIFT | code);
        if (forms != null) {
            for (Opcode row : forms) {
                if (row != null) {
                    return row.hasModRm();
                }
            }
        }
        return false;
    }

    @Override
    public Optional<Opcode> row(int prefix, int code, int modRm) {
        @Nullable Opcode[] forms = rows.get(prefix << PREFIX_SHIFT | code);
        if (forms == null) {
            return Optional.empty();
        }
        boolean isRegister = (modRm & 0xFF) >= REGISTERS;
        return Optional.ofNullable(forms[(modRm >>> 3 & 7) + (isRegister ? DIGITS : 0)]);
    }
}
