package pentimento.cpu.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pentimento.cpu.state.CpuState.CR0_AM;
import static pentimento.cpu.state.CpuState.CR0_WP;
import static pentimento.cpu.state.CpuState.CR4_PAE;
import static pentimento.cpu.state.CpuState.CR4_PGE;
import static pentimento.cpu.state.CpuState.CR4_PSE;
import static pentimento.cpu.system.BareProcessor.DIRECTORY;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import pentimento.cpu.model.CpuModel;
import pentimento.cpu.state.CpuState;
import pentimento.cpu.state.Flags;
import pentimento.cpu.state.Vector;
import pentimento.cpu.system.BareProcessor;
import pentimento.memory.bus.MmioDevice;
import pentimento.memory.state.StateDigest;
import pentimento.memory.state.StateImage;

/** SDM vol. 3A, chapter 4. */
class PagingTest {
    private static final int P = 1, W = 2, U = 4, A = 0x20, D = 0x40, PS = 0x80, G = 0x100;
    private static final int LINEAR = 0x30000, FRAME = 0x31000, OTHER_FRAME = 0x32000;

    private static BareProcessor paged(int level, int pte) {
        var machine = BareProcessor.ring(level);
        machine.page(0);
        machine.pte(LINEAR, pte);
        return machine;
    }

    // ---------------------------------------------------------------- 4.3: translation

    @Test
    void section4_3_aTableEntryMapsFourKilobytes() {
        var machine = paged(0, FRAME | P | W);
        machine.write32(FRAME + 0x123, 0x12345678);
        assertThat(machine.memory.read32(LINEAR + 0x123)).isEqualTo(0x12345678);
        machine.memory.write16(LINEAR + 0x10, 0xABCD);
        assertThat(machine.read16(FRAME + 0x10)).isEqualTo(0xABCD);
        assertThat(machine.memory.codeIndex(LINEAR + 5)).isEqualTo(FRAME + 5);
    }

    @Test
    void section4_3_aLargePageMapsFourMegabytes() {
        var machine = BareProcessor.ring(0);
        machine.page(0);
        machine.system.controls().moveToCr(4, CR4_PSE);
        machine.write32(DIRECTORY + 4 * 0x300, PS | P | W);
        machine.memory.write32(0xC0012344, 42);
        assertThat(machine.read32(0x12344)).isEqualTo(42);
        assertThat(machine.read32(DIRECTORY + 4 * 0x300)).isEqualTo(PS | P | W | A | D);
    }

    @Test
    void section4_3_withoutPseTheBitIsIgnored() {
        var machine = BareProcessor.ring(0);
        machine.page(0);
        machine.write32(DIRECTORY + 4, BareProcessor.TABLE | PS | P | W);
        machine.write32(FRAME, 7);
        assertThat(machine.memory.read32(0x400000 + FRAME)).isEqualTo(7);
    }

    @Test
    void section4_4_paeHasThreeLevelsAndPagesOfTwoMegabytes() {
        var machine = BareProcessor.ring(0);
        int pointers = 0x28000, directory = 0x29000, table = 0x2A000;
        machine.write32(pointers, directory | P);
        machine.write32(directory, table | P | W | U);
        machine.write32(directory + 8, PS | P | W | U);
        for (int page = 0; page < 512; page++) {
            machine.write32(table + 8 * page, page << 12 | P | W | U);
        }
        machine.write32(table + 8 * (LINEAR >>> 12), FRAME | P | W);
        machine.system.controls().moveToCr(4, CR4_PAE);
        machine.system.controls().moveToCr(3, pointers);
        machine.system.controls().moveToCr(0, machine.cpu.cr0 | CpuState.CR0_PG);
        machine.memory.write32(LINEAR, 5);
        assertThat(machine.read32(FRAME)).isEqualTo(5);
        assertThat(machine.memory.read32(0x200000 + FRAME)).isEqualTo(5);
        assertThat(machine.read32(directory + 8)).isEqualTo(PS | P | W | U | A);
        machine.assertFault(Vector.PF, 0, () -> machine.memory.read8(0x40000000));
        machine.write32(table + 8 * 0x33 + 4, 0x10); // beyond 36 bits
        machine.assertFault(Vector.PF, 9, () -> machine.memory.read8(0x33000));
    }

