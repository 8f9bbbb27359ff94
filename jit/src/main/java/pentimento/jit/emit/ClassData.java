package pentimento.jit.emit;

import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import pentimento.cpu.memory.DirectMemory;
import pentimento.cpu.translation.Operation;
import pentimento.cpu.translation.Processor;

/**
 * What a region's class takes with it: the arrays behind memory, the processor, its flags and
 * registers, then the operations that it calls. To HotSpot they are constants: of the arrays it
 * knows the lengths, operations it can inline, and none of them takes a register.
 */
final class ClassData {
    static final ClassDesc OPERATION = Classes.of(Operation.class);
    static final DynamicConstantDesc<?> FLAT = at(0, ConstantDescs.CD_byte.arrayType());
    static final DynamicConstantDesc<?> READS = at(1, ConstantDescs.CD_int.arrayType());
    static final DynamicConstantDesc<?> WRITES = at(2, ConstantDescs.CD_int.arrayType());
    static final DynamicConstantDesc<?> PROCESSOR = at(3, Classes.PROCESSOR);
    static final DynamicConstantDesc<?> FLAGS = at(4, Classes.FLAGS);
    static final DynamicConstantDesc<?> GPR = at(5, ConstantDescs.CD_int.arrayType());
    private static final int OPERATIONS = 6;
    private static final Map<DynamicConstantDesc<?>, String> NAMES =
            Map.of(
                    FLAT,
                    "flat",
                    READS,
                    "reads",
                    WRITES,
                    "writes",
                    PROCESSOR,
                    "processor",
                    FLAGS,
                    "flags",
                    GPR,
                    "gpr");

    private ClassData() {}

    static DynamicConstantDesc<?> operation(int number, ClassDesc type) {
        return at(OPERATIONS + number, type);
    }

    private static DynamicConstantDesc<?> at(int index, ClassDesc type) {
        DirectMethodHandleDesc bootstrap =
                ConstantDescs.ofConstantBootstrap(
                        ClassDesc.of("java.lang.invoke.MethodHandles"),
                        "classDataAt",
                        ConstantDescs.CD_Object,
                        ConstantDescs.CD_int);
        ConstantDesc argument = index;
        return DynamicConstantDesc.ofNamed(bootstrap, ConstantDescs.DEFAULT_NAME, type, argument);
    }

    /**
     * @return for listings
     */
    static String name(DynamicConstantDesc<?> constant) {
        return NAMES.getOrDefault(constant, "operation" + constant.bootstrapArgsList());
    }

    static List<Object> of(Processor processor, DirectMemory memory, List<Operation> operations) {
        var data =
                new ArrayList<Object>(
                        List.of(
                                memory.flat(),
                                memory.reads(),
                                memory.writes(),
                                processor,
                                processor.flags,
                                processor.gpr));
        data.addAll(operations);
        return List.copyOf(data);
    }
}
