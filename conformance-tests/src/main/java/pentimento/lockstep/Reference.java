package pentimento.lockstep;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import pentimento.machine.Machine;
import pentimento.machine.Snapshot;

/** The interpreting machine at any moment of a chapter: it goes on from the nearest one before. */
final class Reference {
    private static final int MOST_SNAPSHOTS = 8;

    private final Machine machine;
    private final TreeMap<Long, Snapshot> snapshots = new TreeMap<>();
    private final Map<Long, String> digests = new HashMap<>();
    private final Map<Long, Long> retired = new HashMap<>();

    Reference(Machine machine, Chapter chapter) {
        this.machine = machine;
        snapshots.put(chapter.nanos(), chapter.common());
    }

    /**
     * @param moment ns, at or after the chapter's begin
     */
    Machine at(long moment) {
        var nearest = snapshots.floorEntry(moment);
        machine.load(nearest.getValue());
        if (moment > nearest.getKey()) {
            machine.run(Duration.ofNanos(moment - nearest.getKey()));
            if (snapshots.size() < MOST_SNAPSHOTS) {
                // an instruction may end beyond the moment, and the next run begins there
                snapshots.put(Schedule.nanos(machine), machine.save());
            }
        }
        return machine;
    }

    String digest(long moment) {
        return digests.computeIfAbsent(moment, m -> at(m).digest());
    }

    long retired(long moment) {
        return retired.computeIfAbsent(moment, m -> at(m).statistics().retired());
    }
}
