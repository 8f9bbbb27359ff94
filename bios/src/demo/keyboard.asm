; Echo of the keys with their codes, the shift states as lamps, and the last sixteen keys as a list.

keyboard_page:
        mov si, .title
        call page
        mov si, .text
        call print
        mov byte [.line], 0
.loop:  call .lamps
        call poll_key
        jc .loop
        cmp ax, 011Bh
        je menu
        ; the list moves down by a line
        push ax
        push ds
        push TEXT_SEGMENT
        pop ds
        push ds
        pop es
        mov si, 20 * 160 + 159
        mov di, 21 * 160 + 159
        mov cx, 160 * 12
        std
        rep movsb
        cld
        pop ds
        push ds
        pop es
        pop ax
        push ax
        mov dx, 9 | 4 << 8
        call go_to
        mov byte [attribute], TITLE
        mov al, ' '
        call put_char
        pop ax
        push ax
        cmp al, 0E0h                    ; a gray key of the 101-key keyboard
        je .none
        cmp al, ' '
        jae .glyph
        cmp al, 0
        je .none
        push ax
        mov al, '^'
        call put_char
        pop ax
        add al, 40h
        jmp .show
.none:  mov al, 0FAh
.glyph: call put_char
        mov al, ' '
.show:  call put_char
        mov si, .scan
        call print
        pop ax
        push ax
        mov al, ah
        call put_hex
        mov si, .ascii
        call print
        pop ax
        push ax
        call put_hex
        mov si, .type
        call print
        pop ax
        mov si, .extended
        cmp al, 0E0h
        je .word
        mov si, .function
        or al, al
        jz .word
        mov si, .letter
        cmp al, ' '
        jae .word
        mov si, .control
.word:  call print
        jmp .loop
.lamps: push 40h
        pop es
        mov al, [es:17h]
        push ds
        pop es
        mov [.state], al
        mov si, .names
        mov bl, 80h
.lamp:  mov al, 18h                     ; off: dark gray
        test [.state], bl
        jz .off
        mov al, 2Fh
.off:   mov [attribute], al
        push bx
        call print
        pop bx
        shr bl, 1
        jnz .lamp
        ret
.line:  db 0
.state: db 0
.title: db INK(BAR), 'Keyboard', 0
.text:  db AT(2, 4), INK(PAPER), 'Press keys: each shows the codes that INT 16h gives for it.'
        db AT(7, 5), INK(ACCENT), 'key   scan code   ASCII   kind', INK(PAPER), 0
.scan:  db AT(9, 11), INK(PAPER), '   ', 0
.ascii: db AT(9, 23), '   ', 0
.type:  db AT(9, 31), 0
.extended: db 'key of the enhanced keyboard   ', 0
.function: db 'function or cursor key         ', 0
.letter:   db 'character                      ', 0
.control:  db 'control character              ', 0
.names: db AT(4, 4), ' Insert ', 0
        db AT(4, 13), ' Caps Lock ', 0
        db AT(4, 25), ' Num Lock ', 0
        db AT(4, 36), ' Scroll Lock ', 0
        db AT(4, 50), ' Alt ', 0
        db AT(4, 56), ' Ctrl ', 0
        db AT(4, 63), ' Left ', 0
        db AT(4, 70), ' Right ', 0
