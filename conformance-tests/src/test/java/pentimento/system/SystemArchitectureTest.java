package pentimento.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** Each test is named after the paragraph that it takes its expectations from. */
class SystemArchitectureTest {
    @TestFactory
    Stream<DynamicContainer> guests() {
        return SystemGuest.all(Path.of("")).stream()
                .flatMap(
                        guest ->
                                guest.processors().stream()
                                        .map(processor -> container(guest, processor)));
    }

    private static DynamicContainer container(SystemGuest guest, String processor) {
        List<String> lines = guest.run(processor);
        Stream<DynamicNode> tests =
                guest.tests().stream()
                        .map(test -> dynamicTest(test, () -> requirePass(test, lines)));
        DynamicNode end =
                dynamicTest(
                        "all tests ran",
                        () -> assertThat(lines).endsWith("END " + guest.tests().size()));
        return dynamicContainer(
                guest.name() + " on " + processor, Stream.concat(tests, Stream.of(end)));
    }

    private static void requirePass(String test, List<String> lines) {
        assertThat(lines).noneMatch(line -> line.startsWith("FAIL " + test + ":"));
        assertThat(lines).contains("PASS " + test);
    }
}
