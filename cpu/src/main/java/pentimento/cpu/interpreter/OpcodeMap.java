package pentimento.cpu.interpreter;

import static pentimento.cpu.interpreter.Arithmetic.binary;
import static pentimento.cpu.interpreter.Arithmetic.bit;
import static pentimento.cpu.interpreter.Arithmetic.shift;
import static pentimento.cpu.interpreter.Arithmetic.unary;
import static pentimento.cpu.interpreter.Moves.loadFarPointer;
import static pentimento.cpu.interpreter.Moves.popSegment;
import static pentimento.cpu.interpreter.Moves.pushSegment;
import static pentimento.cpu.interpreter.Strings.string;

import java.util.List;
import java.util.Optional;
import pentimento.cpu.alu.Width;
import pentimento.cpu.decode.Condition;
import pentimento.cpu.decode.Disassembler;
import pentimento.cpu.decode.Opcode;
import pentimento.cpu.decode.OpcodeTable;
import pentimento.cpu.decode.OpcodeTable.Definition;
import pentimento.cpu.decode.X87Opcodes;
import pentimento.cpu.model.Feature;
import pentimento.cpu.state.Segment;

/**
 * All integer and system instructions, in the notation of SDM vol. 2, appendix A. What is not here
 * is undefined.
 */
final class OpcodeMap {
    /** Raises #UD. */
    static final Opcode UNDEFINED =
            new Opcode(
                    -1,
                    -1,
                    Disassembler.UNDEFINED,
                    List.of(),
                    Transfers.UNDEFINED,
                    true,
                    false,
                    Optional.empty());

    static final OpcodeTable TABLE =
            new OpcodeTable(
                    map -> {
                        arithmetic(map);
                        moves(map);
                        stack(map);
                        transfers(map);
                        strings(map);
                        flags(map);
                        bits(map);
                        floatingPoint(map);
                        system(map);
                    });

    private OpcodeMap() {}

    // @formatter:off

    /** The six forms of an operation with two operands. */
    private static void six(Definition map, int code, Arithmetic.Binary operation) {
        OpFactory factory = binary(operation);
        String name = operation.name();
        boolean locks = operation.writes();
        lockableIf(locks, map.op(code, name, "Eb,Gb", factory));
        lockableIf(locks, map.op(code + 1, name, "Ev,Gv", factory));
        map.op(code + 2, name, "Gb,Eb", factory);
        map.op(code + 3, name, "Gv,Ev", factory);
        map.op(code + 4, name, "AL,Ib", factory);
        map.op(code + 5, name, "EAX,Iz", factory);
    }

    private static void lockableIf(boolean condition, OpcodeTable.Row row) {
        if (condition) {
            row.lockable();
        }
    }

