; POST finds the disks: presence, IDENTIFY, logical geometry, tables, a line on the screen for each.

IDENTIFY_BUFFER     equ 7E00h           ; segment 0, behind the boot sector's place

init_disks:
        push    es
        push    ds
        push    fs
        call    load_ebda
        push    ds
        pop     fs                      ; FS: BDA
        push    es
        pop     ds                      ; DS: EBDA
        mov     byte [fs:BDA_HD_COUNT], 0
        mov     si, EBDA_DISKS
        xor     bx, bx                  ; BL: 0 primary master .. 3 secondary slave
.drive: mov     di, bx
        and     di, 02h
        shl     di, 1
        mov     ax, [cs:di + .channels]
        mov     [si + disk.base], ax
        mov     ax, [cs:di + .channels + 2]
        mov     [si + disk.control], ax
        mov     al, 0A0h
        test    bl, 01h
        jz      .master
        mov     al, 0B0h
.master:
        mov     [si + disk.select], al
        mov     al, 14
        test    bl, 02h
        jz      .primary
        inc     ax
.primary:
        mov     [si + disk.irq], al
        call    find_drive
        jc      .next
        jz      .disk
        call    report_atapi
        jmp     .next
.disk:  call    find_geometry
        call    make_tables
        call    report_disk
        call    ata_set_geometry
        inc     byte [fs:BDA_HD_COUNT]
        add     si, DISK_RECORD
.next:  inc     bx
        cmp     bl, 4
        jb      .drive
        mov     word [fs:76h], 0        ; control byte and port offset of the XT: not used
        pop     fs
        pop     ds
        pop     es
        ret
.channels:
        dw      1F0h, 3F6h, 170h, 376h

; Is there a drive? Carry: none. Zero flag: a disk, its IDENTIFY data in the buffer; else a packet device with its own.
; BL: number of the drive.
find_drive:
        push    bx
        push    es
        mov     dx, [si + disk.control]
        in      al, dx
        cmp     al, 0FFh
        je      .none
        test    bl, 01h                 ; the channel's first: reset both
        jnz     .select
        call    ata_reset
        jc      .none
.select:
        ATA_PORT ATA_SELECT
        mov     al, [si + disk.select]
        out     dx, al
        mov     cx, 1
        call    delay_refresh
        mov     dx, [si + disk.control]
        in      al, dx
        cmp     al, 0FFh
        je      .none
        ATA_PORT ATA_COUNT              ; registers that keep what is written; an absent drive's are its neighbour's,
        mov     al, 55h                 ; but its status is zero then
        out     dx, al
        inc     dx
        mov     al, 0AAh
        out     dx, al
        in      al, dx
        cmp     al, 0AAh
        jne     .none
        mov     dx, [si + disk.control]
        mov     al, 0Ah                 ; no interrupts
        out     dx, al
        mov     cl, 0ECh
        call    .identify
        jnc     .disk
        ATA_PORT ATA_LBA_MID            ; a packet device refuses and shows its signature
        in      al, dx
        mov     ah, al
        inc     dx
        in      al, dx
        cmp     ax, 14EBh
        jne     .none
        mov     cl, 0A1h
        call    .identify
        jc      .none
        or      al, 1                   ; not zero
        jmp     .found
.disk:  xor     ax, ax
.found: pushf
        mov     dx, [si + disk.control]
        mov     al, 08h
        out     dx, al
        popf
        clc
        pop     es
        pop     bx
        ret
.none:  pop     es
        pop     bx
        stc
        ret
; CL: command. Carry: refused, or no drive.
.identify:
        ATA_PORT ATA_STATUS
        in      al, dx
        test    al, al
        jz      .refused
        mov     al, cl
        out     dx, al
        WAIT_LIMIT 1000
        mov     dx, [si + disk.control]
        in      al, dx                  ; the first look may come too early
.look:  in      al, dx
        test    al, ATA_BSY
        jnz     .time
        test    al, ATA_ERR | ATA_DF
        jnz     .refused_read
        test    al, ATA_DRQ
        jnz     .data
.time:  test    al, al
        jz      .refused
        call    poll_ticks
        jnc     .look
.refused_read:
        ATA_PORT ATA_STATUS
        in      al, dx
.refused:
        stc
        ret
.data:  xor     di, di
        mov     es, di
        mov     di, IDENTIFY_BUFFER
        ATA_PORT ATA_STATUS
        in      al, dx
        mov     dx, [si + disk.base]
        mov     cx, 256
        rep insw
        in      al, dx                  ; nothing more
        clc
        ret

