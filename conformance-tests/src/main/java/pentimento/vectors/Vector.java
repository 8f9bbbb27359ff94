package pentimento.vectors;

import java.util.List;

/**
 * One recorded test.
 *
 * @param vector the exception that it raises, or {@link #NO_EXCEPTION}
 * @param errorCode p32 and p16: error code of the exception; real: linear address of the pushed
 *     FLAGS word
 * @param undefinedFlags bits of EFLAGS not to be compared
 * @param undefinedFsw bits of the x87 status word not to be compared
 * @param change the final state where it differs
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared as a whole
record Vector(
        int index,
        byte[] instruction,
        int vector,
        int errorCode,
        int undefinedFlags,
        int undefinedFsw,
        Registers initial,
        List<Chunk> initialMemory,
        Change change,
        List<Chunk> changedMemory) {
    static final int NO_EXCEPTION = 0xFF;

    private static final List<Integer> PREFIXES =
            List.of(0x26, 0x2E, 0x36, 0x3E, 0x64, 0x65, 0x66, 0x67, 0xF0, 0xF2, 0xF3);

    /**
     * @return the instruction without its prefixes: byte n, or 0 behind the end
     */
    int opcode(int n) {
        int begin = 0;
        while (begin < instruction.length - 1 && PREFIXES.contains(instruction[begin] & 0xFF)) {
            begin++;
        }
        return begin + n < instruction.length ? instruction[begin + n] & 0xFF : 0;
    }

    /**
     * @return true if the result is an approximation, whose last bits are the processor's own: the
     *     x87 transcendentals, RCPxS and RSQRTxS
     */
    boolean isApproximate() {
        return switch (opcode(0)) {
            case 0xD9 ->
                    switch (opcode(1)) {
                        case 0xF0, 0xF1, 0xF2, 0xF3, 0xF9, 0xFB, 0xFE, 0xFF -> true;
                        default -> false;
                    };
            case 0x0F -> opcode(1) == 0x52 || opcode(1) == 0x53;
            default -> false;
        };
    }

    /** Bytes at a linear address. */
    record Chunk(int address, byte[] bytes) {}

    /**
     * A complete register set.
     *
     * @param general EAX ECX EDX EBX ESP EBP ESI EDI
     * @param selectors ES CS SS DS FS GS
     * @param x87 physical registers R0..R7, 10 bytes each
     * @param xmm XMM0..7, 16 bytes each
     */
    record Registers(
            int[] general,
            int eip,
            int eflags,
            int[] selectors,
            int fcw,
            int fsw,
            int ftw,
            byte[][] x87,
            int mxcsr,
            byte[][] xmm) {}

    /**
     * The final values of what changed; all else is as before.
     *
     * @param mask bits 0-7 GPR, 8 EIP, 9 EFLAGS, 10-15 segments, 16-23 R0..R7, 24 FCW, 25 FSW, 26
     *     FTW, 27 MXCSR
     */
    record Change(int mask, Registers values, int xmmMask) {}

    /**
     * @return the complete final state
     */
    Registers expected() {
        Registers from = initial, to = change.values();
        int mask = change.mask();
        int[] general = from.general().clone(), selectors = from.selectors().clone();
        byte[][] x87 = from.x87().clone(), xmm = from.xmm().clone();
        for (int i = 0; i < 8; i++) {
            general[i] = (mask >> i & 1) != 0 ? to.general()[i] : general[i];
            x87[i] = (mask >> 16 + i & 1) != 0 ? to.x87()[i] : x87[i];
            xmm[i] = (change.xmmMask() >> i & 1) != 0 ? to.xmm()[i] : xmm[i];
        }
        for (int i = 0; i < 6; i++) {
            selectors[i] = (mask >> 10 + i & 1) != 0 ? to.selectors()[i] : selectors[i];
        }
        return new Registers(
                general,
                (mask >> 8 & 1) != 0 ? to.eip() : from.eip(),
                (mask >> 9 & 1) != 0 ? to.eflags() : from.eflags(),
                selectors,
                (mask >> 24 & 1) != 0 ? to.fcw() : from.fcw(),
                (mask >> 25 & 1) != 0 ? to.fsw() : from.fsw(),
                (mask >> 26 & 1) != 0 ? to.ftw() : from.ftw(),
                x87,
                (mask >> 27 & 1) != 0 ? to.mxcsr() : from.mxcsr(),
                xmm);
    }
}
