package pentimento.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pentimento.cpu.decode.CodeBytes;
import pentimento.cpu.decode.Decoder;
import pentimento.cpu.fpu.simd.OpcodeChart;
import pentimento.cpu.interpreter.Interpreter;
import pentimento.cpu.model.CpuModel;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Segment;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.bus.PortSpace;
import pentimento.memory.physical.PhysicalMemory;
import pentimento.memory.time.CountRate;
import pentimento.memory.time.Scheduler;

/**
 * The whole map behind 0F, with every mandatory prefix and kind of operand, on every processor:
 * what the manual defines executes, all else is #UD.
 *
 * @see "SDM vol. 2D, tables A-3 to A-6"
 */
class TwoByteOpcodesTest {
    private static final int CODE = 0x1000, DATA = 0x4000, IDT = 0x2000, HANDLERS = 0x3000;
    private static final int REGISTERS = 0xC0, BY_EBX = 3;

    /**
     * The integer and system instructions: opcodes, first processor, and digits in parentheses; m
     * or r if the other kind of operand is undefined. Prefixes other than LOCK don't matter.
     */
    private static final String INTEGERS =
            """
            00(012345) I386
            01(0123)m I386
            01(46) I386
            01(7)m I486SX
            02 I386
            03 I386
            06 I386
            08 I486SX
            09 I486SX
            20 I386
            21 I386
            22 I386
            23 I386
            30 PENTIUM
            31 PENTIUM
            32 PENTIUM
            33 PENTIUM_MMX
            34 PENTIUM2
            35 PENTIUM2
            A0 I386
            A1 I386
            A2 PENTIUM
            A3 I386
            A4 I386
            A5 I386
            A8 I386
            A9 I386
            AB I386
            AC I386
            AD I386
            AF I386
            B0 I486SX
            B1 I486SX
            B2m I386
            B3 I386
            B4m I386
            B5m I386
            B6 I386
            B7 I386
            BA(4567) I386
            BB I386
            BC I386
            BD I386
            BE I386
            BF I386
            C0 I486SX
            C1 I486SX
            C7(1)m PENTIUM
            """;

    private static final Map<String, CpuModel> FIRST = new HashMap<>();

    static {
        INTEGERS.lines().forEach(TwoByteOpcodesTest::integerRow);
        for (int low = 0; low < 16; low++) {
            integerRow(String.format("%X I386", 0x80 | low)); // Jcc
            integerRow(String.format("%X I386", 0x90 | low)); // SETcc
            integerRow(String.format("%X PENTIUM2", 0x40 | low)); // CMOVcc
            if (low >= 8) {
                integerRow(String.format("%X I486SX", 0xC0 | low)); // BSWAP
                integerRow(String.format("%X PENTIUM2", 0x10 | low)); // PREFETCH, NOP
            }
        }
    }

    private static void integerRow(String row) {
        String[] cells = row.split(" ", -1);
        int opcode = Integer.parseInt(cells[0].substring(0, 2), 16);
        String rest = cells[0].substring(2);
        String digits = rest.startsWith("(") ? rest.substring(1, rest.indexOf(')')) : "01234567";
        for (int i = 0; i < digits.length(); i++) {
            for (boolean memory : new boolean[] {false, true}) {
                if (!rest.endsWith(memory ? "r" : "m")) {
                    FIRST.put(
                            key(opcode, digits.charAt(i) - '0', memory),
                            CpuModel.valueOf(cells[1]));
                }
            }
        }
    }

    private static String key(int opcode, int digit, boolean memory) {
        return opcode + "/" + digit + memory;
    }

    private final OpcodeChart chart = new OpcodeChart();
    private final PhysicalMemory memory = new PhysicalMemory(0x10000, 0);

    private static byte[] bytes(int prefix, int opcode, int modRm) {
        var bytes = new byte[16]; // immediates are 0
        int at = 0;
        if (prefix != 0) {
            bytes[at++] = (byte) prefix;
        }
        bytes[at++] = 0x0F;
        if (opcode > 0xFF) {
            bytes[at++] = (byte) (opcode >>> 8);
        }
        bytes[at++] = (byte) opcode;
        bytes[at] = (byte) modRm;
        return bytes;
    }

