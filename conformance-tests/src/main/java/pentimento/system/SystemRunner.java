package pentimento.system;

import java.nio.file.Path;
import java.util.List;

/** Runs bare guests from the command line and prints their lines. */
public final class SystemRunner {
    private SystemRunner() {}

    /**
     * @param arguments the folder of the module; then, to narrow the choice, the name of a guest
     *     and of a processor
     */
    public static void main(String[] arguments) {
        List<String> lines =
                SystemGuest.all(Path.of(arguments[0])).stream()
                        .filter(g -> arguments.length < 2 || g.name().equals(arguments[1]))
                        .flatMap(
                                g ->
                                        g.processors().stream()
                                                .filter(
                                                        p ->
                                                                arguments.length < 3
                                                                        || p.equals(arguments[2]))
                                                .flatMap(p -> run(g, p).stream()))
                        .toList();
        long passed = lines.stream().filter(line -> line.startsWith("PASS ")).count();
        long failed = lines.stream().filter(line -> line.startsWith("FAILED ")).count();
        System.out.printf("%d passed, %d failed%n", passed, failed);
        System.exit(failed == 0 && passed > 0 ? 0 : 1);
    }

    private static List<String> run(SystemGuest guest, String processor) {
        System.out.println("== " + guest.name() + " on " + processor);
        List<String> lines = guest.run(processor);
        lines.forEach(System.out::println);
        return lines;
    }
}
