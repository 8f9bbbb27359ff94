package pentimento.fuzz;

/** Something that must hold does not. The kind stays the same while a case is made smaller. */
final class FuzzFailure extends RuntimeException {
    private final String kind;

    FuzzFailure(String kind, String details) {
        super(kind + ": " + details);
        this.kind = kind;
    }

    FuzzFailure(String kind, Throwable cause) {
        super(kind, cause);
        this.kind = kind;
    }

    /** Names what escaped, and from where. */
    static FuzzFailure escaped(Throwable cause) {
        StackTraceElement[] trace = cause.getStackTrace();
        String from = trace.length == 0 ? "unknown" : trace[0].toString();
        return new FuzzFailure(
                "escaped " + cause.getClass().getSimpleName() + " at " + from, cause);
    }

    String kind() {
        return kind;
    }
}
