package pentimento.devices.rtc;

import java.time.LocalDateTime;
import java.time.temporal.ChronoField;
import pentimento.memory.bus.Line;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.bus.PortDevice;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;
import pentimento.memory.time.Frequency;
import pentimento.memory.time.Scheduler;

/**
 * Motorola MC146818 real-time clock, with 128 bytes as later boards have it, and the NMI mask that
 * an AT keeps in bit 7 of the index. Two ports. Offset 0: index. Offset 1: data.
 *
 * <p>The second ends when its update cycle ends; UIP is high for the 244 us before the cycle and
 * the 1984 us that it takes. The periodic interrupt follows the divider chain, whose phase only a
 * divider reset changes; it costs an event only while it is enabled and has been served.
 *
 * @see "Motorola MC146818 datasheet, order ADI-1011"
 */
public final class Mc146818 implements PortDevice, Stateful {
    public static final int CMOS_BYTES = 128;

    private static final int A = 0x0A, B = 0x0B, C = 0x0C, D = 0x0D, FIRST_RAM = 0x0E;
    private static final int UIP = 0x80, DIVIDER = 0x70, RATE = 0x0F; // register A
    private static final int DIVIDER_32768 = 0x20, DIVIDER_RESET = 0x60; // 6x and 7x hold it
    private static final int SET = 0x80, PIE = 0x40, AIE = 0x20, UIE = 0x10, SQWE = 0x08; // B
    private static final int DM = 0x04, HOURS_24 = 0x02, DSE = 0x01;
    private static final int IRQF = 0x80, PF = 0x40, AF = 0x20, UF = 0x10; // register C
    private static final int VRT = 0x80; // register D
    private static final int NMI_MASK = 0x80;
    private static final int CHECKSUM_FIRST = 0x10, CHECKSUM_LAST = 0x2D, CHECKSUM = 0x2E;

    private static final Frequency CRYSTAL = Frequency.hertz(32_768);
    private static final long SECOND = 1_000_000_000, UPDATE = 1_984_000 + 244_000;

    private final Scheduler time;
    private final Line irq8, nmiMask;
    private final NotModelled notModelled;
    private final Scheduler.Event second, periodic;
    private final byte[] cmos = new byte[CMOS_BYTES];
    private final ClockCalendar calendar = new ClockCalendar(cmos);
    private int index;
    private int flags; // of register C; PF is brought up to date when somebody looks
    private long chainStart; // ns at which the divider chain started from zero
    private long nextSecond; // ns at which the running second ends
    private long periodsSeen; // of the running rate, since chainStart

    /**
     * @param irq8 the interrupt pin, inverted: high requests
     * @param nmiMask high while bit 7 of the index masks NMI; high at power-on
     * @param start the local time at time 0; a fraction of a second shifts the phase
     */
    public Mc146818(
            Scheduler time, Line irq8, Line nmiMask, LocalDateTime start, NotModelled notModelled) {
        this.time = time;
        this.irq8 = irq8;
        this.nmiMask = nmiMask;
        this.notModelled = notModelled;
        second = time.event("rtc.second", this::secondEnds);
        periodic = time.event("rtc.periodic", this::drive);
        cmos[A] = DIVIDER_32768 | 6; // 1024 Hz
        cmos[B] = HOURS_24;
        cmos[D] = (byte) VRT;
        format();
        calendar.set(start);
        chainStart = time.nanos() - start.get(ChronoField.NANO_OF_SECOND);
        nextSecond = chainStart + SECOND;
        second.at(nextSecond);
        index = D;
        nmiMask.raise();
    }

    /** The RESET pin: interrupts are disabled and forgotten; time and memory stay. */
    public void reset() {
        cmos[B] &= ~(PIE | AIE | UIE | SQWE);
        flags = 0;
        periodsSeen = periods();
        nmiMask.raise();
        drive();
    }

    // ---------------------------------------------------------------- for the board

    /**
     * @param register 0..7Fh
     * @return the byte as it is kept, without the side effects of a read
     */
    public int cmos(int register) {
        return cmos[register] & 0xFF;
    }

    /**
     * Fills a byte of memory as a set-up program would.
     *
     * @param register 0Eh..7Fh
     */
    public void preset(int register, int value) {
        if (register < FIRST_RAM || register >= CMOS_BYTES) {
            throw new IllegalArgumentException("CMOS memory is 0Eh to 7Fh, not " + register);
        }
        store(register, value);
    }

    /** Writes the checksum of 10h-2Dh, which the BIOS checks, to 2Eh and 2Fh. */
    public void updateChecksum() {
        int sum = 0;
        for (int register = CHECKSUM_FIRST; register <= CHECKSUM_LAST; register++) {
            sum += cmos(register);
        }
        store(CHECKSUM, sum >> 8 & 0xFF);
        store(CHECKSUM + 1, sum & 0xFF);
    }

    /**
     * @return a copy of all 128 bytes, for a file
     */
    public byte[] nvram() {
        return cmos.clone();
    }

    /**
     * Takes memory from a file; the clock keeps its time and the century.
     *
     * @param saved 128 bytes
     */
    public void loadNvram(byte[] saved) {
        if (saved.length != CMOS_BYTES) {
            throw new IllegalArgumentException("NVRAM has 128 bytes, not " + saved.length);
        }
        for (int register = FIRST_RAM; register < CMOS_BYTES; register++) {
            if (!isCentury(register)) {
                cmos[register] = saved[register];
            }
        }
    }

