/** The x86 processor: decoder, interpreter, segmentation and paging, exceptions, FPU. */
module pentimento.cpu {
    requires transitive pentimento.memory;

    exports pentimento.cpu;
    exports pentimento.cpu.model;
    exports pentimento.cpu.trace;
}
