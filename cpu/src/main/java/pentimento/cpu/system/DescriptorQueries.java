package pentimento.cpu.system;

import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Vector;

/**
 * LAR, LSL, VERR, VERW, ARPL: what a program may know of a selector without a fault. #UD in real
 * and virtual-8086 mode.
 *
 * @see "SDM vol. 2A, ARPL, LAR, LSL; vol. 2B, VERR"
 */
public final class DescriptorQueries {
    private static final int LAR_BITS = 0x00FFFF00;
    private static final int LAR_TYPES = types(1, 2, 3, 4, 5, 9, 0xB, 0xC);
    private static final int LSL_TYPES = types(1, 2, 3, 9, 0xB);

    private final CpuState cpu;
    private final Descriptors descriptors;
    private int limit;

    DescriptorQueries(CpuState cpu, Descriptors descriptors) {
        this.cpu = cpu;
        this.descriptors = descriptors;
    }

    private static int types(int... systemTypes) {
        int bits = 0;
        for (int type : systemTypes) {
            bits |= 1 << type;
        }
        return bits;
    }

    /**
     * @return access rights as in the second doubleword, masked by 00FFFF00h; or -1 if ZF becomes 0
     * @throws CpuException #UD, #PF
     */
    public int lar(int selector) {
        requireDescriptors();
        if (!isInTable(selector)) {
            return -1;
        }
        long descriptor = descriptors.read(selector, Vector.GP);
        if (!isVisible(selector, descriptor) || !isAnyOf(LAR_TYPES, descriptor)) {
            return -1;
        }
        return (int) (descriptor >>> 32) & LAR_BITS;
    }

    /**
     * @return true if ZF becomes 1; the limit is in {@link #limit()} then
     */
    public boolean lsl(int selector) {
        requireDescriptors();
        if (!isInTable(selector)) {
            return false;
        }
        long descriptor = descriptors.read(selector, Vector.GP);
        if (!isVisible(selector, descriptor) || !isAnyOf(LSL_TYPES, descriptor)) {
            return false;
        }
        limit = Descriptor.limit(descriptor);
        return true;
    }

    /**
     * @return in bytes
     */
    public int limit() {
        return limit;
    }

    /**
     * @return ZF
     */
    public boolean verr(int selector) {
        requireDescriptors();
        if (!isInTable(selector)) {
            return false;
        }
        long descriptor = descriptors.read(selector, Vector.GP);
        return Descriptor.isReadable(descriptor) && isVisible(selector, descriptor);
    }

    /**
     * @return ZF
     */
    public boolean verw(int selector) {
        requireDescriptors();
        if (!isInTable(selector)) {
            return false;
        }
        long descriptor = descriptors.read(selector, Vector.GP);
        return Descriptor.isWritableData(descriptor) && isVisible(selector, descriptor);
    }

    /**
     * What ARPL and those above begin with, before they look at their operand.
     *
     * @throws CpuException #UD in real and virtual-8086 mode
     */
    public void requireDescriptors() {
        if (!cpu.usesDescriptors()) {
            throw cpu.fault(Vector.UD);
        }
    }

    private boolean isInTable(int selector) {
        return !Descriptors.isNull(selector) && descriptors.isWithinTable(selector);
    }

    /** By level; conforming code is visible to all. */
    private boolean isVisible(int selector, long descriptor) {
        return Descriptor.isConforming(descriptor)
                || Descriptor.dpl(descriptor) >= Math.max(cpu.cpl, selector & Descriptors.RPL);
    }

    private static boolean isAnyOf(int types, long descriptor) {
        return Descriptor.isSegment(descriptor)
                || (types & 1 << Descriptor.systemType(descriptor)) != 0;
    }
}
