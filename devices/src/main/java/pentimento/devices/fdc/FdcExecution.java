package pentimento.devices.fdc;

import java.util.Arrays;
import java.util.List;
import pentimento.devices.disk.BlockDevice;
import pentimento.devices.disk.DiskTiming;
import pentimento.devices.disk.IoOutcome;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;
import pentimento.memory.time.Scheduler;

/**
 * The execution phase of the commands that read or write a track: finds sectors by their ids, moves
 * data between disk and host, steps C/H/R, and gathers ST0-ST2. One event brings one sector.
 *
 * @see "Intel 82077AA datasheet, order 290166, 5.1: data transfer commands, tables 5-5 to 5-10"
 */
final class FdcExecution implements Stateful, FdcHostPort.Disk {
    /** The rest of the controller. */
    interface Controller {
        /** The result phase begins with these bytes: ST0-ST2, C, H, R, N. */
        void finished(int[] result);

        void byteInterrupt(boolean high);
    }

    /** How a command reaches the host and the disk: the settings in force when it starts. */
    record Settings(DataRate rate, boolean dma, int threshold, long seekNanos) {}

    private enum Step {
        IDLE,
        /** No disk turns: no index pulse comes. */
        STANDSTILL,
        /** The event comes with the sector, or when none was found. */
        SECTOR,
        /** A block passes to or from the host. */
        HOST,
        /** The track is being formatted. */
        FORMAT
    }

    private static final int SIZE_CODE = 2; // 512 bytes, on all disks of a PC
    private static final int VERIFY_COUNT = 0x80; // EC, in the second byte of VERIFY
    private static final long FAST_COMMAND_NANOS = 20_000, FAST_SECTOR_NANOS = 10_000;
    private static final long SPIN_UP_NANOS = 500_000_000;

    private final Scheduler time;
    private final DiskTiming timing;
    private final List<FloppyDrive> drives;
    private final Controller controller;
    private final NotModelled notModelled;
    private final FdcHostPort host;
    private final Scheduler.Event sector;

    private Step step = Step.IDLE;
    private FdcCommand command = FdcCommand.INVALID;
    private int flags; // MT, MFM, SK
    private int unit;
    private int head; // below which the track is read; not the id's H
    private final SectorAddress address = new SectorAddress();
    private int lastRecord; // EOT; FORMAT TRACK: SC
    private int lastByte; // DTL, SC or STP; FORMAT TRACK: the filler
    private boolean counted; // VERIFY with EC
    private int slot; // READ TRACK: sectors since the index
    private int st1, st2;
    private DataRate rate = DataRate.KBPS_250;
    private boolean dma;
    private int threshold = 1;

    FdcExecution(
            Scheduler time,
            String name,
            DiskTiming timing,
            List<FloppyDrive> drives,
            FdcDma dmaChannel,
            Controller controller,
            NotModelled notModelled) {
        this.time = time;
        this.timing = timing;
        this.drives = drives;
        this.controller = controller;
        this.notModelled = notModelled;
        this.host = new FdcHostPort(time, name, timing, dmaChannel, this);
        this.sector = time.event(name + ".sector", this::sectorComes);
    }

    FdcHostPort host() {
        return host;
    }

    void reset() {
        step = Step.IDLE;
        sector.cancel();
        host.abort();
    }

    /**
     * @param bytes the whole command phase
     */
    void start(FdcCommand started, int[] bytes, Settings settings) {
        command = started;
        flags = bytes[0];
        unit = bytes[1] & 3;
        head = bytes[1] >> 2 & 1;
        counted = started == FdcCommand.VERIFY && (bytes[1] & VERIFY_COUNT) != 0;
        switch (started) {
            case READ_ID -> address.set(0, 0, 0, 0);
            case FORMAT_TRACK -> {
                address.set(0, 0, 0, bytes[2]);
                lastRecord = bytes[3];
                lastByte = bytes[5];
            }
            default -> {
                address.set(bytes[2], bytes[3], bytes[4], bytes[5]);
                lastRecord = bytes[6];
                lastByte = bytes[8];
            }
        }
        slot = 1;
        st1 = 0;
        st2 = 0;
        rate = settings.rate;
        dma = settings.dma;
        threshold = settings.threshold;
        begin(settings.seekNanos);
    }

