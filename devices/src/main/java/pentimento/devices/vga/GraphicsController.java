package pentimento.devices.vga;

import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * The graphics controller: the four latches and the data path between the processor's byte and the
 * four planes. A word of 32 bits holds one byte of each plane, plane n in bits 8n+7..8n.
 *
 * @see "IBM PS/2 Hardware Interface Technical Reference, Video Subsystem, Graphics Controller
 *     Registers"
 */
final class GraphicsController implements Stateful {
    private static final int SET_RESET = 0,
            ENABLE_SET_RESET = 1,
            COLOR_COMPARE = 2,
            DATA_ROTATE = 3,
            READ_MAP = 4,
            MODE = 5,
            MISCELLANEOUS = 6,
            COLOR_DONT_CARE = 7,
            BIT_MASK = 8;
    private static final int WRITE_MODE = 0x03, READ_MODE_1 = 0x08, READ_ODD_EVEN = 0x10;
    private static final int INTERLEAVED = 0x20, COLORS_256 = 0x40;
    private static final int GRAPHICS = 0x01, CHAIN_ODD_EVEN = 0x02;
    private static final int REPLACE = 0, AND = 1, OR = 2; // DATA_ROTATE bits 4-3; 3 = XOR

    private static final int EVERY_PLANE = 0x01010101; // times a byte: the byte in every plane

    /** A nibble as one byte per plane: bit n set makes byte n FFh. */
    private static final int[] PLANES = new int[16];

    static {
        for (int nibble = 0; nibble < 16; nibble++) {
            for (int plane = 0; plane < 4; plane++) {
                PLANES[nibble] |= (nibble >> plane & 1) * 0xFF << 8 * plane;
            }
        }
    }

    private final RegisterFile registers =
            new RegisterFile(0x0F, 0x0F, 0x0F, 0x0F, 0x1F, 0x03, 0x7B, 0x0F, 0x0F, 0xFF);
    private int latches;

    // What the registers say, in the shape that a store needs; see decode().
    private int setReset, enableSetReset, bitMask, function, rotation, writeMode;

    GraphicsController() {
        decode();
    }

    RegisterFile registers() {
        return registers;
    }

    /** Writes the selected register. */
    void write(int value) {
        registers.write(value);
        decode();
    }

    private void decode() {
        setReset = planes(registers.get(SET_RESET));
        enableSetReset = planes(registers.get(ENABLE_SET_RESET));
        bitMask = registers.get(BIT_MASK) * EVERY_PLANE;
        function = registers.get(DATA_ROTATE) >> 3;
        rotation = registers.get(DATA_ROTATE) & 7;
        writeMode = registers.get(MODE) & WRITE_MODE;
    }

    /**
     * @param nibble bit n stands for plane n
     * @return a mask of 32 bits, FFh in the bytes of the planes whose bit is set
     */
    static int planes(int nibble) {
        return PLANES[nibble & 0xF];
    }

    // ---------------------------------------------------------------- the data path

    /**
     * A store passes through the write mode, the logical function and the bit mask.
     *
     * @param value the processor's byte
     * @return what goes to the four planes
     */
    int store(int value) {
        return switch (writeMode) {
            case 0 -> {
                int data = rotate(value) * EVERY_PLANE;
                yield combine(data & ~enableSetReset | setReset & enableSetReset, bitMask);
            }
            case 1 -> latches;
            case 2 -> combine(planes(value), bitMask);
            default -> combine(setReset, rotate(value) * EVERY_PLANE & bitMask);
        };
    }

    private int rotate(int value) {
        return (value >>> rotation | value << 8 - rotation) & 0xFF;
    }

    private int combine(int data, int mask) {
        int result =
                switch (function) {
                    case REPLACE -> data;
                    case AND -> data & latches;
                    case OR -> data | latches;
                    default -> data ^ latches;
                };
        return result & mask | latches & ~mask;
    }

    /**
     * @return true if a store changes nothing of the processor's byte on its way to a plane
     */
    boolean storesPlainly() {
        return writeMode == 0
                && function == REPLACE
                && rotation == 0
                && enableSetReset == 0
                && bitMask == -1;
    }

    /** A load fills the latches with a byte of each plane. */
    void latch(int word) {
        latches = word;
    }

    /**
     * @param plane the plane of a load in read mode 0
     * @return the processor's byte, from the latches
     */
    int load(int plane) {
        if (!comparesColors()) {
            return latches >>> 8 * plane & 0xFF;
        }
        int differences = latches ^ planes(registers.get(COLOR_COMPARE));
        differences &= planes(registers.get(COLOR_DONT_CARE)); // a set bit means: care
        differences |= differences >>> 16;
        return ~(differences | differences >>> 8) & 0xFF;
    }

    /**
     * @return the latch that the read map select chooses; the CRT controller shows it at index 22h
     */
    int selectedLatch() {
        return latches >>> 8 * readMap() & 0xFF;
    }

    // ---------------------------------------------------------------- what others need to know

    int readMap() {
        return registers.get(READ_MAP);
    }

    /**
     * @return loads compare colours: read mode 1
     */
    boolean comparesColors() {
        return registers.has(MODE, READ_MODE_1);
    }

    boolean readsOddEven() {
        return registers.has(MODE, READ_ODD_EVEN);
    }

    /**
     * @return address bit 0 chooses a plane and does not reach the memory
     */
    boolean chainsOddEven() {
        return registers.has(MISCELLANEOUS, CHAIN_ODD_EVEN);
    }

    /**
     * @return 0: A0000-BFFFF, 1: A0000-AFFFF, 2: B0000-B7FFF, 3: B8000-BFFFF
     */
    int memoryMap() {
        return registers.get(MISCELLANEOUS) >> 2;
    }

    boolean isGraphics() {
        return registers.has(MISCELLANEOUS, GRAPHICS);
    }

    /**
     * @return the shift registers give two bits of each of two planes: CGA's four colours
     */
    boolean isInterleaved() {
        return registers.has(MODE, INTERLEAVED);
    }

    boolean has256Colors() {
        return registers.has(MODE, COLORS_256);
    }

    void reset() {
        registers.reset();
        latches = 0;
        decode();
    }

    @Override
    public void exchange(StateCodec state) {
        registers.exchange(state);
        latches = state.i32("latches", latches);
        decode();
    }
}
