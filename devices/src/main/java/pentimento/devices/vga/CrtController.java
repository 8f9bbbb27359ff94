package pentimento.devices.vga;

import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * The CRT controller: the counters behind the picture. Horizontal counts are characters, vertical
 * counts scan lines; memory addresses are those of the character counter, before {@link
 * #planeAddress}.
 *
 * @see "IBM PS/2 Hardware Interface Technical Reference, Video Subsystem, CRT Controller Registers"
 */
final class CrtController implements Stateful {
    private static final int HORIZONTAL_TOTAL = 0x00,
            HORIZONTAL_DISPLAY_END = 0x01,
            OVERFLOW = 0x07,
            PRESET_ROW_SCAN = 0x08,
            MAXIMUM_SCAN_LINE = 0x09,
            CURSOR_START = 0x0A,
            CURSOR_END = 0x0B,
            START_ADDRESS = 0x0C, // and 0Dh
            CURSOR_LOCATION = 0x0E, // and 0Fh
            VERTICAL_TOTAL = 0x06,
            VERTICAL_RETRACE_START = 0x10,
            VERTICAL_RETRACE_END = 0x11,
            VERTICAL_DISPLAY_END = 0x12,
            OFFSET = 0x13,
            UNDERLINE = 0x14,
            MODE_CONTROL = 0x17,
            LINE_COMPARE = 0x18;

    private static final int PROTECT = 0x80; // in VERTICAL_RETRACE_END
    private static final int LINE_COMPARE_8 = 0x10; // in OVERFLOW, never protected
    private static final int LINE_COMPARE_9 = 0x40, DOUBLE_SCAN = 0x80; // in MAXIMUM_SCAN_LINE
    private static final int DOUBLE_WORD = 0x40, COUNT_BY_4 = 0x20; // in UNDERLINE
    private static final int ROW_SCAN_0_IS_A13 = 0x01, // in MODE_CONTROL; these two when clear
            ROW_SCAN_1_IS_A14 = 0x02,
            HALF_VERTICAL_CLOCK = 0x04,
            COUNT_BY_2 = 0x08,
            WRAP_AT_64K = 0x20,
            BYTE_MODE = 0x40,
            SYNC_ENABLE = 0x80;
    private static final int CURSOR_OFF = 0x20; // in CURSOR_START
    private static final int KEEP_VERTICAL_INTERRUPT = 0x10; // in VERTICAL_RETRACE_END

    // Bits 8 and 9 of the vertical counts, in OVERFLOW.
    private static final int TOTAL_8 = 0, TOTAL_9 = 5;
    private static final int DISPLAY_END_8 = 1, DISPLAY_END_9 = 6;
    private static final int RETRACE_START_8 = 2, RETRACE_START_9 = 7;

    // All eight bits of the index count: what probes for other cards write must not come back here.
    private final RegisterFile registers =
            new RegisterFile(
                    0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0x3F, 0x7F,
                    0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xEF, 0xFF);

    RegisterFile registers() {
        return registers;
    }

    /** Writes the selected register, unless it is protected. */
    void write(int value) {
        int register = registers.index();
        if (register > OVERFLOW || !registers.has(VERTICAL_RETRACE_END, PROTECT)) {
            registers.write(value);
        } else if (register == OVERFLOW) {
            registers.write(registers.get(OVERFLOW) & ~LINE_COMPARE_8 | value & LINE_COMPARE_8);
        }
    }

    /**
     * @return the selected register times the beam
     */
    boolean selectsTiming() {
        int register = registers.index();
        return register <= OVERFLOW
                || register >= VERTICAL_RETRACE_START && register <= VERTICAL_DISPLAY_END
                || register == UNDERLINE
                || register == MODE_CONTROL;
    }

    // ---------------------------------------------------------------- the counts of the beam

    int charactersTotal() {
        return registers.get(HORIZONTAL_TOTAL) + 5;
    }

    int charactersDisplayed() {
        return registers.get(HORIZONTAL_DISPLAY_END) + 1;
    }

    private int vertical(int register, int bit8, int bit9) {
        int overflow = registers.get(OVERFLOW);
        return registers.get(register) | (overflow >> bit8 & 1) << 8 | (overflow >> bit9 & 1) << 9;
    }

    /**
     * @return 2 if the vertical counters advance with every second line only
     */
    int verticalClock() {
        return registers.has(MODE_CONTROL, HALF_VERTICAL_CLOCK) ? 2 : 1;
    }

    int linesTotal() {
        return verticalClock() * (vertical(VERTICAL_TOTAL, TOTAL_8, TOTAL_9) + 2);
    }

    int linesDisplayed() {
        return verticalClock() * (vertical(VERTICAL_DISPLAY_END, DISPLAY_END_8, DISPLAY_END_9) + 1);
    }

    int retraceStart() {
        return verticalClock() * vertical(VERTICAL_RETRACE_START, RETRACE_START_8, RETRACE_START_9);
    }

    /**
     * @return length of the vertical retrace: its end is given by the low four bits of the count
     */
    int retraceLines() {
        int start = registers.get(VERTICAL_RETRACE_START);
        int length = registers.get(VERTICAL_RETRACE_END) - start & 0xF;
        return verticalClock() * (length == 0 ? 16 : length);
    }

    boolean drivesSync() {
        return registers.has(MODE_CONTROL, SYNC_ENABLE);
    }

    /**
     * @return the vertical interrupt is not being cleared
     */
    boolean keepsVerticalInterrupt() {
        return registers.has(VERTICAL_RETRACE_END, KEEP_VERTICAL_INTERRUPT);
    }

    /**
     * @return the bits that would let the character counter advance every second or fourth
     *     character
     */
    int slowCharacterClock() {
        return registers.get(MODE_CONTROL) & COUNT_BY_2 | registers.get(UNDERLINE) & COUNT_BY_4;
    }

    // ---------------------------------------------------------------- rows

    int startAddress() {
        return registers.get(START_ADDRESS) << 8 | registers.get(START_ADDRESS + 1);
    }

    /**
     * @return what the character counter gains from row to row
     */
    int rowOffset() {
        return registers.get(OFFSET) * 2;
    }

    /**
     * @return scan lines of a row, 1..32, before double scan
     */
    int linesPerRow() {
        return (registers.get(MAXIMUM_SCAN_LINE) & 0x1F) + 1;
    }

    boolean doublesScanLines() {
        return registers.has(MAXIMUM_SCAN_LINE, DOUBLE_SCAN);
    }

    /**
     * @return the last scan line before the lower window, which starts at address 0
     */
    int lineCompare() {
        return registers.get(LINE_COMPARE)
                | (registers.has(OVERFLOW, LINE_COMPARE_8) ? 0x100 : 0)
                | (registers.has(MAXIMUM_SCAN_LINE, LINE_COMPARE_9) ? 0x200 : 0);
    }

    int presetRowScan() {
        return registers.get(PRESET_ROW_SCAN) & 0x1F;
    }

    int bytePanning() {
        return registers.get(PRESET_ROW_SCAN) >> 5;
    }

    /**
     * @return the underlined scan line of a row, 0..31
     */
    int underline() {
        return registers.get(UNDERLINE) & 0x1F;
    }

    // ---------------------------------------------------------------- the cursor

    boolean isCursorOn() {
        return !registers.has(CURSOR_START, CURSOR_OFF);
    }

    int cursorStart() {
        return registers.get(CURSOR_START) & 0x1F;
    }

    int cursorEnd() {
        return registers.get(CURSOR_END) & 0x1F;
    }

    /**
     * @return characters by which the cursor is late, 0..3
     */
    int cursorSkew() {
        return registers.get(CURSOR_END) >> 5;
    }

    int cursorLocation() {
        return registers.get(CURSOR_LOCATION) << 8 | registers.get(CURSOR_LOCATION + 1);
    }

    // ---------------------------------------------------------------- addressing

    /**
     * @return the registers that {@link #planeAddress} depends on
     */
    int addressing() {
        return registers.get(UNDERLINE) << 8 & DOUBLE_WORD << 8 | registers.get(MODE_CONTROL);
    }

    /**
     * @return scan lines of a row differ in their addresses
     */
    static boolean addressesRowScan(int addressing) {
        return (addressing & (ROW_SCAN_0_IS_A13 | ROW_SCAN_1_IS_A14))
                != (ROW_SCAN_0_IS_A13 | ROW_SCAN_1_IS_A14);
    }

    /**
     * The path from the character counter to the memory: byte, word or double word mode, and the
     * row scan counter in place of A13 and A14 as CGA and Hercules have it. Double word mode brings
     * the counter's bits 15-14 to A1-A0, as chaining does with the processor's A17-A16.
     *
     * @param addressing of {@link #addressing}
     * @param counter the character counter
     * @param rowScan the scan line within the row
     * @return 0..FFFFh: the address in each plane
     */
    static int planeAddress(int addressing, int counter, int rowScan) {
        int address;
        if ((addressing & DOUBLE_WORD << 8) != 0) {
            address = counter << 2 | counter >>> 14 & 3;
        } else if ((addressing & BYTE_MODE) != 0) {
            address = counter;
        } else {
            address = counter << 1 | counter >>> ((addressing & WRAP_AT_64K) != 0 ? 15 : 13) & 1;
        }
        if ((addressing & ROW_SCAN_0_IS_A13) == 0) {
            address = address & ~0x2000 | rowScan << 13 & 0x2000;
        }
        if ((addressing & ROW_SCAN_1_IS_A14) == 0) {
            address = address & ~0x4000 | rowScan << 13 & 0x4000;
        }
        return address & 0xFFFF;
    }

    void reset() {
        registers.reset();
    }

    @Override
    public void exchange(StateCodec state) {
        registers.exchange(state);
    }
}
