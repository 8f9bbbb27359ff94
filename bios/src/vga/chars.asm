; AH=08 read character and attribute, AH=09 write both, AH=0A write a character. Graphics modes: glyphs.asm.

; BH = page, DX = row and column; @return ES:DI = the cell of a text mode. Destroys nothing else.
text_cell:
        push ax
        push dx
        mov ax, 0B800h
        cmp byte [BDA_MODE], 7
        jne .segment
        mov ah, 0B0h
.segment:
        mov es, ax
        mov al, dh
        mul byte [BDA_COLUMNS]
        xor dh, dh
        add ax, dx
        add ax, ax
        mov di, ax
        movzx ax, bh
        mul word [BDA_PAGE_SIZE]
        add di, ax
        pop dx
        pop ax
        ret

; BH = page (reduced to 0-7); @return DX = its cursor. Destroys SI.
get_position:
        and bh, 7
        movzx si, bh
        add si, si
        mov dx, [BDA_CURSOR+si]
        ret

read_char:
        call get_position
        call get_class
        cmp si, CLASS_TEXT
        jne read_glyph
        call text_cell
        mov ax, [es:di]
        mov CALLER_AX, ax
        ret

; AL = character, BL = attribute or colour, BH = page, CX = count
write_char_attribute:
        call get_position
        call get_class
        cmp si, CLASS_TEXT
        jne write_glyphs
        call text_cell
        mov ah, bl
        rep stosw
        ret

; The same with the attributes left as they are; in graphics BL is the colour.
write_char:
        call get_position
        call get_class
        cmp si, CLASS_TEXT
        jne write_glyphs
        call text_cell
        jcxz .done
.next:  stosb
        inc di
        loop .next
.done:  ret

; CX characters AL along the line, in graphics; BL = colour, BH = page, DX = row and column
write_glyphs:
        cmp si, CLASS_NONE
        je .done
        jcxz .done
.next:  call draw_glyph
        inc dl
        cmp dl, [BDA_COLUMNS]
        jb .same_row
        xor dl, dl
        inc dh
.same_row:
        loop .next
.done:  ret
