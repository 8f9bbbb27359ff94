package pentimento.devices.fdc;

import java.util.List;
import java.util.Optional;
import pentimento.devices.disk.DiskTiming;
import pentimento.devices.disk.FloppyImage;
import pentimento.memory.bus.Line;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.bus.PortDevice;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;
import pentimento.memory.time.Scheduler;

/**
 * Intel 82077AA floppy disk controller with two drives. Eight ports from 3F0h, of which offset 6 is
 * the hard disk's: map offsets 0-5 and 7. Registers: 0 SRA, 1 SRB, 2 DOR, 3 TDR, 4 MSR and DSR, 5
 * FIFO, 7 DIR and CCR. A command phase of bytes to the FIFO, an execution phase ({@link
 * FdcExecution}, {@link HeadPositioner}), a result phase of bytes from the FIFO.
 *
 * @see "Intel 82077AA datasheet, order 290166"
 */
public final class Fdc82077 implements PortDevice, Stateful {
    private static final int SRA = 0, SRB = 1, DOR = 2, TDR = 3, MSR = 4, FIFO = 5, DIR = 7;
    private static final int NOT_DRIVEN = 0xFF;

    /** DOR. */
    private static final int DOR_UNIT = 3, DOR_NOT_RESET = 4, DOR_DMA_GATE = 8, DOR_MOTOR_0 = 0x10;

    /** DSR; bits 1-0 are also the CCR's. */
    private static final int DSR_RESET = 0x80, DSR_RATE = 3, DSR_DEFAULT = 2;

    private static final int MSR_REQUEST = 0x80, MSR_TO_HOST = 0x40, MSR_NON_DMA = 0x20;
    private static final int MSR_BUSY = 0x10;

    private static final int SRA_INTERRUPT = 0x80,
            SRA_NO_SECOND_DRIVE = 0x40,
            SRA_NOT_TRACK_0 = 0x10;
    private static final int SRA_NOT_INDEX = 4, SRA_NOT_PROTECTED = 2, SRB_ONES = 0xC0;
    private static final int DIR_DISK_CHANGE = 0x80;
    private static final int TDR_NOT_DRIVEN = 0xFC;

    private static final int INWARDS = 0x40; // DIR of RELATIVE SEEK
    private static final int VERSION_82077 = 0x90;
    private static final int LONGEST_COMMAND = 9, DUMPED = 10;

    private enum Phase {
        COMMAND,
        EXECUTION,
        RESULT
    }

    private final Scheduler time;
    private final Line irq;
    private final List<FloppyDrive> drives;
    private final HeadPositioner positioner;
    private final FdcExecution execution;

    private int dor;
    private int tdr;
    private int dsr = DSR_DEFAULT;
    private Phase phase = Phase.COMMAND;
    private final int[] command = new int[LONGEST_COMMAND];
    private int received;
    private int[] result = {};
    private int given;
    private boolean interrupt;

    private final FdcParameters parameters = new FdcParameters();
    private int lastSectorCount; // EOT or SC of the last command, for DUMPREG

    /**
     * @param irq IRQ6
     * @param dma DMA channel 2
     * @param first the type of drive 0, A:
     * @param second the type of drive 1, B:
     */
    public Fdc82077(
            Scheduler time,
            Line irq,
            FdcDma dma,
            FloppyDriveType first,
            FloppyDriveType second,
            DiskTiming timing,
            NotModelled notModelled) {
        this.time = time;
        this.irq = irq;
        drives =
                List.of(
                        new FloppyDrive("A", first),
                        new FloppyDrive("B", second),
                        new FloppyDrive("2", FloppyDriveType.NONE),
                        new FloppyDrive("3", FloppyDriveType.NONE));
        positioner = new HeadPositioner(time, "fdc", timing, drives, () -> interrupt(true));
        execution =
                new FdcExecution(time, "fdc", timing, drives, dma, new ExecutionEnd(), notModelled);
    }

    private final class ExecutionEnd implements FdcExecution.Controller {
        @Override
        public void finished(int[] bytes) {
            answer(bytes);
            interrupt(true);
        }

        @Override
        public void byteInterrupt(boolean high) {
            interrupt(high);
        }
    }

    /**
     * Puts a disk into a drive, in place of the one that is there.
     *
     * @param unit 0 or 1
     * @throws pentimento.devices.disk.DiskImageException if the drive cannot read such a disk
     */
    public void insert(int unit, FloppyImage image) {
        drives.get(unit).insert(image);
        execution.resume();
    }

    /**
     * Takes the disk out. The caller closes it.
     *
     * @param unit 0 or 1
     */
    public Optional<FloppyImage> eject(int unit) {
        return drives.get(unit).eject();
    }

