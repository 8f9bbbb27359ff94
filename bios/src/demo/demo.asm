; The demo disk: a bootable 160K floppy (40 tracks, one side, 8 sectors) without DOS, which shows what this PC can do. Everything lies in
; segment 0: the boot sector at 7C00 loads the rest behind itself. Needs an 80386 and a VGA.
        cpu 386
        bits 16
        org 7C00h

SECTORS_A_TRACK equ 8
TRACKS          equ 40
DISK_SECTORS    equ SECTORS_A_TRACK * TRACKS
COUNTER_SECTOR  equ DISK_SECTORS - 1    ; the last one: the demo keeps a counter of its boots there
PROGRAM_SECTORS equ (program_end - program + 511) / 512

TEXT_SEGMENT    equ 0B800h
WORK_SEGMENT    equ 2000h               ; 64K for tables and disk data

boot:   jmp short .start
        nop
        times 3Eh-($-$$) db 0           ; some BIOSes write drive data over the place of a BPB
.start: cli
        xor ax, ax
        mov ds, ax
        mov es, ax
        mov ss, ax
        mov sp, 7C00h
        sti
        cld
        mov [drive], dl
        mov si, 1                       ; LBA
        mov bx, program
.next:  mov bp, 3                       ; tries
.try:   mov ax, si
        call lba_to_chs
        mov dl, [drive]
        mov ax, 0201h
        int 13h
        jnc .read
        xor ax, ax
        int 13h
        dec bp
        jnz .try
        mov si, .error
.print: lodsb
        or al, al
        jz .stop
        mov ah, 0Eh
        mov bx, 7
        int 10h
        jmp .print
.stop:  xor ax, ax
        int 16h
        int 18h
.read:  add bx, 512
        inc si
        cmp si, 1 + PROGRAM_SECTORS
        jb .next
        jmp main
.error: db 'The demo disk could not be read. Press a key.', 13, 10, 0

; AX = LBA; @return CX, DH as INT 13h wants them
lba_to_chs:
        push bx
        mov bl, SECTORS_A_TRACK
        div bl
        mov ch, al
        mov cl, ah
        inc cl
        xor dh, dh
        pop bx
        ret

drive:  db 0

        times 510-($-$$) db 0
        dw 0AA55h

program:
main:   call count_boot
        call find_font
        jmp menu

%include "screen.asm"
%include "menu.asm"
%include "keyboard.asm"
%include "plasma.asm"
%include "lines.asm"
%include "disk.asm"
%include "clock.asm"
%include "music.asm"
%include "machine.asm"
%include "howto.asm"
program_end:

        times DISK_SECTORS*512-($-$$) db 0
