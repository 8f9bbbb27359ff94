package pentimento.jit.discover;

import java.util.Optional;

/**
 * The calls that a region has followed to get to a block: each call has its own copy of the callee,
 * so that its return has one known target.
 *
 * @param returnEip where the innermost call returns to
 */
public record CallPath(Optional<CallPath> outer, int returnEip) {
    /** Code that the region did not call. */
    public static final Optional<CallPath> NONE = Optional.empty();

    static int depth(Optional<CallPath> path) {
        int depth = 0;
        for (var p = path; p.isPresent(); p = p.get().outer()) {
            depth++;
        }
        return depth;
    }
}
