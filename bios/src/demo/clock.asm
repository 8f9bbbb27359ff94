; The real-time clock in big letters, and the timer's ticks.

clock_page:
        mov si, .title
        call page
        mov si, .text
        call print
        mov byte [.second], 0FFh
.loop:  mov ah, 2
        int 1Ah
        jc .ticks
        cmp dh, [.second]
        je .ticks
        mov [.second], dh
        mov al, ch
        mov bx, .digits
        call .two
        mov al, cl
        mov bx, .digits+3
        call .two
        mov al, dh
        mov bx, .digits+6
        call .two
        mov si, .digits
        mov di, 6 * 160 + 16
        mov bx, .colours
        call big_text
        mov ah, 4
        int 1Ah
        push cx
        push dx
        mov dx, 12 | 35 << 8
        call go_to
        mov byte [attribute], TITLE
        pop dx
        pop cx
        call put_date
.ticks: xor ah, ah
        int 1Ah
        shl ecx, 16
        mov cx, dx
        mov [.count], ecx
        mov dx, 16 | 35 << 8
        call go_to
        mov byte [attribute], TITLE
        mov eax, [.count]
        mov cx, 8
        call put_decimal_wide
        ; a bar that grows through the minute
        mov al, [.second]
        cmp al, 0FFh
        je .key
        mov ah, al
        shr ah, 4
        and al, 0Fh
        aad
        movzx cx, al
        inc cx
        mov bx, cx
        mov dx, 19 | 10 << 8
        call go_to
        mov byte [attribute], 1Bh
.bar:   mov al, 0DBh
        call put_char
        loop .bar
        mov cx, 60
        sub cx, bx
        jz .key
        mov byte [attribute], 18h
.rest:  mov al, 0B0h
        call put_char
        loop .rest
.key:   call poll_key
        jc .loop
        cmp al, 27
        jne .loop
        jmp menu
; AL = BCD to two digits at BX
.two:   mov ah, al
        shr al, 4
        and ah, 0Fh
        add ax, '00'
        mov [bx], ax
        ret
.title: db INK(BAR), 'Clock', 0
.text:  db AT(3, 4), INK(PAPER), 'The MC146818 (INT 1Ah AH=02 and 04) says'
        db AT(14, 4), 'The 8254 and IRQ 0 (INT 1Ah AH=00): ticks since midnight, 18.2 a second', 0
.digits: db '00:00:00', 0
.colours: db 1Bh, 1Fh, 1Bh, 19h
.second: db 0
.count: dd 0
