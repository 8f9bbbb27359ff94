package pentimento.cpu;

/** The processors that a machine can have. */
public enum CpuModel {
    I386,
    I486SX,
    I486,
    PENTIUM,
    PENTIUM_MMX,
    PENTIUM2,
    PENTIUM3,
    PENTIUM4,
    PRESCOTT,
    CORE
}
