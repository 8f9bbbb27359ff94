package pentimento.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.decode.Decoder;
import pentimento.cpu.interpreter.Interpreter;
import pentimento.cpu.model.CpuModel;
import pentimento.fuzz.Forms.Form;

/**
 * Machine code from records of bytes: any row of the opcode table with any prefixes and operands,
 * and short sequences that make the rare ones reach further.
 */
final class Program {
    private static final int KINDS = 16;
    private static final byte ANY_ROW = KINDS - 1;
    private static final int SLOT = 16, NOP = 0x90, LONGEST = 15, REGISTERS = 0xC0;
    private static final int[] PREFIXES = {
        0x26, 0x2E, 0x36, 0x3E, 0x64, 0x65, 0x66, 0x67, 0xF0, 0xF2, 0xF3, 0x66, 0x67, 0x66, 0x67,
        0xF0
    };
    private static final int[] STRINGS = {
        0xA4, 0xA5, 0xA6, 0xA7, 0xAA, 0xAB, 0xAC, 0xAD, 0xAE, 0xAF, 0x6C, 0x6D, 0x6E, 0x6F
    };
    private static final int[] MSRS = {
        0x10, 0x1B, 0x174, 0x175, 0x176, 0x277, 0x2FF, 0xFE, 0x17, 0x8B, 0x1D9, 0x200, 0x3A
    };
    private static final int EAX = 0, ECX = 1, EDX = 2, ESI = 6, EDI = 7;

    private final Forms forms;
    private final Decoder decoder;
    private final boolean code32;
    private final boolean inSlots;
    private final int[] ports;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<Integer> begins = new ArrayList<>();

    /**
     * @param code32 what the D bit will be when the code runs first
     * @param inSlots each instruction gets 16 bytes, filled with NOPs
     * @param ports where there are devices
     */
    Program(Forms forms, CpuModel model, boolean code32, boolean inSlots, int[] ports) {
        this.forms = forms;
        this.decoder = Interpreter.decoder(model);
        this.code32 = code32;
        this.inSlots = inSlots;
        this.ports = ports.clone();
    }

    /**
     * @param row index in {@link Forms}
     * @return the record, changed so that it gives this row
     */
    static byte[] ofRow(int row, byte[] record) {
        byte[] changed = record.clone();
        changed[0] = ANY_ROW;
        changed[1] = (byte) row;
        changed[2] = (byte) (row >>> 8);
        return changed;
    }

    byte[] bytes() {
        byte[] all = out.toByteArray();
        return all.length > Layout.CODE_END - Layout.CODE
                ? Arrays.copyOf(all, Layout.CODE_END - Layout.CODE)
                : all;
    }

    private void emit(int... bytes) {
        for (int b : bytes) {
            out.write(b);
        }
    }

    private void emit16(int value) {
        emit(value, value >>> 8);
    }

    private void emit32(int value) {
        emit16(value);
        emit16(value >>> 16);
    }

    /** Ends an instruction of a sequence. */
    private void end() {
        while (inSlots && out.size() % SLOT != 0) {
            emit(NOP);
        }
    }

    void add(Choices c) {
        begins.add(out.size());
        switch (c.below(KINDS)) {
            case 0 -> {
                for (int length = 1 + c.below(8); length > 0; length--) {
                    emit(c.next8());
                }
            }
            case 1 -> load32(c.below(8), Values.value(c));
            case 2 -> segments(c);
            case 3 -> farTransfer(c);
            case 4 -> flagsAndFrames(c);
            case 5 -> systemRegisters(c);
            case 6 -> tables(c);
            case 7 -> selfModifying(c);
            case 8 -> ports(c);
            case 9 -> strings(c);
            default -> row(c);
        }
        end();
    }

    // ---------------------------------------------------------------- any row

    private void row(Choices c) {
        Form form = forms.get(c.next16() % forms.size());
        if (form.isFloatingPoint() && c.oneIn(2)) { // there are very many of them
            form = forms.get(c.next16() % forms.size());
        }
        byte[] bytes = new byte[40];
        int at = 0;
        for (int count = c.pick(0, 0, 0, 1, 1, 2); count > 0; count--) {
            bytes[at++] = (byte) c.pick(PREFIXES);
        }
        byte[] code = new byte[4];
        int length = Forms.encode(code, form.prefix(), form.code());
        System.arraycopy(code, 0, bytes, at, length);
        at += length;
        if (form.modRm() >= 0) {
            int random = c.next8();
            if (form.isFloatingPoint() && form.modRm() < REGISTERS) {
                random &= ~0x40;
            }
            int kept = form.fixed() | (c.oneIn(2) ? REGISTERS : 0);
            int modRm = form.modRm() & kept | random & ~kept;
            bytes[at++] = (byte) modRm;
        }
        byte[] tail = new byte[LONGEST + 1];
        fillTail(tail, c);
        System.arraycopy(tail, 0, bytes, at, tail.length);
        DecodedOp op = decoder.decode(Forms.source(bytes), code32);
        for (int i = 0; i < Math.min(op.length(), LONGEST + c.below(2)); i++) {
            emit(bytes[i]);
        }
    }

