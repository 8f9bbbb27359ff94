; AH=0E teletype output, AH=13 write string, and the bell.

; AL = character, BL = colour in graphics modes. The active page, as the PC's BIOS has it, whatever BH says.
teletype:
        mov bh, [BDA_PAGE]
        call get_position
        mov ah, TTY_KEEP_ATTRIBUTE
        call type_char
        jmp move_cursor

TTY_KEEP_ATTRIBUTE equ 0
TTY_ATTRIBUTE   equ 1

; One character in the manner of a terminal. AL = character, AH = TTY_*, BH = page, BL = attribute or colour, DX = row and column;
; @return DX = the next position. The BIOS data area and the CRTC keep the old cursor. Preserves BX, CX; destroys the rest.
type_char:
        cmp al, 0Dh
        ja .print
        je .return
        cmp al, 0Ah
        je .feed
        cmp al, 8
        je .back
        cmp al, 7
        je .bell
.print: push cx
        call get_class
        cmp si, CLASS_TEXT
        jne .graphics
        call text_cell
        cmp ah, TTY_ATTRIBUTE
        mov ah, bl
        je .both
        stosb
        jmp .advance
.both:  stosw
        jmp .advance
.graphics:
        mov cx, 1
        cmp si, CLASS_NONE
        je .advance
        call draw_glyph
.advance:
        pop cx
        inc dl
        cmp dl, [BDA_COLUMNS]
        jb .done
        xor dl, dl
.feed:  inc dh
        cmp dh, [BDA_ROWS]
        jbe .done
        mov dh, [BDA_ROWS]
        jmp scroll_line
.return:
        xor dl, dl
.done:  ret
.back:  sub dl, 1
        adc dl, 0
        ret
.bell:  jmp beep

; The page up by one line. The new line takes the attribute of the cell where the cursor stands, graphics get colour 0.
; BH = page, DX = row and column. Preserves BX, CX, DX.
scroll_line:
        push bx
        push cx
        push dx
        call get_class
        xor ah, ah
        cmp si, CLASS_TEXT
        jne .scroll
        call text_cell
        mov ah, [es:di+1]
.scroll:
        mov bl, bh
        mov bh, ah
        mov ax, 0001h
        xor cx, cx
        mov dh, [BDA_ROWS]
        mov dl, [BDA_COLUMNS]
        dec dl
        call scroll_window
        pop dx
        pop cx
        pop bx
        ret

; AL bit 0: move the cursor, bit 1: attributes in the string; BH = page, BL = attribute, CX = characters, DX = row and column,
; ES:BP of the caller = string
write_string:
        cmp al, 3
        ja .done
        jcxz .done
        and bh, 7
        mov di, CALLER_BP
.next:  push ax
        mov es, CALLER_ES
        mov ah, TTY_ATTRIBUTE
        test al, 2
        mov al, [es:di]
        lea di, [di+1]
        jz .type
        call is_control
        je .type                        ; control characters bring no attribute
        mov bl, [es:di]
        inc di
.type:  push di
        call type_char
        pop di
        pop ax
        loop .next
        test al, 1
        jnz move_cursor
.done:  ret

; @return ZF set when AL is bell, backspace, line feed or carriage return
is_control:
        cmp al, 7
        je .yes
        cmp al, 8
        je .yes
        cmp al, 0Ah
        je .yes
        cmp al, 0Dh
.yes:   ret

; About 900 Hz for an eighth of a second: PIT channel 2, the wait counted by the refresh toggle of port 61h (15.085 us a half period).
BEEP_DIVISOR    equ 1193182 / 896
BEEP_TOGGLES    equ 125000 / 15
beep:   push ax
        push bx
        push cx
        mov al, 0B6h                    ; channel 2, both bytes, square wave
        out 43h, al
        mov al, BEEP_DIVISOR & 0FFh
        out 42h, al
        mov al, BEEP_DIVISOR >> 8
        out 42h, al
        in al, 61h
        mov bl, al
        or al, 3
        out 61h, al
        mov cx, BEEP_TOGGLES
.toggle:
        in al, 61h
        and al, 10h
        mov ah, al
        mov bh, 255                     ; a board without the toggle gets through in bounded time
.same:  in al, 61h
        and al, 10h
        cmp al, ah
        jne .next
        dec bh
        jnz .same
.next:  loop .toggle
        in al, 61h
        and al, 0FCh
        and bl, 3
        or al, bl
        out 61h, al
        pop cx
        pop bx
        pop ax
        ret
