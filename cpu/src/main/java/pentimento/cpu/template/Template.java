package pentimento.cpu.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The specialised forms of one template, generated from its one body. A template is a class whose
 * static final fields say what it does (operation, width, where the operands are). Each combination
 * becomes a hidden class from the template's own class file, with its own values in those fields,
 * so that HotSpot sees constants, folds everything that depends on them, and compiles each form
 * with what it learnt of that form alone.
 *
 * <p>A form is made when it is first met and kept as long as this is. If it is made of constants
 * alone all machines may share it and its compiled code.
 *
 * @param <T> what the forms are; the template has a constructor without parameters
 */
public final class Template<T> {
    private static final MethodType PROTOTYPE = MethodType.methodType(void.class);

    private static final ClassValue<byte[]> BYTES =
            new ClassValue<>() {
                @Override
                protected byte[] computeValue(Class<?> template) {
                    return bytesOf(template);
                }
            };

    private final Lookup lookup;
    private final Class<? extends T> template;
    private final AtomicReferenceArray<T> instances;

    /**
     * @param lookup of the template's package
     * @param forms how many forms there can be
     */
    public Template(Lookup lookup, Class<? extends T> template, int forms) {
        this.lookup = lookup;
        this.template = template;
        instances = new AtomicReferenceArray<>(forms);
    }

    /**
     * @param form number of the combination of constants
     * @param constants the values of the template's static fields
     * @return the one instance of the form that is kept
     */
    public T form(int form, Object... constants) {
        T instance = instances.get(form);
        if (instance == null) {
            instance = define(List.of(constants));
            instances.set(form, instance);
        }
        return instance;
    }

    @SuppressWarnings("unchecked") // the hidden class is the template under another name
    private T define(List<Object> constants) {
        try {
            Lookup form =
                    lookup.defineHiddenClassWithClassData(BYTES.get(template), constants, true);
            return (T) form.findConstructor(form.lookupClass(), PROTOTYPE).invoke();
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

    /**
     * @return true if the form has been made
     */
    public boolean isKnown(int form) {
        return instances.get(form) != null;
    }

    /** The n-th constant of the specialised class that asks. */
    public static <T> T constant(Lookup caller, int n, Class<T> type) {
        T value = constantIfAny(caller, n, type);
        if (value == null) {
            throw new IllegalStateException("a template was used unspecialised");
        }
        return value;
    }

    /**
     * The n-th constant of the class that asks.
     *
     * @return null if that is the template itself
     */
    public static <T> @Nullable T constantIfAny(Lookup caller, int n, Class<T> type) {
        try {
            return MethodHandles.classDataAt(caller, "_", type, n);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
