package pentimento.cpu.interpreter;

import pentimento.cpu.alu.Width;

/**
 * Numbers the forms of a template: each property contributes a digit of its own base. Cheaper than
 * a key object where forms are looked up for every decoded instruction.
 */
final class Form {
    /** How many widths, sources and yes-or-no answers there are. */
    static final int WIDTHS = 3, SOURCES = 3, FLAGS = 2;

    private Form() {}

    static int of(Width width) {
        return width.index();
    }

    static int of(Width width, Source source) {
        return of(width) * SOURCES + of(source);
    }

    static int of(Width width, Source first, Source second) {
        return of(width, first) * SOURCES + of(second);
    }

    static int of(boolean flag) {
        return flag ? 1 : 0;
    }

    private static int of(Source source) {
        return switch (source) {
            case REGISTER -> 0;
            case MEMORY -> 1;
            case IMMEDIATE -> 2;
        };
    }
}
