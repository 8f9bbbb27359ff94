package pentimento.cpu.interpreter;

import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import pentimento.cpu.decode.CodeBytes;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.decode.Decoder;
import pentimento.cpu.decode.Disassembler;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Vector;
import pentimento.cpu.system.Interrupts;
import pentimento.cpu.system.Interrupts.Source;
import pentimento.cpu.trace.CodePlace;
import pentimento.cpu.trace.ProcessorMode;
import pentimento.cpu.trace.TraceListener;
import pentimento.cpu.trace.TracedDelivery;
import pentimento.cpu.trace.TracedDelivery.Kind;
import pentimento.cpu.trace.TracedInstruction;

/** Tells a listener of instructions, with what they changed, and of deliveries. */
public final class Tracer implements Watch {
    private static final int INT3 = 0xCC, INT = 0xCD, INTO = 0xCE, INT1 = 0xF1;

    private final CpuState state;
    private final RegisterImage before;
    private final Decoder decoder;
    private final TraceListener listener;

    private CodePlace place = new CodePlace(0, 0, 0, 0, 0, ProcessorMode.REAL);
    private byte[] code = {};
    private boolean isCode32;
    private boolean isWanted;
    private int next; // position in code

    public Tracer(
            CpuState state, RegisterImage registers, Decoder decoder, TraceListener listener) {
        this.state = state;
        this.before = registers;
        this.decoder = decoder;
        this.listener = listener;
    }

    @Override
    public boolean begins(long first, long last) {
        return listener.covers(first, last);
    }

    private CodePlace place(long count) {
        int selector = state.cs().selector, linear = state.cs().base + state.eip;
        return new CodePlace(count, selector, state.eip, linear, state.cpl, mode());
    }

    private ProcessorMode mode() {
        if (!state.isProtected()) {
            return ProcessorMode.REAL;
        }
        if (state.isVirtual8086()) {
            return ProcessorMode.V86;
        }
        return state.cs().isBig() ? ProcessorMode.P32 : ProcessorMode.P16;
    }

    @Override
    public void fetched(long count, byte[] bytes) {
        place = place(count);
        code = bytes;
        isCode32 = state.cs().isBig();
        isWanted = listener.wants(place);
        if (isWanted) {
            before.capture();
        }
    }

    @Override
    public void completed(long count) {
        boolean isInterrupt = isSoftwareInterrupt();
        if (!isWanted && !isInterrupt) {
            return;
        }
        next = 0;
        CodeBytes bytes = () -> next < code.length ? code[next++] & 0xFF : 0;
        DecodedOp op = decoder.decode(bytes, isCode32);
        if (isWanted) {
            String hex = HexFormat.of().formatHex(code);
            String text = Disassembler.text(op, place.eip());
            List<String> changes = before.changes();
            listener.instruction(new TracedInstruction(place, count, hex, text, changes));
        }
        if (isInterrupt) {
            softwareInterrupt(count, op);
        }
    }

    /** By its opcode: most instructions need not be decoded. */
    private boolean isSoftwareInterrupt() {
        for (byte b : code) {
            switch (b & 0xFF) {
                case INT3, INT, INTO, INT1 -> {
                    return true;
                }
                case 0x26, 0x2E, 0x36, 0x3E, 0x64, 0x65, 0x66, 0x67, 0xF2, 0xF3 -> {}
                default -> {
                    return false;
                }
            }
        }
        return false;
    }

    private void softwareInterrupt(long count, DecodedOp op) {
        boolean isTaken = state.eip != place.eip() + code.length;
        int vector =
                switch (op.code()) {
                    case INT -> op.immediate() & 0xFF;
                    case INT3 -> Vector.BP;
                    case INTO -> Vector.OF;
                    default -> Vector.DB;
                };
        if (op.code() != INTO || isTaken) {
            deliver(count, Kind.SOFTWARE, vector, CpuException.NO_ERROR_CODE, vector);
        }
    }

    @Override
    public void delivering(long count) {
        place = place(count);
    }

    @Override
    public void delivered(long count, int vector, int errorCode, Source source, int handler) {
        Kind kind = source == Source.EXTERNAL ? Kind.INTERRUPT : Kind.EXCEPTION;
        deliver(count, kind, vector, errorCode, handler);
    }

    private void deliver(long count, Kind kind, int vector, int errorCode, int handler) {
        boolean isPageFault = kind == Kind.EXCEPTION && vector == Vector.PF;
        listener.delivery(
                new TracedDelivery(
                        place,
                        count,
                        kind,
                        vector,
                        errorCode == CpuException.NO_ERROR_CODE
                                ? OptionalInt.empty()
                                : OptionalInt.of(errorCode),
                        isPageFault ? OptionalInt.of(state.cr2) : OptionalInt.empty(),
                        handler == Interrupts.SHUTDOWN
                                ? OptionalInt.empty()
                                : OptionalInt.of(handler),
                        state.cs().selector,
                        state.eip));
    }
}
