package pentimento.frontend;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jline.keymap.BindingReader;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jline.utils.InfoCmp.Capability;
import org.slf4j.LoggerFactory;
import pentimento.machine.Machine;
import pentimento.machine.Picture;
import pentimento.machine.Stop;
import pentimento.machine.TextPicture;

/**
 * The screen in the user's own terminal: text in 16 colours, graphics as half blocks. Keys go to
 * the guest as the terminal sends them; Ctrl-] leaves and switches the machine off.
 */
final class TerminalDisplay implements Display {
    private static final int FRAME_MILLIS = 33;
    // VGA colour order is blue green red, the terminal's red green blue.
    private static final int[] ANSI_OF_VGA = {0, 4, 2, 6, 1, 5, 3, 7};

    private final Machine machine;
    private volatile boolean left;

    TerminalDisplay(Machine machine) {
        this.machine = machine;
    }

    @Override
    public void show(Future<Stop> run) {
        try (Terminal terminal = TerminalBuilder.builder().system(true).dumb(false).build()) {
            Attributes before = terminal.enterRawMode();
            terminal.puts(Capability.enter_ca_mode);
            terminal.puts(Capability.keypad_xmit);
            try {
                Thread.ofPlatform().daemon().name("terminal keys").start(() -> readKeys(terminal));
                draw(terminal, run);
            } finally {
                terminal.puts(Capability.keypad_local);
                terminal.puts(Capability.exit_ca_mode);
                terminal.puts(Capability.cursor_visible);
                terminal.setAttributes(before);
                terminal.flush();
            }
        } catch (IOException | IllegalStateException e) {
            throw new BadInputException(
                    "there is no terminal here to show the machine in; use --display none");
        }
    }

    private void readKeys(Terminal terminal) {
        var keys = TerminalKeys.map(terminal);
        var reader = new BindingReader(terminal.reader());
        while (!left) {
            String binding = reader.readBinding(keys);
            if (binding == null || binding.equals(TerminalKeys.LEAVE)) {
                left = true;
                machine.requestStop();
            } else if (!binding.equals(TerminalKeys.CHARACTER)) {
                machine.keyboard().press(binding);
            } else {
                type(reader.getLastBinding());
            }
        }
    }

    private void type(String characters) {
        try {
            machine.keyboard().type(characters);
        } catch (IllegalArgumentException e) {
            LoggerFactory.getLogger(TerminalDisplay.class).debug("{}", e.getMessage());
        }
    }

    private void draw(Terminal terminal, Future<Stop> run) {
        var display = new org.jline.utils.Display(terminal, true);
        Optional<TextPicture> shownText = Optional.empty();
        Optional<Picture> shownPicture = Optional.empty();
        Size size = Size.of(0, 0);
        while (!left && !finished(run)) {
            if (!terminal.getSize().equals(size)) {
                size = terminal.getSize();
                display.resize(size);
                display.clear();
                shownText = Optional.empty();
                shownPicture = Optional.empty();
            }
            TextPicture text = machine.text();
            if (text.rows() > 0) {
                if (!shownText.equals(Optional.of(text))) {
                    shownText = Optional.of(text);
                    int column = Math.clamp(text.cursorColumn(), 0, size.getColumns() - 1);
                    int row = Math.clamp(text.cursorRow(), 0, size.getRows() - 1);
                    display.update(clip(lines(text), size), size.cursorPos(row, column));
                }
            } else {
                Picture picture = machine.picture();
                if (shownPicture.isEmpty() || shownPicture.get().number() != picture.number()) {
                    shownPicture = Optional.of(picture);
                    display.update(halfBlocks(picture, size), 0);
                }
            }
        }
    }

    private static boolean finished(Future<Stop> run) {
        try {
            run.get(FRAME_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true; // the owner of the run reports it
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static List<AttributedString> clip(List<AttributedString> lines, Size size) {
        return lines.stream()
                .limit(size.getRows())
                .map(line -> line.columnSubSequence(0, size.getColumns()))
                .toList();
    }

    private static List<AttributedString> lines(TextPicture text) {
        var lines = new ArrayList<AttributedString>();
        for (int row = 0; row < text.rows(); row++) {
            var line = new AttributedStringBuilder();
            String characters = text.characters().get(row);
            for (int column = 0; column < text.columns(); column++) {
                line.style(style(text.attributes()[row * text.columns() + column]));
                line.append(characters.charAt(column));
            }
            lines.add(line.toAttributedString());
        }
        return lines;
    }

    private static AttributedStyle style(byte attribute) {
        int foreground = ANSI_OF_VGA[attribute & 7] | attribute & 8,
                background = ANSI_OF_VGA[attribute >> 4 & 7];
        return AttributedStyle.DEFAULT.foreground(foreground).background(background);
    }

    /**
     * Two pixels a character: the upper half block in the upper pixel's colour on the lower
     * pixel's.
     */
    private static List<AttributedString> halfBlocks(Picture picture, Size size) {
        int rows = size.getRows(), columns = size.getColumns();
        var lines = new ArrayList<AttributedString>();
        for (int row = 0; row < rows; row++) {
            var line = new AttributedStringBuilder();
            for (int column = 0; column < columns; column++) {
                int x = column * picture.width() / columns;
                int upper = pixel(picture, x, 2 * row, 2 * rows),
                        lower = pixel(picture, x, 2 * row + 1, 2 * rows);
                line.style(AttributedStyle.DEFAULT.foregroundRgb(upper).backgroundRgb(lower));
                line.append('\u2580');
            }
            lines.add(line.toAttributedString());
        }
        return lines;
    }

    private static int pixel(Picture picture, int x, int y, int height) {
        return picture.rgb()[y * picture.height() / height * picture.width() + x] & 0xFFFFFF;
    }
}
