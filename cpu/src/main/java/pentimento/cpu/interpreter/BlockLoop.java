package pentimento.cpu.interpreter;

import static java.lang.invoke.MethodHandles.lookup;
import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import pentimento.cpu.memory.LiveAccess;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Segment;
import pentimento.cpu.template.Template;

/**
 * The innermost loop. An exception, or a store into the running block, leaves it by a Java
 * exception; the index of the instruction gives its EIP and count.
 *
 * <p>Template: a processor that has run for a while gets a class of its own, whose constants its
 * parts are. There are more of them than HotSpot has registers for.
 */
final class BlockLoop implements Interpreter.Loop {
    /** The constants of the specialised form. */
    record Parts(
            Core core,
            CpuState cpu,
            Segment cs,
            Counter counter,
            Translation translation,
            Interpreter interpreter) {}

    private static final @Nullable Parts PARTS = Template.constantIfAny(lookup(), 0, Parts.class);

    private final Parts parts;

    /** The specialised form. */
    BlockLoop() {
        this(requireNonNull(PARTS));
    }

    BlockLoop(Parts parts) {
        this.parts = parts;
    }

    @Override
    public Interpreter.Loop specialised() {
        return PARTS == null
                ? new Template<Interpreter.Loop>(lookup(), BlockLoop.class, 1).form(0, parts)
                : this;
    }

    @Override
    public Block run(int firstBegin, int context) {
        final Parts parts = PARTS == null ? this.parts : PARTS;
        final Core core = parts.core();
        final CpuState cpu = parts.cpu();
        final Segment cs = parts.cs();
        final Counter counter = parts.counter();
        final Interpreter interpreter = parts.interpreter();
        int begin = firstBegin;
        int i = -1; // no instruction of the block: it is being looked for
        Block block = Block.NONE;
        try {
            block = interpreter.first(cs.base + begin);
            while (true) {
                int left = counter.remaining - block.needed;
                if (left < 0
                        || (begin & 0xFFFFFFFFL) + block.length - 1 > (cs.limit & 0xFFFFFFFFL)) {
                    return block;
                }
                if (--block.untilLookedAt == 0) {
                    parts.translation().heated(block, cs.base + begin, context);
                    if (block.region != null) {
                        continue;
                    }
                }
                counter.remaining = left;
                core.blockBegin = begin;
                cpu.eip = begin + block.length;
                Op[] ops = block.ops;
                for (i = 0; i < ops.length; i++) {
                    ops[i].execute(core);
                }
                if (core.attention) {
                    return Block.NONE;
                }
                int linear = cs.base + cpu.eip;
                Block next = block.link;
                if (!next.isAt(linear, context)) {
                    next = block.otherLink;
                    if (!next.isAt(linear, context)) {
                        if (counter.remaining == 0) {
                            return Block.NONE; // a fault of the fetch would count, too
                        }
                        i = -1;
                        begin = cpu.eip;
                        block = interpreter.follow(block, linear);
                        continue;
                    }
                }
                begin = next.linear - cs.base; // EIP, but without waiting for the store of it
                block = next;
            }
        } catch (CpuException e) {
            interpreter.faulted(e, i < 0 ? Block.NONE : block, i, begin);
        } catch (BlockExit e) {
            interpreter.unwind(i < 0 ? Block.NONE : block, e.isCompleted() ? i + 1 : i, begin);
        } catch (LiveAccess e) {
            interpreter.unwind(i < 0 ? Block.NONE : block, i, begin);
            interpreter.live();
        }
        return Block.NONE;
    }
}
