package pentimento.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.translation.CompiledRegion;
import pentimento.cpu.translation.Processor;
import pentimento.lockstep.Difference.Cause;
import pentimento.machine.MachineConfig;

/** A translator that is wrong on purpose is found out, with the instruction that it gets wrong. */
class SearchTest {
    private static final String LOOP =
            "31DB" // 7C00           xor bx,bx
                    + "B9E803" // 7C02     mov cx,1000
                    + "43" // 7C05   next: inc bx
                    + "01D8" // 7C06       add ax,bx
                    + "353412" // 7C08     xor ax,1234h
                    + "D1C8" // 7C0B       ror ax,1
                    + "E2F6" // 7C0D       loop next
                    + "EBF1"; // 7C0F      jmp 7C02

    /** In the order of execution, from the begin of the loop. */
    private static final List<Integer> INSTRUCTIONS =
            List.of(0x7C05, 0x7C06, 0x7C08, 0x7C0B, 0x7C0D);

    private static final Duration BOOT = Duration.ofMillis(600);
    private static final int WRONG = 2, BYTES = 163_840, SECTOR = 512;

    /** When a region spoils EAX. */
    private enum Fault {
        /** It executes the instruction. */
        INSTRUCTION,
        /** It executes the instruction and the one before. */
        AFTER_ANOTHER,
        /** It executes the instruction, for the 5000th time. */
        ONCE
    }

    private final long[] executions = new long[1];

    private static byte[] floppy() {
        byte[] image = Arrays.copyOf(HexFormat.of().parseHex(LOOP), BYTES);
        image[SECTOR - 2] = 0x55;
        image[SECTOR - 1] = (byte) 0xAA;
        return image;
    }

    private Optional<Difference> run(Fault fault) {
        try (var pair =
                new Lockstep(
                        b ->
                                b.memory(1)
                                        .floppy(0, MachineConfig.Media.memory("loop", floppy()))
                                        .build(),
                        7,
                        (cuts, isAtOnce) ->
                                new WrappingTranslator(
                                        SelectiveTranslator.Factory.STANDARD.make(cuts, isAtOnce),
                                        region -> new Spoiled(region, fault)))) {
            pair.interpreting().run(BOOT);
            return pair.run(Duration.ofMillis(50), Duration.ofMillis(9));
        }
    }

    private final class Spoiled extends ForwardingRegion {
        private final Fault fault;

        Spoiled(CompiledRegion region, Fault fault) {
            super(region);
            this.fault = fault;
        }

        @Override
        public int run(Processor processor, int budget, int entry) {
            int begin = INSTRUCTIONS.indexOf(entries().get(entry).eip());
            int left = super.run(processor, budget, entry);
            for (int i = begin; begin >= 0 && i < begin + budget - left; i++) {
                boolean isWrong = i % INSTRUCTIONS.size() == WRONG;
                boolean spoils =
                        switch (fault) {
                            case INSTRUCTION -> isWrong;
                            case AFTER_ANOTHER -> isWrong && i > begin;
                            case ONCE -> isWrong && ++executions[0] == 5_000;
                        };
                if (spoils) {
                    processor.gpr[CpuState.EAX] += 0x10000;
                }
            }
            return left;
        }
    }

    private static void assertNamed(Optional<Difference> found, Cause cause) {
        assertThat(found)
                .hasValueSatisfying(
                        d -> {
                            assertThat(d.cause()).as(d.toString()).isEqualTo(cause);
                            assertThat(d.instruction()).as(d.toString()).contains("353412");
                            assertThat(d.before()).contains("EIP=00007C08");
                            assertThat(d.interpreted()).contains("EIP=00007C0B", "EAX=0000");
                            assertThat(d.translated())
                                    .contains("EIP=00007C0B")
                                    .doesNotContain("EAX=0000");
                        });
    }

    @Test
    void anInstructionThatIsWrongByItself() {
        assertNamed(run(Fault.INSTRUCTION), Cause.INSTRUCTION);
    }

    @Test
    void anInstructionThatIsWrongBehindAnother() {
        assertNamed(run(Fault.AFTER_ANOTHER), Cause.REGION);
    }

    @Test
    void whatHappensOnceIsToldApart() {
        assertThat(run(Fault.ONCE))
                .hasValueSatisfying(d -> assertThat(d.cause()).isEqualTo(Cause.ONCE));
    }
}
