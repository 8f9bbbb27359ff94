/** The command line, the window, the terminal. Sees only the machine's public API. */
module pentimento.frontend {
    requires static transitive org.jspecify;
    requires info.picocli;
    requires java.desktop;
    requires java.management;
    requires org.jline;
    requires org.lwjgl;
    requires org.lwjgl.glfw;
    requires org.lwjgl.opengl;
    requires org.slf4j;
    requires pentimento.machine;
    requires tools.jackson.databind;

    exports pentimento.frontend;

    opens pentimento.frontend to
            info.picocli;
}
