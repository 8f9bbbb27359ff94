package pentimento.cpu.model;

import java.nio.charset.StandardCharsets;

/**
 * What CPUID answers. The highest leaf is 1 or 2: Windows NT 4 stops at more, Windows XP loops on a
 * leaf 2 that is empty.
 *
 * @see "SDM vol. 2A, CPUID"
 */
public final class CpuidLeaves {
    /**
     * One answer.
     *
     * @param ebx the second register, of four
     */
    public record Leaf(int eax, int ebx, int ecx, int edx) {}

    private static final String VENDOR = "GenuineIntel";
    private static final int EXTENDED = 0x80000000, LAST_EXTENDED = 0x80000004;

    // Leaf 1, EDX.
    private static final int FPU = 1, VME = 2, DE = 4, PSE = 8, TSC = 0x10, MSR = 0x20, PAE = 0x40;
    private static final int MCE = 0x80, CX8 = 0x100, SEP = 0x800, MTRR = 0x1000, PGE = 0x2000;
    private static final int MCA = 0x4000, CMOV = 0x8000, PAT = 0x10000, PSE36 = 0x20000;
    private static final int CLFSH = 0x80000, MMX = 0x800000, FXSR = 0x1000000;
    private static final int SSE = 0x2000000, SSE2 = 0x4000000;
    // Leaf 1, ECX.
    private static final int SSE3 = 1, SSSE3 = 0x200;
    private static final int CLFLUSH_64_BYTES = 8 << 8; // EBX

    // Leaf 2: descriptors of caches and TLBs.
    private static final Leaf CACHES_P6 = new Leaf(0x03020101, 0, 0, 0x0C040843);
    private static final Leaf CACHES_NETBURST = new Leaf(0x665B5001, 0, 0, 0x007A7040);

    private final CpuModel model;

    public CpuidLeaves(CpuModel model) {
        this.model = model;
    }

    private int highest() {
        return isP6() ? 2 : 1;
    }

    private boolean isP6() {
        return model.has(Feature.CMOV);
    }

    /** Beyond the highest leaf, that of the highest one answers. */
    public Leaf leaf(int number) {
        boolean hasExtended = model.has(Feature.SSE2);
        if (hasExtended && number < 0 && number <= LAST_EXTENDED) {
            return extended(number);
        }
        int known = Integer.compareUnsigned(number, highest()) > 0 ? highest() : number;
        return switch (known) {
            case 0 -> vendor();
            case 1 -> features();
            default -> model.has(Feature.SSE2) ? CACHES_NETBURST : CACHES_P6;
        };
    }

    private Leaf vendor() {
        return new Leaf(highest(), text(VENDOR, 0), text(VENDOR, 8), text(VENDOR, 4));
    }

    private Leaf features() {
        int edx =
                bit(Feature.FPU, FPU)
                        | bit(Feature.VME, VME)
                        | bit(Feature.DEBUG_EXTENSIONS, DE)
                        | bit(Feature.PSE, PSE)
                        | bit(Feature.RDTSC, TSC)
                        | bit(Feature.MSR, MSR | MCE)
                        | bit(Feature.PAE, PAE)
                        | bit(Feature.CMPXCHG8B, CX8)
                        | bit(Feature.SYSENTER, SEP)
                        | bit(Feature.CMOV, CMOV | MTRR | MCA | PAT)
                        | bit(Feature.PGE, PGE)
                        | bit(Feature.PSE36, PSE36)
                        | bit(Feature.CLFLUSH, CLFSH)
                        | bit(Feature.MMX, MMX)
                        | bit(Feature.FXSR, FXSR)
                        | bit(Feature.SSE, SSE)
                        | bit(Feature.SSE2, SSE2);
        int ecx = bit(Feature.SSE3, SSE3) | bit(Feature.SSSE3, SSSE3);
        return new Leaf(model.signature(), bit(Feature.CLFLUSH, CLFLUSH_64_BYTES), ecx, edx);
    }

    private int bit(Feature feature, int bits) {
        return model.has(feature) ? bits : 0;
    }

    private Leaf extended(int number) {
        if (number == EXTENDED) {
            return new Leaf(LAST_EXTENDED, 0, 0, 0);
        }
        if (number == EXTENDED + 1) {
            return new Leaf(0, 0, 0, 0);
        }
        String brand =
                String.format("%-47s\0", "Pentimento x86 processor, " + model.commandLineName());
        int at = (number - EXTENDED - 2) * 16;
        return new Leaf(
                text(brand, at), text(brand, at + 4), text(brand, at + 8), text(brand, at + 12));
    }

    private static int text(String text, int at) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return bytes[at] & 0xFF
                | (bytes[at + 1] & 0xFF) << 8
                | (bytes[at + 2] & 0xFF) << 16
                | bytes[at + 3] << 24;
    }
}
