package pentimento.frontend;

import pentimento.machine.Machine;
import picocli.CommandLine.Command;

/** Boots the embedded demo disk. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Boots an embedded disk that shows what this PC can do: text, keyboard, graphics, disk, clock.",
        footer = "")
final class DemoCommand extends RunCommand {
    @Override
    MachineOptions described(MachineOptions given) {
        if (given.fda == null) {
            given.fda = Machine.demoDisk();
        }
        return given;
    }
}
