/** Bare guests that test the processor against the manual's paragraphs: sources in src/guests. */
@NullMarked
package pentimento.system;

import org.jspecify.annotations.NullMarked;
