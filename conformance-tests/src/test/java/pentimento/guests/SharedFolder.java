package pentimento.guests;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder {@code shared} beside the checkout, with guest images and vectors that are not ours to
 * commit.
 */
public final class SharedFolder {
    private SharedFolder() {}

    /**
     * @return a file or folder of it; the test that asks is skipped if it is missing
     */
    public static Path find(String name) {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path candidate = at.resolveSibling("shared").resolve(name);
            if (Files.exists(candidate)) {
                return candidate;
            }
        }
        assumeTrue(false, "skipped: there is no ../shared/" + name + " beside the checkout");
        throw new IllegalStateException("the assumption above ends the test");
    }
}
