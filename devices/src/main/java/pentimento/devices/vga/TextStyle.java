package pentimento.devices.vga;

/**
 * How characters look: sets, attributes, cursor. Read off the registers at one moment.
 *
 * @param setA offset in plane 2 of the set for attribute bit 3
 * @param setB offset in plane 2 of the other set
 * @param nineDots the character cell is nine dots wide
 * @param lineGraphics codes C0h-DFh repeat their eighth dot
 * @param blinks attribute bit 7 means blinking
 * @param underline scan line of underlined characters; -1 if there are none
 * @param cursor the cursor's character counter, with skew; -1 if it is off
 * @param cursorStart first scan line of the cursor
 * @param cursorEnd last scan line of the cursor
 * @param blinkedOut blinking characters are invisible now
 */
record TextStyle(
        int setA,
        int setB,
        boolean nineDots,
        boolean lineGraphics,
        boolean blinks,
        int underline,
        int cursor,
        int cursorStart,
        int cursorEnd,
        boolean blinkedOut) {
    /** Of a screen without characters. */
    static final TextStyle NONE = new TextStyle(0, 0, false, false, false, -1, -1, 0, 0, false);

    static TextStyle of(
            Sequencer sequencer,
            AttributeController attribute,
            CrtController crt,
            boolean cursorVisible,
            boolean blinkedOut) {
        return new TextStyle(
                sequencer.characterSetA(),
                sequencer.characterSetB(),
                sequencer.dotsPerCharacter() == 9,
                attribute.extendsLineGraphics(),
                attribute.blinks(),
                attribute.isMonochrome() ? crt.underline() : -1,
                cursorVisible ? cursorCounter(crt) : -1,
                crt.cursorStart(),
                crt.cursorEnd(),
                blinkedOut && attribute.blinks());
    }

    /**
     * @return the character counter under the cursor, or -1 if it is off
     */
    static int cursorCounter(CrtController crt) {
        return crt.isCursorOn() ? crt.cursorLocation() + crt.cursorSkew() & 0xFFFF : -1;
    }
}
