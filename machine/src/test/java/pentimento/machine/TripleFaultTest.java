package pentimento.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The shutdown cycle of the processor resets a PC. */
class TripleFaultTest {
    private static final int SECTOR = 512, FLOPPY_BYTES = 163_840, BOOT_SECTOR = 0x7C00;

    /** A floppy whose boot sector loops. */
    private static byte[] loop() {
        byte[] floppy = new byte[FLOPPY_BYTES];
        floppy[0] = (byte) 0xEB; // jmp $
        floppy[1] = (byte) 0xFE;
        floppy[SECTOR - 2] = 0x55;
        floppy[SECTOR - 1] = (byte) 0xAA;
        return floppy;
    }

    @Test
    void aTripleFaultResets() {
        try (var machine =
                Machine.builder()
                        .memory(1)
                        .floppy(0, MachineConfig.Media.memory("loop", loop()))
                        .build()) {
            machine.run(Duration.ofSeconds(2));
            byte[] tripleFault = {
                0x0F,
                0x01,
                0x1E,
                0x07,
                0x7C, // lidt [7C07h]: limit 0
                (byte) 0xCC // int3
            };
            machine.poke(BOOT_SECTOR, new byte[SECTOR]);
            machine.poke(BOOT_SECTOR, tripleFault);
            machine.run(Duration.ofSeconds(2));
            assertThat(machine.text().text()).contains("Pentimento PC");
            // and the boot sector, read anew from the disk, loops
            assertThat(machine.run(Duration.ofMillis(10)).reason())
                    .isEqualTo(Stop.Reason.VIRTUAL_TIME_REACHED);
        }
    }
}
