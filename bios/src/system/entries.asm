; Entry points and tables at the addresses where the PC, XT and AT have them. Programs of the eighties jump to them.

        AT_ADDRESS 0E000h
        db      "Pentimento PC system BIOS 1.0", 0
        db      "Apache License 2.0", 0

        AT_ADDRESS 0E05Bh               ; reset
        jmp     post_start

        AT_ADDRESS 0E2C3h               ; NMI
nmi_entry:
        jmp     nmi_handler

        AT_ADDRESS 0E3FEh
int13_entry:
        jmp     int13_handler

        ; fixed disk types: 16 bytes each. The AT's table has its types 1-14 here; this board's disks are all type 47,
        ; whose tables lie in the extended data area, so only the first type of old is kept for programs that look.
        AT_ADDRESS 0E401h
        dw      306                     ; type 1: cylinders
        db      4                       ; heads
        dw      0                       ; reduced write current
        dw      128                     ; write precompensation
        db      0, 0, 0, 0, 0
        dw      305                     ; landing zone
        db      17                      ; sectors
        db      0

        AT_ADDRESS 0E6F2h
int19_entry:
        jmp     int19_handler

        AT_ADDRESS 0E6F5h               ; INT 15h AH=C0h
config_table:
        dw      .end - .begin
.begin: db      0FCh                    ; model: AT
        db      01h                     ; submodel
        db      00h                     ; revision
        db      74h                     ; second 8259, clock, INT 15h/4Fh called, EBDA
        db      40h                     ; INT 16h/09h
        db      0, 0, 0
.end:

        AT_ADDRESS 0E729h               ; divisors for 110 to 9600 baud
baud_divisors:
        dw      1047, 768, 384, 192, 96, 48, 24, 12

        AT_ADDRESS 0E739h
int14_entry:
        jmp     int14_handler

        AT_ADDRESS 0E82Eh
int16_entry:
        jmp     int16_handler

        AT_ADDRESS 0E987h
int09_entry:
        jmp     int09_handler

        AT_ADDRESS 0EC59h
int13_floppy_entry:
        jmp     int13_floppy_handler

        AT_ADDRESS 0EF57h
int0e_entry:
        jmp     int0e_handler

        AT_ADDRESS 0EFC7h               ; INT 1Eh: 1.44 MB
diskette_table:
        db      0AFh                    ; SPECIFY 1: step rate, head unload
        db      02h                     ; SPECIFY 2: head load, DMA
        db      25h                     ; ticks until the motor stops
        db      02h                     ; 512 bytes per sector
        db      18                      ; last sector of a track
        db      1Bh                     ; gap
        db      0FFh                    ; data length
        db      6Ch                     ; gap for FORMAT
        db      0F6h                    ; filler for FORMAT
        db      0Fh                     ; head settle time, ms: see int13_floppy.asm
        db      00h                     ; motor start, eighths of a second: this machine's drives are at speed at once

        AT_ADDRESS 0EFD2h
int17_entry:
        jmp     int17_handler

        ; INT 10h functions 00-0F of the PC, as a jump table: all through the vector
        AT_ADDRESS 0F045h
        times   16 dw int10_entry

        AT_ADDRESS 0F065h
int10_entry:
        iret                            ; the VGA BIOS owns INT 10h; without one nothing is shown

        ; INT 1Dh: 6845 settings of the CGA and the MDA for 40x25, 80x25, graphics, monochrome
        AT_ADDRESS 0F0A4h
video_parameters:
        db      38h, 28h, 2Dh, 0Ah, 1Fh, 06h, 19h, 1Ch, 02h, 07h, 06h, 07h, 0, 0, 0, 0
        db      71h, 50h, 5Ah, 0Ah, 1Fh, 06h, 19h, 1Ch, 02h, 07h, 06h, 07h, 0, 0, 0, 0
        db      38h, 28h, 2Dh, 0Ah, 7Fh, 06h, 64h, 70h, 02h, 01h, 06h, 07h, 0, 0, 0, 0
        db      61h, 50h, 52h, 0Fh, 19h, 06h, 19h, 19h, 02h, 0Dh, 0Bh, 0Ch, 0, 0, 0, 0
        dw      2048, 4096, 16384, 16384 ; bytes of video memory
        db      40, 80, 40, 80, 40, 80, 80, 80
        db      2Ch, 28h, 2Dh, 29h, 2Ah, 2Eh, 1Eh, 29h ; mode register 3D8

        AT_ADDRESS 0F841h
int12_entry:
        jmp     int12_handler

        AT_ADDRESS 0F84Dh
int11_entry:
        jmp     int11_handler

        AT_ADDRESS 0F859h
int15_entry:
        jmp     int15_handler

        AT_ADDRESS 0FA6Eh               ; 8x8 font, characters 0-127
%ifdef FONT_8X8
        incbin  FONT_8X8, 0, 1024
%else
        times   1024 db 0
%endif

        AT_ADDRESS 0FE6Eh
int1a_entry:
        jmp     int1a_handler

        AT_ADDRESS 0FEA5h
int08_entry:
        jmp     int08_handler

        AT_ADDRESS 0FEF3h               ; offsets of INT 08h-1Fh
vectors_08:
        dw      int08_entry             ; IRQ0
        dw      int09_entry             ; IRQ1
        dw      default_irq             ; IRQ2
        dw      default_irq             ; IRQ3
        dw      default_irq             ; IRQ4
        dw      default_irq             ; IRQ5
        dw      int0e_entry             ; IRQ6
        dw      default_irq             ; IRQ7
        dw      int10_entry
        dw      int11_entry
        dw      int12_entry
        dw      int13_entry
        dw      int14_entry
        dw      int15_entry
        dw      int16_entry
        dw      int17_entry
        dw      int18_handler
        dw      int19_entry
        dw      int1a_entry
        dw      default_interrupt       ; 1B Ctrl-Break
        dw      default_interrupt       ; 1C tick
        dw      video_parameters        ; 1D
        dw      diskette_table          ; 1E
        dw      0FA6Eh                  ; 1F upper half of the 8x8 font: the VGA BIOS sets it
vectors_70:                             ; FF23
        dw      int70_handler           ; IRQ8 clock
        dw      int71_handler           ; IRQ9, the old IRQ2
        dw      default_irq_slave
        dw      default_irq_slave
        dw      int74_handler           ; IRQ12 mouse
        dw      int75_handler           ; IRQ13 coprocessor
        dw      int76_handler           ; IRQ14 primary disk channel
        dw      int77_handler           ; IRQ15 secondary disk channel

        AT_ADDRESS 0FF53h
default_interrupt:
        iret

        AT_ADDRESS 0FF54h
int05_entry:
        jmp     int05_handler

        AT_ADDRESS 0FFF0h               ; where the processor begins
        jmp     0F000h:0E05Bh

        AT_ADDRESS 0FFF5h
        db      "11/22/26"

        AT_ADDRESS 0FFFEh
        db      0FCh                    ; model: AT
%ifdef CHECKSUM
        db      CHECKSUM                ; all bytes add up to zero
%else
        db      0
%endif
