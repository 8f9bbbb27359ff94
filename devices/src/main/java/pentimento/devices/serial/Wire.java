package pentimento.devices.serial;

import java.util.Arrays;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/** Characters that the far end wants to send, in order. */
final class Wire implements Stateful {
    private byte[] characters = {};
    private int sent; // of these

    boolean isIdle() {
        return sent == characters.length;
    }

    int waiting() {
        return characters.length - sent;
    }

    void add(byte[] more) {
        byte[] rest = rest();
        characters = Arrays.copyOf(rest, rest.length + more.length);
        System.arraycopy(more, 0, characters, rest.length, more.length);
        sent = 0;
    }

    int take() {
        return characters[sent++] & 0xFF;
    }

    private byte[] rest() {
        return Arrays.copyOfRange(characters, sent, characters.length);
    }

    @Override
    public void exchange(StateCodec state) {
        characters = state.blob("waiting", rest());
        sent = 0;
    }
}
