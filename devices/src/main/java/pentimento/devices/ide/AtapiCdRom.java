package pentimento.devices.ide;

import java.util.Arrays;
import java.util.Optional;
import pentimento.devices.disk.CdImage;
import pentimento.devices.disk.DiskTiming;
import pentimento.memory.bus.Line;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.state.StateCodec;
import pentimento.memory.time.Scheduler;

/**
 * An ATAPI CD-ROM drive: the packet protocol by PIO. The host writes PACKET, then 12 bytes, then
 * data passes in blocks of at most the byte count that the host set; each block and the end have an
 * interrupt, and the count register tells which it is.
 *
 * @see "SFF-8020i r2.6, 5 and 7; NCITS 317 (ATA/ATAPI-4), 9.8: PACKET command protocol"
 */
public final class AtapiCdRom extends IdeDevice {
    private static final int DEVICE_RESET = 0x08, PACKET = 0xA0, IDENTIFY_PACKET = 0xA1;
    private static final int SET_FEATURES = 0xEF, SET_TRANSFER_MODE = 0x03;
    private static final int FIRST_POWER = 0xE0, LAST_POWER = 0xE6;
    private static final int CHECK_POWER = 0xE5, POWER_ACTIVE = 0xFF;
    private static final int SIGNATURE_LOW = 0x14, SIGNATURE_HIGH = 0xEB;

    /** Interrupt reason, in the count register. */
    private static final int COMMAND = 0x01, TO_HOST = 0x02;

    private static final int PACKET_LENGTH = 12;
    private static final int IDENTIFY_LENGTH = 512;
    private static final int MOST_BYTES = 0xFFFE;
    private static final long FAST_COMMAND_NANOS = 20_000, FAST_BLOCK_NANOS = 10_000;
    private static final long ACCESS_NANOS = 90_000_000, BLOCK_NANOS = 278_000; // 48 times

    private enum Phase {
        /** A command other than PACKET. */
        ATA,
        WAIT_FOR_PACKET,
        PACKET_TAKEN,
        DATA,
        TAKE
    }

    private final CdRomUnit unit;
    private final DiskTiming timing;
    private final String serial;

    private Phase phase = Phase.ATA;
    private int opcode;
    private int limit; // the host's byte count
    private byte[] data = {}; // what is still to be given, from dataAt
    private int dataAt;
    private int nextBlock; // blocks that follow the data
    private int blocksLeft;
    private int blockParts;
    private int toTake;

    /**
     * @param name the name of its event and serial number, for example "ide1.0"
     * @param intrq its end of the channel's cable
     */
    public AtapiCdRom(
            Scheduler time, String name, Line intrq, DiskTiming timing, NotModelled notModelled) {
        super(time, name, intrq, MOST_BYTES + 2);
        this.unit = new CdRomUnit(name, notModelled);
        this.timing = timing;
        this.serial = "PM" + name;
        resetNow();
    }

    /** Puts a disc into the drive, in place of the one that is there, and closes the tray. */
    public void insert(CdImage image) {
        unit.insert(image);
    }

    /** Takes the disc out, locked or not. The caller closes it. */
    public Optional<CdImage> eject() {
        return unit.eject();
    }

    public Optional<CdImage> disc() {
        return unit.disc();
    }

    @Override
    int statusAfterReset() {
        registers().signature(SIGNATURE_LOW, SIGNATURE_HIGH);
        return 0; // DRDY comes with the first command
    }

    @Override
    void revert(boolean hard) {
        unit.reset();
    }

    @Override
    boolean interruptsBusy(int command) {
        return command == DEVICE_RESET;
    }

    @Override
    void execute(int command) {
        opcode = command;
        if (command == DEVICE_RESET) {
            unit.reset();
            diagnose(true); // Windows 95 waits for an interrupt
            return;
        }
        phase = command == PACKET ? Phase.WAIT_FOR_PACKET : Phase.ATA;
        if (command == PACKET) {
            int count = registers().word() == 0 ? MOST_BYTES : registers().word();
            limit = Math.max(2, Math.min(count, MOST_BYTES) & ~1);
            registers().showWord(0); // OAKCDROM.SYS takes what stays there for data
        }
        busy(FAST_COMMAND_NANOS);
    }

    @Override
    void proceed() {
        switch (phase) {
            case ATA -> ataCommand();
            case WAIT_FOR_PACKET -> {
                registers().show(TaskFile.COUNT, COMMAND);
                offer(PACKET_LENGTH, true, false);
            }
            case PACKET_TAKEN -> packet(Arrays.copyOf(block().data(), PACKET_LENGTH));
            case DATA -> giveBlock();
            case TAKE -> takeBlock();
        }
    }

    private void ataCommand() {
        if (opcode == IDENTIFY_PACKET) {
            identify().writeTo(block().data());
            offer(IDENTIFY_LENGTH, false, true);
        } else if (opcode == CHECK_POWER) {
            registers().show(TaskFile.COUNT, POWER_ACTIVE);
            complete(true);
        } else if (opcode >= FIRST_POWER && opcode <= LAST_POWER) {
            complete(true);
        } else if (opcode == SET_FEATURES) {
            boolean pio = registers().count() <= 0x01 || (registers().count() & 0xF8) == 0x08;
            if (registers().features() != SET_TRANSFER_MODE || pio) {
                complete(true);
            } else {
                fail(ABORTED, 0);
            }
        } else {
            registers().signature(SIGNATURE_LOW, SIGNATURE_HIGH); // IDENTIFY DEVICE and the rest
            fail(ABORTED, 0);
        }
    }

