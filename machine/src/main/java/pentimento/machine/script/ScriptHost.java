package pentimento.machine.script;

import java.io.IOException;
import java.nio.file.Path;
import pentimento.machine.Picture;

/** What a script needs of its host: places for texts and screenshots, and relative file names. */
public interface ScriptHost {
    /** Prints the screen's text where the user looks. */
    void print(String text);

    /** Writes a text, UTF-8. */
    void writeText(Path file, String text) throws IOException;

    /** Writes a PNG. */
    void writePicture(Path file, Picture picture) throws IOException;
}
