package pentimento.lockstep;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import pentimento.cpu.translation.Translator;
import pentimento.jit.JitTranslator;
import pentimento.jit.TranslationCounts;

/** Guests that write new code for ever cost a bounded number of classes. */
class GeneratedCodeTest {
    private static final int WHOLE = Integer.MAX_VALUE;
    private static final long MOST_REGIONS = 4_000, MEBIBYTE = 1 << 20;

    /**
     * Writes function after function, 32768 of them and round again, and calls each three times.
     */
    private static final String GENERATOR =
            """
            FA 31C0 8ED8 8ED0 BC007C 31DB   cli; ds = ss = 0; sp = 7C00; bx = 0
            B90010                          7C0C: mov cx,1000
            8EC1 31FF 890E0206              7C0F: mov es,cx; xor di,di; mov [602],cx
            26C605B8 26895D01               7C17: mov byte es:[di],B8; mov es:[di+1],bx
            26C7450301C2 26C64505CB         mov ax,bx; add dx,ax; retf: that is written
            893E0006                        mov [600],di
            FF1E0006 FF1E0006 FF1E0006      call far [600], three times
            43 83C710 75D7                  inc bx; add di,16; jnz 7C17
            81C10010 81F90090 75C5 EBC0     add cx,1000; cmp cx,9000; jne 7C0F; jmp 7C0C
            """;

    /** Adds 7 to the immediate of its first instruction, each time. */
    private static final String EACH_TIME =
            """
            FA 31C0 8ED8 8ED0 BC007C
            81C23412                        7C0A: add dx,1234
            83060C7C07 41 EBF4              add word [7C0C],7; inc cx; jmp 7C0A
            """;

    /** Does that every eighth time. */
    private static final String EVERY_EIGHTH =
            """
            FA 31C0 8ED8 8ED0 BC007C
            81C23412 41 F6C107 75F6         7C0A: add dx,1234; inc cx; test cl,7; jnz 7C0A
            83060C7C07 EBEF                 add word [7C0C],7; jmp 7C0A
            """;

    private static LiveProgram program(String name, String listing) {
        return new LiveProgram(name, HexFormat.of().parseHex(LiveProgram.hex(listing)));
    }

    /** Runs interpreted and translated. */
    private static TranslationCounts run(LiveProgram program, long counts) {
        JitTranslator translator = JitTranslator.eager();
        LiveBoard translated = new LiveBoard().start(program, translator);
        translated.runTo(counts, WHOLE);
        LiveBoard interpreted = new LiveBoard().start(program, Translator.NONE);
        interpreted.runTo(counts, WHOLE);
        assertThat(translated.digest()).isEqualTo(interpreted.digest());
        return translator.counts();
    }

    private static long metaspace() {
        System.gc();
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getName().equals("Metaspace"))
                .map(MemoryPoolMXBean::getUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }

    @Test
    void aGuestThatWritesNewCodeForEverLoadsABoundedNumberOfClasses() {
        var classes = ManagementFactory.getClassLoadingMXBean();
        LiveProgram program = program("generator", GENERATOR);
        JitTranslator translator = JitTranslator.eager();
        LiveBoard board = new LiveBoard().start(program, translator);
        board.runTo(50_000, WHOLE);
        long spaceBefore = metaspace(), unloadedBefore = classes.getUnloadedClassCount();
        int loadedBefore = classes.getLoadedClassCount();
        for (long count = 100_000; translator.counts().made() < 3 * MOST_REGIONS; count += 50_000) {
            board.runTo(count, WHOLE);
        }
        TranslationCounts counts = translator.counts();
        assertThat(counts.inUse()).isLessThanOrEqualTo(MOST_REGIONS);
        assertThat(metaspace() - spaceBefore).isLessThan(48 * MEBIBYTE);
        assertThat((long) classes.getLoadedClassCount() - loadedBefore)
                .isLessThan(MOST_REGIONS + 1_000);
        assertThat(classes.getUnloadedClassCount() - unloadedBefore)
                .as("unloaded classes")
                .isGreaterThan(MOST_REGIONS);
        LiveBoard interpreted = new LiveBoard().start(program, Translator.NONE);
        interpreted.runTo(board.time.retired(), WHOLE);
        assertThat(board.digest()).isEqualTo(interpreted.digest());
    }

    @Test
    void codeThatModifiesItselfEachTimeStaysInTheInterpreter() {
        TranslationCounts counts = run(program("each time", EACH_TIME), 400_000);
        assertThat(counts.made()).isLessThan(10);
        assertThat(counts.executed())
                .as("counts of the code behind it, which nobody overwrites")
                .isLessThanOrEqualTo(200_000);
    }

    @Test
    void codeThatModifiesItselfOftenIsTranslatedEverMoreRarely() {
        TranslationCounts counts = run(program("every eighth time", EVERY_EIGHTH), 400_000);
        assertThat(counts.made()).isLessThan(40);
    }
}
