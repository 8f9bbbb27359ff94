package pentimento.devices.pic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pentimento.devices.RecordingLine;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.state.StateDigest;
import pentimento.memory.state.StateImage;

/** 8259A datasheet, 231468-003. */
class PicPairTest {
    private static final int EOI = 0x20, READ_IRR = 0x0A, READ_ISR = 0x0B, POLL = 0x0C;

    private final RecordingLine intr = new RecordingLine();
    private final List<String> reports = new ArrayList<>();
    private final NotModelled notModelled = new NotModelled(reports::add);
    private PicPair pics = new PicPair(intr.line(), notModelled);

    @BeforeEach
    void initialiseAsTheBiosDoes() {
        initialise(pics.master(), 0x11, 0x08, 0x04, 0x01);
        initialise(pics.slave(), 0x11, 0x70, 0x02, 0x01);
    }

    private static void initialise(Pic8259 pic, int icw1, int... data) {
        pic.out8(0, icw1);
        for (int word : data) {
            pic.out8(1, word);
        }
    }

    private int isr(Pic8259 pic) {
        pic.out8(0, READ_ISR);
        return pic.in8(0);
    }

    private int irr(Pic8259 pic) {
        pic.out8(0, READ_IRR);
        return pic.in8(0);
    }

    @Test
    void startsWithEverythingMasked() {
        var fresh = new PicPair(intr.line(), notModelled);
        fresh.irq(1).raise();
        assertThat(intr.isHigh()).isFalse();
        assertThat(fresh.master().in8(1)).isEqualTo(0xFF);
    }

    @Test
    void aRequestRaisesIntrAndAcknowledgeGivesItsVector() {
        pics.irq(1).raise();
        assertThat(intr.isHigh()).isTrue();
        assertThat(irr(pics.master())).isEqualTo(0b10);
        assertThat(pics.acknowledge()).isEqualTo(0x09);
        assertThat(intr.isHigh()).isFalse();
        assertThat(isr(pics.master())).isEqualTo(0b10);
        assertThat(irr(pics.master())).isZero();
    }

    @Test
    void anEdgeInterruptsOnce() {
        pics.irq(1).raise();
        pics.acknowledge();
        pics.master().out8(0, EOI);
        assertThat(intr.isHigh()).isFalse();
        pics.irq(1).lower();
        pics.irq(1).raise();
        assertThat(intr.isHigh()).isTrue();
    }

    @Test
    void aRequestThatFallsBeforeAcknowledgeIsWithdrawnAndAcknowledgeIsSpurious() {
        pics.irq(3).raise();
        pics.irq(3).lower();
        assertThat(intr.isHigh()).isFalse();
        assertThat(pics.acknowledge()).isEqualTo(0x0F);
        assertThat(isr(pics.master())).isZero();
    }

    @Test
    void aSpuriousRequestOfTheSlaveLeavesTheMasterInService() {
        pics.irq(10).raise();
        pics.master().acknowledge(); // the first INTA; the request falls before the second
        pics.irq(10).lower();
        assertThat(pics.slave().vector(pics.slave().acknowledge())).isEqualTo(0x77);
        assertThat(isr(pics.slave())).isZero();
        assertThat(isr(pics.master())).isEqualTo(0b100);
    }

    @Test
    void theSlaveAnswersForItsLevel() {
        pics.irq(14).raise();
        assertThat(pics.acknowledge()).isEqualTo(0x76);
        assertThat(isr(pics.master())).isEqualTo(0b100);
        assertThat(isr(pics.slave())).isEqualTo(0b100_0000);
    }

    @Test
    void noSlaveWithTheCascadedNumberLeavesTheBusFloating() {
        initialise(pics.slave(), 0x11, 0x70, 0x05, 0x01);
        pics.irq(14).raise();
        assertThat(pics.acknowledge()).isEqualTo(0xFF);
    }

    @Test
    void busIrq2IsIrq9() {
        pics.irq(2).raise();
        assertThat(pics.acknowledge()).isEqualTo(0x71);
    }

    @Test
    void aHigherLevelInterruptsALowerOneAndNotTheOtherWayRound() {
        pics.irq(4).raise();
        assertThat(pics.acknowledge()).isEqualTo(0x0C);
        pics.irq(5).raise();
        assertThat(intr.isHigh()).isFalse();
        pics.irq(3).raise();
        assertThat(pics.acknowledge()).isEqualTo(0x0B);
        pics.master().out8(0, EOI);
        assertThat(isr(pics.master())).isEqualTo(0b1_0000);
        assertThat(intr.isHigh()).isFalse();
        pics.master().out8(0, EOI);
        assertThat(pics.acknowledge()).isEqualTo(0x0D);
    }

