package pentimento.cpu.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pentimento.cpu.model.Feature;

/**
 * All rows, by opcode and the reg field of ModRM; those of the x87 (D8-DF) by the whole ModRM byte
 * where it names a register. Built once; a row that overlaps is refused.
 */
public final class OpcodeTable {
    private static final int CODES = 0x200, DIGITS = 8, NONE = -1;
    private static final int ESCAPES = 0xD8, ESCAPE_CODES = 8, REGISTERS = 0xC0;

    /** Forms of one x87 opcode: a digit with memory, or a ModRM byte of C0..FF. */
    private static final int FORMS = DIGITS + 0x40;

    private static final int FIRST_ESCAPE = CODES * DIGITS;

    /** A row being described. */
    public static final class Row {
        private final int code;
        private final int digit;
        private final int count;
        private final int modRm;
        private final String mnemonic;
        private final List<String> operands;
        private final Semantics semantics;
        private boolean endsBlock;
        private boolean lockable;
        private Optional<Feature> feature = Optional.empty();

        private Row(
                int code,
                int digit,
                int count,
                int modRm,
                String mnemonic,
                String operands,
                Semantics s) {
            this.code = code;
            this.digit = digit;
            this.count = count;
            this.modRm = modRm;
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
        private final List<Opcode> reserved = new ArrayList<>();

        private Row add(Row row) {
            rows.add(row);
            return row;
        }

        /**
         * @param code a byte, or 0F00h + a byte
         * @param operands comma-separated, in the notation of {@link Opcode}
         */
        public Row op(int code, String mnemonic, String operands, Semantics semantics) {
            return add(new Row(index(code), NONE, 1, NONE, mnemonic, operands, semantics));
        }

        /** A row of a group, selected by ModRM's reg field. */
        public Row group(
                int code, int digit, String mnemonic, String operands, Semantics semantics) {
            return add(new Row(index(code), digit, 1, NONE, mnemonic, operands, semantics));
        }

        /** Eight opcodes with a register in their low three bits. */
        public Row registers(int code, String mnemonic, String operands, Semantics semantics) {
            return add(new Row(index(code), NONE, 8, NONE, mnemonic, operands, semantics));
        }

        /** An x87 row with the register stack: eight ModRM bytes, ST(i) in their low three bits. */
        public Row stack(
                int code, int modRm, String mnemonic, String operands, Semantics semantics) {
            return add(new Row(code, NONE, DIGITS, modRm, mnemonic, operands, semantics));
        }

        /** An x87 row of one ModRM byte. */
        public Row single(int code, int modRm, String mnemonic, Semantics semantics) {
            return single(code, modRm, mnemonic, "", semantics);
        }

        public Row single(
                int code, int modRm, String mnemonic, String operands, Semantics semantics) {
            return add(new Row(code, NONE, 1, modRm, mnemonic, operands, semantics));
        }

        /** What executes the undefined forms of an x87 opcode: the unit raises #NM before #UD. */
        public void reserved(int code, Semantics semantics) {
            reserved.add(new Row(code, NONE, 1, NONE, RESERVED, "Ev", semantics).finish(0));
        }

        private static int index(int code) {
            return code < 0x100 ? code : code & 0xFF | Opcode.TWO_BYTE;
        }
    }

    /** The name of rows for undefined forms. */
    static final String RESERVED = "(reserved)";

    private final @Nullable Opcode[] rows =
            new @Nullable Opcode[FIRST_ESCAPE + ESCAPE_CODES * FORMS];
    private final boolean[] modRm = new boolean[CODES];
    private final List<Opcode> reserved;

    public OpcodeTable(Consumer<Definition> definition) {
        var builder = new Definition();
        definition.accept(builder);
        for (Row row : builder.rows) {
            if (row.modRm != NONE) {
                int first = index(row.code, row.modRm);
                place(row.finish(0), first, first + row.count - 1);
            } else {
                for (int at = 0; at < row.count; at++) {
                    Opcode opcode = row.finish(at);
                    int first = index(opcode.code(), Math.max(row.digit, 0) << 3);
                    place(opcode, first, row.digit < 0 ? first + DIGITS - 1 : first);
                }
            }
        }
        reserved = List.copyOf(builder.reserved);
    }

    private void place(Opcode opcode, int first, int last) {
        for (int i = first; i <= last; i++) {
            if (rows[i] != null) {
                throw new IllegalStateException("two rows claim opcode " + opcode);
            }
            rows[i] = opcode;
        }
        modRm[opcode.code()] |= opcode.hasModRm();
    }

    /** The place of a row. With an x87 opcode the first eight are the memory forms. */
    private static int index(int code, int modRm) {
        int digit = modRm >>> 3 & 7;
        if ((code & ~(ESCAPE_CODES - 1)) != ESCAPES) {
            return code * DIGITS + digit;
        }
        int form = modRm < REGISTERS ? digit : DIGITS + modRm - REGISTERS;
        return FIRST_ESCAPE + (code - ESCAPES) * FORMS + form;
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
        return Optional.ofNullable(rows[index(code, modRm & 0xFF)]);
    }

    /**
     * @return the row that stands for all undefined forms of an opcode, if there is one
     */
    public Optional<Opcode> reserved(int code) {
        return reserved.stream().filter(r -> r.code() == code).findFirst();
    }

    /**
     * @return all rows, in the order of opcode and digit
     */
    public List<Opcode> rows() {
        return Arrays.stream(rows).filter(r -> r != null).distinct().toList();
    }
}
