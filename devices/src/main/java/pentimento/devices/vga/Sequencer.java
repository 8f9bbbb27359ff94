package pentimento.devices.vga;

import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * The sequencer: character clock, plane write mask, character sets, chaining of planes.
 *
 * @see "IBM PS/2 Hardware Interface Technical Reference, Video Subsystem, Sequencer Registers"
 */
final class Sequencer implements Stateful {
    private static final int CLOCKING_MODE = 1, MAP_MASK = 2, CHARACTER_MAP = 3, MEMORY_MODE = 4;
    private static final int EIGHT_DOTS = 0x01, HALF_DOT_CLOCK = 0x08, SCREEN_OFF = 0x20;
    private static final int SHIFT_LOAD = 0x14; // 16 or 32 bits at once
    private static final int SEQUENTIAL = 0x04, CHAIN_4 = 0x08;

    // Plane 2 holds eight character sets of 8 KiB; the first four lie 16 KiB apart.
    private static final int[] SET_OFFSETS = {
        0x0000, 0x4000, 0x8000, 0xC000, 0x2000, 0x6000, 0xA000, 0xE000
    };

    private final RegisterFile registers = new RegisterFile(0x07, 0x03, 0x3D, 0x0F, 0x3F, 0x0E);

    RegisterFile registers() {
        return registers;
    }

    /**
     * @return the selected register times the beam
     */
    boolean selectsTiming() {
        return registers.index() == CLOCKING_MODE;
    }

    int dotsPerCharacter() {
        return registers.has(CLOCKING_MODE, EIGHT_DOTS) ? 8 : 9;
    }

    boolean halvesDotClock() {
        return registers.has(CLOCKING_MODE, HALF_DOT_CLOCK);
    }

    boolean isScreenOff() {
        return registers.has(CLOCKING_MODE, SCREEN_OFF);
    }

    /**
     * @return the bits that would load the shift registers less often than every character
     */
    int shiftLoad() {
        return registers.get(CLOCKING_MODE) & SHIFT_LOAD;
    }

    /**
     * @return bit n = plane n may be written
     */
    int mapMask() {
        return registers.get(MAP_MASK);
    }

    /**
     * @return odd addresses write to odd planes, even ones to even planes
     */
    boolean isOddEven() {
        return !registers.has(MEMORY_MODE, SEQUENTIAL);
    }

    boolean isChain4() {
        return registers.has(MEMORY_MODE, CHAIN_4);
    }

    /**
     * @return offset in plane 2 of the characters whose attribute bit 3 is set
     */
    int characterSetA() {
        int map = registers.get(CHARACTER_MAP);
        return SET_OFFSETS[map >> 2 & 3 | map >> 3 & 4];
    }

    /**
     * @return offset in plane 2 of the characters whose attribute bit 3 is clear
     */
    int characterSetB() {
        int map = registers.get(CHARACTER_MAP);
        return SET_OFFSETS[map & 3 | map >> 2 & 4];
    }

    void reset() {
        registers.reset();
    }

    @Override
    public void exchange(StateCodec state) {
        registers.exchange(state);
    }
}
