package pentimento.cpu.decode;

import java.util.Optional;
import pentimento.cpu.alu.Width;
import pentimento.cpu.model.CpuModel;
import pentimento.cpu.state.Segment;

/**
 * Decodes one instruction at a time. What is not defined on the model, or with these operands or
 * prefixes, becomes the row {@code undefined}, which raises #UD.
 *
 * @see "SDM vol. 2A, chapter 2; vol. 2D, appendix A"
 */
public final class Decoder {
    private static final int ESCAPE = 0x0F, ESCAPE_38 = 0x38, ESCAPE_3A = 0x3A, NO_SEGMENT = -1;
    private static final int BX = 3, SP = 4, BP = 5, SI = 6, DI = 7;
    private static final int[] BASE_16 = {BX, BX, BP, BP, SI, DI, BP, BX};
    private static final int[] INDEX_16 = {
        SI,
        DI,
        SI,
        DI,
        Address.NO_REGISTER,
        Address.NO_REGISTER,
        Address.NO_REGISTER,
        Address.NO_REGISTER
    };

    private final OpcodeTable table;
    private final SimdOpcodes simd;
    private final CpuModel model;
    private final Opcode undefined;

    // The instruction being decoded.
    private CodeBytes bytes = () -> 0;
    private int length;
    private boolean isCode32;
    private boolean operand32;
    private boolean address32;
    private boolean operandPrefix;
    private boolean lock;
    private int repeat;
    private int segment;

    public Decoder(OpcodeTable table, SimdOpcodes simd, CpuModel model, Opcode undefined) {
        this.table = table;
        this.simd = simd;
        this.model = model;
        this.undefined = undefined;
    }

    private int next8() {
        length++;
        return bytes.next8();
    }

    private int next16() {
        length += 2;
        return bytes.next16();
    }

    private int next32() {
        length += 4;
        return bytes.next32();
    }

    /**
     * @param code32 the D bit of the code segment
     * @throws pentimento.cpu.state.CpuException as the source of the bytes
     */
    public DecodedOp decode(CodeBytes source, boolean code32) {
        bytes = source;
        length = 0;
        int first = prefixes(code32);
        int code = first;
        if (first == ESCAPE) {
            int second = next8();
            code = Opcode.TWO_BYTE | second;
            if (second == ESCAPE_38 || second == ESCAPE_3A) {
                code = second << 8 | next8();
            }
        }
        boolean isInTable = code < 2 * Opcode.TWO_BYTE;
        isCode32 = code32;
        int prefix = repeat != 0 ? repeat : operandPrefix ? 0x66 : 0;
        int modRm = -1;
        Address address = Address.NONE;
        if (isInTable && table.hasModRm(code)) {
            modRm = next8();
        }
        Optional<Opcode> row = isInTable ? table.row(code, modRm) : Optional.empty();
        if (row.isEmpty() && first == ESCAPE) {
            int simdCode = code >= 0x3800 ? code : code & 0xFF;
            if (modRm < 0 && simd.hasModRm(prefix, simdCode)) {
                modRm = next8();
            }
            row = simd.row(prefix, simdCode, modRm);
        }
        if (row.isEmpty() || row.get().feature().filter(f -> !model.has(f)).isPresent()) {
            row = isInTable ? table.reserved(code) : Optional.empty();
            if (row.isEmpty()) {
                return undefined(code, prefix, modRm);
            }
        }
        Opcode opcode = row.get();
        if (modRm >= 0 && modRm < 0xC0 && !opcode.hasRegistersOnly()) {
            address = address32 ? address32(modRm) : address16(modRm);
        }
        int immediate = 0, immediate2 = 0;
        boolean isFirst = true;
        for (int n = 0; n < opcode.operandCount(); n++) {
            switch (opcode.kind(n)) {
                case 'I', 'J' -> {
                    int value = immediate(opcode.kind(n), opcode.size(n));
                    if (isFirst) {
                        immediate = value;
                    } else {
                        immediate2 = value;
                    }
                    isFirst = false;
                }
                case 'A' -> {
                    immediate = operand32 ? next32() : next16();
                    immediate2 = next16();
                }
                case 'O' -> {
                    int none = Address.NO_REGISTER, offset = address32 ? next32() : next16();
                    address = new Address(none, none, 0, offset, -1, segment(Segment.DS));
                }
                case 'X' -> address = new Address(0, 0, 0, 0, -1, segment(Segment.DS));
                default -> {}
            }
        }
        if (lock && !(opcode.lockable() && modRm >= 0 && modRm < 0xC0)
                || opcode.needsMemory() && modRm >= 0xC0
                || opcode.needsRegister() && modRm < 0xC0) {
            return undefined(code, prefix, modRm);
        }
        return new DecodedOp(
                opcode,
                code,
                length,
                isCode32,
                operand32 ? Width.DWORD : Width.WORD,
                address32,
                prefix,
                lock,
                modRm,
                address,
                immediate,
                immediate2);
    }

