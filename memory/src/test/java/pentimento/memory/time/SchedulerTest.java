package pentimento.memory.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import pentimento.memory.state.StateImage;

class SchedulerTest {
    private final Scheduler time = new Scheduler(CountRate.mips(100));
    private final List<String> happened = new ArrayList<>();

    private Scheduler.Event event(String name) {
        return time.event(name, () -> happened.add(name));
    }

    @Test
    void timeAdvancesWithCountsAndCarriesTheRemainder() {
        var slow = new Scheduler(CountRate.perSecond(4_770_000)); // 209.643... ns a count
        for (int i = 0; i < 477; i++) {
            slow.retire(1);
        }
        assertThat(slow.nanos()).isEqualTo(100_000);
        assertThat(slow.retired()).isEqualTo(477);
    }

    @Test
    void theBudgetReachesTheDeadlineAndNoFurther() {
        event("a").at(1_001);
        assertThat(time.budget()).isEqualTo(101); // 10 ns a count
        time.retire(100);
        assertThat(time.isEventDue()).isFalse();
        assertThat(time.budget()).isEqualTo(1);
        time.retire(1);
        assertThat(time.isEventDue()).isTrue();
        assertThat(time.budget()).isZero();
    }

    @Test
    void tiesRunInTheOrderInWhichTheyWereArmed() {
        Scheduler.Event a = event("a"), b = event("b");
        b.at(10);
        a.at(10);
        time.retire(1);
        time.runDue();
        assertThat(happened).containsExactly("b", "a");
    }

    @Test
    void anEventThatArmsItselfInThePastRunsAtOnceAgain() {
        Scheduler.Event[] self = new Scheduler.Event[1];
        self[0] =
                time.event(
                        "again",
                        () -> {
                            happened.add("again");
                            if (happened.size() < 3) {
                                self[0].at(time.nanos());
                            }
                        });
        self[0].at(0);
        time.runDue();
        assertThat(happened).hasSize(3);
    }

    @Test
    void aHaltedProcessorSkipsToTheNextDeadlineOrTheHorizon() {
        event("far").at(1_000_000);
        time.horizon(600_000);
        time.skipToNextDeadline();
        assertThat(time.nanos()).isEqualTo(600_000);
        time.horizon(Scheduler.NEVER);
        time.skipToNextDeadline();
        assertThat(time.nanos()).isEqualTo(1_000_000);
    }

    @Test
    void aHorizonShortensTheBudgetAndIsNotState() {
        time.horizon(500);
        assertThat(time.budget()).isEqualTo(50);
        assertThat(StateImage.save(time).fields()).doesNotContainKey("horizon");
    }

    @Test
    void eventsAreSavedAndLoadedByName() {
        event("a").at(70);
        StateImage saved = StateImage.save(time);
        var other = new Scheduler(CountRate.mips(1));
        Scheduler.Event loaded = other.event("a", () -> happened.add("loaded"));
        saved.load(other);
        assertThat(loaded.deadline()).isEqualTo(70);
        assertThat(other.rate()).isEqualTo(CountRate.mips(100));
        other.retire(7);
        other.runDue();
        assertThat(happened).containsExactly("loaded");
    }

    @Test
    void aNameIsRegisteredOnce() {
        event("a");
        assertThatThrownBy(() -> event("a"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a");
    }

    @Test
    void ticksOfACrystalNeverDrift() {
        Frequency pit = Frequency.PIT;
        assertThat(pit.ticksAt(1_000_000_000L)).isEqualTo(1_193_181);
        assertThat(pit.ticksAt(88_000_000_000_000L)).isEqualTo(105_000_000_000L);
        for (long tick = 0; tick < 1000; tick++) {
            long at = pit.timeOf(tick);
            assertThat(pit.ticksAt(at)).isEqualTo(tick);
            assertThat(at == 0 || pit.ticksAt(at - 1) == tick - 1).isTrue();
        }
    }

    @Test
    void millionsOfInstructionsPerSecondAreAnExactFraction() {
        assertThat(CountRate.mips(100)).isEqualTo(new CountRate(10, 1));
        assertThat(CountRate.perSecond(4_770_000)).isEqualTo(new CountRate(100_000, 477));
        assertThatThrownBy(() -> CountRate.mips(0))
                .hasMessageContaining("mips must be between 0.01 and 10000");
    }
}