; From IDENTIFY and CMOS to the record: size, drive's and logical geometry. BL: number of the drive.
find_geometry:
        push    bx
        push    es
        push    gs
        xor     ax, ax
        mov     gs, ax
        mov     di, IDENTIFY_BUFFER
        mov     ax, [gs:di + 1 * 2]
        mov     [si + disk.phys_cylinders], ax
        mov     ax, [gs:di + 3 * 2]
        mov     [si + disk.phys_heads], ax
        mov     ax, [gs:di + 6 * 2]
        mov     [si + disk.phys_sectors], ax
        movzx   eax, word [si + disk.phys_cylinders]
        movzx   ecx, word [si + disk.phys_heads]
        mul     ecx
        movzx   ecx, word [si + disk.phys_sectors]
        mul     ecx
        xor     edx, edx
        mov     byte [si + disk.flags], 0
        test    byte [gs:di + 49 * 2 + 1], 02h
        jz      .size
        or      byte [si + disk.flags], DISK_LBA
        mov     eax, [gs:di + 60 * 2]
        test    byte [gs:di + 83 * 2 + 1], 04h
        jz      .size
        mov     ecx, [gs:di + 100 * 2]
        or      ecx, [gs:di + 102 * 2]
        jz      .size
        or      byte [si + disk.flags], DISK_LBA48
        mov     eax, [gs:di + 100 * 2]
        mov     edx, [gs:di + 102 * 2]
.size:  mov     [si + disk.total], eax
        mov     [si + disk.total + 4], edx

        ; 1. what the board says in CMOS, for the primary channel's disks
        cmp     bl, 1
        ja      .derive
        READ_CMOS CMOS_DISKS
        test    bl, bl
        jnz     .low
        shr     al, 4
.low:   and     al, 0Fh
        cmp     al, 0Fh
        jne     .derive
        mov     al, 9
        mul     bl
        add     al, CMOS_TYPE47
        mov     bh, al
        call    .cmos                   ; cylinders
        mov     cl, al
        call    .cmos
        mov     ch, al
        call    .cmos
        movzx   dx, al                  ; heads
        lea     ax, [bx + 0500h]        ; over precompensation, control, landing zone
        mov     bh, ah
        call    .cmos
        test    al, al
        jz      .derive
        cmp     al, 63
        ja      .derive
        test    dx, dx
        jz      .derive
        jcxz    .derive
        cmp     cx, 1024
        ja      .derive
        mov     [si + disk.sectors], al
        jmp     .store

        ; 2. the drive's own, where INT 13h can express it
.derive:
        mov     cx, [si + disk.phys_cylinders]
        mov     dx, [si + disk.phys_heads]
        mov     ax, [si + disk.phys_sectors]
        mov     [si + disk.sectors], al
        jcxz    .assist
        cmp     cx, 1024
        jbe     .store
        ; 3. 63 sectors, and as many heads as bring it to 1024 cylinders
.assist:
        mov     byte [si + disk.sectors], 63
        xor     bx, bx
.heads: movzx   ecx, byte [cs:bx + .steps]
        imul    ecx, ecx, 63
        mov     eax, [si + disk.total]
        mov     edx, [si + disk.total + 4]
        cmp     edx, ecx
        jae     .huge
        div     ecx
        movzx   dx, byte [cs:bx + .steps]
        mov     ecx, eax
        cmp     ecx, 1024
        jbe     .store
        inc     bx
        cmp     bl, 5
        jb      .heads
.huge:  mov     dx, 255
        mov     cx, 1024
.store: mov     [si + disk.cylinders], cx
        mov     [si + disk.heads], dx
        ; translated?
        test    byte [si + disk.flags], DISK_LBA
        jz      .as_drive
        cmp     dx, [si + disk.phys_heads]
        jne     .translated
        cmp     cx, [si + disk.phys_cylinders]
        ja      .translated
        movzx   ax, byte [si + disk.sectors]
        cmp     ax, [si + disk.phys_sectors]
        je      .done
.translated:
        or      byte [si + disk.flags], DISK_TRANSLATED
        jmp     .done
.as_drive:                              ; without LBA the drive is told the geometry, and 16 heads is its most
        cmp     dx, 16
        jbe     .done
        mov     dx, [si + disk.phys_heads]
        mov     [si + disk.heads], dx
        mov     ax, [si + disk.phys_sectors]
        mov     [si + disk.sectors], al
        mov     ax, [si + disk.phys_cylinders]
        mov     [si + disk.cylinders], ax
        cmp     ax, 1024
        jbe     .done
        mov     word [si + disk.cylinders], 1024
.done:  pop     gs
        pop     es
        pop     bx
        ret
; AL := CMOS register BH, BH on
.cmos:  mov     al, bh
        call    cmos_read
        inc     bh
        ret
.steps: db      16, 32, 64, 128, 255

