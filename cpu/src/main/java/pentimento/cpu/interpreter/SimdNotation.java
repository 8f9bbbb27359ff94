package pentimento.cpu.interpreter;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The operands of MMX and SSE opcodes. P and Q are MMX registers (reg, rm or memory), N in rm only;
 * V, W and U the same of XMM.
 *
 * @see "SDM vol. 2D, A.2.1 and tables A-3 to A-5"
 */
final class SimdNotation {
    /** Which rows of an opcode a line is about. */
    enum Form {
        ANY,
        MEMORY,
        REGISTER
    }

    /**
     * One line of the table, where the operands do not follow from the opcode's family.
     *
     * @param name another mnemonic for this form, or empty
     */
    record Operands(Form form, String name, String notation) {}

    private static final int NP = 0, P66 = 0x66, F3 = 0xF3, F2 = 0xF2, PREFIX_SHIFT = 16;
    private static final List<Integer> PREFIXES = List.of(NP, P66, F3, F2);
    private static final List<String> SUFFIXES = List.of("ps", "pd", "ss", "sd");

    private static final SimdNotation TABLE = new SimdNotation();

    private final Map<Integer, List<Operands>> exceptions = new HashMap<>();

    /**
     * @param code the byte after 0F; 3800h or 3A00h + the third byte
     * @return one entry for all forms, or one each for some of them
     */
    static List<Operands> of(int prefix, int code) {
        List<Operands> own = TABLE.exceptions.get(prefix << PREFIX_SHIFT | code);
        return own != null ? own : List.of(any(family(prefix, code)));
    }

    private static Operands any(String notation) {
        return new Operands(Form.ANY, "", notation);
    }

    private static String family(int prefix, int code) {
        if (code < 0x60 || code == 0xC2 || code == 0xC6) {
            String suffix = SUFFIXES.get(PREFIXES.indexOf(prefix));
            return "V" + suffix + ",W" + suffix + (code < 0x60 ? "" : ",Ib");
        }
        String both = prefix == NP ? "Pq,Qq" : "Vdq,Wdq";
        return code == 0x70 || code == 0x3A0F ? both + ",Ib" : both;
    }

    private void row(int prefix, int code, String notation) {
        exceptions.put(prefix << PREFIX_SHIFT | code, List.of(any(notation)));
    }

    private void forms(int prefix, int code, String memory, String registerName, String register) {
        exceptions.put(
                prefix << PREFIX_SHIFT | code,
                List.of(
                        new Operands(Form.MEMORY, "", memory),
                        new Operands(Form.REGISTER, registerName, register)));
    }

    // @formatter:off

    private SimdNotation() {
        row(NP,  0x11, "Wps,Vps");     row(P66, 0x11, "Wpd,Vpd");
        row(F3,  0x11, "Wss,Vss");     row(F2,  0x11, "Wsd,Vsd");
        forms(NP, 0x12, "Vq,Mq", "MOVHLPS", "Vq,Uq");
        forms(NP, 0x16, "Vq,Mq", "MOVLHPS", "Vq,Uq");
        row(P66, 0x12, "Vq,Mq");       row(P66, 0x16, "Vq,Mq");
        row(F3,  0x12, "Vps,Wps");     row(F3,  0x16, "Vps,Wps");
        row(F2,  0x12, "Vpd,Wq");
        row(NP,  0x13, "Mq,Vq");       row(P66, 0x13, "Mq,Vq");
        row(NP,  0x17, "Mq,Vq");       row(P66, 0x17, "Mq,Vq");
        row(NP,  0x29, "Wps,Vps");     row(P66, 0x29, "Wpd,Vpd");
        row(NP,  0x2A, "Vps,Qpi");     row(P66, 0x2A, "Vpd,Qpi");
        row(F3,  0x2A, "Vss,Ed");      row(F2,  0x2A, "Vsd,Ed");
        row(NP,  0x2B, "Mps,Vps");     row(P66, 0x2B, "Mpd,Vpd");
        for (int code = 0x2C; code <= 0x2D; code++) {
            row(NP, code, "Ppi,Wq");   row(P66, code, "Ppi,Wpd");
            row(F3, code, "Gd,Wss");   row(F2,  code, "Gd,Wsd");
        }
        for (int code = 0x2E; code <= 0x2F; code++) {
            row(NP, code, "Vss,Wss");  row(P66, code, "Vsd,Wsd");
        }
        row(NP,  0x50, "Gd,Ups");      row(P66, 0x50, "Gd,Upd");
        row(NP,  0x5A, "Vpd,Wq");      row(P66, 0x5A, "Vps,Wpd");
        row(F3,  0x5A, "Vsd,Wss");     row(F2,  0x5A, "Vss,Wsd");
        row(NP,  0x5B, "Vps,Wdq");     row(P66, 0x5B, "Vdq,Wps");
        row(F3,  0x5B, "Vdq,Wps");
        for (int code = 0x60; code <= 0x62; code++) {
            row(NP, code, "Pq,Qd");
        }
        row(NP,  0x6E, "Pd,Ed");       row(P66, 0x6E, "Vd,Ed");
        row(NP,  0x77, "");
        row(P66, 0x7C, "Vpd,Wpd");     row(F2,  0x7C, "Vps,Wps");
        row(P66, 0x7D, "Vpd,Wpd");     row(F2,  0x7D, "Vps,Wps");
        row(P66, 0xD0, "Vpd,Wpd");     row(F2,  0xD0, "Vps,Wps");
        row(NP,  0x7E, "Ed,Pd");       row(P66, 0x7E, "Ed,Vd");
        row(F3,  0x7E, "Vq,Wq");
        row(NP,  0x7F, "Qq,Pq");       row(P66, 0x7F, "Wdq,Vdq");
        row(F3,  0x7F, "Wdq,Vdq");
        row(NP,  0xC3, "Md,Gd");
        forms(NP,  0xC4, "Pq,Mw,Ib",  "", "Pq,Rd,Ib");
        forms(P66, 0xC4, "Vdq,Mw,Ib", "", "Vdq,Rd,Ib");
        row(NP,  0xC5, "Gd,Nq,Ib");    row(P66, 0xC5, "Gd,Udq,Ib");
        row(P66, 0xD6, "Wq,Vq");
        row(F3,  0xD6, "Vdq,Nq");      row(F2,  0xD6, "Pq,Uq");
        row(NP,  0xD7, "Gd,Nq");       row(P66, 0xD7, "Gd,Udq");
        row(P66, 0xE6, "Vdq,Wpd");     row(F2,  0xE6, "Vdq,Wpd");
        row(F3,  0xE6, "Vpd,Wq");
        row(NP,  0xE7, "Mq,Pq");       row(P66, 0xE7, "Mdq,Vdq");
        row(F2,  0xF0, "Vdq,Mdq");
        row(NP,  0xF7, "Pq,Nq");       row(P66, 0xF7, "Vdq,Udq");
    }

    // @formatter:on
}
