package pentimento.cpu.interpreter;

import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;
import pentimento.cpu.template.Template;

/**
 * The specialised forms that one processor has made. They have its parts as constants, and go with
 * it.
 */
final class Forms {
    private final IdentityHashMap<Specialisation<?>, Template<Op>> templates =
            new IdentityHashMap<>();

    boolean isKnown(Specialisation<?> of, int form) {
        @Nullable Template<Op> template = templates.get(of);
        return template != null && template.isKnown(form);
    }

    Template<Op> template(Specialisation<?> of) {
        return templates.computeIfAbsent(of, Specialisation::template);
    }
}
