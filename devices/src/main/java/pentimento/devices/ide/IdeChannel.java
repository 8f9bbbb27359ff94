package pentimento.devices.ide;

import java.util.List;
import java.util.Optional;
import pentimento.memory.bus.Line;
import pentimento.memory.bus.PortDevice;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * An IDE channel: a cable with up to two drives, eight ports of the command block (this device) and
 * one port of the {@linkplain #controlBlock control block}. Both drives hear what is written to the
 * registers; the selected one answers. A drive that is alone answers for the absent one, too, with
 * a status of zero; a cable without drives floats.
 *
 * @see "NCITS 340 (ATA-5), 7 and 9.16: single device configurations"
 */
public final class IdeChannel implements PortDevice, Stateful {
    private static final int DATA = 0, DEVICE = 6, STATUS_COMMAND = 7;
    private static final int NOT_DRIVEN = 0xFF;
    private static final int SELECT = 0x10; // DEV in the device register
    private static final int DISABLE_INTERRUPT = 0x02, SOFT_RESET = 0x04, HIGH_ORDER_BYTE = 0x80;
    private static final int DIAGNOSTIC = 0x90;

    private final Line irq;
    private final List<Line> intrqs =
            List.of(new Line(high -> driveIrq()), new Line(high -> driveIrq()));
    private final IdeDrive[] drives = {AbsentDrive.INSTANCE, AbsentDrive.INSTANCE};
    private int selected;
    private int control;

    /**
     * @param irq IRQ14 or IRQ15
     */
    public IdeChannel(Line irq) {
        this.irq = irq;
    }

    /**
     * The INTRQ end of the cable.
     *
     * @param unit 0 master, 1 slave
     */
    public Line intrq(int unit) {
        return intrqs.get(unit);
    }

    /**
     * Puts a drive on the cable; to be done at construction of the machine.
     *
     * @param unit 0 master, 1 slave
     */
    public void attach(int unit, IdeDrive drive) {
        if (isPresent(unit)) {
            throw new IllegalStateException("two drives in one place of an IDE cable");
        }
        drives[unit] = drive;
    }

    /**
     * @param unit 0 master, 1 slave
     */
    public Optional<IdeDrive> drive(int unit) {
        return isPresent(unit) ? Optional.of(drives[unit]) : Optional.empty();
    }

    private boolean isPresent(int unit) {
        return drives[unit] != AbsentDrive.INSTANCE;
    }

    /** Offset 0: read alternate status, write device control. 3F6h or 376h. */
    public PortDevice controlBlock() {
        return new PortDevice() {
            @Override
            public int in8(int offset) {
                return alternateStatus();
            }

            @Override
            public void out8(int offset, int value) {
                deviceControl(value);
            }
        };
    }

    /** The RESET- line of the cable. */
    public void hardReset() {
        selected = 0;
        control = 0;
        drives[0].hardReset();
        drives[1].hardReset();
        driveIrq();
    }

    private boolean isEmpty() {
        return !isPresent(0) && !isPresent(1);
    }

    private int alternateStatus() {
        return isEmpty() ? NOT_DRIVEN : drives[selected].alternateStatus();
    }

    private void deviceControl(int value) {
        boolean wasReset = (control & SOFT_RESET) != 0;
        boolean reset = (value & SOFT_RESET) != 0;
        control = value;
        if (reset != wasReset) {
            selected = 0;
            drives[0].softReset(reset);
            drives[1].softReset(reset);
        }
        driveIrq();
    }

    @Override
    public int in8(int offset) {
        if (isEmpty()) {
            return NOT_DRIVEN;
        }
        return switch (offset) {
            case DATA -> readData(1);
            case STATUS_COMMAND -> drives[selected].status();
            default -> readRegister(offset);
        };
    }

    /** DEV is the cable's: the drives may hold different copies after a reset. */
    private int readRegister(int offset) {
        boolean previous = (control & HIGH_ORDER_BYTE) != 0;
        int answering = isPresent(selected) ? selected : selected ^ 1;
        int value = drives[answering].readRegister(offset, previous);
        return offset == DEVICE ? value & ~SELECT | selected * SELECT : value;
    }

    @Override
    public void out8(int offset, int value) {
        switch (offset) {
            case DATA -> writeData(value, 1);
            case STATUS_COMMAND -> command(value);
            default -> {
                control &= ~HIGH_ORDER_BYTE;
                if (offset == DEVICE) {
                    selected = (value & SELECT) != 0 ? 1 : 0;
                    driveIrq();
                }
                drives[0].writeRegister(offset, value);
                drives[1].writeRegister(offset, value);
            }
        }
    }

    private void command(int opcode) {
        control &= ~HIGH_ORDER_BYTE;
        if (opcode == DIAGNOSTIC) {
            selected = 0;
            drives[0].diagnose(true);
            drives[1].diagnose(false);
        } else {
            drives[selected].command(opcode);
        }
    }

    private int readData(int width) {
        return drives[selected].readData(width);
    }

    private void writeData(int value, int width) {
        drives[selected].writeData(value, width);
    }

    @Override
    public int in16(int offset) {
        return offset == DATA ? readData(2) : PortDevice.super.in16(offset);
    }

    @Override
    public void out16(int offset, int value) {
        if (offset == DATA) {
            writeData(value, 2);
        } else {
            PortDevice.super.out16(offset, value);
        }
    }

    @Override
    public int in32(int offset) {
        return offset == DATA ? readData(4) : PortDevice.super.in32(offset);
    }

    @Override
    public void out32(int offset, int value) {
        if (offset == DATA) {
            writeData(value, 4);
        } else {
            PortDevice.super.out32(offset, value);
        }
    }

    /** The selected drive drives INTRQ, unless nIEN holds it off the wire. */
    private void driveIrq() {
        irq.set((control & DISABLE_INTERRUPT) == 0 && intrqs.get(selected).isHigh());
    }

    @Override
    public void exchange(StateCodec state) {
        selected = state.u8("selected", selected);
        control = state.u8("control", control);
        irq.exchange(state, "irq");
        state.section("master", drives[0]);
        state.section("slave", drives[1]);
    }
}
