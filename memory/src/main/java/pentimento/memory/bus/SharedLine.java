package pentimento.memory.bus;

import java.util.ArrayList;
import java.util.List;

/**
 * A wired-OR of drivers onto one line, as level-triggered PCI interrupts are. The line is high
 * while any driver is.
 */
public final class SharedLine {
    private final Line target;
    private final List<Line> drivers = new ArrayList<>();

    public SharedLine(Line target) {
        this.target = target;
    }

    /**
     * @return a new driver's end of the wire
     */
    public Line driver() {
        var driver = new Line(high -> target.set(drivers.stream().anyMatch(Line::isHigh)));
        drivers.add(driver);
        return driver;
    }
}
