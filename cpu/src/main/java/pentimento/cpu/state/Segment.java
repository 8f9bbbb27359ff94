package pentimento.cpu.state;

import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * A segment register with its hidden part (descriptor cache). Also LDTR and TR. {@link #readLast}
 * and {@link #writeLast} are derived for the fast checks: an access of n bytes at offset o is fine
 * if {@code o + n - 1 <= readLast}; else the slow check decides (expand-down, unreadable, limit
 * violation). {@link Shapes} tells of all six which are simple.
 *
 * @see "SDM vol. 3A, 3.4.3 and 3.4.5"
 */
public final class Segment implements Stateful {
    public static final int ES = 0, CS = 1, SS = 2, DS = 3, FS = 4, GS = 5;

    // Descriptor bits as in its second doubleword, shifted right by 8 (access byte in bits 0-7, G
    // D/B L AVL in 15-12).
    public static final int ACCESSED = 1,
            WRITABLE = 2,
            READABLE = 2,
            EXPAND_DOWN = 4,
            CONFORMING = 4,
            CODE = 8;
    public static final int NOT_SYSTEM = 0x10,
            DPL_SHIFT = 5,
            PRESENT = 0x80,
            BIG = 0x4000,
            GRANULARITY = 0x8000;

    /** Access byte of all segments in real mode: present, DPL 0, writable data, accessed. */
    public static final int REAL_MODE = PRESENT | NOT_SYSTEM | WRITABLE | ACCESSED;

    private static final long ALL = 0xFFFFFFFFL;

    public int selector;
    public int base;
    public int limit; // in bytes, unsigned, granularity applied
    public int access; // descriptor bits 8-15 and 20-23 in bits 0-7 and 12-15; 0 = null (unusable)
    // segment
    public long readLast = -1;
    public long writeLast = -1;

    private final Shapes shapes;
    private final int bit;

    /** Which segment registers translated code need not look at. Bit n is register n. */
    public static final class Shapes {
        /** Base 0 and all 4 GiB: no checks and no base. */
        public int flat;

        /** A 16-bit offset that is a multiple of an operand's size needs no check. */
        public int whole;

        /**
         * Another number whenever one of these or CS has changed: what was checked holds no more.
         */
        public int version;
    }

    /** None of the six. */
    public Segment() {
        this(new Shapes(), 0);
    }

    /**
     * @param number 0..5
     */
    Segment(Shapes shapes, int number) {
        this.shapes = shapes;
        bit = 1 << number;
    }

    /** Loads all parts, as a descriptor load does. */
    public void set(int newSelector, int newBase, int newLimit, int newAccess) {
        selector = newSelector & 0xFFFF;
        base = newBase;
        limit = newLimit;
        access = newAccess;
        derive();
    }

    /**
     * Real mode: selector and base change; limit and size stay ("big real mode"), the type becomes
     * writable data. A segment that was null or expand-down gets the limit of 64 KiB back.
     */
    public void setRealMode(int newSelector) {
        boolean keepsLimit = (access & PRESENT) != 0 && !isExpandDown();
        set(
                newSelector,
                (newSelector & 0xFFFF) << 4,
                keepsLimit ? limit : 0xFFFF,
                access & (BIG | GRANULARITY) | REAL_MODE);
    }

    /**
     * Virtual-8086 mode: base from the selector, 64 KiB, writable data of DPL 3. @see "SDM vol. 3B,
     * 20.1.1"
     */
    public void setVirtual8086(int newSelector) {
        set(
                newSelector,
                (newSelector & 0xFFFF) << 4,
                0xFFFF,
                PRESENT | 3 << DPL_SHIFT | NOT_SYSTEM | WRITABLE | ACCESSED);
    }

    /** Null selector: every access faults. */
    public void setNull(int newSelector) {
        set(newSelector, 0, 0, 0);
    }

    public void set(Segment other) {
        set(other.selector, other.base, other.limit, other.access);
    }

    public boolean isNull() {
        return access == 0;
    }

    public int dpl() {
        return access >>> DPL_SHIFT & 3;
    }

    /**
     * @return the D/B bit: 32-bit code, stack or upper bound
     */
    public boolean isBig() {
        return (access & BIG) != 0;
    }

    public boolean isExpandDown() {
        return (access & (CODE | EXPAND_DOWN)) == EXPAND_DOWN;
    }

    private void derive() {
        boolean usable = (access & PRESENT) != 0 && (access & NOT_SYSTEM) != 0;
        boolean readable = usable && ((access & CODE) == 0 || (access & READABLE) != 0);
        boolean writable = usable && (access & (CODE | WRITABLE)) == WRITABLE;
        long last = isExpandDown() ? -1 : limit & 0xFFFFFFFFL;
        readLast = readable ? last : -1;
        writeLast = writable ? last : -1;
        int flat = isFlat() ? shapes.flat | bit : shapes.flat & ~bit;
        int whole = isWhole() ? shapes.whole | bit : shapes.whole & ~bit;
        if (flat != shapes.flat || whole != shapes.whole || bit == 1 << CS) {
            shapes.version++;
        }
        shapes.flat = flat;
        shapes.whole = whole;
    }

    /**
     * @return true if an access needs no checks and no base
     */
    public boolean isFlat() {
        return base == 0 && readLast == ALL && writeLast == ALL;
    }

    /**
     * @return true if a 16-bit offset that is a multiple of an operand's size needs no check
     */
    public boolean isWhole() {
        return (base & 7) == 0 && readLast >= 0xFFFF && writeLast >= 0xFFFF;
    }

    /**
     * The full check of a data access, for what the fast one refuses.
     *
     * @param size 1.. bytes
     * @return true if the access lies within the segment and is allowed by its type
     */
    public boolean allows(int offset, int size, boolean write) {
        boolean usable = (access & PRESENT) != 0 && (access & NOT_SYSTEM) != 0;
        boolean code = (access & CODE) != 0;
        boolean typeFits =
                write ? !code && (access & WRITABLE) != 0 : !code || (access & READABLE) != 0;
        if (!usable || !typeFits) {
            return false;
        }
        long first = offset & 0xFFFFFFFFL, last = first + size - 1, bound = limit & 0xFFFFFFFFL;
        if (!isExpandDown()) {
            return last <= bound;
        }
        return first > bound && last <= (isBig() ? 0xFFFFFFFFL : 0xFFFFL);
    }

    @Override
    public void exchange(StateCodec state) {
        selector = state.u16("selector", selector);
        base = (int) state.i64("base", base & 0xFFFFFFFFL);
        limit = state.i32("limit", limit);
        access = state.u16("access", access);
        derive();
    }
}
