package pentimento.fuzz;

import java.util.Arrays;
import java.util.Map;
import pentimento.memory.state.StateImage;

/** Says in which fields two saved states differ. */
public final class StateDifference {
    private static final int MOST = 8;

    private final StringBuilder text = new StringBuilder();
    private int found;

    private StateDifference() {}

    public static String of(StateImage expected, StateImage actual) {
        var difference = new StateDifference();
        difference.compare("", expected, actual);
        return difference.found == 0
                ? "no field of the state"
                : difference.found + " fields" + difference.text;
    }

    private void found(String path, String expected, String actual) {
        if (found++ < MOST) {
            text.append(String.format("%n    %s is %s, should be %s", path, actual, expected));
        }
    }

    private void compare(String path, StateImage expected, StateImage actual) {
        for (Map.Entry<String, Object> field : expected.fields().entrySet()) {
            Object other = actual.fields().get(field.getKey());
            compare(path + "." + field.getKey(), field.getValue(), other == null ? "" : other);
        }
    }

    private void compare(String path, Object expected, Object actual) {
        switch (expected) {
            case StateImage image when actual instanceof StateImage other ->
                    compare(path, image, other);
            case byte[] bytes when actual instanceof byte[] others -> bytes(path, bytes, others);
            case int[] ints when actual instanceof int[] others -> {
                for (int i = 0; i < ints.length; i++) {
                    number(path + i, ints[i], others[i]);
                }
            }
            case long[] longs when actual instanceof long[] others -> {
                for (int i = 0; i < longs.length; i++) {
                    number(path + i, longs[i], others[i]);
                }
            }
            case Number number when actual instanceof Number other ->
                    number(path, number.longValue(), other.longValue());
            default -> {
                if (!expected.equals(actual)) {
                    found(path, expected.toString(), actual.toString());
                }
            }
        }
    }

    private void number(String path, long expected, long actual) {
        if (expected != actual) {
            found(path, Long.toHexString(expected), Long.toHexString(actual));
        }
    }

    private void bytes(String path, byte[] expected, byte[] actual) {
        int at = Arrays.mismatch(expected, actual);
        while (at >= 0 && at < Math.min(expected.length, actual.length) && found < MOST) {
            number(
                    path + "[" + Integer.toHexString(at) + "]",
                    expected[at] & 0xFF,
                    actual[at] & 0xFF);
            int from = at + 1;
            at = Arrays.mismatch(expected, from, expected.length, actual, from, actual.length);
            at = at < 0 ? at : at + from;
        }
        if (expected.length != actual.length) {
            number(path + " length", expected.length, actual.length);
        }
    }
}
