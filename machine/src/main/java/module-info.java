/** The PC and its public embedding API. */
module pentimento.machine {
    requires static transitive org.jspecify;
    requires org.slf4j;
    requires pentimento.bios;
    requires pentimento.cpu;
    requires pentimento.devices;
    requires pentimento.jit;
    requires pentimento.memory;

    exports pentimento.machine;
    exports pentimento.machine.script;
}
