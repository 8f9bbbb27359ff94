; AH=11 character generators, and the font that a mode set loads.

font_service:
        mov si, font_services
.search:
        cmp byte [cs:si], 0FFh
        je .done
        cmp al, [cs:si]
        je .call
        add si, 3
        jmp .search
.call:  jmp [cs:si+1]
.done:  ret

%macro  font_function 2
        db %1
        dw %2
%endmacro
font_services:
        font_function 00h, load_user_font
        font_function 01h, load_8x14
        font_function 02h, load_8x8
        font_function 03h, set_block_specifier
        font_function 04h, load_8x16
        font_function 10h, load_user_font_recalculate
        font_function 11h, load_8x14_recalculate
        font_function 12h, load_8x8_recalculate
        font_function 14h, load_8x16_recalculate
        font_function 20h, set_upper_8x8
        font_function 21h, set_graphics_font
        font_function 22h, set_graphics_8x14
        font_function 23h, set_graphics_8x8
        font_function 24h, set_graphics_8x16
        font_function 30h, font_information
        db 0FFh

; ES:BP of the caller = glyphs, BH = bytes each, BL = block, CX = count, DX = first character
load_user_font_recalculate:
        call load_user_font
        mov ah, CALLER_BH
        jmp recalculate
load_user_font:
        mov si, CALLER_BP
        push ds
        push es
        pop ds
        call load_glyphs
        pop ds
        ret

; BL = block
load_8x14_recalculate:
        call load_8x14
        mov ah, 14
        jmp recalculate
load_8x8_recalculate:
        call load_8x8
        mov ah, 8
        jmp recalculate
load_8x16_recalculate:
        call load_8x16
        mov ah, 16
        jmp recalculate
load_8x14:
        mov si, font_8x14
        mov bh, 14
        jmp load_rom_font
load_8x8:
        mov si, font_8x8
        mov bh, 8
        jmp load_rom_font
load_8x16:
        mov si, font_8x16
        mov bh, 16
load_rom_font:
        mov cx, 256
        xor dx, dx
        push ds
        push cs
        pop ds
        call load_glyphs
        pop ds
        ret

; DS:SI = glyphs, BH = bytes each, BL = block 0-7, CX = count, DX = first character. Plane 2 of the video memory holds the blocks, 32 bytes
; a character. Destroys all but BP, DS.
load_glyphs:
        jcxz .done
        push es
        push dx
        call open_font_plane
        mov ax, 0A000h
        mov es, ax
        pop di
        push edx
        mov dx, di
        mov di, dx
        shl di, 5
        movzx ax, bl                    ; blocks 0-3 lie at n * 4000h, 4-7 in the gaps between them
        and al, 7
        test al, 4
        jz .even
        sub al, 4
        add di, 2000h
.even:  shl ax, 14
        add di, ax
        movzx dx, bh
        and dl, 3Fh
        mov ax, cx
.next:  mov cx, dx
        push di
        rep movsb
        pop di
        add di, 32
        dec ax
        jnz .next
        pop edx
        call close_font_plane
        pop es
.done:  ret

; Plane 2 at A0000, linear.
; @return EDX = sequencer 2 and 4, graphics controller 5 and 6 as they were, for close_font_plane. Destroys AX.
open_font_plane:
        mov dx, GC
        mov al, 6
        call read_register
        shl eax, 8
        mov al, 5
        call read_register
        shl eax, 8
        mov dx, SEQ
        mov al, 2
        call read_register
        push ax
        mov al, 4
        call read_register
        pop dx
        mov al, dh
        push eax
        mov dx, SEQ
        outreg 2, 4                     ; write plane 2
        outreg 4, 7                     ; sequential, not chained
        mov dx, GC
        outreg 4, 2                     ; read plane 2
        outreg 5, 0
        outreg 6, 4                     ; A0000, 64K
        pop edx
        ret

