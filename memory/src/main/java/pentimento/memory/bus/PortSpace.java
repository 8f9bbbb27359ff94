package pentimento.memory.bus;

import org.jspecify.annotations.Nullable;

/**
 * The 64K ports of an x86 bus. Unclaimed ports read all ones and swallow writes. Every access costs
 * virtual time, because drivers time out by counting polls.
 */
public final class PortSpace {
    /** What one access costs, in nanoseconds of virtual time. */
    public enum Bus {
        ISA(1_000),
        PCI(100);

        private final int accessNanos;

        Bus(int accessNanos) {
            this.accessNanos = accessNanos;
        }
    }

    /**
     * @param end the first port behind the range
     * @param origin the port that has offset 0
     */
    private record Range(int end, int origin, PortDevice device, int accessNanos) {
        boolean covers(int port, int size) {
            return port + size <= end;
        }
    }

    private static final int PORTS = 0x1_0000;

    private final @Nullable Range[] ranges = new @Nullable Range[PORTS];

    /** Maps a device on the ISA bus to {@code length} ports from {@code base}. */
    public void map(int base, int length, PortDevice device) {
        map(base, length, device, Bus.ISA);
    }

    /**
     * Maps a device on the given bus.
     *
     * @throws PortConflictException if a port of the range is taken; nothing is mapped then
     */
    public void map(int base, int length, PortDevice device, Bus bus) {
        claim(base, new Range(base + length, base, device, bus.accessNanos));
    }

    /**
     * Maps some of a device's registers, where others of the same block belong to somebody else.
     *
     * @param first the first port
     * @param offset the offset that the first port has for the device
     * @throws PortConflictException if a port of the range is taken; nothing is mapped then
     */
    public void mapPart(int first, int length, PortDevice device, int offset) {
        claim(first, new Range(first + length, first - offset, device, Bus.ISA.accessNanos));
    }

    private void claim(int first, Range range) {
        for (int port = first; port < range.end; port++) {
            Range taken = ranges[port];
            if (taken != null) {
                throw new PortConflictException(port, taken.device, range.device);
            }
        }
        for (int port = first; port < range.end; port++) {
            ranges[port] = range;
        }
    }

    /** Frees a range, as a PCI device does when its base address register moves. */
    public void unmap(int base, int length) {
        for (int port = base; port < base + length; port++) {
            ranges[port] = null;
        }
    }

    /**
     * @return nanoseconds of virtual time that one access to the port takes, claimed or not
     */
    public int accessNanos(int port) {
        Range range = ranges[port];
        return range == null ? Bus.ISA.accessNanos : range.accessNanos;
    }

    public boolean isMapped(int port) {
        return ranges[port] != null;
    }

    /**
     * @param port 0..FFFFh
     */
    public int in8(int port) {
        Range range = ranges[port];
        return range == null ? 0xFF : range.device.in8(port - range.origin) & 0xFF;
    }

    public void out8(int port, int value) {
        Range range = ranges[port];
        if (range != null) {
            range.device.out8(port - range.origin, value & 0xFF);
        }
    }

    public int in16(int port) {
        Range range = ranges[port];
        if (range != null && range.covers(port, 2)) {
            return range.device.in16(port - range.origin) & 0xFFFF;
        }
        return in8(port) | in8(port + 1 & 0xFFFF) << 8;
    }

    public void out16(int port, int value) {
        Range range = ranges[port];
        if (range != null && range.covers(port, 2)) {
            range.device.out16(port - range.origin, value & 0xFFFF);
            return;
        }
        out8(port, value);
        out8(port + 1 & 0xFFFF, value >>> 8);
    }

    public int in32(int port) {
        Range range = ranges[port];
        if (range != null && range.covers(port, 4)) {
            return range.device.in32(port - range.origin);
        }
        return in16(port) | in16(port + 2 & 0xFFFF) << 16;
    }

    public void out32(int port, int value) {
        Range range = ranges[port];
        if (range != null && range.covers(port, 4)) {
            range.device.out32(port - range.origin, value);
            return;
        }
        out16(port, value);
        out16(port + 2 & 0xFFFF, value >>> 16);
    }
}
