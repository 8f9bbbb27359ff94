; AH=06 scroll up, AH=07 scroll down: a window of character cells in every mode, by REP MOVS.

; AL = rows (0: blank the window), BH = fill attribute or colour, CX = top left, DX = bottom right
scroll_up:
        xor ah, ah
        jmp scroll_active
scroll_down:
        mov ah, 1
scroll_active:
        mov bl, [BDA_PAGE]
        ; fall through

; The state of one scroll, at BP.
struc SCROLL
.pitch          resw 1          ; bytes from a line to the next one to treat: negative when scrolling down
.width          resw 1          ; bytes of the window's lines
.move           resw 1          ; lines to move
.fill           resw 1          ; lines to fill
.distance       resw 1          ; bytes from destination to source line
.first          resw 1          ; offset of the first destination line
.value          resw 1          ; fill value
.class          resw 1
endstruc

; AL = rows, AH = 0 up or 1 down, BL = page, BH = fill, CX = top left, DX = bottom right, DS = BIOS data area
; Preserves all registers: teletype output scrolls too.
scroll_window:
        pushad
        push es
        push ds
        sub sp, SCROLL_size
        mov bp, sp
        call get_class
        cmp si, CLASS_NONE
        je .done
        mov [bp+SCROLL.class], si
        cmp dh, [BDA_ROWS]              ; cut the window to the screen
        jbe .bottom
        mov dh, [BDA_ROWS]
.bottom:
        cmp dl, [BDA_COLUMNS]
        jb .right
        mov dl, [BDA_COLUMNS]
        dec dl
.right: sub dl, cl
        jb .done
        inc dl                          ; columns
        sub dh, ch
        jb .done
        inc dh                          ; rows
        or al, al
        jz .all
        cmp al, dh
        jbe .some
.all:   mov al, dh
.some:  call [cs:si+scroll_setups]
        call scroll_lines
.done:  add sp, SCROLL_size
        pop ds
        pop es
        popad
        ret

scroll_setups:
        dw scroll_setup_text, scroll_setup_cga2, scroll_setup_cga1, scroll_setup_planar, scroll_setup_byte

; Each set-up gets AL = rows to scroll by, AH = direction, BL = page, BH = fill, CX = top left, DH = rows, DL = columns of the window
; and fills SCROLL, ES = segment.
scroll_setup_text:
        mov si, 0B800h
        cmp byte [BDA_MODE], 7
        jne .segment
        mov si, 0B000h
.segment:
        mov es, si
        mov si, 1 << 8 | 2              ; lines a row, bytes a column
        mov di, [BDA_COLUMNS]
        add di, di
        mov [bp+SCROLL.value+1], bh
        mov byte [bp+SCROLL.value], ' '
        jmp scroll_geometry

scroll_setup_cga2:
        mov si, 4 << 8 | 2              ; the lines of one of the two banks
        jmp scroll_setup_cga
scroll_setup_cga1:
        mov si, 4 << 8 | 1
scroll_setup_cga:
        mov di, 0B800h
        mov es, di
        mov di, 80
        mov [bp+SCROLL.value], bh
        mov [bp+SCROLL.value+1], bh
        jmp scroll_geometry

scroll_setup_planar:
        mov si, 0A000h
        mov es, si
        mov si, [BDA_CHAR_HEIGHT]
        shl si, 8
        inc si
        mov di, [BDA_COLUMNS]
        mov [bp+SCROLL.value], bh
        jmp scroll_geometry

scroll_setup_byte:
        mov si, 0A000h
        mov es, si
        mov si, [BDA_CHAR_HEIGHT]
        shl si, 8
        or si, 8
        mov di, [BDA_COLUMNS]
        shl di, 3
        mov [bp+SCROLL.value], bh
        mov [bp+SCROLL.value+1], bh
        ; fall through