    /**
     * @param unit 0 or 1
     */
    public Optional<FloppyImage> medium(int unit) {
        return drives.get(unit).medium();
    }

    /**
     * @param unit 0 or 1
     */
    public FloppyDriveType driveType(int unit) {
        return drives.get(unit).type();
    }

    /** The drive lights: bit n is set while drive n is selected with its motor on. */
    public int activity() {
        return isMotorOn(selected()) ? 1 << selected() : 0;
    }

    private int selected() {
        return dor & DOR_UNIT;
    }

    private boolean isMotorOn(int unit) {
        return (dor & DOR_MOTOR_0 << unit) != 0;
    }

    private DataRate rate() {
        return switch (dsr & DSR_RATE) {
            case 0 -> DataRate.KBPS_500;
            case 1 -> DataRate.KBPS_300;
            case 2 -> DataRate.KBPS_250;
            default -> DataRate.MBPS_1;
        };
    }

    @Override
    public int in8(int offset) {
        return switch (offset) {
            case SRA -> statusA();
            case SRB -> SRB_ONES | (dor & 1) << 5 | dor >> 4 & 3;
            case DOR -> dor;
            case TDR -> TDR_NOT_DRIVEN | tdr;
            case MSR -> mainStatus();
            case FIFO -> readFifo();
            case DIR -> diskChanged() ? DIR_DISK_CHANGE : 0; // the other lines are the hard disk's
            default -> NOT_DRIVEN;
        };
    }

    @Override
    public void out8(int offset, int value) {
        switch (offset) {
            case DOR -> digitalOutput(value);
            case TDR -> tdr = value & 3;
            case MSR -> dataRateSelect(value);
            case FIFO -> writeFifo(value);
            case DIR -> dsr = dsr & ~DSR_RATE | value & DSR_RATE;
            default -> {} // SRA and SRB are read-only
        }
    }

    /** PS/2 mode; the AT does not use it. */
    private int statusA() {
        FloppyDrive drive = drives.get(selected());
        return (interrupt ? SRA_INTERRUPT : 0)
                | (drives.get(1).type() == FloppyDriveType.NONE ? SRA_NO_SECOND_DRIVE : 0)
                | (drive.isTrack0() ? 0 : SRA_NOT_TRACK_0)
                | SRA_NOT_INDEX
                | (drive.isWriteProtected() ? 0 : SRA_NOT_PROTECTED);
    }

    /** The drive select output is valid only with its motor output. */
    private boolean diskChanged() {
        return isMotorOn(selected()) && drives.get(selected()).isChanged();
    }

    private void digitalOutput(int value) {
        boolean wasRunning = (dor & DOR_NOT_RESET) != 0;
        dor = value;
        for (int unit = 0; unit < drives.size(); unit++) {
            drives.get(unit).motor(isMotorOn(unit), time.nanos());
        }
        boolean runs = (dor & DOR_NOT_RESET) != 0;
        if (!runs) {
            reset();
        } else if (!wasRunning) {
            positioner.startPolling();
        }
        execution.resume();
        driveIrq();
    }

    private void dataRateSelect(int value) {
        dsr = value & ~DSR_RESET;
        if ((value & DSR_RESET) != 0) {
            reset();
            if ((dor & DOR_NOT_RESET) != 0) {
                positioner.startPolling();
            }
        }
    }

    /** The hardware reset pin: the registers, too. */
    public void hardReset() {
        dor = 0;
        tdr = 0;
        dsr = DSR_DEFAULT;
        parameters.hardReset();
        drives.forEach(drive -> drive.motor(false, time.nanos()));
        reset();
    }

    private void reset() {
        positioner.reset();
        execution.reset();
        phase = Phase.COMMAND;
        received = 0;
        parameters.reset();
        interrupt(false);
    }

    private void interrupt(boolean high) {
        interrupt = high;
        driveIrq();
    }

    private void driveIrq() {
        irq.set(interrupt && (dor & DOR_DMA_GATE) != 0);
    }

    private int mainStatus() {
        if ((dor & DOR_NOT_RESET) == 0) {
            return 0;
        }
        int seeking = positioner.busy();
        return switch (phase) {
            case COMMAND -> MSR_REQUEST | (received > 0 ? MSR_BUSY : 0) | seeking;
            case RESULT -> MSR_REQUEST | MSR_TO_HOST | MSR_BUSY | seeking;
            case EXECUTION -> {
                FdcHostPort host = execution.host();
                int status = MSR_BUSY | seeking;
                if (host.isActive()) {
                    status |= MSR_NON_DMA;
                    status |= host.requestsByte() ? MSR_REQUEST : 0;
                    status |= host.takesFromHost() ? 0 : MSR_TO_HOST;
                }
                yield status;
            }
        };
    }

