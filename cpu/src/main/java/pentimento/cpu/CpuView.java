package pentimento.cpu;

import java.util.List;
import java.util.stream.IntStream;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Segment;

/**
 * The registers at one moment, for debuggers and test reports.
 *
 * @param general EAX ECX EDX EBX ESP EBP ESI EDI
 * @param segments ES CS SS DS FS GS
 */
public record CpuView(
        List<Integer> general,
        int eip,
        int eflags,
        List<SegmentView> segments,
        int cr0,
        int cr2,
        int cr3,
        int cr4,
        int cpl,
        boolean isHalted) {
    /**
     * @param limit in bytes
     * @param isBig the D/B bit
     */
    public record SegmentView(int selector, int base, int limit, boolean isBig) {
        private static SegmentView of(Segment s) {
            return new SegmentView(s.selector, s.base, s.limit, s.isBig());
        }
    }

    private static final List<String> GENERAL =
            List.of("EAX", "ECX", "EDX", "EBX", "ESP", "EBP", "ESI", "EDI");
    private static final List<String> SEGMENTS = List.of("ES", "CS", "SS", "DS", "FS", "GS");

    static CpuView of(CpuState state) {
        return new CpuView(
                IntStream.range(0, GENERAL.size()).mapToObj(i -> state.gpr[i]).toList(),
                state.eip,
                state.flags.value(),
                IntStream.range(0, SEGMENTS.size())
                        .mapToObj(i -> SegmentView.of(state.segments[i]))
                        .toList(),
                state.cr0,
                state.cr2,
                state.cr3,
                state.cr4,
                state.cpl,
                state.halted);
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        for (int i = 0; i < GENERAL.size(); i++) {
            text.append(String.format("%s=%08X ", GENERAL.get(i), general.get(i)));
        }
        text.append(String.format("EIP=%08X EFL=%08X", eip, eflags));
        for (int i = 0; i < SEGMENTS.size(); i++) {
            SegmentView s = segments.get(i);
            text.append(String.format(" %s=%04X[%08X]", SEGMENTS.get(i), s.selector(), s.base()));
        }
        return text.append(
                        String.format(
                                " CR0=%08X CR2=%08X CR3=%08X CR4=%08X CPL=%d%s",
                                cr0, cr2, cr3, cr4, cpl, isHalted ? " halted" : ""))
                .toString();
    }
}
