package pentimento.jit.discover;

import java.util.Optional;

/**
 * The calls that a region has followed to get to a block: each call has its own copy of the callee,
 * so that its return has one known target. A callee is not followed into itself.
 *
 * @param callee EIP of the innermost call's target
 * @param returnEip where the innermost call returns to
 */
public record CallPath(Optional<CallPath> outer, int callee, int returnEip) {
    /** Code that the region did not call. */
    public static final Optional<CallPath> NONE = Optional.empty();

    static boolean contains(Optional<CallPath> path, int callee) {
        return path.isPresent()
                && (path.get().callee() == callee || contains(path.get().outer(), callee));
    }

    static int depth(Optional<CallPath> path) {
        int depth = 0;
        for (var p = path; p.isPresent(); p = p.get().outer()) {
            depth++;
        }
        return depth;
    }
}
