package pentimento.jit.discover;

import java.util.List;
import pentimento.cpu.translation.CodeBlock;
import pentimento.cpu.translation.RegionKey;

/**
 * Guest blocks to become one method.
 *
 * @param blocks in the order of their code; the first is the only entry
 * @param members whose code it is, the one at the begin first
 * @param segments bit n = segment register n is used for data
 * @param isStack32 the B bit of SS
 */
public record Region(
        RegionKey key,
        List<RegionBlock> blocks,
        List<CodeBlock> members,
        int segments,
        boolean isStack32) {
    public Region {
        blocks = List.copyOf(blocks);
        members = List.copyOf(members);
    }

    public RegionBlock first() {
        return blocks.getFirst();
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
