package pentimento.cpu.fpu.x87;

import pentimento.cpu.fpu.FpuState;
import pentimento.cpu.memory.SegmentedMemory;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Segment;

/**
 * FSTENV, FLDENV, FSAVE and FRSTOR in their four layouts: 16 or 32 bits, protected mode or real and
 * virtual-8086 mode.
 *
 * @see "SDM vol. 1, 8.1.10, figures 8-9 to 8-12"
 */
final class Environment {
    private static final int ENVIRONMENT_16 = 14, ENVIRONMENT_32 = 28, REGISTERS = 80;
    private static final int RESERVED = 0xFFFF_0000;

    private final CpuState cpu;
    private final FpuState fpu;
    private final SegmentedMemory memory;
    private final ErrorSignal error;

    // An image that was loaded and is not yet in force.
    private final int[] words = new int[7];
    private final long[] significands = new long[8];
    private final int[] signExponents = new int[8];

    Environment(CpuState cpu, FpuState fpu, SegmentedMemory memory, ErrorSignal error) {
        this.cpu = cpu;
        this.fpu = fpu;
        this.memory = memory;
        this.error = error;
    }

    private static int length(boolean wide) {
        return wide ? ENVIRONMENT_32 : ENVIRONMENT_16;
    }

    /** "4 or 2, depending on operand size". @see "SDM vol. 3A, table 6-7" */
    private static int alignment(boolean wide) {
        return wide ? 4 : 2;
    }

    /** FNSTENV: masks all exceptions afterwards. */
    void store(Segment segment, int offset, boolean wide) {
        memory.probeWrite(segment, offset, length(wide), alignment(wide));
        write(segment, offset, wide);
        fpu.controlWord(fpu.control | FpuState.EXCEPTIONS);
        error.drive();
    }

    /** FLDENV, which waits. */
    void load(Segment segment, int offset, boolean wide) {
        error.check();
        fetch(segment, offset, wide);
        apply(wide);
        error.drive();
    }

    /** FNSAVE; initialises afterwards. */
    void save(Segment segment, int offset, boolean wide) {
        memory.probeWrite(segment, offset, length(wide) + REGISTERS, alignment(wide));
        write(segment, offset, wide);
        for (int i = 0; i < 8; i++) {
            int at = offset + length(wide) + 10 * i;
            long significand = fpu.significand[fpu.st(i)];
            // By words: the area as a whole is aligned, its registers are not.
            for (int word = 0; word < 4; word++) {
                memory.write16(segment, at + 2 * word, (int) (significand >>> 16 * word) & 0xFFFF);
            }
            memory.write16(segment, at + 8, fpu.signExponent[fpu.st(i)]);
        }
        fpu.initialise();
        error.drive();
    }

    /** FRSTOR, which waits. Nothing changes before the last load. */
    void restore(Segment segment, int offset, boolean wide) {
        error.check();
        fetch(segment, offset, wide);
        for (int i = 0; i < 8; i++) {
            int at = offset + length(wide) + 10 * i;
            long significand = 0;
            for (int word = 0; word < 4; word++) {
                significand |= (long) memory.read16(segment, at + 2 * word) << 16 * word;
            }
            significands[i] = significand;
            signExponents[i] = memory.read16(segment, at + 8);
        }
        apply(wide);
        for (int i = 0; i < 8; i++) {
            fpu.significand[fpu.st(i)] = significands[i];
            fpu.signExponent[fpu.st(i)] = signExponents[i];
        }
        error.drive();
    }

    private void write(Segment segment, int offset, boolean wide) {
        boolean descriptors = cpu.usesDescriptors();
        int instruction = fpu.instructionOffset, operand = fpu.operandOffset;
        int second, fourth;
        if (descriptors) {
            second = fpu.instructionSelector | (wide ? fpu.opcode << 16 : 0);
            fourth = fpu.operandSelector | (wide ? RESERVED : 0);
        } else {
            instruction += fpu.instructionSelector << 4;
            operand += fpu.operandSelector << 4;
            second = instruction >>> 16 << 12 & 0xFFF_F000 | fpu.opcode;
            fourth = operand >>> 16 << 12 & 0xFFF_F000;
        }
        if (!wide) {
            int[] image = {
                fpu.control, fpu.statusWord(), fpu.tagWord(), instruction, second, operand, fourth
            };
            for (int i = 0; i < image.length; i++) {
                memory.write16(segment, offset + 2 * i, image[i] & 0xFFFF);
            }
            return;
        }
        int[] image = {
            fpu.control | RESERVED,
            fpu.statusWord() | RESERVED,
            fpu.tagWord() | RESERVED,
            descriptors ? instruction : instruction & 0xFFFF | RESERVED,
            second,
            descriptors ? operand : operand & 0xFFFF | RESERVED,
            fourth
        };
        for (int i = 0; i < image.length; i++) {
            memory.write32(segment, offset + 4 * i, image[i]);
        }
    }

    private void fetch(Segment segment, int offset, boolean wide) {
        for (int i = 0; i < words.length; i++) {
            words[i] =
                    wide
                            ? memory.read32(segment, offset + 4 * i)
                            : memory.read16(segment, offset + 2 * i);
        }
    }

    private void apply(boolean wide) {
        fpu.controlWord(words[0]);
        fpu.statusWord(words[1]);
        fpu.tagWord(words[2]);
        if (cpu.usesDescriptors()) {
            fpu.instructionOffset = words[3];
            fpu.instructionSelector = words[4] & 0xFFFF;
            fpu.opcode = wide ? words[4] >>> 16 & 0x7FF : fpu.opcode;
            fpu.operandOffset = words[5];
            fpu.operandSelector = words[6] & 0xFFFF;
        } else {
            // Linear addresses: the selectors they came from are lost.
            fpu.instructionOffset = words[3] & 0xFFFF | (words[4] & 0xFFF_F000) << 4;
            fpu.instructionSelector = 0;
            fpu.opcode = words[4] & 0x7FF;
            fpu.operandOffset = words[5] & 0xFFFF | (words[6] & 0xFFF_F000) << 4;
            fpu.operandSelector = 0;
        }
    }
}
