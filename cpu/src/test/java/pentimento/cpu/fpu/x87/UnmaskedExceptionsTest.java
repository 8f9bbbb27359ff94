package pentimento.cpu.fpu.x87;

import static org.assertj.core.api.Assertions.assertThat;
import static pentimento.cpu.fpu.FpuState.C1;
import static pentimento.cpu.fpu.FpuState.ERROR_SUMMARY;
import static pentimento.cpu.fpu.FpuState.STACK_FAULT;
import static pentimento.cpu.fpu.softfloat.Float80.DENORMAL;
import static pentimento.cpu.fpu.softfloat.Float80.INVALID;
import static pentimento.cpu.fpu.softfloat.Float80.OVERFLOW;
import static pentimento.cpu.fpu.softfloat.Float80.PRECISION;
import static pentimento.cpu.fpu.softfloat.Float80.UNDERFLOW;
import static pentimento.cpu.fpu.softfloat.Float80.ZERO_DIVIDE;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pentimento.cpu.fpu.FpuState;

/** SDM vol. 1, 8.4 and 8.5: what each exception does if it is masked, and if it is not. */
class UnmaskedExceptionsTest {
    private static final String LARGEST = "7FFE:FFFFFFFFFFFFFFFF",
            SMALLEST = "0001:8000000000000000";

    private final Bench bench = new Bench();
    private final FpuState fpu = bench.fpu;

    private Bench push(String number) {
        String[] parts = number.split(":", -1);
        return bench.push(Integer.parseInt(parts[0], 16), Long.parseUnsignedLong(parts[1], 16));
    }

    private static int flag(String name) {
        return switch (name) {
            case "I" -> INVALID;
            case "D" -> DENORMAL;
            case "Z" -> ZERO_DIVIDE;
            case "O" -> OVERFLOW;
            case "U" -> UNDERFLOW;
            default -> PRECISION;
        };
    }

    /** 8.5.1 to 8.5.3: the operands stay, nothing is popped. Operands: ST(1), ST(0). */
    @ParameterizedTest
    @CsvSource({
        "I, D8C1, 7FFF:8000000000000000, FFFF:8000000000000000", // FADD: inf - inf
        "I, DEC1, 7FFF:8000000000000000, FFFF:8000000000000000", // FADDP
        "I, DEC9, 0000:0000000000000000, 7FFF:8000000000000000", // FMULP: 0 * inf
        "I, DEF9, 0000:0000000000000000, 0000:0000000000000000", // FDIVP: 0 / 0
        "I, D8C1, 3FFF:8000000000000000, 7FFF:A000000000000000", // FADD: signaling NaN
        "I, D8C1, 3FFF:8000000000000000, 3FFF:4000000000000000", // FADD: unnormal
        "I, D9FA, 3FFF:8000000000000000, BFFF:8000000000000000", // FSQRT of -1
        "I, D9F8, 0000:0000000000000000, 3FFF:8000000000000000", // FPREM: 1 rem 0
        "I, D9F5, 3FFF:8000000000000000, 7FFF:8000000000000000", // FPREM1: inf rem 1
        "I, D9FC, 3FFF:8000000000000000, 7FFF:A000000000000000", // FRNDINT
        "I, D9FD, FFFF:8000000000000000, 7FFF:8000000000000000", // FSCALE: inf by -inf
        "I, D9F4, 3FFF:8000000000000000, 7FFF:A000000000000000", // FXTRACT
        "I, D8D9, 3FFF:8000000000000000, 7FFF:C000000000000000", // FCOMP: NaN
        "I, DED9, 3FFF:8000000000000000, 7FFF:C000000000000000", // FCOMPP
        "I, DAE9, 3FFF:8000000000000000, 7FFF:A000000000000000", // FUCOMPP: signaling NaN
        "I, DFF1, 3FFF:8000000000000000, 7FFF:C000000000000000", // FCOMIP
        "I, D9E4, 3FFF:8000000000000000, 7FFF:C000000000000000", // FTST
        "D, D8C1, 3FFF:8000000000000000, 0000:0000000000000001", // FADD
        "D, DEC1, 0000:0000000000000001, 3FFF:8000000000000000", // FADDP
        "D, DEC9, 3FFF:8000000000000000, 0000:8000000000000000", // FMULP, pseudo-denormal
        "D, DEF9, 3FFF:8000000000000000, 0000:0000000000000001", // FDIVP
        "D, D9FA, 3FFF:8000000000000000, 0000:0000000000000001", // FSQRT
        "D, D9FC, 3FFF:8000000000000000, 0000:0000000000000001", // FRNDINT
        "D, D9FD, 3FFF:8000000000000000, 0000:0000000000000001", // FSCALE
        "D, D9F4, 3FFF:8000000000000000, 0000:0000000000000001", // FXTRACT
        "D, D9F8, 3FFF:8000000000000000, 0000:0000000000000001", // FPREM
        "D, D8D9, 3FFF:8000000000000000, 0000:0000000000000001", // FCOMP
        "D, DFF1, 3FFF:8000000000000000, 0000:0000000000000001", // FCOMIP
        "Z, D8F1, 0000:0000000000000000, 3FFF:8000000000000000", // FDIV: 1 / 0
        "Z, DEF9, 3FFF:8000000000000000, 0000:0000000000000000", // FDIVP
        "Z, D9F4, 3FFF:8000000000000000, 8000:0000000000000000", // FXTRACT of 0
        "Z, D9F1, 3FFF:8000000000000000, 0000:0000000000000000", // FYL2X of 0
    })
    void beforeTheOperation(String exception, String instruction, String st1, String st0) {
        int flag = flag(exception);
        bench.control(0x37F & ~flag);
        push(st1);
        push(st0);
        bench.run(instruction);
        assertThat(bench.exceptions()).isEqualTo(flag);
        assertThat(fpu.status & ERROR_SUMMARY).isNotZero();
        assertThat(fpu.status & STACK_FAULT).isZero();
        assertThat(bench.st(0)).isEqualTo(st0);
        assertThat(bench.st(1)).isEqualTo(st1);
        assertThat(fpu.occupied).isEqualTo(0xC0);
    }

