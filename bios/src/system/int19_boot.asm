; INT 19h: find something to boot. INT 18h: nothing was found.

BOOT_FLOPPY         equ 1               ; boot devices as CMOS 38h and 3Dh number them
BOOT_DISK           equ 2

; The devices in CMOS order; a board that names none gets diskette, then disk.
int19_handler:
        xor     ax, ax
        cli
        mov     ss, ax
        mov     sp, 7C00h
        sti
        cld
        push    BDA
        pop     ds
        READ_CMOS CMOS_BOOT_ORDER
        mov     bl, al
        READ_CMOS CMOS_BOOT_THIRD
        shr     al, 4
        mov     bh, al                  ; BX: first device in the low digit, second, third
        test    bx, 0FFFh
        jnz     .order
        mov     bx, (BOOT_DISK << 4) | BOOT_FLOPPY
.order: mov     cx, 3
.device:
        push    cx
        push    bx
        and     bl, 0Fh
        cmp     bl, BOOT_FLOPPY
        je      .floppy
        cmp     bl, BOOT_DISK
        jne     .next
        cmp     byte [BDA_HD_COUNT], 0
        je      .next
        mov     dl, 80h
        call    boot_from
        jmp     .next
.floppy:
        test    byte [BDA_EQUIPMENT], 01h
        jz      .next
        mov     dl, 0
        call    boot_from
.next:  pop     bx
        pop     cx
        shr     bx, 4
        loop    .device
        int     18h
        jmp     int19_handler

; Reads the boot sector of drive DL and goes there if it looks like one. Returns if not.
boot_from:
        mov     cx, 4                   ; the first try may just tell that the diskette is new
.try:   push    cx
        push    dx
        xor     bx, bx
        mov     es, bx
        mov     bx, 7C00h
        mov     ax, 0201h
        mov     cx, 1
        mov     dh, 0
        int     13h
        pop     dx
        pop     cx
        jnc     .read
        cmp     ah, 80h                 ; nothing in the drive
        je      .no
        push    cx
        push    dx
        mov     ah, 0
        int     13h
        pop     dx
        pop     cx
        loop    .try
.no:    ret
.read:  cmp     word [es:7C00h + 510], 0AA55h
        je      .start
        test    dl, dl
        jnz     .no
        call    old_boot_sector
        jnz     .no
.start: call    report_boot
        mov     ax, 2400h               ; A20 off, as an AT hands over: a program that switches it on by one of
        int     15h                     ; the two switches must be able to switch it off by the same one
        push    BDA
        pop     ds
        xor     ax, ax                  ; registers as loaders of all ages expect them
        mov     ds, ax
        mov     es, ax
        mov     bx, ax
        mov     cx, ax
        mov     si, ax
        mov     di, ax
        mov     bp, ax
        mov     dh, 0
        jmp     0000h:7C00h

; A diskette without signature. Zero flag: it may boot: CMOS 38h bit 0 says so of all, and diskettes of the first DOS
; versions, which knew no signature, have code at their start and a FAT in the second sector.
old_boot_sector:
        READ_CMOS CMOS_BOOT_THIRD
        not     al
        test    al, 01h
        jz      .end
        mov     al, [es:7C00h]
        cmp     al, 0EBh                ; JMP SHORT, JMP, CLI, or PUSH CS? the first three are what DOS had
        je      .fat
        cmp     al, 0E9h
        je      .fat
        cmp     al, 0FAh
        jne     .end
.fat:   push    dx
        mov     ax, 0201h
        mov     bx, 7E00h
        mov     cx, 2
        mov     dh, 0
        int     13h
        pop     dx
        jc      .no
        cmp     byte [es:7E00h], 0F8h
        jb      .no
        cmp     word [es:7E01h], 0FFFFh
.end:   ret
.no:    or      al, 1
        ret

report_boot:
        push    dx
        mov     al, 07h
        call    set_colour
        test    dl, dl
        jnz     .disk
        PRINT   "  Starting from diskette A:", 10, 10
        pop     dx
        ret
.disk:  PRINT   "  Starting from disk 0", 10, 10
        pop     dx
        ret

; INT 18h: nothing to boot.
int18_handler:
        sti
        cld
        push    BDA
        pop     ds
        mov     al, 0Fh
        call    set_colour
        PRINT   10, "  There is nothing to start from.", 10, 10
        mov     al, 07h
        call    set_colour
        PRINT   "  No diskette in drive A: and no disk holds a system that can be started.", 10
        PRINT   "  Insert a system diskette, or attach a disk with an operating system,", 10
        PRINT   "  then press any key to try again.", 10
.drop:  mov     ah, 01h                 ; keys from before do not count
        int     16h
        jz      .wait
        mov     ah, 00h
        int     16h
        jmp     .drop
.wait:  mov     ah, 00h
        int     16h
        PRINT   10
        int     19h
