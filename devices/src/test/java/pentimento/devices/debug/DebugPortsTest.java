package pentimento.devices.debug;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DebugPortsTest {
    private final List<Integer> heard = new ArrayList<>();

    @Test
    void theConsoleTellsThatItIsThereAndPassesBytesOn() {
        var console = new DebugConsole(heard::add);
        assertThat(console.in8(0)).isEqualTo(0xE9);
        console.out8(0, 'H');
        console.out8(0, 0xFF);
        assertThat(heard).containsExactly((int) 'H', 0xFF);
    }

    @Test
    void exitPassesItsCodeOn() {
        new DebugExit(heard::add).out8(0, 0x31);
        assertThat(heard).containsExactly(0x31);
    }
}
