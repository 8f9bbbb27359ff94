package pentimento.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import pentimento.vectors.VectorMachine.Stepping;
import pentimento.vectors.VectorSuite.Result;

/**
 * Recorded tests in {@code shared/vectors} beside the project or one of its parents, if it is
 * there, and a small sample of our own.
 */
class VectorsTest {
    private static final Path SAMPLES = Path.of("samples");
    private static final int ONE_IN = 12;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "real",
                "p16",
                "p32",
                "x87",
                "x87trans",
                "mmx",
                "sse",
                "sse2",
                "sse3",
                "ssse3",
                "ssetrans"
            })
    void theProcessorDoesWhatTheRecordedOnesDid(String directory) throws IOException {
        Optional<Path> vectors = vectors();
        assumeTrue(
                vectors.isPresent(),
                "no recorded vectors: put them into a folder shared/vectors beside the project");
        requireAllPass(vectors.get().resolve(directory), Stepping.BLOCKS, 1);
    }

    @Test
    void aBudgetOfOneCountGivesTheSame() throws IOException {
        Optional<Path> vectors = vectors();
        assumeTrue(vectors.isPresent(), "no recorded vectors");
        requireAllPass(vectors.get().resolve("p16"), Stepping.SINGLE, 1);
    }

    /** A sample; what a specialised form does is written once for it and for the general one. */
    @ParameterizedTest
    @ValueSource(strings = {"real", "p16", "p32", "x87", "mmx", "sse", "sse2", "sse3", "ssse3"})
    void specialisedFormsDoTheSame(String directory) throws IOException {
        Optional<Path> vectors = vectors();
        assumeTrue(vectors.isPresent(), "no recorded vectors");
        requireAllPass(vectors.get().resolve(directory), Stepping.SPECIALISED, ONE_IN);
    }

    /** Every vector's instruction as a region of its own; a sample of them. */
    @ParameterizedTest
    @ValueSource(strings = {"real", "p16", "p32", "x87", "mmx", "sse", "sse2", "sse3", "ssse3"})
    void translatedInstructionsDoTheSame(String directory) throws IOException {
        Optional<Path> vectors = vectors();
        assumeTrue(vectors.isPresent(), "no recorded vectors");
        requireAllTranslated(vectors.get().resolve(directory), ONE_IN);
    }

    @Tag("nightly")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "real",
                "p16",
                "p32",
                "x87",
                "x87trans",
                "mmx",
                "sse",
                "sse2",
                "sse3",
                "ssse3",
                "ssetrans"
            })
    void allTranslatedInstructionsDoTheSame(String directory) throws IOException {
        Optional<Path> vectors = vectors();
        assumeTrue(vectors.isPresent(), "no recorded vectors");
        requireAllTranslated(vectors.get().resolve(directory), 1);
    }

    private static void requireAllTranslated(Path directory, int every) throws IOException {
        List<Result> results = requireAllPass(directory, Stepping.TRANSLATED, every);
        assertThat(results.stream().mapToLong(Result::translated).sum())
                .as("counts in translated code")
                .isGreaterThan(results.stream().mapToLong(Result::passed).sum() * 9 / 10);
    }

    @ParameterizedTest
    @EnumSource
    void ourOwnSamplePasses(Stepping stepping) throws IOException {
        requireAllPass(SAMPLES, stepping, 1);
    }

    private static List<Result> requireAllPass(Path directory, Stepping stepping, int every)
            throws IOException {
        List<Path> files = VectorSuite.files(directory);
        assertThat(files).isNotEmpty();
        List<Result> results = VectorSuite.run(files, stepping, every);
        assertThat(results.stream().flatMap(r -> r.messages().stream()).limit(20)).isEmpty();
        assertThat(results).allSatisfy(r -> assertThat(r.passed()).isPositive());
        return results;
    }

    static Optional<Path> vectors() {
        return Stream.iterate(Path.of("").toAbsolutePath(), p -> p != null, Path::getParent)
                .map(p -> p.resolve("shared").resolve("vectors"))
                .filter(Files::isDirectory)
                .findFirst();
    }
}
