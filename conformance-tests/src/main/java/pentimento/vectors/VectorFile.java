package pentimento.vectors;

import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import pentimento.vectors.Vector.Change;
import pentimento.vectors.Vector.Chunk;
import pentimento.vectors.Vector.Registers;

/** The tests of one instruction form, in the XVEC format. */
record VectorFile(String name, Mode mode, boolean hasX87, boolean hasSse, List<Vector> vectors) {
    /** The machine that the tests were recorded on. */
    enum Mode {
        /** 32-bit code, flat segments, CPL 3. */
        P32,
        /** 16-bit code, segments with a base, CPL 3. */
        P16,
        REAL
    }

    private static final int MAGIC = 'X' | 'V' << 8 | 'E' << 16 | 'C' << 24;

    static VectorFile read(Path path) throws IOException {
        byte[] contents;
        try (InputStream in = new GZIPInputStream(Files.newInputStream(path))) {
            contents = in.readAllBytes();
        }
        try {
            return new Reader(ByteBuffer.wrap(contents).order(ByteOrder.LITTLE_ENDIAN)).file();
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new IOException("it is damaged", e);
        }
    }

    private static final class Reader {
        private final ByteBuffer in;
        private int sections;

        Reader(ByteBuffer in) {
            this.in = in;
        }

        VectorFile file() throws IOException {
            if (in.getInt() != MAGIC || u8() != 1) {
                throw new IOException("not a vector file of version 1");
            }
            Mode mode = mode(u8());
            sections = u8();
            int nameLength = u8();
            int count = in.getInt();
            String name = new String(bytes(nameLength), StandardCharsets.US_ASCII);
            List<Vector> vectors = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                vectors.add(vector(i));
            }
            return new VectorFile(name, mode, (sections & 1) != 0, (sections & 2) != 0, vectors);
        }

        private static Mode mode(int code) throws IOException {
            return switch (code) {
                case 0 -> Mode.P32;
                case 1 -> Mode.P16;
                case 2 -> Mode.REAL;
                default -> throw new IOException("unknown mode " + code);
            };
        }

        private int u8() {
            return in.get() & 0xFF;
        }

        private int u16() {
            return in.getShort() & 0xFFFF;
        }

        private byte[] bytes(int length) {
            byte[] bytes = new byte[length];
            in.get(bytes);
            return bytes;
        }

        private List<Chunk> chunks() {
            int count = u8();
            List<Chunk> chunks = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                int address = in.getInt();
                chunks.add(new Chunk(address, bytes(u8())));
            }
            return chunks;
        }

        private Vector vector(int index) {
            in.getShort(); // length
            byte[] instruction = bytes(u8());
            int vector = u8(), errorCode = in.getInt();
            int undefinedFlags = in.getInt(), undefinedFsw = u16();
            Registers initial = registers(allOf(sections), -1);
            List<Chunk> memory = chunks();
            int mask = in.getInt();
            Registers values = registers(mask, 0);
            int xmmMask = (sections & 2) != 0 ? u8() : 0;
            for (int i = 0; i < 8; i++) {
                if ((xmmMask >> i & 1) != 0) {
                    values.xmm()[i] = bytes(16);
                }
            }
            return new Vector(
                    index,
                    instruction,
                    vector,
                    errorCode,
                    undefinedFlags,
                    undefinedFsw,
                    initial,
                    memory,
                    new Change(mask, values, xmmMask),
                    chunks());
        }

        private static int allOf(int sections) {
            return 0xFFFF | ((sections & 1) != 0 ? 0x07FF0000 : 0) | (sections & 2) << 26;
        }

        /** The initial state has the x87 control words before the registers, and all XMM. */
        private Registers registers(int mask, int initial) {
            int[] general = new int[8], selectors = new int[6];
            for (int i = 0; i < 8; i++) {
                general[i] = has(mask, i) ? in.getInt() : 0;
            }
            int eip = has(mask, 8) ? in.getInt() : 0, eflags = has(mask, 9) ? in.getInt() : 0;
            for (int i = 0; i < 6; i++) {
                selectors[i] = has(mask, 10 + i) ? u16() : 0;
            }
            int fcw = 0x37F, fsw = 0, ftw = 0;
            byte[][] x87 = new byte[8][10], xmm = new byte[8][16];
            boolean first = initial != 0;
            if (first && has(mask, 24)) {
                fcw = u16();
                fsw = u16();
                ftw = u8();
            }
            for (int i = 0; i < 8; i++) {
                if (has(mask, 16 + i)) {
                    x87[i] = bytes(10);
                }
            }
            if (!first) {
                fcw = has(mask, 24) ? u16() : 0;
                fsw = has(mask, 25) ? u16() : 0;
                ftw = has(mask, 26) ? u8() : 0;
            }
            int mxcsr = has(mask, 27) ? in.getInt() : 0x1F80;
            if (first && (sections & 2) != 0) {
                for (int i = 0; i < 8; i++) {
                    xmm[i] = bytes(16);
                }
            }
            return new Registers(general, eip, eflags, selectors, fcw, fsw, ftw, x87, mxcsr, xmm);
        }

        private static boolean has(int mask, int bit) {
            return (mask >>> bit & 1) != 0;
        }
    }
}
