package pentimento.devices.vga;

import pentimento.memory.physical.PhysicalMemory;
import pentimento.memory.physical.VideoMemory;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * Where the card shows in physical memory: the window at A0000 or plain memory in its place, and
 * the linear frame buffer. Only a change reaches the physical memory, because every change costs
 * the processor its fast tables.
 */
final class VgaAperture implements Stateful {
    private static final int BANK_BYTES = 0x1_0000;

    /** What lies at A0000: plain memory of some length, 0 for none, from an offset. */
    private record Plain(int offset, int length) {
        static final Plain NONE = new Plain(0, 0);
    }

    private final PhysicalMemory memory;
    private final VideoMemory video;
    private final VgaWindow window;
    private final ExternalRegisters external;
    private final VbeDispi dispi;

    private long base = VgaCard.FRAME_BUFFER;

    // What is mapped now; follows from the registers.
    private Plain plain = Plain.NONE;
    private long mappedBase;
    private boolean frameBufferMapped;

    VgaAperture(
            PhysicalMemory memory,
            VideoMemory video,
            VgaWindow window,
            ExternalRegisters external,
            VbeDispi dispi) {
        this.memory = memory;
        this.video = video;
        this.window = window;
        this.external = external;
        this.dispi = dispi;
        memory.mapMmio(VgaWindow.BASE, VgaWindow.LENGTH, window);
        update();
    }

    void moveFrameBuffer(long newBase) {
        base = newBase;
        update();
    }

    /** A register that the mapping depends on may have changed. */
    void update() {
        boolean packed = dispi.isEnabled() && !dispi.isPlanar();
        int bank = dispi.isEnabled() ? dispi.bankOffset() : 0;
        window.configure(external.enablesMemory(), packed ? 0 : bank);
        Plain wanted = Plain.NONE;
        if (packed) {
            wanted = new Plain(bank, BANK_BYTES);
        } else if (window.isLinear() && bank == 0) {
            wanted = new Plain(0, window.length());
        }
        if (!wanted.equals(plain)) {
            plain = wanted;
            mapWindow();
        }
        mapFrameBuffer(dispi.showsLinearFrameBuffer());
    }

    private void mapWindow() {
        memory.mapMmio(VgaWindow.BASE, VgaWindow.LENGTH, window);
        if (plain.length() != 0) {
            memory.mapVideo(video, plain.offset(), VgaWindow.BASE, plain.length());
        }
    }

    private void mapFrameBuffer(boolean wanted) {
        if (frameBufferMapped && (!wanted || mappedBase != base)) {
            memory.unmap(mappedBase, video.size());
            frameBufferMapped = false;
        }
        if (wanted && !frameBufferMapped) {
            memory.mapVideo(video, 0, base, video.size());
            mappedBase = base;
            frameBufferMapped = true;
        }
    }

    @Override
    public void exchange(StateCodec state) {
        base = state.i64("base", base);
    }
}
