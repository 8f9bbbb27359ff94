package pentimento.memory.physical;

import static pentimento.memory.physical.PhysicalMemory.PAGE_MASK;
import static pentimento.memory.physical.PhysicalMemory.PAGE_SHIFT;
import static pentimento.memory.physical.PhysicalMemory.PAGE_SIZE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pentimento.memory.bus.MmioDevice;

/**
 * What lies in each page frame of the first 4 GiB. An entry holds the page's place in the flat
 * array in bits 31-12, a window's number in bits 11-2, and the kind in bits 1-0. Kinds up to {@link
 * #ROM} can be loaded from directly.
 */
final class FrameMap {
    static final int KIND = 3, RAM = 0, ROM = 1, MMIO = 2, UNMAPPED = 3;

    private static final int FRAMES = 1 << 20;
    private static final int WINDOW_SHIFT = 2, MOST_WINDOWS = 1 << 10;

    /** A device and the physical address of its offset 0. */
    record Window(long base, MmioDevice device) {}

    private final int[] frames = new int[FRAMES];
    private final List<@Nullable Window> windows = new ArrayList<>();

    FrameMap() {
        Arrays.fill(frames, UNMAPPED);
    }

    private static int frame(long physical) {
        return (int) (physical >>> PAGE_SHIFT);
    }

    int entry(long physical) {
        return physical >>> 32 == 0 ? frames[frame(physical)] : UNMAPPED;
    }

    /** The window of an entry of kind MMIO. */
    Window window(int entry) {
        Window window = windows.get((entry & PAGE_MASK) >>> WINDOW_SHIFT);
        if (window == null) {
            throw new IllegalStateException("a frame points at a window that was unmapped");
        }
        return window;
    }

    /**
     * @param offset of the first page in the flat array
     * @param kind RAM or ROM
     */
    void mapFlat(long base, int offset, int length, int kind) {
        for (int done = 0; done < length; done += PAGE_SIZE) {
            frames[frame(base + done)] = offset + done | kind;
        }
    }

    void mapMmio(long base, int length, MmioDevice device) {
        int number = windowNumber(new Window(base, device));
        for (int done = 0; done < length; done += PAGE_SIZE) {
            frames[frame(base + done)] = number << WINDOW_SHIFT | MMIO;
        }
    }

    private int windowNumber(Window window) {
        int number = windows.indexOf(window);
        if (number >= 0) {
            return number;
        }
        number = windows.indexOf(null);
        if (number < 0) {
            number = windows.size();
            windows.add(null);
        }
        if (number >= MOST_WINDOWS) {
            throw new IllegalStateException("too many memory-mapped windows");
        }
        windows.set(number, window);
        return number;
    }

    void unmap(long base, int length) {
        var touched = new BitSet();
        for (int done = 0; done < length; done += PAGE_SIZE) {
            int frame = frame(base + done);
            if ((frames[frame] & KIND) == MMIO) {
                touched.set((frames[frame] & PAGE_MASK) >>> WINDOW_SHIFT);
            }
            frames[frame] = UNMAPPED;
        }
        touched.stream().forEach(this::freeWindowIfUnused);
    }

    private void freeWindowIfUnused(int number) {
        int entry = number << WINDOW_SHIFT | MMIO;
        if (Arrays.stream(frames).noneMatch(e -> e == entry)) {
            windows.set(number, null);
        }
    }
}
