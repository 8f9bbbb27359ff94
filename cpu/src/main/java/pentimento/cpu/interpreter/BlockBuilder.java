package pentimento.cpu.interpreter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import pentimento.cpu.decode.DecodedOp;
import pentimento.cpu.decode.Decoder;
import pentimento.cpu.interpreter.CodeFetch.PageEndException;
import pentimento.cpu.memory.LinearMemory;
import pentimento.cpu.state.CpuException;
import pentimento.cpu.state.CpuState;
import pentimento.memory.physical.PhysicalMemory;

/**
 * Decodes blocks. A block ends after a row that says so, at the end of its page, after {@link
 * #MOST_OPS} instructions or 128 bytes; an instruction that crosses a page is a block by itself.
 */
final class BlockBuilder {
    private static final int MOST_OPS = 32;
    private static final int MOST_BYTES = 1 << PhysicalMemory.GRANULE_SHIFT;

    private final Core core;
    private final CpuState state;
    private final LinearMemory memory;
    private final CodeCache cache;
    private final Decoder decoder;
    private final CodeFetch fetch;
    private int lookedAt;
    private final List<DecodedOp> decoded = new ArrayList<>();

    BlockBuilder(Core core, CodeCache cache, Decoder decoder, CodeFetch fetch) {
        this.core = core;
        this.state = core.state;
        this.memory = core.linear;
        this.cache = cache;
        this.decoder = decoder;
        this.fetch = fetch;
    }

    /** Blocks get their first look after so many executions. */
    void lookAt(int executions) {
        lookedAt = executions;
    }

    /**
     * The block at CS:EIP.
     *
     * @throws CpuException #GP(0) or #PF if its first instruction can't be fetched
     */
    Block find(int linear, int context) {
        Block block = cache.recent(linear, context);
        if (block != Block.NONE) {
            return block;
        }
        int index = memory.codeIndex(linear);
        int page = index < 0 ? -1 : index & ~PhysicalMemory.PAGE_MASK;
        int mode = context & Context.DECODING;
        if (page >= 0) {
            block = cache.find(index, mode);
        }
        if (block == Block.NONE) {
            block = build(linear, page, mode);
        }
        if (page >= 0) {
            cache.use(block, linear, context);
        }
        return block;
    }

    private Block build(int linear, int page, int mode) {
        boolean code32 = (mode & Context.CODE32) != 0, isSingle = (mode & Context.SINGLE) != 0;
        decoded.clear();
        int length = decode(linear, page, 0, code32, true);
        if (fetch.crosses()) {
            Block block = block(-1, mode);
            int inFirst = PhysicalMemory.PAGE_SIZE - (linear & PhysicalMemory.PAGE_MASK);
            if (page >= 0 && fetch.secondPage() >= 0) {
                int flat = page | linear & PhysicalMemory.PAGE_MASK;
                cache.addCrossing(block, flat, inFirst, fetch.secondPage());
            }
            return block;
        }
        while (!isSingle
                && page >= 0
                && !decoded.getLast().opcode().endsBlock()
                && decoded.size() < MOST_OPS
                && (linear + length & PhysicalMemory.PAGE_MASK) != 0) {
            try {
                int end = decode(linear, page, length, code32, false);
                if (end > MOST_BYTES) {
                    decoded.removeLast();
                    break;
                }
                length = end;
            } catch (PageEndException | CpuException e) {
                break; // becomes the first of a block when it is reached, and faults then
            }
        }
        Block block = block(page < 0 ? -1 : page | linear & PhysicalMemory.PAGE_MASK, mode);
        if (page >= 0) {
            cache.add(block);
        }
        return block;
    }

    /**
     * @return the end of the decoded instruction, from the block's begin
     */
    private int decode(int linear, int page, int offset, boolean code32, boolean isFirst) {
        fetch.start(linear + offset, state.eip + offset, page, isFirst);
        DecodedOp op = decoder.decode(fetch, code32);
        decoded.add(op);
        return offset + op.length();
    }

    /** A general form, unless another block has made the specialised one. */
    private Op general(DecodedOp op, int offset) {
        core.decodedAt = offset;
        return ((OpFactory) op.opcode().semantics()).create(op, core);
    }

    private Op specialised(DecodedOp op, int offset) {
        core.specialises = true;
        try {
            return general(op, offset);
        } finally {
            core.specialises = false;
        }
    }

    private Block block(int flat, int mode) {
        int n = decoded.size();
        Op[] ops = new Op[n];
        int[] offsets = new int[n + 1];
        for (int i = 0; i < n; i++) {
            ops[i] = general(decoded.get(i), offsets[i]);
            offsets[i + 1] = offsets[i] + decoded.get(i).length();
        }
        var block = new Block(ops, offsets, flat, mode);
        block.lookAt(lookedAt);
        return block;
    }

    /**
     * The bytes of an instruction whose block was just found: all its pages are in the TLB. Code in
     * a device's window is not read again.
     */
    byte[] bytes(int linear, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            int index = memory.codeIndex(linear + i);
            if (index < 0) {
                return fetch.fetched();
            }
            bytes[i] = memory.flat()[index];
        }
        return bytes;
    }

    /**
     * @return a form for translated code: it begins where {@link Core#blockBegin} says
     */
    Op operation(DecodedOp op) {
        return specialised(op, 0);
    }

    /**
     * A block that proves hot gets specialised forms; its last two instructions become one op if
     * they can. One that crosses a page stays as it is.
     *
     * @param linear where it is found now
     */
    void specialise(Block block, int linear) {
        block.isSpecialised = true;
        if (block.flat < 0) {
            return;
        }
        decoded.clear();
        int page = block.flat & ~PhysicalMemory.PAGE_MASK;
        boolean code32 = (block.mode & Context.CODE32) != 0;
        for (int offset = 0; offset < block.length; ) {
            offset = decode(linear, page, offset, code32, false);
        }
        int n = decoded.size();
        Optional<Op> both =
                n < 2 ? Optional.empty() : Pairs.join(decoded.get(n - 2), decoded.get(n - 1), core);
        int alone = both.isPresent() ? n - 2 : n;
        Op[] ops = new Op[both.isPresent() ? n - 1 : n];
        for (int i = 0; i < alone; i++) {
            ops[i] = specialised(decoded.get(i), block.offsets[i]);
        }
        both.ifPresent(op -> ops[alone] = op);
        block.ops = ops;
    }
}
