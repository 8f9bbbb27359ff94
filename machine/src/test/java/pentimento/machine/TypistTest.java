package pentimento.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TypistTest {
    private static final long MS = 1_000_000;

    private final List<String> played = new ArrayList<>();
    private boolean queueEmpty = true;
    private long now;
    private final Typist typist = new Typist(this::play, () -> queueEmpty);

    private void play(Input input) {
        var key = (Input.KeyChange) input;
        played.add(now / MS + (key.pressed() ? "+" : "-") + key.name());
    }

    private void runFor(int millis) {
        for (int i = 0; i < millis; i++, now += MS) {
            typist.quantum(now);
        }
    }

    @Test
    void aKeyIsDownFor40MillisecondsAndTheNextFollowsAfter30More() {
        typist.type("ab");
        runFor(200);
        assertThat(played).containsExactly("0+a", "40-a", "70+b", "110-b");
        assertThat(typist.isIdle()).isTrue();
    }

    @Test
    void shiftedCharactersAreChordsReleasedInReverse() {
        typist.type(":");
        runFor(100);
        assertThat(played).containsExactly("0+shift", "0+semicolon", "40-semicolon", "40-shift");
    }

    @Test
    void typingWaitsWhileTheKeyboardsQueueIsNotEmpty() {
        queueEmpty = false;
        typist.type("a");
        runFor(50);
        assertThat(played).isEmpty();
        queueEmpty = true;
        runFor(50);
        assertThat(played).containsExactly("50+a", "90-a");
    }

    @Test
    void aTextWithACharacterThatNoKeyMakesIsRefusedWhole() {
        assertThatThrownBy(() -> typist.type("a\u00E4"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("U+00E4");
        assertThat(typist.isIdle()).isTrue();
    }

    @Test
    void looksBetweenThePointsOfTheGridLeaveNoTrace() {
        runFor(1);
        typist.type("a");
        now -= MS / 2;
        typist.quantum(now);
        assertThat(played).isEmpty();
        now += MS / 2;
        runFor(50);
        assertThat(played).containsExactly("1+a", "41-a");
    }

    @Test
    void afterAnEarlierStateIsLoadedTypingDoesNotWaitForTheLaterTime() {
        now = 5000 * MS;
        typist.type("a");
        runFor(10);
        now = 1000 * MS;
        typist.machineLoaded(now);
        typist.type("b");
        runFor(50);
        assertThat(played).containsExactly("5000+a", "1001+b", "1041-b");
    }
}
