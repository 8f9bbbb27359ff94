package pentimento.cpu.interpreter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import org.jspecify.annotations.Nullable;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.template.Template;

/**
 * The forms of an {@link Op}. The general form does what the constants in a field say; it is one
 * class, which HotSpot compiles early. A specialised form is a class for each combination of
 * constants: faster once it is compiled, but the many of them take long to warm up. So a block
 * begins with general forms and gets specialised ones when it is hot; new blocks get at once what
 * others have made.
 *
 * @param <K> a record of constants: HotSpot trusts the fields of a record in a constant
 */
final class Specialisation<K extends Record> {
    /** Makes instances of the general form. */
    interface General<K> {
        Op create(DecodedOp op, Core core, K kind);
    }

    private final Template<Op> prototypes;
    private final General<K> general;

    /**
     * @param forms how many forms there can be
     */
    Specialisation(Class<? extends Op> template, General<K> general, int forms) {
        prototypes = new Template<>(MethodHandles.lookup(), template, forms);
        this.general = general;
    }

    /** Without a general form: of pairs. */
    Specialisation(Class<? extends Op> template, int forms) {
        this(
                template,
                (op, core, kind) -> {
                    throw new IllegalStateException("there is no general form");
                },
                forms);
    }

    /**
     * @param form number of the combination of constants, see {@link Form}
     */
    Op create(DecodedOp op, Core core, int form, K kind) {
        return core.specialises || prototypes.isKnown(form)
                ? createPair(op, op, core, form, kind)
                : general.create(op, core, kind);
    }

    /** The specialised form, of two instructions. */
    Op createPair(DecodedOp first, DecodedOp second, Core core, int form, K kind) {
        return prototypes.form(form, kind).instance(first, second, core);
    }

    /** The constants of the specialised class that asks. */
    static <K extends Record> K constant(Lookup caller, Class<K> type) {
        return Template.constant(caller, 0, type);
    }

    /**
     * The constants of the class that asks, if it is a specialised one.
     *
     * @return null in the general form
     */
    static <K extends Record> @Nullable K constantOfForm(Lookup caller, Class<K> type) {
        return Template.constantIfAny(caller, 0, type);
    }
}