    @Test
    void section4_4_1_pointersAreReadWithCr3AndCheckedThen() {
        var machine = BareProcessor.ring(0);
        int pointers = 0x28000;
        machine.write32(pointers, 0x29000 | P | W); // reserved in a pointer
        machine.system.controls().moveToCr(4, CR4_PAE);
        machine.system.controls().moveToCr(3, pointers);
        machine.assertFault(
                Vector.GP,
                0,
                () -> machine.system.controls().moveToCr(0, machine.cpu.cr0 | CpuState.CR0_PG));
    }

    // ---------------------------------------------------------------- 4.6, 4.7: rights and faults

    @Test
    void section4_7_errorCodes() {
        var user = paged(3, 0);
        user.assertFault(Vector.PF, 4, () -> user.memory.read8(LINEAR + 3));
        assertThat(user.cpu.cr2).isEqualTo(LINEAR + 3);
        user.assertFault(Vector.PF, 6, () -> user.memory.write8(LINEAR, 0));
        user.pte(LINEAR, FRAME | P | W);
        user.assertFault(Vector.PF, 5, () -> user.memory.read8(LINEAR));
        user.pte(LINEAR, FRAME | P | U);
        user.assertFault(Vector.PF, 7, () -> user.memory.write8(LINEAR, 0));
        var supervisor = paged(0, 0);
        supervisor.assertFault(Vector.PF, 0, () -> supervisor.memory.read8(LINEAR));
        supervisor.assertFault(Vector.PF, 2, () -> supervisor.memory.write8(LINEAR, 0));
    }

    @Test
    void section4_7_reservedBitsOfALargePage() {
        var machine = BareProcessor.ring(0);
        machine.page(0);
        machine.system.controls().moveToCr(4, CR4_PSE);
        machine.write32(DIRECTORY + 8, 0x00020000 | PS | P | W);
        machine.assertFault(Vector.PF, 9, () -> machine.memory.read8(0x800000));
    }

    @Test
    void section4_6_directoryAndTableMustBothAllow() {
        var machine = paged(3, FRAME | P | W | U);
        machine.write32(DIRECTORY, BareProcessor.TABLE | P | U);
        machine.assertFault(Vector.PF, 7, () -> machine.memory.write8(LINEAR, 0));
        machine.write32(DIRECTORY, BareProcessor.TABLE | P | W);
        machine.memory.flushTlb();
        machine.assertFault(Vector.PF, 5, () -> machine.memory.read8(LINEAR));
    }

    @Test
    void section4_6_supervisorWritesReadOnlyPagesUnlessWp() {
        var machine = paged(0, FRAME | P | U);
        machine.memory.write8(LINEAR, 1);
        machine.system.controls().moveToCr(0, machine.cpu.cr0 | CR0_WP);
        machine.assertFault(Vector.PF, 3, () -> machine.memory.write8(LINEAR, 2));
        machine.system.controls().moveToCr(0, machine.cpu.cr0 & ~CR0_WP);
        machine.memory.write8(LINEAR, 3);
        assertThat(machine.physical.read8(FRAME)).isEqualTo(3);
    }

    @Test
    void section22_wpDoesNotExistOnA386() {
        var machine = BareProcessor.ring(0, CpuModel.I386);
        machine.page(CR0_WP);
        assertThat(machine.cpu.cr0 & CR0_WP).isZero();
        machine.pte(LINEAR, FRAME | P);
        machine.memory.write8(LINEAR, 1);
        assertThat(machine.physical.read8(FRAME)).isEqualTo(1);
    }

