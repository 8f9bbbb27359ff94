package pentimento.fuzz;

/** The entry point for Jazzer, which finds it by the name of its method: {@code fuzz.sh guided}. */
public final class GuidedTarget {
    private static final CaseRunner RUNNER = new CaseRunner();

    private GuidedTarget() {}

    /** Runs the case that the bytes describe; a failure escapes. */
    public static void fuzzerTestOneInput(byte[] bytes) {
        FuzzCase fuzzed = FuzzCase.of(bytes);
        try {
            RUNNER.run(fuzzed);
        } catch (FuzzFailure e) {
            System.err.println(Report.of(fuzzed, e, RUNNER.forms()));
            throw e;
        }
    }
}
