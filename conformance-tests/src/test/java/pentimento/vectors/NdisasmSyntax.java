package pentimento.vectors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Compares our text of an instruction with ndisasm's, which says the same in other words. Each rule
 * is one of syntax; what an instruction is, is not up to a rule.
 */
final class NdisasmSyntax {
    private static final Set<String> SIZES =
            Set.of("byte", "word", "dword", "qword", "tword", "oword");

    /** The length of a jump is nothing that the text must tell. */
    private static final Set<String> FILLERS = Set.of("short", "near");

    private static final Set<String> SEGMENTS = Set.of("es", "cs", "ss", "ds", "fs", "gs");
    private static final Set<String> SIZE_PREFIXES = Set.of("a16", "a32", "o16", "o32");
    private static final Set<String> PREFIXES =
            Set.of("lock", "rep", "repe", "repne", "bnd", "xacquire", "xrelease");

    /** Names of one condition. */
    private static final Map<String, String> CONDITIONS =
            Map.of(
                    "c", "b", "nc", "nb", "na", "be", "a", "nbe", "pe", "p", "po", "np", "ng", "le",
                    "g", "nle");

    private static final Map<String, String> MNEMONICS =
            Map.of("retnw", "retw", "retnd", "retd", "fsetpm", "fnsetpm");

    /** ndisasm names the code segment's own size by the bare name, the other with a suffix. */
    private static final Set<String> SIZED = Set.of("pushf", "popf", "pusha", "popa", "iret");

    /** The operation has two operands, of which ndisasm leaves ST0 out. */
    private static final Pattern STACK_PAIR =
            Pattern.compile("f(add|subr?|mul|divr?)p?|fcmov.*|fu?comip?");

    private static final Pattern STRING =
            Pattern.compile("(movs|cmps|scas|lods|stos|ins|outs)[bwd]");

    private static final Pattern CONDITIONAL =
            Pattern.compile("(j|set|cmov)(c|nc|na|a|pe|po|ng|g)");
    private static final Pattern NUMBER = Pattern.compile("[-+]?0x[0-9a-f]+");
    private static final Pattern STACK_SEGMENT = Pattern.compile("\\[ss:(?=(e?bp|esp)\\b)");
    private static final Pattern DATA_SEGMENT = Pattern.compile("\\[ds:(?!(e?bp|esp)\\b)");

    /** An instruction in parts. */
    private record Parts(
            Set<String> prefixes, String mnemonic, List<String> operands, List<String> sizes) {}

    private NdisasmSyntax() {}

    static boolean isSame(String ours, String theirs, boolean code32) {
        Parts a = translated(parts(ours), false), b = translated(parts(theirs), code32);
        if (a.mnemonic.equals("nop") && theirs.matches(".*xchg (ax,ax|eax,eax)")) {
            return true;
        }
        return a.mnemonic.equals(b.mnemonic) && hasSamePrefixes(a, b) && hasSameOperands(a, b);
    }

    private static boolean hasSamePrefixes(Parts ours, Parts theirs) {
        var unsaid = new HashSet<>(theirs.prefixes);
        unsaid.removeAll(ours.prefixes);
        unsaid.removeIf(p -> isWithoutEffect(p, ours.mnemonic));
        return theirs.prefixes.containsAll(ours.prefixes) && unsaid.isEmpty();
    }

    private static boolean hasSameOperands(Parts ours, Parts theirs) {
        if (ours.operands.size() != theirs.operands.size()) {
            return false;
        }
        for (int n = 0; n < ours.operands.size(); n++) {
            String a = ours.sizes.get(n), b = theirs.sizes.get(n);
            boolean isOtherSize = !a.isEmpty() && !b.isEmpty() && !a.equals(b);
            if (isOtherSize || !isSameOperand(ours.operands.get(n), theirs.operands.get(n))) {
                return false;
            }
        }
        return true;
    }

