package pentimento.vectors;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import pentimento.vectors.VectorMachine.Stepping;
import pentimento.vectors.VectorSuite.Result;

/** The command behind {@code vectors.sh}. */
public final class VectorRunner {
    private static final int FAILED = 1, BAD_INPUT = 2;
    private static final String SINGLE = "--single", JIT = "--jit";

    private VectorRunner() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    /**
     * @return 0 if all passed, 1 if some failed, 2 if there was nothing to run or it can't be read
     */
    static int run(List<String> arguments, PrintStream out, PrintStream errors) {
        Stepping stepping =
                arguments.contains(SINGLE)
                        ? Stepping.SINGLE
                        : arguments.contains(JIT) ? Stepping.TRANSLATED : Stepping.BLOCKS;
        List<String> directories =
                arguments.stream().filter(a -> !a.equals(SINGLE) && !a.equals(JIT)).toList();
        if (directories.size() != 1 || directories.getFirst().startsWith("-")) {
            errors.println("usage: vectors.sh [--single | --jit] DIR");
            return BAD_INPUT;
        }
        Path directory = Path.of(directories.getFirst());
        try {
            List<Path> files =
                    Files.isDirectory(directory) ? VectorSuite.files(directory) : List.of();
            if (files.isEmpty()) {
                errors.println(
                        "vectors.sh: no .vec.gz files below " + directory + "; name their folder");
                return BAD_INPUT;
            }
            return report(VectorSuite.run(files, stepping, 1), out);
        } catch (IOException | UncheckedIOException e) {
            errors.println("vectors.sh: " + e.getMessage());
            return BAD_INPUT;
        }
    }

    private static int report(List<Result> results, PrintStream out) {
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
        return failed == 0 && passed > 0 ? 0 : FAILED;
    }
}