    @Test
    void section4_6_theProcessorsOwnAccessesAreSupervisor() {
        var machine = paged(3, FRAME | P | W);
        machine.memory.writeSystem32(LINEAR, 77);
        assertThat(machine.memory.readSystem32(LINEAR)).isEqualTo(77);
        machine.assertFault(Vector.PF, 5, () -> machine.memory.read32(LINEAR));
    }

    @Test
    void aProbeFaultsAsTheStoreWould() {
        var machine = paged(3, 0);
        machine.assertFault(Vector.PF, 6, () -> machine.memory.probeWrite(LINEAR, 1));
    }

    // ---------------------------------------------------------------- 4.8: accessed and dirty

    @Test
    void section4_8_readsSetAccessedAndWritesSetDirty() {
        var machine = paged(3, FRAME | P | W | U);
        machine.write32(DIRECTORY, BareProcessor.TABLE | P | W | U);
        machine.memory.flushTlb();
        machine.memory.read8(LINEAR);
        assertThat(machine.pte(LINEAR)).isEqualTo(FRAME | P | W | U | A);
        assertThat(machine.read32(DIRECTORY)).isEqualTo(BareProcessor.TABLE | P | W | U | A);
        machine.memory.write8(LINEAR, 1);
        assertThat(machine.pte(LINEAR)).isEqualTo(FRAME | P | W | U | A | D);
    }

    @Test
    void section4_8_aRefusedAccessSetsNothing() {
        var machine = paged(3, FRAME | P | U);
        machine.assertFault(Vector.PF, 7, () -> machine.memory.write8(LINEAR, 0));
        assertThat(machine.pte(LINEAR)).isEqualTo(FRAME | P | U);
    }

    @Test
    void section4_8_dirtyIsSetOnceAndAgainOnlyAfterAFlush() {
        var machine = paged(0, FRAME | P | W);
        machine.memory.write8(LINEAR, 1);
        machine.pte(LINEAR, FRAME | P | W);
        machine.memory.write8(LINEAR, 2);
        assertThat(machine.pte(LINEAR)).isEqualTo(FRAME | P | W);
        machine.system.controls().invlpg(LINEAR);
        machine.memory.write8(LINEAR, 3);
        assertThat(machine.pte(LINEAR)).isEqualTo(FRAME | P | W | A | D);
    }

    // ---------------------------------------------------------------- 4.10: the TLB

    @Test
    void section4_10_aStaleEntryStaysUntilInvlpg() {
        var machine = paged(0, FRAME | P | W);
        machine.memory.write8(LINEAR, 1);
        machine.pte(LINEAR, OTHER_FRAME | P | W);
        machine.write32(OTHER_FRAME, 2);
        assertThat(machine.memory.read8(LINEAR)).isEqualTo(1);
        machine.system.controls().invlpg(LINEAR + 0xFFF);
        assertThat(machine.memory.read8(LINEAR)).isEqualTo(2);
    }

    @Test
    void section4_10_aStaleEntrySurvivesWhateverTheHostDrops() {
        var machine = paged(0, FRAME | P | W);
        machine.memory.write8(LINEAR, 1);
        machine.pte(LINEAR, 0);
        StateDigest.of(machine.physical);
        machine.memory.dropEntries();
        machine.physical.a20().lower();
        machine.physical.a20().raise();
        assertThat(machine.memory.read8(LINEAR)).isEqualTo(1);
        machine.memory.write8(LINEAR, 9);
        assertThat(machine.physical.read8(FRAME)).isEqualTo(9);
        assertThat(machine.pte(LINEAR)).isZero();
    }

