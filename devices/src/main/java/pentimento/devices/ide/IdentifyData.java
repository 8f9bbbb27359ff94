package pentimento.devices.ide;

/** The 256 words of IDENTIFY DEVICE and IDENTIFY PACKET DEVICE, as they are filled in. */
final class IdentifyData {
    private static final int WORDS = 256;
    private static final int INTEGRITY = 255, INTEGRITY_SIGNATURE = 0xA5;

    private final int[] words = new int[WORDS];

    IdentifyData word(int index, int value) {
        words[index] = value & 0xFFFF;
        return this;
    }

    /** Low word first. */
    IdentifyData doubleWord(int index, long value) {
        return word(index, (int) value).word(index + 1, (int) (value >> 16));
    }

    /** Padded with spaces, the first character in the high byte. */
    IdentifyData text(int index, int count, String text) {
        String padded = String.format("%-" + 2 * count + "s", text);
        for (int i = 0; i < count; i++) {
            word(index + i, padded.charAt(2 * i) << 8 | padded.charAt(2 * i + 1));
        }
        return this;
    }

    /** Writes all words, with the checksum of word 255, into a block. */
    void writeTo(byte[] block) {
        words[INTEGRITY] = INTEGRITY_SIGNATURE;
        int sum = 0;
        for (int i = 0; i < WORDS; i++) {
            block[2 * i] = (byte) words[i];
            block[2 * i + 1] = (byte) (words[i] >> 8);
            sum += block[2 * i] + block[2 * i + 1];
        }
        block[2 * INTEGRITY + 1] = (byte) -sum;
    }
}
