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
}
