package pentimento.devices.pic;

import java.util.List;
import java.util.stream.IntStream;
import pentimento.memory.bus.Line;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.bus.PortDevice;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * Intel 8259A interrupt controller: eight request lines in, one INT line out. Two ports. Offset 0:
 * write ICW1, OCW2, OCW3; read IRR, ISR or the poll word. Offset 1: ICW2-4, then IMR. MCS-80 mode
 * is {@linkplain NotModelled reported}.
 *
 * <p>A request that falls before it is acknowledged is withdrawn, as the datasheet has it: "the IR
 * inputs must remain high until after the falling edge of the first INTA". An acknowledge cycle
 * that finds no request answers with IR7 and sets no ISR bit: the spurious interrupt.
 *
 * @see "Intel 8259A datasheet, order 231468-003"
 */
public final class Pic8259 implements PortDevice, Stateful {
    /** The level that answers when there is nothing to acknowledge. */
    static final int SPURIOUS_LEVEL = 7;

    private static final int LEVELS = 8, ALL_LEVELS = 0xFF, COMMAND = 0;
    private static final int ICW1 = 0x10, LTIM = 0x08, SNGL = 0x02, IC4 = 0x01;
    private static final int SFNM = 0x10, AEOI = 0x02, UPM = 0x01; // ICW4
    private static final int OCW3 = 0x08, ESMM = 0x40, SMM = 0x20, POLL = 0x04, RR = 0x02;
    private static final int RIS = 0x01;
    private static final int POLL_REQUEST = 0x80;
    // OCW2, bits 7-5: R SL EOI
    private static final int CLEAR_ROTATE_IN_AEOI = 0b000,
            NON_SPECIFIC_EOI = 0b001,
            NO_OPERATION = 0b010,
            SPECIFIC_EOI = 0b011,
            SET_ROTATE_IN_AEOI = 0b100,
            ROTATE_ON_NON_SPECIFIC_EOI = 0b101,
            SET_PRIORITY = 0b110,
            ROTATE_ON_SPECIFIC_EOI = 0b111;

    /** What the SP pin says. */
    public enum Role {
        MASTER,
        SLAVE
    }

    /** Which initialisation command word the data port expects next. */
    private enum Awaits {
        ICW2,
        ICW3,
        ICW4,
        OCW1
    }

    private final Role role;
    private final Line intr;
    private final NotModelled notModelled;
    private final List<Line> inputs =
            IntStream.range(0, LEVELS)
                    .mapToObj(n -> new Line(high -> request(1 << n, high)))
                    .toList();
    private int levels; // bit n = the level of the IRn pin
    private int edges; // the edge sense latches
    private int isr, imr; // bit n = IRn
    private int icw1, icw2, icw3, icw4;
    private int edgeLevelControl; // bit n: IRn is level triggered, whatever LTIM says
    private int lowest; // the level that has the lowest priority
    private boolean rotateInAeoi, specialMask, readIsr, polled;
    private Awaits awaits;

    /**
     * @param intr the INT pin
     */
    public Pic8259(Role role, Line intr, NotModelled notModelled) {
        this.role = role;
        this.intr = intr;
        this.notModelled = notModelled;
        imr = ALL_LEVELS;
        lowest = LEVELS - 1;
        awaits = Awaits.OCW1;
    }

    /**
     * As after power-on. The chip has no reset pin and starts undefined; here it starts with
     * everything masked.
     */
    public void reset() {
        edges = 0;
        isr = 0;
        imr = ALL_LEVELS;
        icw1 = 0;
        icw2 = 0;
        icw3 = 0;
        icw4 = 0;
        edgeLevelControl = 0;
        lowest = LEVELS - 1;
        rotateInAeoi = false;
        specialMask = false;
        readIsr = false;
        polled = false;
        awaits = Awaits.OCW1;
        drive();
    }

    /**
     * @param n 0..7
     */
    public Line ir(int n) {
        return inputs.get(n);
    }

    @Override
    public int in8(int offset) {
        if (polled) {
            polled = false;
            return poll();
        }
        if (offset != COMMAND) {
            return imr;
        }
        return readIsr ? isr : irr();
    }

    @Override
    public void out8(int offset, int value) {
        if (offset != COMMAND) {
            initialiseOrMask(value);
        } else if ((value & ICW1) != 0) {
            startInitialisation(value);
        } else if ((value & OCW3) != 0) {
            select(value);
        } else {
            command(value >> 5, value & 7);
        }
        drive();
    }

    /**
     * One INTA sequence: the highest request goes into service.
     *
     * @return its level, or {@link #SPURIOUS_LEVEL}
     */
    int acknowledge() {
        int level = highestRequest();
        if (level < 0) {
            return SPURIOUS_LEVEL;
        }
        int bit = 1 << level;
        edges &= ~bit;
        if ((icw4 & AEOI) == 0) {
            isr |= bit;
        } else if (rotateInAeoi) {
            lowest = level;
        }
        drive();
        return level;
    }

    /**
     * @return what the chip puts on the bus for a level, 0..FFh
     */
    int vector(int level) {
        return icw2 & 0xF8 | level;
    }

    /**
     * @return true if a slave answers for this level
     */
    boolean isCascaded(int level) {
        return role == Role.MASTER && (icw1 & SNGL) == 0 && (icw3 >> level & 1) != 0;
    }

    /**
     * @return the number that a slave compares with the cascade lines, 0..7
     */
    int slaveId() {
        return icw3 & 7;
    }

