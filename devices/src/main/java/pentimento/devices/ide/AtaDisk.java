package pentimento.devices.ide;

import java.util.Arrays;
import pentimento.devices.disk.BlockDevice;
import pentimento.devices.disk.DiskGeometry;
import pentimento.devices.disk.DiskStack;
import pentimento.devices.disk.DiskTiming;
import pentimento.devices.disk.HardDiskGeometry;
import pentimento.devices.disk.IoOutcome;
import pentimento.memory.bus.Line;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.state.StateCodec;
import pentimento.memory.time.Scheduler;

/**
 * An ATA hard disk: CHS, LBA28 and LBA48, PIO. A data-in command interrupts when a block is ready
 * and not at its end; a data-out command does not for its first block, then for each block that the
 * drive is ready to take, and at its end.
 *
 * @see "ANSI X3.279 (ATA-2), 8 and 9; NCITS 340 (ATA-5), 8; NCITS 361 (ATA-6) for 48 bits"
 */
public final class AtaDisk extends IdeDevice {
    private static final int MOST_MULTIPLE = AtaIdentity.MOST_MULTIPLE;
    private static final int ECC_BYTES = AtaIdentity.ECC_BYTES;
    private static final int LONG_SECTOR = BlockDevice.SECTOR_SIZE + ECC_BYTES;
    private static final int VERIFY_AT_ONCE = 256;
    private static final int POWER_ACTIVE = 0xFF, POWER_STANDBY = 0x00;

    private enum Power {
        ACTIVE,
        STANDBY,
        /** Only a reset wakes the drive. */
        SLEEPING
    }

    private final DiskStack disk;
    private final DiskGeometry defaults;
    private final Translation translation;
    private final DiskAccessTime accessTime;
    private final NotModelled notModelled;
    private final String serial;
    private final byte[] sectorBuffer = new byte[BlockDevice.SECTOR_SIZE]; // READ/WRITE BUFFER

    private AtaCommand command = AtaCommand.UNSUPPORTED;
    private long lba; // the next sector of the command
    private int remaining; // sectors of the command that are still to be done
    private int inBlock; // sectors of the block at the data port
    private boolean taken; // the block from the host is complete
    private int multiple; // 0: not set
    private int eccBytes = ECC_BYTES;
    private Power power = Power.ACTIVE;

    /**
     * @param name the name of its event and serial number, for example "ide0.0"
     * @param intrq its end of the channel's cable
     */
    public AtaDisk(
            Scheduler time,
            String name,
            Line intrq,
            DiskStack disk,
            HardDiskGeometry geometry,
            DiskTiming timing,
            NotModelled notModelled) {
        super(time, name, intrq, Math.max(MOST_MULTIPLE * BlockDevice.SECTOR_SIZE, LONG_SECTOR));
        this.disk = disk;
        this.defaults = geometry.identify();
        this.accessTime = new DiskAccessTime(timing, disk.sectors());
        this.notModelled = notModelled;
        this.serial = "PM" + name;
        this.translation = new Translation(defaults.heads(), defaults.sectorsPerTrack());
        resetNow();
    }

    /** What is on the disk. */
    public DiskStack disk() {
        return disk;
    }

    @Override
    int statusAfterReset() {
        registers().signature(0, 0);
        return READY | SEEK_COMPLETE;
    }

    /** A soft reset keeps translation and multiple mode, as after SET FEATURES 66h. */
    @Override
    void revert(boolean hard) {
        power = Power.ACTIVE;
        if (hard) {
            translation.set(defaults.heads(), defaults.sectorsPerTrack());
            multiple = 0;
            eccBytes = ECC_BYTES;
        }
    }

    @Override
    void execute(int opcode) {
        if (power == Power.SLEEPING) {
            return;
        }
        command = AtaCommand.of(opcode);
        taken = false;
        remaining = 0;
        switch (command) {
            case READ_SECTORS,
                    READ_SECTORS_EXT,
                    READ_MULTIPLE,
                    READ_MULTIPLE_EXT,
                    READ_LONG,
                    WRITE_SECTORS,
                    WRITE_SECTORS_EXT,
                    WRITE_MULTIPLE,
                    WRITE_MULTIPLE_EXT,
                    WRITE_VERIFY,
                    WRITE_LONG,
                    READ_VERIFY,
                    READ_VERIFY_EXT -> {
                power = Power.ACTIVE;
                remaining = command.isExt() ? registers().count48() : registers().count28();
                lba = address();
                busy(accessTime.first(lba));
            }
            default -> busy(DiskAccessTime.COMMAND_NANOS);
        }
    }

    /**
     * The sector that the registers name.
     *
     * @return -1 if the current translation has no such sector
     */
    private long address() {
        if (command.isExt()) {
            return registers().lba48();
        }
        return registers().isLba() ? registers().lba28() : translation.sector(registers());
    }

