package pentimento.devices.vga;

/**
 * The characters of the PC as Unicode, in the shapes that the screen shows: also codes below 20h
 * and 7Fh are pictures. Code 0 looks like a space and is one here.
 *
 * @see "Unicode mapping tables, VENDORS/MICSFT/PC/CP437.TXT and VENDORS/MISC/IBMGRAPH.TXT"
 */
public final class CodePage437 {
    private static final String CHARACTERS =
            " ☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼"
                    + " !\"#$%&'()*+,-./0123456789:;<=>?"
                    + "@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_"
                    + "`abcdefghijklmnopqrstuvwxyz{|}~⌂"
                    + "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒ"
                    + "áíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐"
                    + "└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀"
                    + "αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00A0";

    private CodePage437() {}

    /**
     * @param code 0..FFh
     */
    public static char toUnicode(int code) {
        return CHARACTERS.charAt(code);
    }
}
