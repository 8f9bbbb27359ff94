package pentimento.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import pentimento.cpu.model.CpuModel;
import pentimento.cpu.model.Feature;
import pentimento.fuzz.Layout.Descriptor;

/**
 * The machine that a case begins with: memory with descriptor tables, tasks, page tables, handlers
 * and code, well-formed but for the case's mutations; registers that such tables may have led to.
 */
final class Scene {
    /** What the processor starts in. */
    enum Mode {
        REAL,
        UNREAL,
        PROTECTED16,
        PROTECTED32,
        PROTECTED32_USER,
        PROTECTED16_USER,
        VIRTUAL8086,
        LEVEL1,
        CODE16_STACK32,
        CODE32_STACK16;

        boolean isProtected() {
            return this != REAL && this != UNREAL;
        }

        boolean isCode32() {
            return this == PROTECTED32
                    || this == PROTECTED32_USER
                    || this == LEVEL1
                    || this == CODE32_STACK16;
        }
    }

    /** How linear addresses become physical ones. */
    enum Paging {
        OFF,
        SMALL_PAGES,
        LARGE_PAGES,
        PAE
    }

    private static final CpuModel[] MODELS = CpuModel.values();
    private static final int PROTECTION = 1, EMULATION = 4, TASK_SWITCHED = 8, NUMERIC_ERROR = 0x20;
    private static final int WRITE_PROTECT = 0x10000, ALIGNMENT = 0x40000, PAGING = 0x80000000;
    private static final int CR4_PSE = 0x10, CR4_PAE = 0x20;
    private static final int VM = 0x20000, IOPL_SHIFT = 12, ESP = 4;
    private static final int DR6_RESET = 0xFFFF0FF0, DR7_RESET = 0x400, DR7_BITS = 0xFFFF03FF;

    final byte[] image = new byte[0x10000];
    final StateEdit state = new StateEdit();
    final CpuModel model;
    final Mode mode;
    final Paging paging;
    final long deviceSeed;
    final int interruptVector;
    final boolean ferrInterrupts;
    final int counts;
    final Program program;

    private final ByteBuffer memory = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
    private final Choices header;
    private int cr0, cr4, cr3;

    Scene(FuzzCase fuzzed, Forms forms) {
        header = new Choices(fuzzed.header());
        model = model(fuzzed);
        header.next8();
        mode = Mode.values()[header.below(Mode.values().length)];
        int wanted = header.below(Paging.values().length + 1);
        paging = paging(mode.isProtected() ? wanted : 0);
        boolean inSlots = !header.oneIn(4);
        int handlers = header.next8();
        counts = 50 + header.below(1000);
        interruptVector = header.pick(0x20, 0x21, 0x75, 0x0D, 0x08, 0xFF, header.next8());
        ferrInterrupts = header.oneIn(2);
        deviceSeed = header.next64();
        tables();
        tasks();
        pageTables();
        new Handlers(memory, mode.isProtected(), inSlots, handlers).write();
        for (byte[] mutation : fuzzed.mutations()) {
            mutate(new Choices(mutation));
        }
        program = new Program(forms, model, mode.isCode32(), inSlots, FuzzDevice.ports());
        fuzzed.instructions().forEach(record -> program.add(new Choices(record)));
        memory.put(Layout.CODE, program.bytes());
        registers();
        numericRegisters();
    }

    /** Every model, the newer ones more often. */
    static CpuModel model(FuzzCase fuzzed) {
        int choice = (fuzzed.header()[0] & 0xFF) % FuzzCase.MODEL_CHOICES;
        return MODELS[choice < MODELS.length ? choice : MODELS.length - 1 - choice % 4];
    }

    private Paging paging(int wanted) {
        return switch (wanted) {
            case 1, 4 -> Paging.SMALL_PAGES;
            case 2 -> model.has(Feature.PSE) ? Paging.LARGE_PAGES : Paging.SMALL_PAGES;
            case 3 -> model.has(Feature.PAE) ? Paging.PAE : Paging.SMALL_PAGES;
            default -> Paging.OFF;
        };
    }

    // ---------------------------------------------------------------- tables

    private void descriptor(int at, Descriptor descriptor) {
        memory.putInt(at, descriptor.low()).putInt(at + 4, descriptor.high());
    }

    private void gate(int at, int selector, int offset, int access) {
        memory.putInt(at, selector << 16 | offset & 0xFFFF);
        memory.putInt(at + 4, offset & 0xFFFF0000 | access << 8);
    }