    /** 8.5.4 to 8.5.6: the result is delivered, the stack is popped. */
    @ParameterizedTest
    @CsvSource({
        "O, DEC1, " + LARGEST + ", " + LARGEST + ", 1FFF:FFFFFFFFFFFFFFFF",
        "O, DEC9, " + LARGEST + ", " + LARGEST + ", 5FFE:FFFFFFFFFFFFFFFE",
        "O, DEF9, " + LARGEST + ", " + SMALLEST + ", 5FFC:FFFFFFFFFFFFFFFF",
        "U, DEC9, " + SMALLEST + ", " + SMALLEST + ", 2003:8000000000000000",
        "U, DEF9, " + SMALLEST + ", " + LARGEST + ", 2001:8000000000000001",
        "U, DEE9, 0001:8000000000000001, " + SMALLEST + ", 5FC2:8000000000000000",
        "P, DEF9, 3FFF:8000000000000000, 4000:C000000000000000, 3FFD:AAAAAAAAAAAAAAAB",
    })
    void afterTheOperation(String exception, String code, String st1, String st0, String result) {
        int flag = flag(exception);
        bench.control(0x37F & ~flag);
        push(st1);
        push(st0);
        bench.run(code);
        assertThat(bench.exceptions() & flag).isEqualTo(flag);
        assertThat(fpu.status & ERROR_SUMMARY).isNotZero();
        assertThat(bench.st(0)).isEqualTo(result);
        assertThat(fpu.occupied).isEqualTo(0x80);
    }

    /** 8.5.4, 8.5.5: what FSCALE makes may be beyond even the adjusted exponents. */
    @ParameterizedTest
    @CsvSource({
        "O, 3FFF:C000000000000000, 400D:8000000000000000, 1FFF:C000000000000000", // 1.5 * 2^16384
        "O, 3FFF:C000000000000000, 400E:8000000000000000, 5FFF:C000000000000000", // 2^32768
        "O, 3FFF:C000000000000000, 400F:8000000000000000, 7FFF:8000000000000000", // 2^65536
        "O, BFFF:C000000000000000, 7FFE:8000000000000000, FFFF:8000000000000000",
        "U, 3FFF:C000000000000000, C00D:8000000000000000, 5FFF:C000000000000000",
        "U, 3FFF:C000000000000000, C00E:8000000000000000, 1FFF:C000000000000000",
        "U, 3FFF:C000000000000000, C00F:8000000000000000, 0000:0000000000000000",
        "U, BFFF:C000000000000000, FFFE:8000000000000000, 8000:0000000000000000",
    })
    void massiveOverflowAndUnderflow(String exception, String st0, String st1, String result) {
        bench.control(0x37F & ~flag(exception));
        push(st1);
        push(st0);
        bench.run("D9FD");
        assertThat(bench.st(0)).isEqualTo(result);
        assertThat(bench.exceptions() & (OVERFLOW | UNDERFLOW)).isEqualTo(flag(exception));
    }

