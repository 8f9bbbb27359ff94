package pentimento.cpu.fpu.x87;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pentimento.cpu.fpu.FpuState;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Vector;

/** SDM vol. 1, 8.1.8 to 8.1.10: the environment in its four layouts, and what it tells. */
class EnvironmentTest {
    private static final int FSTENV = 6, FLDENV = 4, FSAVE = 6, FRSTOR = 4;

    private final Bench bench = new Bench();
    private final FpuState fpu = bench.fpu;

    private enum Mode {
        PROTECTED,
        REAL,
        VIRTUAL_8086
    }

    private void enter(String mode) {
        switch (Mode.valueOf(mode)) {
            case PROTECTED -> {}
            case REAL -> bench.cpu.cr0 &= ~CpuState.CR0_PE;
            case VIRTUAL_8086 -> bench.cpu.flags.value(Flags.VM);
        }
    }

    private void environment(int esc, int reg, boolean wide) {
        bench.memoryNext(esc, reg, Bench.DATA, wide);
    }

    private String words(int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(
                    String.format(
                            "%s%04X",
                            i == 0 ? "" : " ",
                            bench.memory.read16(bench.ds(), Bench.DATA + 2 * i)));
        }
        return text.toString();
    }

    /** Figures 8-9 to 8-12. CS:IP is F123:89AB in real and V86 mode, the operand 5678:3210. */
    @ParameterizedTest
    @CsvSource({
        "PROTECTED, true, 137F FFFF 3000 FFFF 1FFF FFFF 89AB 4567 F123 07D3 3210 7654 5678 FFFF",
        "PROTECTED, false, 137F 3000 1FFF 89AB F123 3210 5678",
        "REAL, true, 137F FFFF 3000 FFFF 1FFF FFFF 9BDB FFFF 67D3 0457 9990 FFFF 9000 0765",
        "REAL, false, 137F 3000 1FFF 9BDB 67D3 9990 9000",
        "VIRTUAL_8086, true,"
                + " 137F FFFF 3000 FFFF 1FFF FFFF 9BDB FFFF 67D3 0457 9990 FFFF 9000 0765",
        "VIRTUAL_8086, false, 137F 3000 1FFF 9BDB 67D3 9990 9000",
    })
    void layouts(String mode, boolean wide, String image) {
        bench.control(0x137F).push(0x3FFF, Long.MIN_VALUE).push(0, 0);
        fpu.instructionOffset = 0x456789AB;
        fpu.instructionSelector = 0xF123;
        fpu.operandOffset = 0x76543210;
        fpu.operandSelector = 0x5678;
        fpu.opcode = 0x7D3;
        enter(mode);
        environment(1, FSTENV, wide);
        int words = wide ? 14 : 7;
        assertThat(words(words)).isEqualTo(image);
        // Loaded and stored again, it is the same.
        environment(1, FLDENV, wide);
        environment(1, FSTENV, wide);
        assertThat(words(words)).isEqualTo(image);
    }

    @Test
    void aLinearAddressHas20BitsMoreThan16InTheFifthAndSeventhWord() {
        bench.cpu.cr0 &= ~CpuState.CR0_PE;
        bench.at(0xFFFF, 0xF000).memoryNext(0xDD, 0, Bench.DATA, false);
        environment(1, FSTENV, false);
        assertThat(words(7).substring(15)).isEqualTo("FFFF F500 1000 0000");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fnstenvMasksAllExceptionsAfterItStored(boolean wide) {
        bench.control(0x340).run("D9FA"); // FSQRT of an empty register
        assertThat(fpu.status & FpuState.ERROR_SUMMARY).isNotZero();
        environment(1, FSTENV, wide);
        assertThat(bench.memory.read16(bench.ds(), Bench.DATA)).isEqualTo(0x340);
        assertThat(bench.memory.read16(bench.ds(), Bench.DATA + (wide ? 4 : 2))).isEqualTo(0x80C1);
        assertThat(fpu.control).isEqualTo(0x37F);
        assertThat(fpu.statusWord()).isEqualTo(0x0041);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fnsaveInitialisesAfterItStored(boolean wide) {
        bench.control(0x27F).load(1).load(3).run("D8F1");
        environment(5, FSAVE, wide);
        assertThat(fpu.control).isEqualTo(0x37F);
        assertThat(fpu.statusWord()).isZero();
        assertThat(fpu.tagWord()).isEqualTo(0xFFFF);
        assertThat(fpu.instructionOffset | fpu.operandOffset | fpu.opcode).isZero();
        environment(5, FRSTOR, wide);
        assertThat(fpu.control).isEqualTo(0x27F);
        assertThat(bench.st(0)).isEqualTo("4000:C000000000000000");
        assertThat(bench.st(1)).isEqualTo("3FFF:8000000000000000");
        assertThat(fpu.occupied).isEqualTo(0xC0);
    }

    @Test
    void registersAreStoredFromTheTopOn() {
        bench.load(1).load(2);
        environment(5, FSAVE, false);
        assertThat(bench.memory.read64(bench.ds(), Bench.DATA + 14)).isEqualTo(Long.MIN_VALUE);
        assertThat(bench.memory.read16(bench.ds(), Bench.DATA + 14 + 8)).isEqualTo(0x4000);
        assertThat(bench.memory.read16(bench.ds(), Bench.DATA + 24 + 8)).isEqualTo(0x3FFF);
    }

    @ParameterizedTest
    @CsvSource({"1, 4", "5, 4"})
    void anUnmaskedExceptionInAnImageIsPendingAfterItsLoad(int esc, int reg) {
        bench.load(1).memory(0xDD, FSAVE); // an image of everything
        bench.memory.write16(bench.ds(), Bench.DATA, 0x37E);
        bench.memory.write16(bench.ds(), Bench.DATA + 4, 0x0001);
        environment(esc, reg, true);
        assertThat(fpu.statusWord()).isEqualTo(0x8081);
        assertThat(bench.faultOf(() -> bench.run("D9D0"))).isEqualTo(Vector.MF);
    }

    /** SDM vol. 1, 8.1.7: only "empty" is taken from the image, the rest from the contents. */
    @Test
    void tagsAreFoundFromContents() {
        bench.load(1).load(0).push(0x7FFF, Long.MIN_VALUE).push(0x3FFF, 1);
        assertThat(fpu.tagWord()).isEqualTo(0b00_01_10_10_11_11_11_11);
        fpu.tagWord(0x00FF);
        assertThat(fpu.tagWord()).isEqualTo(0b00_01_10_10_11_11_11_11);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DBE2", "DFE0", "DBE0", "DBE1", "DBE4"})
    void controlInstructionsKeepThePointers(String instruction) {
        bench.load(1).at(0x9999, 0x99).runNext(instruction);
        assertThat(fpu.instructionOffset).isEqualTo(0x1234);
        assertThat(fpu.opcode).isEqualTo(0x500);
    }

    @ParameterizedTest
    @CsvSource({"1, 5", "1, 7", "1, 6", "5, 7"})
    void controlInstructionsWithMemoryKeepThePointers(int esc, int reg) {
        bench.load(1);
        bench.memory.write16(bench.ds(), Bench.DATA + 0x200, 0x37F);
        bench.at(0x9999, 0x99).memoryNext(esc, reg, Bench.DATA + 0x200, true);
        assertThat(fpu.instructionOffset).isEqualTo(0x1234);
        assertThat(fpu.opcode).isEqualTo(0x500);
        assertThat(fpu.operandOffset).isEqualTo(Bench.DATA);
    }

    @Test
    void waitKeepsThePointers() {
        bench.load(1);
        bench.x87.fwait();
        assertThat(fpu.instructionOffset).isEqualTo(0x1234);
    }

    @ParameterizedTest
    @ValueSource(strings = {"D9D0", "D9F6", "D9F7", "DDC1", "D9E5", "D8C0", "D9C9", "D9E8"})
    void otherRegisterFormsKeepTheOperandOnly(String instruction) {
        bench.load(1).load(2).at(0x5678, 0x21).runNext(instruction);
        int code = Integer.parseInt(instruction, 16);
        assertThat(fpu.instructionOffset).isEqualTo(0x5678);
        assertThat(fpu.instructionSelector).isEqualTo(0x21);
        assertThat(fpu.opcode).isEqualTo(code & 0x7FF);
        assertThat(fpu.operandOffset).isEqualTo(Bench.DATA);
    }

    @Test
    void thePointersNameTheInstructionThatFailed() {
        bench.control(0x37E);
        bench.at(0x4444, 0x8).runNext("D9FA");
        bench.at(0x5555, 0x8);
        assertThat(bench.faultOf(() -> bench.runNext("D9E8"))).isEqualTo(Vector.MF);
        assertThat(fpu.instructionOffset).isEqualTo(0x4444);
        assertThat(fpu.opcode).isEqualTo(0x1FA);
    }
}
