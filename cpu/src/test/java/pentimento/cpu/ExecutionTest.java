package pentimento.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static pentimento.cpu.state.CpuState.EAX;
import static pentimento.cpu.state.CpuState.EBX;
import static pentimento.cpu.state.CpuState.ECX;
import static pentimento.cpu.state.CpuState.EDI;
import static pentimento.cpu.state.CpuState.EDX;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Segment;
import pentimento.memory.bus.MmioDevice;
import pentimento.memory.bus.PortDevice;

/** What happens between and around instructions: counts, time, interrupts, traps, code changes. */
class ExecutionTest {
    private static final int WHOLE = 1_000_000, NANOS_PER_COUNT = 10, INT_HANDLER = 0x500;

    private final TestBoard board = TestBoard.realMode();

    // ---------------------------------------------------------------- counts and time

    @Test
    void everyInstructionCountsOne() {
        board.code("90 90 40 F4").runToHalt(); // nop; nop; inc ax; hlt
        assertThat(board.time.retired()).isEqualTo(4);
    }

    @Test
    void repCountsItsIterationsAndAtLeastOne() {
        board.code("F3AA F4").with(ECX, 5).with(EDI, 0x5000).runToHalt();
        assertThat(board.time.retired()).isEqualTo(5 + 1);
        TestBoard empty = TestBoard.realMode().code("F3AA F4").with(ECX, 0);
        empty.runToHalt();
        assertThat(empty.time.retired()).isEqualTo(1 + 1);
    }

    @Test
    void aRunNeverExceedsItsBudgetAndStopsWithinRep() {
        board.code("F3AA F4").with(ECX, 100).with(EDI, 0x5000);
        board.cpu.run(30);
        assertThat(board.time.retired()).isEqualTo(30);
        assertThat(board.register(ECX)).isEqualTo(70);
        assertThat(board.cpu.view().eip()).isEqualTo(TestBoard.CODE);
    }

    @Test
    void devicesSeeTheExactTime() {
        List<Long> times = new ArrayList<>();
        board.ports.map(
                0x80,
                1,
                new PortDevice() {
                    @Override
                    public int in8(int offset) {
                        times.add(board.time.nanos());
                        return 0;
                    }

                    @Override
                    public void out8(int offset, int value) {}
                });
        board.code("90 90 90 E480 90 E480 F4").runToHalt();
        long first = 3 * NANOS_PER_COUNT;
        long second = first + 1000 + 2 * NANOS_PER_COUNT; // an ISA access costs 1 us
        assertThat(times).containsExactly(first, second);
    }

    @Test
    void anEventArmedByAPortWriteShortensTheRun() {
        var event = board.time.event("test", () -> {});
        board.ports.map(
                0x80,
                1,
                new PortDevice() {
                    @Override
                    public int in8(int offset) {
                        return 0;
                    }

                    @Override
                    public void out8(int offset, int value) {
                        event.at(board.time.nanos() + 1000 + 5 * NANOS_PER_COUNT);
                    }
                });
        board.code("E680 40 40 40 40 40 40 40 40 F4"); // out 80h,al; inc ax ...
        board.cpu.run(WHOLE);
        assertThat(board.register(EAX)).isEqualTo(4); // OUT itself took one count
        assertThat(board.time.isEventDue()).isTrue();
    }

    @Test
    void liveWindowsSeeTheExactTimeInTheMiddleOfABlock() {
        List<Long> times = new ArrayList<>();
        board.memory.mapMmio(
                0xC0000,
                0x1000,
                new MmioDevice() {
                    @Override
                    public int read8(int offset) {
                        times.add(board.time.nanos());
                        return 0x5A;
                    }

                    @Override
                    public void write8(int offset, int value) {
                        times.add(board.time.nanos());
                    }
                });
        board.cpu.state().segments[Segment.DS].setRealMode(0xC000);
        board.code("90 A00000 40 A20100 90 F4").runToHalt(); // mov al,[0]; inc ax; mov [1],al
        assertThat(times).containsExactly(1L * NANOS_PER_COUNT, 3L * NANOS_PER_COUNT);
        assertThat(board.register(EAX)).isEqualTo(0x5B);
        assertThat(board.time.retired()).isEqualTo(6);
    }

    @Test
    void anExitRequestEndsTheRunAtABoundary() {
        board.code("EBFE"); // jmp $
        board.cpu.requestExit();
        board.cpu.run(WHOLE);
        assertThat(board.time.retired()).isLessThan(WHOLE);
        board.cpu.run(100);
        assertThat(board.time.retired()).isEqualTo(100);
    }