    private void packet(byte[] bytes) {
        switch (unit.execute(bytes)) {
            case CdAnswer.Done() -> end();
            case CdAnswer.Failed(CdSense sense) -> endWith(sense);
            case CdAnswer.Data(byte[] answer) -> {
                data = answer;
                dataAt = 0;
                blocksLeft = 0;
                phase = Phase.DATA;
                giveBlock();
            }
            case CdAnswer.Blocks(int first, int count, int parts) -> {
                data = new byte[0];
                dataAt = 0;
                nextBlock = first;
                blocksLeft = count;
                blockParts = parts;
                phase = Phase.DATA;
                busy(timing == DiskTiming.FAST ? FAST_BLOCK_NANOS : ACCESS_NANOS);
            }
            case CdAnswer.Take(int length) -> {
                toTake = length;
                phase = Phase.TAKE;
                takeBlock();
            }
        }
    }

    private void end() {
        registers().show(TaskFile.COUNT, COMMAND | TO_HOST);
        complete(true);
    }

    private void endWith(CdSense sense) {
        registers().show(TaskFile.COUNT, COMMAND | TO_HOST);
        fail(sense.key() << 4 | ABORTED, 0);
    }

    /** Gives the next bytes, of the answer or of as many whole blocks as fit, or ends. */
    private void giveBlock() {
        if (dataAt == data.length && blocksLeft > 0 && !readBlocks()) {
            endWith(unit.fail(CdSense.UNRECOVERED_READ));
            return;
        }
        int length = Math.min(limit, data.length - dataAt);
        if (length == 0) {
            end();
            return;
        }
        System.arraycopy(data, dataAt, block().data(), 0, length);
        dataAt += length;
        registers().show(TaskFile.COUNT, TO_HOST);
        registers().showWord(length);
        offer(length, false, true);
    }

    private boolean readBlocks() {
        int blockLength = CdBlock.length(blockParts);
        int count = Math.clamp(limit / blockLength, 1, blocksLeft);
        data = new byte[count * blockLength];
        dataAt = 0;
        for (int i = 0; i < count; i++) {
            if (!readBlock(i * blockLength)) {
                data = new byte[0];
                blocksLeft = 0;
                return false;
            }
            nextBlock++;
            blocksLeft--;
        }
        return true;
    }

    /** The disc may have been taken out meanwhile. */
    private boolean readBlock(int at) {
        Optional<CdImage> disc = unit.disc();
        return disc.isPresent()
                && nextBlock < disc.get().blocks()
                && CdBlock.read(disc.get(), nextBlock, blockParts, data, at).isOk();
    }

    private void takeBlock() {
        int length = Math.min(limit, toTake);
        if (length == 0) {
            end();
            return;
        }
        toTake -= length;
        registers().show(TaskFile.COUNT, 0);
        registers().showWord(length);
        offer(length, true, true);
    }

    @Override
    void blockPassed() {
        switch (phase) {
            case WAIT_FOR_PACKET -> {
                phase = Phase.PACKET_TAKEN;
                busy(FAST_COMMAND_NANOS);
            }
            case DATA -> {
                boolean fast = timing == DiskTiming.FAST || blocksLeft == 0;
                int blocks = Math.max(1, limit / CdImage.BLOCK_SIZE);
                busy(fast ? FAST_BLOCK_NANOS : blocks * BLOCK_NANOS);
            }
            case TAKE -> busy(FAST_BLOCK_NANOS);
            default -> complete(false); // IDENTIFY PACKET DEVICE
        }
    }

    /**
     * @see "NCITS 317 (ATA/ATAPI-4), 8.13: IDENTIFY PACKET DEVICE data"
     */
    private IdentifyData identify() {
        return new IdentifyData()
                .word(0, 0x85C0) // ATAPI, CD-ROM, removable, DRQ within 50 us, 12 bytes
                .text(10, 10, serial)
                .text(23, 4, "1.0")
                .text(27, 20, "PENTIMENTO CD-ROM")
                .word(49, 0x0A00) // IORDY, LBA
                .word(51, 0x0200)
                .word(53, 0x0003)
                .word(64, 0x0003)
                .word(67, 120)
                .word(68, 120)
                .word(71, 30)
                .word(72, 30)
                .word(80, 0x001E) // ATA-1 to ATAPI-4
                .word(82, 0x4210) // NOP, DEVICE RESET, PACKET
                .word(83, 0x4000)
                .word(84, 0x4000)
                .word(85, 0x4210)
                .word(87, 0x4000);
    }

    @Override
    public void exchange(StateCodec state) {
        super.exchange(state);
        phase = state.constant("phase", phase, Phase.class);
        opcode = state.u8("opcode", opcode);
        limit = state.u16("limit", limit);
        data = state.blob("data", data);
        dataAt = state.i32("dataAt", dataAt);
        nextBlock = state.i32("nextBlock", nextBlock);
        blocksLeft = state.i32("blocksLeft", blocksLeft);
        blockParts = state.u8("blockParts", blockParts);
        toTake = state.i32("toTake", toTake);
        state.section("unit", unit);
    }
}
