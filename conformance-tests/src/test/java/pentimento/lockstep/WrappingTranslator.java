package pentimento.lockstep;

import java.util.function.UnaryOperator;
import pentimento.cpu.translation.CodeBlock;
import pentimento.cpu.translation.CodeView;
import pentimento.cpu.translation.CompiledRegion;
import pentimento.cpu.translation.Translator;

/** Puts something around each region of another translator. */
record WrappingTranslator(Translator translator, UnaryOperator<CompiledRegion> wrap)
        implements Translator {
    @Override
    public int threshold() {
        return translator.threshold();
    }

    @Override
    public int hot(CodeBlock block, int linear, CodeView code) {
        return translator.hot(block, linear, new View(code));
    }

    @Override
    public void outgrown(CompiledRegion region, CodeView code) {
        translator.outgrown(region, new View(code));
    }

    @Override
    public void boundary(CodeView code) {
        translator.boundary(new View(code));
    }

    private final class View extends ForwardingView {
        View(CodeView code) {
            super(code);
        }

        @Override
        public boolean install(CompiledRegion region) {
            return super.install(wrap.apply(region));
        }
    }
}
