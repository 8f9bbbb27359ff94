/** The chips and cards of the PC, one package each. */
module pentimento.devices {
    requires transitive pentimento.memory;
}
