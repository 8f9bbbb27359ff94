package pentimento.frontend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that a run writes: asked for before it starts, so that nothing is lost at its end. */
final class Outputs {
    private Outputs() {}

    /** Writes one file. */
    @FunctionalInterface
    interface Writer {
        void write(Path file) throws IOException;
    }

    /**
     * @throws BadInputException if the file can certainly not be written
     */
    static void check(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        boolean possible =
                Files.exists(file)
                        ? !Files.isDirectory(file) && Files.isWritable(file)
                        : folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
        if (!possible) {
            throw new BadInputException(sentence(file));
        }
    }

    /**
     * @throws BadInputException if the file can't be written
     */
    static void write(Path file, Writer writer) {
        try {
            writer.write(file);
        } catch (IOException e) {
            throw new BadInputException(sentence(file));
        }
    }

    static String sentence(Path file) {
        return "can't write to "
                + file
                + "; check that it is no folder, that its folder exists and may be written, and that"
                + " the disk has space";
    }
}
