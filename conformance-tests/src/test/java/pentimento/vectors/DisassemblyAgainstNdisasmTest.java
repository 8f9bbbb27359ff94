package pentimento.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pentimento.cpu.Disassembly;
import pentimento.cpu.model.CpuModel;

/**
 * Our disassembler beside NASM's: the same length and, but for syntax, the same text, or a {@link
 * KnownDifference}.
 */
class DisassemblyAgainstNdisasmTest {
    private static final int LONGEST = 15; // one more is a fault

    /** In 16-bit code, ndisasm's addresses are exact up to 64 KiB. */
    private static final int AT_ONCE = 0x10000 / Ndisasm.SLOT;

    @TempDir private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyOpcodeReadsAsNdisasmReadsIt(boolean code32) throws IOException, InterruptedException {
        assumeTrue(Ndisasm.isInstalled(), "skipped: ndisasm is not installed");
        var distinct = new TreeMap<String, byte[]>();
        for (byte[] code : DisassemblerSweep.code()) {
            int length = Disassembly.first(CpuModel.CORE, code, 0, code32).length();
            int end = Math.min(length + 1, code.length); // what seems bad to us may go on
            distinct.putIfAbsent(HexFormat.of().formatHex(code, 0, end), code);
        }
        assertAgrees(distinct.values(), code32);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theInstructionsOfTheVectorsReadAsNdisasmReadsThem(boolean code32)
            throws IOException, InterruptedException {
        assumeTrue(Ndisasm.isInstalled(), "skipped: ndisasm is not installed");
        var distinct = new TreeMap<String, byte[]>();
        for (VectorFile file : vectors()) {
            for (Vector vector : file.vectors()) {
                if (file.mode() == VectorFile.Mode.P32 == code32) {
                    byte[] code = vector.instruction();
                    distinct.putIfAbsent(HexFormat.of().formatHex(code), code);
                }
            }
        }
        assertAgrees(distinct.values(), code32);
    }

    /**
     * What is undefined has no length that a processor would tell. The form real_F4 was recorded
     * together with the HLT that follows each test, which is its own.
     */
    @Test
    void instructionsAreAsLongAsTheProcessorTookThem() throws IOException {
        for (VectorFile file : vectors()) {
            for (Vector vector : file.vectors()) {
                byte[] code = vector.instruction();
                boolean code32 = file.mode() == VectorFile.Mode.P32;
                Disassembly.Line line = Disassembly.first(CpuModel.CORE, code, 0, code32);
                if (file.name().equals("real_F4")) {
                    continue;
                }
                boolean isUndefined = KnownDifference.isBad(line) && code.length <= LONGEST;
                assertThat(isUndefined ? code.length : line.length())
                        .as("%s #%d: %s", file.name(), vector.index(), line)
                        .isEqualTo(Math.min(code.length, LONGEST));
            }
        }
    }

    private static List<VectorFile> vectors() throws IOException {
        Optional<Path> folder = VectorsTest.vectors();
        assumeTrue(folder.isPresent(), "skipped: there is no folder shared/vectors");
        var files = new ArrayList<VectorFile>();
        for (Path path : VectorSuite.files(folder.get())) {
            files.add(VectorFile.read(path));
        }
        return files;
    }

    private void assertAgrees(Collection<byte[]> instructions, boolean code32)
            throws IOException, InterruptedException {
        var all = List.copyOf(instructions);
        var unexplained = new ArrayList<String>();
        for (int begin = 0; begin < all.size(); begin += AT_ONCE) {
            List<byte[]> some = all.subList(begin, Math.min(begin + AT_ONCE, all.size()));
            List<Ndisasm.Line> theirs = Ndisasm.disassemble(some, code32, folder);
            assertThat(theirs).hasSameSizeAs(some);
            for (int n = 0; n < some.size(); n++) {
                int eip = n * Ndisasm.SLOT;
                var ours = Disassembly.first(CpuModel.CORE, some.get(n), eip, code32);
                compare(ours, theirs.get(n), code32).ifPresent(unexplained::add);
            }
        }
        assertThat(unexplained.stream().limit(20)).isEmpty();
    }

    private static Optional<String> compare(
            Disassembly.Line ours, Ndisasm.Line theirs, boolean code32) {
        boolean isOursBad = KnownDifference.isBad(ours),
                isTheirsBad = KnownDifference.isBad(theirs);
        boolean isSame =
                isOursBad || isTheirsBad
                        ? isOursBad && isTheirsBad
                        : ours.length() == theirs.length()
                                && NdisasmSyntax.isSame(ours.text(), theirs.text(), code32);
        boolean isExplained =
                isSame
                        || Arrays.stream(KnownDifference.values())
                                .anyMatch(d -> d.explains(ours, theirs));
        return isExplained ? Optional.empty() : Optional.of(ours + " | " + theirs);
    }
}