    private static void arithmetic(Definition map) {
        var eight = List.of(
                Arithmetic.ADD, Arithmetic.OR, Arithmetic.ADC, Arithmetic.SBB,
                Arithmetic.AND, Arithmetic.SUB, Arithmetic.XOR, Arithmetic.CMP);
        for (int n = 0; n < 8; n++) {
            Arithmetic.Binary operation = eight.get(n);
            six(map, n << 3, operation);
            boolean locks = operation.writes();
            OpFactory factory = binary(operation);
            lockableIf(locks, map.group(0x80, n, operation.name(), "Eb,Ib", factory));
            lockableIf(locks, map.group(0x81, n, operation.name(), "Ev,Iz", factory));
            lockableIf(locks, map.group(0x82, n, operation.name(), "Eb,Ib", factory));
            lockableIf(locks, map.group(0x83, n, operation.name(), "Ev,Ibs", factory));
        }
        map.op(0x84, "TEST", "Eb,Gb", binary(Arithmetic.TEST));
        map.op(0x85, "TEST", "Ev,Gv", binary(Arithmetic.TEST));
        map.op(0xA8, "TEST", "AL,Ib", binary(Arithmetic.TEST));
        map.op(0xA9, "TEST", "EAX,Iz", binary(Arithmetic.TEST));
        map.registers(0x40, "INC", "Zv", unary(Arithmetic.INC));
        map.registers(0x48, "DEC", "Zv", unary(Arithmetic.DEC));
        map.group(0xFE, 0, "INC", "Eb", unary(Arithmetic.INC)).lockable();
        map.group(0xFE, 1, "DEC", "Eb", unary(Arithmetic.DEC)).lockable();
        map.group(0xFF, 0, "INC", "Ev", unary(Arithmetic.INC)).lockable();
        map.group(0xFF, 1, "DEC", "Ev", unary(Arithmetic.DEC)).lockable();
        for (int wide = 0; wide < 2; wide++) {
            String e = wide == 0 ? "Eb" : "Ev";
            String immediate = wide == 0 ? ",Ib" : ",Iz";
            int code = 0xF6 + wide;
            map.group(code, 0, "TEST", e + immediate, binary(Arithmetic.TEST));
            map.group(code, 1, "TEST", e + immediate, binary(Arithmetic.TEST));
            map.group(code, 2, "NOT", e, unary(Arithmetic.NOT)).lockable();
            map.group(code, 3, "NEG", e, unary(Arithmetic.NEG)).lockable();
            map.group(code, 4, "MUL", e, (Body) Arithmetic::mul);
            map.group(code, 5, "IMUL", e, (Body) Arithmetic::imul);
            map.group(code, 6, "DIV", e, (Body) Arithmetic::div);
            map.group(code, 7, "IDIV", e, (Body) Arithmetic::idiv);
            var shifts = List.of(
                    Arithmetic.ROL, Arithmetic.ROR, Arithmetic.RCL, Arithmetic.RCR,
                    Arithmetic.SHL, Arithmetic.SHR, Arithmetic.SHL, Arithmetic.SAR);
            for (int n = 0; n < 8; n++) {
                Arithmetic.Binary operation = shifts.get(n);
                map.group(0xC0 + wide, n, operation.name(), e + ",Ib", shift(operation));
                map.group(0xD0 + wide, n, operation.name(), e + ",1", shift(operation));
                map.group(0xD2 + wide, n, operation.name(), e + ",CL", shift(operation));
            }
            String g = wide == 0 ? ",Gb" : ",Gv";
            map.op(0x0FB0 + wide, "CMPXCHG", e + g, (Body) Arithmetic::cmpxchg).lockable().since(Feature.CMPXCHG);
            map.op(0x0FC0 + wide, "XADD", e + g, (Body) Arithmetic::xadd).lockable().since(Feature.XADD);
            map.op(0x86 + wide, "XCHG", e + g, (Body) Arithmetic::xchg).lockable();
        }
        map.op(0x69, "IMUL", "Gv,Ev,Iz", (Body) Arithmetic::imul3);
        map.op(0x6B, "IMUL", "Gv,Ev,Ibs", (Body) Arithmetic::imul3);
        map.op(0x0FAF, "IMUL", "Gv,Ev", binary(Arithmetic.IMUL));
        map.op(0x27, "DAA", "", (Body) Arithmetic::daa);
        map.op(0x2F, "DAS", "", (Body) Arithmetic::das);
        map.op(0x37, "AAA", "", (Body) Arithmetic::aaa);
        map.op(0x3F, "AAS", "", (Body) Arithmetic::aas);
        map.op(0xD4, "AAM", "Ib", (Body) Arithmetic::aam);
        map.op(0xD5, "AAD", "Ib", (Body) Arithmetic::aad);
        map.op(0x98, "CBW", "", (Body) Arithmetic::cbw);
        map.op(0x99, "CWD", "", (Body) Arithmetic::cwd);
        map.op(0x62, "BOUND", "Gv,Ma", (Body) Arithmetic::bound);
        map.group(0x0FC7, 1, "CMPXCHG8B", "Mq", (Body) Arithmetic::cmpxchg8b).lockable().since(Feature.CMPXCHG8B);
    }

