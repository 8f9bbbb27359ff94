package pentimento.lockstep;

import pentimento.cpu.translation.CompiledRegion;
import pentimento.cpu.translation.Processor;

/** Executes another region. */
class ForwardingRegion extends CompiledRegion {
    private final CompiledRegion region;

    ForwardingRegion(CompiledRegion region) {
        super(region.key(), region.blocks(), region.entries());
        this.region = region;
    }

    @Override
    public int run(Processor processor, int budget, int entry) {
        return region.run(processor, budget, entry);
    }
}
