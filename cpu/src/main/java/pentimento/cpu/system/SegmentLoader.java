package pentimento.cpu.system;

/**
 * Loads of segment registers: MOV and POP Sreg, LDS, LES, LFS, LGS, LSS. @see "SDM vol. 2B, MOV;
 * vol. 3A, 5.6-5.7"
 */
public final class SegmentLoader {
    /**
     * Loads ES, SS, DS, FS or GS with all checks of the mode. The interrupt shadow is the caller's
     * business.
     *
     * @param segmentIndex {@link pentimento.cpu.state.Segment#ES} .. GS, not CS
     * @param selector 0..FFFFh
     */
    public void load(int segmentIndex, int selector) {}
}