    /** Shows a sector's address and how many are left, in the command's own terms. */
    private void show(long sector, int left) {
        if (command.isExt()) {
            registers().lba48(sector);
            registers().count48(left);
            return;
        }
        if (registers().isLba()) {
            registers().lba28(sector);
        } else {
            translation.show(sector, registers());
        }
        registers().show(TaskFile.COUNT, left);
    }

    @Override
    void proceed() {
        switch (command) {
            case READ_SECTORS, READ_SECTORS_EXT, READ_MULTIPLE, READ_MULTIPLE_EXT, READ_LONG ->
                    readBlock();
            case WRITE_SECTORS,
                    WRITE_SECTORS_EXT,
                    WRITE_MULTIPLE,
                    WRITE_MULTIPLE_EXT,
                    WRITE_VERIFY,
                    WRITE_LONG -> {
                if (taken) {
                    writeBlock();
                } else {
                    askForBlock(false);
                }
            }
            case READ_VERIFY, READ_VERIFY_EXT -> verify();
            case IDENTIFY -> {
                new AtaIdentity(serial, disk.sectors(), defaults, translation, multiple)
                        .data()
                        .writeTo(block().data());
                offer(BlockDevice.SECTOR_SIZE, false, true);
            }
            case READ_BUFFER -> {
                System.arraycopy(sectorBuffer, 0, block().data(), 0, sectorBuffer.length);
                offer(BlockDevice.SECTOR_SIZE, false, true);
            }
            case WRITE_BUFFER -> {
                if (taken) {
                    System.arraycopy(block().data(), 0, sectorBuffer, 0, sectorBuffer.length);
                    complete(true);
                } else {
                    offer(BlockDevice.SECTOR_SIZE, true, false);
                }
            }
            default -> control();
        }
    }

    /** Commands without data. */
    private void control() {
        switch (command) {
            case RECALIBRATE -> {
                accessTime.moved(0);
                complete(true);
            }
            case SEEK -> seek();
            case INITIALIZE_PARAMETERS -> initializeParameters();
            case SET_MULTIPLE -> setMultiple(registers().count());
            case SET_FEATURES -> setFeatures();
            case FLUSH_CACHE, FLUSH_CACHE_EXT -> {
                if (disk.flush().isOk()) {
                    complete(true);
                } else {
                    fail(ABORTED, FAULT);
                }
            }
            case IDLE, IDLE_IMMEDIATE -> enter(Power.ACTIVE);
            case STANDBY, STANDBY_IMMEDIATE -> enter(Power.STANDBY);
            case SLEEP -> enter(Power.SLEEPING);
            case CHECK_POWER_MODE -> {
                registers()
                        .show(TaskFile.COUNT, power == Power.ACTIVE ? POWER_ACTIVE : POWER_STANDBY);
                complete(true);
            }
            case READ_NATIVE_MAX -> {
                registers().lba28(Math.min(disk.sectors(), 1 << 28) - 1);
                complete(true);
            }
            case READ_NATIVE_MAX_EXT -> {
                registers().lba48(disk.sectors() - 1);
                complete(true);
            }
            default -> fail(ABORTED, 0); // NOP, and what an ATA disk has not
        }
    }

    private void enter(Power mode) {
        power = mode;
        complete(true);
    }

    private void seek() {
        long sector = address();
        if (isOnDisk(sector)) {
            accessTime.moved(sector);
            complete(true);
        } else {
            fail(ID_NOT_FOUND, 0);
        }
    }

    /** Changes the translation of CHS addresses; IDENTIFY words 54-58 show it. */
    private void initializeParameters() {
        int sectors = registers().count();
        if (sectors == 0 || sectors > DiskGeometry.MOST_SECTORS_PER_TRACK) {
            fail(ABORTED, 0);
            return;
        }
        translation.set(registers().head() + 1, sectors);
        complete(true);
    }

    private void setMultiple(int sectors) {
        if (sectors > MOST_MULTIPLE || Integer.bitCount(sectors) > 1) {
            multiple = 0;
            fail(ABORTED, 0);
        } else {
            multiple = sectors;
            complete(true);
        }
    }

    /** Bits of SET FEATURES. @see "ANSI X3.298 (ATA-3), 7.31; ATA-5, 8.37" */
    private void setFeatures() {
        switch (registers().features()) {
            case 0x01, 0x81 -> complete(true); // 8-bit data: the data port takes both widths
            case 0x02, 0x82, 0x33, 0x99, 0x55, 0xAA, 0x66, 0xCC ->
                    complete(true); // write cache, retries, look-ahead, reverting
            case 0x03 -> setTransferMode(registers().count());
            case 0x44, 0xBB -> { // bytes of ECC in READ LONG: all we have, or four
                eccBytes = ECC_BYTES;
                complete(true);
            }
            default -> {
                notModelled.report("ATA", "SET FEATURES", registers().features());
                fail(ABORTED, 0);
            }
        }
    }

    /** PIO default, without IORDY, and modes 0 to 4. */
    private void setTransferMode(int mode) {
        boolean pio = mode <= 0x01 || mode >= 0x08 && mode <= 0x0C;
        if (pio) {
            complete(true);
        } else {
            fail(ABORTED, 0);
        }
    }

