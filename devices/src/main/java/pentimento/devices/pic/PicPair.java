package pentimento.devices.pic;

import pentimento.memory.bus.Line;
import pentimento.memory.bus.NotModelled;
import pentimento.memory.bus.PortDevice;
import pentimento.memory.state.StateCodec;
import pentimento.memory.state.Stateful;

/**
 * The two 8259A of an AT, the slave's INT on IR2 of the master, and the edge/level control
 * registers (ports 4D0h, 4D1h) of a board with PCI.
 *
 * @see "Intel 82371AB (PIIX4) datasheet, order 290562-001, ELCR1 and ELCR2"
 */
public final class PicPair implements Stateful {
    private static final int CASCADE = 2, BUS_IRQ2 = 9, FLOATING_BUS = 0xFF;
    // The timer, the keyboard and the cascade; the clock and the coprocessor: always edge triggered
    private static final int MASTER_MAY_BE_LEVEL = 0b1111_1000, SLAVE_MAY_BE_LEVEL = 0b1101_1110;
    private final Pic8259 master, slave;
    private final PortDevice edgeLevelControl = new EdgeLevelControl();

    /**
     * @param intr the INTR pin of the processor
     */
    public PicPair(Line intr, NotModelled notModelled) {
        master = new Pic8259(Pic8259.Role.MASTER, intr, notModelled);
        slave = new Pic8259(Pic8259.Role.SLAVE, master.ir(CASCADE), notModelled);
    }

    /** Ports 20h, 21h. */
    public Pic8259 master() {
        return master;
    }

    /** Ports A0h, A1h. */
    public Pic8259 slave() {
        return slave;
    }

    /** Ports 4D0h, 4D1h. */
    public PortDevice edgeLevelControl() {
        return edgeLevelControl;
    }

    /**
     * @param n 0..15; 2 is the bus pin that an AT wires to IRQ 9
     */
    public Line irq(int n) {
        int irq = n == CASCADE ? BUS_IRQ2 : n;
        return irq < 8 ? master.ir(irq) : slave.ir(irq - 8);
    }

    /**
     * The INTA cycles of the processor.
     *
     * @return the interrupt vector, 0..FFh
     */
    public int acknowledge() {
        int level = master.acknowledge();
        if (!master.isCascaded(level)) {
            return master.vector(level);
        }
        return slave.slaveId() == level ? slave.vector(slave.acknowledge()) : FLOATING_BUS;
    }

    /** As after power-on. */
    public void reset() {
        slave.reset();
        master.reset();
    }

    @Override
    public void exchange(StateCodec state) {
        state.section("master", master);
        state.section("slave", slave);
    }

    private final class EdgeLevelControl implements PortDevice {
        @Override
        public int in8(int offset) {
            return (offset == 0 ? master : slave).edgeLevelControl();
        }

        @Override
        public void out8(int offset, int value) {
            if (offset == 0) {
                master.edgeLevelControl(value & MASTER_MAY_BE_LEVEL);
            } else {
                slave.edgeLevelControl(value & SLAVE_MAY_BE_LEVEL);
            }
        }
    }
}
