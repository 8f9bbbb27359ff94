package pentimento.cpu.system;

import pentimento.cpu.model.CpuModel;
import pentimento.cpu.model.CpuidLeaves;
import pentimento.cpu.state.CpuState;

/** CPUID: EAX selects; EAX, EBX, ECX, EDX result. @see "SDM vol. 2A, CPUID" */
public final class Cpuid {
    private final CpuState cpu;
    private final CpuidLeaves leaves;

    Cpuid(CpuState cpu, CpuModel model) {
        this.cpu = cpu;
        this.leaves = new CpuidLeaves(model);
    }

    public void execute() {
        CpuidLeaves.Leaf leaf = leaves.leaf(cpu.gpr[CpuState.EAX]);
        cpu.gpr[CpuState.EAX] = leaf.eax();
        cpu.gpr[CpuState.EBX] = leaf.ebx();
        cpu.gpr[CpuState.ECX] = leaf.ecx();
        cpu.gpr[CpuState.EDX] = leaf.edx();
    }
}
