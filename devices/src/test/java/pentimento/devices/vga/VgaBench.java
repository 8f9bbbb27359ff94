package pentimento.devices.vga;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.bus.PortSpace;
import pentimento.memory.physical.PhysicalMemory;
import pentimento.memory.time.CountRate;
import pentimento.memory.time.Scheduler;

/** A card in a machine of nothing but memory, ports and time. */
final class VgaBench {
    static final int VIDEO_BYTES = 4 << 20;

    static final int ATTRIBUTE = 0x3C0,
            ATTRIBUTE_READ = 0x3C1,
            MISC = 0x3C2,
            SEQUENCER = 0x3C4,
            DAC_MASK = 0x3C6,
            DAC_READ = 0x3C7,
            DAC_WRITE = 0x3C8,
            DAC_DATA = 0x3C9,
            MISC_READ = 0x3CC,
            GRAPHICS = 0x3CE,
            CRTC = 0x3D4,
            STATUS_1 = 0x3DA,
            MONO_CRTC = 0x3B4,
            MONO_STATUS_1 = 0x3BA,
            DISPI_INDEX = 0x1CE,
            DISPI_DATA = 0x1CF;

    final Scheduler time = new Scheduler(CountRate.mips(100));
    final PhysicalMemory memory = new PhysicalMemory(0xA_0000, VIDEO_BYTES);
    final List<String> reports = new ArrayList<>();
    final VgaCard card = new VgaCard(time, memory, VIDEO_BYTES, new NotModelled(reports::add));
    final PortSpace ports = new PortSpace();

    VgaBench() {
        ports.map(0x3B0, VgaCard.PORTS, card.ports());
        ports.map(0x1CE, VgaCard.DISPI_PORTS, card.dispiPorts());
    }

    static VgaBench in(VgaMode mode) {
        var bench = new VgaBench();
        bench.set(mode);
        return bench;
    }

    // ---------------------------------------------------------------- registers

    void indexed(int port, int index, int value) {
        ports.out16(port, value << 8 | index);
    }

    int indexed(int port, int index) {
        ports.out8(port, index);
        return ports.in8(port + 1);
    }

    /** Keeps the palette with the display. */
    void attribute(int index, int value) {
        ports.in8(STATUS_1);
        ports.in8(MONO_STATUS_1);
        ports.out8(ATTRIBUTE, index);
        ports.out8(ATTRIBUTE, value);
        ports.out8(ATTRIBUTE, 0x20);
    }

    int attribute(int index) {
        ports.in8(STATUS_1);
        ports.in8(MONO_STATUS_1);
        ports.out8(ATTRIBUTE, index | 0x20);
        return ports.in8(ATTRIBUTE_READ);
    }

    void color(int number, int red, int green, int blue) {
        ports.out8(DAC_WRITE, number);
        ports.out8(DAC_DATA, red);
        ports.out8(DAC_DATA, green);
        ports.out8(DAC_DATA, blue);
    }

    void dispi(int index, int value) {
        ports.out16(DISPI_INDEX, index);
        ports.out16(DISPI_DATA, value);
    }

    int dispi(int index) {
        ports.out16(DISPI_INDEX, index);
        return ports.in16(DISPI_DATA);
    }

    /** Writes all registers of a mode, as a BIOS does, and colours that tell modes apart. */
    void set(VgaMode mode) {
        ports.out8(MISC, mode.miscellaneous());
        int crtc = mode.isColor() ? CRTC : MONO_CRTC;
        for (int i = 0; i < mode.sequencer().size(); i++) {
            indexed(SEQUENCER, i, mode.sequencer().get(i));
        }
        indexed(crtc, 0x11, 0);
        for (int i = 0; i < mode.crtController().size(); i++) {
            indexed(crtc, i, mode.crtController().get(i));
        }
        for (int i = 0; i < mode.graphics().size(); i++) {
            indexed(GRAPHICS, i, mode.graphics().get(i));
        }
        for (int i = 0; i < mode.attribute().size(); i++) {
            attribute(i, mode.attribute().get(i));
        }
        for (int i = 0; i < 64; i++) {
            if (!mode.isColor()) {
                int gray = (i >> 3 & 1) * 42 + (i >> 4 & 1) * 21;
                color(i, gray, gray, gray);
                continue;
            }
            int secondary = mode.has200Lines() ? 0b111 * (i >> 4 & 1) << 3 : i;
            color(i, level(i, secondary, 2), level(i, secondary, 1), level(i, secondary, 0));
        }
        IntStream.range(64, 256).forEach(i -> color(i, i & 63, i >> 1 & 63, 63 - (i & 63)));
    }

    /** One component of EGA's 64 colours rgbRGB; with 200 lines, bit 4 is intensity as on CGA. */
    private static int level(int primary, int secondary, int component) {
        return (primary >> component & 1) * 42 + (secondary >> component + 3 & 1) * 21;
    }

    // ---------------------------------------------------------------- memory

    void poke(long address, int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            memory.write8(address + i, bytes[i]);
        }
    }

    int peek(long address) {
        return memory.read8(address);
    }

    /** Loads eight-dot glyphs into a character set through the planes, as a BIOS does. */
    void glyph(int setOffset, int code, int... rows) {
        int map = indexed(SEQUENCER, 2), mode = indexed(SEQUENCER, 4);
        int graphicsMode = indexed(GRAPHICS, 5), miscellaneous = indexed(GRAPHICS, 6);
        indexed(SEQUENCER, 2, 4);
        indexed(SEQUENCER, 4, 6);
        indexed(GRAPHICS, 5, 0);
        indexed(GRAPHICS, 6, 4);
        poke(0xA_0000 + setOffset + code * 32, rows);
        indexed(SEQUENCER, 2, map);
        indexed(SEQUENCER, 4, mode);
        indexed(GRAPHICS, 5, graphicsMode);
        indexed(GRAPHICS, 6, miscellaneous);
    }

    void text(long address, String text, int attribute) {
        for (int i = 0; i < text.length(); i++) {
            poke(address + 2L * i, text.charAt(i), attribute);
        }
    }
}
