package pentimento.cpu.interpreter;

import pentimento.cpu.alu.Width;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.system.SystemUnit;
import pentimento.memory.bus.PortSpace;
import pentimento.memory.time.Scheduler;

/** One access to a port: permission, exact time, the device, what the access costs. */
final class PortAccess {
    private final PortSpace ports;
    private final Scheduler time;
    private final Counter counter;
    private final SystemUnit system;

    PortAccess(PortSpace ports, Scheduler time, Counter counter, SystemUnit system) {
        this.ports = ports;
        this.time = time;
        this.counter = counter;
        this.system = system;
    }

    /**
     * @throws CpuException #GP(0)
     */
    void check(int port, Width width) {
        system.ioPermission().check(port, width.bytes());
    }

    /** Reads from a port that {@link #check} allowed; {@link #settle} must follow. */
    int in(int port, Width width) {
        begin(port, width);
        int value =
                switch (width.bytes()) {
                    case 1 -> ports.in8(port);
                    case 2 -> ports.in16(port);
                    default -> ports.in32(port);
                };
        time.elapse(ports.accessNanos(port));
        return value;
    }

    /** Writes to a port that {@link #check} allowed; {@link #settle} must follow. */
    void out(int port, Width width, int value) {
        begin(port, width);
        switch (width.bytes()) {
            case 1 -> ports.out8(port, value & 0xFF);
            case 2 -> ports.out16(port, value & 0xFFFF);
            default -> ports.out32(port, value);
        }
        time.elapse(ports.accessNanos(port));
    }

    private void begin(int port, Width width) {
        if (system.breakpoints().isEnabled()) {
            system.breakpoints().ioAccessed(port, width.bytes());
        }
        counter.publishBefore();
    }

    /** The instruction is complete: the device may have armed an event. */
    void settle() {
        counter.settle();
    }
}
