/** The x86 processor: decoder, interpreter, segmentation and paging, exceptions, FPU. */
@SuppressWarnings("module") // the modules named here are built later
module pentimento.cpu {
    requires transitive pentimento.memory;

    exports pentimento.cpu;
    exports pentimento.cpu.model;
    exports pentimento.cpu.trace;
    exports pentimento.cpu.alu to
            pentimento.jit;
    exports pentimento.cpu.decode to
            pentimento.jit;
    exports pentimento.cpu.fpu to
            pentimento.jit;
    exports pentimento.cpu.fpu.softfloat to
            pentimento.jit;
    exports pentimento.cpu.interpreter to
            pentimento.jit;
    exports pentimento.cpu.memory to
            pentimento.jit;
    exports pentimento.cpu.state to
            pentimento.jit;
    exports pentimento.cpu.translation to
            pentimento.jit,
            pentimento.machine;
}
