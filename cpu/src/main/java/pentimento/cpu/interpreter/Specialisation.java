package pentimento.cpu.interpreter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import pentimento.cpu.decode.DecodedOp;

/**
 * Specialised forms of hot instructions, generated from one body. A template is a class whose
 * static final fields say what it does (operation, width, where the operands are). Each combination
 * becomes a hidden class from the template's own class file, with its own values in those fields,
 * so that HotSpot sees constants and folds everything that depends on them.
 *
 * <p>The classes made so far are kept for all machines: they hold no state of any, and machines
 * share their compiled code in this way.
 */
final class Specialisation {
    private static final Lookup LOOKUP = MethodHandles.lookup();
    private static final MethodType CONSTRUCTOR =
            MethodType.methodType(void.class, DecodedOp.class, Core.class);
    private static final MethodType PAIR_CONSTRUCTOR =
            MethodType.methodType(void.class, DecodedOp.class, DecodedOp.class, Core.class);
    private static final MethodType PAIR_FACTORY =
            MethodType.methodType(Op.class, DecodedOp.class, DecodedOp.class, Core.class);
    private static final MethodType FACTORY =
            MethodType.methodType(Op.class, DecodedOp.class, Core.class);
    private static final ConcurrentMap<Key, MethodHandle> FORMS = new ConcurrentHashMap<>();

    private record Key(Class<?> template, List<Object> constants) {}

    private Specialisation() {}

    /**
     * @param constants the values of the template's static fields
     */
    static Op create(Class<? extends Op> template, DecodedOp op, Core core, Object... constants) {
        var key = new Key(template, List.of(constants));
        MethodHandle factory =
                FORMS.computeIfAbsent(key, k -> define(k, CONSTRUCTOR).asType(FACTORY));
        try {
            return (Op) factory.invokeExact(op, core);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** As {@link #create}, of two instructions. */
    static Op createPair(
            Class<? extends Op> template,
            DecodedOp first,
            DecodedOp second,
            Core core,
            Object... constants) {
        var key = new Key(template, List.of(constants));
        MethodHandle factory =
                FORMS.computeIfAbsent(key, k -> define(k, PAIR_CONSTRUCTOR).asType(PAIR_FACTORY));
        try {
            return (Op) factory.invokeExact(first, second, core);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle define(Key key, MethodType constructor) {
        String file = key.template.getSimpleName() + ".class";
        try (InputStream in = key.template.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the class file of a template is missing: " + file);
            }
            Lookup form =
                    LOOKUP.defineHiddenClassWithClassData(in.readAllBytes(), key.constants, true);
            return form.findConstructor(form.lookupClass(), constructor);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * The n-th constant of the specialised class that asks. In the template itself, which is never
     * initialised otherwise, it fails.
     */
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