    @Test
    void section4_10_staleEntriesAreStateInSnapshots() {
        var machine = paged(0, FRAME | P | W);
        machine.memory.write8(LINEAR, 1);
        machine.pte(LINEAR, OTHER_FRAME | P | W);
        StateImage cpu = StateImage.save(machine.cpu);
        StateImage memory = StateImage.save(machine.memory);
        StateImage physical = StateImage.save(machine.physical);
        var copy = new BareProcessor();
        physical.load(copy.physical);
        cpu.load(copy.cpu);
        memory.load(copy.memory);
        assertThat(copy.memory.read8(LINEAR)).isEqualTo(1);
        assertThat(StateDigest.of(copy.memory)).isEqualTo(StateDigest.of(machine.memory));
    }

    @Test
    void section4_10_4_loadingCr3KeepsGlobalPages() {
        var machine = paged(0, FRAME | P | W | G);
        machine.system.controls().moveToCr(4, CR4_PGE);
        machine.memory.write8(LINEAR, 1);
        machine.memory.write8(LINEAR + 0x5000, 4);
        machine.pte(LINEAR, OTHER_FRAME | P | W);
        machine.pte(LINEAR + 0x5000, OTHER_FRAME | P | W);
        machine.system.controls().moveToCr(3, DIRECTORY);
        assertThat(machine.memory.read8(LINEAR)).isEqualTo(1);
        assertThat(machine.memory.read8(LINEAR + 0x5000)).isZero();
        machine.system.controls().invlpg(LINEAR);
        assertThat(machine.memory.read8(LINEAR)).isZero();
    }

    @Test
    void section4_10_4_changingPgeFlushesGlobalPagesToo() {
        var machine = paged(0, FRAME | P | W | G);
        machine.system.controls().moveToCr(4, CR4_PGE);
        machine.memory.write8(LINEAR, 1);
        machine.pte(LINEAR, OTHER_FRAME | P | W);
        machine.system.controls().moveToCr(4, 0);
        assertThat(machine.memory.read8(LINEAR)).isZero();
    }

    @Test
    void section4_10_4_invlpgOfALargePageDropsAllOfIt() {
        var machine = BareProcessor.ring(0);
        machine.page(0);
        machine.system.controls().moveToCr(4, CR4_PSE);
        machine.write32(DIRECTORY + 4, PS | P | W);
        machine.memory.read8(0x400000);
        machine.memory.read8(0x600000);
        machine.write32(DIRECTORY + 4, 0);
        machine.memory.read8(0x600000);
        machine.system.controls().invlpg(0x7FF000);
        machine.assertFault(Vector.PF, 0, () -> machine.memory.read8(0x600000));
    }

    @Test
    void section4_10_2_aMissingRightSendsTheProcessorToTheTables() {
        var machine = paged(3, FRAME | P | U);
        machine.memory.read8(LINEAR);
        machine.pte(LINEAR, FRAME | P | U | W);
        machine.memory.write8(LINEAR, 1);
        assertThat(machine.physical.read8(FRAME)).isEqualTo(1);
    }

    @Test
    void section4_10_4_aPageFaultDropsTheEntry() {
        var machine = paged(3, FRAME | P | U);
        machine.memory.read8(LINEAR);
        machine.pte(LINEAR, 0);
        machine.assertFault(Vector.PF, 6, () -> machine.memory.write8(LINEAR, 1));
        machine.assertFault(Vector.PF, 4, () -> machine.memory.read8(LINEAR));
    }

    @Test
    void switchingPagingOffMakesLinearPhysicalAgain() {
        var machine = paged(0, FRAME | P | W);
        machine.memory.write8(LINEAR, 1);
        machine.system.controls().moveToCr(0, machine.cpu.cr0 & ~CpuState.CR0_PG);
        assertThat(machine.memory.read8(LINEAR)).isZero();
    }

    // ---------------------------------------------------------------- crossing pages

    @Test
    void aStoreAcrossPagesStoresNothingIfTheSecondFaults() {
        var machine = paged(0, FRAME | P | W);
        machine.pte(LINEAR + 0x1000, 0);
        machine.assertFault(Vector.PF, 2, () -> machine.memory.write32(LINEAR + 0xFFE, 0x11223344));
        assertThat(machine.cpu.cr2).isEqualTo(LINEAR + 0x1000);
        assertThat(machine.read16(FRAME + 0xFFE)).isZero();
    }

