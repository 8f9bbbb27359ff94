package pentimento.jit.emit;

import pentimento.jit.discover.Instruction;

/** Bytecode of one instruction: the twin of the interpreter's body. */
interface OpEmitter {
    /**
     * @param flagsAlive whether the flags that it leaves may be looked at
     */
    void emit(Emission to, FlagState flags, Instruction instruction, boolean flagsAlive);
}