; The fixed disk parameter table (first two disks, INT 41h and 46h) and the EDD extension of the disk in SI.
make_tables:
        push    bx
        push    es
        push    di
        movzx   bx, byte [fs:BDA_HD_COUNT]
        cmp     bl, 2
        jae     .extension
        mov     di, EBDA_FDPT0
        mov     eax, 41h * 4
        test    bl, bl
        jz      .vector
        mov     di, EBDA_FDPT1
        mov     al, 46h * 4 - 256
        mov     ah, 1
.vector:
        push    0
        pop     es
        push    bx
        mov     bx, ax
        mov     [es:bx], di
        mov     [es:bx + 2], ds
        pop     bx
        mov     ax, [si + disk.cylinders]
        mov     [di], ax
        dec     ax
        mov     [di + 0Ch], ax          ; landing zone
        mov     al, [si + disk.heads]
        mov     [di + 2], al
        mov     word [di + 5], 0FFFFh   ; no precompensation
        mov     ah, 0
        cmp     al, 8
        jbe     .control
        mov     ah, 08h
.control:
        mov     [di + 8], ah
        mov     al, [si + disk.sectors]
        mov     [di + 0Eh], al
        test    byte [si + disk.flags], DISK_TRANSLATED
        jz      .extension
        mov     byte [di + 3], 0A0h     ; translated: the drive's own geometry is here as well
        mov     al, [si + disk.phys_sectors]
        mov     [di + 4], al
        mov     ax, [si + disk.phys_cylinders]
        mov     [di + 9], ax
        mov     al, [si + disk.phys_heads]
        mov     [di + 0Bh], al
        mov     bh, 0
        mov     cx, 0Fh
        push    di
.sum:   add     bh, [di]
        inc     di
        loop    .sum
        neg     bh
        mov     [di], bh
        pop     di
        mov     bh, 0
.extension:
        mov     di, bx
        shl     di, 4
        add     di, EBDA_DPTE
        mov     ax, [si + disk.base]
        mov     [di], ax
        mov     ax, [si + disk.control]
        mov     [di + 2], ax
        mov     al, [si + disk.select]
        mov     ah, [si + disk.flags]
        test    ah, DISK_LBA
        jz      .chs
        or      al, 40h
.chs:   mov     [di + 4], al
        mov     al, [si + disk.irq]
        mov     [di + 6], al
        mov     byte [di + 7], 1        ; sectors per block
        xor     bx, bx
        test    ah, DISK_LBA
        jz      .flags
        or      bl, 10h
.flags: test    ah, DISK_TRANSLATED
        jz      .flags2
        or      bx, 0208h               ; CHS translation, LBA assisted
.flags2:
        mov     [di + 0Ah], bx
        mov     byte [di + 0Eh], 11h
        xor     bl, bl
        mov     cx, 15
.add:   add     bl, [di]
        inc     di
        loop    .add
        neg     bl
        mov     [di], bl
        pop     di
        pop     es
        pop     bx
        ret

; The model's name, up to 30 characters without trailing blanks.
print_model:
        push    gs
        push    bx
        xor     ax, ax
        mov     gs, ax
        mov     bx, 30
.trim:  mov     di, bx
        dec     di
        xor     di, 1                   ; bytes of a word are swapped
        mov     al, [gs:di + IDENTIFY_BUFFER + 27 * 2]
        cmp     al, ' '
        jne     .print
        dec     bx
        jnz     .trim
        jmp     .done
.print: mov     cx, bx
        xor     bx, bx
.char:  mov     di, bx
        xor     di, 1
        mov     al, [gs:di + IDENTIFY_BUFFER + 27 * 2]
        cmp     al, ' '
        jb      .skip
        call    print_char
.skip:  inc     bx
        loop    .char
.done:  pop     bx
        pop     gs
        ret

report_atapi:
        LABEL   "CD-ROM"
        call    print_model
        PRINT   10
        ret

; Disk 1          MODEL  64 MB  130/16/63
report_disk:
        push    ds
        LABEL   "Disk "
        mov     dl, 7
        call    set_column
        mov     al, 07h
        call    set_colour
        mov     al, [fs:BDA_HD_COUNT]
        add     al, '0'
        call    print_char
        mov     dl, 16
        call    set_column
        mov     al, 0Fh
        call    set_colour
        call    print_model
        PRINT   "  "
        mov     eax, [si + disk.total]
        mov     edx, [si + disk.total + 4]
        shrd    eax, edx, 11
        call    print_decimal
        PRINT   " MiB, C/H/S "
        movzx   eax, word [si + disk.cylinders]
        call    print_decimal
        PRINT   "/"
        movzx   eax, word [si + disk.heads]
        call    print_decimal
        PRINT   "/"
        movzx   eax, byte [si + disk.sectors]
        call    print_decimal
        PRINT   10
        pop     ds
        ret
