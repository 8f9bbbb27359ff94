package pentimento.frontend;

import static org.lwjgl.glfw.GLFW.*;
import static org.lwjgl.opengl.GL11.*;
import static org.lwjgl.opengl.GL12.GL_BGRA;
import static org.lwjgl.opengl.GL12.GL_CLAMP_TO_EDGE;
import static org.lwjgl.opengl.GL12.GL_UNSIGNED_INT_8_8_8_8_REV;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Future;
import org.lwjgl.glfw.GLFWErrorCallback;
import org.lwjgl.opengl.GL;
import org.lwjgl.system.MemoryUtil;
import pentimento.machine.Machine;
import pentimento.machine.Picture;
import pentimento.machine.Stop;

/**
 * A plain window: the picture at 4:3 as a monitor shows it, scaled to the window, black around.
 * Keys go by position. A click catches the mouse, Ctrl-Alt releases it. Closing the window switches
 * the machine off.
 */
final class WindowDisplay implements Display {
    private static final int FIRST_WIDTH = 960, FIRST_HEIGHT = 720;

    private final Machine machine;
    private final Set<String> heldKeys = new HashSet<>();
    private int textureWidth;
    private int textureHeight;
    private boolean mouseCaught;
    private double mouseX;
    private double mouseY;
    private int mouseButtons;

    WindowDisplay(Machine machine) {
        this.machine = machine;
    }

    @Override
    public void show(Future<Stop> run) {
        GLFWErrorCallback.createPrint(System.err).set();
        if (!glfwInit()) {
            throw new BadInputException(
                    "no window can be opened here; use --display terminal or --display none");
        }
        try {
            show(run, window());
        } finally {
            glfwTerminate();
        }
    }

    private long window() {
        glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 2);
        glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 1);
        long window =
                glfwCreateWindow(
                        FIRST_WIDTH, FIRST_HEIGHT, "Pentimento", MemoryUtil.NULL, MemoryUtil.NULL);
        if (window == MemoryUtil.NULL) {
            throw new BadInputException(
                    "the window needs OpenGL 2.1; use --display terminal or --display none");
        }
        glfwMakeContextCurrent(window);
        glfwSwapInterval(1);
        GL.createCapabilities();
        return window;
    }

    private void show(Future<Stop> run, long window) {
        listen(window);
        glEnable(GL_TEXTURE_2D);
        glBindTexture(GL_TEXTURE_2D, glGenTextures());
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
        glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
        Picture shown = new Picture(-1, 0, 0, new int[0]);
        while (!run.isDone() && !glfwWindowShouldClose(window)) {
            Picture picture = machine.picture();
            if (picture.number() != shown.number()) {
                upload(picture);
                shown = picture;
            }
            draw(window);
            glfwSwapBuffers(window);
            glfwWaitEventsTimeout(1 / 60.0);
        }
        glfwDestroyWindow(window);
    }

    private void upload(Picture picture) {
        if (picture.width() == textureWidth && picture.height() == textureHeight) {
            glTexSubImage2D(
                    GL_TEXTURE_2D,
                    0,
                    0,
                    0,
                    textureWidth,
                    textureHeight,
                    GL_BGRA,
                    GL_UNSIGNED_INT_8_8_8_8_REV,
                    picture.rgb());
            return;
        }
        textureWidth = picture.width();
        textureHeight = picture.height();
        glTexImage2D(
                GL_TEXTURE_2D,
                0,
                GL_RGB8,
                textureWidth,
                textureHeight,
                0,
                GL_BGRA,
                GL_UNSIGNED_INT_8_8_8_8_REV,
                picture.rgb());
    }

    /** Draws the texture at 4:3 in the middle. */
    private static void draw(long window) {
        int[] width = {0}, height = {0};
        glfwGetFramebufferSize(window, width, height);
        int w = Math.min(width[0], height[0] * 4 / 3), h = Math.min(height[0], width[0] * 3 / 4);
        glViewport((width[0] - w) / 2, (height[0] - h) / 2, w, h);
        glClear(GL_COLOR_BUFFER_BIT);
        glBegin(GL_QUADS);
        glTexCoord2f(0, 0);
        glVertex2f(-1, 1);
        glTexCoord2f(1, 0);
        glVertex2f(1, 1);
        glTexCoord2f(1, 1);
        glVertex2f(1, -1);
        glTexCoord2f(0, 1);
        glVertex2f(-1, -1);
        glEnd();
    }

    private void listen(long window) {
        glfwSetKeyCallback(
                window,
                (w, key, scancode, action, modifiers) ->
                        GlfwKeys.name(key).ifPresent(name -> key(w, name, action)));
        glfwSetWindowFocusCallback(
                window,
                (w, focused) -> {
                    if (!focused) {
                        Set.copyOf(heldKeys).forEach(this::release);
                        catchMouse(w, false);
                    }
                });
        glfwSetMouseButtonCallback(
                window,
                (w, button, action, modifiers) -> {
                    if (!mouseCaught) {
                        catchMouse(w, action == GLFW_PRESS);
                        return;
                    }
                    int bit = button < 3 ? 1 << button : 0;
                    mouseButtons = action == GLFW_PRESS ? mouseButtons | bit : mouseButtons & ~bit;
                    machine.mouse(0, 0, 0, mouseButtons);
                });
        glfwSetScrollCallback(
                window,
                (w, x, y) -> {
                    if (mouseCaught) {
                        machine.mouse(0, 0, (int) -y, mouseButtons);
                    }
                });
        glfwSetCursorPosCallback(
                window,
                (w, x, y) -> {
                    if (mouseCaught) {
                        machine.mouse(
                                (int) x - (int) mouseX, (int) y - (int) mouseY, 0, mouseButtons);
                    }
                    mouseX = x;
                    mouseY = y;
                });
    }

    private void key(long window, String name, int action) {
        if (action == GLFW_PRESS) {
            heldKeys.add(name);
            machine.keyboard().hold(name);
            if (heldKeys.contains("ctrl") && heldKeys.contains("alt")) {
                catchMouse(window, false);
            }
        } else if (action == GLFW_RELEASE) {
            release(name);
        } // the PS/2 keyboard repeats by itself
    }

    private void release(String name) {
        if (heldKeys.remove(name)) {
            machine.keyboard().release(name);
        }
    }

    private void catchMouse(long window, boolean caught) {
        mouseCaught = caught;
        glfwSetInputMode(window, GLFW_CURSOR, caught ? GLFW_CURSOR_DISABLED : GLFW_CURSOR_NORMAL);
        glfwSetWindowTitle(
                window, caught ? "Pentimento - Ctrl-Alt releases the mouse" : "Pentimento");
    }
}