; DX = index port, AL = index; @return AH = value; preserves the rest, with the upper half of EAX
read_register:
        out dx, al
        inc dx
        mov ah, al
        in al, dx
        dec dx
        xchg al, ah
        ret

; EDX = what open_font_plane returned. Destroys EAX, DX.
close_font_plane:
        push ebx
        mov ebx, edx
        mov dx, SEQ
        mov al, 2
        mov ah, bl
        out dx, ax
        mov al, 4
        mov ah, bh
        out dx, ax
        shr ebx, 16
        mov dx, GC
        mov al, 5
        mov ah, bl
        out dx, ax
        inc ax
        mov ah, bh
        out dx, ax
        outreg 4, 0
        pop ebx
        ret

; BL = value of the character map select register: which blocks attribute bit 3 chooses between
set_block_specifier:
        mov dx, SEQ
        mov al, 3
        mov ah, bl
        out dx, ax
        ret

; AH = character height. Fits as many rows as the display has lines for, and moves cursor and underline.
recalculate:
        cmp ah, 32
        ja .done
        or ah, ah
        jz .done
        movzx bx, ah
        mov [BDA_CHAR_HEIGHT], bx
        mov dx, [BDA_CRTC]
        mov al, 9                       ; maximum scan line
        call read_register
        mov cl, ah
        and ah, 0E0h
        or ah, bl
        dec ah
        out dx, ax
        cmp byte [BDA_MODE], 7
        jne .colour
        mov al, 14h
        mov ah, bl
        dec ah
        out dx, ax                      ; underline in the lowest line
.colour:
        push bx
        call display_lines
        pop bx
        shr cl, 7                       ; double scanning
        shr ax, cl
        xor dx, dx
        div bx
        dec ax
        mov [BDA_ROWS], al
        inc ax
        push ax
        mul bx                          ; lines now used
        shl ax, cl
        dec ax
        mov dx, [BDA_CRTC]
        mov ah, al
        mov al, 12h                     ; vertical display end; the bits above, in register 7, stay as they are
        out dx, ax
        pop ax
        mul byte [BDA_COLUMNS]
        add ax, ax
        add ax, 7FFh                    ; pages begin at 2K boundaries
        and ax, 0F800h
        mov [BDA_PAGE_SIZE], ax
        mov cx, [BDA_CURSOR_TYPE]
        call emulate_cursor
        cmp byte [BDA_CHAR_HEIGHT], 8
        ja .cursor
        mov cx, 0607h
        mov [BDA_CURSOR_TYPE], cx
.cursor:
        jmp write_cursor_type
.done:  ret

; @return AX = scan lines of the display, from CRTC 12h and 7. Destroys BX, DX.
display_lines:
        mov dx, [BDA_CRTC]
        mov al, 7
        call read_register
        mov bl, ah
        mov al, 12h
        call read_register
        mov al, ah
        xor ah, ah
        test bl, 2
        jz .bit9
        inc ah
.bit9:  test bl, 40h
        jz .done
        add ah, 2
.done:  inc ax
        ret

; ES:BP of the caller = glyphs 80h-FFh
set_upper_8x8:
        mov ax, CALLER_BP
        mov dx, es
        mov si, VECTOR_UPPER_8X8
; DX:AX = pointer to store at 0:SI
store_vector:
        push ds
        push 0
        pop ds
        mov [si], ax
        mov [si+2], dx
        pop ds
        ret

; ES:BP of the caller = glyphs, CX = bytes each, BL = rows (0: DL rows, 1: 14, 2: 25, 3: 43)
set_graphics_font:
        mov ax, CALLER_BP
        push dx
        mov dx, es
        call set_font_vector
        pop dx
        jmp set_graphics_rows
set_graphics_8x14:
        mov ax, font_8x14
        mov cx, 14
        jmp set_graphics_rom_font
set_graphics_8x8:
        mov ax, font_8x8
        mov cx, 8
        jmp set_graphics_rom_font
set_graphics_8x16:
        mov ax, font_8x16
        mov cx, 16
