package pentimento.jit.emit;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.attribute.CharacterRangeInfo;
import java.lang.classfile.attribute.CharacterRangeTableAttribute;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.DynamicConstantDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import pentimento.cpu.decode.Disassembler;
import pentimento.cpu.translation.CompiledRegion;
import pentimento.jit.discover.Region;
import pentimento.jit.discover.RegionBlock;

/**
 * A region as text: on the left its guest code, on the right the bytecode that was made of each
 * instruction. Bytecode before the first block, between instructions and after the last block is
 * beside {@code enter}, the number of the block and {@code leave}. Labels are numbered in the order
 * of the code, so that a change shows where it is and not everywhere behind.
 */
public final class RegionListing {
    /** In place of the number of an instruction: the mark of a block. */
    static final int WHOLE_BLOCK = -1;

    private static final int COLUMN = 40, WIDTH = 100;
    private static final Map<Integer, String> LOCALS = locals();

    /** What a stretch of bytecode belongs to. */
    private record Place(int block, int instruction) {}

    private final Region region;
    private final CodeAttribute code;
    private final Map<Integer, List<Place>> begins = new HashMap<>();
    private final Map<Place, Integer> ends = new HashMap<>();
    private final Map<Label, String> labels = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();
    private final List<String> bound = new ArrayList<>(); // labels of the next bytecode
    private final StringBuilder right = new StringBuilder();
    private String left = "";

    private RegionListing(Region region, CodeAttribute code) {
        this.region = region;
        this.code = code;
    }

    private static Map<Integer, String> locals() {
        var names = new HashMap<Integer, String>();
        names.put(Emission.THIS, "this");
        names.put(Emission.PROCESSOR, "processor");
        names.put(Emission.BUDGET, "budget");
        names.put(Emission.ENTRY, "entry");
        List<String> registers = List.of("eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi");
        for (int n = 0; n < registers.size(); n++) {
            names.put(Emission.gpr(n), registers.get(n));
        }
        names.put(Emission.RESULT, "result");
        names.put(Emission.FLAG_A, "flagA");
        names.put(Emission.FLAG_B, "flagB");
        names.put(Emission.FLAG_KIND, "flagKind");
        names.put(Emission.CF_A, "cfA");
        names.put(Emission.CF_B, "cfB");
        names.put(Emission.EIP, "eip");
        names.put(Emission.A, "a");
        names.put(Emission.B, "b");
        names.put(Emission.R, "r");
        names.put(Emission.OFFSET, "offset");
        names.put(Emission.FLAGS, "flags");
        names.put(Emission.LONG, "long");
        names.put(Emission.EXCEPTION, "exception");
        List<String> segments = List.of("es", "cs", "ss", "ds", "fs", "gs");
        for (int n = 0; n < segments.size(); n++) {
            names.put(Emission.baseOf(n), segments.get(n) + ".base");
            names.put(Emission.lastOf(n, false), segments.get(n) + ".readLast");
            names.put(Emission.lastOf(n, true), segments.get(n) + ".writeLast");
        }
        names.put(FpuLocals.FPU, "fpu");
        names.put(FpuLocals.NUMBER, "number");
        names.put(FpuLocals.STATUS, "status");
        names.put(FpuLocals.C1, "c1");
        names.put(FpuLocals.ADDRESS, "address");
        names.put(FpuLocals.BITS, "bits");
        names.put(FpuLocals.FLAGS, "fpuFlags");
        for (int n = 0; n <= FpuLocals.OPERAND; n++) {
            String number = n == FpuLocals.OPERAND ? "operand" : "r" + n;
            names.put(FpuLocals.significand(n), number + ".significand");
            names.put(FpuLocals.exponent(n), number + ".exponent");
        }
        return Map.copyOf(names);
    }

    /**
     * @return true if an instruction of the region has a byte at a linear address
     */
    public static boolean covers(RegionEmitter.Code code, int linear) {
        int eip = linear - code.region().key().csBase();
        return code.region().blocks().stream()
                .flatMap(block -> block.instructions().stream())
                .anyMatch(i -> Integer.compareUnsigned(eip - i.eip(), i.op().length()) < 0);
    }

    /**
     * @param code of {@link RegionEmitter#marked}
     */
    public static String of(RegionEmitter.Code code) {
        CodeAttribute body =
                ClassFile.of().parse(code.classFile()).methods().stream()
                        .filter(m -> m.methodName().equalsString(RegionEmitter.METHOD))
                        .flatMap(m -> m.findAttribute(Attributes.code()).stream())
                        .findFirst()
                        .orElseThrow();
        return new RegionListing(code.region(), body).print(code);
    }

    private String print(RegionEmitter.Code made) {
        text.append(
                String.format(
                        "region at %08X: %d instructions, %d bytes of bytecode%n",
                        region.key().csBase() + made.entries().getFirst().eip(),
                        region.instructionCount(),
                        made.codeBytes()));
        for (CompiledRegion.Entry entry : made.entries()) {
            text.append(
                    String.format(
                            "entry %08X: budget at least %d%n",
                            region.key().csBase() + entry.eip(), entry.least()));
        }
        readMarks();
        nameLabels();
        left = "enter";
        int at = 0, last = -1;
        for (CodeElement element : code.elementList()) {
            if (element instanceof LabelTarget target && labels.containsKey(target.label())) {
                bound.add(labels.get(target.label()));
            } else if (element instanceof Instruction instruction) {
                for (Place place : begins.getOrDefault(at, List.of())) {
                    row(name(place));
                    last = Math.max(last, ends.getOrDefault(place, 0));
                }
                if (at == last) {
                    row("leave");
                }
                add(shown(instruction));
                at += instruction.sizeInBytes();
            }
        }
        row("");
        return text.toString();
    }