    /** A motor was started or a disk inserted: a command that waits for the index goes on. */
    void resume() {
        if (step == Step.STANDSTILL) {
            begin(0);
        }
    }

    private void begin(long delay) {
        if (command.isWrite() && drive().isWriteProtected()) {
            st1 |= FdcStatus.NOT_WRITABLE;
        }
        step = drive().isSpinning() ? Step.SECTOR : Step.STANDSTILL;
        if (step == Step.SECTOR) {
            sector.at(nextSector(time.nanos() + delay, FAST_COMMAND_NANOS));
        }
    }

    private FloppyDrive drive() {
        return drives.get(unit);
    }

    /** When the wanted sector has passed below the head, or it is clear that it will not. */
    private long nextSector(long from, long fastNanos) {
        if (timing == DiskTiming.FAST) {
            return from + fastNanos;
        }
        long start = Math.max(from, drive().spinningSince() + SPIN_UP_NANOS);
        long rotation = drive().type().rotationNanos();
        int sectors = drive().sectorsPerTrack();
        long slotNanos = rotation / sectors;
        long angle = start % rotation;
        if (command == FdcCommand.READ_ID) {
            return start + slotNanos - angle % slotNanos;
        }
        if (command == FdcCommand.FORMAT_TRACK) {
            return start + rotation - angle;
        }
        int wanted = command == FdcCommand.READ_TRACK ? slot : address.r;
        if (wanted < 1 || wanted > sectors) {
            return start + 2 * rotation;
        }
        long wait = Math.floorMod((wanted - 1) * slotNanos - angle, rotation);
        return start + wait + slotNanos;
    }

    private void sectorComes() {
        if (step == Step.FORMAT) {
            formatTrack();
        } else if ((st1 & FdcStatus.NOT_WRITABLE) != 0) {
            finish(FdcStatus.ABNORMAL);
        } else if ((flags & FdcCommand.MFM) == 0 || !drive().isFormatted(head, rate)) {
            noAddressMark();
        } else {
            switch (command) {
                case READ_ID -> readId();
                case FORMAT_TRACK -> pass(lastRecord * TrackIds.ID_LENGTH);
                case READ_TRACK -> readTrack();
                default -> matchId();
            }
        }
    }

    /** A blank or foreign track has no marks; only FORMAT TRACK does without. */
    private void noAddressMark() {
        if (command == FdcCommand.FORMAT_TRACK) {
            pass(lastRecord * TrackIds.ID_LENGTH);
        } else {
            st1 |= FdcStatus.MISSING_ADDRESS_MARK;
            finish(FdcStatus.ABNORMAL);
        }
    }

    private void readId() {
        int sectors = drive().sectorsPerTrack();
        long rotation = drive().type().rotationNanos();
        int passing = (int) (time.nanos() % rotation * sectors / rotation);
        address.set(drive().recordedCylinder(), head, passing + 1, SIZE_CODE);
        finish(0);
    }

    private void readTrack() {
        int record = (slot - 1) % drive().sectorsPerTrack() + 1;
        if (!address.is(drive().recordedCylinder(), head, record, SIZE_CODE)) {
            st1 |= FdcStatus.NO_DATA; // and reads on
        }
        readToHost(record);
    }

