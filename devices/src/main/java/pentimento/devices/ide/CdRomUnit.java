package pentimento.devices.ide;

import java.util.Arrays;
import java.util.Optional;
import pentimento.devices.disk.CdImage;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.StateException;
import pentimento.memory.state.Stateful;

/**
 * A CD-ROM drive behind its packet interface: disc, tray, sense data, and what each command of 12
 * bytes answers.
 *
 * @see "SFF-8020i r2.6, 10; MMC-2 (NCITS 333), 6"
 */
final class CdRomUnit implements Stateful {
    private static final int TEST_UNIT_READY = 0x00, REQUEST_SENSE = 0x03, INQUIRY = 0x12;
    private static final int MODE_SELECT_6 = 0x15, MODE_SENSE_6 = 0x1A, START_STOP = 0x1B;
    private static final int PREVENT_ALLOW = 0x1E, READ_CAPACITY = 0x25, READ_10 = 0x28;
    private static final int SEEK_10 = 0x2B, READ_SUBCHANNEL = 0x42, READ_TOC = 0x43;
    private static final int READ_HEADER = 0x44, PLAY_AUDIO_10 = 0x45, GET_CONFIGURATION = 0x46;
    private static final int PLAY_AUDIO_MSF = 0x47, GET_EVENT_STATUS = 0x4A, PAUSE_RESUME = 0x4B;
    private static final int STOP_PLAY = 0x4E, READ_DISC_INFORMATION = 0x51;
    private static final int READ_TRACK_INFORMATION = 0x52, MODE_SELECT_10 = 0x55;
    private static final int MODE_SENSE_10 = 0x5A, PLAY_AUDIO_12 = 0xA5, READ_12 = 0xA8;
    private static final int READ_CD_MSF = 0xB9, SET_CD_SPEED = 0xBB, MECHANISM_STATUS = 0xBD;
    private static final int READ_CD = 0xBE;

    private static final int MSF = 2; // in byte 1 of several commands
    private static final int EVENT_NONE = 0, EVENT_NEW = 2, EVENT_REMOVED = 3, MEDIA_CLASS = 0x10;
    private static final int MODE_2A_CURRENT = 0x3F;

    private final String name;
    private final NotModelled notModelled;
    private Optional<CdImage> disc = Optional.empty();
    private CdSense sense = CdSense.NONE;
    private boolean changed; // a unit attention is due
    private int mediaEvent = EVENT_NONE;
    private boolean trayOpen;
    private boolean locked;
    private int position; // of the head

    CdRomUnit(String name, NotModelled notModelled) {
        this.name = name;
        this.notModelled = notModelled;
    }

    Optional<CdImage> disc() {
        return disc;
    }

    void insert(CdImage image) {
        disc = Optional.of(image);
        trayOpen = false;
        changed = true;
        mediaEvent = EVENT_NEW;
    }

    Optional<CdImage> eject() {
        Optional<CdImage> out = disc;
        disc = Optional.empty();
        changed = false;
        mediaEvent = EVENT_REMOVED;
        return out;
    }

    /** A reset unlocks the tray. */
    void reset() {
        locked = false;
        sense = CdSense.NONE;
    }

    private boolean hasDisc() {
        return disc.isPresent() && !trayOpen;
    }

    CdSense fail(CdSense newSense) {
        sense = newSense;
        return newSense;
    }

    /**
     * @param packet 12 bytes
     */
    CdAnswer execute(byte[] packet) {
        int opcode = packet[0] & 0xFF;
        CdAnswer answer = answer(opcode, packet);
        if (answer instanceof CdAnswer.Failed(CdSense failure)) {
            sense = failure;
        }
        return answer;
    }

