package pentimento.cpu.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import pentimento.cpu.decode.Opcode;
import pentimento.cpu.fpu.x87.EscapeMap;
import pentimento.cpu.model.CpuModel;

/** The names of x87 instructions and what executes them are two halves of one table. */
class X87OpcodesTest {
    @Test
    void whatHasANameIsWhatIsDefined() {
        for (CpuModel model : CpuModel.values()) {
            for (int code = 0xD8; code <= 0xDF; code++) {
                for (int modRm = 0; modRm < 0x100; modRm++) {
                    Optional<Opcode> row =
                            OpcodeMap.TABLE
                                    .row(code, modRm)
                                    .filter(r -> r.feature().filter(f -> !model.has(f)).isEmpty());
                    boolean isDefined =
                            !EscapeMap.row(code & 7, modRm, model).equals(EscapeMap.UNDEFINED);
                    assertThat(row.isPresent())
                            .as("%s: %02X %02X", model, code, modRm)
                            .isEqualTo(isDefined);
                }
            }
        }
    }
}
