package pentimento.devices.vga;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DacTest {
    private final Dac dac = new Dac();

    private void write(int number, int... levels) {
        dac.writeAddress(number);
        for (int level : levels) {
            dac.writeData(level);
        }
    }

    @Test
    void threeWritesMakeAColorAndTheAddressAdvances() {
        write(5, 1, 2, 3, 4, 5, 6);
        dac.readAddress(5);
        assertThat(new int[] {dac.readData(), dac.readData(), dac.readData()})
                .containsExactly(1, 2, 3);
        assertThat(new int[] {dac.readData(), dac.readData(), dac.readData()})
                .containsExactly(4, 5, 6);
    }

    @Test
    void aColorChangesWithItsThirdComponent() {
        write(7, 63, 63);
        assertThat(dac.argb(7)).isEqualTo(0xFF00_0000);
        dac.writeData(63);
        assertThat(dac.argb(7)).isEqualTo(0xFFFF_FFFF);
    }

    @Test
    void theAddressWrapsAfter255() {
        write(255, 1, 1, 1, 63, 0, 0);
        assertThat(dac.argb(0)).isEqualTo(0xFFFF_0000);
    }

    @Test
    void sixBitsAreKept() {
        write(0, 0xFF, 0x40, 0x7F);
        dac.readAddress(0);
        assertThat(new int[] {dac.readData(), dac.readData(), dac.readData()})
                .containsExactly(0x3F, 0, 0x3F);
    }

    @Test
    void theStatusTellsReadingFromWriting() {
        dac.readAddress(1);
        assertThat(dac.status()).isEqualTo(3);
        dac.writeAddress(1);
        assertThat(dac.status()).isZero();
    }

    @Test
    void aReadAddressFetchesAtOnceSoThatTheAddressIsOneAhead() {
        dac.readAddress(9);
        assertThat(dac.address()).isEqualTo(10);
        dac.writeAddress(9);
        assertThat(dac.address()).isEqualTo(9);
    }

    @Test
    void theMaskSelectsColorsOfTheDisplayOnly() {
        write(0x0F, 63, 0, 0);
        write(0xFF, 0, 63, 0);
        dac.writeMask(0x0F);
        assertThat(dac.argb(0xFF)).isEqualTo(0xFFFF_0000);
        dac.readAddress(0xFF);
        dac.readData();
        assertThat(dac.readData()).isEqualTo(63);
    }

    @Test
    void sixBitsWidenByRepeatingTheHighest() {
        write(0, 0x20, 0x15, 0x2A);
        assertThat(dac.argb(0)).isEqualTo(0xFF82_55AA);
    }

    @Test
    void eightBitsKeepAllAndSwitchingConverts() {
        write(0, 0x20, 0x15, 0x2A);
        dac.eightBits(true);
        assertThat(dac.argb(0)).isEqualTo(0xFF82_55AA);
        write(1, 0x81, 0x02, 0xFE);
        assertThat(dac.argb(1)).isEqualTo(0xFF81_02FE);
        dac.eightBits(false);
        assertThat(dac.argb(0)).isEqualTo(0xFF82_55AA);
    }
}
