/** The chips and cards of the PC, one package each. */
module pentimento.devices {
    requires transitive pentimento.memory;

    exports pentimento.devices.disk;
    exports pentimento.devices.fdc;
    exports pentimento.devices.pic;
    exports pentimento.devices.pit;
    exports pentimento.devices.vga;
}