    /** Displacements and immediates: small branches, addresses, selectors. */
    private void fillTail(byte[] tail, Choices c) {
        for (int at = 0; at + 4 <= tail.length; at += c.pick(4, 4, 2, 1)) {
            int value =
                    switch (c.below(4)) {
                        case 0 -> c.below(0x40); // a branch to near by
                        case 1 -> Values.selector(c);
                        default -> Values.value(c);
                    };
            for (int i = 0; i < 4; i++) {
                tail[at + i] = (byte) (value >>> 8 * i);
            }
        }
    }

    // ---------------------------------------------------------------- pieces

    /** MOV r32,imm. */
    private void load32(int register, int value) {
        if (!code32) {
            emit(0x66);
        }
        emit(0xB8 + register);
        emit32(value);
    }

    /** MOV r16,imm. */
    private void load16(int register, int value) {
        if (code32) {
            emit(0x66);
        }
        emit(0xB8 + register);
        emit16(value);
    }

    private void push(int value) {
        if (!code32) {
            emit(0x66);
        }
        emit(0x68);
        emit32(value);
    }

    private void segments(Choices c) {
        int selector = Values.selector(c);
        switch (c.below(4)) {
            case 0, 1 -> {
                load16(EAX, selector);
                end();
                emit(0x8E, REGISTERS | c.pick(0, 2, 3, 4, 5) << 3); // mov sreg,ax
            }
            case 2 -> {
                push(selector);
                end();
                emit(c.pick(0x07, 0x17, 0x1F)); // pop es, ss, ds
            }
            default -> {
                load16(EAX, selector);
                end();
                // lar, lsl, verr, verw, lldt, ltr, arpl
                switch (c.below(6)) {
                    case 0 -> emit(0x0F, 0x02, 0xC8);
                    case 1 -> emit(0x0F, 0x03, 0xC8);
                    case 2 -> emit(0x0F, 0x00, 0xE0);
                    case 3 -> emit(0x0F, 0x00, 0xE8);
                    case 4 -> emit(0x0F, 0x00, 0xD0);
                    default -> emit(0x0F, 0x00, 0xD8);
                }
            }
        }
    }

    private void farTransfer(Choices c) {
        int selector = c.oneIn(3) ? Layout.FIRST_GATE + 8 * c.below(3) : Values.selector(c);
        int offset = Values.code(c);
        switch (c.below(4)) {
            case 0, 1 -> {
                emit(c.pick(0x9A, 0xEA));
                if (code32) {
                    emit32(offset);
                } else {
                    emit16(offset);
                }
                emit16(selector);
            }
            case 2 -> {
                push(selector);
                end();
                push(offset);
                end();
                emit(code32 ? 0x90 : 0x66, 0xCB); // retf
            }
            default -> {
                emit(0xCD);
                emit(c.next8()); // int n
            }
        }
    }

    /** POPF and IRET with flags that do something: TF, NT, VM, IOPL, AC. */
    private void flagsAndFrames(Choices c) {
        int flags = c.next32() & c.pick(0x3F7FD7, 0x47FD5, 0xCD5, 0x100, 0x4000, 0x20000) | 2;
        if (c.oneIn(2)) {
            push(flags);
            end();
            emit(code32 ? 0x90 : 0x66, 0x9D);
            return;
        }
        boolean outer = c.oneIn(2);
        if (outer) {
            for (int i = (flags & 0x20000) != 0 ? 4 : 0; i > 0; i--) {
                push(Values.selector(c));
            }
            push(Layout.DATA32 + Layout.USER | 3);
            push(Layout.STACK3);
            end();
        }
        push(flags);
        push(outer ? c.pick(Layout.CODE32, Layout.CODE16) + Layout.USER | 3 : Values.selector(c));
        end();
        push(Values.code(c));
        end();
        emit(code32 ? 0x90 : 0x66, 0xCF);
    }

