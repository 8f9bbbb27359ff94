package pentimento.cpu.system;

import pentimento.cpu.state.Segment;

/**
 * Views of the eight bytes of a descriptor, held in a long so that a load allocates nothing.
 *
 * @see "SDM vol. 3A, 3.4.5 (segments), 3.5 (system), 5.8.3 (call gates), 6.11 (IDT)"
 */
final class Descriptor {
    // System types.
    static final int TSS16 = 1, LDT = 2, TSS16_BUSY = 3, CALL_GATE16 = 4, TASK_GATE = 5;
    static final int INTERRUPT_GATE16 = 6, TRAP_GATE16 = 7, TSS32 = 9, TSS32_BUSY = 0xB;
    static final int CALL_GATE32 = 0xC, INTERRUPT_GATE32 = 0xE, TRAP_GATE32 = 0xF;
    static final int TSS_BUSY = 2, SYSTEM_32 = 8;

    private static final int TYPE = 0x1F; // with the S bit
    private static final int ACCESS = 0xF0FF;

    private Descriptor() {}

    /** As {@link Segment#access} holds it. */
    static int access(long descriptor) {
        return (int) (descriptor >>> 40) & ACCESS;
    }

    static int base(long descriptor) {
        return (int) (descriptor >>> 16) & 0xFFFFFF | (int) (descriptor >>> 56) << 24;
    }

    /** In bytes, granularity applied. */
    static int limit(long descriptor) {
        int limit = (int) descriptor & 0xFFFF | (int) (descriptor >>> 32) & 0xF0000;
        return (access(descriptor) & Segment.GRANULARITY) != 0 ? limit << 12 | 0xFFF : limit;
    }

    static int dpl(long descriptor) {
        return access(descriptor) >>> Segment.DPL_SHIFT & 3;
    }

    static boolean isPresent(long descriptor) {
        return (access(descriptor) & Segment.PRESENT) != 0;
    }

    /** A code or data segment. */
    static boolean isSegment(long descriptor) {
        return (access(descriptor) & Segment.NOT_SYSTEM) != 0;
    }

    /**
     * @return one of the system types, or -1 for a code or data segment
     */
    static int systemType(long descriptor) {
        return isSegment(descriptor) ? -1 : access(descriptor) & TYPE;
    }

    static boolean isCode(long descriptor) {
        int code = Segment.NOT_SYSTEM | Segment.CODE;
        return (access(descriptor) & code) == code;
    }

    static boolean isConforming(long descriptor) {
        return isCode(descriptor) && (access(descriptor) & Segment.CONFORMING) != 0;
    }

    /** Data that may be written: the only thing that SS may hold. */
    static boolean isWritableData(long descriptor) {
        int bits = Segment.NOT_SYSTEM | Segment.CODE | Segment.WRITABLE;
        return (access(descriptor) & bits) == (Segment.NOT_SYSTEM | Segment.WRITABLE);
    }

    /** Data, or code that may be read. */
    static boolean isReadable(long descriptor) {
        return isSegment(descriptor)
                && (!isCode(descriptor) || (access(descriptor) & Segment.READABLE) != 0);
    }

    static boolean isTss(long descriptor) {
        int type = systemType(descriptor) & ~(TSS_BUSY | SYSTEM_32);
        return isSystem(descriptor) && type == TSS16;
    }

    static boolean isAvailableTss(long descriptor) {
        return isTss(descriptor) && (access(descriptor) & TSS_BUSY) == 0;
    }

    static boolean isBusyTss(long descriptor) {
        return isTss(descriptor) && (access(descriptor) & TSS_BUSY) != 0;
    }

    /** A gate or TSS of the 386 kind. */
    static boolean isSystem32(long descriptor) {
        return (access(descriptor) & SYSTEM_32) != 0;
    }

    private static boolean isSystem(long descriptor) {
        return !isSegment(descriptor);
    }

    // ---------------------------------------------------------------- gates

    static int gateSelector(long gate) {
        return (int) (gate >>> 16) & 0xFFFF;
    }

    /** 16 bits of a 286 gate. */
    static int gateOffset(long gate) {
        int low = (int) gate & 0xFFFF;
        return isSystem32(gate) ? low | (int) (gate >>> 32) & 0xFFFF0000 : low;
    }

    static int gateParameters(long gate) {
        return (int) (gate >>> 32) & 0x1F;
    }
}
