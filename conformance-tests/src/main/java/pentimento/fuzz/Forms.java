package pentimento.fuzz;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pentimento.cpu.decode.CodeBytes;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.decode.Decoder;
import pentimento.cpu.decode.Opcode;
import pentimento.cpu.interpreter.Interpreter;
import pentimento.cpu.model.CpuModel;

/**
 * All rows of the opcode table, found by asking the decoder of the model that has everything. The
 * x87 opcodes, one row each, count once per operation.
 */
final class Forms {
    /**
     * One row, and how to encode it.
     *
     * @param prefix the mandatory prefix, or 0
     * @param code the opcode, escapes included: 80h, 0FA2h, 0F3800h
     * @param modRm a ModRM byte of the row, or -1 if it has none
     * @param fixed the bits of ModRM that must stay
     */
    record Form(int index, String name, int prefix, int code, int modRm, int fixed) {
        boolean isFloatingPoint() {
            return code >= 0xD8 && code <= 0xDF;
        }
    }

    private static final int[] PREFIXES = {0, 0x66, 0xF2, 0xF3};
    private static final int REG_BITS = 0x38, ALL_BITS = 0xFF, REGISTERS = 0xC0;
    private static final String UNDEFINED = "(undefined)";

    private final List<Form> forms = new ArrayList<>();
    private final IdentityHashMap<Opcode, Integer> byRow = new IdentityHashMap<>();
    private final Map<Integer, Integer> byFloatingPoint = new HashMap<>();
    private final Decoder decoder = Interpreter.decoder(CpuModel.CORE);

    Forms() {
        for (int code = 0; code < 0x100; code++) {
            if (code != 0x0F) {
                addAll(code);
            }
            addAll(0x0F00 | code);
            addAll(0x0F3800 | code);
            addAll(0x0F3A00 | code);
        }
    }

    private void addAll(int code) {
        for (int prefix : code < 0x100 ? new int[] {0} : PREFIXES) {
            for (int modRm = 0; modRm < 0x100; modRm++) {
                boolean isFloatingPoint = code >= 0xD8 && code <= 0xDF;
                if (isFloatingPoint || (modRm & 7) == 0 && (modRm & REGISTERS) % 0xC0 == 0) {
                    add(prefix, code, modRm, isFloatingPoint);
                }
            }
        }
    }

    private void add(int prefix, int code, int modRm, boolean isFloatingPoint) {
        byte[] bytes = new byte[16];
        int length = encode(bytes, prefix, code);
        bytes[length] = (byte) modRm;
        DecodedOp op = decoder.decode(source(bytes), true);
        if (op.opcode().mnemonic().equals(UNDEFINED)) {
            return;
        }
        if (isFloatingPoint) {
            int key = floatingPointKey(code, modRm);
            if (!byFloatingPoint.containsKey(key)) {
                byFloatingPoint.put(key, forms.size());
                String name = String.format("%02X /%02X ESC", code, key & 0xFF);
                int fixed = modRm < REGISTERS ? REG_BITS : ALL_BITS;
                forms.add(new Form(forms.size(), name, 0, code, modRm, fixed));
            }
        } else if (!byRow.containsKey(op.opcode())) {
            byRow.put(op.opcode(), forms.size());
            boolean isGroup = op.opcode().digit() >= 0;
            String digit = isGroup ? " /" + op.opcode().digit() : "";
            String name = String.format("%02X%s %s", code, digit, op.opcode().mnemonic());
            if (op.opcode().code() < 0) {
                name = String.format("%02X ", prefix) + name;
            }
            int usedPrefix = op.opcode().code() < 0 ? prefix : 0;
            int usedModRm = op.opcode().hasModRm() ? modRm : -1;
            int fixed = isGroup ? REG_BITS : 0;
            forms.add(new Form(forms.size(), name, usedPrefix, code, usedModRm, fixed));
        }
    }

    /** One per operation: memory operands by their digit, registers by the whole ModRM. */
    private static int floatingPointKey(int code, int modRm) {
        return code << 8 | (modRm < REGISTERS ? modRm & REG_BITS : modRm);
    }

    static int encode(byte[] bytes, int prefix, int code) {
        int at = 0;
        if (prefix != 0) {
            bytes[at++] = (byte) prefix;
        }
        for (int shift = 16; shift >= 0; shift -= 8) {
            if (code >>> shift != 0 || shift == 0) {
                bytes[at++] = (byte) (code >>> shift);
            }
        }
        return at;
    }

    /** The bytes, and zeros behind them. */
    static CodeBytes source(byte[] bytes) {
        return new CodeBytes() {
            private int at;

            @Override
            public int next8() {
                int index = at++;
                return index < bytes.length ? bytes[index] & 0xFF : 0;
            }
        };
    }

    int size() {
        return forms.size();
    }

    Form get(int index) {
        return forms.get(index);
    }

    /**
     * @return the index of the row that an instruction, of any model, belongs to
     */
    Optional<Integer> indexOf(DecodedOp op) {
        if (op.code() >= 0xD8 && op.code() <= 0xDF) {
            return Optional.ofNullable(
                    byFloatingPoint.get(floatingPointKey(op.code(), op.modRm())));
        }
        return Optional.ofNullable(byRow.get(op.opcode()));
    }
}
