package pentimento.machine;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pentimento.bios.Roms;
import pentimento.cpu.translation.Translator;
import pentimento.memory.state.StateException;
import pentimento.memory.time.CountRate;
import pentimento.memory.time.Scheduler;

/**
 * An IBM PC. It runs on the thread that calls a run method; keyboard, mouse, screen, {@link
 * #requestStop} and the other public methods may be used from any thread, also while it runs.
 *
 * <pre>{@code
 * try (var machine = Machine.builder().floppy(0, Path.of("dos.img")).build()) {
 *     machine.waitForText("A:\\>", Duration.ofSeconds(30));
 *     machine.keyboard().type("dir\n");
 *     machine.run(Duration.ofSeconds(2));
 *     System.out.println(machine.text().text());
 * }
 * }</pre>
 *
 * <p>All durations are virtual time unless said otherwise: a run is a function of the machine's
 * state and of its inputs.
 */
public final class Machine implements AutoCloseable {
    /** Observers, scripts and typing look at the machine on this grid of virtual time. */
    static final long QUANTUM_NANOS = 1_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(Machine.class);
    private static final long LIVE_SLICE_NANOS = 5_000_000;

    private final MachineConfig config;
    private final Motherboard board;
    private final Scheduler time;
    private final Mailbox mailbox = new Mailbox();
    private final Journal journal = new Journal();
    private final Typist typist;
    private final Keyboard keyboard;
    private final Pacer pacer;
    private final ReentrantLock owner = new ReentrantLock();
    private final ConcurrentLinkedQueue<Runnable> observations = new ConcurrentLinkedQueue<>();
    private volatile boolean stopRequested;
    private volatile boolean closed;
    private volatile Thread runner = Thread.currentThread();
    private long wallNanos;
    private long idleNanos;

    private Machine(MachineConfig config, HostPorts host, Optional<Translator> translator) {
        this.config = config;
        board = board(config, host, translator);
        time = board.time();
        typist = new Typist(this::accept, board::isKeyboardQueueEmpty);
        keyboard = new Keyboard(mailbox, typist);
        pacer = new Pacer(config.realPace());
        mailbox.onPost(this::interrupt);
    }