    private int readFifo() {
        FdcHostPort host = execution.host();
        if (phase == Phase.EXECUTION && host.requestsByte() && !host.takesFromHost()) {
            return host.read();
        }
        if (phase != Phase.RESULT) {
            return NOT_DRIVEN;
        }
        interrupt(positioner.hasInterruptToSense()); // the first result byte ends the interrupt
        int value = result[given++];
        if (given == result.length) {
            phase = Phase.COMMAND;
        }
        return value;
    }

    private void writeFifo(int value) {
        FdcHostPort host = execution.host();
        if ((dor & DOR_NOT_RESET) == 0) {
            return;
        }
        if (phase == Phase.EXECUTION && host.requestsByte() && host.takesFromHost()) {
            host.write(value);
        } else if (phase == Phase.COMMAND) {
            command[received++] = value;
            FdcCommand decoded = FdcCommand.decode(command[0]);
            if (received == decoded.length()) {
                received = 0;
                execute(decoded);
            }
        }
    }

    private void answer(int... bytes) {
        result = bytes;
        given = 0;
        phase = Phase.RESULT;
    }

    private void execute(FdcCommand decoded) {
        int unit = command[1] & 3;
        switch (decoded) {
            case SENSE_INTERRUPT -> {
                int[] sensed = positioner.sense();
                interrupt(positioner.hasInterruptToSense());
                answer(sensed);
            }
            case SPECIFY -> parameters.specify(command[1], command[2]);
            case SENSE_DRIVE_STATUS -> answer(driveStatus(unit, command[1] & 4));
            case RECALIBRATE -> positioner.recalibrate(unit, stepNanos());
            case SEEK -> positioner.seek(unit, command[2], stepNanos());
            case RELATIVE_SEEK -> {
                int by = (command[0] & INWARDS) != 0 ? command[2] : -command[2];
                positioner.relativeSeek(unit, by, stepNanos());
            }
            case CONFIGURE -> {
                parameters.configure(command[2], command[3]);
                if (!parameters.polls()) {
                    positioner.stopPolling();
                }
            }
            case DUMPREG -> answer(registers());
            case PERPENDICULAR_MODE -> parameters.perpendicularMode(command[1]);
            case LOCK -> {
                boolean locks = (command[0] & FdcParameters.LOCK_BIT) != 0;
                parameters.lock(locks);
                answer(locks ? 0x10 : 0);
            }
            case VERSION -> answer(VERSION_82077);
            case INVALID -> answer(FdcStatus.INVALID_COMMAND);
            default -> startExecution(decoded, unit);
        }
    }

    private void startExecution(FdcCommand decoded, int unit) {
        boolean addressed = decoded.length() == LONGEST_COMMAND;
        if (decoded != FdcCommand.READ_ID) {
            lastSectorCount = addressed ? command[6] : command[3];
        }
        long seekNanos =
                addressed && parameters.seeksImplicitly()
                        ? positioner.seekNow(unit, command[2], stepNanos())
                        : 0;
        phase = Phase.EXECUTION;
        execution.start(
                decoded,
                command,
                new FdcExecution.Settings(
                        rate(), parameters.usesDma(), parameters.threshold(), seekNanos));
    }

    private long stepNanos() {
        return parameters.stepNanos(rate());
    }

    private int driveStatus(int unit, int headBit) {
        FloppyDrive drive = drives.get(unit);
        return FdcStatus.ALWAYS_ONE
                | headBit
                | unit
                | (drive.isTrack0() ? FdcStatus.TRACK_0 : 0)
                | (drive.isWriteProtected() ? FdcStatus.WRITE_PROTECTED : 0);
    }

    private int[] registers() {
        var bytes = new int[DUMPED];
        for (int unit = 0; unit < HeadPositioner.UNITS; unit++) {
            bytes[unit] = positioner.presentCylinder(unit);
        }
        parameters.dump(bytes, HeadPositioner.UNITS, lastSectorCount);
        return bytes;
    }

    @Override
    public void exchange(StateCodec state) {
        dor = state.u8("dor", dor);
        tdr = state.u8("tdr", tdr);
        dsr = state.u8("dsr", dsr);
        phase = state.constant("phase", phase, Phase.class);
        state.ints("command", command);
        received = state.u8("received", received);
        int resultLength = state.u8("resultLength", result.length);
        result = state.isLoading() ? new int[resultLength] : result;
        state.ints("result", result);
        given = state.u8("given", given);
        interrupt = state.bool("interrupt", interrupt);
        irq.exchange(state, "irq");
        state.section("parameters", parameters);
        lastSectorCount = state.u8("lastSectorCount", lastSectorCount);
        state.section("positioner", positioner);
        state.section("execution", execution);
        for (int unit = 0; unit < drives.size(); unit++) {
            state.section("drive." + unit, drives.get(unit));
        }
    }
}
