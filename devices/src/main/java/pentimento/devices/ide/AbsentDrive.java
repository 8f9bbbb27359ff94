package pentimento.devices.ide;

import pentimento.memory.state.StateCodec;

/** A place on the cable without a drive, whose status the other drive shows as zero. */
enum AbsentDrive implements IdeDrive {
    INSTANCE;

    @Override
    public int readRegister(int register, boolean previous) {
        return 0xFF;
    }

    @Override
    public void writeRegister(int register, int value) {}

    @Override
    public int alternateStatus() {
        return 0;
    }

    @Override
    public int status() {
        return 0;
    }

    @Override
    public void command(int opcode) {}

    @Override
    public void diagnose(boolean interrupts) {}

    @Override
    public int readData(int width) {
        return -1;
    }

    @Override
    public void writeData(int value, int width) {}

    @Override
    public void softReset(boolean asserted) {}

    @Override
    public void hardReset() {}

    @Override
    public void exchange(StateCodec state) {}
}