set_graphics_rom_font:
        push dx
        mov dx, cs
        call set_font_vector
        pop dx
set_graphics_rows:
        mov [BDA_CHAR_HEIGHT], cx
        cmp bl, 3
        ja .done
        mov bh, 0
        or bx, bx
        jz .given
        mov dl, [cs:bx+.rows-1]
.given: dec dl
        mov [BDA_ROWS], dl
.done:  ret
.rows:  db 14, 25, 43

set_font_vector:
        mov si, VECTOR_FONT
        jmp store_vector

; BH = which; @return ES:BP = font, CX = bytes a character on the screen, DL = rows minus one
font_information:
        cmp bh, 7
        ja .done
        movzx si, bh
        add si, si
        mov ax, [cs:si+.fonts]
        mov dx, cs
        cmp bh, 1
        ja .store
        mov si, ax                      ; 0 and 1: where the vector points
        push ds
        push 0
        pop ds
        mov ax, [si]
        mov dx, [si+2]
        pop ds
.store: mov CALLER_BP, ax
        mov CALLER_ES, dx
        mov ax, [BDA_CHAR_HEIGHT]
        mov CALLER_CX, ax
        mov al, [BDA_ROWS]
        mov CALLER_DL, al
.done:  ret
.fonts: dw VECTOR_UPPER_8X8, VECTOR_FONT, font_8x14, font_8x8, font_8x8_upper, no_alternates, font_8x16, no_alternates

; IBM's ROM has replacements of some 8-dot glyphs for 9-dot modes here. Ours need none: an empty list.
no_alternates:
        db 0

; The font of the mode just set: into plane 2 for text, INT 43h for graphics; then what the save pointer table says instead.
load_mode_font:
        call get_class
        mov ax, font_8x16
        cmp byte [BDA_CHAR_HEIGHT], 14
        ja .chosen
        mov ax, font_8x14
        je .chosen
        mov ax, font_8x8
.chosen:
        push si
        push ax
        mov dx, cs
        call set_font_vector
        pop si
        pop ax
        cmp ax, CLASS_TEXT
        jne graphics_override
        mov bh, [BDA_CHAR_HEIGHT]
        xor bl, bl
        call load_rom_font
        ; fall through

; Save pointer table + 8: bytes a character, block, count (word), first (word), font (far), rows (FF: as many as fit), modes up to FF
text_override:
        push es
        push ds
        mov al, 8
        call find_override
        jc .none
        add di, 11
        call listed_mode
        sub di, 11
        jne .none
        mov bh, [es:di]
        mov bl, [es:di+1]
        mov cx, [es:di+2]
        mov dx, [es:di+4]
        push bx
        lds si, [es:di+6]
        call load_glyphs
        pop ax                          ; AH = height
        pop ds
        push ds
        call recalculate
.none:  pop ds
        pop es
        ret

; Save pointer table + 12: rows, bytes a character (word), font (far), modes up to FF
graphics_override:
        push es
        mov al, 12
        call find_override
        jc .none
        add di, 7
        call listed_mode
        sub di, 7
        jne .none
        mov cx, [es:di+1]
        mov [BDA_CHAR_HEIGHT], cx
        mov al, [es:di]
        dec al
        mov [BDA_ROWS], al
        mov ax, [es:di+3]
        mov dx, [es:di+5]
        call set_font_vector
.none:  pop es
        ret

; AL = offset in the save pointer table; @return ES:DI = what it points at, CF set for nothing
find_override:
        les di, [BDA_SAVE_POINTER]
        cbw
        add di, ax
        cmp dword [es:di], 0
        je .none
        les di, [es:di]
        clc
        ret
.none:  stc
        ret

; ES:DI = modes, closed by FF; @return ZF set when the current mode is among them. Destroys AX.
listed_mode:
        push di
.next:  mov al, [es:di]
        inc di
        cmp al, [BDA_MODE]
        je .found
        cmp al, 0FFh
        jne .next
        or al, al                       ; clears ZF
.found: pop di
        ret
