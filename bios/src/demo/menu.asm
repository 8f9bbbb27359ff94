; The menu: arrows and Enter, or a digit.

MENU_TOP        equ 9
MENU_LEFT       equ 14

menu:   mov sp, 7C00h                   ; pages come back by a jump from any depth
        mov si, .title
        call page
        push TEXT_SEGMENT               ; a shaded ground under the logo
        pop es
        mov di, 160
        mov cx, 80 * 23
        mov ax, 10B1h
        rep stosw
        mov di, 2 * 160
        mov cx, 80 * 4
        mov ax, 1020h
        rep stosw
        push ds
        pop es
        mov si, .logo
        mov di, 2 * 160
        mov bx, .logo_colours
        call big_text
        mov byte [attribute], PAPER
        mov dl, MENU_TOP - 2
        mov dh, MENU_LEFT - 4
        mov bl, ITEMS + 4
        mov bh, 60
        call frame
        mov si, .foot
        call print
.draw:  call draw_items
.wait:  call show_time
        call poll_key
        jc .wait
        cmp ah, 48h
        je .up
        cmp ah, 50h
        je .down
        cmp al, 13
        je .go
        or al, 20h
        cmp al, 'q'
        je power_off
        cmp al, '1'
        jb .wait
        cmp al, '0' + ITEMS - 1
        ja .wait
        sub al, '1'
        mov [chosen], al
.go:    movzx bx, byte [chosen]
        add bx, bx
        jmp [pages+bx]
.up:    dec byte [chosen]
        jns .draw
        mov byte [chosen], ITEMS - 1
        jmp .draw
.down:  inc byte [chosen]
        cmp byte [chosen], ITEMS
        jb .draw
        mov byte [chosen], 0
        jmp .draw
.title: db INK(BAR), 'An IBM PC in pure Java', 0
.logo:  db 'PENTIMENTO', 0
.logo_colours: db 1Bh, 1Fh, 1Bh, 19h
.foot:  db AT(24, 0), INK(BAR), '  ', INK(KEY), 24, ' ', 25, ' Enter', INK(BAR), ' or a digit chooses   ', INK(KEY), 'Q', INK(BAR), ' power off', 0

chosen: db 0
ITEMS   equ 9
pages:  dw keyboard_page, plasma_page, lines_page, disk_page, clock_page, music_page, machine_page, howto_page, power_off

items:
        db 4, '1  Keyboard      ', 0B3h, ' keys, scan codes, shift states   ', 0
        db 4, '2  Plasma        ', 0B3h, ' 256 colours in mode 13h          ', 0
        db 4, '3  Lines         ', 0B3h, ' 640 x 480 dots, planes, the DAC  ', 0
        db 4, '4  Disk          ', 0B3h, ' every sector of this disk        ', 0
        db 4, '5  Clock         ', 0B3h, ' the RTC and the timer            ', 0
        db 4, '6  Music         ', 0B3h, ' the PC speaker                   ', 0
        db 4, '7  Machine       ', 0B3h, ' processor, memory, video         ', 0
        db 4, '8  Your own disk ', 0B3h, ' how to boot it                   ', 0
        db 4, 'Q  Power off     ', 0B3h, ' good night                       ', 0
ITEM_SIZE equ ($ - items) / ITEMS

draw_items:
        xor bl, bl
.next:  mov dl, MENU_TOP
        add dl, bl
        mov dh, MENU_LEFT - 1
        call go_to
        mov al, PAPER
        cmp bl, [chosen]
        jne .plain
        mov al, 2Fh                     ; white on green
.plain: mov [attribute], al
        mov al, ' '
        call put_char
        movzx ax, bl
        imul si, ax, ITEM_SIZE
        add si, items
        cmp bl, [chosen]
        je .marked
        inc si
        mov al, ' '
        call put_char
.marked:
        push bx
        call print
        pop bx
        inc bl
        cmp bl, ITEMS
        jb .next
        ret

; Time and date in the foot line.
show_time:
        mov ah, 2
        int 1Ah
        jc .done
        cmp dh, [.shown]
        je .done
        mov [.shown], dh
        push dx
        push cx
        mov dx, 24 | 58 << 8
        call go_to
        mov byte [attribute], BAR
        pop cx
        push cx
        mov al, ch
        call put_bcd
        mov al, ':'
        call put_char
        pop cx
        mov al, cl
        call put_bcd
        mov al, ':'
        call put_char
        pop dx
        mov al, dh
        call put_bcd
        mov al, ' '
        call put_char
        call put_char
        mov ah, 4
        int 1Ah
        jmp put_date
.done:  ret
.shown: db 0FFh

; CX = century and year, DX = month and day, BCD: year-month-day
put_date:
        mov al, ch
        call put_bcd
        mov al, cl
        call put_bcd
        mov al, '-'
        call put_char
        mov al, dh
        call put_bcd
        mov al, '-'
        call put_char
        mov al, dl
        jmp put_bcd

; APM first; the board's power management port where there is no APM; then a sentence for the person in front of it.
power_off:
        mov si, .title
        call page
        mov byte [attribute], PAPER
        mov si, .bye
        call print
        mov ax, 5301h                   ; connect, real mode
        xor bx, bx
        int 15h
        mov ax, 530Eh                   ; as version 1.2
        xor bx, bx
        mov cx, 0102h
        int 15h
        mov ax, 5307h                   ; all devices: off
        mov bx, 1
        mov cx, 3
        int 15h
        mov dx, 604h                    ; PIIX4 PM1 control: SLP_EN, type 0
        mov ax, 2000h
        out dx, ax
        mov si, .stuck
        call print
.halt:  hlt
        jmp .halt
.title: db INK(BAR), 'Power off', 0
.bye:   db AT(11, 30), INK(TITLE), 'Good night.', 0
.stuck: db AT(13, 16), INK(PAPER), 'This machine does not switch itself off: please do.', 0