    /** What can't be built leaves no image open. */
    private static Motherboard board(
            MachineConfig config, HostPorts host, Optional<Translator> translator) {
        Drives drives = Drives.open(config, LOG::info);
        try {
            return new Motherboard(config, drives, host, translator, LOG::warn);
        } catch (OutOfMemoryError e) {
            drives.close();
            throw new MachineConfigException(
                    "the host's Java has too little memory for a PC with "
                            + (config.memoryBytes() >> 20)
                            + " MiB; ask for less, or give Java more with -Xmx",
                    e);
        } catch (RuntimeException e) {
            drives.close();
            throw e;
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    public MachineConfig config() {
        return config;
    }

    // ---------------------------------------------------------------- running

    /** Runs for a span of virtual time, or until the machine stops by itself. */
    public Stop run(Duration span) {
        return run(span, () -> false, Optional.empty());
    }

    /** Runs until the machine stops by itself, somebody asks it to, or it is closed. */
    public Stop run() {
        return run(Duration.ofNanos(Long.MAX_VALUE), () -> false, Optional.empty());
    }

    /**
     * Runs until the text screen contains a text. @return true if it does, false if the span has
     * passed or the machine stopped
     */
    public boolean waitForText(String text, Duration span) {
        return run(span, () -> text().text().contains(text), Optional.empty()).reason()
                == Stop.Reason.CONDITION_MET;
    }

    /**
     * Runs until a condition holds; it is asked on the quantum grid, 1 ms of virtual time, on this
     * thread.
     *
     * @param span virtual time at most
     * @param wallLimit wall time at most: a safety net
     */
    public Stop run(Duration span, BooleanSupplier until, Optional<Duration> wallLimit) {
        owner.lock();
        long started = System.nanoTime();
        try {
            if (closed) {
                return new Stop(Stop.Reason.REQUESTED);
            }
            runner = Thread.currentThread();
            pacer.start(time.nanos());
            return loop(
                    saturatingAdd(time.nanos(), nanos(span)),
                    until,
                    wallLimit.map(l -> saturatingAdd(started, nanos(l))));
        } finally {
            wallNanos += System.nanoTime() - started;
            observe();
            owner.unlock();
        }
    }

    private static long nanos(Duration duration) {
        try {
            return duration.toNanos();
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE; // longer than 292 years
        }
    }

    private static long saturatingAdd(long a, long b) {
        return b > Long.MAX_VALUE - Math.max(a, 0) ? Long.MAX_VALUE : a + b;
    }

    private Stop loop(long end, BooleanSupplier until, Optional<Long> wallEnd) {
        long quantum = time.nanos();
        while (true) {
            time.runDue();
            takeMail();
            board.service(); // what an event or an input asked of the processor's RESET pin
            observe();
            Optional<Stop> stop = board.stop();
            if (stop.isPresent()) {
                board.flush();
                return stop.get();
            }
            long now = time.nanos();
            if (now >= quantum) {
                typist.quantum(now);
                if (until.getAsBoolean()) {
                    return new Stop(Stop.Reason.CONDITION_MET);
                }
                if (stopRequested || closed) {
                    stopRequested = false;
                    return new Stop(Stop.Reason.REQUESTED);
                }
                if (wallEnd.isPresent() && System.nanoTime() - wallEnd.get() >= 0) {
                    return new Stop(Stop.Reason.WALL_TIME_REACHED);
                }
                if (pacer.isReal()) {
                    pacer.follow(now);
                }
                quantum = (now / QUANTUM_NANOS + 1) * QUANTUM_NANOS;
            }
            if (now >= end) {
                return new Stop(Stop.Reason.VIRTUAL_TIME_REACHED);
            }
            time.horizon(Math.min(end, quantum));
            board.cpu().run(time.budget());
            board.service();
            if (board.cpu().isIdle() && board.stop().isEmpty()) {
                if (board.canNeverWake() && typist.isIdle() && mailbox.isEmpty()) {
                    return new Stop(Stop.Reason.NEVER_WAKES);
                }
                idle();
            }
        }
    }

    /** Lets time pass while the processor is halted: at once, or in step with the wall clock. */
    private void idle() {
        long before = time.nanos();
        if (!pacer.isReal()) {
            time.skipToNextDeadline();
        } else if (mailbox.isEmpty() && observations.isEmpty()) {
            long until = Math.min(time.nextDeadline(), saturatingAdd(before, LIVE_SLICE_NANOS));
            long reached = pacer.sleep(before, until);
            if (reached > before) {
                time.elapse(reached - before);
            }
        }
        idleNanos += time.nanos() - before;
    }

    /** Ends the current run at the next instruction boundary it reaches. Any thread. */
    public void requestStop() {
        stopRequested = true;
        interrupt();
    }

    private void interrupt() {
        board.cpu().requestExit();
        LockSupport.unpark(runner);
    }

    // ---------------------------------------------------------------- inputs

    private void takeMail() {
        for (var input = mailbox.take(); input.isPresent(); input = mailbox.take()) {
            accept(input.get());
        }
    }

    private void accept(Input input) {
        journal.add(time.nanos(), time.retired(), input);
        board.accept(input);
    }

    public Keyboard keyboard() {
        return keyboard;
    }

    /**
     * Moves the mouse.
     *
     * @param dx counts to the right
     * @param dy counts downwards
     * @param wheel notches towards the user
     * @param buttons held from now on: bit 0 left, 1 right, 2 middle
     */
    public void mouse(int dx, int dy, int wheel, int buttons) {
        mailbox.post(new Input.MouseChange(dx, dy, wheel, buttons));
    }

    /**
     * Sends bytes to a serial port.
     *
     * @param port 0 = COM1
     */
    public void serial(int port, String latin1) {
        if (port != 0 && port != 1) {
            throw new IllegalArgumentException("there is no serial port " + port + "; 0 and 1 are");
        }
        mailbox.post(new Input.SerialBytes(port, latin1));
    }

    /**
     * Puts an image into a floppy drive.
     *
     * @param drive 0 = A
     * @throws MachineConfigException if the image can't be used; the drive keeps what it has
     */
    public void insert(int drive, Path image) {
        checkFloppyDrive(drive);
        onOwner(
                () -> {
                    if (closed) {
                        throw new MachineConfigException(
                                image + " can't be inserted: the machine is closed");
                    }
                    takeMail(); // an earlier eject comes first
                    board.openFloppy(drive, MachineConfig.Media.file(image));
                    journal.add(
                            time.nanos(),
                            time.retired(),
                            new Input.MediaChange(drive, Optional.of(image)));
                    return true;
                });
    }

    public void eject(int drive) {
        checkFloppyDrive(drive);
        mailbox.post(new Input.MediaChange(drive, Optional.empty()));
    }

    private static void checkFloppyDrive(int drive) {
        if (drive < 0 || drive >= Drives.FLOPPY_DRIVES) {
            throw new IllegalArgumentException(
                    "there is no floppy drive " + drive + "; 0 and 1 are");
        }
    }

    /**
     * Chooses the first boot device for the next reset.
     *
     * @param device a, c or d
     */
    public void boot(String device) {
        if (!device.matches("[acd]")) {
            throw new IllegalArgumentException(
                    "there is no boot device '" + device + "'; a, c and d are");
        }
        mailbox.post(new Input.BootDevice(device));
    }

    public void reset() {
        mailbox.post(new Input.Reset());
    }

    public void powerOff() {
        mailbox.post(new Input.PowerOff());
    }

    /**
     * @return the demo's floppy, in memory: changes are lost with the machine
     */
    public static MachineConfig.Media demoDisk() {
        return MachineConfig.Media.memory("demo", Roms.demoDisk());
    }

    public Journal journal() {
        return journal;
    }

    // ---------------------------------------------------------------- observers: they change
    // neither state nor counts

    /**
     * @return the screen as pixels
     */
    public Picture picture() {
        return onOwner(board::picture);
    }

    /**
     * @return the text screen
     */
    public TextPicture text() {
        return onOwner(board::text);
    }

    /**
     * @return virtual time since power-on
     */
    public Duration virtualTime() {
        return Duration.ofNanos(onOwner(time::nanos));
    }

    public Statistics statistics() {
        return onOwner(
                () ->
                        new Statistics(
                                time.retired(),
                                time.nanos(),
                                wallNanos,
                                idleNanos,
                                board.translated(),
                                board.notModelled()));
    }

    /** Keeps what hot code is translated to from now on, for {@link #translations}. */
    public void keepTranslations() {
        onOwner(
                () -> {
                    board.keepTranslations();
                    return true;
                });
    }

    /**
     * @param linear an address
     * @return the translated regions with code there that are in use and were kept, as text: guest
     *     code beside JVM bytecode
     */
    public List<String> translations(int linear) {
        return onOwner(() -> board.translations(linear));
    }

    /**
     * @return the processor's registers, as text
     */
    public String registers() {
        return onOwner(() -> board.cpu().view().toString());
    }

    /**
     * @return the instruction at CS:EIP with its address and bytes, disassembled, or an empty text
     *     if its page is not at hand
     */
    public String nextInstruction() {
        return onOwner(board::nextInstruction);
    }

    /**
     * @return 64 hexadecimal digits: two machines with the same digest go on in the same way
     */
    public String digest() {
        return onOwner(board::digest);
    }

    /**
     * @return keyboard LEDs: bit 0 scroll lock, 1 num lock, 2 caps lock
     */
    public int keyboardLeds() {
        return onOwner(board::keyboardLeds);
    }

    /**
     * Writes down what the processor does from the next slice on: a line for each instruction that
     * retires and for each interrupt or exception, if the filter allows it. A trace is slow and
     * changes nothing. It replaces an earlier one.
     *
     * <p>The line of an instruction: retired count after it, CS:EIP, linear address, bytes, text,
     * changed registers and flags. Of a delivery: count, CS:EIP, what, the handler's CS:EIP.
     *
     * @param lines hears of each line, on the machine's thread; it may call {@link #stopTrace}
     */
    public void trace(TraceFilter filter, Consumer<String> lines) {
        onOwner(
                () -> {
                    board.cpu().trace(new FilteredTrace(filter, lines));
                    return true;
                });
    }

    /** Ends a trace. */
    public void stopTrace() {
        onOwner(
                () -> {
                    board.cpu().stopTrace();
                    return true;
                });
    }

    // ---------------------------------------------------------------- snapshots

    /** Saves the whole state. The machine can go on. */
    public Snapshot save() {
        return onOwner(() -> new Snapshot(board.save()));
    }

    /**
     * Goes back to a saved state of a machine of the same configuration.
     *
     * @throws MachineConfigException if the snapshot does not fit this machine
     */
    public void load(Snapshot snapshot) {
        onOwner(
                () -> {
                    takeMail(); // earlier inputs belong to the state that ends
                    try {
                        board.load(snapshot.image());
                        typist.machineLoaded(time.nanos());
                    } catch (StateException e) {
                        throw new MachineConfigException(String.valueOf(e.getMessage()), e);
                    }
                    return true;
                });
    }

    /** Stores bytes as a bus master would. For tests: not an input, not journaled. */
    void poke(long physical, byte[] bytes) {
        onOwner(
                () -> {
                    board.poke(physical, bytes);
                    return true;
                });
    }

    /** Runs on the owner's thread at the next boundary, or here if nobody runs the machine. */
    private <T> T onOwner(Supplier<T> observation) {
        if (owner.tryLock()) {
            try {
                return observation.get();
            } finally {
                owner.unlock();
            }
        }
        var result = new CompletableFuture<T>();
        observations.add(() -> result.completeAsync(observation, Runnable::run));
        interrupt();
        while (true) {
            try {
                return result.get(10, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                serveObservationsIfNobodyRuns();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted while the machine was asked");
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException cause
                        ? cause
                        : new IllegalStateException(e.getCause());
            }
        }
    }

    private void serveObservationsIfNobodyRuns() {
        if (owner.tryLock()) {
            try {
                observe();
            } finally {
                owner.unlock();
            }
        }
    }

    private void observe() {
        for (Runnable observation = observations.poll();
                observation != null;
                observation = observations.poll()) {
            observation.run();
        }
    }

    /**
     * Ends a run in progress, then flushes and closes the disk images. The machine can still be
     * looked at; runs end at once. Any thread, any number of times.
     *
     * @throws MachineConfigException if something could not be written to the host
     */
    @Override
    public void close() {
        closed = true;
        interrupt();
        owner.lock();
        try {
            board.close();
        } finally {
            owner.unlock();
        }
    }

    /** Collects what a machine is built of. */
    public static final class Builder {
        private int memoryBytes = 16 << 20;
        private String cpu = "pentium3";
        private long countsPerSecond = 100_000_000;
        private final Map<Integer, MachineConfig.Media> floppies = new HashMap<>();
        private final Map<Integer, MachineConfig.Media> hardDisks = new HashMap<>();
        private List<Character> boot = new ArrayList<>();
        private LocalDateTime rtc = MachineConfig.FIXED_RTC;
        private Optional<Path> bios = Optional.empty();
        private Optional<Path> vgaBios = Optional.empty();
        private boolean debugConsole;
        private boolean debugExit;
        private boolean realDiskTiming;
        private boolean realPace;
        private Translation translation = Translation.ON;
        private Optional<Translator> translator = Optional.empty();
        private HostPorts host = HostPorts.none();

        private Builder() {}

        /**
         * @param mebibytes 1..2047
         */
        public Builder memory(int mebibytes) {
            if (mebibytes < 1 || mebibytes > 2047) {
                throw new MachineConfigException(
                        "memory must be between 1 and 2047 MiB, not " + mebibytes);
            }
            memoryBytes = mebibytes << 20;
            return this;
        }

        /** Names a processor model, for example {@code pentium3}. */
        public Builder cpu(String model) {
            cpu = model;
            return this;
        }

        /**
         * @param millions of counts per second of virtual time, 0.01 to 10000, at most 6 decimal
         *     places
         */
        public Builder mips(BigDecimal millions) {
            try {
                return countsPerSecond(millions.movePointRight(6).longValueExact());
            } catch (ArithmeticException e) {
                throw new MachineConfigException(
                        "mips must be between 0.01 and 10000 with at most 6 decimal places, not "
                                + millions,
                        e);
            }
        }

        /**
         * As {@link #mips}.
         *
         * @param counts in a second of virtual time, 10^4 to 10^10
         */
        public Builder countsPerSecond(long counts) {
            try {
                CountRate.perSecond(counts);
            } catch (IllegalArgumentException e) {
                throw new MachineConfigException(String.valueOf(e.getMessage()), e);
            }
            countsPerSecond = counts;
            return this;
        }

        /**
         * @param drive 0 = A, 1 = B
         */
        public Builder floppy(int drive, Path image) {
            return floppy(drive, MachineConfig.Media.file(image));
        }

        public Builder floppy(int drive, MachineConfig.Media media) {
            if (drive < 0 || drive >= Drives.FLOPPY_DRIVES) {
                throw new MachineConfigException(
                        "there is no floppy drive " + drive + "; 0 and 1 are");
            }
            floppies.put(drive, media);
            return this;
        }

        /**
         * @param position 0 and 1 primary master and slave, 2 and 3 secondary
         */
        public Builder hardDisk(int position, Path image) {
            return hardDisk(position, MachineConfig.Media.file(image));
        }

        public Builder hardDisk(int position, MachineConfig.Media media) {
            if (position < 0 || position >= Drives.HARD_DISKS) {
                throw new MachineConfigException(
                        "there is no hard disk position " + position + "; 0 to 3 are");
            }
            hardDisks.put(position, media);
            return this;
        }

        /**
         * @param order boot devices: a, c, d
         */
        public Builder boot(String order) {
            if (!order.matches("[acd]{1,3}")) {
                throw new MachineConfigException(
                        "the boot order '" + order + "' may only hold the letters a, c and d");
            }
            boot = order.chars().mapToObj(c -> (char) c).toList();
            return this;
        }

        public Builder rtc(LocalDateTime start) {
            rtc = start;
            return this;
        }

        public Builder bios(Path image) {
            bios = Optional.of(image);
            return this;
        }

        public Builder vgaBios(Path image) {
            vgaBios = Optional.of(image);
            return this;
        }

        public Builder debugConsole(boolean present) {
            debugConsole = present;
            return this;
        }

        public Builder debugExit(boolean present) {
            debugExit = present;
            return this;
        }

        public Builder realDiskTiming(boolean real) {
            realDiskTiming = real;
            return this;
        }

        /** Lets virtual time follow wall time; without it nobody waits. */
        public Builder realPace(boolean real) {
            realPace = real;
            return this;
        }

        /** Translates hot code to JVM bytecode; on by default. */
        public Builder jit(Translation how) {
            translation = how;
            return this;
        }

        /** Joins a translator in place of {@link #jit}'s: for tests. */
        @SuppressWarnings("exports")
        public Builder translator(Translator own) {
            translator = Optional.of(own);
            return this;
        }

        public Builder host(HostPorts outputs) {
            host = outputs;
            return this;
        }

        /**
         * Builds the machine and switches it on; nothing runs yet.
         *
         * @throws MachineConfigException if it can't be built as asked
         */
        public Machine build() {
            List<Character> order =
                    !boot.isEmpty()
                            ? boot
                            : floppies.containsKey(0) ? List.of('a', 'c') : List.of('c', 'a');
            var config =
                    new MachineConfig(
                            memoryBytes,
                            cpu,
                            countsPerSecond,
                            floppies,
                            hardDisks,
                            order,
                            rtc,
                            bios,
                            vgaBios,
                            debugConsole,
                            debugExit,
                            realDiskTiming,
                            realPace,
                            translation);
            return new Machine(config, host, translator);
        }
    }
}