    private static void moves(Definition map) {
        map.op(0x88, "MOV", "Eb,Gb", Moves.MOV);
        map.op(0x89, "MOV", "Ev,Gv", Moves.MOV);
        map.op(0x8A, "MOV", "Gb,Eb", Moves.MOV);
        map.op(0x8B, "MOV", "Gv,Ev", Moves.MOV);
        map.op(0xA0, "MOV", "AL,Ob", Moves.MOV);
        map.op(0xA1, "MOV", "EAX,Ov", Moves.MOV);
        map.op(0xA2, "MOV", "Ob,AL", Moves.MOV);
        map.op(0xA3, "MOV", "Ov,EAX", Moves.MOV);
        map.registers(0xB0, "MOV", "Zb,Ib", Moves.MOV);
        map.registers(0xB8, "MOV", "Zv,Iz", Moves.MOV);
        map.group(0xC6, 0, "MOV", "Eb,Ib", Moves.MOV);
        map.group(0xC7, 0, "MOV", "Ev,Iz", Moves.MOV);
        map.op(0x8D, "LEA", "Gv,M", Moves.LEA);
        map.op(0x0FB6, "MOVZX", "Gv,Eb", Moves.extend(false));
        map.op(0x0FB7, "MOVZX", "Gv,Ew", Moves.extend(false));
        map.op(0x0FBE, "MOVSX", "Gv,Eb", Moves.extend(true));
        map.op(0x0FBF, "MOVSX", "Gv,Ew", Moves.extend(true));
        for (Condition condition : Condition.ALL) {
            String suffix = condition.suffix();
            int code = condition.code();
            map.op(0x0F40 + code, "CMOV" + suffix, "Gv,Ev", Moves.conditionalMove(condition)).since(Feature.CMOV);
            map.op(0x0F90 + code, "SET" + suffix, "Eb", Moves.conditionalSet(condition));
        }
        for (int n : List.of(Segment.ES, Segment.CS, Segment.SS, Segment.DS, Segment.FS, Segment.GS)) {
            map.group(0x8C, n, "MOV", "Ev,Sw", (Body) Moves::moveFromSegment);
            if (n == Segment.SS) {
                map.group(0x8E, n, "MOV", "Sw,Ew", (Body) Moves::moveToStackSegment).endsBlock();
            } else if (n != Segment.CS) {
                map.group(0x8E, n, "MOV", "Sw,Ew", (Body) Moves::moveToSegment);
            }
        }
        map.op(0xC4, "LES", "Gv,Mp", loadFarPointer(Segment.ES));
        map.op(0xC5, "LDS", "Gv,Mp", loadFarPointer(Segment.DS));
        map.op(0x0FB2, "LSS", "Gv,Mp", loadFarPointer(Segment.SS)).endsBlock();
        map.op(0x0FB4, "LFS", "Gv,Mp", loadFarPointer(Segment.FS));
        map.op(0x0FB5, "LGS", "Gv,Mp", loadFarPointer(Segment.GS));
        map.op(0x90, "NOP", "", (Body) Moves::nop);
        for (int n = 1; n < 8; n++) {
            map.op(0x90 + n, "XCHG", "Zv,EAX", (Body) Arithmetic::xchgAccumulator);
        }
        map.registers(0x0FC8, "BSWAP", "Zv", (Body) Moves::bswap).since(Feature.BSWAP);
        map.op(0xD7, "XLAT", "Xb", (Body) Moves::xlat);
        var hints = List.of("PREFETCHNTA", "PREFETCHT0", "PREFETCHT1", "PREFETCHT2", "NOP", "NOP", "NOP", "NOP");
        for (int n = 0; n < 8; n++) {
            map.group(0x0F18, n, hints.get(n), n < 4 ? "Eb" : "Ev", (Body) Moves::nop).since(Feature.LONG_NOP);
        }
        for (int code = 0x0F19; code <= 0x0F1F; code++) {
            map.op(code, "NOP", "Ev", (Body) Moves::nop).since(Feature.LONG_NOP);
        }
    }

