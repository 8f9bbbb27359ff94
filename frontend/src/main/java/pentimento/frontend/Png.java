package pentimento.frontend;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import pentimento.machine.Picture;

/** Screenshots as PNG files. */
final class Png {
    private Png() {}

    static void write(Path file, Picture picture) throws IOException {
        var image =
                new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, picture.width(), picture.height(), picture.rgb(), 0, picture.width());
        try (var out = Files.newOutputStream(file)) {
            ImageIO.write(image, "png", out);
        }
    }
}