    private void tables() {
        int at = Layout.GDT + 8;
        for (Descriptor descriptor : Layout.SEGMENTS) {
            descriptor(at, descriptor);
            at += 8;
        }
        gate(at, Layout.CODE32, Layout.CODE + 0x100, 0xEC);
        memory.put(at + 4, (byte) header.below(32)); // parameters
        gate(at + 8, Layout.CODE16, Layout.CODE + 0x200, 0xE4);
        memory.put(at + 12, (byte) header.below(32));
        gate(at + 16, 0x70, 0, 0xE5);
        at += 24;
        for (Descriptor descriptor : Layout.MORE_SEGMENTS) {
            descriptor(at, descriptor);
            at += 8;
        }
        for (int i = 0; i < 0x100; i++) {
            memory.put(Layout.LDT + i, image[Layout.GDT + i]);
        }
        for (int vector = 0; vector < 0x100; vector++) {
            boolean wide = (vector & 1) == (header.next8() & 1) || vector < 0x20;
            int base = wide ? Layout.HANDLERS32 : Layout.HANDLERS16;
            int access = (wide ? 0xE8 : 0xE0) | header.pick(6, 7);
            int selector = wide ? Layout.CODE32 : Layout.CODE16;
            int handler = base + vector * Layout.HANDLER_BYTES;
            gate(Layout.IDT + 8 * vector, selector, handler, access);
            if (!mode.isProtected()) {
                memory.putInt(4 * vector, Layout.HANDLERS16 + vector * Layout.HANDLER_BYTES);
            }
        }
        // For LGDT, LIDT: limit and base.
        memory.putShort(Layout.POINTERS, (short) (Layout.SELECTORS - 1));
        memory.putInt(Layout.POINTERS + 2, Layout.GDT);
        memory.putShort(Layout.POINTERS + 8, (short) 0x7FF);
        memory.putInt(Layout.POINTERS + 10, Layout.IDT);
    }

    private void tasks() {
        for (int tss : new int[] {Layout.TSS, Layout.OTHER_TSS}) {
            memory.putInt(tss + 4, Layout.STACK0).putInt(tss + 8, Layout.DATA32);
            memory.putInt(tss + 12, Layout.STACK1).putInt(tss + 16, Layout.DATA_LEVEL1 | 1);
            memory.putInt(tss + 20, Layout.STACK1).putInt(tss + 24, 0xC0 | 2);
            memory.putInt(tss + 0x1C, DIRECTORY_OF_OTHER_TASK);
            memory.putInt(tss + 0x20, Layout.CODE + 0x180).putInt(tss + 0x24, header.next8() << 8);
            memory.putInt(tss + 0x38, Layout.STACK1);
            for (int segment = 0; segment < 6; segment++) {
                int selector = segment == 1 ? Layout.CODE32 : Layout.DATA32;
                memory.putInt(tss + 0x48 + 4 * segment, selector);
            }
            memory.putInt(tss + 0x60, 0); // LDT
            memory.putInt(tss + 0x64, 0x68 << 16 | (header.oneIn(8) ? 1 : 0));
            for (int i = 0x68; i < 0xE9; i++) {
                memory.put(tss + i, (byte) (header.oneIn(2) ? 0 : header.next8()));
            }
        }
        for (int tss : new int[] {Layout.TSS16, Layout.OTHER_TSS16}) {
            memory.putShort(tss + 2, (short) Layout.STACK0);
            memory.putShort(tss + 4, (short) Layout.DATA16);
            memory.putShort(tss + 14, (short) (Layout.CODE + 0x180));
            memory.putShort(tss + 26, (short) Layout.STACK1);
            memory.putShort(tss + 34, (short) Layout.DATA16);
            memory.putShort(tss + 36, (short) Layout.CODE16);
            memory.putShort(tss + 38, (short) Layout.DATA16);
            memory.putShort(tss + 40, (short) Layout.DATA16);
        }
    }

    private static final int DIRECTORY_OF_OTHER_TASK = Layout.DIRECTORY;
    private static final int PRESENT = 1, ALL_RIGHTS = 7, PAGE_SIZE_BIT = 0x80;

