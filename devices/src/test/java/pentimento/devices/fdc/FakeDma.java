package pentimento.devices.fdc;

import java.io.ByteArrayOutputStream;

/** A DMA channel with a count. */
final class FakeDma implements FdcDma {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private byte[] memory = {};
    private int position;
    private int count;
    private boolean ready = true;

    /** Programs the channel for that many bytes. */
    void count(int bytes) {
        count = bytes;
        written.reset();
    }

    void memory(byte[] bytes) {
        memory = bytes.clone();
        position = 0;
        count = bytes.length;
    }

    void mask() {
        ready = false;
    }

    byte[] written() {
        return written.toByteArray();
    }

    @Override
    public boolean isReady() {
        return ready;
    }

    @Override
    public int read() {
        count--;
        return memory[position++] & 0xFF;
    }

    @Override
    public void write(int value) {
        count--;
        written.write(value);
    }

    @Override
    public boolean isTerminalCount() {
        return count == 0;
    }
}
