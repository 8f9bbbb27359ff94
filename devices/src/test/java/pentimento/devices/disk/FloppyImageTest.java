package pentimento.devices.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloppyImageTest {
    @ParameterizedTest
    @CsvSource({
        "163840, F160K",
        "184320, F180K",
        "327680, F320K",
        "368640, F360K",
        "655360, F640K",
        "737280, F720K",
        "1228800, F1200K",
        "1474560, F1440K",
        "1720320, F1680K",
        "1763328, F1722K",
        "2949120, F2880K"
    })
    void theSizeTellsTheFormat(int bytes, FloppyFormat format) {
        assertThat(FloppyImage.of(new MemoryDisk("x", bytes / 512)).format()).isEqualTo(format);
    }

    @Test
    void theBootSectorDecidesBetweenFormatsOfOneSize() {
        var contents = new byte[368640];
        contents[0x18] = 9;
        contents[0x1A] = 1;
        assertThat(FloppyImage.of(new MemoryDisk("x", contents, false)).format())
                .isEqualTo(FloppyFormat.F360K1);
    }

    @Test
    void otherSizesAreRefused() {
        assertThatThrownBy(() -> FloppyImage.of(new MemoryDisk("half.img", 1000)))
                .isInstanceOf(DiskImageException.class)
                .hasMessageContaining("half.img has 512000 bytes, the size of no floppy disk");
    }
}