    /** The first 2 MiB show themselves, and the next do again; the directory is its last entry. */
    private void pageTables() {
        boolean wide = paging == Paging.PAE;
        int entryBytes = wide ? 8 : 4, perTable = 0x1000 / entryBytes;
        int global = header.oneIn(2) ? 0x100 : 0;
        for (int page = 0; page < 2 * 0x200; page++) {
            int table = Layout.TABLES + page / perTable * 0x1000;
            int at = table + page % perTable * entryBytes;
            memory.putInt(at, page % 0x200 << 12 | ALL_RIGHTS | global);
        }
        cr3 = wide ? Layout.DIRECTORY_POINTERS : Layout.DIRECTORY;
        int directory = Layout.DIRECTORY;
        for (int i = 0; i < 2; i++) {
            memory.putInt(
                    directory + i * entryBytes, Layout.TABLES + i * 0x1000 & ~0xFFF | ALL_RIGHTS);
        }
        int perEntry = wide ? 21 : 22;
        int largeAt = Layout.LARGE_ALIAS >>> perEntry;
        memory.putInt(directory + largeAt * entryBytes, PAGE_SIZE_BIT | ALL_RIGHTS | global);
        memory.putInt(directory + (perTable - 1) * entryBytes, directory | ALL_RIGHTS);
        for (int i = 0; i < 4; i++) {
            memory.putInt(Layout.DIRECTORY_POINTERS + 8 * i, i % 3 == 0 ? directory | PRESENT : 0);
        }
    }

    private void mutate(Choices c) {
        int at =
                switch (c.below(8)) {
                    case 0, 1 -> Layout.GDT + c.below(Layout.SELECTORS / 8) * 8;
                    case 2 -> Layout.LDT + c.below(32) * 8;
                    case 3 -> Layout.IDT + c.below(c.oneIn(2) ? 0x20 : 0x100) * 8;
                    case 4 -> Layout.TSS + c.below(0x1B) * 4 + c.pick(0, 0x400);
                    case 5 -> Layout.DIRECTORY + c.below(8) * 4;
                    case 6 -> Layout.TABLES + c.below(0x120) * 4;
                    default -> Layout.TABLES + c.below(0x10) * 4 + c.pick(0, 0x20, 0x40, 0x1000);
                };
        switch (c.below(6)) {
            case 0 -> image[at + 5] = (byte) c.next8(); // type, DPL, P
            case 1 -> image[at + c.below(8)] ^= (byte) (1 << c.below(8));
            case 2 -> memory.putShort(at + 2, (short) Values.selector(c));
            case 3 -> memory.putInt(at, Values.value(c));
            case 4 -> memory.putInt(at, c.below(0x120) << 12 | c.next8()); // a page, any flags
            default -> memory.putLong(at, memory.getLong(Layout.GDT + c.below(0x20) * 8));
        }
    }

    // ---------------------------------------------------------------- registers

    private void registers() {
        int[] gpr = new int[9];
        for (int i = 0; i < 8; i++) {
            gpr[i] = Values.value(header);
        }
        gpr[ESP] = mode.isProtected() && !isInner() ? Layout.STACK3 : Layout.STACK0;
        int flags = header.next32() & 0x244CD5 & model.eflagsMask(); // not TF, NT, VM
        flags |= (header.oneIn(8) ? 0x100 : 0) | header.below(4) << IOPL_SHIFT;
        if (mode == Mode.VIRTUAL8086) {
            flags |= VM;
        }
        state.set("registers.gpr", gpr)
                .set("registers.eip", Layout.CODE)
                .set("registers.eflags.eflags", flags | 2)
                .set("registers.gdtBase", Layout.GDT)
                .set("registers.gdtLimit", Layout.SELECTORS - 1)
                .set("registers.idtBase", mode.isProtected() ? Layout.IDT : 0)
                .set("registers.idtLimit", mode.isProtected() ? 0x7FF : 0x3FF);
        controls();
        segments();
        debugRegisters();
    }

    private boolean isInner() {
        return mode != Mode.PROTECTED16_USER
                && mode != Mode.PROTECTED32_USER
                && mode != Mode.VIRTUAL8086;
    }

    private void controls() {
        int optional = WRITE_PROTECT | ALIGNMENT | NUMERIC_ERROR | 2;
        int rare = header.oneIn(4) ? header.pick(EMULATION, TASK_SWITCHED) : 0;
        cr0 = header.next32() & optional & model.cr0Mask() | model.cr0Fixed() | rare;
        int features = header.next16() & ~(CR4_PSE | CR4_PAE) | (header.oneIn(4) ? 0 : 0x600);
        cr4 = features & model.cr4Mask();
        if (mode.isProtected()) {
            cr0 |= PROTECTION;
        }
        switch (paging) {
            case OFF -> {}
            case SMALL_PAGES -> cr0 |= PAGING;
            case LARGE_PAGES -> {
                cr0 |= PAGING;
                cr4 |= CR4_PSE;
            }
            case PAE -> {
                cr0 |= PAGING;
                cr4 |= CR4_PAE;
                long[] pointers = new long[4];
                for (int i = 0; i < 4; i++) {
                    pointers[i] = memory.getLong(Layout.DIRECTORY_POINTERS + 8 * i);
                }
                state.set("memory.pageWalk.pdpte", pointers);
            }
        }
        state.set("registers.cr0", cr0).set("registers.cr3", cr3).set("registers.cr4", cr4);
    }

