; Characters in graphics modes: drawn from the font that INT 43h points at (modes 4-6: 80h-FFh from INT 1Fh), recognised by comparison.

; AL = character; @return DS:SI = its glyph, CX = its height. DS must be the BIOS data area. Destroys AX.
glyph_address:
        mov cx, [BDA_CHAR_HEIGHT]
        cmp byte [BDA_MODE], 6
        ja .font
        cmp al, 80h
        jb .font
        xor si, si
        mov ds, si
        lds si, [VECTOR_UPPER_8X8]
        and al, 7Fh
        jmp .index
.font:  xor si, si
        mov ds, si
        lds si, [VECTOR_FONT]
.index: mul cl                          ; heights fit a byte
        add si, ax
        ret

; BH = page, DX = row and column, SI = class; @return ES:DI = the cell's first byte. Destroys AX, SI.
graphics_cell:
        push dx
        jmp [cs:si+.classes]
.classes:
        dw .done, .cga2, .cga1, .planar, .byte
.cga2:  mov al, 80 / 2                  ; two bytes a column
        jmp .cga
.cga1:  mov al, 80
.cga:   mov di, 0B800h
        mov es, di
        movzx di, dl
        cmp al, 80
        je .cga_row
        add di, di
.cga_row:
        mov ax, 80 * 4                  ; four lines of a row in each bank
        movzx si, dh
        mul si
        add di, ax
        jmp .done
.byte:  movzx di, dl
        shl di, 3
        mov si, 8
        jmp .lines
.planar:
        movzx di, dl
        mov si, 1
.lines: movzx ax, dh
        mul byte [BDA_CHAR_HEIGHT]
        push ax
        mov ax, [BDA_COLUMNS]
        mul si
        pop si
        mul si
        add di, ax
        movzx ax, bh
        mul word [BDA_PAGE_SIZE]
        add di, ax
        mov ax, 0A000h
        mov es, ax
.done:  pop dx
        ret

; AL = character, BL = colour (bit 7: exclusive or, except in mode 13h), BH = page, DX = row and column. Preserves all.
draw_glyph:
        pusha
        push es
        push ds
        call get_class
        push si
        push ax
        call graphics_cell
        pop ax
        pop bp                          ; class
        mov dx, [BDA_COLUMNS]
        call glyph_address
        call [cs:bp+.classes]
        pop ds
        pop es
        popa
        ret
.classes:
        dw draw_none, draw_cga2, draw_cga1, draw_planar, draw_byte

; Each: DS:SI = glyph, CX = height, ES:DI = cell, BL = colour, DX = columns of the screen
draw_none:
        ret

draw_cga1:
        mov al, [si]
        inc si
        test bl, 80h
        jz .store
        xor al, [es:di]
.store: mov [es:di], al
        call next_cga_line
        loop draw_cga1
        ret

draw_cga2:
        mov al, bl
        and al, 3
        mov ah, 55h
        mul ah
        mov bh, al                      ; the colour in all four pixels of a byte
.line:  lodsb
        call double_bits
        and al, bh
        and ah, bh
        xchg al, ah                     ; the left half lies at the lower address
        test bl, 80h
        jz .store
        xor ax, [es:di]
.store: mov [es:di], ax
        call next_cga_line
        loop .line
        ret

; AL = eight dots; @return AX = each dot twice
double_bits:
        push cx
        mov ah, al
        mov cx, 8
        push bx
        xor bx, bx
.next:  shl bx, 2
        shl ah, 1
        jnc .dark
        or bl, 3
.dark:  loop .next
        mov ax, bx
        pop bx
        pop cx
        ret

; DI = offset of a line in a CGA mode; @return DI = the line below
next_cga_line:
        xor di, 2000h
        test di, 2000h
        jnz .odd
        add di, 80
.odd:   ret

; Planes of the colour get the glyph, the others zero; with exclusive or only the colour's planes change.
draw_planar:
        push dx
        mov dx, GC
        outreg 8, 0FFh
        outreg 5, 0
        outreg 1, 0
        xor ah, ah
        test bl, 80h
        jz .function
        mov ah, 18h
.function:
        mov al, 3
        out dx, ax
        mov dx, SEQ
        mov al, 2
        mov ah, bl
        and ah, 0Fh
        out dx, ax
        pop bp                          ; bytes a line
        push cx
        push di
.line:  lodsb
        mov ah, [es:di]                 ; the latches, for the exclusive or
        mov [es:di], al
        add di, bp
        loop .line
        pop di
        pop cx
        test bl, 80h
        jnz .done
        mov al, 2
        mov ah, bl
        not ah
        and ah, 0Fh
        out dx, ax
.clear: mov byte [es:di], 0
        add di, bp
        loop .clear
.done:  outreg 2, 0Fh
        mov dx, GC
        outreg 3, 0
        ret

draw_byte:
        shl dx, 3
        sub dx, 8
.line:  lodsb
        mov ah, al
        push cx
        mov cx, 8
.dot:   xor al, al
        shl ah, 1
        jnc .store
        mov al, bl
.store: stosb
        loop .dot
        pop cx
        add di, dx
        loop .line
        ret

; AH=08 in graphics: gathers the cell's dots on the stack and looks for the glyph. DX = row and column, BH = page, SI = class
read_glyph:
        cmp si, CLASS_NONE
        je .unknown_mode
        push si
        call graphics_cell
        pop si
        mov cx, [BDA_CHAR_HEIGHT]
        mov dx, [BDA_COLUMNS]
        push bp
        sub sp, 32
        mov bp, sp
        push cx
        push bp
        call [cs:si+.classes]
        pop bp
        pop cx
        call find_glyph
        add sp, 32
        pop bp
        mov CALLER_AL, al
        mov CALLER_AH, 0
.unknown_mode:
        ret
.classes:
        dw draw_none, gather_cga2, gather_cga1, gather_planar, gather_byte

; Each: ES:DI = cell, CX = height, DX = columns, BP = where the dots go
gather_cga1:
        mov al, [es:di]
        mov [bp], al
        inc bp
        call next_cga_line
        loop gather_cga1
        ret

gather_cga2:
        mov ax, [es:di]
        xchg al, ah
        push cx
        mov cx, 8
.dot:   shl bl, 1
        test ax, 0C000h
        jz .dark
        inc bl
.dark:  shl ax, 2
        loop .dot
        pop cx
        mov [bp], bl
        inc bp
        call next_cga_line
        loop gather_cga2
        ret

; Read mode 1 compares with colour 0 in all planes: a one is a dark dot.
gather_planar:
        push dx
        mov dx, GC
        outreg 2, 0
        outreg 7, 0Fh
        outreg 5, 8
        pop si
.line:  mov al, [es:di]
        not al
        mov [bp], al
        inc bp
        add di, si
        loop .line
        outreg 5, 0
        ret

gather_byte:
        shl dx, 3
.line:  push cx
        mov cx, 8
.dot:   shl bl, 1
        cmp byte [es:di], 0
        je .dark
        inc bl
.dark:  inc di
        loop .dot
        pop cx
        mov [bp], bl
        inc bp
        add di, dx
        sub di, 8
        loop .line
        ret

; SS:BP = dots, CX = height; @return AL = character, 0 when none looks like it. Destroys everything but BP.
find_glyph:
        push ss
        pop es
        xor al, al
.next:  push ax
        push ds
        call glyph_address
        mov di, bp
        repe cmpsb
        pop ds
        pop ax
        je .found
        inc al
        jnz .next
.found: ret
