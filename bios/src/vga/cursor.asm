; AH=01 cursor shape, 02 and 03 cursor position, 04 light pen, 05 display page.

; CH = start line (bit 5: no cursor), CL = end line. With cursor emulation a shape for a CGA's eight lines is stretched to the height of
; the font; the BIOS data area keeps what the caller said.
set_cursor_type:
        mov [BDA_CURSOR_TYPE], cx
        call emulate_cursor
; CX = cursor start and end registers
write_cursor_type:
        mov dx, [BDA_CRTC]
        mov al, 0Ah
        mov ah, ch
        out dx, ax
        inc ax
        mov ah, cl
        out dx, ax
        ret

; Bottom lines stay at the bottom, a lower half a lower half, a block a block (behaviour of the EGA and VGA BIOS, as programs that set
; 0607h, 0407h and 0007h expect it).
; CX = shape as asked for; @return CX = shape for the font's height. Destroys AX.
emulate_cursor:
        test byte [BDA_CONTROL], CONTROL_NO_CURSOR_EMULATION
        jnz .done
        mov ah, [BDA_CHAR_HEIGHT]
        cmp ah, 8
        jbe .done
        test ch, 60h
        jnz .done
        cmp cl, 8                       ; already in lines of the font
        jae .done
        cmp ch, cl
        ja .done
        mov al, cl
        sub al, ch                      ; thickness minus one
        cmp al, 3
        jae .thick
        mov cl, ah                      ; the lowest line but one, as in the mode tables
        sub cl, 2
        mov ch, cl
        sub ch, al
        ret
.thick: mov cl, ah
        dec cl
        cmp ch, 3
        jb .done                        ; a block keeps its start
        mov ch, ah
        shr ch, 1
.done:  ret

; BH = page, DX = row and column
set_cursor:
        and bh, 7
; Preserves all but AX and SI.
move_cursor:
        movzx si, bh
        add si, si
        mov [BDA_CURSOR+si], dx
        cmp bh, [BDA_PAGE]
        je show_cursor
        ret
; DX = row and column on the active page
show_cursor:
        push bx
        push dx
        mov al, dh
        mul byte [BDA_COLUMNS]
        xor dh, dh
        add ax, dx
        mov bx, [BDA_PAGE_START]
        shr bx, 1
        add bx, ax
        mov dx, [BDA_CRTC]
        mov al, 0Eh
        mov ah, bh
        out dx, ax
        inc ax
        mov ah, bl
        out dx, ax
        pop dx
        pop bx
        ret

get_cursor:
        and bh, 7
        movzx si, bh
        add si, si
        mov ax, [BDA_CURSOR+si]
        mov CALLER_DX, ax
        mov ax, [BDA_CURSOR_TYPE]
        mov CALLER_CX, ax
        ret

; A VGA has no light pen: "not triggered".
read_light_pen:
        mov CALLER_AH, 0
        ret

; AL = page
set_page:
        and al, 7
        mov [BDA_PAGE], al
        xor ah, ah
        mul word [BDA_PAGE_SIZE]
        mov [BDA_PAGE_START], ax
        call get_class
        cmp si, CLASS_PLANAR
        jae .bytes                      ; the CRTC counts bytes of a plane there, words elsewhere
        shr ax, 1
.bytes: mov bx, ax
        mov dx, [BDA_CRTC]
        mov al, 0Ch
        mov ah, bh
        out dx, ax
        inc ax
        mov ah, bl
        out dx, ax
        movzx si, byte [BDA_PAGE]
        add si, si
        mov dx, [BDA_CURSOR+si]
        jmp show_cursor
