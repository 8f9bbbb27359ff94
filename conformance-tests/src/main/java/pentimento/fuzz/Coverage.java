package pentimento.fuzz;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import pentimento.cpu.decode.DecodedOp;

/**
 * What has been executed: pairs of an opcode row in a kind of mode with how it ended, completed or
 * with an exception. New pairs tell the fuzzer which cases are worth to be varied.
 */
final class Coverage {
    /** Vectors 0..1Fh, and completion. */
    static final int COMPLETED = 0x20, OUTCOMES = 0x21;

    private static final String[] MODES = {"real", "v86", "pm16", "pm32", "pm16u", "pm32u"};
    private static final int PAGED = MODES.length, ALL_MODES = 2 * MODES.length;

    private final Forms forms;
    private final BitSet seen = new BitSet();
    private int fresh;

    Coverage(Forms forms) {
        this.forms = forms;
    }

    private static int mode(Registers r) {
        int mode;
        if (!r.isProtected()) {
            mode = 0;
        } else if (r.isVirtual8086()) {
            mode = 1;
        } else {
            mode = 2 + (r.isCode32() ? 1 : 0) + (r.cpl == 3 ? 2 : 0);
        }
        return r.cr0 < 0 ? mode + PAGED : mode;
    }

    /**
     * @param before where the instruction began
     * @param outcome a vector or {@link #COMPLETED}
     */
    void executed(DecodedOp op, Registers before, int outcome) {
        forms.indexOf(op)
                .ifPresent(
                        form -> {
                            int bit = (form * ALL_MODES + mode(before)) * OUTCOMES + outcome;
                            if (!seen.get(bit)) {
                                seen.set(bit);
                                fresh++;
                            }
                        });
    }

    /**
     * @return how many pairs were new since this was asked last
     */
    int takeFresh() {
        int taken = fresh;
        fresh = 0;
        return taken;
    }

    private boolean wasSeen(int form, int mode, int outcome) {
        return seen.get((form * ALL_MODES + mode) * OUTCOMES + outcome);
    }

    private boolean everCompleted(int form) {
        for (int mode = 0; mode < ALL_MODES; mode++) {
            if (wasSeen(form, mode, COMPLETED)) {
                return true;
            }
        }
        return false;
    }

    List<String> neverCompleted() {
        var names = new ArrayList<String>();
        for (int form = 0; form < forms.size(); form++) {
            if (!everCompleted(form)) {
                names.add(forms.get(form).name());
            }
        }
        return names;
    }

    /** A table: per mode how many rows completed, and how many ended in each exception. */
    String table() {
        var text = new StringBuilder();
        text.append(
                String.format(
                        "%d of %d opcode rows completed, %d combinations with mode and outcome%n",
                        forms.size() - neverCompleted().size(), forms.size(), seen.cardinality()));
        text.append("rows per mode: completed, then by exception\n");
        for (int mode = 0; mode < ALL_MODES; mode++) {
            String name = MODES[mode % PAGED] + (mode >= PAGED ? "+paging" : "");
            text.append(String.format("%-14s", name));
            text.append(String.format("%5d", rows(mode, COMPLETED)));
            for (int vector = 0; vector < COMPLETED; vector++) {
                int rows = rows(mode, vector);
                if (rows > 0) {
                    text.append(String.format("  %d:%d", vector, rows));
                }
            }
            text.append('\n');
        }
        return text.toString();
    }

    private int rows(int mode, int outcome) {
        int rows = 0;
        for (int form = 0; form < forms.size(); form++) {
            rows += wasSeen(form, mode, outcome) ? 1 : 0;
        }
        return rows;
    }
}
