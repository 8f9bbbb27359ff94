package pentimento.cpu.fpu.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static pentimento.cpu.fpu.simd.VectorUnit.DATA;
import static pentimento.cpu.fpu.simd.VectorUnit.FINE;
import static pentimento.cpu.fpu.simd.VectorUnit.NEXT_PAGE;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import pentimento.cpu.model.CpuModel;
import pentimento.cpu.state.CpuState;

/** FXSAVE, FXRSTOR, LDMXCSR, STMXCSR. @see "SDM vol. 1, 10.5; vol. 2A, FXSAVE and FXRSTOR" */
class FxImageTest {
    private static final int GROUP = 0xAE, FXSAVE = 0x05, FXRSTOR = 0x0D, LDMXCSR = 0x15;
    private static final int STMXCSR = 0x1D, CLFLUSH = 0x3D, BYTES = 512, FILLING = 0x5A;
    private static final String GP = "#13(0)";

    private VectorUnit unit = new VectorUnit(CpuModel.PENTIUM4);

    private String run(int modRm, int offset) {
        return unit.outcome(() -> unit.execute(0, GROUP, modRm, offset, 0));
    }

    private int word(int at) {
        return unit.machine.read16(DATA + at);
    }

    private int doubleword(int at) {
        return unit.machine.read32(DATA + at);
    }

    @Test
    void theLayoutOfTheImage() {
        unit.fpu.control = 0x0F7F;
        unit.fpu.statusWord(0x4700 | 6 << 11);
        unit.fpu.occupied = 0xC0;
        unit.fpu.opcode = 0x1DD;
        unit.fpu.instructionOffset = 0x1234_5678;
        unit.fpu.instructionSelector = 0x1B;
        unit.fpu.operandOffset = 0x9ABC_DEF0;
        unit.fpu.operandSelector = 0x23;
        for (int i = 0; i < 8; i++) {
            unit.fpu.significand[i] = 0x8000_0000_0000_0000L | i;
            unit.fpu.signExponent[i] = 0x4000 + i;
        }
        unit.xmm.mxcsr(0x5FA0);
        unit.xmm.xmm[15] = 0x0123_4567_89AB_CDEFL;
        assertThat(run(FXSAVE, DATA)).isEqualTo(FINE);
        assertThat(word(0)).isEqualTo(0x0F7F);
        assertThat(word(2)).isEqualTo(0x7700);
        assertThat(word(4)).isEqualTo(0xC0); // a bit for each physical register
        assertThat(word(6)).isEqualTo(0x1DD);
        assertThat(doubleword(8)).isEqualTo(0x1234_5678);
        assertThat(word(12)).isEqualTo(0x1B);
        assertThat(doubleword(16)).isEqualTo(0x9ABC_DEF0);
        assertThat(word(20)).isEqualTo(0x23);
        assertThat(doubleword(24)).isEqualTo(0x5FA0);
        assertThat(doubleword(28)).isEqualTo(0xFFFF);
        for (int i = 0; i < 8; i++) { // ST(i), TOP is 6
            assertThat(doubleword(32 + 16 * i)).isEqualTo(i + 6 & 7);
            assertThat(doubleword(36 + 16 * i)).isEqualTo(0x8000_0000);
            assertThat(word(40 + 16 * i)).isEqualTo(0x4000 + (i + 6 & 7));
        }
        assertThat(doubleword(160 + 120)).isEqualTo(0x89AB_CDEF);
    }

    @Test
    void reservedBytesStayAsTheyWere() {
        unit.fill(DATA, BYTES, FILLING);
        run(FXSAVE, DATA);
        for (int at = 288; at < BYTES; at++) {
            assertThat(unit.machine.physical.read8(DATA + at)).isEqualTo(FILLING);
        }
    }

    @Test
    void xmmRegistersTakePartOnlyIfTheSystemKnowsOfThem() {
        unit.cpu.cr4 &= ~CpuState.CR4_OSFXSR;
        unit.fill(DATA, BYTES, FILLING);
        assertThat(run(FXSAVE, DATA)).isEqualTo(FINE);
        assertThat(doubleword(24)).isEqualTo(0x5A5A_5A5A);
        assertThat(doubleword(160)).isEqualTo(0x5A5A_5A5A);
        long before = unit.xmm.xmm[0];
        assertThat(run(FXRSTOR, DATA)).isEqualTo(FINE); // MXCSR there has reserved bits
        assertThat(unit.xmm.xmm[0]).isEqualTo(before);
        assertThat(unit.xmm.mxcsr()).isEqualTo(0x1F80);
    }

    /** The Pentium II has FXSAVE and OSFXSR, but neither XMM registers nor MXCSR. */
    @Test
    void aPentium2KnowsOnlyTheX87Part() {
        unit = new VectorUnit(CpuModel.PENTIUM2);
        unit.fill(DATA, BYTES, FILLING);
        assertThat(run(FXSAVE, DATA)).isEqualTo(FINE);
        for (int at = 24; at < 32; at++) {
            assertThat(unit.machine.physical.read8(DATA + at)).isEqualTo(FILLING);
        }
        assertThat(unit.machine.physical.read8(DATA + 160)).isEqualTo(FILLING);
        assertThat(run(FXRSTOR, DATA)).isEqualTo(FINE);
    }