    // ---------------------------------------------------------------- ports

    @Override
    public int in8(int offset) {
        if (offset == 0) {
            return 0xFF; // the index is write-only
        }
        return switch (index) {
            case A -> cmos(A) | (isUpdateInProgress() ? UIP : 0);
            case C -> readFlags();
            default -> cmos(index);
        };
    }

    @Override
    public void out8(int offset, int value) {
        if (offset == 0) {
            index = value & CMOS_BYTES - 1;
            nmiMask.set((value & NMI_MASK) != 0);
            return;
        }
        switch (index) {
            case A -> writeA(value & ~UIP);
            case B -> writeB(value);
            case C, D -> {} // read-only
            default -> store(index, value);
        }
    }

    private void store(int register, int value) {
        cmos[register] = (byte) value;
        if (isCentury(register)) {
            cmos[ClockCalendar.CENTURY] = (byte) value;
            cmos[ClockCalendar.CENTURY_PS2] = (byte) value;
        }
    }

    private static boolean isCentury(int register) {
        return register == ClockCalendar.CENTURY || register == ClockCalendar.CENTURY_PS2;
    }

    private void writeA(int value) {
        int oldDivider = cmos(A) & DIVIDER;
        int divider = value & DIVIDER;
        notePeriods();
        cmos[A] = (byte) value;
        if (divider != oldDivider) {
            divider(divider, value);
        }
        periodsSeen = periods();
        drive();
    }

    private void divider(int divider, int value) {
        if (divider == DIVIDER_32768) { // "the first update cycle begins one-half second later"
            chainStart = time.nanos() - SECOND / 2;
            nextSecond = chainStart + SECOND;
            second.at(nextSecond);
        } else {
            second.cancel();
            if ((divider & DIVIDER_RESET) != DIVIDER_RESET) {
                notModelled.report("MC146818", "register A time base", value);
            }
        }
    }

    private void writeB(int value) {
        boolean setRises = (value & SET) != 0 && (cmos(B) & SET) == 0;
        cmos[B] = (byte) (setRises ? value & ~UIE : value);
        if ((value & DSE) != 0) {
            notModelled.report("MC146818", "register B daylight savings", value);
        }
        format();
        drive();
    }

    private void format() {
        calendar.format((cmos(B) & DM) != 0, (cmos(B) & HOURS_24) != 0);
    }

    // ---------------------------------------------------------------- time

    private boolean isRunning() {
        return (cmos(A) & DIVIDER) == DIVIDER_32768;
    }

    private boolean isUpdateInProgress() {
        return isRunning() && (cmos(B) & SET) == 0 && time.nanos() >= nextSecond - UPDATE;
    }

    private void secondEnds() {
        nextSecond += SECOND;
        second.at(nextSecond);
        if ((cmos(B) & SET) == 0) {
            calendar.tick();
            flags |= UF;
            if (calendar.isAlarmTime()) {
                flags |= AF;
            }
            drive();
        }
    }

    /**
     * @return crystal clocks between two periodic interrupts, or 0 if there are none
     */
    private int periodClocks() {
        int rate = cmos(A) & RATE;
        if (rate == 0 || !isRunning()) {
            return 0;
        }
        return rate < 3 ? 1 << rate + 6 : 1 << rate - 1;
    }

    /**
     * @return periods of the running rate since the divider chain started
     */
    private long periods() {
        int clocks = periodClocks();
        return clocks == 0 ? 0 : CRYSTAL.ticksAt(time.nanos() - chainStart) / clocks;
    }

    private void notePeriods() {
        long now = periods();
        if (now > periodsSeen) {
            periodsSeen = now;
            flags |= PF;
        }
    }

    // ---------------------------------------------------------------- interrupts

    private int readFlags() {
        notePeriods();
        int read = flags | (isRequested() ? IRQF : 0);
        flags = 0;
        drive();
        return read;
    }

    /** PF, AF and UF lie where PIE, AIE and UIE do. */
    private boolean isRequested() {
        return (flags & cmos(B) & (PF | AF | UF)) != 0;
    }

    private void drive() {
        notePeriods();
        irq8.set(isRequested());
        boolean wanted = (cmos(B) & PIE) != 0 && (flags & PF) == 0 && periodClocks() != 0;
        long deadline =
                wanted
                        ? chainStart + CRYSTAL.timeOf((periodsSeen + 1) * periodClocks())
                        : Scheduler.NEVER;
        if (deadline == Scheduler.NEVER) {
            periodic.cancel();
        } else if (periodic.deadline() != deadline) {
            periodic.at(deadline);
        }
    }

    @Override
    public void exchange(StateCodec state) {
        state.bytes("cmos", cmos);
        index = state.u8("index", index);
        flags = state.u8("flags", flags);
        chainStart = state.i64("chainStart", chainStart);
        nextSecond = state.i64("nextSecond", nextSecond);
        periodsSeen = state.i64("periodsSeen", periodsSeen);
        irq8.exchange(state, "irq8");
        nmiMask.exchange(state, "nmiMask");
        if (state.isLoading()) {
            format();
        }
    }
}
