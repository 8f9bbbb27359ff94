package pentimento.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import pentimento.cpu.decode.CodeBytes;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.decode.Decoder;
import pentimento.cpu.decode.Disassembler;
import pentimento.cpu.interpreter.Interpreter;
import pentimento.cpu.model.CpuModel;

/** Text of machine code, for traces, debuggers and failing tests. */
public final class Disassembly {
    private static final int LONGEST = 15;

    /**
     * One instruction.
     *
     * @param bytes hexadecimal
     */
    public record Line(int eip, int length, String bytes, String text) {
        @Override
        public String toString() {
            return String.format("%08X %-22s %s", eip, bytes, text);
        }
    }

    private Disassembly() {}

    /**
     * All instructions in a row.
     *
     * @param code bytes, of which an incomplete instruction at the end is left out
     * @param eip of the first byte
     * @param code32 the D bit of the code segment
     */
    public static List<Line> of(CpuModel model, byte[] code, int eip, boolean code32) {
        Decoder decoder = Interpreter.decoder(model);
        var lines = new ArrayList<Line>();
        int begin = 0;
        while (begin < code.length) {
            Line line = line(decoder, code, begin, eip + begin, code32);
            begin += line.length();
            if (begin <= code.length) {
                lines.add(line);
            }
        }
        return lines;
    }

    /**
     * The first instruction.
     *
     * @param code bytes, followed by zeros
     */
    public static Line first(CpuModel model, byte[] code, int eip, boolean code32) {
        return line(Interpreter.decoder(model), code, 0, eip, code32);
    }

    private static Line line(Decoder decoder, byte[] code, int begin, int eip, boolean code32) {
        var bytes = new Bytes(code);
        bytes.at = begin;
        DecodedOp op = decoder.decode(bytes, code32);
        boolean isTooLong = op.length() > LONGEST;
        int length = isTooLong ? LONGEST : op.length();
        byte[] own = Arrays.copyOfRange(code, begin, Math.max(begin + length, code.length));
        String hex = HexFormat.of().formatHex(own, 0, length);
        return new Line(
                eip, length, hex, isTooLong ? Disassembler.BAD : Disassembler.text(op, eip));
    }

    /** Zeros follow the end. */
    private static final class Bytes implements CodeBytes {
        private final byte[] code;
        private int at;

        Bytes(byte[] code) {
            this.code = code;
        }

        @Override
        public int next8() {
            int index = at++;
            return index < code.length ? code[index] & 0xFF : 0;
        }
    }
}
