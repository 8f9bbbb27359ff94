package pentimento.cpu.decode;

/** The bytes of one instruction, one after the other. */
public interface CodeBytes {
    /**
     * @return 0..FFh
     * @throws pentimento.cpu.state.CpuException #PF or #GP if the byte can't be fetched
     */
    int next8();

    default int next16() {
        return next8() | next8() << 8;
    }

    default int next32() {
        return next16() | next16() << 16;
    }
}