    /** Zero stands for FFBFh: no DAZ. */
    @ParameterizedTest
    @CsvSource({"PENTIUM3, 0", "PENTIUM4, FFFF", "CORE, FFFF"})
    void theMaskOfMxcsr(CpuModel model, String mask) {
        unit = new VectorUnit(model);
        run(FXSAVE, DATA);
        assertThat(doubleword(28)).isEqualTo(Integer.parseInt(mask, 16));
    }

    @ParameterizedTest
    @CsvSource({"PENTIUM3, 1FC0", "PENTIUM3, 11F80", "PENTIUM4, 11F80", "PENTIUM4, 80001F80"})
    void reservedBitsOfMxcsrAreRefused(CpuModel model, String value) {
        unit = new VectorUnit(model);
        run(FXSAVE, DATA);
        unit.machine.write32(DATA + 24, Integer.parseUnsignedInt(value, 16));
        unit.machine.write32(DATA + 32, 0x1234);
        assertThat(run(FXRSTOR, DATA)).isEqualTo(GP);
        assertThat(run(LDMXCSR, DATA + 24)).isEqualTo(GP);
        assertThat(unit.xmm.mxcsr()).isEqualTo(0x1F80);
    }

    @Test
    void ldmxcsrMayUnmaskAPendingFlagWithoutAnException() {
        unit.machine.write32(DATA, 0x003F);
        assertThat(run(LDMXCSR, DATA)).isEqualTo(FINE);
        assertThat(run(STMXCSR, DATA + 4)).isEqualTo(FINE);
        assertThat(doubleword(4)).isEqualTo(0x3F);
    }

    /** FXSAVE does not wait and changes nothing; FXRSTOR reports nothing yet. */
    @Test
    void pendingErrorsAreSavedAndComeBack() {
        unit.pendingX87Error();
        assertThat(run(FXSAVE, DATA)).isEqualTo(FINE);
        assertThat(unit.fpu.statusWord() & 0xFF).isEqualTo(0x81);
        assertThat(unit.fpu.control).isEqualTo(0x37E);
        unit.fpu.initialise();
        assertThat(run(FXRSTOR, DATA)).isEqualTo(FINE);
        assertThat(unit.fpu.statusWord() & 0x8080).isEqualTo(0x8080);
        assertThat(unit.outcome(() -> unit.execute(0, 0xFC, 0xC1, 0, 0))).isEqualTo("#16");
    }

    /**
     * A bit of the tag byte tells only whether a register is empty; the rest is in its contents.
     */
    @Test
    void tagsFollowFromContents() {
        run(FXSAVE, DATA);
        unit.machine.write16(DATA + 4, 0x07);
        unit.machine.write16(DATA + 2, 0);
        for (int at = 32; at < 32 + 3 * 16; at += 4) {
            unit.machine.write32(DATA + at, 0);
        }
        unit.machine.write32(DATA + 32 + 4, 0x8000_0000);
        unit.machine.write16(DATA + 32 + 8, 0x3FFF); // 1.0
        unit.machine.write16(DATA + 48 + 8, 0x7FFF); // neither infinity nor NaN
        assertThat(run(FXRSTOR, DATA)).isEqualTo(FINE);
        assertThat(unit.fpu.tagWord()).isEqualTo(0xFFC0 | 1 << 4 | 2 << 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {FXSAVE, FXRSTOR})
    void allOfTheImageIsReachableOrNothingHappens(int modRm) {
        assertThat(run(modRm, DATA + 8)).isEqualTo(GP);
        unit.limit(DATA + BYTES - 2);
        assertThat(run(modRm, DATA)).isEqualTo(GP);
        unit.reset();
        unit.page(NEXT_PAGE, 0);
        unit.fill(NEXT_PAGE - 256, 256, FILLING);
        assertThat(run(modRm, NEXT_PAGE - 256)).startsWith("#14");
        assertThat(unit.cpu.cr2).isEqualTo(NEXT_PAGE);
        assertThat(unit.machine.physical.read8(NEXT_PAGE - 256)).isEqualTo(FILLING);
    }

    /** SDM vol. 2A, CLFLUSH: as a load of a byte, but execute-only code is allowed. */
    @Test
    void clflushAlsoTakesExecuteOnlyCode() {
        unit.data().set(unit.data().selector, 0, DATA, 0xF9 | 0x4000);
        assertThat(run(CLFLUSH, DATA)).isEqualTo(FINE);
        assertThat(run(CLFLUSH, DATA + 1)).isEqualTo(GP);
        assertThat(run(LDMXCSR, DATA - 8)).isEqualTo(GP);
        unit.reset();
        unit.page(DATA, 0);
        assertThat(run(CLFLUSH, DATA)).isEqualTo("#14(4)");
    }

    /** Any rm is the same fence. @see "SDM vol. 2B, SFENCE, LFENCE, MFENCE" */
    @ParameterizedTest
    @EnumSource(names = {"PENTIUM2", "PENTIUM3", "PENTIUM4"})
    void fences(CpuModel model) {
        unit = new VectorUnit(model);
        for (int modRm = 0xC0; modRm <= 0xFF; modRm++) {
            CpuModel first =
                    switch (modRm >>> 3 & 7) {
                        case 5, 6 -> CpuModel.PENTIUM4;
                        case 7 -> CpuModel.PENTIUM3;
                        default -> CpuModel.CORE;
                    };
            assertThat(run(modRm, 0)).isEqualTo(model.compareTo(first) >= 0 ? FINE : "#6");
        }
    }
}
