/** The firmware: system BIOS, VGA BIOS, demo disk. Sources in NASM, images as resources. */
module pentimento.bios {
    requires static transitive org.jspecify;

    exports pentimento.bios;
}
