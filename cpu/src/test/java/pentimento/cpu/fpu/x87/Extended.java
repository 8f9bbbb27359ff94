package pentimento.cpu.fpu.x87;

/** A number of the 80-bit format. */
record Extended(int signExponent, long significand) {
    boolean isDenormal() {
        return (signExponent & 0x7FFF) == 0;
    }

    @Override
    public String toString() {
        return String.format("%04X:%016X", signExponent, significand);
    }
}