; SI = lines a row (high byte) and bytes a column (low byte), DI = bytes a line
scroll_geometry:
        push ax
        mov ax, si
        mov al, dl
        xchg al, ah                     ; AH = columns, AL = lines a row
        push ax
        mov ax, si
        mul dl
        mov [bp+SCROLL.width], ax
        mov ax, si
        mul cl                          ; left edge
        mov [bp+SCROLL.first], ax
        pop ax
        xor ah, ah
        mov si, ax                      ; lines a row
        pop ax
        push bx
        mov bl, ah                      ; direction
        xor ah, ah
        push dx
        mul si
        mov [bp+SCROLL.fill], ax        ; lines to blank
        pop dx
        push dx
        push ax
        mul di
        mov [bp+SCROLL.distance], ax
        pop ax
        pop dx
        push dx
        push ax
        movzx ax, dh
        mul si
        pop dx
        sub ax, dx
        mov [bp+SCROLL.move], ax
        pop dx
        mov [bp+SCROLL.pitch], di
        ; the first destination line: the window's top line, or its bottom line when scrolling down
        push dx
        movzx ax, ch
        or bl, bl
        jz .top
        add al, dh                      ; one row below the window
.top:   mul si
        or bl, bl
        jz .line
        dec ax
        neg word [bp+SCROLL.pitch]
        neg word [bp+SCROLL.distance]
.line:  mul di
        add [bp+SCROLL.first], ax
        pop dx
        pop bx
        and bl, 7
        movzx ax, bl
        mul word [BDA_PAGE_SIZE]
        add [bp+SCROLL.first], ax
        ret

scroll_lines:
        push es
        pop ds
        mov si, [bp+SCROLL.class]
        jmp [cs:si+.classes]
.classes:
        dw scroll_words, scroll_cga, scroll_cga, scroll_planar, scroll_words

; Even widths without side effects: words, and double words in one run when the window is as wide as the screen.
scroll_words:
        mov ax, [bp+SCROLL.width]
        cmp ax, [bp+SCROLL.pitch]
        jne .lines
        mul word [bp+SCROLL.move]
        mov cx, ax
        shr cx, 2
        mov di, [bp+SCROLL.first]
        mov si, di
        add si, [bp+SCROLL.distance]
        rep movsd
        mov ax, [bp+SCROLL.width]
        mul word [bp+SCROLL.fill]
        mov cx, ax
        shr cx, 1
        mov ax, [bp+SCROLL.value]
        rep stosw
        ret
.lines: mov di, [bp+SCROLL.first]
        mov bx, [bp+SCROLL.width]
        shr bx, 1
        mov dx, [bp+SCROLL.move]
        jmp .move_next
.move:  push di
        mov si, di
        add si, [bp+SCROLL.distance]
        mov cx, bx
        rep movsw
        pop di
        add di, [bp+SCROLL.pitch]
        dec dx
.move_next:
        or dx, dx
        jnz .move
        mov ax, [bp+SCROLL.value]
        mov dx, [bp+SCROLL.fill]
.fill:  push di
        mov cx, bx
        rep stosw
        pop di
        add di, [bp+SCROLL.pitch]
        dec dx
        jnz .fill
        ret

; The even lines, then the odd lines 2000h bytes above.
scroll_cga:
        call move_bytes
        call fill_bytes
        add word [bp+SCROLL.first], 2000h
        call move_bytes
        jmp fill_bytes

; Write mode 1 moves all four planes through the latches, a byte at a time; the blank lines are made by set/reset.
scroll_planar:
        mov dx, SEQ
        outreg 2, 0Fh
        mov dx, GC
        outreg 5, 1
        call move_bytes
        push di
        mov dx, GC
        outreg 5, 0
        outreg 1, 0Fh                   ; enable set/reset
        outreg 3, 0
        outreg 8, 0FFh
        mov ah, [bp+SCROLL.value]
        xor al, al
        out dx, ax
        pop di
        call fill_bytes
        mov dx, GC
        outreg 0, 0
        inc ax                          ; 1: disable set/reset
        out dx, ax
        ret

; @return DI = the line after those moved
move_bytes:
        mov di, [bp+SCROLL.first]
        mov bx, [bp+SCROLL.width]
        mov dx, [bp+SCROLL.move]
        jmp .next
.line:  push di
        mov si, di
        add si, [bp+SCROLL.distance]
        mov cx, bx
        rep movsb
        pop di
        add di, [bp+SCROLL.pitch]
        dec dx
.next:  or dx, dx
        jnz .line
        ret

; DI = first line to fill
fill_bytes:
        mov ax, [bp+SCROLL.value]
        mov dx, [bp+SCROLL.fill]
        mov bx, [bp+SCROLL.width]
.line:  push di
        mov cx, bx
        rep stosb
        pop di
        add di, [bp+SCROLL.pitch]
        dec dx
        jnz .line
        ret
