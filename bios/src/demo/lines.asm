; Mode 12h: a bundle of lines whose ends bounce around, mirrored four ways, drawn in the planes of the VGA. The colours are sixteen steps
; of a ramp written to the DAC.

LINES_WIDTH     equ 640
LINES_TOP       equ 24                  ; a caption above
LINES_HEIGHT    equ 480
TRAIL           equ 64                  ; lines on the screen
QUARTER_WIDTH   equ LINES_WIDTH / 2
QUARTER_HEIGHT  equ (LINES_HEIGHT - LINES_TOP) / 2

struc LINE
.x1             resw 1
.y1             resw 1
.x2             resw 1
.y2             resw 1
endstruc

lines_page:
        mov ax, 0012h
        int 10h
        mov si, .caption
        mov dh, 0
        mov bl, 15
        call graphics_text
        call .colours
        ; ring of lines, empty
        mov di, .ring
        mov cx, TRAIL * LINE_size / 2
        xor ax, ax
        rep stosw
        mov word [.head], 0
        mov dx, 3CEh
        mov ax, 0205h                   ; write mode 2: colours are written
        out dx, ax
        mov ax, 0003h
        out dx, ax
.frame: call retrace
        imul bx, [.head], LINE_size
        add bx, .ring
        mov al, 0
        call .mirrored                  ; the oldest goes
        call .move
        mov si, .now
        mov di, bx
        mov cx, LINE_size / 2
        rep movsw
        mov al, [.colour]
        shr al, 2
        and al, 0Fh
        jnz .visible
        inc ax
.visible:
        inc byte [.colour]
        call .mirrored
        mov ax, [.head]
        inc ax
        cmp ax, TRAIL
        jb .store
        xor ax, ax
.store: mov [.head], ax
        mov ah, 11h
        int 16h
        jz .frame
        mov ah, 10h
        int 16h
        cmp al, 27
        jne .frame
        jmp menu

; the attribute palette one to one, the DAC from blue over violet and red to yellow
.colours:
        mov bx, 0
.register:
        mov ax, 1000h
        mov bh, bl
        int 10h
        inc bl
        cmp bl, 16
        jb .register
        mov dx, 3C8h
        xor al, al
        out dx, al
        inc dx
        mov si, .ramp
        mov cx, 16 * 3
.gun:   lodsb
        out dx, al
        loop .gun
        ret

; both ends one step on, turned back at the borders of their quarter
.move:  mov si, .now
        mov di, .step
        mov cx, 4
        mov dx, QUARTER_WIDTH - 1
.ordinate:
        mov ax, [si]
        add ax, [di]
        cmp ax, dx
        jbe .inside                     ; unsigned: below zero is far above
        neg word [di]
        mov ax, [si]
        add ax, [di]
.inside:
        mov [si], ax
        add si, 2
        add di, 2
        xor dx, (QUARTER_WIDTH - 1) ^ (QUARTER_HEIGHT - 1)
        loop .ordinate
        ret

; BX = LINE in the upper left quarter, AL = colour: it and its three mirror images. Preserves BX.
.mirrored:
        mov [.ink], al
        mov bp, 3
.image: push bx
        mov ax, [bx+LINE.x1]
        mov cx, [bx+LINE.x2]
        test bp, 1
        jz .left
        neg ax
        add ax, LINES_WIDTH - 1
        neg cx
        add cx, LINES_WIDTH - 1
.left:  mov dx, [bx+LINE.y1]
        mov di, [bx+LINE.y2]
        test bp, 2
        jz .top
        neg dx
        add dx, QUARTER_HEIGHT * 2 - 1
        neg di
        add di, QUARTER_HEIGHT * 2 - 1
.top:   add dx, LINES_TOP
        add di, LINES_TOP
        mov bx, ax
        mov si, dx
        mov dx, di
        push bp
        call draw_line
        pop bp
        pop bx
        dec bp
        jns .image
        ret
.caption: db 'Mode 12h: 640x480, 16 colours of 262144 in four planes', '          Esc', 0
.ink:   db 0
.colour: db 0
.head:  dw 0
.now:   dw 20, 30, 250, 120
.step:  dw 5, 4, -4, 3
.ramp:  db 0, 0, 0,  10, 10, 50,  16, 10, 56,  24, 10, 60,  32, 10, 63,  40, 10, 60,  48, 10, 54,  56, 10, 46
        db 63, 10, 36,  63, 16, 26,  63, 24, 16,  63, 32, 10,  63, 40, 8,  63, 48, 8,  63, 58, 16,  63, 63, 48
.ring:  times TRAIL * LINE_size db 0

; (BX, SI) to (CX, DX) in lines_page.ink: Bresenham's algorithm, a bit mask for each dot. Destroys everything.
draw_line:
        push 0A000h
        pop es
        cmp bx, cx                      ; from left to right
        jbe .ordered
        xchg bx, cx
        xchg si, dx
.ordered:
        sub cx, bx
        mov [.dx], cx
        mov bp, 80                      ; bytes to the next line
        sub dx, si
        jns .down
        neg dx
        neg bp
.down:  mov [.dy], dx
        imul di, si, 80
        mov ax, bx
        shr ax, 3
        add di, ax
        mov cl, bl
        and cl, 7
        mov ah, 80h
        shr ah, cl                      ; bit mask
        mov al, 8                       ; its register
        mov si, [.dx]
        cmp si, [.dy]
        jae .longest
        mov si, [.dy]
.longest:
        mov cx, si
        inc cx                          ; dots
        shr si, 1                       ; the error term
        mov dx, [.dx]
        cmp dx, [.dy]
        mov bl, [lines_page.ink]
        mov dx, 3CEh
        jb .steep
.flat:  out dx, ax
        mov bh, [es:di]                 ; the latches
        mov [es:di], bl
        ror ah, 1
        adc di, 0
        sub si, [.dy]
        jns .same_line
        add si, [.dx]
        add di, bp
.same_line:
        loop .flat
        jmp .done
.steep: out dx, ax
        mov bh, [es:di]
        mov [es:di], bl
        add di, bp
        sub si, [.dx]
        jns .same_column
        add si, [.dy]
        ror ah, 1
        adc di, 0
.same_column:
        loop .steep
.done:  push ds
        pop es
        ret
.dx:    dw 0
.dy:    dw 0
