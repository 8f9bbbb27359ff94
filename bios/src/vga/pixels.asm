; AH=0C write pixel, AH=0D read pixel, AH=0B CGA palette.

; BH = page, CX = column, DX = row, SI = class of a graphics mode; @return ES:DI = byte, CL = bit position of the pixel counted from the
; left, in pixels. Destroys AX, DX.
pixel_address:
        jmp [cs:si+.classes]
.classes:
        dw .none, .cga2, .cga1, .planar, .byte, .none
.cga2:  call .cga_line
        mov ax, cx
        shr ax, 2
        and cl, 3
        jmp .cga
.cga1:  call .cga_line
        mov ax, cx
        shr ax, 3
        and cl, 7
.cga:   add di, ax
        mov ax, 0B800h
        mov es, ax
.none:  ret
.cga_line:
        mov ax, dx
        shr ax, 1
        mov di, 80
        sbb si, si                      ; odd lines in the second bank
        mul di
        and si, 2000h
        lea di, [si]
        add di, ax
        ret
.planar:
        mov ax, [BDA_COLUMNS]
        mul dx
        mov di, ax
        mov ax, cx
        shr ax, 3
        add di, ax
        and cl, 7
        movzx ax, bh
        mul word [BDA_PAGE_SIZE]
        add di, ax
        jmp .a000
.byte:  mov ax, [BDA_COLUMNS]
        shl ax, 3
        mul dx
        mov di, ax
        add di, cx
.a000:  mov ax, 0A000h
        mov es, ax
        ret

; AL = colour (bit 7: exclusive or, except in mode 13h), BH = page, CX = column, DX = row
write_pixel:
        mov bl, al
        call get_class
        push si
        call pixel_address
        pop si
        jmp [cs:si+.classes]
.classes:
        dw no_service, .cga2, .cga1, .planar, .byte, no_service
.byte:  mov [es:di], bl
        ret
.cga2:  mov ch, 0C0h
        add cl, cl
        shr ch, cl                      ; mask
        mov al, bl
        and al, 3
        ror al, 2
        jmp .cga
.cga1:  mov ch, 80h
        shr ch, cl
        mov al, bl
        and al, 1
        ror al, 1
.cga:   shr al, cl
        test bl, 80h
        jz .replace
        xor [es:di], al
        ret
.replace:
        not ch
        mov ah, [es:di]
        and ah, ch
        or al, ah
        mov [es:di], al
        ret
.planar:
        mov dx, GC
        mov ax, 8008h
        shr ah, cl
        out dx, ax                      ; bit mask
        outreg 5, 2                     ; write mode 2: the byte written is a colour
        xor ah, ah
        test bl, 80h
        jz .function
        mov ah, 18h
.function:
        mov al, 3
        out dx, ax
        mov dx, SEQ
        outreg 2, 0Fh
        mov al, [es:di]                 ; latches
        mov [es:di], bl
        mov dx, GC
        outreg 8, 0FFh
        outreg 5, 0
        outreg 3, 0
        ret

; BH = page, CX = column, DX = row
read_pixel:
        call get_class
        push si
        call pixel_address
        pop si
        jmp [cs:si+.classes]
.classes:
        dw no_service, .cga2, .cga1, .planar, .byte, no_service
.byte:  mov al, [es:di]
        jmp .done
.cga2:  mov al, [es:di]
        add cl, cl
        shl al, cl
        shr al, 6
        jmp .done
.cga1:  mov al, [es:di]
        shl al, cl
        shr al, 7
        jmp .done
.planar:
        mov dx, GC
        mov bx, 0300h                   ; planes from 3 down, colour gathered in BL
.plane: mov al, 4                       ; read map select
        mov ah, bh
        out dx, ax
        mov al, [es:di]
        shl al, cl
        add al, al                      ; the pixel's bit into the carry
        adc bl, bl
        dec bh
        jns .plane
        outreg 4, 0
        mov al, bl
.done:  mov CALLER_AL, al
        ret

; BH = 0: border (text) or background (graphics) colour BL; BH = 1: palette BL of mode 4
set_cga_palette:
        or bh, bh
        jnz .palette
        mov al, [BDA_CRT_PALETTE]
        and al, 0E0h
        mov ah, bl
        and ah, 1Fh
        or al, ah
        mov [BDA_CRT_PALETTE], al
        mov ah, bl                      ; bit 3 of a CGA colour, intensity, is bit 4 of an attribute palette entry
        and ah, 0Fh
        test ah, 8
        jz .dim
        xor ah, 18h
.dim:   mov al, 11h
        call write_attribute            ; overscan
        call get_class
        cmp si, CLASS_TEXT
        je .done
        xor al, al
        call write_attribute            ; background
        test bl, 10h                    ; intensity of the palette of modes 4 and 5
        mov bh, 0
        jz .colours
        mov bh, 10h
        jmp .colours
.palette:
        mov al, [BDA_CRT_PALETTE]
        and al, ~20h
        test bl, 1
        jz .first
        or al, 20h
.first: mov [BDA_CRT_PALETTE], al
        mov bh, al
        and bh, 10h
.colours:
        cmp byte [BDA_MODE], 5
        ja .done
        cmp byte [BDA_MODE], 4
        jb .done
        mov ah, 2                       ; green, red, brown
        test byte [BDA_CRT_PALETTE], 20h
        jz .base
        inc ah                          ; cyan, magenta, white
.base:  or ah, bh
        mov al, 1
.next:  call write_attribute
        add ah, 2
        inc ax
        cmp al, 3
        jbe .next
.done:  jmp palette_on
