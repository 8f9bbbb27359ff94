package pentimento.guests;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import pentimento.machine.Picture;
import pentimento.machine.TextPicture;

/** Screens of the same guests on another emulator, in shared/guests/reference. */
final class Reference {
    private static final int SIX_BITS = 0xFCFCFC; // what a VGA's DAC resolves

    /** The colours of text modes by attribute, 6 bits per channel, as every VGA BIOS sets them. */
    private static final int[] TEXT_COLOURS = {
        0x000000, 0x0000A8, 0x00A800, 0x00A8A8, 0xA80000, 0xA800A8, 0xA85400, 0xA8A8A8,
        0x545454, 0x5454FC, 0x54FC54, 0x54FCFC, 0xFC5454, 0xFC54FC, 0xFCFC54, 0xFCFCFC,
    };

    private Reference() {}

    /**
     * @return the rows of a reference text, from the first that contains a text to the last that is
     *     not blank
     */
    static List<String> rows(String name, String from) {
        try {
            return rowsFrom(Files.readString(file(name + ".txt")), from);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> rows(String name) {
        return rows(name, "");
    }

    static List<String> rowsFrom(String text, String from) {
        List<String> rows = text.stripTrailing().lines().map(String::stripTrailing).toList();
        int first = 0;
        while (first < rows.size() && !rows.get(first).contains(from)) {
            first++;
        }
        return rows.subList(first, rows.size());
    }

    private static Path file(String name) {
        return SharedFolder.find("guests/reference/" + name);
    }

    private static BufferedImage image(String name) {
        try {
            return asStored(ImageIO.read(file(name + ".png").toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Undoes the gamma that Java applies to greyscale pictures. */
    private static BufferedImage asStored(BufferedImage image) {
        if (image.getType() != BufferedImage.TYPE_BYTE_GRAY) {
            return image;
        }
        var stored =
                new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                stored.setRGB(x, y, image.getRaster().getSample(x, y, 0) * 0x010101);
            }
        }
        return stored;
    }

    /**
     * Compares a picture of mode 13h with a reference that shows each pixel as a square of four,
     * after reduction to 6 bits per channel.
     */
    static void assertSamePicture(Picture picture, String name) {
        BufferedImage reference = image(name);
        assertThat(2 * picture.width()).isEqualTo(reference.getWidth());
        assertThat(2 * picture.height()).isEqualTo(reference.getHeight());
        int different = 0;
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                int ours = picture.rgb()[y * picture.width() + x];
                int theirs = reference.getRGB(2 * x, 2 * y);
                different += ((ours ^ theirs) & SIX_BITS) == 0 ? 0 : 1;
            }
        }
        assertThat(different).as("pixels that differ from " + name).isZero();
    }

    /**
     * Compares attributes with the picture of a text screen, whatever its font: a cell shows no
     * colours but its own two, and both if its character has ink and paper.
     *
     * @param firstRow the first row of the screen to look at
     * @param columns how many columns of it
     * @param referenceRow the row of the reference that shows the same
     */
    static void assertSameColours(
            TextPicture screen, int firstRow, int columns, String name, int referenceRow) {
        BufferedImage reference = image(name);
        int width = reference.getWidth() / screen.columns();
        int height = reference.getHeight() / screen.rows();
        int lower = referenceRow - firstRow;
        for (int row = firstRow; row < screen.rows() - Math.max(lower, 0); row++) {
            for (int column = 0; column < columns; column++) {
                int attribute = screen.attributes()[row * screen.columns() + column];
                int ink = TEXT_COLOURS[attribute & 15], paper = TEXT_COLOURS[attribute >> 4 & 7];
                Set<Integer> seen =
                        colours(reference, column * width, (row + lower) * height, width, height);
                assertThat(seen)
                        .as("colours of row %d, column %d of %s", row, column, name)
                        .isSubsetOf(ink, paper);
                if (isLetter(screen.characters().get(row).charAt(column))) {
                    assertThat(seen).contains(ink, paper);
                }
            }
        }
    }

    static void assertSameColours(TextPicture screen, String name) {
        assertSameColours(screen, 0, screen.columns(), name, 0);
    }

    private static boolean isLetter(char character) {
        return character > ' ' && character < 0x7F;
    }

    private static Set<Integer> colours(
            BufferedImage image, int left, int top, int width, int height) {
        var colours = new HashSet<Integer>();
        for (int y = top; y < top + height; y++) {
            for (int x = left; x < left + width; x++) {
                colours.add(image.getRGB(x, y) & SIX_BITS);
            }
        }
        return colours;
    }
}
