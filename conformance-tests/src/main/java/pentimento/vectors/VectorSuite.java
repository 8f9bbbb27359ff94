package pentimento.vectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import pentimento.cpu.model.CpuModel;
import pentimento.vectors.VectorFile.Mode;
import pentimento.vectors.VectorMachine.Stepping;

/** Runs vector files and totals the results. */
final class VectorSuite {
    private static final int MOST_MESSAGES = 5;

    /**
     * What became of one form.
     *
     * @param translated counts that retired in translated code
     * @param messages the first failures
     */
    record Result(String form, int passed, int failed, long translated, List<String> messages) {}

    private VectorSuite() {}

    /**
     * @return all vector files below a directory, in order of name
     */
    static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> walk = Files.walk(directory)) {
            return walk.filter(p -> p.toString().endsWith(".vec.gz")).sorted().toList();
        }
    }

    /**
     * Runs files in parallel, each on a machine of its own.
     *
     * @param every of so many vectors of a file one is run
     */
    static List<Result> run(Collection<Path> files, Stepping stepping, int every) {
        return files.parallelStream().map(path -> run(path, stepping, every)).toList();
    }

    private static Result run(Path path, Stepping stepping, int every) {
        VectorFile file;
        try {
            file = VectorFile.read(path);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    path + " can't be read as a vector file: " + e.getMessage(), e);
        }
        var machine =
                new VectorMachine(
                        file.mode() == Mode.REAL ? CpuModel.PENTIUM3 : CpuModel.CORE, stepping);
        var messages = new ArrayList<String>();
        int failed = 0, passed = 0;
        for (Vector vector : file.vectors()) {
            if (vector.index() % every != 0) {
                continue;
            }
            var failure = machine.run(file, vector);
            if (failure.isEmpty()) {
                passed++;
            } else {
                failed++;
                if (messages.size() < MOST_MESSAGES) {
                    messages.add(failure.get());
                }
            }
        }
        return new Result(file.name(), passed, failed, machine.translated(), messages);
    }
}