    /** 8.5.4, 8.5.5: a destination in memory stays as it is, nothing is popped. */
    @ParameterizedTest
    @CsvSource({
        "O, D9, 3, " + LARGEST,
        "U, D9, 3, " + SMALLEST,
        "O, DD, 3, " + LARGEST,
        "U, DD, 3, " + SMALLEST,
        "U, DD, 3, 0000:0000000000000001",
        "I, D9, 3, 7FFF:A000000000000000",
        "I, DD, 3, 3FFF:4000000000000000",
        "I, DB, 3, 401E:8000000000000000",
        "I, DF, 3, 400E:8000000000000000",
        "I, DF, 7, 403E:8000000000000000",
        "I, DB, 1, 7FFF:8000000000000000",
        "I, DF, 6, 403A:DE0B6B3A76400000",
        "I, DF, 6, 7FFF:C000000000000000",
    })
    void storesToMemoryAreNotDone(String exception, String opcode, int reg, String number) {
        int flag = flag(exception);
        bench.memory.write64(bench.ds(), Bench.DATA, 0x5A5A_5A5A_5A5A_5A5AL);
        bench.memory.write16(bench.ds(), Bench.DATA + 8, 0x5A5A);
        bench.control(0x37F & ~flag);
        push(number);
        bench.memory(Integer.parseInt(opcode, 16), reg);
        assertThat(bench.exceptions()).isEqualTo(flag);
        assertThat(bench.memory.read64(bench.ds(), Bench.DATA)).isEqualTo(0x5A5A_5A5A_5A5A_5A5AL);
        assertThat(bench.memory.read16(bench.ds(), Bench.DATA + 8)).isEqualTo(0x5A5A);
        assertThat(bench.st(0)).isEqualTo(number);
        assertThat(fpu.occupied).isEqualTo(0x80);
    }

    @ParameterizedTest
    @CsvSource({
        "D9, 3, 3FFD:AAAAAAAAAAAAAAAB",
        "DD, 3, 3FFD:AAAAAAAAAAAAAAAB",
        "DB, 3, 3FFE:8000000000000000",
        "DF, 6, 3FFE:8000000000000000",
        "DB, 1, 3FFE:8000000000000000",
    })
    void anInexactStoreIsDone(String opcode, int reg, String number) {
        bench.control(0x37F & ~PRECISION);
        push(number);
        bench.memory(Integer.parseInt(opcode, 16), reg);
        assertThat(bench.exceptions()).isEqualTo(PRECISION);
        assertThat(fpu.status & ERROR_SUMMARY).isNotZero();
        assertThat(fpu.occupied).isZero();
    }

    /** 8.5.1.1: #IS is told from #IA by SF, underflow from overflow by C1. */
    @ParameterizedTest
    @CsvSource({
        "DEC1", "D8C1", "D9FA", "D9FC", "D9FD", "D9F4", "D9F8", "D9E0", "D9E1", "D9E4", "D8D1",
        "DED9", "DDD1", "DDD9", "D9C0", "D9C9", "DAC1", "DBE9", "DFF1",
    })
    void anEmptyOperandChangesNothing(String instruction) {
        bench.control(0x37F & ~INVALID).run(instruction);
        assertThat(fpu.status & (INVALID | STACK_FAULT | C1 | ERROR_SUMMARY))
                .isEqualTo(INVALID | STACK_FAULT | ERROR_SUMMARY);
        assertThat(fpu.occupied).isZero();
        assertThat(fpu.top).isZero();
    }

    @ParameterizedTest
    @CsvSource({"D9C0", "D9E8", "D9EE", "D9F4", "D9F2", "D9FB"})
    void aFullStackIsNotPushed(String instruction) {
        for (int i = 0; i < 8; i++) {
            bench.load(i + 1);
        }
        bench.control(0x37F & ~INVALID).run(instruction);
        assertThat(fpu.status & (INVALID | STACK_FAULT | C1)).isEqualTo(INVALID | STACK_FAULT | C1);
        assertThat(fpu.top).isZero();
        assertThat(bench.st(0)).isEqualTo("4002:8000000000000000");
    }

    /** 8.5.6: C1 tells that the result was rounded up. */
    @ParameterizedTest
    @CsvSource({
        "0, 1, true",
        "0, 5, false",
        "400, 1, false",
        "400, -1, true",
        "800, 1, true",
        "800, -1, false",
        "C00, 1, false",
        "C00, -1, false",
    })
    void c1TellsTheDirectionOfRounding(String rounding, double dividend, boolean up) {
        bench.control(0x37F | Integer.parseInt(rounding, 16)).load(dividend).load(3).run("DEF9");
        assertThat((fpu.status & C1) != 0).isEqualTo(up);
        assertThat(bench.exceptions()).isEqualTo(PRECISION);
    }
}
