package pentimento.cpu.interpreter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import org.jspecify.annotations.Nullable;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.template.Template;

/**
 * The forms of an {@link Op}. The general form does what the constants in a field say; it is one
 * class, which HotSpot compiles early. A specialised form is a class for each combination of
 * constants and each processor: faster once it is compiled, but the many of them take long to warm
 * up. So a block begins with general forms and gets specialised ones when it is hot; new blocks get
 * at once what others of the processor have made.
 *
 * @param <K> a record of constants: HotSpot trusts the fields of a record in a constant
 */
final class Specialisation<K extends Record> {
    /** Makes instances of the general form. */
    interface General<K> {
        Op create(DecodedOp op, Core core, K kind);
    }

    private final Class<? extends Op> template;
    private final General<K> general;
    private final int forms;

    /**
     * @param forms how many forms there can be
     */
    Specialisation(Class<? extends Op> template, General<K> general, int forms) {
        this.template = template;
        this.general = general;
        this.forms = forms;
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
        return core.specialises || core.forms.isKnown(this, form)
                ? createPair(op, op, core, form, kind)
                : general.create(op, core, kind);
    }

    /** The specialised form, of two instructions. */
    Op createPair(DecodedOp first, DecodedOp second, Core core, int form, K kind) {
        return core.forms.template(this).form(form, kind, core.path).instance(first, second, core);
    }

    /**
     * @return without any form yet
     */
    Template<Op> template() {
        return new Template<>(MethodHandles.lookup(), template, forms);
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

    /** The processor's parts for the specialised class that asks. */
    static Datapath path(Lookup caller) {
        return Template.constant(caller, 1, Datapath.class);
    }

    /**
     * The processor's parts for the class that asks, if it is a specialised one.
     *
     * @return null in the general form
     */
    static @Nullable Datapath pathOfForm(Lookup caller) {
        return Template.constantIfAny(caller, 1, Datapath.class);
    }
}
