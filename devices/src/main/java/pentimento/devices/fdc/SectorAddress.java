package pentimento.devices.fdc;

import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/** C, H, R and N of a command, as they step from sector to sector. */
final class SectorAddress implements Stateful {
    int c, h, r, n; // bytes; the execution phase steps them

    void set(int cylinder, int side, int record, int size) {
        c = cylinder;
        h = side;
        r = record;
        n = size;
    }

    boolean is(int cylinder, int side, int record, int size) {
        return c == cylinder && h == side && r == record && n == size;
    }

    /**
     * To the address that follows, which is also the result phase's.
     *
     * @param lastRecord EOT
     * @param head below which the sector was found
     * @see "Intel 82077AA datasheet, order 290166, table 5-5"
     */
    void advance(int lastRecord, boolean multitrack, int head) {
        if (r != lastRecord) {
            r = r + 1 & 0xFF;
            return;
        }
        r = 1;
        if (multitrack) {
            h ^= 1;
        }
        if (!multitrack || head == 1) {
            c = c + 1 & 0xFF;
        }
    }

    @Override
    public void exchange(StateCodec state) {
        c = state.u8("c", c);
        h = state.u8("h", h);
        r = state.u8("r", r);
        n = state.u8("n", n);
    }
}
