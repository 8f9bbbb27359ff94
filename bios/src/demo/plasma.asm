; Mode 13h: a plasma. Each dot is the sum of three waves (columns, rows, diagonals) that run at different speeds; the palette turns too.

PLASMA_LINES    equ 192                 ; the last text row holds a caption

SINE            equ 0                   ; in WORK_SEGMENT: 256 bytes, 0-63
COLUMNS         equ 100h                ; 320
DIAGONALS       equ 300h                ; 512

plasma_page:
        mov ax, 0013h
        int 10h
        call make_sine
        call plasma_palette
        mov si, .caption
        mov dh, 24
        mov bl, 255
        call graphics_text
        mov dword [.phase], 0
.frame: call .waves
        call .draw
        call retrace
        add byte [.phase], 2
        add byte [.phase+1], 253
        add byte [.phase+2], 1
        inc byte [.phase+3]
        call plasma_palette
        mov ah, 11h
        int 16h
        jz .frame
        mov ah, 10h
        int 16h
        cmp al, 27
        jne .frame
        jmp menu

; The wave of the columns and the one of the diagonals for this frame.
.waves: push WORK_SEGMENT
        pop es
        mov bl, [.phase]
        mov bh, 0
        mov di, COLUMNS
        mov cx, 320
        mov dl, [.phase+1]
.column:
        mov al, [es:SINE+bx]
        push bx
        mov bl, dl
        add al, [es:SINE+bx]
        pop bx
        stosb
        inc bl
        add dl, 3
        loop .column
        mov bl, [.phase+2]
        mov di, DIAGONALS
        mov cx, 512
.diagonal:
        mov al, [es:SINE+bx]
        add al, al
        stosb
        test cl, 1
        jz .even
        inc bl
.even:  loop .diagonal
        push ds
        pop es
        ret

.draw:  push ds
        push bp
        mov dl, [.phase+1]
        push 0A000h
        pop es
        push WORK_SEGMENT
        pop ds
        xor di, di
        xor bp, bp                      ; line
.line:  mov bx, bp
        add bl, dl
        mov bh, 0
        mov ah, [SINE+bx]               ; the wave of the rows
        add ah, ah
        mov si, COLUMNS
        lea bx, [bp+DIAGONALS]
        mov cx, 320
.dot:   lodsb
        add al, ah
        add al, [bx]
        inc bx
        cmp al, 255                     ; 255 is the caption's: to 0, its neighbour in the ring of colours
        sbb al, -1
        stosb
        loop .dot
        inc bp
        cmp bp, PLASMA_LINES
        jb .line
        pop bp
        pop ds
        push ds
        pop es
        ret
.phase: dd 0
.caption: db 'Mode 13h: 320x200, 256 colours      Esc', 0

; 256 bytes from 0 to 63: a full wave made of two parabolas, which the eye takes for a sine.
make_sine:
        push WORK_SEGMENT
        pop es
        xor di, di
.next:  mov ax, di
        and ax, 7Fh
        mov bx, 128
        sub bx, ax
        mul bx                          ; 0 - 4096
        shr ax, 7                       ; 0 - 32
        test di, 80h
        jz .up
        neg ax
.up:    add ax, 32
        cmp ax, 63
        jbe .store
        mov ax, 63
.store: mov [es:di], al
        inc di
        cmp di, 256
        jb .next
        push ds
        pop es
        ret

; Three waves a third apart for red, green and blue, turned by the frame number; 255 is white for the caption.
plasma_palette:
        push WORK_SEGMENT
        pop es
        mov dx, 3C8h
        xor al, al
        out dx, al
        inc dx
        mov bh, 0
        mov cl, [plasma_page.phase+3]
        mov ch, 255
.entry: mov bl, cl
        mov al, [es:SINE+bx]
        out dx, al
        add bl, 85
        mov al, [es:SINE+bx]
        out dx, al
        add bl, 85
        mov al, [es:SINE+bx]
        out dx, al
        inc cl
        dec ch
        jnz .entry
        mov al, 63
        out dx, al
        out dx, al
        out dx, al
        push ds
        pop es
        ret

; Until the vertical retrace begins; bounded, should a card not show it.
retrace:
        mov dx, 3DAh
        xor cx, cx
.inside:
        in al, dx
        test al, 8
        loopnz .inside
        xor cx, cx
.outside:
        in al, dx
        test al, 8
        loopz .outside
        ret

; SI = text up to 0, DH = row, BL = colour, by the video BIOS
graphics_text:
        mov dl, 0
        mov bh, 0
        mov ah, 2
        int 10h
.next:  lodsb
        or al, al
        jz .done
        mov ah, 0Eh
        int 10h
        jmp .next
.done:  ret
