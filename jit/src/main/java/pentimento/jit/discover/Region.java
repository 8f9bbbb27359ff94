package pentimento.jit.discover;

import java.util.BitSet;
import java.util.List;
import pentimento.cpu.translation.CodeBlock;
import pentimento.cpu.translation.RegionKey;

/**
 * Guest blocks to become one method.
 *
 * @param blocks in the order of their code
 * @param entries the first is where it begins
 * @param members whose code it is; the first is the hot one that it was made for
 * @param segments bit n = segment register n is used for data
 * @param isStack32 the B bit of SS
 */
public record Region(
        RegionKey key,
        List<RegionBlock> blocks,
        List<Entry> entries,
        List<CodeBlock> members,
        int segments,
        boolean isStack32) {
    /** A block that begins with a block of the interpreter. */
    public record Entry(RegionBlock block, CodeBlock code) {}

    public Region {
        entries = List.copyOf(entries);
        blocks = List.copyOf(blocks);
        members = List.copyOf(members);
    }

    public CodeBlock begin() {
        return entries.getFirst().code();
    }

    /**
     * @return the numbers of blocks to which an edge leads back, or that follow themselves
     */
    public static BitSet heads(List<RegionBlock> ordered) {
        var heads = new BitSet();
        for (RegionBlock block : ordered) {
            for (RegionBlock next : block.successors().values()) {
                if (next.number() <= block.number()) {
                    heads.set(next.number());
                }
            }
        }
        return heads;
    }

    public int instructionCount() {
        return blocks.stream().mapToInt(RegionBlock::count).sum();
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        for (RegionBlock block : blocks) {
            text.append(String.format("block %d%n", block.number()));
            for (Instruction i : block.instructions()) {
                text.append(
                        String.format(
                                "  %08X %s%n",
                                i.eip(), pentimento.cpu.decode.Disassembler.text(i.op(), i.eip())));
            }
            block.successors()
                    .forEach((eip, b) -> text.append(String.format("  -> %d%n", b.number())));
        }
        return text.toString();
    }
}
