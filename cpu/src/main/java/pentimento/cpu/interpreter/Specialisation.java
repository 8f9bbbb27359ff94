package pentimento.cpu.interpreter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import pentimento.cpu.decode.DecodedOp;

/**
 * The specialised forms of one template, generated from its one body. A template is a class whose
 * static final fields say what it does (operation, width, where the operands are). Each combination
 * becomes a hidden class from the template's own class file, with its own values in those fields,
 * so that HotSpot sees constants and folds everything that depends on them.
 *
 * <p>A form is made when it is first met and then kept for all machines: it holds no state of any,
 * and machines share its compiled code in this way.
 */
final class Specialisation {
    private static final Lookup LOOKUP = MethodHandles.lookup();
    private static final MethodType PROTOTYPE = MethodType.methodType(void.class);

    private static final ClassValue<byte[]> BYTES =
            new ClassValue<>() {
                @Override
                protected byte[] computeValue(Class<?> template) {
                    return bytesOf(template);
                }
            };

    private final Class<? extends Op> template;
    private final AtomicReferenceArray<Op> prototypes;

    /**
     * @param forms how many forms there can be
     */
    Specialisation(Class<? extends Op> template, int forms) {
        this.template = template;
        prototypes = new AtomicReferenceArray<>(forms);
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
        Op prototype = prototypes.get(form);
        if (prototype == null) {
            prototype = define(List.of(constants));
            prototypes.set(form, prototype);
        }
        return prototype.instance(first, second, core);
    }

    private Op define(List<Object> constants) {
        try {
            Lookup form =
                    LOOKUP.defineHiddenClassWithClassData(BYTES.get(template), constants, true);
            return (Op) form.findConstructor(form.lookupClass(), PROTOTYPE).invoke();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytesOf(Class<?> template) {
        String file = template.getSimpleName() + ".class";
        try (InputStream in = template.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the class file of a template is missing: " + file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The n-th constant of the specialised class that asks. */
    static <T> T constant(Lookup caller, int n, Class<T> type) {
        try {
            T value = MethodHandles.classDataAt(caller, "_", type, n);
            if (value == null) {
                throw new IllegalStateException("a template was used unspecialised");
            }
            return value;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
