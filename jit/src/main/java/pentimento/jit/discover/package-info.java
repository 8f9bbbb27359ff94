/** First phase: from profile to region, several guest blocks joined by direct jumps and calls. */
@NullMarked
package pentimento.jit.discover;

import org.jspecify.annotations.NullMarked;