    @Test
    void accessesAcrossPagesReachBothFrames() {
        var machine = paged(0, FRAME | P | W);
        machine.pte(LINEAR + 0x1000, 0x38000 | P | W);
        machine.memory.write32(LINEAR + 0xFFD, 0x11223344);
        assertThat(machine.memory.read32(LINEAR + 0xFFD)).isEqualTo(0x11223344);
        assertThat(machine.physical.read8(0x38000)).isEqualTo(0x11);
        assertThat(machine.read16(FRAME + 0xFFD)).isEqualTo(0x3344);
        machine.memory.write16(LINEAR + 0xFFF, 0xAABB);
        assertThat(machine.memory.read16(LINEAR + 0xFFF)).isEqualTo(0xAABB);
    }

    @Test
    void linearAddressesWrapAtFourGigabytes() {
        var machine = new BareProcessor();
        machine.physical.write8(0, 0x5A);
        assertThat(machine.memory.read16(0xFFFFFFFF)).isEqualTo(0x5AFF);
        assertThat(machine.memory.read32(0xFFFFFFFD)).isEqualTo(0x5AFFFFFF);
    }

    // ---------------------------------------------------------------- A20

    @Test
    void theA20GateMasksBit20OfWhatTheProcessorAddresses() {
        var machine = new BareProcessor();
        machine.physical.write8(0x100500, 1);
        machine.physical.write8(0x500, 2);
        assertThat(machine.memory.read8(0x100500)).isEqualTo(1);
        machine.memory.write8(0x600, 3);
        machine.physical.a20().lower();
        assertThat(machine.memory.read8(0x100500)).isEqualTo(2);
        machine.memory.write8(0x100600, 4);
        assertThat(machine.memory.read8(0x600)).isEqualTo(4);
        machine.physical.a20().raise();
        assertThat(machine.memory.read8(0x100500)).isEqualTo(1);
        assertThat(machine.memory.read8(0x100600)).isZero();
    }

    @Test
    void theA20GateMasksTheWalkToo() {
        var machine = BareProcessor.ring(0);
        machine.page(0);
        machine.pte(LINEAR, 0x100000 | FRAME | P | W);
        machine.physical.write8(FRAME, 8);
        machine.physical.a20().lower();
        machine.system.controls().moveToCr(3, 0x100000 | DIRECTORY);
        assertThat(machine.memory.read8(LINEAR)).isEqualTo(8);
    }

    // ---------------------------------------------------------------- alignment

    @Test
    void section6_15_alignmentIsCheckedAtLevel3OnlyWithAmAndAc() {
        var machine = paged(3, FRAME | P | W | U);
        machine.memory.read32(LINEAR + 1);
        machine.set(Flags.AC);
        machine.memory.privilegeChanged();
        machine.memory.read32(LINEAR + 1);
        machine.cpu.cr0 |= CR0_AM;
        machine.memory.privilegeChanged();
        machine.assertFault(Vector.AC, 0, () -> machine.memory.read32(LINEAR + 2));
        machine.assertFault(Vector.AC, 0, () -> machine.memory.write16(LINEAR + 1, 0));
        machine.memory.write8(LINEAR + 1, 0);
        machine.memory.read32(LINEAR + 4);
        machine.memory.readSystem32(LINEAR + 1);
        machine.cpu.cpl = 0;
        machine.memory.privilegeChanged();
        machine.memory.read32(LINEAR + 1);
    }

    // ---------------------------------------------------------------- windows and code

    private static final class Window implements MmioDevice {
        private int accesses;

        @Override
        public int read8(int offset) {
            accesses++;
            return 0x77;
        }

        @Override
        public void write8(int offset, int value) {
            accesses++;
        }
    }

