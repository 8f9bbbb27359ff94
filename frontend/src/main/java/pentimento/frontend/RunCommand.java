package pentimento.frontend;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import pentimento.machine.script.Script;
import pentimento.machine.script.ScriptException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Starts a machine and waits until it stops. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Starts a machine and waits until it stops.",
        footer = {
            "",
            "Script steps (SECS are seconds of virtual time; # starts a comment line):",
            "  wait SECS TEXT      the text screen contains TEXT within SECS",
            "  waitre SECS REGEX   the text screen matches",
            "  waitser SECS TEXT   serial output since the last match contains TEXT",
            "  stable QUIET MAX    the screen is unchanged for QUIET seconds, at most MAX",
            "  sleep SECS          lets time pass",
            "  type TEXT           types; \\n \\t \\\\ \\xNN; 70 ms a key",
            "  key NAME...         presses keys or chords: ret, f1, kp_7, ctrl-alt-delete",
            "  hold NAME           presses without releasing; release NAME",
            "  mouse DX DY [B]     moves; buttons 1 left, 2 right, 4 middle are held",
            "  ser TEXT            sends bytes to COM1",
            "  text [FILE]         prints or saves the screen's text",
            "  shot FILE.png       saves a screenshot",
            "  insert DRIVE FILE   puts an image into drive a or b; eject DRIVE",
            "  boot DEVICE         first boot device from the next reset on: a, c or d",
            "  reset, poweroff     the buttons",
            "  snapshot save NAME  keeps the machine's state; snapshot load NAME goes back",
            "  option --NAME ...   command-line options, before all steps",
            "  quit [CODE]         ends the run",
            "",
            "Trace filter (a line satisfies each key given; of several terms with one key, any):",
            "  cs=N eip=N lin=N    selector, offset, linear address: hexadecimal, or a range A..B",
            "  cpl=N               privilege level",
            "  mode=MODE           real, v86, p16 or p32 (protected mode, 16-bit or 32-bit code)",
            "  op=NAME             the instruction's mnemonic",
            "  int, int=N          only interrupts and exceptions; only vector N, hexadecimal",
            "  insn                only instructions",
            "  after=N, for=N      lets N instructions pass at full speed; ends N instructions later",
            "  e.g. --trace t.txt --trace-filter cs=F000,eip=E000..EFFF,after=1000000,for=50000",
            "",
            "Exit codes: 0 the guest powered off or the script ended; 2 bad input; 3 a script step failed;",
            "4 a limit was reached; 5 the machine can never wake; 64 + (v & 63) a debug-exit write of v (0 for 0)."
        })
class RunCommand implements Callable<Integer> {
    @Mixin MachineOptions machine = new MachineOptions();

    @Mixin RunOptions run = new RunOptions();

    @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        if (run.script == null) {
            return new Session(run, described(machine)).run();
        }
        Script script;
        try {
            script = Script.read(run.script);
        } catch (ScriptException e) {
            throw new BadInputException(String.valueOf(e.getMessage()));
        }
        RunCommand merged = this;
        if (!script.options().isEmpty()) {
            merged = new RunCommand();
            List<String> words = new ArrayList<>(script.options());
            words.addAll(spec.commandLine().getParseResult().originalArgs());
            new CommandLine(merged)
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .setOverwrittenOptionsAllowed(true)
                    .parseArgs(words.toArray(String[]::new));
        }
        return new Session(merged.run, described(merged.machine)).run(script);
    }

    /** What the machine is made of, with what the command adds to the user's words. */
    MachineOptions described(MachineOptions given) {
        return given;
    }
}
