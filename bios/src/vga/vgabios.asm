; Pentimento VGA BIOS: a 32 KiB option ROM at C000:0000, real 16-bit code that touches nothing but VGA ports, A0000-BFFFF and the BIOS
; data area, so that it runs in V86 mode and under paging as it does in real mode. CPU: 80386 or later.
        cpu 386
        bits 16
        org 0
ROM_SIZE equ 32768

%include "vga.inc"

header: dw 0AA55h
        db ROM_SIZE / 512
        jmp near initialise             ; C000:0003, a far call from the option ROM scan
        times 18h-($-$$) db 0
        dw pci_data                     ; a system BIOS that finds the card on PCI wants this pointer here
        times 1Eh-($-$$) db 0
        db 'IBM'                        ; at C000:001E: drivers look for it to recognise an EGA or VGA
        db 0
        db 'Pentimento VGA BIOS', 0
        align 4, db 0
; PCI data structure (PCI Firmware Specification 3.0, 5.1.2)
pci_data:
        db 'PCIR'
        dw 1234h, 1111h                 ; vendor and device of the Bochs display adapter
        dw 0
        dw .end - pci_data
        db 0                            ; revision
        db 0, 0, 3                      ; class: VGA
        dw ROM_SIZE / 512
        dw 0100h                        ; revision of the code
        db 0                            ; x86
        db 80h                          ; last image
        dw 0
.end:

%include "init.asm"
%include "int10.asm"
%include "modes.asm"
%include "modetable.asm"
%include "wide.asm"
%include "cursor.asm"
%include "scroll.asm"
%include "chars.asm"
%include "glyphs.asm"
%include "teletype.asm"
%include "pixels.asm"
%include "palette.asm"
%include "dac.asm"
%include "fontload.asm"
%include "select.asm"
%include "state.asm"
%include "dispi.asm"
%include "vbe.asm"
%include "vbemodes.asm"
%include "vbepm.asm"
%include "edid.asm"

        align 16, db 0
font_8x16:
        incbin "font8x16.bin"
font_8x14:
        incbin "font8x14.bin"
font_8x8:
        incbin "font8x8.bin"
font_8x8_upper equ font_8x8 + 128*8

        times ROM_SIZE-1-($-$$) db 0
%ifndef CHECKSUM
%define CHECKSUM 0
%endif
        db CHECKSUM                     ; all bytes add up to zero; build.sh knows the balance
