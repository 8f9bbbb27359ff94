package pentimento.fuzz;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * What the gates of the IDT and the real-mode vectors lead to: mostly a handler that goes on with
 * the next instruction, so that a case does not end at its first fault.
 */
final class Handlers {
    private static final int SKIP_SLOT = 0, SKIP_BYTE = 1, RETURN = 2, HALT = 3, GO_ON = 4;
    private static final int SLOT = 16, FIRST_INTERRUPT = 0x20;

    private final ByteBuffer memory;
    private final boolean isProtected;
    private final boolean inSlots;
    private final int choice;

    Handlers(ByteBuffer memory, boolean isProtected, boolean inSlots, int choice) {
        this.memory = memory;
        this.isProtected = isProtected;
        this.inSlots = inSlots;
        this.choice = choice;
    }

    void write() {
        for (int vector = 0; vector < 0x100; vector++) {
            int style = style(vector);
            int at = vector * Layout.HANDLER_BYTES;
            memory.put(Layout.HANDLERS32 + at, handler32(vector, style));
            memory.put(Layout.HANDLERS16 + at, handler16(vector, style));
        }
    }

    private int style(int vector) {
        boolean isOdd = choice >= 0xC0 && (vector * 7 + choice) % 5 == 0;
        if (isOdd) {
            return choice % (GO_ON + 1);
        }
        if (vector >= FIRST_INTERRUPT || vector == 2) {
            return RETURN;
        }
        return inSlots ? SKIP_SLOT : SKIP_BYTE;
    }

    private boolean hasErrorCode(int vector) {
        return isProtected && (vector == 8 || vector >= 10 && vector <= 14 || vector == 17);
    }

    private static byte[] code(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private byte[] handler32(int vector, int style) {
        String dropCode = hasErrorCode(vector) ? "83C404 " : ""; // add esp,4
        return switch (style) {
            // or byte [esp],15; inc dword [esp]; iret: the next slot
            case SKIP_SLOT -> code(dropCode + "800C240F FF0424 CF");
            case SKIP_BYTE -> code(dropCode + "FF0424 CF");
            case RETURN -> code(dropCode + "CF");
            case HALT -> code("F4 EBFD"); // hlt; jmp
            default -> {
                int at = Layout.HANDLERS32 + vector * Layout.HANDLER_BYTES;
                int target = Layout.CODE + vector % 32 * SLOT;
                yield code("E9" + littleEndian(target - at - 5));
            }
        };
    }

    private byte[] handler16(int vector, int style) {
        String dropCode = hasErrorCode(vector) ? "83C402 " : "";
        return switch (style) {
            // push bp; mov bp,sp; or byte [bp+2],15; inc word [bp+2]; pop bp; iret
            case SKIP_SLOT -> code(dropCode + "55 89E5 804E020F FF4602 5D CF");
            case SKIP_BYTE -> code(dropCode + "55 89E5 FF4602 5D CF");
            case RETURN -> code(dropCode + "CF");
            case HALT -> code("F4 EBFD");
            default -> {
                int at = Layout.HANDLERS16 + vector * Layout.HANDLER_BYTES;
                int target = Layout.CODE + vector % 32 * SLOT;
                yield code("E9" + littleEndian(target - at - 3).substring(0, 4));
            }
        };
    }

    private static String littleEndian(int value) {
        return HexFormat.of().toHexDigits(Integer.reverseBytes(value));
    }
}
