; The system BIOS of the Pentimento PC: 64 KiB at F000:0000.
;
; One segment, one pass: the services come first, the entry points whose addresses old programs know come last
; (entries.asm). Every service is 16-bit code that also runs in virtual-8086 mode: ports, INT, HLT, CLI, STI, IRET and
; nothing else that is privileged (INT 15h AH=87h, 89h apart). State lives in the BIOS data area (segment 40h) and
; in the extended one, found through 40:0E at each use.

        cpu     386
        bits    16
        org     0

%include "hardware.inc"
%include "macros.inc"

%include "common.asm"
%include "chips.asm"
%include "post.asm"
%include "console.asm"
%include "interrupts.asm"
%include "timer.asm"
%include "rtc.asm"
%include "keyboard_irq.asm"
%include "keyboard.asm"
%include "int13_floppy.asm"
%include "int13_disk.asm"
%include "int13_identify.asm"
%include "int14_serial.asm"
%include "int15.asm"
%include "int15_memory.asm"
%include "int15_mouse.asm"
%include "int15_apm.asm"
%include "int17_printer.asm"
%include "int19_boot.asm"
%include "entries.asm"
