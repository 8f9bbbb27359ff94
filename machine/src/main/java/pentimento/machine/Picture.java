package pentimento.machine;

/**
 * What the monitor shows, at the guest's resolution.
 *
 * @param number changes whenever the picture may have changed
 * @param width pixels
 * @param height pixels
 * @param rgb width x height pixels, row by row from the top, 00RRGGBBh; not to be changed
 */
public record Picture(long number, int width, int height, int[] rgb) {}
