package pentimento.cpu.system;

import pentimento.cpu.memory.LinearMemory;

/**
 * The one place that tells of changes of CS, CPL, VM, stack size, CR0, CR4 and EFLAGS.AC: memory
 * picks its tables, whoever keeps code looks at its key again.
 */
final class ExecutionMode {
    private final LinearMemory memory;
    private Runnable listener = () -> {};

    ExecutionMode(LinearMemory memory) {
        this.memory = memory;
    }

    void listener(Runnable newListener) {
        listener = newListener;
    }

    void changed() {
        memory.privilegeChanged();
        listener.run();
    }
}
