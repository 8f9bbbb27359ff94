package pentimento.cpu.system;

/** CPUID: EAX (and ECX) select, EAX, EBX, ECX, EDX result. */
public final class Cpuid {
    public void execute() {}
}
