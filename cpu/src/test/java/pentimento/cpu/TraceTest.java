package pentimento.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static pentimento.cpu.state.CpuState.EAX;
import static pentimento.cpu.state.CpuState.ECX;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pentimento.cpu.trace.CodePlace;
import pentimento.cpu.trace.TraceListener;
import pentimento.cpu.trace.TracedDelivery;
import pentimento.cpu.trace.TracedInstruction;

/** What a trace tells, and that nobody but its listener notices it. */
class TraceTest {
    private final List<String> lines = new ArrayList<>();

    /** Takes everything. */
    private class Everything implements TraceListener {
        @Override
        public boolean covers(long first, long last) {
            return true;
        }

        @Override
        public boolean wants(CodePlace place) {
            return true;
        }

        @Override
        public void instruction(TracedInstruction instruction) {
            lines.add(words(instruction.toString()));
        }

        @Override
        public void delivery(TracedDelivery delivery) {
            lines.add(words(delivery.toString()));
        }
    }

    private static String words(String line) {
        return line.strip().replaceAll(" +", " ");
    }

    private void run(TestBoard board) {
        board.cpu.trace(new Everything());
        board.runToHalt();
    }

    @Test
    void aLineHasCountAddressBytesTextAndChanges() {
        run(TestBoard.realMode().code("B8FFFF 05 0100 8ED8 EB00 F4"));
        assertThat(lines)
                .containsExactly(
                        "1 0000:00007C00 00007C00 b8ffff mov ax,0xffff EAX=0000FFFF",
                        "2 0000:00007C03 00007C03 050100 add ax,0x1"
                                + " EAX=00000000 +CF +PF +AF +ZF",
                        "3 0000:00007C06 00007C06 8ed8 mov ds,ax",
                        "4 0000:00007C08 00007C08 eb00 jmp 0x7c0a",
                        "5 0000:00007C0A 00007C0A f4 hlt");
    }

    @Test
    void theColumnsOfALine() {
        var board = TestBoard.realMode().code("40 F4");
        var exact = new ArrayList<String>();
        board.cpu.trace(
                new Everything() {
                    @Override
                    public void instruction(TracedInstruction instruction) {
                        exact.add(instruction.toString());
                    }
                });
        board.runToHalt();
        assertThat(exact.getFirst())
                .isEqualTo(
                        "           1 0000:00007C00 00007C00 40               "
                                + "inc ax                         EAX=00000001");
    }

    @Test
    void aRepeatedInstructionIsOneLineThatCountsItsIterations() {
        run(TestBoard.realMode().with(ECX, 5).code("F3AA F4"));
        assertThat(lines)
                .containsExactly(
                        "5 0000:00007C00 00007C00 f3aa rep stosb ECX=00000000 EDI=00000005",
                        "6 0000:00007C02 00007C02 f4 hlt");
    }

    @Test
    void anIterationThatTheBudgetCutsOffIsALineOfItsOwn() {
        var board = TestBoard.realMode().with(ECX, 5).code("F3AA F4");
        board.cpu.trace(new Everything());
        board.run(100, 3);
        assertThat(lines)
                .containsExactly(
                        "3 0000:00007C00 00007C00 f3aa rep stosb ECX=00000002 EDI=00000003",
                        "5 0000:00007C00 00007C00 f3aa rep stosb ECX=00000000 EDI=00000005",
                        "6 0000:00007C02 00007C02 f4 hlt");
    }

    @Test
    void aFaultIsALineAndTheInstructionIsNone() {
        // #DE; the handler adds 1 to the saved IP: the second byte of DIV BL is CMC's neighbour
        run(TestBoard.realMode().skippingFaults().code("F6F3 90 F4"));
        assertThat(lines.getFirst()).isEqualTo("1 0000:00007C00 -- exception 00 -> 0000:00000600");
        assertThat(lines.get(1)).startsWith("2 0000:00000600 00000600 55 push bp");
    }

    @Test
    void aFaultInProtectedModeHasItsErrorCode() {
        run(TestBoard.flat().skippingFaults32().code("66B80001 8ED8 F4 F4 F4"));
        assertThat(lines.get(1))
                .isEqualTo("2 0008:00007C04 -- exception 0D error 0100 -> 0008:00000610");
    }

    @Test
    void aSoftwareInterruptIsAnInstructionAndADeliveryOfOneCount() {
        run(TestBoard.realMode().skippingFaults().code("CD21 90 90 F4"));
        assertThat(lines.get(0)).startsWith("1 0000:00007C00 00007C00 cd21 int 0x21 ESP=00006FFA");
        assertThat(lines.get(1))
                .isEqualTo("1 0000:00007C00 -- software interrupt 21 -> 0000:00000600");
    }

    @Test
    void anIntoThatIsNotTakenIsNoInterrupt() {
        run(TestBoard.realMode().code("CE F4"));
        assertThat(lines).hasSize(2);
    }

    @Test
    void aTripleFaultIsAShutdown() {
        var board = TestBoard.flat().code("0F0B");
        board.cpu.trace(new Everything());
        board.run(10, 10);
        assertThat(lines).containsExactly("1 0008:00007C00 -- exception 06 -> shutdown");
    }

    @Test
    void registersOfTheFpuAndOfSimdAreChangesToo() {
        run(TestBoard.flat().code("DBE3 D9E8 0F6EC0 F4").with(EAX, 7));
        assertThat(lines.get(1))
                .isEqualTo("2 0008:00007C02 00007C02 d9e8 fld1 FSW=3800 ST0=3FFF8000000000000000");
        assertThat(lines.get(2))
                .isEqualTo(
                        "3 0008:00007C04 00007C04 0f6ec0 movd mm0,eax FSW=0000"
                                + " MM0=0000000000000007");
    }

    /** STI and MOV SS hold interrupts off, traced or not; TF traps after each instruction. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void nobodyNoticesATrace(long seed) {
        var random = new Random(seed);
        var code = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            code.append(String.format("%02X", random.nextInt(256)));
        }
        boolean is32 = seed % 2 == 0;
        TestBoard plain = randomCode(is32, code), traced = randomCode(is32, code);
        traced.cpu.trace(new Everything());
        plain.run(20_000, 997);
        traced.run(20_000, 997);
        assertThat(traced.time.retired()).isEqualTo(plain.time.retired());
        assertThat(traced.digest()).isEqualTo(plain.digest());
        assertThat(lines).isNotEmpty();
    }

    private static TestBoard randomCode(boolean is32, CharSequence hex) {
        var board =
                is32 ? TestBoard.flat().skippingFaults32() : TestBoard.realMode().skippingFaults();
        return board.code(hex.toString());
    }
}