    @Test
    void slaveLevelsRankBetweenIrq1AndIrq3() {
        pics.irq(3).raise();
        pics.irq(12).raise();
        pics.irq(1).raise();
        assertThat(pics.acknowledge()).isEqualTo(0x09);
        pics.master().out8(0, EOI);
        assertThat(pics.acknowledge()).isEqualTo(0x74);
        pics.slave().out8(0, EOI);
        pics.master().out8(0, EOI);
        assertThat(pics.acknowledge()).isEqualTo(0x0B);
    }

    @Test
    void theMaskHoldsARequestBack() {
        pics.master().out8(1, 0b10);
        pics.irq(1).raise();
        assertThat(intr.isHigh()).isFalse();
        assertThat(irr(pics.master())).isEqualTo(0b10);
        pics.master().out8(1, 0);
        assertThat(intr.isHigh()).isTrue();
    }

    @Test
    void icw1ClearsMaskServiceAndEdges() {
        pics.irq(1).raise();
        pics.acknowledge();
        pics.irq(3).raise();
        pics.master().out8(1, 0x55);
        initialise(pics.master(), 0x11, 0x20, 0x04, 0x01);
        assertThat(pics.master().in8(1)).isZero();
        assertThat(isr(pics.master())).isZero();
        assertThat(irr(pics.master())).isZero(); // "must make a low-to-high transition"
    }

    @Test
    void singleModeTakesNoIcw3() {
        initialise(pics.master(), 0x13, 0x40, 0x01);
        pics.master().out8(1, 0xFB);
        assertThat(pics.master().in8(1)).isEqualTo(0xFB);
        pics.irq(8).raise();
        assertThat(pics.acknowledge()).isEqualTo(0x42); // nobody is asked for a vector
    }

    @Test
    void mcs80ModeIsReported() {
        initialise(pics.master(), 0x10, 0x08, 0x04);
        assertThat(reports).hasSize(1);
        assertThat(pics.master().in8(1)).isZero();
    }

    @Test
    void specificEoiEndsAnyLevel() {
        pics.irq(4).raise();
        pics.acknowledge();
        pics.irq(2).raise();
        pics.acknowledge();
        pics.master().out8(0, 0x60 | 4);
        assertThat(isr(pics.master())).isEqualTo(0b100);
    }

    @Test
    void automaticEoiLeavesNothingInService() {
        initialise(pics.master(), 0x11, 0x08, 0x04, 0x03);
        pics.irq(4).raise();
        assertThat(pics.acknowledge()).isEqualTo(0x0C);
        assertThat(isr(pics.master())).isZero();
        pics.irq(5).raise();
        assertThat(intr.isHigh()).isTrue();
    }

    @Test
    void rotateInAutomaticEoiMakesTheServedLevelTheLowest() {
        initialise(pics.master(), 0x11, 0x08, 0x04, 0x03);
        pics.master().out8(0, 0x80);
        pics.irq(3).raise();
        pics.acknowledge();
        pics.irq(3).lower();
        pics.irq(3).raise();
        pics.irq(1).raise();
        pics.irq(6).raise();
        assertThat(pics.acknowledge()).isEqualTo(0x0E);
        pics.master().out8(0, 0x00); // clear: 6 stays the lowest from now on
        assertThat(pics.acknowledge()).isEqualTo(0x09);
        assertThat(pics.acknowledge()).isEqualTo(0x0B);
    }

    @Test
    void rotateOnNonSpecificEoi() {
        pics.irq(4).raise();
        pics.acknowledge();
        pics.master().out8(0, 0xA0);
        assertThat(isr(pics.master())).isZero();
        pics.irq(4).lower();
        pics.irq(4).raise();
        pics.irq(5).raise();
        assertThat(pics.acknowledge()).isEqualTo(0x0D);
    }