    @Test
    void aLiveWindowIsReachedOnlyWithPublishedCounts() {
        var machine = new BareProcessor();
        machine.memory.countsPublished = false;
        var window = new Window();
        machine.physical.mapMmio(0xFEC00000L, 0x1000, window);
        assertThatThrownBy(() -> machine.memory.read8(0xFEC00000)).isInstanceOf(LiveAccess.class);
        assertThatThrownBy(() -> machine.memory.write32(0xFEC00000, 1))
                .isInstanceOf(LiveAccess.class);
        assertThatThrownBy(() -> machine.memory.probeWrite(0xFEC00000, 4))
                .isInstanceOf(LiveAccess.class);
        assertThat(window.accesses).isZero();
        machine.memory.countsPublished = true;
        assertThat(machine.memory.read8(0xFEC00000)).isEqualTo(0x77);
        assertThat(machine.memory.codeIndex(0xFEC00000)).isEqualTo(-1);
        assertThat(machine.memory.fetch8(0xFEC00000)).isEqualTo(0x77);
    }

    @Test
    void storesToWatchedCodeAreAnnouncedAndOthersInThePageAreNot() {
        var machine = new BareProcessor();
        List<String> heard = new ArrayList<>();
        machine.memory.observe(
                new CodeObserver() {
                    @Override
                    public void codeWritten(int flatAddress, int length) {
                        heard.add(Integer.toHexString(flatAddress) + "+" + length);
                    }

                    @Override
                    public void translationChanged() {}
                });
        machine.memory.write32(0x6000, 1);
        machine.physical.watchCode(0x6080, 0x80);
        machine.memory.write32(0x6000, 2);
        machine.memory.write32(0x607E, 3);
        machine.memory.write8(0x6100, 4);
        machine.memory.write16(0x60FF, 5);
        machine.memory.write32(0x5FFE, 6);
        assertThat(heard).containsExactly("607e+4", "60ff+2");
        assertThat(machine.read32(0x607E)).isEqualTo(3);
        machine.physical.unwatchCode(6, -1);
        machine.memory.write32(0x6080, 6);
        machine.memory.write32(0x6080, 7);
        assertThat(heard).hasSize(2);
        assertThat(machine.read32(0x6080)).isEqualTo(7);
    }

    @Test
    void storesAcrossPagesAnnounceBothBeforeAnyByteIsStored() {
        var machine = new BareProcessor();
        List<Integer> seen = new ArrayList<>();
        machine.memory.observe(
                new CodeObserver() {
                    @Override
                    public void codeWritten(int flatAddress, int length) {
                        seen.add(machine.physical.read8(0x5FFF));
                        machine.physical.unwatchCode(flatAddress >>> 12, -1);
                    }

                    @Override
                    public void translationChanged() {}
                });
        machine.physical.watchCode(0x6000, 1);
        machine.memory.write16(0x5FFF, 0x1234);
        assertThat(seen).containsExactly(0);
        assertThat(machine.read16(0x5FFF)).isEqualTo(0x1234);
    }

    @Test
    void storesToRomAreSwallowed() {
        var machine = new BareProcessor();
        byte[] image = new byte[0x1000];
        image[5] = 9;
        machine.physical.mapRom(image, 0xF0000000L);
        machine.memory.write8(0xF0000005, 1);
        assertThat(machine.memory.read8(0xF0000005)).isEqualTo(9);
        machine.memory.write8(0xF0000005, 1);
        assertThat(machine.memory.read8(0xF0000005)).isEqualTo(9);
    }

    @Test
    void dirtyPagesAreSeenAgainAfterADrain() {
        var machine = new BareProcessor();
        var tracker = machine.physical.trackRam();
        machine.memory.write8(0x6000, 1);
        tracker.drain(page -> {});
        machine.memory.write8(0x6000, 2);
        List<Integer> dirty = new ArrayList<>();
        tracker.drain(dirty::add);
        assertThat(dirty).containsExactly(6);
    }
}
