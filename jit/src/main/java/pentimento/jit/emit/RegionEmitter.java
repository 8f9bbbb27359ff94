package pentimento.jit.emit;

import static pentimento.jit.emit.Emission.BUDGET;
import static pentimento.jit.emit.Emission.EIP;
import static pentimento.jit.emit.Emission.ENTRY;
import static pentimento.jit.emit.Emission.FLAGS;
import static pentimento.jit.emit.Emission.PROCESSOR;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.memory.DirectMemory;
import pentimento.cpu.translation.CompiledRegion;
import pentimento.cpu.translation.Operation;
import pentimento.cpu.translation.Processor;
import pentimento.cpu.translation.RegionKey;
import pentimento.jit.analyse.FlagLiveness;
import pentimento.jit.analyse.Loops;
import pentimento.jit.analyse.Paths;
import pentimento.jit.discover.Instruction;
import pentimento.jit.discover.Region;
import pentimento.jit.discover.RegionBlock;
import pentimento.jit.discover.Repertoire;
import pentimento.jit.discover.Repertoire.Transfer;
import pentimento.jit.runtime.FaultingRegion.FaultMap;

/**
 * One region, one class, one method. The method loads the registers into locals, runs through the
 * blocks, and writes the registers back at its one common exit and in its one exception handler.
 */
public final class RegionEmitter {
    /** Above this HotSpot compiles no method. */
    public static final int MOST_BYTES = 8_000;

    /**
     * A class file and what belongs to it.
     *
     * @param codeBytes of the method
     * @param operations what it calls, in the order of the class data
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Code(
            Region region,
            byte[] classFile,
            int codeBytes,
            List<CompiledRegion.Entry> entries,
            FaultMap faults,
            List<Operation> operations) {}

    static final Map<String, OpEmitter> EMITTERS = emitters();

    static final String METHOD = "run";
    private static final ClassDesc INT = ConstantDescs.CD_int;
    private static final MethodTypeDesc RUN = MethodTypeDesc.of(INT, Classes.PROCESSOR, INT, INT);
    private static final MethodTypeDesc CONSTRUCTOR =
            MethodTypeDesc.of(
                    ConstantDescs.CD_void,
                    Classes.of(RegionKey.class),
                    ConstantDescs.CD_List,
                    ConstantDescs.CD_List,
                    Classes.of(FaultMap.class));
    private static final MethodType CONSTRUCTOR_TYPE =
            MethodType.methodType(
                    void.class, RegionKey.class, List.class, List.class, FaultMap.class);

    private final Region region;
    private final boolean isMarked;
    private final Paths paths;
    private final List<List<RegionBlock>> ways; // by entry: heads of loops around it, and itself
    private final FlagLiveness liveness;
    private final boolean keepsCarry; // INC or DEC changes flags that may be looked at
    private int narrow, wide; // bit n = general register n

    private RegionEmitter(Region region, boolean isMarked) {
        this.region = region;
        this.isMarked = isMarked;
        paths = new Paths(region);
        ways = ways(region);
        liveness = new FlagLiveness(region, paths);
        keepsCarry = region.blocks().stream().anyMatch(this::keepsCarry);
        narrow = region.key().isCode32() ? 0 : 0xFF;
    }

    private static List<List<RegionBlock>> ways(Region region) {
        var loops = new Loops(region);
        var ways = new ArrayList<List<RegionBlock>>();
        for (Region.Entry entry : region.entries()) {
            var way = new ArrayList<>(loops.around(entry.block()));
            way.add(entry.block());
            ways.add(way);
        }
        return ways;
    }

    private static Map<String, OpEmitter> emitters() {
        var map = new HashMap<String, OpEmitter>();
        ArithmeticEmitters.addTo(map);
        MoveEmitters.addTo(map);
        StringEmitters.addTo(map);
        return Map.copyOf(map);
    }

    /** Makes the class file of a region. */
    public static Code emit(Region region) {
        return new RegionEmitter(region, false).emit();
    }

    /** The same with marks that tell {@link RegionListing} what belongs to which instruction. */
    public static Code marked(Region region) {
        return new RegionEmitter(region, true).emit();
    }