    private static void stack(Definition map) {
        map.registers(0x50, "PUSH", "Zv", Stack.PUSH);
        map.registers(0x58, "POP", "Zv", Stack.POP);
        map.op(0x68, "PUSH", "Iz", Stack.PUSH);
        map.op(0x6A, "PUSH", "Ibs", Stack.PUSH);
        map.group(0xFF, 6, "PUSH", "Ev", Stack.PUSH);
        map.group(0x8F, 0, "POP", "Ev", (Body) Stack::popRm);
        map.op(0x60, "PUSHA", "", (Body) Stack::pusha);
        map.op(0x61, "POPA", "", (Body) Stack::popa);
        map.op(0xC8, "ENTER", "Iw,Ib", (Body) Stack::enter);
        map.op(0xC9, "LEAVE", "", (Body) Stack::leave);
        map.op(0x06, "PUSH", "ES", pushSegment(Segment.ES));
        map.op(0x0E, "PUSH", "CS", pushSegment(Segment.CS));
        map.op(0x16, "PUSH", "SS", pushSegment(Segment.SS));
        map.op(0x1E, "PUSH", "DS", pushSegment(Segment.DS));
        map.op(0x0FA0, "PUSH", "FS", pushSegment(Segment.FS));
        map.op(0x0FA8, "PUSH", "GS", pushSegment(Segment.GS));
        map.op(0x07, "POP", "ES", popSegment(Segment.ES));
        map.op(0x17, "POP", "SS", popSegment(Segment.SS)).endsBlock();
        map.op(0x1F, "POP", "DS", popSegment(Segment.DS));
        map.op(0x0FA1, "POP", "FS", popSegment(Segment.FS));
        map.op(0x0FA9, "POP", "GS", popSegment(Segment.GS));
        map.op(0x9C, "PUSHF", "", (Body) FlagOps::pushf);
        map.op(0x9D, "POPF", "", (Body) FlagOps::popf).endsBlock();
    }

    private static void transfers(Definition map) {
        for (Condition condition : Condition.ALL) {
            OpFactory jump = new Transfers.ConditionalJump(condition);
            map.op(0x70 + condition.code(), "J" + condition.suffix(), "Jb", jump).endsBlock();
            map.op(0x0F80 + condition.code(), "J" + condition.suffix(), "Jz", jump).endsBlock();
        }
        map.op(0xE0, "LOOPNE", "Jb", Transfers.LOOPNE).endsBlock();
        map.op(0xE1, "LOOPE", "Jb", Transfers.LOOPE).endsBlock();
        map.op(0xE2, "LOOP", "Jb", Transfers.LOOP).endsBlock();
        map.op(0xE3, "JCXZ", "Jb", (Body) Transfers::jcxz).endsBlock();
        map.op(0xE8, "CALL", "Jz", Transfers.near(true)).endsBlock();
        map.op(0xE9, "JMP", "Jz", Transfers.near(false)).endsBlock();
        map.op(0xEB, "JMP", "Jb", Transfers.near(false)).endsBlock();
        map.group(0xFF, 2, "CALL", "Ev", Transfers.near(true)).endsBlock();
        map.group(0xFF, 4, "JMP", "Ev", Transfers.near(false)).endsBlock();
        map.op(0xC2, "RET", "Iw", Transfers.RET).endsBlock();
        map.op(0xC3, "RET", "", Transfers.RET).endsBlock();
        map.op(0x9A, "CALL", "Ap", (Body) Transfers::callFar).endsBlock();
        map.op(0xEA, "JMP", "Ap", (Body) Transfers::jumpFar).endsBlock();
        map.group(0xFF, 3, "CALL", "Mp", (Body) Transfers::callFarIndirect).endsBlock();
        map.group(0xFF, 5, "JMP", "Mp", (Body) Transfers::jumpFarIndirect).endsBlock();
        map.op(0xCA, "RETF", "Iw", (Body) Transfers::retFar).endsBlock();
        map.op(0xCB, "RETF", "", (Body) Transfers::retFar).endsBlock();
        map.op(0xCF, "IRET", "", (Body) Transfers::iret).endsBlock();
        map.op(0xCC, "INT3", "", (Body) Transfers::int3).endsBlock();
        map.op(0xCD, "INT", "Ib", (Body) Transfers::softwareInterrupt).endsBlock();
        map.op(0xCE, "INTO", "", (Body) Transfers::into).endsBlock();
        map.op(0xF1, "INT1", "", (Body) Transfers::icebp).endsBlock();
        map.op(0x0F0B, "UD2", "", Transfers.UNDEFINED).endsBlock();
        map.op(0x0FB9, "UD1", "Gv,Ev", Transfers.UNDEFINED).endsBlock();
        map.op(0x0FFF, "UD0", "Gv,Ev", Transfers.UNDEFINED).endsBlock();
    }

