/** Wires, time, state and physical memory: what every other module stands on. */
module pentimento.memory {
    requires static transitive org.jspecify;

    exports pentimento.memory.bus;
    exports pentimento.memory.physical;
    exports pentimento.memory.state;
    exports pentimento.memory.time;
}
