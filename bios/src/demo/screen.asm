; Text screens: strings with their place and colour inside, frames, big letters, waiting.

; In a string: 1, attribute; 2, row, column; 10 = next row, same column; 0 = end.
%define INK(attribute)    1, attribute
%define AT(row, column)   2, row, column

PAPER           equ 17h                 ; gray on blue
TITLE           equ 1Fh
ACCENT          equ 1Eh                 ; yellow
DIM             equ 13h                 ; dark cyan
BAR             equ 3Fh                 ; head and foot line: white on cyan
KEY             equ 3Eh

attribute:      db PAPER
row:            db 0
column:         db 0
left:           db 0                    ; where a next line begins

; SI = string. Preserves nothing but BP.
print:  push TEXT_SEGMENT
        pop es
.next:  lodsb
        cmp al, 2
        ja .char
        je .at
        or al, al
        jz .end
        lodsb
        mov [attribute], al
        jmp .next
.at:    lodsb
        mov [row], al
        lodsb
        mov [column], al
        mov [left], al
        jmp .next
.char:  cmp al, 10
        je .line
        call put_char
        jmp .next
.line:  inc byte [row]
        mov al, [left]
        mov [column], al
        jmp .next
.end:   push ds
        pop es
        ret

; AL = character at the place; moves on. Preserves all but DI.
put_char:
        push ax
        push es
        push TEXT_SEGMENT
        pop es
        call place
        mov ah, [attribute]
        stosw
        inc byte [column]
        pop es
        pop ax
        ret

; @return DI = offset of [row], [column]
place:  push ax
        push bx
        mov al, [row]
        mov bl, 160
        mul bl
        movzx di, byte [column]
        add di, di
        add di, ax
        pop bx
        pop ax
        ret

; DL = row, DH = column of what is printed next
go_to:  mov [row], dl
        mov [column], dh
        mov [left], dh
        ret

; EAX = number, in decimal. Destroys EAX, EDX, ECX, DI.
put_decimal:
        mov cx, 1
put_decimal_wide:                       ; CX = least width, filled with blanks
        push ebx
        mov ebx, 10
        xor bp, bp
.digit: xor edx, edx
        div ebx
        push dx
        inc bp
        or eax, eax
        jnz .digit
        sub cx, bp
        jbe .print
.blank: mov al, ' '
        call put_char
        loop .blank
.print: pop ax
        add al, '0'
        call put_char
        dec bp
        jnz .print
        pop ebx
        ret

; AL = number in hexadecimal, two digits. Destroys AX, DI.
put_hex:
        push ax
        shr al, 4
        call .digit
        pop ax
        and al, 0Fh
.digit: cmp al, 10
        sbb al, 69h
        das
        jmp put_char

; AL = BCD, two digits
put_bcd equ put_hex

; The screen of a page: mode 3 with sixteen background colours, SI = title, drawn in the head line; the foot line says how to leave.
page:   push si
        mov ax, 0003h
        int 10h
        mov ax, 1003h
        mov bx, 0
        int 10h                         ; no blinking
        mov ah, 1
        mov cx, 2000h
        int 10h                         ; no cursor
        push TEXT_SEGMENT
        pop es
        xor di, di
        mov cx, 80 * 25
        mov ax, PAPER << 8 | ' '
        rep stosw
        xor di, di
        mov cx, 80
        mov ax, BAR << 8 | ' '
        rep stosw
        mov di, 24 * 160
        mov cx, 80
        rep stosw
        push ds
        pop es
        mov si, .foot
        call print
        mov si, .head
        call print
        pop si
        jmp print
.head:  db AT(0, 2), INK(BAR), 4, ' Pentimento ', 0B3h, ' ', 0
.foot:  db AT(24, 2), INK(KEY), 'Esc', INK(BAR), ' back to the menu', 0

; DL = row, DH = column, BL = rows, BH = columns: a frame of double lines with a shadow, filled with [attribute]
frame:  push TEXT_SEGMENT
        pop es
        push dx
        push bx
        call go_to
        call place
        mov ah, [attribute]
        mov dl, bl
        sub dl, 2
        push di
        mov al, 0C9h
        mov dh, 0CDh
        mov bl, 0BBh
        call .line
        pop di
.body:  add di, 160
        push di
        mov al, 0BAh
        mov dh, ' '
        mov bl, 0BAh
        call .line
        call .shade
        pop di
        dec dl
        jnz .body
        add di, 160
        push di
        mov al, 0C8h
        mov dh, 0CDh
        mov bl, 0BCh
        call .line
        call .shade
        pop di
        add di, 160 + 4
        movzx cx, bh
.below: inc di
        mov byte [es:di], 08h
        inc di
        loop .below
        pop bx
        pop dx
        push ds
        pop es
        ret
; AL, DH, BL = left, middle, right character; BH = columns
.line:  stosw
        movzx cx, bh
        sub cx, 2
        mov al, dh
        rep stosw
        mov al, bl
        stosw
        ret
.shade: mov byte [es:di+1], 08h         ; two cells: characters are twice as high as wide
        mov byte [es:di+3], 08h
        ret

; The 8x8 font of the video BIOS, for big letters.
find_font:
        mov ax, 1130h
        mov bh, 3
        push bp
        int 10h
        mov [font_8x8], bp
        mov [font_8x8+2], es
        pop bp
        push ds
        pop es
        ret
font_8x8: dw 0, 0

; SI = letters up to 0, DI = offset on the screen, BX = table of four attributes, one a row: letters of 8 columns and 4 rows, two dots of
; the font in each cell. Preserves BX.
big_text:
        push TEXT_SEGMENT
        pop es
.letter:
        lodsb
        or al, al
        jz .end
        push si
        push di
        movzx si, al
        shl si, 3
        push ds
        lds ax, [font_8x8]
        add si, ax
        mov eax, [si]
        mov edx, [si+4]
        pop ds
        mov [.dots], eax
        mov [.dots+4], edx
        xor si, si
.row:   push di
        mov dx, [.dots+si]              ; DL = upper, DH = lower line of dots
        shr si, 1
        mov ah, [bx+si]
        add si, si
        mov cx, 8
        push bx
.cell:  xor bx, bx
        shl dl, 1
        adc bl, bl
        shl dh, 1
        adc bl, bl
        mov al, [.halves+bx]
        stosw
        loop .cell
        pop bx
        pop di
        add di, 160
        add si, 2
        cmp si, 8
        jb .row
        pop di
        pop si
        add di, 16
        jmp .letter
.end:   push ds
        pop es
        ret
.halves: db ' ', 0DCh, 0DFh, 0DBh
.dots:  dd 0, 0

; Sleeps until the next interrupt. @return AX = key as INT 16h gives it and CF clear, or CF set.
poll_key:
        sti
        hlt
        mov ah, 11h
        int 16h
        jz .none
        mov ah, 10h
        int 16h
        clc
        ret
.none:  stc
        ret

; @return AX = key
wait_key:
        call poll_key
        jc wait_key
        ret

wait_escape:
        call wait_key
        cmp al, 27
        jne wait_escape
        jmp menu
