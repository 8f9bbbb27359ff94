package pentimento.frontend;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import pentimento.machine.MachineConfigException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code pentimento}. */
@Command(
        name = "pentimento",
        mixinStandardHelpOptions = true,
        version = "Pentimento 0.1",
        description = "An IBM PC in pure Java: boots DOS and other old systems from disk images.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pentimento demo                         what this PC can do, nothing to download",
            "  pentimento run --fda dos.img            boot a floppy image",
            "  pentimento run --hda c.img --boot c     boot a hard disk image",
            "  pentimento run --fda dos.img --display terminal",
            "  pentimento run --help                   all options, script steps and exit codes"
        })
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(execute(args));
    }

    /**
     * @return the exit code
     */
    static int execute(String... args) {
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        return commandLine(args)
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, words) -> refuse(sentence(e)))
                .setExecutionExceptionHandler(
                        (e, command, result) -> {
                            if (e instanceof MachineConfigException
                                    || e instanceof BadInputException) {
                                return refuse(String.valueOf(e.getMessage()));
                            }
                            throw e;
                        })
                .execute(args.length == 0 ? new String[] {"--help"} : args);
    }

    private static String sentence(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            return String.valueOf(e.getMessage());
        }
        String word = unmatched.getUnmatched().getFirst();
        if (unmatched.isUnknownOption()) {
            return "there is no option '" + word + "'; --help lists them";
        }
        return e.getCommandLine().getSubcommands().isEmpty()
                ? "'" + word + "' belongs to no option; --help lists them"
                : "there is no command '" + word + "'; --help lists them";
    }

    /**
     * Says in one line what is wrong.
     *
     * @return the exit code
     */
    static int refuse(String sentence) {
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        err.println("pentimento: " + sentence.lines().findFirst().orElse("bad input"));
        return ExitCode.BAD_INPUT;
    }

    /**
     * Describes only the command that is asked for: describing options takes longer than booting
     * DOS.
     */
    private static CommandLine commandLine(String... args) {
        var line = new CommandLine(new Main());
        String asked = args.length == 0 ? "" : args[0];
        if (!asked.equals("demo")) {
            line.addSubcommand(new RunCommand());
        }
        if (!asked.equals("run")) {
            line.addSubcommand(new DemoCommand());
        }
        return line;
    }
}
