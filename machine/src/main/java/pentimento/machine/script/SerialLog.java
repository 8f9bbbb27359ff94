package pentimento.machine.script;

/** What the guest sent over a serial line, and how much of it a script has already matched. */
public final class SerialLog {
    private final StringBuilder received = new StringBuilder();
    private int matched;

    /** Takes one byte, 0..FFh. On the machine's thread. */
    public void add(int value) {
        received.append((char) value);
    }

    /** Looks for a text after the last match and, if it is there, matches it. */
    boolean match(String text) {
        int at = received.indexOf(text, matched);
        if (at < 0) {
            return false;
        }
        matched = at + text.length();
        return true;
    }

    /**
     * @return what came since the last match
     */
    String rest() {
        return received.substring(matched);
    }
}
