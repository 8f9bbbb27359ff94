package pentimento.lockstep;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * An endless loop for a {@link LiveBoard} in which one access that moves time or lets something
 * happen has every position in turn. Handlers add up where they were called from.
 *
 * @param name what it is and where
 */
@SuppressWarnings("ArrayRecordComponent")
record LiveProgram(String name, byte[] code) {
    /** Where the handlers count interrupts. */
    static final int INTERRUPTS = 0x500;

    private static final int FILLERS = 7;

    /** The begin: stack, vectors, controllers, timer 0 with a period of 97, segments. */
    private static final String SETUP =
            """
            FA 31C0 8ED8 8ED0 BC007C    cli; ds = ss = 0, sp = 7C00
            C7062000????  A32200        vector 8: timer
            C7063400????  A33600        vector D: doorbell
            B011 E620 B008 E621 B004 E621 B001 E621 B0DE E621
            B034 E643 B061 E640 B000 E640
            B800C0 8EC0 31FF            es = C000, di = 0
            BE0006 89F5 FB              si = bp = 600; sti
            """;

    /** Adds the return address and the flags to what it found, then ends the interrupt. */
    private static final String HANDLER =
            """
            50 55 89E5 8B4604 01060205 8B4608 31060605 D1060205 FF060005 5D
            B020 E620 58 CF
            """;

    /** The accesses; they may change AX, DX, and the word at 504h. */
    private enum Access {
        MMIO_STORE("268805"), // mov es:[di],al
        MMIO_STORE_WORD("268905"), // mov es:[di],ax
        MMIO_LOAD("268A05 00060405"), // mov al,es:[di]; add [504h],al
        MMIO_MODIFY("26FE05"), // inc byte es:[di]
        MMIO_STRING("AA 4F"), // stosb; dec di
        MMIO_PUSH("FA 8CD2 06 17 89E0 BC0200 53 8ED2 89C4 FB"), // push bx onto C000:0000
        PIT_LATCH("30C0 E643 E440 00060405"), // latch; in al,40h; add [504h],al
        PIT_SECOND("E440 00060405"), // in al,40h; add [504h],al
        RDTSC("0F31 01060405"), // rdtsc; add [504h],ax
        STI_CLI("FA 4A FB"), // cli; dec dx; sti
        POPF("9C FA 9D"), // pushf; cli; popf
        SHADOW("FA FB 8CD0 8ED0"), // cli; sti; mov ax,ss; mov ss,ax
        MASK("E421 0C20 E621 24DF E621"), // masks and unmasks IR5
        SOFTWARE("CD0D"), // int 0Dh
        HALT("F4"); // until the timer

        private final String hex;

        Access(String hex) {
            this.hex = hex;
        }
    }

    /** Integer work that shows in registers, flags and memory. */
    private static final List<String> WORK =
            List.of("41", "01CB", "11D3", "314C04", "D1CB", "46 4E", "03540A", "F7D1", "0FAFD9");

    /** Ways in which the fillers, with an access among them, are executed. */
    private enum Shape {
        /** One block. */
        STRAIGHT,
        /** In a loop of 5, so that the first is at its head and the last before its end. */
        LOOP,
        /** A callee: the first behind CALL, the last before RET. */
        CALLED,
        /** Behind a conditional jump over the rest, taken every other time. */
        BRANCHED,
        /** Each instruction reached by an indirect jump. */
        INDIRECT
    }

    static List<LiveProgram> all() {
        var all = new ArrayList<LiveProgram>();
        for (Access access : Access.values()) {
            for (Shape shape : Shape.values()) {
                for (int position = 0; position <= FILLERS; position++) {
                    all.add(of(access, shape, position));
                }
            }
        }
        return List.copyOf(all);
    }

    private static LiveProgram of(Access access, Shape shape, int position) {
        var body = new ArrayList<byte[]>();
        for (int i = 0; i < FILLERS; i++) {
            body.add(bytes(WORK.get((i * 5 + position) % WORK.size())));
        }
        body.add(position, bytes(access.hex));
        var code = new ByteArrayOutputStream();
        String setup = hex(SETUP);
        int handler = LiveBoard.CODE + setup.length() / 2 + 3;
        byte[] routine = bytes(hex(HANDLER));
        String address = String.format("%02X%02X", handler & 0xFF, handler >> 8);
        code.writeBytes(bytes(setup.replace("????", address)));
        code.writeBytes(jump(0xE9, routine.length));
        code.writeBytes(routine);
        int loop = code.size();
        emit(code, shape, body);
        code.writeBytes(jump(0xE9, loop - code.size() - 3));
        return new LiveProgram(access + " " + shape + " " + position, code.toByteArray());
    }

    private static void emit(ByteArrayOutputStream code, Shape shape, List<byte[]> body) {
        byte[] whole = joined(body);
        switch (shape) {
            case STRAIGHT -> code.writeBytes(whole);
            case LOOP -> {
                code.writeBytes(bytes("B90500"));
                code.writeBytes(bytes("51"));
                code.writeBytes(whole);
                code.writeBytes(bytes("59"));
                code.writeBytes(new byte[] {(byte) 0xE2, (byte) -(whole.length + 4)});
            }
            case CALLED -> {
                code.writeBytes(bytes("E80200 EB" + String.format("%02X", whole.length + 1)));
                code.writeBytes(whole);
                code.writeBytes(bytes("C3"));
            }
            case BRANCHED -> {
                for (byte[] instruction : body) {
                    code.writeBytes(bytes(String.format("45 F7C50100 75%02X", instruction.length)));
                    code.writeBytes(instruction);
                }
            }
            case INDIRECT -> {
                for (byte[] instruction : body) {
                    int target = LiveBoard.CODE + code.size() + 5;
                    code.writeBytes(
                            bytes(String.format("B8%02X%02X FFE0", target & 0xFF, target >> 8)));
                    code.writeBytes(instruction);
                }
            }
        }
    }

    private static byte[] jump(int opcode, int displacement) {
        return new byte[] {(byte) opcode, (byte) displacement, (byte) (displacement >> 8)};
    }

    private static byte[] joined(List<byte[]> parts) {
        var whole = new ByteArrayOutputStream();
        parts.forEach(whole::writeBytes);
        return whole.toByteArray();
    }

    /**
     * @return the hexadecimal digits of a listing, whose remarks begin after three blanks
     */
    static String hex(String listing) {
        var hex = new StringBuilder();
        for (String line : listing.lines().toList()) {
            hex.append(line.split(" {3}", 2)[0].replace(" ", ""));
        }
        return hex.toString();
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
