package pentimento.devices.serial;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pentimento.devices.RecordingLine;
import pentimento.devices.VirtualTime;
import pentimento.memory.state.StateDigest;
import pentimento.memory.state.StateImage;

/** PC16550D datasheet. */
class Uart16550Test {
    private static final int DATA = 0,
            IER = 1,
            IIR = 2,
            FCR = 2,
            LCR = 3,
            MCR = 4,
            LSR = 5,
            MSR = 6;
    private static final int SCRATCH = 7;
    private static final long CHARACTER = 1_041_667; // 10 bits at 9600, rounded up

    private final VirtualTime time = new VirtualTime();
    private final RecordingLine irq4 = new RecordingLine();
    private final FarEnd farEnd = new FarEnd();
    private final Uart16550 uart = new Uart16550("com1", time.scheduler(), irq4.line(), farEnd);

    private static final class FarEnd implements SerialPeer {
        final StringBuilder heard = new StringBuilder();
        final List<String> signals = new ArrayList<>();

        @Override
        public void received(int value) {
            heard.append((char) value);
        }

        @Override
        public void breakCondition(boolean on) {
            signals.add("break " + on);
        }

        @Override
        public void modemOutputs(boolean dtr, boolean rts) {
            signals.add("dtr " + dtr + " rts " + rts);
        }
    }

    @BeforeEach
    void program9600n81WithInterruptsToTheBus() {
        uart.out8(LCR, 0x83);
        uart.out8(DATA, 12);
        uart.out8(IER, 0);
        uart.out8(LCR, 0x03);
        uart.out8(MCR, 0x0B);
        farEnd.signals.clear();
    }

