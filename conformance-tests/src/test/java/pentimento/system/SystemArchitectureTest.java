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
        List<String> names =
                lines.stream()
                        .filter(line -> line.startsWith("PASS ") || line.startsWith("FAILED "))
                        .map(line -> line.substring(line.indexOf(' ') + 1))
                        .toList();
        Stream<DynamicNode> tests =
                names.stream().map(test -> dynamicTest(test, () -> requirePass(test, lines)));
        DynamicNode end = dynamicTest("all tests ran", () -> requireAll(guest, names, lines));
        return dynamicContainer(
                guest.name() + " on " + processor, Stream.concat(tests, Stream.of(end)));
    }

    /** Those that macros generate are not in the source by name: the guest knows how many. */
    private static void requireAll(SystemGuest guest, List<String> names, List<String> lines) {
        assertThat(names).doesNotHaveDuplicates().containsAll(guest.tests());
        assertThat(lines).endsWith("END " + names.size());
    }

    private static void requirePass(String test, List<String> lines) {
        assertThat(lines).noneMatch(line -> line.startsWith("FAIL " + test + ":"));
        assertThat(lines).contains("PASS " + test);
    }
}
