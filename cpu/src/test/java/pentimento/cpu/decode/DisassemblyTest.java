package pentimento.cpu.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pentimento.cpu.Disassembly;
import pentimento.cpu.model.CpuModel;

/** Decoder and opcode map, seen through the disassembler. */
class DisassemblyTest {
    private static Disassembly.Line line(CpuModel model, String hex, boolean code32) {
        byte[] code = HexFormat.of().parseHex(hex.replace(" ", ""));
        return Disassembly.of(model, code, 0x100, code32).getFirst();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "00 D8                | add al,bl",
                "01 47 10             | add [bx+0x10],ax",
                "66 01 47 FE          | add [bx-0x2],eax",
                "67 8B 04 98          | mov ax,[eax+ebx*4]",
                "26 A1 34 12          | mov ax,[es:0x1234]",
                "C6 46 FE 05          | mov byte [bp-0x2],0x5",
                "80 3E 00 7C 55       | cmp byte [0x7c00],0x55",
                "83 C0 FF             | add ax,0xffff",
                "74 FE                | jz 0x100",
                "E8 FD 0F             | call 0x1100",
                "EA F0 FF 00 F0       | jmp 0xf000:0xfff0",
                "F3 A5                | rep movsw",
                "F3 26 66 A5          | es rep movsd",
                "8E D8                | mov ds,ax",
                "0F 20 C0             | mov eax,cr0",
                "0F B6 07             | movzx ax,byte [bx]",
                "C8 10 00 01          | enter 0x10,0x1",
                "66 0F A4 C3 04       | shld ebx,eax,0x4",
                "F0 FF 07             | lock inc word [bx]",
                "0F 6F C1             | movq mm0,mm1",
                "66 98                | cwde", // CBW, CWDE: by the operand size
                "99                   | cwd",
                "66 60                | pushad",
                "9C                   | pushf",
                "66 CF                | iretd",
                "67 E3 FD             | jecxz 0x100", // by the address size
                "67 E2 FD             | loop 0x100,ecx",
                "F3 A6                | repe cmpsb",
                "F2 AF                | repne scasw",
                "67 F3 AC             | rep a32 lodsb",
                "66 6D                | insd",
                "2E D7                | cs xlatb",
                "F3 90                | pause",
                "F3 C3                | ret", // REP has no meaning here
                "66 CB                | retfd",
                "CA 04 00             | retf 0x4",
                "66 EA 00 10 00 00 08 00 | jmp dword 0x8:0x1000",
                "FF 1E 84 00          | call far [0x84]",
                "66 FF 2D             | jmp dword far [di]",
                "FF 27                | jmp word [bx]",
                "66 E8 FA FF FF FF    | call dword 0x100",
                "6A FF                | push word 0xffff",
                "66 68 00 00 01 00    | push dword 0x10000",
                "66 06                | o32 push es",
                "D0 27                | shl byte [bx],1",
                "D3 27                | shl word [bx],cl",
                "F7 27                | mul word [bx]",
                "8C 1F                | mov [bx],ds",
                "0F 01 17             | lgdt [bx]",
                "0F 00 17             | lldt word [bx]",
                "0F 01 27             | smsw [bx]",
                "66 36 0F BF 47 01    | movsx eax,word [ss:bx+0x1]",
                "0F C7 0F             | cmpxchg8b qword [bx]",
                "D4 0A                | aam",
                "D5 10                | aad 0x10",
                "0F 18 0F             | prefetcht0 byte [bx]",
                "D6                   | salc",
                "F1                   | int1",
            })
    void readsAsTheManualWritesIt(String hex, String text) {
        Disassembly.Line line = line(CpuModel.PENTIUM3, hex, false);
        assertThat(line.text()).isEqualTo(text);
        assertThat(line.length()).isEqualTo(hex.replace(" ", "").length() / 2);
    }

    /** SDM vol. 2D, A.5. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "D8 C1       | fadd st0,st1",
                "DC E1       | fsubr st1,st0",
                "DC E9       | fsub st1,st0",
                "DE F1       | fdivrp st1,st0",
                "DE D9       | fcompp",
                "D8 D1       | fcom st1",
                "D8 3F       | fdivr dword [edi]",
                "DC 07       | fadd qword [edi]",
                "DA 07       | fiadd dword [edi]",
                "DE 07       | fiadd word [edi]",
                "D9 C9       | fxch st1",
                "D9 E8       | fld1",
                "D9 FE       | fsin",
                "D9 2F       | fldcw word [edi]",
                "D9 37       | fnstenv [edi]",
                "66 DD 37    | o16 fnsave [edi]",
                "DB 2F       | fld tword [edi]",
                "DF 37       | fbstp tword [edi]",
                "DF 2F       | fild qword [edi]",
                "DD 4D 08    | fisttp qword [ebp+0x8]",
                "DB C9       | fcmovne st0,st1",
                "DF F1       | fcomip st0,st1",
                "DF E0       | fnstsw ax",
                "DB E3       | fninit",
                "9B          | wait",
                "D9 D1       | (bad)",
                "DD F8       | (bad)",
                "D9 0F       | (bad)",
            })
    void namesX87Instructions(String hex, String text) {
        assertThat(line(CpuModel.CORE, hex, true).text()).isEqualTo(text);
    }

    /** SDM vol. 2D, tables. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0F 6E 07          | movd mm0,dword [edi]",
                "66 0F 7E C8       | movd eax,xmm1",
                "F3 0F 7E 07       | movq xmm0,qword [edi]",
                "F2 0F D6 C1       | movdq2q mm0,xmm1",
                "F3 0F 2A C1       | cvtsi2ss xmm0,ecx",
                "0F 2C 07          | cvttps2pi mm0,qword [edi]",
                "F2 0F 10 07       | movsd xmm0,qword [edi]",
                "66 0F 29 07       | movapd oword [edi],xmm0",
                "0F 12 C1          | movhlps xmm0,xmm1",
                "0F 12 07          | movlps xmm0,qword [edi]",
                "66 0F 12 C1       | (bad)",
                "0F C2 C1 06       | cmpnleps xmm0,xmm1",
                "F2 0F C2 07 01    | cmpltsd xmm0,qword [edi]",
                "0F C2 C1 08       | cmpps xmm0,xmm1,0x8",
                "0F C4 07 03       | pinsrw mm0,word [edi],0x3",
                "66 0F C5 C1 03    | pextrw eax,xmm1,0x3",
                "0F 71 D1 03       | psrlw mm1,0x3",
                "66 0F 73 F9 04    | pslldq xmm1,0x4",
                "0F 73 F9 04       | (bad)",
                "0F D7 C1          | pmovmskb eax,mm1",
                "0F D7 07          | (bad)",
                "0F AE 17          | ldmxcsr dword [edi]",
                "0F AE F8          | sfence",
                "0F AE 3F          | clflush byte [edi]",
                "64 0F F7 C1       | fs maskmovq mm0,mm1",
                "66 0F 3A 0F C1 05 | palignr xmm0,xmm1,0x5",
                "0F 38 1C 07       | pabsb mm0,qword [edi]",
                "0F 60 07          | punpcklbw mm0,dword [edi]",
            })
    void namesSimdInstructionsWithTheirRegisters(String hex, String text) {
        Disassembly.Line line = line(CpuModel.CORE, hex, true);
        assertThat(line.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0F C8, I386", // BSWAP
        "0F C7 0F, I486", // CMPXCHG8B
        "0F 45 C1, PENTIUM_MMX", // CMOVNZ
        "0F 58 C1, PENTIUM2", // ADDPS
        "66 0F 58 C1, PENTIUM3", // ADDPD
    })
    void earlierModelsDoNotKnowLaterInstructions(String hex, CpuModel model) {
        assertThat(line(model, hex, true).text()).isEqualTo("(bad)");
        assertThat(line(CpuModel.CORE, hex, true).text()).isNotEqualTo("(bad)");
    }

    @Test
    void testRegistersEndWithThe486() {
        assertThat(line(CpuModel.I486, "0F 26 F0", true).text()).isEqualTo("mov tr6,eax");
        assertThat(line(CpuModel.I386, "0F 24 F9", true).text()).isEqualTo("mov ecx,tr7");
        assertThat(line(CpuModel.PENTIUM, "0F 26 F0", true).text()).isEqualTo("(bad)");
    }

    @ParameterizedTest
    @CsvSource({"F0 90", "F0 01 D8", "F0 38 07", "8D C0", "0F C7 C8", "8E C8", "FE D0", "8F C8"})
    void undefinedFormsAreUndefined(String hex) {
        assertThat(line(CpuModel.CORE, hex, true).text()).isEqualTo("(bad)");
    }

    @Test
    void everyOneByteOpcodeHasARowOrIsAPrefix() {
        for (int code = 0; code < 0x100; code++) {
            boolean isDefined =
                    !line(CpuModel.CORE, String.format("%02X", code) + "00".repeat(14), true)
                            .text()
                            .equals("(bad)");
            assertThat(isDefined).as("opcode %02X", code).isTrue();
        }
    }
}
