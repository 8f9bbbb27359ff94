package pentimento.jit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pentimento.cpu.model.CpuModel;
import pentimento.jit.discover.Limits;

/**
 * MMX and SSE in translated code: operands of every width that move over the end of a page, results
 * in memory, flags and general registers, and all that such instructions raise.
 */
class VectorProgramsTest {
    private static final int COUNTS = 20_000, ROUNDS = 200;
    private static final int SKIPPED = 0x9400, ENABLED = 0x9402;

    /**
     * Handlers: what is not aligned (#GP) and numeric errors (#XM), which are masked every other
     * time, are skipped; CR0.TS, set every 16th time, is cleared (#NM).
     */
    private static final String PROGRAM =
            """
            31C0                xor ax,ax
            8ED8                mov ds,ax
            8ED0                mov ss,ax
            BC0070              mov sp,0x7000
            0F20E0              mov eax,cr4
            0D0006              or ax,0x600
            0F22E0              mov cr4,eax
            31C0                xor ax,ax
            66C7061094801F0000  mov dword [0x9410],0x1F80
            C7063400BE7C        mov word [0x34],skip
            A33600              mov [0x36],ax
            C7064C00BE7C        mov word [0x4C],skip
            A34E00              mov [0x4E],ax
            C7061C00CB7C        mov word [0x1C],enable
            A31E00              mov [0x1E],ax
            DBE3                fninit
            B9C800              mov cx,200
            89CE                again: mov si,cx
            81C6808F            add si,0x8F80
            890C                mov [si],cx
            897406              mov [si+6],si
            0F1004              movups xmm0,[si]
            F30F104C04          movss xmm1,[si+4]
            0F164C08            movhps xmm1,[si+8]
            0F58C1              addps xmm0,xmm1
            0F2814              movaps xmm2,[si]
            F20F107C02          movsd xmm7,[si+2]
            F20F587C09          addsd xmm7,[si+9]
            0FFD0C              paddw mm1,[si]
            0F604C03            punpcklbw mm1,[si+3]
            660FC41C02          pinsrw xmm3,[si],2
            660F70DB1B          pshufd xmm3,xmm3,0x1B
            F30F2A24            cvtsi2ss xmm4,[si]
            F30F2CC4            cvttss2si eax,xmm4
            6601C3              add ebx,eax
            0F2EE1              ucomiss xmm4,xmm1
            83D203              adc dx,3
            0F114428            movups [si+0x28],xmm0
            0F7F4C64            movq [si+0x64],mm1
            0F175446            movhps [si+0x46],xmm2
            660F7E5C5A          movd [si+0x5A],xmm3
            8D7C70              lea di,[si+0x70]
            0F2905              movaps [di],xmm0
            0F5EEC              divps xmm5,xmm4
            F6C10F              test cl,15
            7513                jnz next
            813610940002        xor word [0x9410],0x200
            0FAE161094          ldmxcsr [0x9410]
            0F20C0              mov eax,cr0
            0C08                or al,8
            0F22C0              mov cr0,eax
            49                  next: dec cx
            0F8580FF            jnz near again
            F4                  hlt
            55                  skip: push bp
            89E5                mov bp,sp
            83460203            add word [bp+2],3
            FF060094            inc word [0x9400]
            5D                  pop bp
            CF                  iret
            0F06                enable: clts
            FF060294            inc word [0x9402]
            CF                  iret
            """;

    private static Board board() {
        String hex =
                PROGRAM.lines()
                        .map(line -> line.substring(0, line.indexOf(' ')))
                        .collect(Collectors.joining());
        return new Board(CpuModel.PENTIUM4, hex);
    }

    private static void requireSame(JitTranslator translator, int slice) {
        Board interpreted = board().run(COUNTS, COUNTS);
        Board translated = board().translating(translator).run(COUNTS, slice);
        assertThat(interpreted.cpu.isHalted()).isTrue();
        assertThat(translated.cpu.view()).isEqualTo(interpreted.cpu.view());
        assertThat(translated.time.retired()).isEqualTo(interpreted.time.retired());
        assertThat(translated.digest()).isEqualTo(interpreted.digest());
        assertThat(translator.counts().executed()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 1_000, COUNTS})
    void loopsAreTheSame(int slice) {
        requireSame(JitTranslator.eager(), slice);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 180})
    void soAreSingleInstructions(int instructions) {
        requireSame(
                JitTranslator.atOnce(() -> new Limits(instructions, 2 * instructions, 1)), COUNTS);
    }

    /** Else the others would compare little. */
    @Test
    void theProgramRaisesWhatItShould() {
        Board board = board().run(COUNTS, COUNTS);
        byte[] counters = new byte[ENABLED - SKIPPED + 2];
        board.memory.read(SKIPPED, counters, 0, counters.length);
        assertThat((counters[0] & 0xFF) + 256 * counters[1]).isGreaterThan(ROUNDS);
        assertThat(counters[2]).isEqualTo((byte) (ROUNDS / 16));
    }
}