    /** Ends the row, and begins one. */
    private void row(String next) {
        if (!left.isEmpty() || !right.isEmpty()) {
            String row = String.format("%-" + COLUMN + "s%s", left, right);
            text.append(row.stripTrailing()).append(System.lineSeparator());
        }
        left = next;
        right.setLength(0);
    }

    private void add(String bytecode) {
        if (!right.isEmpty() && (!bound.isEmpty() || right.length() + bytecode.length() > WIDTH)) {
            row("");
        }
        String label = bound.isEmpty() ? "" : String.join(" ", bound) + ":";
        bound.clear();
        right.append(right.isEmpty() ? String.format("%-4s", label) : ";");
        right.append(' ').append(bytecode);
    }

    private String name(Place place) {
        RegionBlock block = region.blocks().get(place.block());
        if (place.instruction() == WHOLE_BLOCK) {
            return "block " + place.block();
        }
        var instruction = block.instructions().get(place.instruction());
        return String.format(
                "  %08X %s",
                instruction.eip(), Disassembler.text(instruction.op(), instruction.eip()));
    }

    private void readMarks() {
        var places = new ArrayList<CharacterRangeInfo>();
        code.findAttribute(Attributes.characterRangeTable())
                .map(CharacterRangeTableAttribute::characterRangeTable)
                .ifPresent(places::addAll);
        for (CharacterRangeInfo mark : places) {
            var place = new Place(mark.characterRangeStart(), mark.characterRangeEnd());
            List<Place> here = begins.computeIfAbsent(mark.startPc(), pc -> new ArrayList<>());
            if (place.instruction() == WHOLE_BLOCK) {
                here.addFirst(place);
            } else {
                here.add(place);
            }
            ends.put(place, mark.endPc() + 1);
        }
    }

    private void nameLabels() {
        Set<Label> used = new HashSet<>();
        for (CodeElement element : code.elementList()) {
            switch (element) {
                case BranchInstruction branch -> used.add(branch.target());
                case LookupSwitchInstruction table -> {
                    used.add(table.defaultTarget());
                    table.cases().stream().map(SwitchCase::target).forEach(used::add);
                }
                case TableSwitchInstruction table -> {
                    used.add(table.defaultTarget());
                    table.cases().stream().map(SwitchCase::target).forEach(used::add);
                }
                case ExceptionCatch handler -> used.add(handler.handler());
                default -> {}
            }
        }
        for (CodeElement element : code.elementList()) {
            if (element instanceof LabelTarget target && used.contains(target.label())) {
                labels.put(target.label(), "L" + (labels.size() + 1));
            }
        }
    }

    // ---------------------------------------------------------------- bytecode as text

    private String shown(Instruction instruction) {
        String opcode = instruction.opcode().name().toLowerCase(Locale.ROOT);
        return switch (instruction) {
            case LoadInstruction load -> family(opcode) + " " + local(load.slot());
            case StoreInstruction store -> family(opcode) + " " + local(store.slot());
            case IncrementInstruction add -> "iinc " + local(add.slot()) + " " + add.constant();
            case ConstantInstruction push -> "push " + constant(push);
            case BranchInstruction branch -> opcode + " " + name(branch.target());
            case LookupSwitchInstruction table ->
                    targets("lookupswitch", table.cases(), table.defaultTarget());
            case TableSwitchInstruction table ->
                    targets("tableswitch", table.cases(), table.defaultTarget());
            case FieldInstruction field ->
                    opcode + " " + owner(field.owner().asInternalName()) + field.name();
            case InvokeInstruction call ->
                    opcode + " " + owner(call.owner().asInternalName()) + call.name();
            case TypeCheckInstruction check -> opcode + " " + check.type().name();
            default -> opcode;
        };
    }

    /** The opcode without the local or the width that some forms of it name. */
    private static String family(String opcode) {
        int bar = opcode.indexOf('_');
        return bar < 0 ? opcode : opcode.substring(0, bar);
    }

    private static String local(int slot) {
        return LOCALS.getOrDefault(slot, Integer.toString(slot));
    }

    private static String constant(ConstantInstruction push) {
        return push.constantValue() instanceof DynamicConstantDesc<?> dynamic
                ? ClassData.name(dynamic)
                : String.valueOf(push.constantValue());
    }

    private static String owner(String internalName) {
        return internalName.substring(internalName.lastIndexOf('/') + 1) + ".";
    }

    private String name(Label label) {
        return labels.getOrDefault(label, "?");
    }

    private String targets(String opcode, List<SwitchCase> cases, Label otherwise) {
        return cases.stream()
                .map(c -> String.format("%X -> %s", c.caseValue(), name(c.target())))
                .collect(Collectors.joining(", ", opcode + " ", ", else -> " + name(otherwise)));
    }
}