    private void matchId() {
        int cylinder = drive().recordedCylinder();
        if (address.c != cylinder) {
            st2 |= cylinder == 0xFF ? FdcStatus.BAD_CYLINDER : FdcStatus.WRONG_CYLINDER;
        }
        boolean onTrack = address.r >= 1 && address.r <= drive().sectorsPerTrack();
        if (!onTrack || !address.is(cylinder, head, address.r, SIZE_CODE)) {
            st1 |= FdcStatus.NO_DATA;
            finish(FdcStatus.ABNORMAL);
        } else if (command.takesFromHost()) {
            pass(BlockDevice.SECTOR_SIZE);
        } else if (hasOtherMark() && (flags & FdcCommand.SKIP) != 0) {
            st2 |= FdcStatus.CONTROL_MARK;
            advance(false);
        } else if (command == FdcCommand.VERIFY) {
            verify();
        } else {
            readToHost(address.r);
        }
    }

    /** The sector's data mark is not the one that the command looks for. */
    private boolean hasOtherMark() {
        return drive().isDeleted(head, address.r) != command.wantsDeletedData();
    }

    private void readToHost(int record) {
        if (drive().read(head, record, host.data()).isOk()) {
            pass(BlockDevice.SECTOR_SIZE);
        } else {
            dataError();
        }
    }

    private void verify() {
        if (!drive().read(head, address.r, host.data()).isOk()) {
            dataError();
        } else if (hasOtherMark()) {
            st2 |= FdcStatus.CONTROL_MARK;
            finish(0);
        } else {
            lastByte = counted ? lastByte - 1 & 0xFF : lastByte;
            advance(counted && lastByte == 0);
        }
    }

    private void pass(int length) {
        step = Step.HOST;
        if (dma) {
            host.passByDma(length, command.takesFromHost());
        } else {
            host.passByFifo(length, command.takesFromHost(), threshold, rate);
        }
    }

    @Override
    public void blockPassed(boolean terminalCount) {
        if (command != FdcCommand.FORMAT_TRACK && !drive().isFormatted(head, rate)) {
            noAddressMark(); // the disk was taken out, or a seek moved the head off its tracks
            return;
        }
        switch (command) {
            case FORMAT_TRACK -> {
                step = Step.FORMAT;
                boolean fast = timing == DiskTiming.FAST;
                sector.after(fast ? FAST_SECTOR_NANOS : drive().type().rotationNanos());
            }
            case WRITE_DATA, WRITE_DELETED_DATA -> {
                IoOutcome outcome = write(address.r, command.wantsDeletedData());
                if (outcome.isOk()) {
                    advance(terminalCount);
                }
            }
            case SCAN_EQUAL, SCAN_LOW_OR_EQUAL, SCAN_HIGH_OR_EQUAL -> scan(terminalCount);
            case READ_TRACK -> {
                slot++;
                advance(terminalCount);
            }
            default -> {
                if (hasOtherMark()) {
                    st2 |= FdcStatus.CONTROL_MARK;
                    finish(0); // the address stays
                } else {
                    advance(terminalCount);
                }
            }
        }
    }

    private IoOutcome write(int record, boolean deletedMark) {
        if (deletedMark) {
            notModelled.report("82077AA", "deleted data marks are not kept in the image", record);
        }
        IoOutcome outcome = drive().write(head, record, host.data(), deletedMark);
        if (outcome == IoOutcome.WRITE_PROTECTED) {
            st1 |= FdcStatus.NOT_WRITABLE;
            finish(FdcStatus.ABNORMAL);
        } else if (!outcome.isOk()) {
            dataError();
        }
        return outcome;
    }

    /** The host's problem with the image looks like a bad spot on the disk. */
    private void dataError() {
        st1 |= FdcStatus.DATA_ERROR;
        st2 |= FdcStatus.DATA_ERROR_IN_DATA;
        finish(FdcStatus.ABNORMAL);
    }

    @Override
    public void overrun() {
        st1 |= FdcStatus.OVERRUN;
        finish(FdcStatus.ABNORMAL);
    }

    @Override
    public void byteInterrupt(boolean high) {
        controller.byteInterrupt(high);
    }

