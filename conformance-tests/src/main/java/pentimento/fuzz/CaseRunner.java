package pentimento.fuzz;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.decode.Decoder;
import pentimento.cpu.interpreter.Interpreter;
import pentimento.cpu.model.CpuModel;
import pentimento.jit.JitTranslator;
import pentimento.jit.discover.Limits;
import pentimento.memory.state.StateImage;
import pentimento.memory.time.Scheduler;

/**
 * Runs a case in several ways that must lead to the same state: at once, again, cut into slices and
 * looked at in between, single counts, and from a snapshot in another machine.
 */
final class CaseRunner {
    /** Three machines of each model: one runs straight, one translated, one in all other ways. */
    private record Boards(FuzzBoard first, FuzzBoard second, FuzzBoard translating) {}

    /**
     * Something from outside.
     *
     * @param at count
     */
    private record Event(int at, byte[] record) {}

    private static final int MOST_MODELS = 4, MOST_IDLE_RUNS = 8, WHOLE = Integer.MAX_VALUE;

    private final Forms forms = new Forms();
    private final Coverage coverage = new Coverage(forms);
    private final Map<CpuModel, Boards> boards = new EnumMap<>(CpuModel.class);
    private Limits limits = Limits.STANDARD;
    private long counts;

    Forms forms() {
        return forms;
    }

    Coverage coverage() {
        return coverage;
    }

    /**
     * @return counts executed so far
     */
    long counts() {
        return counts;
    }

    private Boards boards(CpuModel model) {
        if (!boards.containsKey(model) && boards.size() >= MOST_MODELS) {
            boards.clear();
        }
        return boards.computeIfAbsent(
                model, m -> new Boards(new FuzzBoard(m), new FuzzBoard(m), new FuzzBoard(m)));
    }

    /**
     * @throws FuzzFailure if anything is not as it must be
     */
    void run(FuzzCase fuzzed) {
        try {
            runAll(fuzzed);
        } catch (FuzzFailure e) {
            throw e;
        } catch (RuntimeException | Error e) { // whatever escapes is a finding
            throw FuzzFailure.escaped(e);
        }
    }

    private void runAll(FuzzCase fuzzed) {
        var scene = new Scene(fuzzed, forms);
        Boards pair = boards(scene.model);
        var random = new Random(scene.deviceSeed);
        String straight = digest(pair.first, scene, fuzzed, WHOLE, random);
        int way = random.nextInt(8);
        if (way == 0) {
            compare("a second run", scene, fuzzed, pair.first, straight, WHOLE, random);
        }
        if (way == 1) {
            fromSnapshot(scene, fuzzed, pair, straight, random);
        }
        int cut = random.nextInt(4) == 0 ? 2 + random.nextInt(200) : WHOLE;
        translated(scene, fuzzed, pair, straight, cut, random);
        int slice = random.nextInt(4) == 0 ? 2 + random.nextInt(40) : 1;
        compare("a run in slices", scene, fuzzed, pair.second, straight, slice, random);
    }

    /** With regions of all sizes, of what is executed twice or of everything. */
    private void translated(
            Scene scene, FuzzCase fuzzed, Boards pair, String expected, int cut, Random random) {
        pair.translating.cpu.translator(
                random.nextBoolean()
                        ? JitTranslator.eager(() -> limits)
                        : JitTranslator.atOnce(() -> limits));
        limits = new Limits(1 + random.nextInt(40), 1 + random.nextInt(20), random.nextInt(4));
        String actual = digest(pair.translating, scene, fuzzed, cut, random);
        if (!actual.equals(expected)) {
            StateImage state = StateImage.save(pair.translating);
            digest(pair.first, scene, fuzzed, WHOLE, new Random(0));
            throw new FuzzFailure(
                    "translated code ends differently",
                    "in "
                            + StateDifference.of(StateImage.save(pair.first), state)
                            + firstDifference(scene, fuzzed, pair.first, pair.translating, WHOLE));
        }
    }

    private void compare(
            String what,
            Scene scene,
            FuzzCase fuzzed,
            FuzzBoard board,
            String expected,
            int slice,
            Random random) {
        String actual = digest(board, scene, fuzzed, slice, random);
        if (!actual.equals(expected)) {
            throw new FuzzFailure(what + " ends differently", differences(scene, fuzzed, board));
        }
    }

    private String digest(FuzzBoard board, Scene scene, FuzzCase fuzzed, int slice, Random random) {
        board.arrange(scene);
        runTo(board, scene, events(fuzzed, scene.counts), scene.counts, slice, random);
        return board.digest();
    }

    /** A snapshot at a random boundary, loaded into a machine that has run something else. */
    private void fromSnapshot(
            Scene scene, FuzzCase fuzzed, Boards pair, String expected, Random random) {
        List<Event> events = events(fuzzed, scene.counts);
        int at = random.nextInt(scene.counts);
        pair.first.arrange(scene);
        List<Event> before = events.stream().filter(e -> e.at < at).toList();
        runTo(pair.first, scene, before, at, WHOLE, random);
        StateImage.save(pair.first).load(pair.second);
        List<Event> after = events.stream().filter(e -> e.at >= at).toList();
        runTo(pair.second, scene, after, scene.counts, WHOLE, random);
        if (!pair.second.digest().equals(expected)) {
            String differences = differences(scene, fuzzed, pair.second);
            throw new FuzzFailure("a run from a snapshot ends differently", differences);
        }
    }

