package pentimento.jit.discover;

/**
 * How large a region may become. HotSpot compiles no method above 8,000 bytes, inlines no more than
 * that into one, and its code gets worse from some 100 accesses on.
 */
public record Limits(int instructions, int accesses, int calls) {
    public static final Limits STANDARD = new Limits(180, 80, 4);

    /**
     * @return half as large: for a region that turned out too large
     */
    public Limits halved() {
        return new Limits(Math.max(1, instructions / 2), Math.max(1, accesses / 2), calls);
    }
}
