/** The chips and cards of the PC, one package each. */
module pentimento.devices {
    requires transitive pentimento.memory;

    exports pentimento.devices.apm;
    exports pentimento.devices.coprocessor;
    exports pentimento.devices.debug;
    exports pentimento.devices.disk;
    exports pentimento.devices.dma;
    exports pentimento.devices.fdc;
    exports pentimento.devices.ide;
    exports pentimento.devices.keyboard;
    exports pentimento.devices.parallel;
    exports pentimento.devices.pic;
    exports pentimento.devices.pit;
    exports pentimento.devices.pm;
    exports pentimento.devices.port92;
    exports pentimento.devices.rtc;
    exports pentimento.devices.serial;
    exports pentimento.devices.vga;
}
