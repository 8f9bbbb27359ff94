package pentimento.devices.fdc;

/** The data rates in MFM. */
enum DataRate {
    KBPS_500(16_000),
    KBPS_300(26_667),
    KBPS_250(32_000),
    MBPS_1(8_000);

    private final int byteNanos;

    DataRate(int byteNanos) {
        this.byteNanos = byteNanos;
    }

    /** The time of one byte of data. */
    int byteNanos() {
        return byteNanos;
    }

    /** Step rates are given for 500 kbps and scale with the data rate's clock. */
    long scaled(long nanosAt500) {
        return nanosAt500 * byteNanos / KBPS_500.byteNanos;
    }
}
