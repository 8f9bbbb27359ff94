package pentimento.devices.keyboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pentimento.devices.VirtualTime;

/** IBM PS/2 Hardware Interface Technical Reference, mouse. */
class Ps2MouseTest {
    private static final long MS = 1_000_000;

    private final VirtualTime time = new VirtualTime();
    private final Ps2Mouse mouse = new Ps2Mouse(time.scheduler());

    @BeforeEach
    void passTheSelfTest() {
        time.advance(20 * MS);
        assertThat(sent()).isEqualTo("AA 00");
    }

    private String sent() {
        var bytes = new ArrayList<String>();
        while (mouse.hasByte()) {
            bytes.add(String.format("%02X", mouse.nextByte()));
        }
        return String.join(" ", bytes);
    }

    private String reply(int... command) {
        for (int value : command) {
            mouse.receive(value);
        }
        return sent();
    }

    /** The next packet, when it is due. */
    private String packet() {
        time.advance(110 * MS);
        return sent();
    }

    @ParameterizedTest
    @CsvSource({
        "E9, FA 00 02 64",
        "F2, FA 00",
        "E8 03, FA FA",
        "E8 04, FA FE",
        "F3 28, FA FA",
        "F3 29, FA FE",
        "BB, FE",
        "E1, FE",
        "F6, FA",
        "E7 E9, FA FA 10 02 64",
        "F4 E9, FA FA 20 02 64",
        "F0 E9, FA FA 40 02 64",
        "F0 EA E9, FA FA FA 00 02 64",
        "EB, FA 08 00 00",
        "EE 12 EB EC, FA 12 EB FA",
        "F2 FE, FA 00 00"
    })
    void commandsAndTheirReplies(String command, String reply) {
        var replies = new ArrayList<String>();
        for (String value : List.of(command.split(" "))) {
            replies.add(reply(Integer.parseInt(value, 16)));
        }
        assertThat(String.join(" ", replies)).isEqualTo(reply);
    }

    @Test
    void resetTests() {
        assertThat(reply(0xFF)).isEqualTo("FA");
        time.advance(20 * MS);
        assertThat(sent()).isEqualTo("AA 00");
    }

    @Test
    void reportsNothingUntilEnabled() {
        mouse.move(5, 5, 0);
        assertThat(packet()).isEmpty();
        reply(0xF4);
        assertThat(packet()).isEmpty(); // enabling forgets movement
        mouse.move(5, 5, 0);
        assertThat(packet()).isEqualTo("28 05 FB");
    }

    @Test
    void buttons() {
        reply(0xF4);
        mouse.buttons(Ps2Mouse.LEFT);
        assertThat(packet()).isEqualTo("09 00 00");
        mouse.buttons(Ps2Mouse.RIGHT | Ps2Mouse.MIDDLE);
        assertThat(packet()).isEqualTo("0E 00 00");
        assertThat(reply(0xE9)).isEqualTo("FA 23 02 64");
        mouse.buttons(0);
        assertThat(packet()).isEqualTo("08 00 00");
    }

    @Test
    void samplesAtTheRate() {
        reply(0xF3, 200);
        reply(0xF4);
        int packets = 0;
        for (int ms = 0; ms < 1000; ms++) {
            mouse.move(1, 0, 0);
            time.advance(MS);
            packets += sent().isEmpty() ? 0 : 1;
        }
        assertThat(packets).isBetween(200, 201);
    }

    @Test
    void aFarMoveTakesSeveralPackets() {
        reply(0xF4);
        mouse.move(600, 0, 0);
        assertThat(packet()).isEqualTo("08 FF 00");
        assertThat(packet()).isEqualTo("08 FF 00");
        assertThat(packet()).isEqualTo("08 5A 00");
        assertThat(mouse.isQueueEmpty()).isTrue();
        mouse.move(-256, 257, 0);
        assertThat(packet()).isEqualTo("38 00 00");
        assertThat(packet()).isEqualTo("28 00 FF");
    }

    @Test
    void aHostThatReadsLateSeesOverflow() {
        reply(0xF0);
        mouse.move(600, -300, 0);
        assertThat(reply(0xEB)).isEqualTo("FA C8 FF FF");
        assertThat(reply(0xEB)).isEqualTo("FA 08 00 00");
    }

    @ParameterizedTest
    @CsvSource({"0,00", "1,01", "2,01", "3,03", "4,06", "5,09", "6,0C", "100,C8"})
    void scaling2To1(int count, String scaled) {
        reply(0xE7);
        reply(0xF4);
        mouse.move(count, 0, 0);
        mouse.buttons(Ps2Mouse.LEFT);
        assertThat(packet()).isEqualTo("09 " + scaled + " 00");
    }

    @Test
    void theWheelShowsAfterItsKnock() {
        reply(0xF4);
        mouse.move(0, 0, 1);
        assertThat(packet()).isEqualTo("08 00 00");
        reply(0xF3, 200, 0xF3, 100, 0xF3, 80);
        assertThat(reply(0xF2)).isEqualTo("FA 03");
        mouse.move(0, 0, -2);
        assertThat(packet()).isEqualTo("08 00 00 FE");
        reply(0xF3, 200, 0xF3, 200, 0xF3, 80);
        assertThat(reply(0xF2)).isEqualTo("FA 04");
        mouse.buttons(Ps2Mouse.BACK);
        assertThat(packet()).isEqualTo("08 00 00 10");
        mouse.buttons(Ps2Mouse.FORWARD);
        mouse.move(0, 0, 1);
        assertThat(packet()).isEqualTo("08 00 00 21");
        reply(0xFF);
        time.advance(20 * MS);
        sent();
        assertThat(reply(0xF2)).isEqualTo("FA 00");
    }

    @Test
    void otherRatesKnockNothing() {
        reply(0xF3, 200, 0xF3, 100, 0xF3, 60);
        assertThat(reply(0xF2)).isEqualTo("FA 00");
    }
}