    /** Table 5-5: the address after a sector; the command ends at TC or at the last sector. */
    private void advance(boolean terminalCount) {
        boolean multitrack = (flags & FdcCommand.MULTITRACK) != 0;
        boolean endOfTrack = address.r == lastRecord;
        boolean otherSideFollows = endOfTrack && multitrack && head == 0;
        address.advance(lastRecord, multitrack, head);
        if (terminalCount) {
            finish(0);
        } else if (endOfTrack && !otherSideFollows) {
            boolean wanted = command == FdcCommand.VERIFY && !counted;
            st1 |= wanted ? 0 : FdcStatus.END_OF_CYLINDER;
            finish(wanted ? 0 : FdcStatus.ABNORMAL);
        } else {
            head = otherSideFollows ? 1 : head;
            followingSector();
        }
    }

    private void followingSector() {
        step = Step.SECTOR;
        sector.at(nextSector(time.nanos(), FAST_SECTOR_NANOS));
    }

    private void scan(boolean terminalCount) {
        var onDisk = new byte[BlockDevice.SECTOR_SIZE];
        if (!drive().read(head, address.r, onDisk).isOk()) {
            dataError();
            return;
        }
        int difference = Scan.difference(onDisk, host.data());
        boolean satisfied = Scan.isSatisfied(command, difference);
        st2 &= ~(FdcStatus.SCAN_EQUAL_HIT | FdcStatus.SCAN_NOT_SATISFIED);
        st2 |= difference == 0 ? FdcStatus.SCAN_EQUAL_HIT : 0;
        st2 |= satisfied ? 0 : FdcStatus.SCAN_NOT_SATISFIED;
        int stride = Math.max(1, lastByte);
        if (satisfied || terminalCount) {
            finish(0);
        } else if (address.r + stride <= lastRecord) {
            address.r += stride;
            followingSector();
        } else if ((flags & FdcCommand.MULTITRACK) != 0 && head == 0) {
            head = 1;
            address.h ^= 1;
            address.r = 1;
            followingSector();
        } else {
            finish(0);
        }
    }

    /**
     * Fills the track. An image holds only its own format: other ids, sizes or rates end with an
     * error, so that nothing seems written that would be lost.
     */
    private void formatTrack() {
        int sectors = drive().sectorsPerTrack();
        boolean fits =
                drive().isFormatted(head, rate)
                        && lastRecord == sectors
                        && address.n == SIZE_CODE
                        && TrackIds.areStandard(
                                host.data(), sectors, drive().recordedCylinder(), head);
        if (!fits) {
            notModelled.report(
                    "82077AA", "FORMAT TRACK in another format than the image's", address.n);
            st1 |= FdcStatus.NO_DATA;
            finish(FdcStatus.ABNORMAL);
            return;
        }
        Arrays.fill(host.data(), 0, BlockDevice.SECTOR_SIZE, (byte) lastByte);
        for (int record = 1; record <= sectors; record++) {
            if (!write(record, false).isOk()) {
                return;
            }
        }
        address.set(drive().recordedCylinder(), head, sectors, SIZE_CODE);
        finish(0);
    }

    private void finish(int st0) {
        step = Step.IDLE;
        controller.finished(
                new int[] {
                    st0 | head << 2 | unit, st1, st2, address.c, address.h, address.r, address.n
                });
    }

    @Override
    public void exchange(StateCodec state) {
        step = state.constant("step", step, Step.class);
        command = state.constant("command", command, FdcCommand.class);
        flags = state.u8("flags", flags);
        unit = state.u8("unit", unit);
        head = state.u8("head", head);
        state.section("address", address);
        lastRecord = state.u8("lastRecord", lastRecord);
        lastByte = state.u8("lastByte", lastByte);
        counted = state.bool("counted", counted);
        slot = state.i32("slot", slot);
        st1 = state.u8("st1", st1);
        st2 = state.u8("st2", st2);
        rate = state.constant("rate", rate, DataRate.class);
        dma = state.bool("dma", dma);
        threshold = state.u8("threshold", threshold);
        state.section("host", host);
    }
}
