package pentimento.lockstep;

import java.util.Optional;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.model.CpuModel;
import pentimento.cpu.translation.CodeBlock;
import pentimento.cpu.translation.CodeView;
import pentimento.cpu.translation.CompiledRegion;
import pentimento.cpu.translation.Operation;
import pentimento.cpu.translation.Processor;

/** Asks another view. */
class ForwardingView implements CodeView {
    private final CodeView view;

    ForwardingView(CodeView view) {
        this.view = view;
    }

    @Override
    public Processor processor() {
        return view.processor();
    }

    @Override
    public CpuModel model() {
        return view.model();
    }

    @Override
    public int context() {
        return view.context();
    }

    @Override
    public Optional<CodeBlock> find(int linear) {
        return view.find(linear);
    }

    @Override
    public Operation operation(DecodedOp op) {
        return view.operation(op);
    }

    @Override
    public boolean install(CompiledRegion region) {
        return view.install(region);
    }
}