    int edgeLevelControl() {
        return edgeLevelControl;
    }

    void edgeLevelControl(int levelTriggered) {
        edgeLevelControl = levelTriggered;
        drive();
    }

    private void request(int bit, boolean high) {
        if (high) {
            levels |= bit;
            edges |= bit;
        } else {
            levels &= ~bit;
            edges &= ~bit;
        }
        drive();
    }

    private int irr() {
        int levelTriggered = (icw1 & LTIM) != 0 ? ALL_LEVELS : edgeLevelControl;
        return edges & ~levelTriggered | levels & levelTriggered;
    }

    private int poll() {
        int level = highestRequest();
        if (level < 0) {
            return SPURIOUS_LEVEL;
        }
        acknowledge();
        return POLL_REQUEST | level;
    }

    private void drive() {
        intr.set(highestRequest() >= 0);
    }

    /**
     * The priority resolver.
     *
     * @return the level that may interrupt now, or -1
     */
    private int highestRequest() {
        int requests = irr() & ~imr;
        if (requests == 0) {
            return -1;
        }
        int inhibiting = specialMask ? isr & ~imr : isr;
        for (int i = 1; i <= LEVELS; i++) {
            int level = lowest + i & 7;
            int bit = 1 << level;
            boolean inService = (inhibiting & bit) != 0;
            if ((requests & bit) != 0 && (!inService || passesFullyNested(level))) {
                return level;
            }
            if (inService) {
                return -1;
            }
        }
        return -1;
    }

    /** Special fully nested mode: a slave in service may interrupt again, for a higher level. */
    private boolean passesFullyNested(int level) {
        return (icw4 & SFNM) != 0 && isCascaded(level);
    }

    private void startInitialisation(int value) {
        icw1 = value;
        edges = 0;
        isr = 0;
        imr = 0;
        lowest = LEVELS - 1;
        rotateInAeoi = false;
        specialMask = false;
        readIsr = false;
        polled = false;
        icw3 = 0;
        icw4 = 0;
        awaits = Awaits.ICW2;
    }

    private void initialiseOrMask(int value) {
        switch (awaits) {
            case ICW2 -> {
                icw2 = value;
                awaits = (icw1 & SNGL) == 0 ? Awaits.ICW3 : afterIcw3();
            }
            case ICW3 -> {
                icw3 = value;
                awaits = afterIcw3();
            }
            case ICW4 -> {
                icw4 = value;
                awaits = Awaits.OCW1;
                if ((value & UPM) == 0) {
                    reportMcs80(value);
                }
            }
            case OCW1 -> imr = value;
        }
    }

    private Awaits afterIcw3() {
        if ((icw1 & IC4) != 0) {
            return Awaits.ICW4;
        }
        reportMcs80(0);
        return Awaits.OCW1;
    }

    private void reportMcs80(int value) {
        notModelled.report("8259A", "ICW4 MCS-80 mode", value);
    }

    private void select(int ocw3) {
        if ((ocw3 & ESMM) != 0) {
            specialMask = (ocw3 & SMM) != 0;
        }
        if ((ocw3 & POLL) != 0) {
            polled = true;
        } else if ((ocw3 & RR) != 0) {
            readIsr = (ocw3 & RIS) != 0;
        }
    }

    private void command(int ocw2, int level) {
        switch (ocw2) {
            case NON_SPECIFIC_EOI -> endHighest();
            case ROTATE_ON_NON_SPECIFIC_EOI -> {
                int ended = endHighest();
                if (ended >= 0) {
                    lowest = ended;
                }
            }
            case SPECIFIC_EOI -> isr &= ~(1 << level);
            case ROTATE_ON_SPECIFIC_EOI -> {
                isr &= ~(1 << level);
                lowest = level;
            }
            case SET_PRIORITY -> lowest = level;
            case SET_ROTATE_IN_AEOI -> rotateInAeoi = true;
            case CLEAR_ROTATE_IN_AEOI -> rotateInAeoi = false;
            case NO_OPERATION -> {}
            default -> throw new IllegalStateException("OCW2 has three command bits");
        }
    }

    /**
     * Ends the highest level in service. In special mask mode a masked level is passed over.
     *
     * @return the level that ended, or -1
     */
    private int endHighest() {
        int candidates = specialMask ? isr & ~imr : isr;
        for (int i = 1; i <= LEVELS; i++) {
            int level = lowest + i & 7;
            if ((candidates >> level & 1) != 0) {
                isr &= ~(1 << level);
                return level;
            }
        }
        return -1;
    }

    @Override
    public void exchange(StateCodec state) {
        levels = state.u8("levels", levels);
        edges = state.u8("edges", edges);
        isr = state.u8("isr", isr);
        imr = state.u8("imr", imr);
        icw1 = state.u8("icw1", icw1);
        icw2 = state.u8("icw2", icw2);
        icw3 = state.u8("icw3", icw3);
        icw4 = state.u8("icw4", icw4);
        edgeLevelControl = state.u8("elcr", edgeLevelControl);
        lowest = state.u8("lowest", lowest);
        rotateInAeoi = state.bool("rotateInAeoi", rotateInAeoi);
        specialMask = state.bool("specialMask", specialMask);
        readIsr = state.bool("readIsr", readIsr);
        polled = state.bool("polled", polled);
        awaits = state.constant("awaits", awaits, Awaits.class);
        intr.exchange(state, "int");
    }
}
