package pentimento.cpu.interpreter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.template.Template;

/** The specialised forms of an {@link Op}: prototypes that make its instances. */
final class Specialisation {
    private final Template<Op> prototypes;

    /**
     * @param forms how many forms there can be
     */
    Specialisation(Class<? extends Op> template, int forms) {
        prototypes = new Template<>(MethodHandles.lookup(), template, forms);
    }

    /**
     * @param form number of the combination of constants, see {@link Form}
     * @param constants the values of the template's static fields
     */
    Op create(DecodedOp op, Core core, int form, Object... constants) {
        return createPair(op, op, core, form, constants);
    }

    /** As {@link #create}, of two instructions. */
    Op createPair(DecodedOp first, DecodedOp second, Core core, int form, Object... constants) {
        return prototypes.form(form, constants).instance(first, second, core);
    }

    /** The n-th constant of the specialised class that asks. */
    static <T> T constant(Lookup caller, int n, Class<T> type) {
        return Template.constant(caller, n, type);
    }
}