    private String differences(Scene scene, FuzzCase fuzzed, FuzzBoard board) {
        StateImage actual = StateImage.save(board);
        Boards pair = boards(scene.model);
        digest(pair.first, scene, fuzzed, WHOLE, new Random(0));
        String atEnd = StateDifference.of(StateImage.save(pair.first), actual);
        return "at the end in "
                + atEnd
                + firstDifference(scene, fuzzed, pair.first, pair.second, 1);
    }

    /** The shortest run that ends differently on the other board, in slices. */
    private String firstDifference(
            Scene scene, FuzzCase fuzzed, FuzzBoard first, FuzzBoard other, int slice) {
        List<Event> events = events(fuzzed, scene.counts);
        for (int end = 1; end <= scene.counts; end++) {
            int last = end;
            List<Event> before = events.stream().filter(e -> e.at < last).toList();
            first.arrange(scene);
            runTo(first, scene, before, end, WHOLE, new Random(0));
            other.arrange(scene);
            runTo(other, scene, before, end, slice, new Random(0));
            if (!first.digest().equals(other.digest())) {
                return String.format(
                        "%n  first after %d counts in %s%n  one   %s%n  other %s",
                        end,
                        StateDifference.of(StateImage.save(first), StateImage.save(other)),
                        first.cpu.view(),
                        other.cpu.view());
            }
        }
        return "";
    }

    private static List<Event> events(FuzzCase fuzzed, int counts) {
        var events = new ArrayList<Event>();
        for (byte[] record : fuzzed.events()) {
            int at = ((record[0] & 0xFF) << 8 | record[1] & 0xFF) % counts;
            events.add(new Event(at, record));
        }
        events.sort(Comparator.comparingInt(Event::at));
        return events;
    }

    private static void happen(FuzzBoard board, Choices c) {
        switch (c.below(8)) {
            case 0, 1 -> board.device.interrupt(c.next8());
            case 2 -> board.cpu.nmi().pulse();
            case 3 -> board.memory.a20().set(c.oneIn(2));
            case 4 -> {
                long at = Layout.CODE + c.below(0x200);
                board.poke(at, (byte) c.next8(), (byte) c.next8());
            }
            case 5 -> board.cpu.requestExit();
            case 6 -> board.cpu.ignne().set(c.oneIn(2));
            default -> board.poke(Values.value(c) & 0x1FFFFL, (byte) c.next8());
        }
    }

    // ---------------------------------------------------------------- running

    private void runTo(
            FuzzBoard board, Scene scene, List<Event> events, int end, int slice, Random random) {
        var follower = new Follower(board, scene);
        for (Event event : events) {
            advance(board, follower, event.at, slice, random);
            if (board.isShutDown()) {
                return;
            }
            var choices = new Choices(event.record);
            choices.next16();
            happen(board, choices);
        }
        advance(board, follower, end, slice, random);
    }

    private void advance(FuzzBoard board, Follower follower, int end, int slice, Random random) {
        int idle = 0;
        while (board.time.retired() < end && !board.isShutDown()) {
            board.time.runDue();
            long before = board.time.retired(), began = board.time.nanos();
            int most = slice == WHOLE || slice == 1 ? slice : 1 + random.nextInt(slice);
            int wanted = (int) Math.min(end - before, board.time.budget());
            int budget = Math.min(wanted, most);
            if (slice != WHOLE) {
                follower.before(random);
            }
            board.cpu.run(budget);
            long done = board.time.retired() - before;
            counts += done;
            if (done < 0 || done > budget + 1L) {
                throw new FuzzFailure("budget", budget + " counts were given, " + done + " ran");
            }
            if (slice != WHOLE) {
                follower.after(budget == 1 && done == 1);
            }
            if (board.cpu.isIdle() && !board.isShutDown()) {
                if (board.time.nextDeadline() == Scheduler.NEVER) {
                    return;
                }
                board.time.skipToNextDeadline();
            }
            idle = done == 0 && board.time.nanos() == began ? idle + 1 : 0;
            if (idle > MOST_IDLE_RUNS) {
                throw new FuzzFailure("no progress", board.cpu.view().toString());
            }
        }
    }

    /** Looks at a machine between its slices. */
    private final class Follower {
        private final FuzzBoard board;
        private final Decoder decoder;
        private final Translation translation;
        private final Invariants invariants;
        private final Registers now = new Registers();
        private final Registers then = new Registers();
        private DecodedOp op;

        Follower(FuzzBoard board, Scene scene) {
            this.board = board;
            decoder = Interpreter.decoder(scene.model);
            translation = new Translation(board.memory);
            invariants = new Invariants(scene.model);
            op = decoder.decode(() -> 0, false);
        }

        void before(Random random) {
            then.take(board.cpu);
            byte[] code = translation.code(then, then.linear(), 15);
            op = decoder.decode(Forms.source(code), then.isCode32());
            switch (random.nextInt(64)) {
                case 0 -> board.digest();
                case 1 -> board.cpu.view();
                default -> {}
            }
        }

        void after(boolean isSingle) {
            now.take(board.cpu);
            if (!board.isShutDown()) {
                invariants.check(now);
            }
            if (isSingle && op.length() <= 15) {
                coverage.executed(op, then, outcome());
            }
        }

        private int outcome() {
            int at = now.linear();
            boolean isHandler = at >= Layout.HANDLERS32 && at < Layout.HANDLERS16 + 0x1000;
            if (isHandler && at % Layout.HANDLER_BYTES == 0) {
                int vector = (at - Layout.HANDLERS32) / Layout.HANDLER_BYTES & 0xFF;
                boolean isSoftware = op.opcode().mnemonic().startsWith("INT");
                return vector < Coverage.COMPLETED && !isSoftware ? vector : Coverage.COMPLETED;
            }
            return Coverage.COMPLETED;
        }
    }
}
