package pentimento.jit.emit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import pentimento.jit.discover.Repertoire;

/** Discovery and emission know the same instructions. */
class RegionEmitterTest {
    private static final String TRANSFERS = "J(?!MP).*|JMP|CALL|RET|LOOP.*";

    @Test
    void allThatIsDiscoveredIsEmitted() {
        Set<String> plain =
                Repertoire.mnemonics().stream()
                        .filter(name -> !name.matches(TRANSFERS))
                        .collect(Collectors.toSet());
        assertThat(RegionEmitter.EMITTERS.keySet()).isEqualTo(plain);
    }
}
