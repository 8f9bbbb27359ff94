package pentimento.devices.ide;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The tables that a CD-ROM drive tells about itself and its disc. Numbers are big-endian, as in all
 * packet commands.
 *
 * @see "SFF-8020i r2.6, 10.8; MMC-2, 5 and 6"
 */
final class CdData {
    private static final int DATA_TRACK = 0x14; // ADR 1, digital copy prohibited, data
    private static final int LEAD_OUT = 0xAA;
    private static final int PROFILE_CD_ROM = 0x0008;

    private CdData() {}

    /** Bytes that grow. */
    private static final class Table {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Table u8(int... values) {
            for (int value : values) {
                bytes.write(value);
            }
            return this;
        }

        Table u16(int value) {
            return u8(value >> 8, value);
        }

        Table u32(int value) {
            return u16(value >>> 16).u16(value);
        }

        Table text(int length, String text) {
            byte[] padded = Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), length);
            for (int i = text.length(); i < length; i++) {
                padded[i] = ' ';
            }
            bytes.writeBytes(padded);
            return this;
        }

        Table table(byte[] more) {
            bytes.writeBytes(more);
            return this;
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }

    static byte[] inquiry() {
        return new Table()
                .u8(0x05, 0x80, 0x00, 0x21) // CD-ROM, removable, ATAPI version 2, format 1
                .u8(31, 0, 0, 0)
                .text(8, "PENTIMEN")
                .text(16, "CD-ROM")
                .text(4, "1.0")
                .bytes();
    }

    static byte[] capacity(int blocks) {
        return new Table().u32(blocks - 1).u32(2048).bytes();
    }

    private static void address(Table table, int block, boolean msf) {
        table.u32(msf ? CdBlock.msf(block) : block);
    }

    /** Format 0: the tracks from the given one on, and the lead-out. */
    static byte[] toc(int blocks, int startTrack, boolean msf) {
        var tracks = new Table();
        if (startTrack <= 1) {
            tracks.u8(0, DATA_TRACK, 1, 0);
            address(tracks, 0, msf);
        }
        tracks.u8(0, DATA_TRACK, LEAD_OUT, 0);
        address(tracks, blocks, msf);
        byte[] entries = tracks.bytes();
        return new Table().u16(entries.length + 2).u8(1, 1).table(entries).bytes();
    }

    /** Format 1: the first track of the last session. */
    static byte[] sessions(boolean msf) {
        var table = new Table().u16(10).u8(1, 1).u8(0, DATA_TRACK, 1, 0);
        address(table, 0, msf);
        return table.bytes();
    }

    /** Format 2: the lead-in's entries: first track, last track, lead-out, track 1. */
    static byte[] rawToc(int blocks) {
        var table = new Table().u16(2 + 4 * 11).u8(1, 1);
        int[][] points = {
            {0xA0, 1 << 16}, {0xA1, 1 << 16}, {0xA2, CdBlock.msf(blocks)}, {1, 0x200}
        };
        for (int[] point : points) {
            table.u8(1, DATA_TRACK, 0, point[0], 0, 0, 0).u32(point[1]);
        }
        return table.bytes();
    }

    /** The mode pages: 01h error recovery, 0Dh parameters, 0Eh audio control, 2Ah capabilities. */
    static byte[] modePages(int page) {
        var pages = new Table();
        boolean all = page == 0x3F;
        if (all || page == 0x01) {
            pages.u8(0x01, 6, 0, 3, 0, 0, 0, 0); // three retries
        }
        if (all || page == 0x0D) {
            pages.u8(0x0D, 6, 0, 0, 0, 60, 0, 75);
        }
        if (all || page == 0x0E) {
            pages.u8(0x0E, 14, 4, 0, 0, 0, 0, 75, 1, 0xFF, 2, 0xFF, 0, 0, 0, 0);
        }
        if (all || page == 0x2A) {
            pages.u8(0x2A, 18, 0x03, 0x00) // reads CD-R and CD-RW
                    .u8(0x70, 0x60) // mode 2 forms, multisession; UPC and ISRC not
                    .u8(0x29, 0x00) // tray, eject, lock
                    .u16(706 * 10) // KB/s
                    .u16(0)
                    .u16(512) // buffer, KB
                    .u16(706 * 10)
                    .u8(0, 0, 0, 0);
        }
        return pages.bytes();
    }

    /** With the header of MODE SENSE (6) or (10). */
    static byte[] modeSense(byte[] pages, boolean ten, boolean medium) {
        int type = medium ? 0x01 : 0x70; // a 120 mm data disc, or none
        var header = new Table();
        if (ten) {
            header.u16(pages.length + 6).u8(type, 0, 0, 0, 0, 0);
        } else {
            header.u8(pages.length + 3, type, 0, 0);
        }
        return header.table(pages).bytes();
    }

    /**
     * @param requested 0 all features, 1 the current ones, 2 the one named
     */
    static byte[] configuration(int requested, int start, boolean medium) {
        var features = new Table();
        int[][] all = {
            // feature, flags (version, persistent, current), additional data
            {0x0000, 0x03, 0x00, 0x08, medium ? 1 : 0, 0x00}, // profiles
            {0x0001, 0x03, 0, 0, 0, 2}, // core, by ATAPI
            {0x0003, 0x03, 0x29, 0, 0, 0}, // removable: tray, eject, lock
            {0x0010, medium ? 1 : 0, 0, 0, 8, 0, 0, 1, 0, 0}, // random reading, 2048 bytes
            {0x001E, medium ? 1 : 0}, // reads CDs
        };
        for (int[] feature : all) {
            boolean isCurrent = (feature[1] & 1) != 0;
            boolean wanted =
                    switch (requested) {
                        case 2 -> feature[0] == start;
                        case 1 -> feature[0] >= start && isCurrent;
                        default -> feature[0] >= start;
                    };
            if (wanted) {
                features.u16(feature[0]).u8(feature[1], feature.length - 2);
                for (int i = 2; i < feature.length; i++) {
                    features.u8(feature[i]);
                }
            }
        }
        byte[] list = features.bytes();
        return new Table()
                .u32(list.length + 4)
                .u16(0)
                .u16(medium ? PROFILE_CD_ROM : 0)
                .table(list)
                .bytes();
    }

    /**
     * @param event 0 none, 2 new medium, 3 medium removed
     */
    static byte[] mediaEvent(int event, boolean trayOpen, boolean medium) {
        int status = (trayOpen ? 1 : 0) | (medium ? 2 : 0);
        return new Table().u16(6).u8(0x04, 0x10, event, status, 0, 0).bytes();
    }

    static byte[] noEvents() {
        return new Table().u16(2).u8(0x80, 0x10).bytes();
    }

    static byte[] mechanism() {
        return new byte[8];
    }

    /** A finalised disc of one session. */
    static byte[] discInformation() {
        return Arrays.copyOf(new Table().u16(32).u8(0x0E, 1, 1, 1, 1).bytes(), 34);
    }

    static byte[] trackInformation(int blocks) {
        byte[] data =
                new Table()
                        .u16(34)
                        .u8(1, 1, 0, 0x04, 0x01, 0)
                        .u32(0)
                        .u32(0)
                        .u32(0)
                        .u32(0)
                        .u32(blocks)
                        .bytes();
        return Arrays.copyOf(data, 36);
    }

    /** READ SUB-CHANNEL without audio: the header, and the position. */
    static byte[] subchannel(int format, boolean withData, int block, boolean msf) {
        var table = new Table().u8(0, 0x15); // no audio status to return
        if (!withData) {
            return table.u16(0).bytes();
        }
        if (format == 1) {
            table.u16(12).u8(1, DATA_TRACK, 1, 1);
            address(table, block, msf);
            address(table, block, msf);
            return table.bytes();
        }
        return Arrays.copyOf(table.u16(20).u8(format).bytes(), 24); // no UPC, no ISRC
    }

    static byte[] header(int block, boolean msf) {
        var table = new Table().u8(1, 0, 0, 0); // mode 1
        address(table, block, msf);
        return table.bytes();
    }
}
