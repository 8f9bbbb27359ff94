package pentimento.devices.serial;

/** An input pin of the UART for the modem's signals. */
public enum ModemInput {
    CLEAR_TO_SEND(0x10),
    DATA_SET_READY(0x20),
    RING(0x40),
    CARRIER_DETECT(0x80);

    private final int bit;

    ModemInput(int bit) {
        this.bit = bit;
    }

    /**
     * @return its bit in the modem status register
     */
    int bit() {
        return bit;
    }
}