    private void systemRegisters(Choices c) {
        switch (c.below(6)) {
            case 0 -> {
                int bit = c.pick(1, 2, 4, 8, 0x20, 0x10000, 0x40000, 0x80000000, 0x20000000);
                emit(0x0F, 0x20, 0xC0); // mov eax,cr0
                end();
                flip(bit);
                emit(0x0F, 0x22, 0xC0);
            }
            case 1 -> {
                emit(0x0F, 0x20, 0xE0); // mov eax,cr4
                end();
                flip(1 << c.below(12));
                emit(0x0F, 0x22, 0xE0);
            }
            case 2 -> {
                load32(EAX, c.pick(Layout.DIRECTORY, Layout.DIRECTORY_POINTERS, Values.value(c)));
                end();
                emit(0x0F, 0x22, c.pick(0xD8, 0xD8, 0xD0)); // mov cr3,eax; mov cr2,eax
            }
            case 3 -> {
                int n = c.below(8);
                int control = c.next32() & 0xFFFF23FF;
                load32(EAX, n >= 6 ? control : Values.value(c));
                end();
                emit(0x0F, c.pick(0x23, 0x23, 0x21), REGISTERS | n << 3); // mov drn,eax
            }
            case 4 -> {
                load32(ECX, c.oneIn(2) ? c.pick(MSRS) : c.below(0x300));
                end();
                load32(EAX, Values.value(c));
                end();
                emit(0x0F, c.pick(0x30, 0x32)); // wrmsr, rdmsr
            }
            default -> emit(0x0F, c.pick(0x06, 0x31, 0x33, 0x34, 0x35, 0xA2, 0x08, 0x09, 0xAA));
        }
    }

    /** XOR EAX,imm32. */
    private void flip(int bits) {
        if (!code32) {
            emit(0x66);
        }
        emit(0x35);
        emit32(bits);
        end();
    }

    private void tables(Choices c) {
        int address = c.oneIn(3) ? Values.value(c) : Layout.POINTERS + 8 * c.below(2);
        switch (c.below(4)) {
            case 0, 1 -> {
                emit(0x0F, 0x01); // sgdt, sidt, lgdt, lidt
                memory(c.pick(0, 1, 2, 2, 3, 3), address);
            }
            case 2 -> {
                emit(0x0F, 0x01);
                memory(7, address); // invlpg
            }
            default -> {
                int table =
                        c.pick(
                                Layout.GDT + 8 * c.below(0x20) + 4,
                                Layout.TABLES + 4 * c.below(0x20),
                                Layout.DIRECTORY + 4 * c.below(8),
                                Layout.IDT + 8 * c.below(0x20) + 4,
                                Layout.TSS + 4 * c.below(0x1B));
                emit(0x81); // xor dword [table],imm
                memory(6, table);
                if (code32) {
                    emit32(1 << c.below(32));
                } else {
                    emit16(1 << c.below(16));
                }
            }
        }
    }

    /** A ModRM byte of an absolute address. */
    private void memory(int digit, int address) {
        if (code32) {
            emit(digit << 3 | 5);
            emit32(address);
        } else {
            emit(digit << 3 | 6);
            emit16(address);
        }
    }

    /** A store to code: to an instruction near by, often the next one or this one. */
    private void selfModifying(Choices c) {
        int here = Layout.CODE + out.size();
        int target =
                switch (c.below(4)) {
                    case 0 -> here + c.below(24);
                    case 1 -> Values.code(c);
                    case 2 -> Layout.CODE + 16 * c.below(Math.max(begins.size(), 1));
                    default -> here + c.pick(Layout.ALIAS, Layout.LARGE_ALIAS) + c.below(24);
                };
        int what = c.pick(NOP, 0x40, 0x48, 0xF4, 0xCC, 0xFB, c.next8());
        switch (c.below(3)) {
            case 0 -> {
                emit(0xC6); // mov byte [target],imm
                memory(0, target);
                emit(what);
            }
            case 1 -> {
                emit(0x81); // add [target],imm
                memory(0, target);
                if (code32) {
                    emit32(c.next32());
                } else {
                    emit16(c.next16());
                }
            }
            default -> {
                load32(EDI, target);
                load32(ECX, c.below(40));
                end();
                emit(0xF3, c.pick(0xAA, 0xAB, 0xA4, 0xA5)); // rep stos, rep movs
            }
        }
    }

    private void ports(Choices c) {
        int port = c.pick(ports);
        if (port < 0x100 && c.oneIn(2)) {
            emit(c.pick(0xE4, 0xE5, 0xE6, 0xE7), port);
            return;
        }
        load16(EDX, c.oneIn(4) ? Values.value(c) & 0xFFFF : port);
        end();
        emit(c.pick(0xEC, 0xED, 0xEE, 0xEF, 0x6C, 0x6D, 0x6E, 0x6F));
    }

    private void strings(Choices c) {
        load32(ESI, Values.value(c));
        load32(EDI, Values.value(c));
        end();
        load32(ECX, c.oneIn(4) ? Values.value(c) : c.below(100));
        if (c.oneIn(4)) {
            emit(c.pick(0xFC, 0xFD));
        }
        end();
        if (c.oneIn(4)) {
            emit(c.pick(PREFIXES));
        }
        emit(c.pick(0xF2, 0xF3, 0xF3, NOP), c.pick(STRINGS));
    }
}
