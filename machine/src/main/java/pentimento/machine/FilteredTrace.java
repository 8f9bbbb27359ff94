package pentimento.machine;

import java.util.function.Consumer;
import pentimento.cpu.trace.CodePlace;
import pentimento.cpu.trace.TraceListener;
import pentimento.cpu.trace.TracedDelivery;
import pentimento.cpu.trace.TracedInstruction;

/** Passes on, as lines of text, what a filter allows. */
record FilteredTrace(TraceFilter filter, Consumer<String> lines) implements TraceListener {
    @Override
    public boolean covers(long first, long last) {
        return filter.covers(first, last);
    }

    @Override
    public boolean wants(CodePlace place) {
        return filter.allows(place);
    }

    @Override
    public void instruction(TracedInstruction instruction) {
        if (filter.allows(instruction)) {
            lines.accept(instruction.toString());
        }
    }

    @Override
    public void delivery(TracedDelivery delivery) {
        if (filter.allows(delivery)) {
            lines.accept(delivery.toString());
        }
    }
}
