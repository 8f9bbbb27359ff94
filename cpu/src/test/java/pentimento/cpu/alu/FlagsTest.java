package pentimento.cpu.alu;

import static org.assertj.core.api.Assertions.assertThat;
import static pentimento.cpu.state.Flags.AF;
import static pentimento.cpu.state.Flags.CF;
import static pentimento.cpu.state.Flags.IF;
import static pentimento.cpu.state.Flags.OF;
import static pentimento.cpu.state.Flags.PF;
import static pentimento.cpu.state.Flags.SF;
import static pentimento.cpu.state.Flags.ZF;

import org.junit.jupiter.api.Test;
import pentimento.cpu.decode.Condition;
import pentimento.cpu.state.Flags;

class FlagsTest {
    private final Flags flags = new Flags();

    @Test
    void anyImageReadsBackAsItWasWritten() {
        for (int image = 0; image < 0x1000; image++) {
            flags.value(image);
            assertThat(flags.value()).isEqualTo(image | Flags.ALWAYS_SET);
        }
    }

    /** Every byte sum, against the definition of each flag. */
    @Test
    void additionSetsFlagsByDefinition() {
        for (int a = 0; a < 0x100; a++) {
            for (int b = 0; b < 0x100; b++) {
                for (int carry = 0; carry < 2; carry++) {
                    flags.value(carry);
                    int sum = Alu.adc(flags, Width.BYTE, a, b) & 0xFF;
                    int signed = (byte) a + (byte) b + carry;
                    int expected =
                            2
                                    | (a + b + carry > 0xFF ? CF : 0)
                                    | ((a & 15) + (b & 15) + carry > 15 ? AF : 0)
                                    | (signed != (byte) sum ? OF : 0)
                                    | ofResult(sum);
                    assertThat(flags.value()).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void subtractionSetsFlagsByDefinition() {
        for (int a = 0; a < 0x100; a++) {
            for (int b = 0; b < 0x100; b++) {
                for (int borrow = 0; borrow < 2; borrow++) {
                    flags.value(borrow);
                    int difference = Alu.sbb(flags, Width.BYTE, a, b) & 0xFF;
                    int signed = (byte) a - (byte) b - borrow;
                    int expected =
                            2
                                    | (a < b + borrow ? CF : 0)
                                    | ((a & 15) < (b & 15) + borrow ? AF : 0)
                                    | (signed != (byte) difference ? OF : 0)
                                    | ofResult(difference);
                    assertThat(flags.value()).isEqualTo(expected);
                }
            }
        }
    }

    private static int ofResult(int value) {
        return (value == 0 ? ZF : 0)
                | ((value & 0x80) != 0 ? SF : 0)
                | ((Integer.bitCount(value) & 1) == 0 ? PF : 0);
    }

    @Test
    void conditionsAgreeWithTheFlagsTheyName() {
        for (int image = 0; image < 0x1000; image++) {
            flags.value(image);
            boolean c = (image & CF) != 0, z = (image & ZF) != 0, s = (image & SF) != 0;
            boolean o = (image & OF) != 0, p = (image & PF) != 0;
            boolean[] expected = {o, c, z, c || z, s, p, s != o, z || s != o};
            for (Condition condition : Condition.ALL) {
                boolean negated = (condition.code() & 1) != 0;
                assertThat(condition.holds(flags))
                        .isEqualTo(expected[condition.code() >> 1] ^ negated);
            }
        }
    }

    @Test
    void incKeepsCarryAndSystemBitsStay() {
        flags.value(CF | IF);
        Alu.inc(flags, Width.WORD, 0x7FFF);
        assertThat(flags.value()).isEqualTo(2 | CF | IF | OF | SF | AF | PF);
    }

    @Test
    void carryAloneLeavesTheOthers() {
        flags.value(0xFFF);
        flags.setCarry(false);
        assertThat(flags.value()).isEqualTo(0xFFE);
        flags.setZero(false);
        assertThat(flags.value()).isEqualTo(0xFFE & ~ZF);
    }
}