    @Test
    void rotateOnSpecificEoi() {
        pics.irq(4).raise();
        pics.acknowledge();
        pics.master().out8(0, 0xE0 | 4);
        assertThat(isr(pics.master())).isZero();
        pics.irq(3).raise();
        pics.irq(7).raise();
        assertThat(pics.acknowledge()).isEqualTo(0x0F);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void setPriorityMakesALevelTheLowest(int lowest) {
        initialise(pics.master(), 0x13, 0x08, 0x01);
        pics.master().out8(0, 0xC0 | lowest);
        for (int n = 0; n < 8; n++) {
            pics.master().ir(n).raise();
        }
        for (int n = 1; n <= 8; n++) {
            int expected = lowest + n & 7;
            assertThat(pics.acknowledge()).isEqualTo(0x08 | expected);
            pics.master().out8(0, EOI);
        }
    }

    @Test
    void specialMaskModeLetsLowerLevelsThrough() {
        pics.irq(3).raise();
        pics.acknowledge();
        pics.irq(6).raise();
        assertThat(intr.isHigh()).isFalse();
        pics.master().out8(1, 0b1000);
        pics.master().out8(0, 0x68);
        assertThat(pics.acknowledge()).isEqualTo(0x0E);
        pics.master().out8(0, EOI); // passes over the masked level 3
        assertThat(isr(pics.master())).isEqualTo(0b1000);
        pics.master().out8(0, 0x48); // off: level 3 inhibits again
        pics.irq(7).raise();
        assertThat(intr.isHigh()).isFalse();
    }

    @Test
    void specialFullyNestedModeLetsAHigherSlaveLevelThrough() {
        initialise(pics.master(), 0x11, 0x08, 0x04, 0x11);
        pics.irq(12).raise();
        assertThat(pics.acknowledge()).isEqualTo(0x74);
        pics.irq(8).raise();
        assertThat(intr.isHigh()).isTrue();
        assertThat(pics.acknowledge()).isEqualTo(0x70);
        pics.slave().out8(0, EOI);
        assertThat(isr(pics.slave())).isEqualTo(0b1_0000);
    }

    @Test
    void withoutSpecialFullyNestedModeTheMasterHoldsItsSlaveBack() {
        pics.irq(12).raise();
        pics.acknowledge();
        pics.irq(8).raise();
        assertThat(intr.isHigh()).isFalse();
    }

    @Test
    void aPollAcknowledges() {
        pics.irq(5).raise();
        pics.master().out8(0, POLL);
        assertThat(pics.master().in8(0)).isEqualTo(0x85);
        assertThat(isr(pics.master())).isEqualTo(0b10_0000);
        pics.master().out8(0, POLL);
        assertThat(pics.master().in8(0) & 0x80).isZero();
    }

    @Test
    void levelTriggeredRequestsStayUntilTheLineFalls() {
        initialise(pics.master(), 0x19, 0x08, 0x04, 0x01);
        pics.irq(5).raise();
        assertThat(pics.acknowledge()).isEqualTo(0x0D);
        pics.master().out8(0, EOI);
        assertThat(intr.isHigh()).isTrue();
        assertThat(pics.acknowledge()).isEqualTo(0x0D);
        pics.irq(5).lower();
        pics.master().out8(0, EOI);
        assertThat(intr.isHigh()).isFalse();
    }

    @Test
    void elcrMakesSingleLevelsLevelTriggered() {
        pics.edgeLevelControl().out8(0, 0xFF);
        pics.edgeLevelControl().out8(1, 0xFF);
        assertThat(pics.edgeLevelControl().in8(0)).isEqualTo(0xF8);
        assertThat(pics.edgeLevelControl().in8(1)).isEqualTo(0xDE);
        pics.irq(11).raise();
        assertThat(pics.acknowledge()).isEqualTo(0x73);
        pics.slave().out8(0, EOI);
        pics.master().out8(0, EOI);
        assertThat(pics.acknowledge()).isEqualTo(0x73);
        pics.irq(11).lower();
        pics.slave().out8(0, EOI);
        pics.master().out8(0, EOI);
        assertThat(intr.isHigh()).isFalse();
    }

    @Test
    void aLoadedPairGoesOnLikeTheSavedOne() {
        pics.irq(12).raise();
        pics.acknowledge();
        pics.irq(3).raise();
        pics.irq(9).raise();
        pics.master().out8(0, READ_ISR);
        pics.slave().out8(0, 0x11); // in the middle of an initialisation
        StateImage image = StateImage.save(pics);
        var otherIntr = new RecordingLine();
        var other = new PicPair(otherIntr.line(), notModelled);
        image.load(other);
        assertThat(otherIntr.risingEdges()).isZero();
        assertThat(otherIntr.isHigh()).isEqualTo(intr.isHigh());
        for (PicPair pair : List.of(pics, other)) {
            pair.slave().out8(1, 0x70);
            pair.slave().out8(1, 0x02);
            pair.slave().out8(1, 0x01);
            pair.master().out8(0, EOI);
            assertThat(pair.acknowledge()).isEqualTo(0x0B);
        }
        assertThat(StateDigest.of(other)).isEqualTo(StateDigest.of(pics));
    }

    @Test
    void resetMasksEverything() {
        pics.irq(1).raise();
        pics.reset();
        assertThat(intr.isHigh()).isFalse();
        pics = new PicPair(new RecordingLine().line(), notModelled);
        assertThat(pics.master().in8(1)).isEqualTo(0xFF);
    }
}
