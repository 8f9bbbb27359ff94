package pentimento.lockstep;

import pentimento.jit.discover.Limits;
import pentimento.machine.Machine;
import pentimento.machine.Snapshot;

/**
 * A part of a run that can be done again.
 *
 * @param common the state of both machines at its begin
 * @param nanos virtual time there
 * @param step between comparisons, in ns
 * @param seed of cuts and slices
 * @param isPlain true if each instruction is a region of its own, and nothing is sliced
 */
record Chapter(Snapshot common, long nanos, long step, long seed, boolean isPlain) {
    private static final Limits ONE_INSTRUCTION = new Limits(1, Integer.MAX_VALUE, 0);

    /**
     * @return the state of a machine as the begin of a chapter of lone instructions
     */
    static Chapter plain(Machine machine) {
        return new Chapter(machine.save(), Schedule.nanos(machine), Long.MAX_VALUE, 0, true);
    }

    /** Brings a translating machine to the begin. */
    Schedule begin(Machine machine, SelectiveTranslator translator) {
        machine.load(common);
        translator.restart(isPlain ? () -> ONE_INSTRUCTION : new Cuts(seed), isPlain);
        return new Schedule(this);
    }
}
