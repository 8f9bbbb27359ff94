package pentimento.jit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pentimento.cpu.translation.RegionExit;
import pentimento.jit.discover.Limits;

/** Translated code does what interpreted code does, and is used. */
class JitTranslatorTest {
    private static final int COUNTS = 20_000;

    /** Sums bytes with carries, in a call, until CX is zero. */
    private static final String CALLS =
            """
            B9 F401         mov cx,500
            31 C0           xor ax,ax
            E8 0600         call 7C0E
            49              dec cx
            75 FA           jnz 7C05
            F4              hlt
            90 90           nop; nop
            50              push ax
            00 C8           add al,cl
            80 D4 01        adc ah,1
            5B              pop bx
            C3              ret
            """;

    /**
     * 0002:0000 less 0001:FFFF, down to zero: the difference of the high words is that of three.
     */
    private static final String BORROWS =
            """
            B9 2000         mov cx,32
            BA 0200         mov dx,2
            31 C0           xor ax,ax
            2D FFFF         sub ax,FFFF
            83 DA 01        sbb dx,1
            74 01           jz 7C11
            46              inc si
            72 01           jb 7C14
            47              inc di
            01 D3           add bx,dx
            E2 EB           loop 7C03
            F4              hlt
            """;

    /** Three loops, one in the other. */
    private static final String NEST =
            """
            B9 0500         mov cx,5
            BA 0700         7C03: mov dx,7
            BB 0900         7C06: mov bx,9
            01 C8           7C09: add ax,cx
            4B              dec bx
            75 FB           jnz 7C09
            01 D6           add si,dx
            4A              dec dx
            75 F3           jnz 7C06
            47              inc di
            49              dec cx
            75 EC           jnz 7C03
            F4              hlt
            """;

    /** Adds to the immediate operand of its own instruction. */
    private static final String MODIFIES_ITSELF =
            """
            B9 C800         mov cx,200
            05 0100         add ax,1
            FF 06 047C      inc word [7C04]
            E2 F7           loop 7C03
            F4              hlt
            """;

    /** Stores to ever lower bytes, until they are those of its own loop. */
    private static final String STORES_DOWNWARDS =
            """
            BB 007E         mov bx,7E00
            B9 0003         mov cx,300
            80 07 00        add byte [bx],0
            4B              dec bx
            E2 FA           loop 7C06
            F4              hlt
            """;

    /** Reads a word at offset FFFFh again and again: #GP, whose handler skips the instruction. */
    private static final String FAULTS =
            """
            C7 06 3400 307C  mov word [34h],7C30
            BB FFFF          mov bx,FFFF
            B9 1E00          mov cx,30
            83 C2 03         add dx,3
            8B 07            mov ax,[bx]
            11 D6            adc si,dx
            E2 F7            loop 7C0C
            F4               hlt
            00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
            55               7C30: push bp
            89 E5            mov bp,sp
            83 46 02 02      add word [bp+2],2
            5D               pop bp
            CF               iret
            """;

    private static String hex(String listing) {
        var hex = new StringBuilder();
        for (String line : listing.lines().toList()) {
            String bytes = line.split("  ", 2)[0];
            hex.append(bytes.replace(" ", ""));
        }
        return hex.toString();
    }

    private static void requireSame(String listing, int slice, Limits limits) {
        requireSame(listing, slice, JitTranslator.eager(() -> limits));
    }

    private static void requireSame(String listing, int slice, JitTranslator translator) {
        var interpreted = new Board(hex(listing)).run(COUNTS, COUNTS);
        var translated = new Board(hex(listing)).translating(translator).run(COUNTS, slice);
        assertThat(interpreted.cpu.isHalted()).isTrue();
        assertThat(translated.cpu.view()).isEqualTo(interpreted.cpu.view());
        assertThat(translated.time.retired()).isEqualTo(interpreted.time.retired());
        assertThat(translated.digest()).isEqualTo(interpreted.digest());
        if (slice == COUNTS) {
            assertThat(translator.counts().executed()).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 50, COUNTS})
    void slicesAreInvisible(int slice) {
        requireSame(CALLS, slice, Limits.STANDARD);
    }

    /** The end of a slice leaves an inner loop, which is entered again by way of the outer ones. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 50, COUNTS})
    void slicesAreInvisibleInANestOfLoops(int slice) {
        requireSame(NEST, slice, Limits.STANDARD);
    }

    @Test
    void aNestOfLoopsBeginsAtItsOutermostHead() {
        JitTranslator translator = JitTranslator.eager();
        translator.keep();
        new Board(hex(NEST)).translating(translator).run(COUNTS, COUNTS);
        assertThat(translator.listings(Board.CODE + 9))
                .anySatisfy(
                        region ->
                                assertThat(region)
                                        .containsSubsequence(
                                                "region at 00007C03",
                                                "entry 00007C03",
                                                "entry 00007C06",
                                                "entry 00007C09"));
    }

    /** FNINIT, FLDCW of 53 bits, 1 / pi for the precision exception; then a loop of 60 escapes. */
    private static final String DOUBLES =
            "DBE3 C70600067F02 D92E0006 D9E8 D9EB DEF9 DDD8 B96400"
                    + "D9E8 DDD8".repeat(30)
                    + "49 7585 F4";