    private static Parts parts(String text) {
        var words = new ArrayList<>(Arrays.asList(text.strip().split(" ")));
        var prefixes = new HashSet<String>();
        while (words.size() > 1 && isPrefix(words.getFirst())) {
            prefixes.add(words.removeFirst());
        }
        String mnemonic = words.removeFirst();
        var operands = new ArrayList<String>();
        var sizes = new ArrayList<String>();
        if (!words.isEmpty()) {
            for (String operand : String.join(" ", words).split(",", -1)) {
                String size = "";
                var rest = new ArrayList<String>();
                boolean isFar = false;
                for (String word : operand.split(" (?![^\\[]*\\])", -1)) {
                    isFar |= word.equals("far");
                    if (SIZES.contains(word)) {
                        size = word;
                    } else if (!FILLERS.contains(word)) {
                        rest.add(word);
                    }
                }
                operands.add(String.join(" ", rest));
                sizes.add(isFar ? "" : size);
            }
        }
        return new Parts(prefixes, mnemonic, operands, sizes);
    }

    /** A prefix that the instruction ignores: ndisasm writes it, we don't. */
    private static boolean isWithoutEffect(String prefix, String mnemonic) {
        boolean repeats = prefix.startsWith("rep");
        return !prefix.equals("lock") && !(repeats && STRING.matcher(mnemonic).matches());
    }

    private static boolean isPrefix(String word) {
        return SEGMENTS.contains(word) || SIZE_PREFIXES.contains(word) || PREFIXES.contains(word);
    }

    private static Parts translated(Parts theirs, boolean code32) {
        String mnemonic = mnemonic(theirs.mnemonic, code32);
        List<String> operands =
                new ArrayList<>(theirs.operands.stream().map(NdisasmSyntax::memory).toList());
        List<String> sizes = new ArrayList<>(theirs.sizes);
        if (mnemonic.matches("aa[md]") && operands.equals(List.of("0xa"))) {
            return new Parts(theirs.prefixes, mnemonic, List.of(), List.of());
        }
        if (mnemonic.equals("xchg")) {
            Collections.sort(operands); // the order has no meaning
        }
        if (operands.size() == 1 && STACK_PAIR.matcher(mnemonic).matches()) {
            String other = operands.getFirst();
            if (other.matches("(to )?st.")) {
                boolean isDestination =
                        other.startsWith("to ") || mnemonic.matches("f(add|sub|mul|div).*p");
                other = other.replace("to ", "");
                operands = isDestination ? List.of(other, "st0") : List.of("st0", other);
                sizes = List.of("", "");
            }
        }
        for (int n = 0; n < operands.size(); n++) {
            if (sizes.get(n).equals("byte") && operands.get(n).matches("[-+].*")) {
                sizes.set(n, "");
            }
        }
        return new Parts(theirs.prefixes, mnemonic, operands, sizes);
    }

    private static String mnemonic(String name, boolean code32) {
        var conditional = CONDITIONAL.matcher(name);
        if (conditional.matches()) {
            return conditional.group(1) + CONDITIONS.get(conditional.group(2));
        }
        if (name.startsWith("hint_nop")) {
            return "nop";
        }
        if (SIZED.contains(name)) {
            return code32 ? name + "d" : name;
        }
        if (name.endsWith("w") && SIZED.contains(name.substring(0, name.length() - 1))) {
            return name.substring(0, name.length() - 1);
        }
        return MNEMONICS.getOrDefault(name, name);
    }

    /**
     * Without the size of a displacement, a displacement of 0, or the segment that is meant anyway.
     */
    private static String memory(String operand) {
        if (!operand.contains("[")) {
            return operand;
        }
        String text =
                operand.replaceAll("(?<=[\\[:])(word|dword) ", "")
                        .replace("+0x0]", "]")
                        .replace("*1", "");
        text = STACK_SEGMENT.matcher(text).replaceFirst("[");
        return DATA_SEGMENT.matcher(text).replaceFirst("[");
    }

    /** Numbers are the same if their low bits are, as many as ours has. */
    private static boolean isSameOperand(String ours, String theirs) {
        if (ours.equals(theirs)) {
            return true;
        }
        if (!NUMBER.matcher(ours).matches() || !NUMBER.matcher(theirs).matches()) {
            return false;
        }
        long a = number(ours), b = number(theirs);
        return a == b || b < 0 && (a == (b & 0xFFFF) || a == (b & 0xFFFFFFFFL) || a == (b & 0xFF));
    }

    private static long number(String text) {
        String digits = text.replace("0x", "");
        return Long.parseLong(digits, 16);
    }
}
