package pentimento.devices.serial;

import pentimento.memory.time.Frequency;
import pentimento.memory.time.Scheduler;

/** The times of characters on a line, counted in clocks of the UART's crystal. */
final class CharacterClock {
    private static final Frequency CRYSTAL = Frequency.hertz(1_843_200);
    private static final int CLOCKS_PER_BIT = 16;

    private final Scheduler time;
    private int clocksPerCharacter;

    CharacterClock(Scheduler time) {
        this.time = time;
    }

    /**
     * @param divisor 0..FFFFh; 0 counts as 10000h
     * @param halfBits of a character, start and stop bits included
     */
    void rate(int divisor, int halfBits) {
        int clocks = divisor == 0 ? 0x1_0000 : divisor;
        clocksPerCharacter = clocks * CLOCKS_PER_BIT * halfBits / 2;
    }

    int clocksPerCharacter() {
        return clocksPerCharacter;
    }

    long now() {
        return CRYSTAL.ticksAt(time.nanos());
    }

    /** Arms the event for a clock. */
    void at(Scheduler.Event event, long clock) {
        event.at(CRYSTAL.timeOf(clock));
    }
}
