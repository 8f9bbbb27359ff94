package pentimento.robustness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A hard disk whose boot sector writes numbered sectors for ever. Sector 1 + (n mod 8192) gets the
 * number n in its first four bytes, from 1 on, by INT 13h function 43h; after the BIOS has reported
 * success, n goes to the debug console. An error's status goes to the debug exit.
 */
final class WritingGuest {
    static final int SECTOR = 512, SECTORS = 20_160; // 20/16/63
    private static final int RING = 8192;

    private static final String PROGRAM =
            "31DB" //                  xor bx,bx
                    + "8EDB" //             mov ds,bx
                    + "8EC3" //             mov es,bx
                    + "8ED3" //             mov ss,bx
                    + "BC007C" //           mov sp,7C00h
                    + "C70600061000" //     mov word [600h],10h     the packet: its length,
                    + "C70602060100" //     mov word [602h],1       one sector
                    + "66C706040600800000" // mov dword [604h],8000h from 0000:8000
                    + "6631F6" //           xor esi,esi
                    + "6689360C06" //       mov [60Ch],esi
                    + "6631DB" //           xor ebx,ebx
                    + "6643" //       next: inc ebx
                    + "66891E0080" //       mov [8000h],ebx
                    + "6689D8" //           mov eax,ebx
                    + "6625FF1F0000" //     and eax,1FFFh
                    + "6640" //             inc eax
                    + "66A30806" //         mov [608h],eax          to this sector
                    + "B80043" //           mov ax,4300h
                    + "B280" //             mov dl,80h
                    + "BE0006" //           mov si,600h
                    + "CD13" //             int 13h
                    + "7210" //             jc fail
                    + "6689D8" //           mov eax,ebx
                    + "B90400" //           mov cx,4
                    + "E6E9" //       emit: out 0E9h,al
                    + "66C1E808" //         shr eax,8
                    + "E2F8" //             loop emit
                    + "EBCE" //             jmp next
                    + "88E0" //       fail: mov al,ah
                    + "E6F4" //             out 0F4h,al
                    + "F4"; //              hlt

    private final Path folder;

    WritingGuest(Path folder) throws IOException {
        this.folder = folder;
        try (var disk = new RandomAccessFile(image().toFile(), "rw")) {
            disk.setLength((long) SECTORS * SECTOR);
            disk.write(HexFormat.of().parseHex(PROGRAM));
            disk.seek(SECTOR - 2);
            disk.write(0x55);
            disk.write(0xAA);
        }
    }

    Path image() {
        return folder.resolve("disk.img");
    }

    Path acknowledgements() {
        return folder.resolve("acknowledged.bin");
    }

    /** What a started machine prints and says. */
    Path output() {
        return folder.resolve("output.txt");
    }

    /** The command line in a JVM of its own. */
    ProcessBuilder command(String... words) {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:-UsePerfData",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "pentimento.frontend.Main",
                                "run",
                                "--display",
                                "none",
                                "--debug-exit",
                                "--debugcon",
                                "file:" + acknowledgements(),
                                "--hda",
                                image().toString()));
        command.addAll(List.of(words));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output().toFile());
    }

    /**
     * @return the number of the last acknowledged write
     */
    int lastAcknowledged() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(acknowledgements()));
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        int last = 0;
        while (bytes.remaining() >= Integer.BYTES) {
            assertThat(bytes.getInt()).isEqualTo(++last);
        }
        return last;
    }

    /** Every acknowledged write is in the image; the one after them may be, and nothing else. */
    void assertConsistent(int last) throws IOException {
        ByteBuffer disk = ByteBuffer.wrap(Files.readAllBytes(image()));
        disk.order(ByteOrder.LITTLE_ENDIAN);
        assertThat(disk.capacity()).isEqualTo(SECTORS * SECTOR);
        for (int slot = 0; slot < RING; slot++) {
            int written = disk.getInt((1 + slot) * SECTOR);
            int expected = last < slot ? 0 : last - Math.floorMod(last - slot, RING);
            if (written != last + 1) {
                assertThat(written).as("sector %d", 1 + slot).isEqualTo(expected);
            }
        }
        for (int sector = 1 + RING; sector < SECTORS; sector++) {
            assertThat(disk.getInt(sector * SECTOR)).isZero();
        }
    }
}
