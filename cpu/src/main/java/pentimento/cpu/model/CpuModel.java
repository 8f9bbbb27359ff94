package pentimento.cpu.model;

import static pentimento.cpu.model.Feature.BSWAP;
import static pentimento.cpu.model.Feature.CACHE_CONTROL;
import static pentimento.cpu.model.Feature.CLFLUSH;
import static pentimento.cpu.model.Feature.CMOV;
import static pentimento.cpu.model.Feature.CMPXCHG;
import static pentimento.cpu.model.Feature.CMPXCHG8B;
import static pentimento.cpu.model.Feature.CPUID;
import static pentimento.cpu.model.Feature.CR4;
import static pentimento.cpu.model.Feature.DEBUG_EXTENSIONS;
import static pentimento.cpu.model.Feature.FCMOV;
import static pentimento.cpu.model.Feature.FPU;
import static pentimento.cpu.model.Feature.FXSR;
import static pentimento.cpu.model.Feature.INVLPG;
import static pentimento.cpu.model.Feature.LONG_NOP;
import static pentimento.cpu.model.Feature.MMX;
import static pentimento.cpu.model.Feature.MSR;
import static pentimento.cpu.model.Feature.PAE;
import static pentimento.cpu.model.Feature.PGE;
import static pentimento.cpu.model.Feature.PSE;
import static pentimento.cpu.model.Feature.PSE36;
import static pentimento.cpu.model.Feature.RDPMC;
import static pentimento.cpu.model.Feature.RDTSC;
import static pentimento.cpu.model.Feature.SSE;
import static pentimento.cpu.model.Feature.SSE2;
import static pentimento.cpu.model.Feature.SSE3;
import static pentimento.cpu.model.Feature.SSSE3;
import static pentimento.cpu.model.Feature.SYSENTER;
import static pentimento.cpu.model.Feature.TEST_REGISTERS;
import static pentimento.cpu.model.Feature.VME;
import static pentimento.cpu.model.Feature.XADD;

import java.util.Arrays;
import java.util.Optional;

/**
 * The processors that a machine can have. Everything that differs between generations derives from
 * the features of a model: instructions, bits of EFLAGS, CR0, CR4 and DR7 that exist, CPUID leaves
 * and model-specific registers.
 *
 * @see "SDM vol. 2A, CPUID; vol. 3B, chapter 22 (architecture compatibility)"
 */
public enum CpuModel {
    I386("386", 0x308, of(FPU, TEST_REGISTERS)),
    I486SX("486sx", 0x423, Features.NEW_IN_486 | of(TEST_REGISTERS)),
    I486("486", 0x433, I486SX.features | of(FPU)),
    PENTIUM("pentium", 0x52C, Features.NEW_IN_486 | Features.NEW_IN_PENTIUM | of(FPU)),
    PENTIUM_MMX("pentium-mmx", 0x543, PENTIUM.features | of(MMX, RDPMC)),
    PENTIUM2("pentium2", 0x652, PENTIUM_MMX.features | Features.NEW_IN_P6),
    PENTIUM3("pentium3", 0x673, PENTIUM2.features | of(SSE)),
    PENTIUM4("pentium4", 0xF24, PENTIUM3.features | of(SSE2, CLFLUSH)),
    PRESCOTT("prescott", 0xF34, PENTIUM4.features | of(SSE3)),
    CORE("core", 0x6F6, PRESCOTT.features | of(SSSE3));

    private static final class Features {
        static final long NEW_IN_486 = of(BSWAP, XADD, CMPXCHG, INVLPG, CACHE_CONTROL);
        static final long NEW_IN_PENTIUM =
                of(CPUID, CMPXCHG8B, RDTSC, MSR, CR4, VME, DEBUG_EXTENSIONS, PSE);
        static final long NEW_IN_P6 = of(PSE36, PAE, PGE, LONG_NOP, CMOV, FCMOV, SYSENTER, FXSR);
    }

    private final String commandLineName;
    private final int signature;
    private final long features;

    CpuModel(String commandLineName, int signature, long features) {
        this.commandLineName = commandLineName;
        this.signature = signature;
        this.features = features;
    }

    private static long of(Feature... features) {
        long bits = 0;
        for (Feature feature : features) {
            bits |= feature.bit();
        }
        return bits;
    }

    /**
     * @param name as the command line gives it
     */
    public static Optional<CpuModel> named(String name) {
        return Arrays.stream(values()).filter(m -> m.commandLineName.equals(name)).findFirst();
    }

    /**
     * @return the name for the command line and machine.toml
     */
    public String commandLineName() {
        return commandLineName;
    }

    public boolean has(Feature feature) {
        return (features & feature.bit()) != 0;
    }

    /**
     * @return EDX after reset, and EAX of CPUID leaf 1: type, family, model, stepping
     */
    public int signature() {
        return signature;
    }

    // ---------------------------------------------------------------- bits that exist

    private static final int EFLAGS_386 = 0x37FD7,
            EFLAGS_AC = 0x40000,
            EFLAGS_VIF_VIP_ID = 0x380000;

    /**
     * @return the bits of EFLAGS that exist, reserved ones that read as 1 included
     */
    public int eflagsMask() {
        return EFLAGS_386
                | (has(BSWAP) ? EFLAGS_AC : 0)
                | (has(Feature.CPUID) ? EFLAGS_VIF_VIP_ID : 0);
    }

    private static final int CR0_386 = 0x8000001F, CR0_486 = 0xE005003F, CR0_ET = 0x10;

    /**
     * @return the bits of CR0 that exist; others read as 0
     */
    public int cr0Mask() {
        return has(BSWAP) ? CR0_486 : CR0_386;
    }

    /**
     * @return the bits of CR0 that are always 1
     */
    public int cr0Fixed() {
        return has(FPU) || has(BSWAP) ? CR0_ET : 0;
    }

    /**
     * @return CR0 after RESET: caches off, where there are any
     */
    public int cr0AtReset() {
        return cr0Fixed() | cr0Mask() & 0x60000000;
    }

    /**
     * @return the bits of CR3 that exist: PWT and PCD since the 486, the low part of the pointer
     *     with PAE
     */
    public int cr3Mask() {
        int low = has(PAE) ? 0xFF8 : has(INVLPG) ? 0x18 : 0;
        return 0xFFFFF000 | low;
    }

    /**
     * @return the bits of CR4 that exist; setting others is #GP
     */
    public int cr4Mask() {
        return bit(VME, 0x03) // VME, PVI
                | bit(RDTSC, 0x04)
                | bit(DEBUG_EXTENSIONS, 0x08)
                | bit(PSE, 0x10)
                | bit(PAE, 0x20)
                | bit(MSR, 0x40) // MCE
                | bit(PGE, 0x80)
                | bit(RDPMC, 0x100)
                | bit(FXSR, 0x200)
                | bit(SSE, 0x400);
    }

    private int bit(Feature feature, int bits) {
        return has(feature) ? bits : 0;
    }

    /**
     * @return 3 .. 6, or 15: the family of the signature
     */
    public int family() {
        return signature >>> 8 & 0xF;
    }
}