    private void segment(String name, int selector, Descriptor descriptor) {
        state.set("registers." + name + ".selector", selector)
                .set("registers." + name + ".base", descriptor.base() & 0xFFFFFFFFL)
                .set("registers." + name + ".limit", descriptor.limit())
                .set("registers." + name + ".access", descriptor.access());
    }

    private static Descriptor wellFormed(int selector) {
        int index = selector >>> 3;
        return index <= Layout.SEGMENTS.size()
                ? Layout.SEGMENTS.get(index - 1)
                : Layout.MORE_SEGMENTS.get(index - Layout.SEGMENTS.size() - 4);
    }

    private void segments() {
        int code, data, level;
        switch (mode) {
            case PROTECTED16 -> {
                code = Layout.CODE16;
                data = Layout.DATA16;
                level = 0;
            }
            case CODE16_STACK32 -> {
                code = Layout.CODE16;
                data = Layout.DATA32;
                level = 0;
            }
            case CODE32_STACK16 -> {
                code = Layout.CODE32;
                data = Layout.DATA16;
                level = 0;
            }
            case PROTECTED32_USER -> {
                code = Layout.CODE32 + Layout.USER;
                data = Layout.DATA32 + Layout.USER;
                level = 3;
            }
            case PROTECTED16_USER -> {
                code = Layout.CODE16 + Layout.USER;
                data = Layout.DATA16 + Layout.USER;
                level = 3;
            }
            case LEVEL1 -> {
                code = Layout.CODE_LEVEL1;
                data = Layout.DATA_LEVEL1;
                level = 1;
            }
            default -> {
                code = Layout.CODE32;
                data = Layout.DATA32;
                level = 0;
            }
        }
        String[] names = {"es", "cs", "ss", "ds", "fs", "gs"};
        for (String name : names) {
            if (!mode.isProtected()) {
                int limit = mode == Mode.UNREAL && !name.equals("cs") ? -1 : 0xFFFF;
                segment(name, 0, new Descriptor(0, limit, 0x93));
            } else if (mode == Mode.VIRTUAL8086) {
                segment(name, 0, new Descriptor(0, 0xFFFF, 0xF3));
            } else {
                int selector = name.equals("cs") ? code : data;
                segment(name, selector | level, wellFormed(selector));
            }
        }
        if (mode.isProtected()) {
            segment("tr", Layout.TSS_SELECTOR, wellFormed(Layout.TSS_SELECTOR));
            segment("ldtr", Layout.LDT_SELECTOR, wellFormed(Layout.LDT_SELECTOR));
        }
        state.set("registers.cpl", mode == Mode.VIRTUAL8086 ? 3 : level);
    }

    private void debugRegisters() {
        int[] dr = new int[8];
        dr[6] = DR6_RESET;
        dr[7] = DR7_RESET;
        if (header.oneIn(4)) {
            for (int n = 0; n < 4; n++) {
                dr[n] =
                        header.oneIn(2)
                                ? Layout.CODE + 16 * header.below(32)
                                : Values.value(header);
            }
            dr[7] |= header.next32() & DR7_BITS;
        }
        state.set("registers.dr", dr);
    }

    private void numericRegisters() {
        if (header.oneIn(3)) {
            return; // as RESET leaves them
        }
        long[] significands = new long[8];
        int[] exponents = new int[8];
        for (int i = 0; i < 8; i++) {
            significands[i] = Values.significand(header);
            exponents[i] = Values.exponent(header);
        }
        long[] xmm = new long[16];
        for (int i = 0; i < xmm.length; i++) {
            xmm[i] = Values.packed(header);
        }
        int control = header.oneIn(2) ? 0x37F : header.next16() & 0x1F3F | 0x40;
        int mxcsr = header.oneIn(2) ? 0x1F80 : header.next16() & 0xFFBF;
        state.set("x87.registers.significand", significands)
                .set("x87.registers.signExponent", exponents)
                .set("x87.registers.control", control)
                .set("x87.registers.top", header.below(8))
                .set("x87.registers.occupied", header.pick(0, 0xFF, header.next8()))
                .set("xmm.xmm", xmm)
                .set("xmm.mxcsr", mxcsr);
    }
}
