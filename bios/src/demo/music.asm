; The PC speaker: PIT channel 2 plays, the timer's ticks keep time, the processor sleeps in between.

music_page:
        mov si, .title
        call page
        mov si, .text
        call print
        mov si, tune
        mov byte [.column], 6
.note:  lodsb
        or al, al
        jz .over
        mov bl, al                      ; key 1-13, 0FFh: a rest
        lodsb
        mov [.length], al
        push si
        cmp bl, 0FFh
        je .silent
        movzx bx, bl
        call .show
        add bx, bx
        mov ax, [divisors+bx-2]
        push ax
        mov al, 0B6h
        out 43h, al
        pop ax
        out 42h, al
        mov al, ah
        out 42h, al
        in al, 61h
        or al, 3
        out 61h, al
.silent:
        mov cl, [.length]
        call .ticks
        in al, 61h
        and al, 0FCh
        out 61h, al
        mov cl, 1                       ; the notes are set apart
        call .ticks
        pop si
        jmp .note
.over:  mov si, .end
        call print
        jmp wait_escape

; CL = ticks to wait; leaves the page when Esc is pressed
.ticks: push 40h
        pop es
        mov bl, [es:6Ch]
.tick:  push bx
        push cx
        call poll_key
        pop cx
        pop bx
        jc .clock
        cmp al, 27
        je .leave
.clock: push 40h
        pop es
        mov al, [es:6Ch]
        sub al, bl
        cmp al, cl
        jb .tick
        push ds
        pop es
        ret
.leave: in al, 61h
        and al, 0FCh
        out 61h, al
        jmp menu

; BX = key: a note on its line of the staff. Preserves BX.
.show:  push bx
        mov dl, 18
        mov al, [lines_of_keys+bx-1]
        sub dl, al
        mov dh, [.column]
        call go_to
        mov byte [attribute], 1Eh
        mov al, 0Dh                     ; CP437 note
        call put_char
        add byte [.column], 2
        cmp byte [.column], 74
        jb .room
        mov byte [.column], 6
        mov si, .staff
        call print
.room:  pop bx
        ret
.column: db 0
.length: db 0
.title: db INK(BAR), 'Music', 0
.text:  db AT(3, 4), INK(PAPER), 'Ludwig van Beethoven, Ode to Joy (1824), for one speaker'
.staff: db INK(DIM)
%assign line 0
%rep 5
        db AT(10 + line * 2, 4)
        times 72 db 0C4h
        db AT(11 + line * 2, 4)
        times 72 db ' '
%assign line line + 1
%endrep
        db AT(9, 4)
        times 72 db ' '
        db 0
.end:   db AT(22, 4), INK(PAPER), 'The end.', 0

; keys: 1 G4, 2 A4, 3 B4, 4 C5, 5 D5, 6 E5, 7 F5, 8 G5
divisors: dw 1193182 / 392, 1193182 / 440, 1193182 / 494, 1193182 / 523, 1193182 / 587, 1193182 / 659, 1193182 / 698, 1193182 / 784
lines_of_keys: db 1, 2, 3, 4, 5, 6, 7, 8

tune:   db 6, 6, 6, 6, 7, 6, 8, 6,  8, 6, 7, 6, 6, 6, 5, 6,  4, 6, 4, 6, 5, 6, 6, 6,  6, 9, 5, 3, 5, 13
        db 6, 6, 6, 6, 7, 6, 8, 6,  8, 6, 7, 6, 6, 6, 5, 6,  4, 6, 4, 6, 5, 6, 6, 6,  5, 9, 4, 3, 4, 13
        db 5, 6, 5, 6, 6, 6, 4, 6,  5, 6, 6, 3, 7, 3, 6, 6, 4, 6,  5, 6, 6, 3, 7, 3, 6, 6, 5, 6,  4, 6, 5, 6, 1, 13
        db 6, 6, 6, 6, 7, 6, 8, 6,  8, 6, 7, 6, 6, 6, 5, 6,  4, 6, 4, 6, 5, 6, 6, 6,  5, 9, 4, 3, 4, 13
        db 0
