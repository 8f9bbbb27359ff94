package pentimento.vectors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** NASM's disassembler: another reading of the same manuals. */
final class Ndisasm {
    /** Each instruction is followed by so many NOPs that ndisasm finds the next one again. */
    static final int SLOT = 32;

    private static final byte NOP = (byte) 0x90;

    /**
     * @param text as ndisasm writes it
     */
    record Line(int length, String text) {}

    private Ndisasm() {}

    static boolean isInstalled() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "ndisasm")));
    }

    /**
     * @param code instructions; number n stands at address n * {@link #SLOT}
     */
    static List<Line> disassemble(List<byte[]> code, boolean code32, Path folder)
            throws IOException, InterruptedException {
        byte[] image = new byte[code.size() * SLOT];
        Arrays.fill(image, NOP);
        for (int n = 0; n < code.size(); n++) {
            System.arraycopy(code.get(n), 0, image, n * SLOT, code.get(n).length);
        }
        Path file = Files.write(folder.resolve("code.bin"), image);
        Process process =
                new ProcessBuilder("ndisasm", "-b", code32 ? "32" : "16", file.toString())
                        .redirectErrorStream(true)
                        .start();
        var lines = new ArrayList<Line>(code.size());
        boolean isFirstOfSlot = false;
        try (var output = process.inputReader()) {
            for (String row = output.readLine(); row != null; row = output.readLine()) {
                if (row.startsWith(" ")) {
                    if (isFirstOfSlot) {
                        lines.addLast(continued(lines.removeLast(), row));
                    }
                    continue;
                }
                int address = HexFormat.fromHexDigits(row, 0, 8);
                isFirstOfSlot = address % SLOT == 0;
                if (isFirstOfSlot) {
                    lines.add(line(row));
                }
            }
        }
        process.waitFor();
        return lines;
    }

    private static Line line(String row) {
        String[] columns = row.split(" +", 3);
        return new Line(columns[1].length() / 2, columns[2]);
    }

    /** More bytes, after a hyphen. */
    private static Line continued(Line line, String row) {
        return new Line(line.length + (row.strip().length() - 1) / 2, line.text);
    }
}