    // ---------------------------------------------------------------- interrupts

    private void handlerAt500(int vector, String hex) {
        board.memory.write32(4 * vector, INT_HANDLER);
        board.bytes(INT_HANDLER, hex);
        board.cpu.vectorSource(() -> vector);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 1000})
    void anInterruptIsTakenAtItsExactCount(int slice) {
        handlerAt500(0x20, "F4");
        var event = board.time.event("irq", board.cpu.intr()::raise);
        event.at(101 * NANOS_PER_COUNT);
        board.code("FB 40 EBFD"); // sti; l: inc ax; jmp l
        while (!board.cpu.isHalted()) {
            board.cpu.run(Math.min(slice, Math.max(1, board.time.budget())));
            board.time.runDue();
        }
        assertThat(board.register(EAX)).isEqualTo(50);
    }

    @Test
    void stiHoldsInterruptsOffForOneInstruction() {
        handlerAt500(0x20, "F4");
        board.cpu.intr().raise();
        board.code("FB 40 41 F4"); // sti; inc ax; inc cx
        board.runToHalt();
        assertThat(board.register(EAX)).isEqualTo(1);
        assertThat(board.register(ECX)).isZero();
        assertThat(board.memory.read16(TestBoard.STACK - 6)).isEqualTo(TestBoard.CODE + 2);
    }

    @Test
    void movSsHoldsInterruptsOffForOneInstruction() {
        handlerAt500(0x20, "F4");
        board.cpu.intr().raise();
        board.code("FB 8ED3 BC0060 41 F4"); // sti; mov ss,bx; mov sp,6000h; inc cx
        board.runToHalt();
        assertThat(board.register(ECX)).isZero();
        assertThat(board.memory.read16(0x6000 - 6)).isEqualTo(TestBoard.CODE + 6);
    }

    @Test
    void anInterruptWakesAHaltedProcessor() {
        handlerAt500(0x20, "41 CF"); // inc cx; iret
        board.code("FB F4 40 FA F4"); // sti; hlt; inc ax; cli; hlt
        board.runToHalt();
        assertThat(board.cpu.isWaitingForEver()).isFalse();
        board.cpu.vectorSource(
                () -> {
                    board.cpu.intr().lower();
                    return 0x20;
                });
        board.cpu.intr().raise();
        board.runToHalt();
        assertThat(board.register(ECX)).isEqualTo(1);
        assertThat(board.register(EAX)).isEqualTo(1);
        assertThat(board.cpu.isWaitingForEver()).isTrue();
    }

    /** Whoever asked the run to end here must not let time pass now. */
    @Test
    void aHaltedProcessorIsNotIdleOnceAnInterruptHasCome() {
        board.cpu.intr().raise();
        board.code("FB F4"); // sti; hlt
        board.cpu.run(2);
        assertThat(board.cpu.isHalted()).isTrue();
        assertThat(board.cpu.isIdle()).isFalse();
        board.cpu.intr().lower();
        assertThat(board.cpu.isIdle()).isTrue();
    }

    @Test
    void nmiIsTakenOnARisingEdgeWhateverIf() {
        handlerAt500(2, "F4");
        board.cpu.nmi().raise();
        board.code("40 F4").runToHalt();
        assertThat(board.register(EAX)).isZero();
        assertThat(board.cpu.view().eip()).isEqualTo(INT_HANDLER + 1);
    }

    @Test
    void singleStepTrapsAfterEveryInstructionAndIteration() {
        board.memory.write32(4, INT_HANDLER);
        board.bytes(INT_HANDLER, "42 83FA06 7401 CF F4"); // inc dx; iret until dx is 6
        // pushf; pop ax; or ah,1; push ax; popf; nop; rep stosb; nop; hlt
        board.code("9C 58 80CC01 50 9D 90 F3AA 90 F4").with(ECX, 3).with(EDI, 0x5000).with(EDX, 0);
        board.runToHalt();
        // nop; three iterations, of which the last leads on; nop; hlt
        assertThat(board.register(EDX)).isEqualTo(1 + 3 + 1 + 1);
        assertThat(board.register(ECX)).isZero();
        int end = TestBoard.CODE + 12; // HLT traps too, and is over then
        assertThat(board.memory.read16(TestBoard.STACK - 6)).isEqualTo(end);
    }

    @Test
    void aFaultInTheSecondHalfOfAPairBelongsToTheJump() {
        board.memory.write32(4 * 13, INT_HANDLER);
        board.bytes(INT_HANDLER, "F4");
        board.cpu.state().cs().limit = 0x7DFF;
        board.code("40 39C0 0F84F002"); // inc ax; cmp ax,ax; jz beyond the limit
        board.runToHalt();
        assertThat(board.memory.read16(TestBoard.STACK - 6)).isEqualTo(TestBoard.CODE + 3);
        assertThat(board.time.retired()).isEqualTo(2 + 1 + 1); // two, the delivery, HLT
    }

    // ---------------------------------------------------------------- code that changes

    @ParameterizedTest
    @ValueSource(ints = {1, WHOLE})
    void theNextInstructionMayBeOverwritten(int slice) {
        board.code("C606067C41 90 40 F4"); // mov byte [7C06],41h; nop; inc ax -> inc cx
        board.run(WHOLE, slice);
        assertThat(board.register(EAX)).isZero();
        assertThat(board.register(ECX)).isEqualTo(1);
    }

    @Test
    void aLoopSeesEachOfItsChanges() {
        // l: inc ax; xor byte [l],8 (inc ax <-> dec ax); loop l; hlt
        board.code("40 8036007C08 E2F8 F4").with(ECX, 4).runToHalt();
        assertThat(board.register(EAX)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, WHOLE})
    void repThatOverwritesItselfIsFetchedAgain(int slice) {
        // rep stosb over F3: what remains is nop; stosb
        board.code("F3AA 90 F4").with(EAX, 0x90).with(ECX, 9).with(EDI, TestBoard.CODE);
        board.run(WHOLE, slice);
        assertThat(board.register(ECX)).isEqualTo(8);
        assertThat(board.register(EDI)).isEqualTo(TestBoard.CODE + 2);
    }

    @Test
    void dataBesideCodeLeavesTheCodeAlone() {
        board.code("FF060F7C E2FA F4").with(ECX, 50).runToHalt(); // l: inc word [7C0F]; loop l
        assertThat(board.memory.read16(0x7C0F)).isEqualTo(50);
    }

    @Test
    void anInstructionAcrossPagesFollowsBothPages() {
        board.bytes(0x8FFE, "B834 12 F4"); // mov ax,1234h
        board.code("E9FB13").runToHalt();
        assertThat(board.register(EAX)).isEqualTo(0x1234);
        board.memory.write8(0x9000, 0x56);
        board.cpu.state().eip = 0x8FFE;
        board.cpu.state().halted = false;
        board.runToHalt();
        assertThat(board.register(EAX)).isEqualTo(0x5634);
    }

    @Test
    void aBusMasterMayWriteCode() {
        board.code("40 F4").runToHalt();
        board.memory.write8(TestBoard.CODE, 0x41); // inc cx
        board.cpu.state().eip = TestBoard.CODE;
        board.cpu.state().halted = false;
        board.runToHalt();
        assertThat(board.register(EAX)).isEqualTo(1);
        assertThat(board.register(ECX)).isEqualTo(1);
    }

    @Test
    void codeBeyondTheLimitFaultsThoughItIsDecoded() {
        board.memory.write32(4 * 13, INT_HANDLER);
        board.bytes(INT_HANDLER, "F4");
        board.bytes(0xFFFE, "90 B81111"); // nop; mov ax,1111h crosses FFFF
        board.code("E9FB83").runToHalt();
        assertThat(board.register(EAX)).isZero();
        assertThat(board.memory.read16(TestBoard.STACK - 6)).isEqualTo(0xFFFF);
    }

    /**
     * The page of the running code moves by a store to it: what follows comes from its new place.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, WHOLE})
    void codeGoesOnInThePageThatAStoreFinds(int slice) {
        TestBoard flat = TestBoard.flat();
        int directory = 0x10000, table = 0x11000, otherPage = 0x20000, all = 7;
        flat.memory.write32(directory, table | all);
        for (int page = 0; page < 0x100; page++) {
            flat.memory.write32(table + 4 * page, page << 12 | all);
        }
        CpuState state = flat.cpu.state();
        state.cr3 = directory;
        // mov eax,cr0; or eax,80000000h; mov cr0,eax
        String paging = "0F20C0 0D00000080 0F22C0";
        // mov dword [1101Ch],20007h: the table's entry of this page; mov byte [7800h],0; inc ecx
        String code = "C7051C10010007000200 C6050078000000 41 F4";
        flat.code(paging + code);
        flat.bytes(
                otherPage + TestBoard.CODE % 0x1000,
                paging + code.replace("41 F4", "42 F4")); // inc edx
        flat.with(ECX, 0).with(EDX, 0).run(7, slice);
        assertThat(flat.register(ECX)).isZero();
        assertThat(flat.register(EDX)).isEqualTo(1);
    }

    // ---------------------------------------------------------------- pins

    @Test
    void resetStartsBelowTheTopOfMemory() {
        board.cpu.reset();
        CpuView view = board.cpu.view();
        assertThat(view.eip()).isEqualTo(0xFFF0);
        assertThat(view.segments().get(Segment.CS).base()).isEqualTo(0xFFFF0000);
        assertThat(view.segments().get(Segment.CS).selector()).isEqualTo(0xF000);
        assertThat(board.register(EDX)).isEqualTo(0x673);
        assertThat(board.register(EBX)).isZero();
    }

    @Test
    void aTripleFaultRaisesShutdown() {
        var shutDown = new ArrayList<Boolean>();
        TestBoard flat = TestBoard.flat();
        flat.cpu.shutdown(new pentimento.memory.bus.Line(shutDown::add));
        flat.cpu.state().idtLimit = 0;
        flat.code("0F0B");
        flat.cpu.run(WHOLE);
        assertThat(shutDown).contains(true);
        assertThat(flat.cpu.isHalted()).isTrue();
    }

    @Test
    void inShutdownInterruptsAreNotServed() {
        TestBoard flat = TestBoard.flat();
        flat.cpu.state().idtLimit = 0;
        flat.cpu.state().flags.set(Flags.IF, true);
        flat.code("0F0B");
        flat.cpu.vectorSource(
                () -> {
                    throw new AssertionError("an acknowledge cycle in shutdown");
                });
        flat.cpu.intr().raise();
        flat.cpu.state().interruptShadow = true;
        flat.cpu.run(WHOLE);
        flat.cpu.run(WHOLE);
        assertThat(flat.time.retired()).isEqualTo(1);
        assertThat(flat.cpu.isWaitingForEver()).isTrue();
    }

    @Test
    void nmiLeadsOutOfShutdown() {
        TestBoard flat = TestBoard.flat().skippingFaults32();
        flat.cpu.state().idtLimit = 0;
        flat.code("0F0B F4");
        flat.cpu.run(WHOLE);
        flat.cpu.state().idtLimit = 0x7FF;
        flat.cpu.nmi().raise();
        flat.cpu.run(1);
        assertThat(flat.cpu.isHalted()).isFalse();
    }

    @Test
    void resetLowersFerr() {
        var ferr = new pentimento.memory.bus.Line(high -> {});
        board.cpu.ferr(ferr);
        board.code("DBE3 D92E0060 D9EE D9E8 DEF1 F4"); // fninit; fldcw [6000h]: 0; 0; 1; fdivrp
        board.runToHalt();
        assertThat(ferr.isHigh()).isTrue();
        board.cpu.reset();
        assertThat(ferr.isHigh()).isFalse();
    }

    @Test
    void whatAScanLeftBehindIsNoState() {
        board.code("F2AE F4").with(ECX, 3).with(EDI, 0x5000); // repne scasb
        TestBoard other = TestBoard.realMode().code("F2AE F4").with(ECX, 3).with(EDI, 0x5000);
        board.code("F9").run(1, 1); // stc, so that the two differ when the scan begins
        other.code("F8").run(1, 1);
        for (TestBoard each : List.of(board, other)) {
            each.code("F2AE F4").with(ECX, 3).with(EDI, 0x5000);
            each.cpu.state().eip = TestBoard.CODE;
            each.runToHalt();
        }
        assertThat(board.digest()).isEqualTo(other.digest());
    }

    /** An instruction at the last offset has no second byte: #GP, which counts, too. */
    @Test
    void aFaultOfTheFetchWaitsForTheNextBudget() {
        TestBoard board = TestBoard.realMode().skippingFaults().code("B8FFFF FFE0"); // jmp FFFFh
        board.run(2, 2);
        assertThat(board.cpu.state().eip).isEqualTo(0xFFFF);
        board.run(1, 1);
        assertThat(board.cpu.state().eip).isNotEqualTo(0xFFFF);
    }
}