    private DecodedOp undefined(int code, int prefix, int modRm) {
        Width width = operand32 ? Width.DWORD : Width.WORD;
        return new DecodedOp(
                undefined,
                code,
                length,
                isCode32,
                width,
                address32,
                prefix,
                lock,
                modRm,
                Address.NONE,
                0,
                0);
    }

    /**
     * @return the first byte that is not a prefix
     */
    private int prefixes(boolean code32) {
        operand32 = code32;
        address32 = code32;
        operandPrefix = false;
        lock = false;
        repeat = 0;
        segment = NO_SEGMENT;
        while (true) {
            int prefix = next8();
            switch (prefix) {
                case 0x26 -> segment = Segment.ES;
                case 0x2E -> segment = Segment.CS;
                case 0x36 -> segment = Segment.SS;
                case 0x3E -> segment = Segment.DS;
                case 0x64 -> segment = Segment.FS;
                case 0x65 -> segment = Segment.GS;
                case 0x66 -> {
                    operand32 = !code32;
                    operandPrefix = true;
                }
                case 0x67 -> address32 = !code32;
                case 0xF0 -> lock = true;
                case DecodedOp.REPNE, DecodedOp.REP -> repeat = prefix;
                default -> {
                    return prefix;
                }
            }
        }
    }

    private int segment(int standard) {
        return segment == NO_SEGMENT ? standard : segment;
    }

    private int immediate(char kind, char size) {
        return switch (size) {
            case 'b' -> kind == 'J' ? (byte) next8() : next8();
            case 's' -> (byte) next8();
            case 'w' -> next16();
            default -> operand32 ? next32() : (short) next16();
        };
    }

    private Address address16(int modRm) {
        int mod = modRm >>> 6, rm = modRm & 7;
        if (mod == 0 && rm == 6) {
            return new Address(
                    Address.NO_REGISTER,
                    Address.NO_REGISTER,
                    0,
                    next16(),
                    0xFFFF,
                    segment(Segment.DS));
        }
        int base = BASE_16[rm];
        return new Address(
                base,
                INDEX_16[rm],
                0,
                displacement(mod, false),
                0xFFFF,
                segment(base == BP ? Segment.SS : Segment.DS));
    }

    private Address address32(int modRm) {
        int mod = modRm >>> 6, base = modRm & 7, index = Address.NO_REGISTER, scale = 0;
        if (base == SP) {
            int sib = next8();
            scale = sib >>> 6;
            index = (sib >>> 3 & 7) == SP ? Address.NO_REGISTER : sib >>> 3 & 7;
            base = sib & 7;
        }
        if (mod == 0 && base == BP) {
            return new Address(
                    Address.NO_REGISTER, index, scale, next32(), -1, segment(Segment.DS));
        }
        int standard = base == SP || base == BP ? Segment.SS : Segment.DS;
        return new Address(base, index, scale, displacement(mod, true), -1, segment(standard));
    }

    private int displacement(int mod, boolean wide) {
        return switch (mod) {
            case 1 -> (byte) next8();
            case 2 -> wide ? next32() : (short) next16();
            default -> 0;
        };
    }
}
