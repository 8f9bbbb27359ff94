package pentimento.cpu.interpreter;

import java.util.Arrays;
import pentimento.cpu.decode.CodeBytes;
import pentimento.cpu.memory.LinearMemory;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Vector;
import pentimento.memory.physical.PhysicalMemory;

/** Fetches the bytes of one instruction, with the checks of a fetch. */
final class CodeFetch implements CodeBytes {
    /** The instruction does not end within the page, and it is not yet time to look at the next. */
    static final class PageEndException extends RuntimeException {
        private PageEndException() {
            super(null, null, false, false);
        }
    }

    private static final int NOT_MEMORY = -1, LONGEST = 15;

    private final PageEndException pageEnd = new PageEndException();
    private final CpuState cpu;
    private final LinearMemory memory;
    private final byte[] flatMemory;

    private int linear;
    private int eip;
    private int page;
    private int secondPage;
    private boolean isFirst;
    private final byte[] fetched = new byte[LONGEST];
    private int length;
    private boolean crosses;

    CodeFetch(CpuState cpu, LinearMemory memory, byte[] flatMemory) {
        this.cpu = cpu;
        this.memory = memory;
        this.flatMemory = flatMemory;
    }

    /**
     * @param codePage index of the page in the flat array, or -1
     * @param mustFetch true for the instruction that is executed next; for one decoded ahead, no
     *     other page is touched and no limit checked
     */
    void start(int linearAddress, int offset, int codePage, boolean mustFetch) {
        linear = linearAddress;
        eip = offset;
        page = codePage;
        secondPage = NOT_MEMORY;
        isFirst = mustFetch;
        length = 0;
        crosses = false;
    }

    /**
     * @return the bytes of the last instruction
     */
    byte[] fetched() {
        return Arrays.copyOf(fetched, length);
    }

    /**
     * @return true if the bytes lie in two pages
     */
    boolean crosses() {
        return crosses;
    }

    /**
     * @return index of the second page in the flat array, or -1
     */
    int secondPage() {
        return secondPage;
    }

    /**
     * @throws CpuException #GP(0) for the 16th byte or one beyond the limit of CS, #PF
     */
    @Override
    public int next8() {
        if (length == LONGEST) {
            throw cpu.fault(Vector.GP, 0);
        }
        if (isFirst && Integer.compareUnsigned(eip + length, cpu.cs().limit) > 0) {
            throw cpu.fault(Vector.GP, 0);
        }
        int address = linear + length;
        if (!crosses && length > 0 && (address & PhysicalMemory.PAGE_MASK) == 0) {
            if (!isFirst) {
                throw pageEnd;
            }
            secondPage = memory.codeIndex(address);
            crosses = true;
        }
        int from = crosses ? secondPage : page;
        int value =
                from == NOT_MEMORY
                        ? memory.fetch8(address)
                        : flatMemory[from | address & PhysicalMemory.PAGE_MASK] & 0xFF;
        fetched[length++] = (byte) value;
        return value;
    }
}
