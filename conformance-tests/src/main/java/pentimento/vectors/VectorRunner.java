package pentimento.vectors;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import pentimento.vectors.VectorMachine.Stepping;
import pentimento.vectors.VectorSuite.Result;

/** The command behind {@code vectors.sh}. */
public final class VectorRunner {
    private VectorRunner() {}

    public static void main(String[] arguments) throws IOException {
        System.exit(run(List.of(arguments), System.out));
    }

    static int run(List<String> arguments, PrintStream out) throws IOException {
        boolean single = arguments.contains("--single");
        List<String> directories = arguments.stream().filter(a -> !a.startsWith("--")).toList();
        if (directories.size() != 1 || !Files.isDirectory(Path.of(directories.getFirst()))) {
            out.println("usage: vectors.sh [--single] DIR");
            return 2;
        }
        List<Result> results =
                VectorSuite.run(
                        VectorSuite.files(Path.of(directories.getFirst())),
                        single ? Stepping.SINGLE : Stepping.BLOCKS);
        int passed = 0, failed = 0;
        for (Result result : results) {
            out.printf(
                    "%-40s %5d passed %5d failed%n",
                    result.form(), result.passed(), result.failed());
            result.messages().forEach(m -> out.println("    " + m));
            passed += result.passed();
            failed += result.failed();
        }
        out.printf("%d passed, %d failed%n", passed, failed);
        return failed == 0 ? 0 : 1;
    }
}