    private void send(String text) {
        uart.receive(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private String read(int n) {
        var text = new StringBuilder();
        for (int i = 0; i < n; i++) {
            text.append((char) uart.in8(DATA));
        }
        return text.toString();
    }

    // ---------------------------------------------------------------- registers

    @Test
    void divisorLatchAndScratch() {
        uart.out8(LCR, 0x83);
        uart.out8(DATA, 0x34);
        uart.out8(IER, 0x12);
        assertThat(uart.in8(DATA)).isEqualTo(0x34);
        assertThat(uart.in8(IER)).isEqualTo(0x12);
        uart.out8(LCR, 0x03);
        assertThat(uart.in8(IER)).isZero();
        uart.out8(SCRATCH, 0x5A);
        assertThat(uart.in8(SCRATCH)).isEqualTo(0x5A);
        uart.out8(IER, 0xFF);
        assertThat(uart.in8(IER)).isEqualTo(0x0F);
        uart.out8(MCR, 0xFF);
        assertThat(uart.in8(MCR)).isEqualTo(0x1F);
    }

    @Test
    void a16550AShowsItsFifosInTheIir() {
        assertThat(uart.in8(IIR)).isEqualTo(0x01);
        uart.out8(FCR, 0x01);
        assertThat(uart.in8(IIR)).isEqualTo(0xC1);
        uart.out8(FCR, 0xC0); // needs bit 0
        assertThat(uart.in8(IIR)).isEqualTo(0x01);
    }

    @Test
    void reset() {
        uart.out8(IER, 0x0F);
        uart.out8(FCR, 0x01);
        send("x");
        time.advance(CHARACTER);
        uart.reset();
        assertThat(uart.in8(LSR)).isEqualTo(0x60);
        assertThat(uart.in8(IER)).isZero();
        assertThat(uart.in8(IIR)).isEqualTo(0x01);
        assertThat(irq4.isHigh()).isFalse();
    }

    // ---------------------------------------------------------------- transmitting

    @Test
    void charactersTakeTheirTime() {
        uart.out8(DATA, 'A');
        assertThat(uart.in8(LSR)).isEqualTo(0x20); // holding empty, shifting
        uart.out8(DATA, 'B');
        assertThat(uart.in8(LSR)).isZero();
        time.advance(CHARACTER - 1);
        assertThat(farEnd.heard).isEmpty();
        time.advance(1);
        assertThat(farEnd.heard).hasToString("A");
        assertThat(uart.in8(LSR)).isEqualTo(0x20);
        time.advance(CHARACTER);
        assertThat(farEnd.heard).hasToString("AB");
        assertThat(uart.in8(LSR)).isEqualTo(0x60);
    }

    @ParameterizedTest
    @CsvSource({"03,10", "07,11", "1B,11", "00,7", "04,7.5", "02,9", "1F,12"})
    void theShapeOfACharacter(String lcr, double bits) {
        uart.out8(LCR, Integer.parseInt(lcr, 16));
        uart.out8(DATA, 'A');
        long nanos = (long) Math.ceil(bits * 16 * 12 * 1e9 / 1_843_200);
        time.advance(nanos - 1);
        assertThat(farEnd.heard).isEmpty();
        time.advance(1);
        assertThat(farEnd.heard).hasSize(1);
    }

    @Test
    void backToBackCharactersDoNotDrift() {
        uart.out8(FCR, 0x01);
        for (int i = 0; i < 960; i++) {
            while ((uart.in8(LSR) & 0x20) == 0) {
                time.advance(1000);
            }
            uart.out8(DATA, '.');
        }
        while ((uart.in8(LSR) & 0x40) == 0) {
            time.advance(1000);
        }
        assertThat(time.scheduler().nanos()).isBetween(1_000_000_000L, 1_000_002_000L);
        assertThat(farEnd.heard).hasSize(960);
    }

    @Test
    void theTransmitterFifoHoldsSixteen() {
        uart.out8(FCR, 0x01);
        for (int i = 0; i < 18; i++) { // one is shifting, one too many
            uart.out8(DATA, 'a' + i);
        }
        time.advance(20 * CHARACTER);
        assertThat(farEnd.heard).hasToString("abcdefghijklmnopq");
    }

    @Test
    void anEmptyHoldingRegisterInterruptsOnce() {
        uart.out8(IER, 0x02);
        assertThat(irq4.isHigh()).isTrue();
        assertThat(uart.in8(IIR)).isEqualTo(0x02);
        assertThat(irq4.isHigh()).isFalse(); // reading the IIR clears it
        uart.out8(DATA, 'A'); // goes on to the shift register
        assertThat(irq4.isHigh()).isTrue();
        uart.out8(DATA, 'B');
        assertThat(irq4.isHigh()).isFalse();
        time.advance(CHARACTER);
        assertThat(irq4.isHigh()).isTrue();
        assertThat(irq4.risingEdges()).isEqualTo(3);
    }

    // ---------------------------------------------------------------- receiving

    @Test
    void aCharacterArrivesAndInterrupts() {
        uart.out8(IER, 0x01);
        send("Hi");
        time.advance(CHARACTER - 1);
        assertThat(uart.in8(LSR) & 1).isZero();
        time.advance(1);
        assertThat(irq4.isHigh()).isTrue();
        assertThat(uart.in8(IIR)).isEqualTo(0x04);
        assertThat(uart.in8(DATA)).isEqualTo('H');
        assertThat(irq4.isHigh()).isFalse();
        time.advance(CHARACTER);
        assertThat(uart.in8(DATA)).isEqualTo('i');
    }

    @Test
    void theFarEndWaitsForRoom() {
        send("Hello");
        time.advance(100 * CHARACTER);
        assertThat(uart.waiting()).isEqualTo(4);
        var heard = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            heard.append((char) uart.in8(DATA));
            time.advance(CHARACTER);
        }
        assertThat(heard).hasToString("Hello");
        assertThat(uart.in8(LSR) & 0x02).isZero();
    }

    @ParameterizedTest
    @CsvSource({"01,1", "41,4", "81,8", "C1,14"})
    void theReceiverInterruptsAtItsTrigger(String fcr, int trigger) {
        uart.out8(FCR, Integer.parseInt(fcr, 16));
        uart.out8(IER, 0x01);
        send("abcdefghijklmnop");
        time.advance((trigger - 1) * CHARACTER);
        assertThat(irq4.isHigh()).isFalse();
        time.advance(CHARACTER);
        assertThat(irq4.isHigh()).isTrue();
        assertThat(uart.in8(IIR)).isEqualTo(0xC4);
        uart.in8(DATA);
        assertThat(irq4.isHigh()).isFalse();
    }

    @Test
    void whatStaysBelowTheTriggerTimesOut() {
        uart.out8(FCR, 0xC1);
        uart.out8(IER, 0x01);
        send("abc");
        time.advance(7 * CHARACTER - 10_000);
        assertThat(irq4.isHigh()).isFalse();
        time.advance(10_000);
        assertThat(irq4.isHigh()).isTrue();
        assertThat(uart.in8(IIR)).isEqualTo(0xCC);
        assertThat(uart.in8(DATA)).isEqualTo('a');
        assertThat(irq4.isHigh()).isFalse();
        time.advance(4 * CHARACTER);
        assertThat(irq4.isHigh()).isTrue();
        assertThat(read(2)).isEqualTo("bc");
        time.advance(10 * CHARACTER);
        assertThat(irq4.isHigh()).isFalse();
    }

    @Test
    void clearingTheFifoDropsItsCharacters() {
        uart.out8(FCR, 0x01);
        send("abc");
        time.advance(3 * CHARACTER);
        uart.out8(FCR, 0x03);
        assertThat(uart.in8(LSR) & 1).isZero();
    }

    @Test
    void aBreakIsANullWithItsErrorBit() {
        uart.out8(IER, 0x04);
        uart.receiveBreak();
        assertThat(uart.in8(IIR)).isEqualTo(0x06);
        assertThat(uart.in8(LSR)).isEqualTo(0x71);
        assertThat(irq4.isHigh()).isFalse();
        assertThat(uart.in8(LSR)).isEqualTo(0x61);
        assertThat(uart.in8(DATA)).isZero();
    }

    @Test
    void errorsInTheFifoShowWhenTheirCharacterIsNext() {
        uart.out8(FCR, 0x01);
        send("a");
        time.advance(CHARACTER);
        uart.receiveBreak();
        assertThat(uart.in8(LSR)).isEqualTo(0xE1);
        uart.in8(DATA);
        assertThat(uart.in8(LSR)).isEqualTo(0xF1);
        uart.in8(DATA);
        assertThat(uart.in8(LSR)).isEqualTo(0x60);
    }

    // ---------------------------------------------------------------- modem, priorities, loopback

    @Test
    void modemInputsSetTheirDeltas() {
        uart.out8(IER, 0x08);
        uart.modem(ModemInput.CLEAR_TO_SEND, true);
        assertThat(uart.in8(IIR)).isEqualTo(0x00);
        assertThat(uart.in8(MSR)).isEqualTo(0x11);
        assertThat(uart.in8(MSR)).isEqualTo(0x10);
        assertThat(irq4.isHigh()).isFalse();
        uart.modem(ModemInput.RING, true);
        assertThat(uart.in8(MSR)).isEqualTo(0x50);
        uart.modem(ModemInput.RING, false);
        assertThat(uart.in8(MSR)).isEqualTo(0x14); // the trailing edge of RI
    }

    @Test
    void interruptsRank() {
        uart.out8(IER, 0x0F);
        uart.modem(ModemInput.CLEAR_TO_SEND, true);
        send("a");
        time.advance(CHARACTER);
        uart.receiveBreak(); // overruns
        assertThat(uart.in8(IIR)).isEqualTo(0x06);
        assertThat(uart.in8(LSR) & 0x12).isEqualTo(0x12);
        assertThat(uart.in8(IIR)).isEqualTo(0x04);
        uart.in8(DATA);
        assertThat(uart.in8(IIR)).isEqualTo(0x02);
        assertThat(uart.in8(IIR)).isEqualTo(0x00);
        uart.in8(MSR);
        assertThat(uart.in8(IIR)).isEqualTo(0x01);
    }

    @Test
    void out2GatesTheInterrupt() {
        uart.out8(MCR, 0x03);
        uart.out8(IER, 0x02);
        assertThat(irq4.isHigh()).isFalse();
        uart.out8(MCR, 0x0B);
        assertThat(irq4.isHigh()).isTrue();
    }

    @Test
    void modemOutputsAndBreakReachTheFarEnd() {
        uart.out8(MCR, 0x08);
        uart.out8(MCR, 0x0A);
        uart.out8(LCR, 0x43);
        uart.out8(LCR, 0x03);
        assertThat(farEnd.signals)
                .containsExactly(
                        "dtr false rts false", "dtr false rts true", "break true", "break false");
    }

    @Test
    void loopbackJoinsOutputsToInputs() {
        uart.out8(MCR, 0x10);
        uart.in8(MSR);
        uart.out8(MCR, 0x1A);
        assertThat(uart.in8(MSR)).isEqualTo(0x99); // RTS to CTS, OUT2 to DCD
        uart.out8(DATA, 'x');
        send("y"); // the pin is disconnected
        time.advance(CHARACTER);
        assertThat(uart.in8(DATA)).isEqualTo('x');
        assertThat(farEnd.heard).isEmpty();
        time.advance(10 * CHARACTER);
        assertThat(uart.in8(LSR) & 1).isZero();
        uart.out8(MCR, 0x0B);
        time.advance(CHARACTER);
        assertThat(uart.in8(DATA)).isEqualTo('y');
    }

    @Test
    void loopbackOverruns() {
        uart.out8(MCR, 0x10);
        uart.out8(DATA, 'x');
        time.advance(CHARACTER);
        uart.out8(DATA, 'y');
        time.advance(CHARACTER);
        assertThat(uart.in8(LSR) & 0x03).isEqualTo(0x03);
        assertThat(uart.in8(DATA)).isEqualTo('y');
    }

    // ---------------------------------------------------------------- state

    @Test
    void aLoadedPortGoesOnLikeTheSavedOne() {
        uart.out8(FCR, 0x41);
        uart.out8(IER, 0x0F);
        send("The quick brown fox jumps over the lazy dog");
        uart.out8(DATA, 'A');
        uart.out8(DATA, 'B');
        time.advance(7 * CHARACTER / 3);
        StateImage clockImage = StateImage.save(time);
        StateImage image = StateImage.save(uart);
        var clock = new VirtualTime();
        var irq = new RecordingLine();
        var otherEnd = new FarEnd();
        var other = new Uart16550("com1", clock.scheduler(), irq.line(), otherEnd);
        clockImage.load(clock);
        image.load(other);
        farEnd.heard.setLength(0);
        for (int i = 0; i < 60; i++) {
            time.advance(777_777);
            clock.advance(777_777);
            assertThat(other.in8(IIR)).isEqualTo(uart.in8(IIR));
            assertThat(irq.isHigh()).isEqualTo(irq4.isHigh());
            assertThat(other.in8(DATA)).isEqualTo(uart.in8(DATA));
        }
        assertThat(otherEnd.heard).hasToString(farEnd.heard.toString());
        assertThat(StateDigest.of(other)).isEqualTo(StateDigest.of(uart));
        assertThat(StateDigest.of(clock)).isEqualTo(StateDigest.of(time));
    }
}