    private static void strings(Definition map) {
        for (int wide = 0; wide < 2; wide++) {
            Width width = wide == 0 ? Width.BYTE : Width.DWORD;
            String x = wide == 0 ? "Xb" : "Xv", y = wide == 0 ? "Yb" : "Yv";
            String a = wide == 0 ? "AL" : "EAX";
            map.op(0xA4 + wide, "MOVS", y + "," + x, string(Strings.MOVS, width)).endsBlock();
            map.op(0xA6 + wide, "CMPS", x + "," + y, string(Strings.CMPS, width)).endsBlock();
            map.op(0xAA + wide, "STOS", y + "," + a, string(Strings.STOS, width)).endsBlock();
            map.op(0xAC + wide, "LODS", a + "," + x, string(Strings.LODS, width)).endsBlock();
            map.op(0xAE + wide, "SCAS", a + "," + y, string(Strings.SCAS, width)).endsBlock();
            map.op(0x6C + wide, "INS", y + ",DX", string(Strings.INS, width)).endsBlock();
            map.op(0x6E + wide, "OUTS", "DX," + x, string(Strings.OUTS, width)).endsBlock();
        }
    }

    private static void flags(Definition map) {
        map.op(0xF8, "CLC", "", (Body) FlagOps::clc);
        map.op(0xF9, "STC", "", (Body) FlagOps::stc);
        map.op(0xF5, "CMC", "", (Body) FlagOps::cmc);
        map.op(0xFC, "CLD", "", (Body) FlagOps::cld);
        map.op(0xFD, "STD", "", (Body) FlagOps::std);
        map.op(0xFA, "CLI", "", (Body) FlagOps::cli).endsBlock();
        map.op(0xFB, "STI", "", (Body) FlagOps::sti).endsBlock();
        map.op(0x9E, "SAHF", "", (Body) FlagOps::sahf);
        map.op(0x9F, "LAHF", "", (Body) FlagOps::lahf);
        map.op(0xD6, "SALC", "", (Body) FlagOps::salc);
    }

    private static void floatingPoint(Definition map) {
        X87Opcodes.define(map, FloatingPoint.ESCAPES);
        map.op(0x9B, "WAIT", "", (Body) FloatingPoint::fwait);
    }

    private static void bits(Definition map) {
        map.op(0x0FA3, "BT", "Ev,Gv", bit(Arithmetic.BT));
        map.op(0x0FAB, "BTS", "Ev,Gv", bit(Arithmetic.BTS)).lockable();
        map.op(0x0FB3, "BTR", "Ev,Gv", bit(Arithmetic.BTR)).lockable();
        map.op(0x0FBB, "BTC", "Ev,Gv", bit(Arithmetic.BTC)).lockable();
        map.group(0x0FBA, 4, "BT", "Ev,Ib", bit(Arithmetic.BT));
        map.group(0x0FBA, 5, "BTS", "Ev,Ib", bit(Arithmetic.BTS)).lockable();
        map.group(0x0FBA, 6, "BTR", "Ev,Ib", bit(Arithmetic.BTR)).lockable();
        map.group(0x0FBA, 7, "BTC", "Ev,Ib", bit(Arithmetic.BTC)).lockable();
        map.op(0x0FBC, "BSF", "Gv,Ev", binary(Arithmetic.BSF));
        map.op(0x0FBD, "BSR", "Gv,Ev", binary(Arithmetic.BSR));
        map.op(0x0FA4, "SHLD", "Ev,Gv,Ib", (Body) Arithmetic::shld);
        map.op(0x0FA5, "SHLD", "Ev,Gv,CL", (Body) Arithmetic::shld);
        map.op(0x0FAC, "SHRD", "Ev,Gv,Ib", (Body) Arithmetic::shrd);
        map.op(0x0FAD, "SHRD", "Ev,Gv,CL", (Body) Arithmetic::shrd);
    }

