package pentimento.devices.vga;

import pentimento.memory.bus.PortDevice;

/**
 * The VGA's 48 ports, 3B0h-3DFh on a PC: offsets 10h-1Fh are always there, and the CRT controller
 * with input status 1 lies at 00h or at 20h as Miscellaneous Output says. Ports that a VGA lacks
 * (CGA's and MDA's mode registers) read all ones.
 */
final class VgaPorts implements PortDevice {
    static final int LENGTH = 0x30;

    private static final int ATTRIBUTE = 0x10,
            ATTRIBUTE_READ = 0x11,
            MISCELLANEOUS_OR_STATUS_0 = 0x12,
            VIDEO_ENABLE = 0x13,
            SEQUENCER_INDEX = 0x14,
            SEQUENCER_DATA = 0x15,
            DAC_MASK = 0x16,
            DAC_READ_ADDRESS_OR_STATUS = 0x17,
            DAC_WRITE_ADDRESS = 0x18,
            DAC_DATA = 0x19,
            FEATURE_READ = 0x1A,
            MISCELLANEOUS_READ = 0x1C,
            GRAPHICS_INDEX = 0x1E,
            GRAPHICS_DATA = 0x1F;
    private static final int CRT_INDEX = 0x04, CRT_DATA = 0x05, STATUS_1_OR_FEATURE = 0x0A;
    private static final int COLOR_BASE = 0x20; // of the last three

    // Beyond IBM's registers: state that is hidden otherwise, where all clones show it.
    private static final int CRT_LATCH = 0x22, CRT_FLIP_FLOP = 0x24, CRT_ATTRIBUTE_INDEX = 0x26;
    private static final int CRT_VERTICAL_RETRACE_END = 0x11;
    private static final int EXPECTS_DATA = 0x80;

    private static final int OPEN_BUS = 0xFF;

    private final Sequencer sequencer;
    private final GraphicsController graphics;
    private final AttributeController attribute;
    private final CrtController crtController;
    private final Dac dac;
    private final ExternalRegisters external;
    private final Runnable memoryPathChanged;
    private final Runnable timingChanged;

    /**
     * @param memoryPathChanged runs after a register on the way between processor and planes was
     *     written
     * @param timingChanged runs after a register that times the beam was written
     */
    VgaPorts(
            Sequencer sequencer,
            GraphicsController graphics,
            AttributeController attribute,
            CrtController crtController,
            Dac dac,
            ExternalRegisters external,
            Runnable memoryPathChanged,
            Runnable timingChanged) {
        this.sequencer = sequencer;
        this.graphics = graphics;
        this.attribute = attribute;
        this.crtController = crtController;
        this.dac = dac;
        this.external = external;
        this.memoryPathChanged = memoryPathChanged;
        this.timingChanged = timingChanged;
    }

    /** The CRT controller's side of the address decoder: 04h, 05h, 0Ah, or -1. */
    private int crtPort(int offset) {
        int port = external.isColor() ? offset - COLOR_BASE : offset;
        return port == CRT_INDEX || port == CRT_DATA || port == STATUS_1_OR_FEATURE ? port : -1;
    }

    @Override
    public int in8(int offset) {
        if (offset == VIDEO_ENABLE) {
            return external.videoEnable();
        }
        if (!external.isEnabled()) {
            return OPEN_BUS;
        }
        return switch (offset) {
            case ATTRIBUTE -> attribute.index();
            case ATTRIBUTE_READ -> attribute.readData();
            case MISCELLANEOUS_OR_STATUS_0 -> external.inputStatus0();
            case SEQUENCER_INDEX -> sequencer.registers().index();
            case SEQUENCER_DATA -> sequencer.registers().read();
            case DAC_MASK -> dac.mask();
            case DAC_READ_ADDRESS_OR_STATUS -> dac.status();
            case DAC_WRITE_ADDRESS -> dac.address();
            case DAC_DATA -> dac.readData();
            case FEATURE_READ -> external.feature();
            case MISCELLANEOUS_READ -> external.miscellaneous();
            case GRAPHICS_INDEX -> graphics.registers().index();
            case GRAPHICS_DATA -> graphics.registers().read();
            default -> readCrtPort(crtPort(offset));
        };
    }

    private int readCrtPort(int port) {
        return switch (port) {
            case CRT_INDEX -> crtController.registers().index();
            case CRT_DATA -> readCrtController();
            case STATUS_1_OR_FEATURE -> {
                attribute.resetFlipFlop();
                yield external.inputStatus1();
            }
            default -> OPEN_BUS;
        };
    }

    private int readCrtController() {
        return switch (crtController.registers().index()) {
            case CRT_LATCH -> graphics.selectedLatch();
            case CRT_FLIP_FLOP -> attribute.expectsData() ? EXPECTS_DATA : 0;
            case CRT_ATTRIBUTE_INDEX -> attribute.index();
            default -> crtController.registers().read();
        };
    }

    @Override
    public void out8(int offset, int value) {
        if (offset == VIDEO_ENABLE) {
            external.videoEnable(value);
            memoryPathChanged.run();
            return;
        }
        if (!external.isEnabled()) {
            return;
        }
        switch (offset) {
            case ATTRIBUTE -> attribute.write(value);
            case MISCELLANEOUS_OR_STATUS_0 -> {
                external.miscellaneous(value);
                memoryPathChanged.run();
                timingChanged.run();
            }
            case SEQUENCER_INDEX -> sequencer.registers().select(value);
            case SEQUENCER_DATA -> {
                sequencer.registers().write(value);
                memoryPathChanged.run();
                if (sequencer.selectsTiming()) {
                    timingChanged.run();
                }
            }
            case DAC_MASK -> dac.writeMask(value);
            case DAC_READ_ADDRESS_OR_STATUS -> dac.readAddress(value);
            case DAC_WRITE_ADDRESS -> dac.writeAddress(value);
            case DAC_DATA -> dac.writeData(value);
            case GRAPHICS_INDEX -> graphics.registers().select(value);
            case GRAPHICS_DATA -> {
                graphics.write(value);
                memoryPathChanged.run();
            }
            default -> writeCrtPort(crtPort(offset), value);
        }
    }

    private void writeCrtPort(int port, int value) {
        switch (port) {
            case CRT_INDEX -> crtController.registers().select(value);
            case CRT_DATA -> {
                crtController.write(value);
                if (crtController.registers().index() == CRT_VERTICAL_RETRACE_END) {
                    external.verticalInterruptControl();
                }
                if (crtController.selectsTiming()) {
                    timingChanged.run();
                }
            }
            case STATUS_1_OR_FEATURE -> external.feature(value);
            default -> {} // not a VGA's port
        }
    }
}
