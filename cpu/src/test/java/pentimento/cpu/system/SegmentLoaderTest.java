package pentimento.cpu.system;

import static org.assertj.core.api.Assertions.assertThat;
import static pentimento.cpu.system.BareProcessor.BEYOND;
import static pentimento.cpu.system.BareProcessor.BIG;
import static pentimento.cpu.system.BareProcessor.CODE;
import static pentimento.cpu.system.BareProcessor.CONFORMING;
import static pentimento.cpu.system.BareProcessor.DATA;
import static pentimento.cpu.system.BareProcessor.DATA_0;
import static pentimento.cpu.system.BareProcessor.EXECUTE_ONLY;
import static pentimento.cpu.system.BareProcessor.FREE;
import static pentimento.cpu.system.BareProcessor.LEVEL;
import static pentimento.cpu.system.BareProcessor.READ_ONLY;
import static pentimento.cpu.system.BareProcessor.TSS_SELECTOR;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pentimento.cpu.state.Segment;
import pentimento.cpu.state.Vector;

/** SDM vol. 2B, MOV; vol. 3A, 5.6 and 5.7. */
class SegmentLoaderTest {
    private static final int NOT_PRESENT = 0x80;

    private final BareProcessor machine = BareProcessor.ring(3);

    private void load(int segment, int selector) {
        machine.system.segments().load(segment, selector);
    }

    private void refuse(int vector, int code, int segment, int selector) {
        machine.assertFault(vector, code, () -> load(segment, selector));
    }

    @Test
    void section3_4_5_theHiddenPartComesFromTheDescriptor() {
        machine.descriptor(FREE, 0x12345678, 0xABCDE, BIG | DATA + 3 * LEVEL);
        load(Segment.FS, FREE | 3);
        Segment fs = machine.cpu.segments[Segment.FS];
        assertThat(fs.selector).isEqualTo(FREE | 3);
        assertThat(fs.base).isEqualTo(0x12345678);
        assertThat(fs.limit).isEqualTo(0xABCDE);
        assertThat(fs.access).isEqualTo(BIG | DATA + 3 * LEVEL);
    }

    @Test
    void section3_4_5_granularityCountsPages() {
        machine.descriptor(FREE, 0, 0x12FFF, 0x8000 | DATA + 3 * LEVEL);
        load(Segment.DS, FREE);
        assertThat(machine.cpu.segments[Segment.DS].limit).isEqualTo(0x12FFF);
    }

