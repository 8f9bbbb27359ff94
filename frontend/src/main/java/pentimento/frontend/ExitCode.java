package pentimento.frontend;

/** The exit codes, as --help lists them. */
final class ExitCode {
    static final int OK = 0,
            BAD_INPUT = 2,
            SCRIPT_FAILED = 3,
            LIMIT_REACHED = 4,
            NEVER_WAKES = 5,
            DEBUG_EXIT = 64;

    private ExitCode() {}

    /**
     * @return 0 for 0, else 64 plus the low six bits
     */
    static int ofDebugExit(int value) {
        return value == 0 ? OK : DEBUG_EXIT + (value & 63);
    }
}