    private static void system(Definition map) {
        map.group(0x0F00, 0, "SLDT", "Ev", (Body) SystemOps::sldt);
        map.group(0x0F00, 1, "STR", "Ev", (Body) SystemOps::str);
        map.group(0x0F00, 2, "LLDT", "Ew", (Body) SystemOps::lldt).endsBlock();
        map.group(0x0F00, 3, "LTR", "Ew", (Body) SystemOps::ltr).endsBlock();
        map.group(0x0F00, 4, "VERR", "Ew", (Body) SystemOps::verr);
        map.group(0x0F00, 5, "VERW", "Ew", (Body) SystemOps::verw);
        map.group(0x0F01, 0, "SGDT", "Ms", (Body) SystemOps::sgdt);
        map.group(0x0F01, 1, "SIDT", "Ms", (Body) SystemOps::sidt);
        map.group(0x0F01, 2, "LGDT", "Ms", (Body) SystemOps::lgdt).endsBlock();
        map.group(0x0F01, 3, "LIDT", "Ms", (Body) SystemOps::lidt).endsBlock();
        map.group(0x0F01, 4, "SMSW", "Ev", (Body) SystemOps::smsw);
        map.group(0x0F01, 6, "LMSW", "Ew", (Body) SystemOps::lmsw).endsBlock();
        map.group(0x0F01, 7, "INVLPG", "Mb", (Body) SystemOps::invlpg).endsBlock().since(Feature.INVLPG);
        map.op(0x0F02, "LAR", "Gv,Ew", (Body) SystemOps::lar);
        map.op(0x0F03, "LSL", "Gv,Ew", (Body) SystemOps::lsl);
        map.op(0x63, "ARPL", "Ew,Gw", (Body) SystemOps::arpl);
        map.op(0x0F06, "CLTS", "", (Body) SystemOps::clts).endsBlock();
        map.op(0x0F08, "INVD", "", (Body) SystemOps::cacheControl).endsBlock().since(Feature.CACHE_CONTROL);
        map.op(0x0F09, "WBINVD", "", (Body) SystemOps::cacheControl).endsBlock().since(Feature.CACHE_CONTROL);
        map.op(0x0F20, "MOV", "Rd,Cd", (Body) SystemOps::moveFromControl);
        map.op(0x0F21, "MOV", "Rd,Dd", (Body) SystemOps::moveFromDebug);
        map.op(0x0F22, "MOV", "Cd,Rd", (Body) SystemOps::moveToControl).endsBlock();
        map.op(0x0F23, "MOV", "Dd,Rd", (Body) SystemOps::moveToDebug).endsBlock();
        map.op(0x0F24, "MOV", "Rd,Td", (Body) SystemOps::moveFromTest).since(Feature.TEST_REGISTERS);
        map.op(0x0F26, "MOV", "Td,Rd", (Body) SystemOps::moveToTest).since(Feature.TEST_REGISTERS);
        map.op(0x0F30, "WRMSR", "", (Body) SystemOps::wrmsr).endsBlock().since(Feature.MSR);
        map.op(0x0F31, "RDTSC", "", (Body) SystemOps::rdtsc).endsBlock().since(Feature.RDTSC);
        map.op(0x0F32, "RDMSR", "", (Body) SystemOps::rdmsr).endsBlock().since(Feature.MSR);
        map.op(0x0F33, "RDPMC", "", (Body) SystemOps::rdpmc).endsBlock().since(Feature.RDPMC);
        map.op(0x0F34, "SYSENTER", "", (Body) SystemOps::sysenter).endsBlock().since(Feature.SYSENTER);
        map.op(0x0F35, "SYSEXIT", "", (Body) SystemOps::sysexit).endsBlock().since(Feature.SYSENTER);
        map.op(0x0FA2, "CPUID", "", (Body) SystemOps::cpuid).since(Feature.CPUID);
        map.op(0xF4, "HLT", "", (Body) SystemOps::hlt).endsBlock();
        map.op(0xE4, "IN", "AL,Ib", (Body) SystemOps::in).endsBlock();
        map.op(0xE5, "IN", "EAX,Ib", (Body) SystemOps::in).endsBlock();
        map.op(0xEC, "IN", "AL,DX", (Body) SystemOps::in).endsBlock();
        map.op(0xED, "IN", "EAX,DX", (Body) SystemOps::in).endsBlock();
        map.op(0xE6, "OUT", "Ib,AL", (Body) SystemOps::out).endsBlock();
        map.op(0xE7, "OUT", "Ib,EAX", (Body) SystemOps::out).endsBlock();
        map.op(0xEE, "OUT", "DX,AL", (Body) SystemOps::out).endsBlock();
        map.op(0xEF, "OUT", "DX,EAX", (Body) SystemOps::out).endsBlock();
    }

    // @formatter:on
}
