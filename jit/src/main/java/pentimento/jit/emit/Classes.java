package pentimento.jit.emit;

import java.lang.constant.ClassDesc;
import pentimento.cpu.alu.Width;
import pentimento.cpu.memory.LinearMemory;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Segment;
import pentimento.jit.runtime.FaultingRegion;
import pentimento.jit.runtime.PendingFlags;
import pentimento.jit.runtime.SlowPath;

/** Names of the classes that generated code refers to. */
final class Classes {
    static final ClassDesc PROCESSOR = of(pentimento.cpu.translation.Processor.class);
    static final ClassDesc MEMORY = of(LinearMemory.class);
    static final ClassDesc STATE = of(CpuState.class);
    static final ClassDesc FLAGS = of(Flags.class);
    static final ClassDesc SEGMENT = of(Segment.class);
    static final ClassDesc WIDTH = of(Width.class);
    static final ClassDesc PENDING = of(PendingFlags.class);
    static final ClassDesc EXCEPTION = of(RuntimeException.class);
    static final ClassDesc SLOW = of(SlowPath.class);
    static final ClassDesc REGION_BASE = of(FaultingRegion.class);
    static final ClassDesc REGION = ClassDesc.of("pentimento.jit.emit.Region");

    private Classes() {}

    static ClassDesc of(Class<?> type) {
        return ClassDesc.of(type.getName());
    }
}