    @Test
    void section3_4_5_1_aLoadSetsTheAccessedBit() {
        machine.descriptor(FREE, 0, 0xFFF, DATA - 1 + 3 * LEVEL);
        load(Segment.ES, FREE);
        assertThat(machine.accessByte(FREE)).isEqualTo(DATA + 3 * LEVEL);
        assertThat(machine.cpu.segments[Segment.ES].access).isEqualTo(DATA + 3 * LEVEL);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void section3_4_2_aNullSelectorLoadsButIsOfNoUse(int selector) {
        load(Segment.GS, selector);
        Segment gs = machine.cpu.segments[Segment.GS];
        assertThat(gs.selector).isEqualTo(selector);
        assertThat(gs.allows(0, 1, false)).isFalse();
    }

    @Test
    void section5_6_dataNeedsADplNotBelowCplAndRpl() {
        machine.descriptor(FREE, 0, 0xFFF, DATA + 2 * LEVEL);
        refuse(Vector.GP, FREE, Segment.DS, FREE);
        var inner = BareProcessor.ring(0);
        inner.descriptor(FREE, 0, 0xFFF, DATA + 2 * LEVEL);
        inner.assertFault(
                Vector.GP, FREE, () -> inner.system.segments().load(Segment.DS, FREE | 3));
        inner.system.segments().load(Segment.DS, FREE | 2);
    }

    @Test
    void section5_6_1_readableConformingCodeServesAsDataAtAnyLevel() {
        machine.descriptor(FREE, 0, 0xFFF, CONFORMING);
        load(Segment.DS, FREE | 3);
        machine.descriptor(FREE, 0, 0xFFF, CODE);
        refuse(Vector.GP, FREE, Segment.DS, FREE | 3);
        machine.descriptor(FREE, 0, 0xFFF, EXECUTE_ONLY + 3 * LEVEL);
        refuse(Vector.GP, FREE, Segment.DS, FREE | 3);
    }

    @Test
    void selectorsBeyondTheTableAndSystemDescriptorsAreRefused() {
        refuse(Vector.GP, BEYOND, Segment.DS, BEYOND | 3);
        refuse(Vector.GP, TSS_SELECTOR, Segment.DS, TSS_SELECTOR);
        refuse(Vector.GP, 0x0C, Segment.DS, 0x0C | 3); // no LDT
    }

    @Test
    void selectorsOfTheLdt() {
        machine.loadLdt();
        machine.descriptor(0x0C, 0x5000, 0xFF, DATA + 3 * LEVEL);
        load(Segment.DS, 0x0F);
        assertThat(machine.cpu.segments[Segment.DS].base).isEqualTo(0x5000);
        refuse(Vector.GP, 0x104, Segment.DS, 0x107);
    }

    @Test
    void absentDataIsNotPresentAndAbsentStackIsAStackFault() {
        machine.descriptor(FREE, 0, 0xFFF, DATA + 3 * LEVEL - NOT_PRESENT);
        refuse(Vector.NP, FREE, Segment.DS, FREE | 3);
        refuse(Vector.SS, FREE, Segment.SS, FREE | 3);
    }

    @Test
    void section5_7_theStackMustBeWritableAndOfExactlyThisLevel() {
        refuse(Vector.GP, 0, Segment.SS, 0);
        refuse(Vector.GP, 0, Segment.SS, 3);
        refuse(Vector.GP, DATA_0, Segment.SS, DATA_0 | 3);
        machine.descriptor(FREE, 0, 0xFFF, READ_ONLY + 3 * LEVEL);
        refuse(Vector.GP, FREE, Segment.SS, FREE | 3);
        machine.descriptor(FREE, 0, 0xFFF, DATA + 3 * LEVEL);
        refuse(Vector.GP, FREE, Segment.SS, FREE | 2);
        load(Segment.SS, FREE | 3);
        assertThat(machine.cpu.ss().selector).isEqualTo(FREE | 3);
    }

    @Test
    void realModeKeepsTheLimitOfProtectedMode() {
        var real = BareProcessor.real();
        Segment ds = real.cpu.segments[Segment.DS];
        ds.set(8, 0, -1, 0xC093);
        real.system.segments().load(Segment.DS, 0x1234);
        assertThat(ds.base).isEqualTo(0x12340);
        assertThat(ds.limit).isEqualTo(-1);
        ds.setNull(0);
        real.system.segments().load(Segment.DS, 0x40);
        assertThat(ds.allows(0xFFFF, 1, true)).isTrue();
        assertThat(ds.allows(0x10000, 1, true)).isFalse();
    }

    @Test
    void section20_1_1_virtual8086SegmentsAre64KilobytesOfLevel3() {
        var virtual = BareProcessor.virtual8086(0);
        virtual.system.segments().load(Segment.SS, 0xABCD);
        assertThat(virtual.cpu.ss().base).isEqualTo(0xABCD0);
        assertThat(virtual.cpu.ss().limit).isEqualTo(0xFFFF);
        assertThat(virtual.cpu.ss().dpl()).isEqualTo(3);
    }

    @Test
    void expandDownSegmentsAreValidAboveTheLimit() {
        machine.descriptor(FREE, 0x10000, 0xFFF, 0x97 + 3 * LEVEL);
        load(Segment.ES, FREE | 3);
        Segment es = machine.cpu.segments[Segment.ES];
        assertThat(es.allows(0xFFF, 1, true)).isFalse();
        assertThat(es.allows(0x1000, 4, true)).isTrue();
        assertThat(es.allows(0xFFFD, 4, true)).isFalse();
    }
}
