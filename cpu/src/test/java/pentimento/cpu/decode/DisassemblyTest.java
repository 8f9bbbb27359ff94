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
                "D6                   | salc",
                "F1                   | icebp",
            })
    void readsAsTheManualWritesIt(String hex, String text) {
        Disassembly.Line line = line(CpuModel.PENTIUM3, hex, false);
        assertThat(line.text()).isEqualTo(text);
        assertThat(line.length()).isEqualTo(hex.replace(" ", "").length() / 2);
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
        assertThat(line(model, hex, true).text()).isEqualTo("(undefined)");
        assertThat(line(CpuModel.CORE, hex, true).text()).isNotEqualTo("(undefined)");
    }

    @ParameterizedTest
    @CsvSource({"F0 90", "F0 01 D8", "F0 38 07", "8D C0", "0F C7 C8", "8E C8", "FE D0", "8F C8"})
    void undefinedFormsAreUndefined(String hex) {
        assertThat(line(CpuModel.CORE, hex, true).text()).isEqualTo("(undefined)");
    }

    @Test
    void everyOneByteOpcodeHasARowOrIsAPrefix() {
        for (int code = 0; code < 0x100; code++) {
            boolean isDefined =
                    !line(CpuModel.CORE, String.format("%02X", code) + "00".repeat(14), true)
                            .text()
                            .equals("(undefined)");
            assertThat(isDefined).as("opcode %02X", code).isTrue();
        }
    }
}
