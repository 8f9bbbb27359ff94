package pentimento.memory.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StateImageTest {
    private enum Phase {
        IDLE,
        BUSY
    }

    /** One field of every kind. */
    private static final class Component implements Stateful {
        boolean flag;
        int small;
        int word;
        int number;
        long large;
        Phase phase = Phase.IDLE;
        final byte[] bytes = new byte[3];
        final int[] ints = new int[2];
        final long[] longs = new long[1];
        byte[] blob = {};

        @Override
        public void exchange(StateCodec state) {
            flag = state.bool("flag", flag);
            small = state.u8("small", small);
            word = state.u16("word", word);
            number = state.i32("number", number);
            large = state.i64("large", large);
            phase = state.constant("phase", phase, Phase.class);
            state.section(
                    "arrays",
                    s -> {
                        s.bytes("bytes", bytes);
                        s.ints("ints", ints);
                        s.longs("longs", longs);
                        blob = s.blob("blob", blob);
                    });
        }
    }

    private static Component sample() {
        var component = new Component();
        component.flag = true;
        component.small = 0xFE;
        component.word = 0xFEDC;
        component.number = -5;
        component.large = Long.MIN_VALUE;
        component.phase = Phase.BUSY;
        component.bytes[1] = 7;
        component.ints[0] = -1;
        component.longs[0] = 1L << 40;
        component.blob = new byte[] {1, 2};
        return component;
    }

    @Test
    void everyKindOfFieldComesBack() {
        Component original = sample(), copy = new Component();
        StateImage.save(original).load(copy);
        assertThat(copy).usingRecursiveComparison().isEqualTo(original);
        assertThat(StateDigest.of(copy)).isEqualTo(StateDigest.of(original));
    }

    @Test
    void anImageIsACopy() {
        Component component = sample();
        StateImage saved = StateImage.save(component);
        component.bytes[1] = 99;
        saved.load(component);
        assertThat(component.bytes[1]).isEqualTo((byte) 7);
    }

    @Test
    void anyFieldChangesTheDigest() {
        String digest = StateDigest.of(sample());
        Component changed = sample();
        changed.longs[0]++;
        assertThat(StateDigest.of(changed)).isNotEqualTo(digest);
    }

    @Test
    void aMissingFieldIsNamedWithItsPath() {
        StateImage empty = StateImage.save(s -> s.section("arrays", t -> {}));
        assertThatThrownBy(() -> empty.load(s -> s.section("arrays", t -> t.u8("mode", 0))))
                .isInstanceOf(StateException.class)
                .hasMessageContaining("machine.arrays.mode");
    }

    @Test
    void anotherLengthIsRefused() {
        StateImage image = StateImage.save(s -> s.bytes("ram", new byte[4]));
        assertThatThrownBy(() -> image.load(s -> s.bytes("ram", new byte[5])))
                .isInstanceOf(StateException.class)
                .hasMessageContaining("4 elements");
    }

    @Test
    void aNameIsWrittenOnceInItsSection() {
        assertThatThrownBy(
                        () ->
                                StateImage.save(
                                        s -> {
                                            s.u8("a", 1);
                                            s.u8("a", 2);
                                        }))
                .isInstanceOf(IllegalStateException.class);
    }
}