    @Test
    void aLoopOfSixtyEscapesIsOneRegion() {
        JitTranslator translator = JitTranslator.eager();
        translator.keep();
        new Board(hex(DOUBLES)).translating(translator).run(COUNTS, COUNTS);
        int begin = Board.CODE + 23, jump = begin + 121;
        assertThat(translator.listings(jump))
                .anySatisfy(region -> assertThat(region).contains("entry 00007C17"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 50, COUNTS})
    void slicesAreInvisibleInALoopOfEscapes(int slice) {
        requireSame(DOUBLES, slice, Limits.STANDARD);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void cutsAreInvisible(int instructions) {
        requireSame(CALLS, COUNTS, new Limits(instructions, instructions, 1));
    }

    @Test
    void conditionsAfterABorrowFollowTheResult() {
        requireSame(BORROWS, COUNTS, Limits.STANDARD);
    }

    @Test
    void codeThatModifiesItselfIsNotExecutedStale() {
        requireSame(MODIFIES_ITSELF, COUNTS, Limits.STANDARD);
        requireSame(STORES_DOWNWARDS, COUNTS, Limits.STANDARD);
    }

    /** The store that hits its own region is interpreted, even where all code is translated. */
    @Test
    void codeThatModifiesItselfGoesOn() {
        requireSame(MODIFIES_ITSELF, COUNTS, JitTranslator.atOnce(() -> Limits.STANDARD));
    }

    /** EIP on the handler's stack, flags and count are those of the instruction that faulted. */
    @Test
    void faultsArePrecise() {
        requireSame(FAULTS, COUNTS, Limits.STANDARD);
    }

    private static TranslationCounts counts(String listing, int slice) {
        JitTranslator translator = JitTranslator.eager();
        new Board(hex(listing)).translating(translator).run(COUNTS, slice);
        return translator.counts();
    }

    @Test
    void exitsAreCountedByReason() {
        assertThat(counts(CALLS, COUNTS).exits()).containsEntry(RegionExit.OUTSIDE, 2L);
        assertThat(counts(CALLS, 50).exits().get(RegionExit.BUDGET)).isGreaterThan(10);
        assertThat(counts(FAULTS, COUNTS).exits().get(RegionExit.INTERPRETED)).isGreaterThan(10);
    }

    @Test
    void regionsWhoseCodeIsOverwrittenAreToldFromThoseThatMadeRoom() {
        TranslationCounts counts = counts(STORES_DOWNWARDS, COUNTS);
        assertThat(counts.overwritten()).isPositive();
        assertThat(counts.exits().get(RegionExit.INTERPRETED)).isPositive();
        assertThat(counts.evicted()).isZero();
    }

    /** Three blocks, two of which are executed as often; each would be where a region begins. */
    private static final String LOOP_OF_ESCAPES =
            """
            DBE3            fninit
            D9E8            fld1
            D9E1            7C04: fabs
            40              inc ax
            A8 01           test al,1
            75 01           jnz 7C0C
            43              inc bx
            42              7C0C: inc dx
            EB F5           jmp 7C04
            """;

    @Test
    void blocksThatGetHotTogetherBecomeOneRegion() throws InterruptedException {
        JitTranslator translator = JitTranslator.background();
        Board board = new Board(hex(LOOP_OF_ESCAPES)).translating(translator);
        for (int i = 0; i < 2_000 && translator.counts().executed() < COUNTS; i++) {
            board.run(10 * COUNTS, COUNTS);
            Thread.sleep(1);
        }
        board.run(100 * COUNTS, COUNTS);
        assertThat(translator.counts().made()).isOne();
        assertThat(translator.counts().executed()).isGreaterThan(COUNTS);
    }

    @Test
    void onlyCodeThatIsKeptIsListed() {
        JitTranslator translator = JitTranslator.eager();
        new Board(hex(CALLS)).translating(translator).run(COUNTS, COUNTS);
        assertThat(translator.listings(Board.CODE + 5)).isEmpty();
        translator.keep();
        new Board(hex(CALLS)).translating(translator).run(COUNTS, COUNTS);
        assertThat(translator.listings(Board.CODE + 5))
                .singleElement()
                .asString()
                .containsPattern("00007C05 call 0x7c0e .*push");
        assertThat(translator.listings(Board.CODE + 0x40)).isEmpty();
    }
}
