/**
 * The system architecture, as SDM vol. 3A describes it: descriptors and segments, far transfers,
 * interrupts, tasks, control, debug and model-specific registers. Called by the interpreter and by
 * translated code alike.
 */
@NullMarked
package pentimento.cpu.system;

import org.jspecify.annotations.NullMarked;
