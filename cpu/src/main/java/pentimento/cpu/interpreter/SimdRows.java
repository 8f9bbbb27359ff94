package pentimento.cpu.interpreter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pentimento.cpu.decode.Opcode;
import pentimento.cpu.decode.SimdOpcodes;
import pentimento.cpu.fpu.simd.SimdMap;
import pentimento.cpu.fpu.simd.SimdOp;
import pentimento.cpu.model.Feature;
import pentimento.cpu.state.CpuState;

/** The rows of {@link SimdMap}, as rows of the opcode table. */
final class SimdRows implements SimdOpcodes {
    private static final int[] PREFIXES = {0, 0x66, 0xF2, 0xF3};
    private static final int[] MAPS = {0, 0x3800, 0x3A00};
    private static final int CODES = 0x100, PREFIX_SHIFT = 16;

    static final SimdRows ALL = new SimdRows();

    private final Map<Integer, Opcode> rows;

    private SimdRows() {
        var all = new HashMap<Integer, Opcode>();
        for (int prefix : PREFIXES) {
            for (int map : MAPS) {
                for (int code = map; code < map + CODES; code++) {
                    int key = prefix << PREFIX_SHIFT | code;
                    SimdMap.lookup(prefix, code).ifPresent(op -> all.put(key, row(op)));
                }
            }
        }
        rows = Map.copyOf(all);
    }

    private static Opcode row(SimdOp op) {
        var operands = new ArrayList<>(op.hasModrm() ? List.of("Pq", "Qq") : List.of());
        if (op.hasImmediate()) {
            operands.add("Ib");
        }
        if (op.addressesDi()) {
            operands.add("Xq"); // for the segment
        }
        return new Opcode(
                -1,
                -1,
                op.name(),
                List.copyOf(operands),
                op.hasModrm() && !op.addressesDi() && op.feature() != Feature.FXSR
                        ? specialised(op)
                        : body(op),
                false,
                false,
                Optional.of(op.feature()));
    }

    /** Two forms, register and memory, of each body that the row chooses between. */
    private static OpFactory specialised(SimdOp simd) {
        var forms = new Specialisation(SimdForm.class, Form.FLAGS * SimdOp.CHOICES);
        return (op, core) -> {
            int choice = simd.choice(op.modRm(), op.immediate());
            Source source = op.isMemory() ? Source.MEMORY : Source.REGISTER;
            int form = choice * Form.FLAGS + Form.of(op.isMemory());
            return forms.create(op, core, form, simd.body(choice), source);
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
    public Optional<Opcode> row(int prefix, int code) {
        return Optional.ofNullable(rows.get(prefix << PREFIX_SHIFT | code));
    }
}
