package pentimento.cpu.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which granules of 128 bytes hold code, after stores. */
class CodePageTest {
    private static final int PAGE = 0x5000, LAST_GRANULE = 31;

    private final CodePage page = new CodePage();

    private static Block block(int flat, int length) {
        Op nothing =
                new Op() {
                    @Override
                    void execute(Core core) {}
                };
        return new Block(new Op[] {nothing}, new int[] {0, length}, flat, 0);
    }

    @Test
    void aBlockOverABorderHoldsBothGranules() {
        page.add(block(PAGE + 0x7E, 4));
        assertThat(page.granules(-1)).isEqualTo(0b11);
        assertThat(page.granules(0b10)).isEqualTo(0b10);
    }

    @Test
    void aStoreBesideBlocksDropsNone() {
        page.add(block(PAGE + 0x100, 4));
        assertThat(page.drop(PAGE + 0x104, 4)).isZero();
        assertThat(page.granules(CodePage.near(PAGE + 0x104, 4))).isEqualTo(1 << 2);
    }

    @Test
    void aStoreIntoABlockOverABorderIsNearBothGranules() {
        page.add(block(PAGE + 0x7E, 4));
        int near = CodePage.near(PAGE + 0x80, 1);
        assertThat(page.drop(PAGE + 0x80, 1)).isEqualTo(1);
        assertThat(near & 0b11).isEqualTo(0b11);
        assertThat(page.granules(near)).isZero();
    }

    @Test
    void nearEndsWithThePage() {
        assertThat(CodePage.near(PAGE, 1)).isEqualTo(0b11);
        assertThat(CodePage.near(PAGE + 0xFFF, 1)).isEqualTo(0b11 << LAST_GRANULE - 1);
        assertThat(CodePage.near(PAGE, 0x1000)).isEqualTo(-1);
    }

    @Test
    void instructionsThatCrossThePageHoldItsEnds() {
        page.addEntering(block(-1, 3));
        page.addLeaving(block(-1, 3));
        assertThat(page.granules(-1)).isEqualTo(1 | 1 << LAST_GRANULE);
        page.drop(PAGE + 1, 1);
        assertThat(page.granules(-1)).isEqualTo(1 << LAST_GRANULE);
    }
}
