package pentimento.cpu.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pentimento.cpu.model.Feature;

/** All rows, by opcode and the reg field of ModRM. Built once; a row that overlaps is refused. */
public final class OpcodeTable {
    private static final int CODES = 0x200, DIGITS = 8;

    /** A row being described. */
    public static final class Row {
        private final int code;
        private final int digit;
        private final int count;
        private final String mnemonic;
        private final List<String> operands;
        private final Semantics semantics;
        private boolean endsBlock;
        private boolean lockable;
        private Optional<Feature> feature = Optional.empty();

        private Row(int code, int digit, int count, String mnemonic, String operands, Semantics s) {
            this.code = code;
            this.digit = digit;
            this.count = count;
            this.mnemonic = mnemonic;
            this.operands = operands.isEmpty() ? List.of() : List.of(operands.split(","));
            this.semantics = s;
        }

        /** It may change where or how the next instruction is fetched, or reads time. */
        public Row endsBlock() {
            endsBlock = true;
            return this;
        }

        /** LOCK is allowed if the destination is memory. */
        public Row lockable() {
            lockable = true;
            return this;
        }

        /** Models without the feature raise #UD. */
        public Row since(Feature needed) {
            feature = Optional.of(needed);
            return this;
        }

        private Opcode finish(int at) {
            return new Opcode(
                    code + at, digit, mnemonic, operands, semantics, endsBlock, lockable, feature);
        }
    }

    /** Takes the rows. */
    public static final class Definition {
        private final List<Row> rows = new ArrayList<>();

        private Row add(Row row) {
            rows.add(row);
            return row;
        }

        /**
         * @param code a byte, or 0F00h + a byte
         * @param operands comma-separated, in the notation of {@link Opcode}
         */
        public Row op(int code, String mnemonic, String operands, Semantics semantics) {
            return add(new Row(index(code), -1, 1, mnemonic, operands, semantics));
        }

        /** A row of a group, selected by ModRM's reg field. */
        public Row group(
                int code, int digit, String mnemonic, String operands, Semantics semantics) {
            return add(new Row(index(code), digit, 1, mnemonic, operands, semantics));
        }

        /** Eight opcodes with a register in their low three bits. */
        public Row registers(int code, String mnemonic, String operands, Semantics semantics) {
            return add(new Row(index(code), -1, 8, mnemonic, operands, semantics));
        }

        private static int index(int code) {
            return code < 0x100 ? code : code & 0xFF | Opcode.TWO_BYTE;
        }
    }

    private final @Nullable Opcode[] rows = new @Nullable Opcode[CODES * DIGITS];
    private final boolean[] modRm = new boolean[CODES];

    public OpcodeTable(Consumer<Definition> definition) {
        var builder = new Definition();
        definition.accept(builder);
        for (Row row : builder.rows) {
            for (int at = 0; at < row.count; at++) {
                place(row.finish(at));
            }
        }
    }

    private void place(Opcode opcode) {
        int first = opcode.code() * DIGITS + Math.max(opcode.digit(), 0);
        int last = opcode.digit() < 0 ? first + DIGITS - 1 : first;
        for (int i = first; i <= last; i++) {
            if (rows[i] != null) {
                throw new IllegalStateException("two rows claim opcode " + opcode);
            }
            rows[i] = opcode;
        }
        modRm[opcode.code()] |= opcode.hasModRm();
    }

    /**
     * @param code as {@link Opcode#code()}
     */
    public boolean hasModRm(int code) {
        return modRm[code];
    }

    /**
     * @param modRm the ModRM byte, or anything if the opcode has none
     */
    public Optional<Opcode> row(int code, int modRm) {
        return Optional.ofNullable(rows[code * DIGITS + (modRm >>> 3 & 7)]);
    }

    /**
     * @return all rows, in the order of opcode and digit
     */
    public List<Opcode> rows() {
        return Arrays.stream(rows).filter(r -> r != null).distinct().toList();
    }
}
