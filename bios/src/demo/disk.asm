; The disk this demo was booted from: a counter of boots in its last sector, and a test that reads every sector.

counter_sign    db 'Pentimento demo '   ; 16 bytes; the counter follows as a double word
COUNTER_OFFSET  equ 16

boots:          dd 0
boot_status:    db 0                    ; of the last INT 13h; 0 = written and read back
buffer          equ 0E000h              ; a sector, below the 64K boundary that DMA can't cross

; Reads the counter, adds one, writes it and reads it back.
count_boot:
        mov ah, 2
        call counter_io
        jc .done
        mov si, counter_sign
        mov di, buffer
        mov cx, COUNTER_OFFSET
        repe cmpsb
        je .known
        mov si, counter_sign            ; the first boot from this image
        mov di, buffer
        mov cx, COUNTER_OFFSET
        rep movsb
        mov dword [buffer+COUNTER_OFFSET], 0
.known: mov eax, [buffer+COUNTER_OFFSET]
        inc eax
        mov [boots], eax
        mov [buffer+COUNTER_OFFSET], eax
        mov ah, 3
        call counter_io
        jc .done
        mov dword [buffer+COUNTER_OFFSET], 0
        mov ah, 2
        call counter_io
        jc .done
        mov eax, [buffer+COUNTER_OFFSET]
        cmp eax, [boots]
        je .done
        mov byte [boot_status], 0BBh    ; what was read is not what was written
.done:  ret

; AH = 2 read, 3 write; three tries. @return CF, [boot_status]
counter_io:
        mov bp, 3
.try:   push ax
        mov al, 1
        mov bx, buffer
        push ax
        mov ax, COUNTER_SECTOR
        call lba_to_chs
        pop ax
        mov dl, [drive]
        int 13h
        mov [boot_status], ah
        pop ax
        jnc .done
        push ax
        xor ah, ah
        mov dl, [drive]
        int 13h
        pop ax
        dec bp
        jnz .try
        stc
.done:  ret

disk_page:
        mov si, .title
        call page
        mov si, .text
        call print
        mov dx, 3 | 31 << 8
        call go_to
        mov byte [attribute], ACCENT
        mov al, [drive]
        call put_hex
        mov al, 'h'
        call put_char
        mov ah, 8
        mov dl, [drive]
        xor di, di
        int 13h
        push ds
        pop es
        jc .no_geometry
        push cx
        push dx
        mov dx, 4 | 31 << 8
        call go_to
        pop dx
        pop cx
        push cx
        push dx
        movzx eax, ch
        shl cl, 1
        rcl ah, 1
        shl cl, 1
        rcl ah, 1
        inc eax
        call put_decimal
        mov si, .cylinders
        call print
        pop dx
        movzx eax, dh
        inc eax
        call put_decimal
        mov si, .heads
        call print
        pop cx
        movzx eax, cl
        and al, 3Fh
        call put_decimal
        mov si, .sectors
        call print
.no_geometry:
        mov dx, 7 | 31 << 8
        call go_to
        mov byte [attribute], TITLE
        mov eax, [boots]
        call put_decimal
        mov si, .kept
        mov al, [boot_status]
        or al, al
        jz .status
        mov si, .protected
        cmp al, 3
        je .status
        mov si, .failed
.status:
        call print
        ; the test
        mov dword [.sum], 0
        mov word [.lba], 0
        mov word [.errors], 0
.sector:
        mov ax, [.lba]
        call lba_to_chs
        push cx
        push dx
        mov dx, 13 | 4 << 8
        call go_to
        mov byte [attribute], PAPER
        mov si, .lba_text
        call print
        movzx eax, word [.lba]
        mov cx, 4
        call put_decimal_wide
        mov si, .c_text
        call print
        pop dx
        pop cx
        push cx
        push dx
        movzx eax, ch
        mov cx, 3
        call put_decimal_wide
        mov si, .h_text
        call print
        pop dx
        push dx
        movzx eax, dh
        call put_decimal
        mov si, .s_text
        call print
        pop dx
        pop cx
        push cx
        push dx
        movzx eax, cl
        call put_decimal
        pop dx
        pop cx
        mov bp, 3
.try:   mov ax, 0201h
        mov bx, buffer
        mov dl, [drive]
        int 13h
        jnc .good
        xor ax, ax
        int 13h
        dec bp
        jnz .try
        inc word [.errors]
.good:  mov si, buffer
        mov cx, 512 / 2
        xor eax, eax
.add:   lodsw
        add [.sum], eax
        loop .add
        ; a cell for each four sectors
        mov ax, [.lba]
        and al, 3
        cmp al, 3
        jne .next
        mov ax, [.lba]
        shr ax, 2
        mov bl, 40
        div bl                          ; two rows of forty
        mov dl, al
        add dl, 15
        mov dh, ah
        add dh, 4
        call go_to
        mov byte [attribute], 1Ah
        mov al, 0DBh
        cmp word [.errors], 0
        je .cell
        mov byte [attribute], 1Ch
        mov al, 'X'
        mov word [.errors], 0
        mov byte [.bad], 1
.cell:  call put_char
.next:  mov ah, 11h
        int 16h
        jz .go_on
        mov ah, 10h
        int 16h
        cmp al, 27
        je menu
.go_on: inc word [.lba]
        cmp word [.lba], DISK_SECTORS
        jb .sector
        mov dx, 18 | 4 << 8
        call go_to
        mov byte [attribute], TITLE
        mov si, .all_good
        cmp byte [.bad], 0
        je .verdict
        mov si, .some_bad
.verdict:
        call print
        mov eax, [.sum]
        mov cx, 4
.hex:   rol eax, 8
        push eax
        call put_hex
        pop eax
        loop .hex
        jmp wait_escape
.sum:   dd 0
.lba:   dw 0
.errors: dw 0
.bad:   db 0
.title: db INK(BAR), 'Disk', 0
.text:  db AT(3, 4), INK(PAPER), 'Booted from BIOS drive', 10
        db 'The drive (INT 13h AH=08)'
        db AT(7, 4), 'Boots from this image', 10
        db AT(11, 4), INK(ACCENT), 'Reading every sector, by the floppy controller and DMA', INK(PAPER), 0
.cylinders: db ' cylinders, ', 0
.heads: db ' heads, ', 0
.sectors: db ' sectors', 0
.kept:  db AT(8, 31), INK(PAPER), '(kept in sector 319, written and read back)', 0
.protected: db AT(8, 31), INK(PAPER), '(not kept: the disk is write-protected)', 0
.failed: db AT(8, 31), INK(1Ch), '(the sector for the counter failed)', 0
.lba_text: db 'LBA ', 0
.c_text: db '   cylinder ', 0
.h_text: db '   head ', 0
.s_text: db '   sector ', 0
.all_good: db 'All 320 sectors are readable. Sum of all words: ', 0
.some_bad: db 'Some sectors could not be read (X). Sum of all words: ', 0
