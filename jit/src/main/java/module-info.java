/** Translation of hot guest code to JVM bytecode: discover, analyse, emit, cache. */
module pentimento.jit {
    requires static transitive org.jspecify;
    requires transitive pentimento.cpu;

    exports pentimento.jit;
}
