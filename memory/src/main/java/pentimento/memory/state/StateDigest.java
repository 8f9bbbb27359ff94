package pentimento.memory.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A digest of names and values, in order: equal machines have equal digests. */
public final class StateDigest implements StateCodec {
    private final MessageDigest sha256;
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

    private StateDigest() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * @return 64 hexadecimal digits
     */
    public static String of(Stateful component) {
        var digest = new StateDigest();
        component.exchange(digest);
        return HexFormat.of().formatHex(digest.sha256.digest());
    }

    private void name(String name) {
        sha256.update(name.getBytes(StandardCharsets.UTF_8));
        sha256.update((byte) 0);
    }

    private void number(long value) {
        sha256.update(number.putLong(0, value).array());
    }

    @Override
    public boolean isLoading() {
        return false;
    }

    @Override
    public boolean isDigest() {
        return true;
    }

    @Override
    public boolean bool(String name, boolean value) {
        i64(name, value ? 1 : 0);
        return value;
    }

    @Override
    public int u8(String name, int value) {
        return i32(name, value);
    }

    @Override
    public int u16(String name, int value) {
        return i32(name, value);
    }

    @Override
    public int i32(String name, int value) {
        i64(name, value);
        return value;
    }

    @Override
    public long i64(String name, long value) {
        name(name);
        number(value);
        return value;
    }

    @Override
    public String text(String name, String value) {
        name(name);
        name(value);
        return value;
    }

    @Override
    public void bytes(String name, byte[] values) {
        name(name);
        number(values.length);
        sha256.update(values);
    }

    @Override
    public void ints(String name, int[] values) {
        name(name);
        number(values.length);
        for (int value : values) {
            number(value);
        }
    }

    @Override
    public void longs(String name, long[] values) {
        name(name);
        number(values.length);
        for (long value : values) {
            number(value);
        }
    }

    @Override
    public byte[] blob(String name, byte[] values) {
        bytes(name, values);
        return values;
    }

    @Override
    public void section(String name, Stateful component) {
        name(name);
        component.exchange(this);
        number(-1);
    }
}
