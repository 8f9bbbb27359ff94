package pentimento.devices.ide;

import pentimento.memory.state.Stateful;

/**
 * A drive on an IDE cable, as the channel sees it: a command block of its own, an INTRQ line (given
 * at construction, see {@link IdeChannel#intrq}), and a data port. Writes to the registers reach
 * both drives of a channel, commands only the selected one.
 *
 * @see "ANSI X3.298 (ATA-3), 7; NCITS 340 (ATA-5), 7 and 9"
 */
public interface IdeDrive extends Stateful {
    /**
     * @param register 1..6, the offset in the command block; 1 is the error register
     * @param previous HOB: what the register held before its last write
     */
    int readRegister(int register, boolean previous);

    /**
     * @param register 1..6; 1 is the features register
     */
    void writeRegister(int register, int value);

    /** The alternate status register: does not end the interrupt. */
    int alternateStatus();

    /** The status register: ends the interrupt. */
    int status();

    /** The command register, while this drive is selected. */
    void command(int opcode);

    /**
     * EXECUTE DEVICE DIAGNOSTIC, which both drives hear.
     *
     * @param interrupts this is device 0, which raises INTRQ for both
     */
    void diagnose(boolean interrupts);

    /**
     * @param width bytes: 1, 2 or 4
     */
    int readData(int width);

    /**
     * @param width bytes: 1, 2 or 4
     */
    void writeData(int value, int width);

    /** SRST in the device control register rises or falls. */
    void softReset(boolean asserted);

    /** The RESET- pin. */
    void hardReset();
}
