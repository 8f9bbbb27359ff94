package pentimento.frontend;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.IntConsumer;
import org.slf4j.LoggerFactory;

/** Where the bytes of a guest's port go: {@code stdio}, {@code file:PATH} or {@code none}. */
final class ByteSink implements IntConsumer, AutoCloseable {
    private final String name;
    private final OutputStream out;
    private boolean failed;

    private ByteSink(String name, OutputStream out) {
        this.name = name;
        this.out = out;
    }

    /**
     * @throws BadInputException if the target can't be opened
     */
    static ByteSink open(String target) {
        if (target.equals("stdio")) {
            return new ByteSink(target, new BufferedOutputStream(System.out, 256));
        }
        if (target.equals("none")) {
            return new ByteSink(target, OutputStream.nullOutputStream());
        }
        if (!target.startsWith("file:") || target.equals("file:")) {
            throw new BadInputException(
                    "'" + target + "' is not an output; give stdio, none or file:PATH");
        }
        Path file;
        try {
            file = Path.of(target.substring("file:".length()));
        } catch (InvalidPathException e) {
            throw new BadInputException("'" + target + "' names no file; give file:PATH");
        }
        try {
            return new ByteSink(target, new BufferedOutputStream(Files.newOutputStream(file)));
        } catch (IOException e) {
            throw new BadInputException(Outputs.sentence(file));
        }
    }

    @Override
    public void accept(int value) {
        if (failed) {
            return;
        }
        try {
            out.write(value);
            if (value == '\n' && name.equals("stdio")) {
                out.flush();
            }
        } catch (IOException e) {
            failed = true;
            LoggerFactory.getLogger(ByteSink.class)
                    .warn("output to {} ends: {}", name, e.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            if (name.equals("stdio")) {
                out.flush();
            } else {
                out.close();
            }
        } catch (IOException e) {
            LoggerFactory.getLogger(ByteSink.class)
                    .warn("output to {} is incomplete: {}", name, e.getMessage());
        }
    }
}
