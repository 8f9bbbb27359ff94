package pentimento.cpu.memory;

/**
 * Memory without a call, as {@link LinearMemory} itself does it: the sum of a linear address and
 * its page's entry is an index in the flat array, or negative where the access must take the slow
 * path. An access that crosses a page must take it too.
 *
 * @param flat all memory
 * @param reads for loads, by linear page
 * @param writes for stores, by linear page
 */
@SuppressWarnings("ArrayRecordComponent") // they are shared
public record DirectMemory(byte[] flat, int[] reads, int[] writes) {}