    private boolean isOnDisk(long sector) {
        return sector >= 0 && sector < disk.sectors();
    }

    /** How many sectors the next block has. */
    private int nextBlock() {
        int most = command.isMultiple() ? multiple : 1;
        return Math.min(most, remaining);
    }

    private void readBlock() {
        inBlock = nextBlock();
        if (inBlock == 0) {
            fail(ABORTED, 0); // READ MULTIPLE without SET MULTIPLE
            return;
        }
        for (int i = 0; i < inBlock; i++) {
            IoOutcome outcome =
                    isOnDisk(lba + i) && lba >= 0
                            ? disk.read(lba + i, 1, block().data(), i * BlockDevice.SECTOR_SIZE)
                            : IoOutcome.READ_ERROR;
            if (!outcome.isOk()) {
                failAt(i, isOnDisk(lba + i) ? UNCORRECTABLE : ID_NOT_FOUND, 0);
                return;
            }
        }
        if (command.isLong()) {
            remaining = 1;
            Arrays.fill(block().data(), BlockDevice.SECTOR_SIZE, LONG_SECTOR, (byte) 0);
        }
        show(lba + inBlock - 1, remaining - inBlock);
        offer(blockLength(), false, true);
    }

    private int blockLength() {
        return command.isLong()
                ? BlockDevice.SECTOR_SIZE + eccBytes
                : inBlock * BlockDevice.SECTOR_SIZE;
    }

    private void failAt(int offset, int errorBits, int moreStatus) {
        if (lba >= 0) {
            show(lba + offset, remaining - offset);
        }
        fail(errorBits, moreStatus);
    }

    private void askForBlock(boolean interrupt) {
        inBlock = nextBlock();
        if (inBlock == 0) {
            fail(ABORTED, 0);
        } else if (!isOnDisk(lba)) {
            failAt(0, ID_NOT_FOUND, 0);
        } else {
            remaining = command.isLong() ? 1 : remaining;
            offer(blockLength(), true, interrupt);
        }
    }

    @Override
    void blockPassed() {
        switch (command) {
            case IDENTIFY, READ_BUFFER -> complete(false);
            case WRITE_BUFFER -> {
                taken = true;
                busy(DiskAccessTime.COMMAND_NANOS);
            }
            case READ_SECTORS, READ_SECTORS_EXT, READ_MULTIPLE, READ_MULTIPLE_EXT, READ_LONG -> {
                lba += inBlock;
                remaining -= inBlock;
                accessTime.moved(lba);
                if (remaining == 0) {
                    complete(false);
                } else {
                    busy(accessTime.following(nextBlock()));
                }
            }
            default -> {
                taken = true;
                busy(accessTime.following(inBlock));
            }
        }
    }

    private void writeBlock() {
        taken = false;
        for (int i = 0; i < inBlock; i++) {
            if (!isOnDisk(lba + i)) {
                failAt(i, ID_NOT_FOUND, 0);
                return;
            }
            IoOutcome outcome = disk.write(lba + i, 1, block().data(), i * BlockDevice.SECTOR_SIZE);
            if (!outcome.isOk()) {
                failAt(i, ABORTED, outcome == IoOutcome.WRITE_PROTECTED ? 0 : FAULT);
                return;
            }
        }
        lba += inBlock;
        remaining -= inBlock;
        accessTime.moved(lba);
        show(lba - 1, remaining);
        if (remaining == 0) {
            complete(true);
        } else {
            askForBlock(true);
        }
    }

    /** Reads without giving; long requests in pieces. */
    private void verify() {
        int piece = Math.min(remaining, VERIFY_AT_ONCE);
        var data = new byte[BlockDevice.SECTOR_SIZE];
        for (int i = 0; i < piece; i++) {
            if (lba < 0 || !isOnDisk(lba + i)) {
                failAt(i, ID_NOT_FOUND, 0);
                return;
            }
            if (!disk.read(lba + i, 1, data, 0).isOk()) {
                failAt(i, UNCORRECTABLE, 0);
                return;
            }
        }
        lba += piece;
        remaining -= piece;
        accessTime.moved(lba);
        show(lba - 1, remaining);
        if (remaining == 0) {
            complete(true);
        } else {
            busy(accessTime.following(piece));
        }
    }

    @Override
    public void exchange(StateCodec state) {
        super.exchange(state);
        state.bytes("sectorBuffer", sectorBuffer);
        command = state.constant("command", command, AtaCommand.class);
        lba = state.i64("lba", lba);
        remaining = state.i32("remaining", remaining);
        inBlock = state.i32("inBlock", inBlock);
        taken = state.bool("taken", taken);
        state.section("translation", translation);
        multiple = state.u8("multiple", multiple);
        eccBytes = state.u8("eccBytes", eccBytes);
        power = state.constant("power", power, Power.class);
        state.section("accessTime", accessTime);
        state.section("disk", disk);
    }
}
