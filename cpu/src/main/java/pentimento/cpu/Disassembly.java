package pentimento.cpu;

import java.util.ArrayList;
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
     * @param code bytes, of which an incomplete instruction at the end is left out
     * @param eip of the first byte
     * @param code32 the D bit of the code segment
     */
    public static List<Line> of(CpuModel model, byte[] code, int eip, boolean code32) {
        Decoder decoder = Interpreter.decoder(model);
        var bytes = new Bytes(code);
        var lines = new ArrayList<Line>();
        int begin = 0;
        while (begin < code.length) {
            bytes.at = begin;
            DecodedOp op = decoder.decode(bytes, code32);
            if (begin + op.length() > code.length) {
                break;
            }
            int length = Math.min(op.length(), LONGEST);
            String hex = HexFormat.of().formatHex(code, begin, begin + length);
            String text = Disassembler.text(op, eip + begin);
            lines.add(new Line(eip + begin, length, hex, text));
            begin += length;
        }
        return lines;
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
