package pentimento.frontend;

import java.util.Locale;

/** The values of --display. */
enum DisplayKind {
    WINDOW,
    TERMINAL,
    NONE;

    /**
     * @return a window where the host has a display, else none
     */
    static DisplayKind hostDefault() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        boolean hasDisplay =
                os.contains("windows")
                        || os.contains("mac")
                        || System.getenv("DISPLAY") != null
                        || System.getenv("WAYLAND_DISPLAY") != null;
        return hasDisplay ? WINDOW : NONE;
    }
}
