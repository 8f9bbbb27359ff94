package pentimento.devices.ide;

import pentimento.memory.bus.Line;
import pentimento.memory.state.StateCodec;
import pentimento.memory.time.Scheduler;

/**
 * What hard disks and packet devices have in common: the command block, status and interrupt, the
 * PIO data port, reset. A command makes the drive busy; an event later goes on with it: never
 * inside of the OUT.
 *
 * @see "NCITS 340 (ATA-5), 9: protocol"
 */
abstract class IdeDevice implements IdeDrive {
    static final int BUSY = 0x80,
            READY = 0x40,
            FAULT = 0x20,
            SEEK_COMPLETE = 0x10,
            DATA_REQUEST = 0x08,
            ERROR = 0x01;

    /** Error register. */
    static final int UNCORRECTABLE = 0x40, ID_NOT_FOUND = 0x10, ABORTED = 0x04;

    private static final int DIAGNOSTIC_PASSED = 0x01;
    private static final long RESET_NANOS = 50_000;

    private final Line intrq;
    private final Scheduler.Event event;
    private final TaskFile registers = new TaskFile();
    private final PioBlock block;
    private int status;
    private int error;
    private boolean resetting; // the event ends a reset
    private boolean diagnosing; // ... with an interrupt: device 0's diagnostic

    IdeDevice(Scheduler time, String name, Line intrq, int longestBlock) {
        this.intrq = intrq;
        this.block = new PioBlock(longestBlock);
        this.event = time.event(name, this::goOn);
    }

    /** A command was written; the drive is not busy. Must end in one of the calls below. */
    abstract void execute(int opcode);

    /** The event of {@link #busy}: the drive goes on. */
    abstract void proceed();

    /** The host has taken or given the block of {@link #offer}. */
    abstract void blockPassed();

    /** Back to the state after power-on or reset, as far as the kind of drive has one. */
    abstract void revert(boolean hard);

    /** Shows the signature of the kind of drive, and status. */
    abstract int statusAfterReset();

    /** Commands that a busy drive hears, too. */
    boolean interruptsBusy(int opcode) {
        return false;
    }

    final TaskFile registers() {
        return registers;
    }

    final PioBlock block() {
        return block;
    }

    /** Sets BSY and goes on after a while. */
    final void busy(long nanos) {
        status = status & ~(DATA_REQUEST | ERROR | FAULT) | BUSY;
        event.after(nanos);
    }

    /** Clears BSY and sets DRQ for a block. */
    final void offer(int length, boolean fromHost, boolean interrupt) {
        block.begin(length, fromHost);
        status = READY | SEEK_COMPLETE | DATA_REQUEST;
        intrq.set(interrupt || intrq.isHigh());
    }

    /** Ends the command without an error. */
    final void complete(boolean interrupt) {
        block.drop();
        status = READY | SEEK_COMPLETE;
        intrq.set(interrupt || intrq.isHigh());
    }

    /** Ends the command with an error and an interrupt. */
    final void fail(int errorBits, int moreStatus) {
        block.drop();
        error = errorBits;
        status = READY | SEEK_COMPLETE | ERROR | moreStatus;
        intrq.raise();
    }

    final void error(int bits) {
        error = bits;
    }

    private void goOn() {
        if (resetting) {
            resetting = false;
            error = DIAGNOSTIC_PASSED;
            status = statusAfterReset();
            intrq.set(diagnosing);
            diagnosing = false;
        } else {
            proceed();
        }
    }

    @Override
    public final int readRegister(int register, boolean previous) {
        if ((status & BUSY) != 0) {
            return status; // the command block is the drive's
        }
        return register == TaskFile.FEATURES ? error : registers.read(register, previous);
    }

    @Override
    public final void writeRegister(int register, int value) {
        if ((status & BUSY) == 0) {
            registers.write(register, value);
        }
    }

    @Override
    public final int alternateStatus() {
        return status;
    }

    @Override
    public final int status() {
        intrq.lower();
        return status;
    }

    @Override
    public final void command(int opcode) {
        if ((status & BUSY) != 0 && !interruptsBusy(opcode)) {
            return;
        }
        event.cancel();
        intrq.lower();
        block.drop();
        error = 0;
        execute(opcode);
    }

    @Override
    public final int readData(int width) {
        if ((status & DATA_REQUEST) == 0 || block.isFromHost()) {
            return -1;
        }
        int value = block.read(width);
        if (block.isComplete()) {
            blockPassed();
        }
        return value;
    }

    @Override
    public final void writeData(int value, int width) {
        if ((status & DATA_REQUEST) == 0 || !block.isFromHost()) {
            return;
        }
        block.write(value, width);
        if (block.isComplete()) {
            blockPassed();
        }
    }

    @Override
    public final void softReset(boolean asserted) {
        if (asserted) {
            stop();
            revert(false);
        } else {
            event.after(RESET_NANOS);
        }
    }

    @Override
    public final void hardReset() {
        stop();
        revert(true);
        event.after(RESET_NANOS);
    }

    @Override
    public final void diagnose(boolean interrupts) {
        stop();
        diagnosing = interrupts;
        event.after(RESET_NANOS);
    }

    /** A packet device's own reset, which is over at once. */
    final void resetNow() {
        stop();
        resetting = false;
        error = DIAGNOSTIC_PASSED;
        status = statusAfterReset();
    }

    private void stop() {
        event.cancel();
        block.drop();
        intrq.lower();
        status = BUSY;
        resetting = true;
        diagnosing = false;
    }

    @Override
    public void exchange(StateCodec state) {
        state.section("registers", registers);
        state.section("block", block);
        status = state.u8("status", status);
        error = state.u8("error", error);
        resetting = state.bool("resetting", resetting);
        diagnosing = state.bool("diagnosing", diagnosing);
        intrq.exchange(state, "intrq");
    }
}
