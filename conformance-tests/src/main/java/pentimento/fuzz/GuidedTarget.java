package pentimento.fuzz;

/**
 * The entry point for Jazzer, which finds it by the name of its method: {@code fuzz.sh --guided}.
 */
public final class GuidedTarget {
    private static final CaseRunner RUNNER = new CaseRunner();

    private GuidedTarget() {}

    /** Runs the case that the bytes describe; a failure escapes. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        RUNNER.run(FuzzCase.of(bytes));
    }
}
