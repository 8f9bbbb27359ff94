package pentimento.devices.ide;

import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/** The current translation of CHS addresses, which INITIALIZE DEVICE PARAMETERS changes. */
final class Translation implements Stateful {
    private int heads;
    private int sectorsPerTrack;

    Translation(int heads, int sectorsPerTrack) {
        set(heads, sectorsPerTrack);
    }

    void set(int newHeads, int newSectorsPerTrack) {
        heads = newHeads;
        sectorsPerTrack = newSectorsPerTrack;
    }

    int heads() {
        return heads;
    }

    int sectorsPerTrack() {
        return sectorsPerTrack;
    }

    /**
     * @return the sector that the registers name by CHS, -1 if no track has it
     */
    long sector(TaskFile registers) {
        int sector = registers.lbaLow();
        int head = registers.head();
        return sector == 0 || sector > sectorsPerTrack || head >= heads
                ? -1
                : ((long) registers.word() * heads + head) * sectorsPerTrack + sector - 1;
    }

    void show(long sector, TaskFile registers) {
        long track = sector / sectorsPerTrack;
        registers.chs(
                (int) (track / heads), (int) (track % heads), (int) (sector % sectorsPerTrack) + 1);
    }

    @Override
    public void exchange(StateCodec state) {
        heads = state.u8("heads", heads);
        sectorsPerTrack = state.u8("sectorsPerTrack", sectorsPerTrack);
    }
}
