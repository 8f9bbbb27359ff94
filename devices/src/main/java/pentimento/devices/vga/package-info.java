/**
 * The VGA card: sequencer, graphics controller, CRT controller, attribute controller and DAC as IBM
 * split them, the Bochs DISPI extension for VESA modes, and the pictures that come out of it.
 */
@NullMarked
package pentimento.devices.vga;

import org.jspecify.annotations.NullMarked;