    private boolean isExpected(CpuModel model, int prefix, int opcode, int modRm) {
        if (opcode == 0x24 || opcode == 0x26) { // test registers
            return model.compareTo(CpuModel.PENTIUM) < 0;
        }
        CpuModel first = FIRST.get(key(opcode, modRm >>> 3 & 7, modRm < REGISTERS));
        if (first != null) {
            return model.compareTo(first) >= 0;
        }
        return chart.find(prefix, opcode, modRm)
                .filter(entry -> OpcodeChart.has(model, entry.set()))
                .isPresent();
    }

    /** Control transfers and system state are only decoded. */
    private static boolean isExecuted(int opcode) {
        return opcode > 0xFF
                || opcode >= 0x10 && opcode < 0x18
                || opcode >= 0x28 && opcode < 0x30
                || opcode >= 0x50 && opcode < 0x80
                || opcode == 0xAE
                || opcode >= 0xC2 && opcode < 0xC7
                || opcode >= 0xD0 && opcode < 0xFF;
    }

    private static boolean isDecoded(Decoder decoder, byte[] bytes) {
        int[] at = {0};
        CodeBytes source = () -> bytes[at[0]++] & 0xFF;
        String mnemonic = decoder.decode(source, true).opcode().mnemonic();
        return !mnemonic.startsWith("UD") && !mnemonic.startsWith("(");
    }

    private Cpu processor(CpuModel model) {
        for (int vector = 0; vector < 32; vector++) {
            memory.write32(IDT + 8 * vector, 8 << 16 | HANDLERS + vector);
            memory.write32(IDT + 8 * vector + 4, 0x8E00);
        }
        memory.write32(0x808, 0xFFFF);
        memory.write32(0x80C, 0xCF9B00);
        var time = new Scheduler(CountRate.mips(100));
        return new Cpu(model, memory, new PortSpace(), time, new NotModelled(s -> {}));
    }

    private boolean isExecuted(Cpu cpu, byte[] bytes) {
        CpuState state = cpu.state();
        for (Segment segment : state.segments) {
            segment.set(16, 0, -1, 0xC093);
        }
        state.cs().set(8, 0, -1, 0xC09B);
        state.cr0 = CpuState.CR0_PE;
        state.cr4 = CpuState.CR4_OSFXSR | CpuState.CR4_OSXMMEXCPT;
        state.gdtBase = 0x800;
        state.gdtLimit = 0xF;
        state.idtBase = IDT;
        state.idtLimit = 0xFF;
        state.gpr[CpuState.ESP] = 0x8000;
        state.gpr[CpuState.EBX] = DATA;
        state.gpr[CpuState.EDI] = DATA;
        state.eip = CODE;
        memory.write(CODE, bytes, 0, bytes.length);
        cpu.run(1);
        return state.eip != HANDLERS + 6;
    }

    @ParameterizedTest
    @EnumSource
    void whatTheManualDefinesExecutesAndNothingElse(CpuModel model) {
        Decoder decoder = Interpreter.decoder(model);
        Cpu cpu = processor(model);
        List<String> wrong = new ArrayList<>();
        for (int opcode : OpcodeChart.opcodes()) {
            for (int prefix : OpcodeChart.PREFIXES) {
                for (int digit = 0; digit < 8; digit++) {
                    for (int modRm : new int[] {digit << 3 | BY_EBX, REGISTERS | digit << 3 | 1}) {
                        byte[] bytes = bytes(prefix, opcode, modRm);
                        boolean defined = isDecoded(decoder, bytes);
                        if (defined && isExecuted(opcode)) {
                            defined = isExecuted(cpu, bytes);
                        }
                        if (defined != isExpected(model, prefix, opcode, modRm)) {
                            wrong.add(
                                    String.format(
                                            "%s%02X 0F %02X modrm %02X",
                                            defined ? "accepted: " : "refused: ",
                                            prefix,
                                            opcode,
                                            modRm));
                        }
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }
}