    private CdAnswer answer(int opcode, byte[] packet) {
        switch (opcode) {
            case REQUEST_SENSE -> {
                byte[] data = sense.bytes();
                sense = CdSense.NONE;
                return data(data, packet[4] & 0xFF);
            }
            case INQUIRY -> {
                return data(CdData.inquiry(), packet[4] & 0xFF);
            }
            case GET_CONFIGURATION -> {
                byte[] data = CdData.configuration(packet[1] & 3, u16(packet, 2), hasDisc());
                return data(data, u16(packet, 7));
            }
            case GET_EVENT_STATUS -> {
                return eventStatus(packet);
            }
            default -> sense = CdSense.NONE; // each command begins without
        }
        if (changed && hasDisc()) {
            changed = false;
            return new CdAnswer.Failed(CdSense.MEDIUM_CHANGED);
        }
        return switch (opcode) {
            case MODE_SENSE_6 -> modeSense(packet, false, packet[4] & 0xFF);
            case MODE_SENSE_10 -> modeSense(packet, true, u16(packet, 7));
            case MODE_SELECT_6 -> new CdAnswer.Take(packet[4] & 0xFF);
            case MODE_SELECT_10 -> new CdAnswer.Take(u16(packet, 7));
            case START_STOP -> startStop(packet[4]);
            case PREVENT_ALLOW -> {
                locked = (packet[4] & 1) != 0;
                yield new CdAnswer.Done();
            }
            case SET_CD_SPEED -> new CdAnswer.Done();
            case MECHANISM_STATUS -> data(CdData.mechanism(), u16(packet, 8));
            default -> withDisc(opcode, packet);
        };
    }

    private CdAnswer withDisc(int opcode, byte[] packet) {
        boolean known =
                switch (opcode) {
                    case TEST_UNIT_READY,
                            READ_CAPACITY,
                            READ_10,
                            READ_12,
                            READ_CD,
                            READ_CD_MSF,
                            SEEK_10,
                            READ_TOC,
                            READ_SUBCHANNEL,
                            READ_HEADER,
                            READ_DISC_INFORMATION,
                            READ_TRACK_INFORMATION,
                            PLAY_AUDIO_10,
                            PLAY_AUDIO_12,
                            PLAY_AUDIO_MSF,
                            PAUSE_RESUME,
                            STOP_PLAY ->
                            true;
                    default -> false;
                };
        if (!known) {
            notModelled.report("ATAPI CD-ROM", "packet command", opcode);
            return new CdAnswer.Failed(CdSense.INVALID_COMMAND);
        }
        if (!hasDisc()) {
            return new CdAnswer.Failed(CdSense.NO_MEDIUM);
        }
        boolean msf = (packet[1] & MSF) != 0;
        int blocks = disc.orElseThrow().blocks();
        return switch (opcode) {
            case READ_CAPACITY -> data(CdData.capacity(blocks), 8);
            case READ_10 -> blocks(u32(packet, 2), u16(packet, 7), CdBlock.USER_DATA);
            case READ_12 -> blocks(u32(packet, 2), u32(packet, 6), CdBlock.USER_DATA);
            case READ_CD -> readCd(u32(packet, 2), u24(packet, 6), packet);
            case READ_CD_MSF -> {
                int first = CdBlock.block(packet[3], packet[4], packet[5]);
                int end = CdBlock.block(packet[6], packet[7], packet[8]);
                yield readCd(first, Math.max(0, end - first), packet);
            }
            case SEEK_10 -> blocks(u32(packet, 2), 0, 0); // stops audio, too
            case READ_TOC -> toc(packet, msf, blocks);
            case READ_SUBCHANNEL ->
                    data(
                            CdData.subchannel(
                                    packet[3] & 0xFF, (packet[2] & 0x40) != 0, position, msf),
                            u16(packet, 7));
            case READ_HEADER -> data(CdData.header(u32(packet, 2), msf), u16(packet, 7));
            case READ_DISC_INFORMATION -> data(CdData.discInformation(), u16(packet, 7));
            case READ_TRACK_INFORMATION -> data(CdData.trackInformation(blocks), u16(packet, 7));
            case PLAY_AUDIO_10, PLAY_AUDIO_12, PLAY_AUDIO_MSF ->
                    new CdAnswer.Failed(CdSense.ILLEGAL_MODE_FOR_TRACK); // no audio tracks
            default -> new CdAnswer.Done(); // TEST UNIT READY, and audio that does not play
        };
    }

    /** As much as the host has room for. */
    private static CdAnswer data(byte[] bytes, int allocated) {
        return allocated == 0
                ? new CdAnswer.Done()
                : new CdAnswer.Data(Arrays.copyOf(bytes, Math.min(bytes.length, allocated)));
    }

    private CdAnswer blocks(int first, int count, int parts) {
        int all = disc.orElseThrow().blocks();
        boolean exists = first >= 0 && count >= 0 && (long) first + count <= all;
        if (!exists || first >= all) {
            return new CdAnswer.Failed(CdSense.ADDRESS_OUT_OF_RANGE);
        }
        position = first;
        return count == 0 || CdBlock.length(parts) == 0
                ? new CdAnswer.Done()
                : new CdAnswer.Blocks(first, count, parts);
    }