    /**
     * Loads the class; it goes when the region is forgotten.
     *
     * @param processor that shall execute it
     * @param memory with the rights of the region's mode
     */
    public static CompiledRegion load(Code code, Processor processor, DirectMemory memory) {
        try {
            var lookup =
                    MethodHandles.lookup()
                            .defineHiddenClassWithClassData(
                                    code.classFile(),
                                    ClassData.of(processor, memory, code.operations()),
                                    false);
            return (CompiledRegion)
                    lookup.findConstructor(lookup.lookupClass(), CONSTRUCTOR_TYPE)
                            .invoke(
                                    code.region().key(),
                                    code.region().members(),
                                    code.entries(),
                                    code.faults());
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes all registers of 16-bit code for narrow, and then those that are. */
    private Code emit() {
        Code code = emitOnce();
        if ((narrow & wide) != 0) {
            narrow &= ~wide;
            code = emitOnce();
        }
        return code;
    }

    private Code emitOnce() {
        var faults = new AtomicReference<@Nullable FaultMap>();
        var operations = new ArrayList<Operation>();
        byte[] bytes =
                ClassFile.of()
                        .build(
                                Classes.REGION,
                                type ->
                                        type.withSuperclass(Classes.REGION_BASE)
                                                .withFlags(AccessFlag.FINAL, AccessFlag.SYNTHETIC)
                                                .withMethodBody(
                                                        ConstantDescs.INIT_NAME,
                                                        CONSTRUCTOR,
                                                        ClassFile.ACC_PUBLIC,
                                                        RegionEmitter::constructor)
                                                .withMethodBody(
                                                        METHOD,
                                                        RUN,
                                                        ClassFile.ACC_PUBLIC,
                                                        c -> faults.set(body(c, operations))));
        int length =
                ClassFile.of().parse(bytes).methods().stream()
                        .filter(m -> m.methodName().equalsString(METHOD))
                        .flatMap(m -> m.code().stream())
                        .mapToInt(c -> ((CodeAttribute) c).codeLength())
                        .sum();
        FaultMap map = faults.get();
        if (map == null) {
            throw new IllegalStateException("a method without a body");
        }
        return new Code(region, bytes, length, entries(), map, List.copyOf(operations));
    }

    private List<CompiledRegion.Entry> entries() {
        return region.entries().stream()
                .map(
                        e ->
                                new CompiledRegion.Entry(
                                        e.code(),
                                        e.block().place().eip(),
                                        paths.longest(e.block()),
                                        e.block().entered(region.key().x87())))
                .toList();
    }

    private static void constructor(CodeBuilder code) {
        code.aload(0).aload(1).aload(2).aload(3).aload(4);
        code.invokespecial(Classes.REGION_BASE, ConstantDescs.INIT_NAME, CONSTRUCTOR).return_();
    }

    private FaultMap body(CodeBuilder code, List<Operation> operations) {
        var to = new Emission(code, region, narrow);
        var flags = new FlagState(code, keepsCarry);
        Label[] labels = new Label[region.blocks().size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = code.newLabel();
        }
        var transfers = new TransferEmitters(to, flags, n -> labels[n]);
        boolean isDouble = region.key().x87().isDouble();
        FpuLocals fpu = isDouble ? new DoubleLocals(to) : new FpuLocals(to);
        var calls = new CallEmitters(to, flags, fpu);
        EscapeEmitters escapes = EscapeEmitters.create(to, flags, calls, fpu);
        enter(to, flags);
        fpu.enter();
        Label begin = code.newBoundLabel();
        dispatch(code, labels);
        for (RegionBlock block : region.blocks()) {
            code.labelBinding(labels[block.number()]);
            dispatchInLoop(code, labels, block);
            Label start = code.newBoundLabel();
            block(to, flags, transfers, escapes, block);
            mark(code, start, block, RegionListing.WHOLE_BLOCK);
        }
        to.emitExits();
        calls.emitExits();
        Label end = code.newBoundLabel();
        code.labelBinding(to.common);
        writeBack(to, flags);
        fpu.forget();
        fpu.writeBack();
        code.aload(PROCESSOR).getfield(Classes.PROCESSOR, "state", Classes.STATE);
        code.iload(EIP).putfield(Classes.STATE, "eip", INT);
        code.iload(BUDGET).ireturn();
        calls.emitHandlers();
        Label handler = code.newBoundLabel();
        code.exceptionCatch(begin, end, handler, Classes.EXCEPTION);
        code.astore(Emission.EXCEPTION);
        writeBack(to, flags);
        fpu.forget();
        fpu.writeBack();
        calls.left();
        wide = to.wide();
        operations.clear(); // the builder may come twice
        operations.addAll(calls.operations());
        return to.faults();
    }

    private boolean keepsCarry(RegionBlock block) {
        return IntStream.range(0, block.count())
                .filter(i -> liveness.isAliveAfter(block, i))
                .mapToObj(i -> block.instructions().get(i).op().opcode().mnemonic())
                .anyMatch(name -> name.equals("INC") || name.equals("DEC"));
    }

    // ---------------------------------------------------------------- begin and end

    private void enter(Emission to, FlagState flags) {
        CodeBuilder code = to.code;
        // Resolved by the first call, which HotSpot's compilers depend on.
        code.ldc(ClassData.FLAT).ldc(ClassData.READS).pop2();
        code.ldc(ClassData.WRITES).ldc(ClassData.GPR).pop2();
        code.ldc(ClassData.PROCESSOR).astore(PROCESSOR).ldc(ClassData.FLAGS).astore(FLAGS);
        Label covered = code.newLabel();
        code.iload(BUDGET).ifge(covered);
        code.iload(BUDGET).ireturn().labelBinding(covered);
        to.loadRegisters(0xFF);
        code.iconst_0().istore(EIP);
        to.loadSegments();
        flags.reload();
    }

    /** To the entry that was asked for, by the heads of the loops around it. */
    private void dispatch(CodeBuilder code, Label[] labels) {
        var cases = new ArrayList<SwitchCase>();
        for (int i = 1; i < region.entries().size(); i++) {
            cases.add(SwitchCase.of(i, code.newLabel()));
        }
        Label first = labels[region.entries().getFirst().block().number()];
        if (cases.isEmpty()) {
            code.goto_(first);
        } else {
            code.iload(ENTRY).tableswitch(1, cases.size(), first, cases);
            cases.forEach(each -> goTowards(code, labels, each, 0));
        }
    }

    /** At the head of a loop: goes on to the entry that was asked for, if that is in the loop. */
    private void dispatchInLoop(CodeBuilder code, Label[] labels, RegionBlock head) {
        var cases = new ArrayList<SwitchCase>();
        for (int i = 1; i < ways.size(); i++) {
            List<RegionBlock> way = ways.get(i);
            if (way.contains(head) && !way.getLast().equals(head)) {
                cases.add(SwitchCase.of(i, code.newLabel()));
            }
        }
        if (!cases.isEmpty()) {
            Label on = code.newLabel();
            code.iload(ENTRY).ifeq(on).iload(ENTRY).lookupswitch(on, cases);
            cases.forEach(
                    each ->
                            goTowards(
                                    code,
                                    labels,
                                    each,
                                    ways.get(each.caseValue()).indexOf(head) + 1));
            code.labelBinding(on);
        }
    }

    /**
     * To the next block on the way to an entry.
     *
     * @param entry its number, and where its code is to be
     * @param step which block of the way is next
     */
    private void goTowards(CodeBuilder code, Label[] labels, SwitchCase entry, int step) {
        List<RegionBlock> way = ways.get(entry.caseValue());
        code.labelBinding(entry.target());
        if (step == way.size() - 1) {
            code.iconst_0().istore(ENTRY);
        }
        code.goto_(labels[way.get(step).number()]);
    }

    private static void writeBack(Emission to, FlagState flags) {
        to.storeRegisters(to.written());
        flags.spill();
    }

    // ---------------------------------------------------------------- blocks

    private void block(
            Emission to,
            FlagState flags,
            TransferEmitters transfers,
            EscapeEmitters escapes,
            RegionBlock block) {
        CodeBuilder code = to.code;
        if (paths.isTested(block)) {
            Label exit = to.exit(block.place().eip());
            code.iload(BUDGET).loadConstant(paths.longest(block)).if_icmplt(exit);
        }
        code.iinc(BUDGET, -block.count());
        flags.forget();
        Label start = code.newBoundLabel();
        escapes.begin(block);
        for (int i = 0; i < block.count(); i++) {
            if (i > 0) {
                mark(code, start, block, i - 1);
                start = code.newBoundLabel();
            }
            Instruction instruction = block.instructions().get(i);
            DecodedOp op = instruction.op();
            if (Repertoire.mayFault(instruction)) {
                to.position(instruction, block.count() - i);
            }
            if (instruction.called().isPresent()) {
                escapes.emit(block, i);
            } else if (Repertoire.transfer(instruction) == Transfer.NONE) {
                OpEmitter emitter = EMITTERS.get(op.opcode().mnemonic());
                if (emitter == null) {
                    throw new IllegalStateException("no emitter of " + op.opcode());
                }
                emitter.emit(to, flags, instruction, liveness.isAliveAfter(block, i));
            }
        }
        transfers.emit(block);
        mark(code, start, block, block.count() - 1);
    }

    /** Notes what the code from a label to here is made of. */
    private void mark(CodeBuilder code, Label start, RegionBlock block, int instruction) {
        if (isMarked) {
            code.characterRange(start, code.newBoundLabel(), block.number(), instruction, 0);
        }
    }
}
