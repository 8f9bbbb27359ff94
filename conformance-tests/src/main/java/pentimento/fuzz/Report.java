package pentimento.fuzz;

import java.util.HexFormat;
import java.util.List;
import pentimento.cpu.Disassembly;

/** The text of a failing case: how to run it again, its code, where it begins. */
final class Report {
    private Report() {}

    static String of(FuzzCase fuzzed, FuzzFailure failure, Forms forms) {
        var scene = new Scene(fuzzed, forms);
        var text = new StringBuilder();
        text.append("FAILED: ").append(failure.getMessage()).append('\n');
        if (failure.getCause() != null) {
            text.append("    ").append(failure.getCause()).append('\n');
            for (StackTraceElement frame : failure.getCause().getStackTrace()) {
                text.append("        at ").append(frame).append('\n');
            }
        }
        text.append(
                String.format(
                        "model %s, mode %s, paging %s, %d counts, %d mutations, %d events%n",
                        scene.model.commandLineName(),
                        scene.mode,
                        scene.paging,
                        scene.counts,
                        fuzzed.mutations().size(),
                        fuzzed.events().size()));
        var board = new FuzzBoard(scene.model);
        board.arrange(scene);
        text.append(board.cpu.view()).append('\n');
        List<Disassembly.Line> lines =
                Disassembly.of(
                        scene.model, scene.program.bytes(), Layout.CODE, scene.mode.isCode32());
        for (Disassembly.Line line : lines) {
            if (!line.text().equals("nop")) {
                text.append("    ").append(line).append('\n');
            }
        }
        text.append("again: fuzz.sh --case ").append(HexFormat.of().formatHex(fuzzed.bytes()));
        return text.append('\n').toString();
    }
}