    /** A length of zero is no error. */
    private CdAnswer readCd(int first, int count, byte[] packet) {
        int type = packet[1] >> 2 & 7; // 0 any, 2 mode 1
        if (type != 0 && type != 2) {
            return new CdAnswer.Failed(CdSense.ILLEGAL_MODE_FOR_TRACK);
        }
        if ((packet[10] & 7) != 0 || (packet[9] & 0x06) != 0) {
            return new CdAnswer.Failed(CdSense.INVALID_FIELD); // sub-channels, C2 errors
        }
        return count == 0 ? new CdAnswer.Done() : blocks(first, count, packet[9] & 0xF8);
    }

    private static CdAnswer toc(byte[] packet, boolean msf, int blocks) {
        int format = packet[2] & 0xF;
        if (format == 0) {
            format = packet[9] >> 6 & 3; // where SFF-8020 has it
        }
        int start = packet[6] & 0xFF;
        int allocated = u16(packet, 7);
        return switch (format) {
            case 0 ->
                    start > 1 && start != 0xAA
                            ? new CdAnswer.Failed(CdSense.INVALID_FIELD)
                            : data(CdData.toc(blocks, start, msf), allocated);
            case 1 -> data(CdData.sessions(msf), allocated);
            case 2 -> data(CdData.rawToc(blocks), allocated);
            default -> new CdAnswer.Failed(CdSense.INVALID_FIELD);
        };
    }

    private CdAnswer modeSense(byte[] packet, boolean ten, int allocated) {
        byte[] pages = CdData.modePages(packet[2] & MODE_2A_CURRENT);
        return pages.length == 0
                ? new CdAnswer.Failed(CdSense.INVALID_FIELD)
                : data(CdData.modeSense(pages, ten, hasDisc()), allocated);
    }

    private CdAnswer eventStatus(byte[] packet) {
        if ((packet[1] & 1) == 0) {
            return new CdAnswer.Failed(CdSense.INVALID_FIELD); // only polled
        }
        if ((packet[4] & MEDIA_CLASS) == 0) {
            return data(CdData.noEvents(), u16(packet, 7));
        }
        byte[] event = CdData.mediaEvent(mediaEvent, trayOpen, hasDisc());
        mediaEvent = EVENT_NONE;
        return data(event, u16(packet, 7));
    }

    /** Bit 0 start, bit 1 load or eject. The disc stays in the drive's tray until it is taken. */
    private CdAnswer startStop(int action) {
        if ((action & 2) == 0) {
            return new CdAnswer.Done();
        }
        boolean close = (action & 1) != 0;
        if (!close && locked) {
            return new CdAnswer.Failed(CdSense.REMOVAL_PREVENTED);
        }
        if (close && trayOpen && disc.isPresent()) {
            changed = true;
            mediaEvent = EVENT_NEW;
        } else if (!close && !trayOpen) {
            mediaEvent = EVENT_REMOVED;
        }
        trayOpen = !close;
        return new CdAnswer.Done();
    }

    private static int u16(byte[] packet, int at) {
        return (packet[at] & 0xFF) << 8 | packet[at + 1] & 0xFF;
    }

    private static int u24(byte[] packet, int at) {
        return (packet[at] & 0xFF) << 16 | u16(packet, at + 1);
    }

    private static int u32(byte[] packet, int at) {
        return u16(packet, at) << 16 | u16(packet, at + 2);
    }

    /**
     * @throws StateException if the disc in the drive is not the one of the saved state
     */
    @Override
    public void exchange(StateCodec state) {
        sense = state.constant("sense", sense, CdSense.class);
        changed = state.bool("changed", changed);
        mediaEvent = state.u8("mediaEvent", mediaEvent);
        trayOpen = state.bool("trayOpen", trayOpen);
        locked = state.bool("locked", locked);
        position = state.i32("position", position);
        if (state.bool("medium", disc.isPresent()) != disc.isPresent()) {
            throw new StateException(
                    "the saved state has "
                            + (disc.isPresent() ? "no disc" : "a disc")
                            + " in CD drive "
                            + name
                            + "; "
                            + (disc.isPresent() ? "eject this one first" : "insert it first"));
        }
        disc.ifPresent(image -> state.section("disc", image.disk()));
    }
}
