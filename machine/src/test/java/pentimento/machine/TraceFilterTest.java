package pentimento.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pentimento.cpu.trace.CodePlace;
import pentimento.cpu.trace.ProcessorMode;
import pentimento.cpu.trace.TracedDelivery;
import pentimento.cpu.trace.TracedDelivery.Kind;
import pentimento.cpu.trace.TracedInstruction;

class TraceFilterTest {
    private static final CodePlace PLACE =
            new CodePlace(1000, 0xF000, 0xE123, 0xFE123, 0, ProcessorMode.REAL);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cs=F000                    | true",
                "cs=f000                    | true",
                "cs=C000                    | false",
                "cs=C000,cs=F000            | true", // of one key, any
                "cs=F000,eip=0..FF          | false", // of several keys, all
                "cs=F000,eip=E123           | true",
                "eip=E100..E1FF             | true",
                "lin=FE123                  | true",
                "lin=FFFF0000..FFFFFFFF     | false",
                "cpl=0                      | true",
                "cpl=3                      | false",
                "cpl=1..3                   | false",
                "mode=real                  | true",
                "mode=v86,mode=p32          | false",
                "after=999                  | true",
                "after=1000                 | false",
                "for=1000                   | true",
                "for=999                    | false",
                "after=900,for=100          | true",
                "after=900,for=99           | false",
                "op=out                     | true",
                "op=in                      | false",
                "int                        | false",
                "insn                       | true",
            })
    void anInstruction(String terms, boolean isAllowed) {
        var filter = TraceFilter.parse(terms);
        var out = new TracedInstruction(PLACE, 1000, "e620", "out 0x20,al", List.of());
        assertThat(filter.allows(PLACE) && filter.allows(out)).isEqualTo(isAllowed);
    }

    @ParameterizedTest
    @CsvSource({
        "cs=F000, true",
        "cs=0, false",
        "int, true",
        "int=8, true",
        "int=70..77, false",
        "int=70..77;int=8, true",
        "insn, false",
        "op=out, false",
        "after=1000, false"
    })
    void aDelivery(String terms, boolean isAllowed) {
        var none = OptionalInt.empty();
        var timer =
                new TracedDelivery(
                        PLACE, 1000, Kind.INTERRUPT, 8, none, none, OptionalInt.of(8), 0xF000, 0);
        assertThat(TraceFilter.parse(terms.replace(';', ',')).allows(timer)).isEqualTo(isAllowed);
    }

    /** The machine has its full speed where no line can be. */
    @Test
    void countsOutsideOfTheWindowAreNotCovered() {
        var filter = TraceFilter.parse("after=1000,for=10");
        assertThat(filter.covers(1, 1000)).isFalse();
        assertThat(filter.covers(1, 1001)).isTrue();
        assertThat(filter.covers(1010, 2000)).isTrue();
        assertThat(filter.covers(1011, 2000)).isFalse();
        assertThat(TraceFilter.ALL.covers(1, 2)).isTrue();
    }
}
