package pentimento.cpu.model;

/** What a processor of a later generation has and an earlier one lacks. */
public enum Feature {
    FPU,
    BSWAP,
    XADD,
    CMPXCHG,
    INVLPG,
    /** INVD and WBINVD. */
    CACHE_CONTROL,
    /** MOV to and from TR3-TR7, up to the 486. */
    TEST_REGISTERS,
    CPUID,
    CMPXCHG8B,
    RDTSC,
    RDPMC,
    MSR,
    /** CR4 exists. */
    CR4,
    VME,
    DEBUG_EXTENSIONS,
    PSE,
    PSE36,
    PAE,
    PGE,
    /** UD2 and the multi-byte NOP, 0F 18-1F. */
    LONG_NOP,
    CMOV,
    /** FCMOVcc, FCOMI and relatives. */
    FCMOV,
    SYSENTER,
    MMX,
    FXSR,
    SSE,
    SSE2,
    CLFLUSH,
    SSE3,
    SSSE3;

    /** This feature in a set of bits. */
    @SuppressWarnings("EnumOrdinal") // bits live only in memory
    long bit() {
        return 1L << ordinal();
    }
}
