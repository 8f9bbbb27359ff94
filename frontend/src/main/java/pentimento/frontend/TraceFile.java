package pentimento.frontend;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import pentimento.machine.Machine;
import pentimento.machine.TraceFilter;

/** The file of --trace. What can't be written is told once; the machine runs on without it. */
final class TraceFile implements Consumer<String>, AutoCloseable {
    private final Optional<Path> file;
    private final Writer out;
    private boolean failed;

    private TraceFile(Optional<Path> file, Writer out) {
        this.file = file;
        this.out = out;
    }

    /**
     * @param file where to, or nothing: no trace
     * @throws BadInputException if it can't be opened
     */
    static TraceFile open(Optional<Path> file) {
        if (file.isEmpty()) {
            return new TraceFile(file, Writer.nullWriter());
        }
        try {
            return new TraceFile(file, Files.newBufferedWriter(file.get()));
        } catch (IOException e) {
            throw new BadInputException(Outputs.sentence(file.get()));
        }
    }

    /** From now on, the machine's lines go to the file, if there is one. */
    void follow(Machine machine, TraceFilter filter) {
        if (file.isPresent()) {
            machine.trace(
                    filter,
                    line -> {
                        accept(line);
                        if (failed) {
                            machine.stopTrace();
                        }
                    });
        }
    }

    @Override
    public void accept(String line) {
        if (failed) {
            return;
        }
        try {
            out.write(line);
            out.write('\n');
        } catch (IOException e) {
            fail();
        }
    }

    private void fail() {
        failed = true;
        String sentence = file.map(Outputs::sentence).orElse("");
        System.err.println("pentimento: the trace ends here: " + sentence);
    }

    /** A disk that is full may tell so only now. */
    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            if (!failed) {
                fail();
            }
        }
    }
}
