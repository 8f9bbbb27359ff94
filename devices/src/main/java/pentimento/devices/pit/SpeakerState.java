package pentimento.devices.pit;

/**
 * What drives the PC speaker at a moment, for a host that wants to sound it.
 *
 * @param data port 61h bit 1: the speaker follows OUT2
 * @param gate port 61h bit 0: counter 2 counts
 * @param mode of counter 2, 0..5
 * @param divisor of counter 2, 1..10000h, or 0 before it has one
 */
public record SpeakerState(boolean data, boolean gate, int mode, int divisor) {
    private static final double COUNTER_HERTZ = 105e9 / 88e3; // 1.193181(81) MHz
    private static final int SQUARE_WAVE = 3, RATE_GENERATOR = 2;

    /**
     * @return true if counter 2 drives a tone; a program that moves the data bit itself makes sound
     *     without one
     */
    public boolean isOn() {
        return data && gate && divisor > 1 && (mode == SQUARE_WAVE || mode == RATE_GENERATOR);
    }

    /**
     * @return the tone's frequency, or 0 if there is none
     */
    public double hertz() {
        return isOn() ? COUNTER_HERTZ / divisor : 0;
    }
}
