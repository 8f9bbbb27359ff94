package pentimento.devices.keyboard;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.stream.IntStream;

/**
 * What a keyboard sends for a key in sets 1 and 2, with the shift codes around the grey keys that
 * depend on Shift and Num Lock.
 *
 * @see "IBM PS/2 Hardware Interface Technical Reference, keyboard scan codes, scan code set 2"
 */
final class KeySequences {
    private static final int E0 = 0xE0, E1 = 0xE1, BREAK = Translation.BREAK;
    private static final int SHIFT = 0x12, SHIFT_RIGHT = 0x59, CTRL = 0x14, NUM_LOCK = 0x77;
    private static final int SCROLL_LOCK = 0x7E, SYSRQ = 0x84;
    private static final int[] NOTHING = {};
    private static final int[] PAUSE = {E1, CTRL, NUM_LOCK, E1, BREAK, CTRL, BREAK, NUM_LOCK};
    private static final int[] CTRL_BREAK = {E0, SCROLL_LOCK, E0, BREAK, SCROLL_LOCK};
    private static final int[] SHIFT_DOWN = {E0, SHIFT}, SHIFT_UP = {E0, BREAK, SHIFT};

    private final EnumSet<Key> down;
    private final boolean numLock;

    /**
     * @param down the keys that are held
     * @param numLock whether the Num Lock light is on
     */
    KeySequences(EnumSet<Key> down, boolean numLock) {
        this.down = down;
        this.numLock = numLock;
    }

    /**
     * @return what pressing the key sends, in set 2
     */
    int[] make(Key key) {
        return switch (key) {
            case PAUSE -> isCtrl() ? CTRL_BREAK : PAUSE;
            case PRINT_SCREEN -> concat(printScreenPrefix(), repeat(key));
            case KP_DIVIDE -> concat(liftShifts(), repeat(key));
            default -> concat(navigationPrefix(key), repeat(key));
        };
    }

    /**
     * @return what a typematic repeat sends, in set 2
     */
    int[] repeat(Key key) {
        if (key == Key.PAUSE) {
            return NOTHING;
        }
        if (key == Key.PRINT_SCREEN && isAlt()) {
            return new int[] {SYSRQ};
        }
        return key.isExtended() ? new int[] {E0, key.set2()} : new int[] {key.set2()};
    }

    /**
     * @return what releasing the key sends, in set 2
     */
    int[] release(Key key) {
        int[] plain =
                key.isExtended()
                        ? new int[] {E0, BREAK, key.set2()}
                        : new int[] {BREAK, key.set2()};
        return switch (key) {
            case PAUSE -> NOTHING;
            case PRINT_SCREEN -> releasePrintScreen(plain);
            case KP_DIVIDE -> concat(plain, restoreShifts());
            default -> concat(plain, navigationSuffix(key));
        };
    }

    private int[] printScreenPrefix() {
        return isAlt() || isCtrl() || isShift() ? NOTHING : SHIFT_DOWN;
    }

    private int[] releasePrintScreen(int[] plain) {
        if (isAlt()) {
            return new int[] {BREAK, SYSRQ};
        }
        return isCtrl() || isShift() ? plain : concat(plain, SHIFT_UP);
    }

    private int[] navigationPrefix(Key key) {
        if (!key.isNavigation()) {
            return NOTHING;
        }
        if (numLock) {
            return isShift() ? NOTHING : SHIFT_DOWN;
        }
        return liftShifts();
    }

    private int[] navigationSuffix(Key key) {
        if (!key.isNavigation()) {
            return NOTHING;
        }
        if (numLock) {
            return isShift() ? NOTHING : SHIFT_UP;
        }
        return restoreShifts();
    }

    private int[] liftShifts() {
        return concat(
                down.contains(Key.SHIFT_LEFT) ? SHIFT_UP : NOTHING,
                down.contains(Key.SHIFT_RIGHT) ? new int[] {E0, BREAK, SHIFT_RIGHT} : NOTHING);
    }

    private int[] restoreShifts() {
        return concat(
                down.contains(Key.SHIFT_RIGHT) ? new int[] {E0, SHIFT_RIGHT} : NOTHING,
                down.contains(Key.SHIFT_LEFT) ? SHIFT_DOWN : NOTHING);
    }

    private boolean isShift() {
        return down.contains(Key.SHIFT_LEFT) || down.contains(Key.SHIFT_RIGHT);
    }

    private boolean isCtrl() {
        return down.contains(Key.CTRL_LEFT) || down.contains(Key.CTRL_RIGHT);
    }

    private boolean isAlt() {
        return down.contains(Key.ALT_LEFT) || down.contains(Key.ALT_RIGHT);
    }

    private static int[] concat(int[] first, int[] second) {
        return IntStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
    }
}
