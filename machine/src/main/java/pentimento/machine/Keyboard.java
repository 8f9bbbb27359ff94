package pentimento.machine;

import java.util.List;

/**
 * The keyboard as a host sees it. Keys have QEMU's names: {@code a}, {@code ret}, {@code kp_7}. Any
 * thread.
 */
public final class Keyboard {
    private final Mailbox mailbox;
    private final Typist typist;

    Keyboard(Mailbox mailbox, Typist typist) {
        this.mailbox = mailbox;
        this.typist = typist;
    }

    /**
     * Queues the keystrokes of a text at 70 ms of virtual time each; {@code \n} is Enter. Returns
     * at once: the keys are played while the machine runs.
     *
     * @throws IllegalArgumentException naming a character that no key of a US keyboard makes;
     *     nothing is typed then
     */
    public void type(String text) {
        typist.type(text);
    }

    /**
     * Queues a chord, held for 40 ms of virtual time.
     *
     * @param chord key names joined by {@code -}: {@code ctrl-alt-delete}
     * @throws IllegalArgumentException naming an unknown key
     */
    public void press(String chord) {
        typist.press(keys(chord));
    }

    /** Presses the keys of a chord now, without releasing them. */
    public void hold(String chord) {
        keys(chord).forEach(key -> mailbox.post(new Input.KeyChange(key, true)));
    }

    /** Releases the keys of a chord now. */
    public void release(String chord) {
        keys(chord).reversed().forEach(key -> mailbox.post(new Input.KeyChange(key, false)));
    }

    /**
     * @return true if everything that was typed has been played
     */
    public boolean isIdle() {
        return typist.isIdle();
    }

    /**
     * Takes a chord apart.
     *
     * @throws IllegalArgumentException naming an unknown key
     */
    static List<String> keys(String chord) {
        var keys = List.of(chord.split("-"));
        for (String key : keys) {
            if (!Motherboard.isKey(key)) {
                throw new IllegalArgumentException("there is no key '" + key + "'");
            }
        }
        return keys;
    }
}
