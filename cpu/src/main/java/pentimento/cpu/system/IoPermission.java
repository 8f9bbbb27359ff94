package pentimento.cpu.system;

/** The permission check of port accesses. */
public final class IoPermission {
    /**
     * @throws pentimento.cpu.state.CpuException #GP(0)
     */
    public void check(int port, int size) {}
}
