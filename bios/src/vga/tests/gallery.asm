; Test guest: one screen a key, to be looked at: the characters and colours of text modes, text and pixels in every graphics mode, then VBE.
%include "boot.inc"
%macro  video 1
        mov ax, %1
        int 10h
%endmacro
main:
        mov si, text_modes
.text:  lodsb
        cmp al, 0FFh
        je .graphics
        push si
        push ax
        and al, 7Fh
        xor ah, ah
        int 10h
        pop ax
        test al, 80h
        jz .loaded
        mov bx, 0
        video 1112h
.loaded:
        call chart
        call wait_key
        pop si
        jmp .text
.graphics:
        mov si, modes
.next:  lodsb
        cmp al, 0FFh
        je .vbe
        push si
        xor ah, ah
        int 10h
        call picture
        call wait_key
        pop si
        jmp .next
.vbe:   mov bx, 0101h
        video 4F02h
        call banked_picture
        call wait_key
        video 0003h
        jmp finish

wait_key:
        xor ah, ah
        int 16h
        ret

; 256 characters in 16 rows, a table of attributes beside them, a box
chart:  xor bx, bx
.next:  mov dh, bl
        shr dh, 4
        inc dh
        mov dl, bl
        and dl, 15
        add dl, dl
        inc dl
        push bx
        mov bh, 0
        video 0200h
        mov al, bl
        mov bl, 0Fh
        mov ah, 9
        mov cx, 1
        int 10h
        pop bx
        inc bl
        jnz .next
        mov bx, 0
.attr:  mov dh, bl
        shr dh, 4
        inc dh
        mov dl, bl
        and dl, 15
        shl dl, 1
        add dl, 36
        cmp byte [44Ah], 80
        jb .skip
        push bx
        mov bh, 0
        video 0200h
        mov ah, 9
        mov al, 0B1h
        mov cx, 2
        int 10h
        pop bx
.skip:  inc bl
        jnz .attr
        push ds
        pop es
        mov bp, box
        mov cx, box_end - box
        mov dx, 1200h
        mov bx, 1Eh
        video 1301h
        ret
box:    db 0DAh, 0C4h, 0C2h, 0C4h, 0BFh, 0C9h, 0CDh, 0CBh, 0CDh, 0BBh, 0D6h, 0C4h, 0D2h, 0C4h, 0B7h, 0D5h, 0CDh, 0D1h, 0CDh, 0B8h, ' Jumps over', 13, 10
        db 0C3h, 0C4h, 0C5h, 0C4h, 0B4h, 0CCh, 0CDh, 0CEh, 0CDh, 0B9h, 0C7h, 0C4h, 0D7h, 0C4h, 0B6h, 0C6h, 0CDh, 0D8h, 0CDh, 0B5h, ' the lazy', 13, 10
        db 0C0h, 0C4h, 0C1h, 0C4h, 0D9h, 0C8h, 0CDh, 0CAh, 0CDh, 0BCh, 0D3h, 0C4h, 0D0h, 0C4h, 0BDh, 0D4h, 0CDh, 0CFh, 0CDh, 0BEh, ' dog.', 13, 10
        db 'The quick brown fox '
        db 0DCh, 0DBh, 0DFh, 0DDh, 0DEh, 0B0h, 0B1h, 0B2h
box_end:

; text in all colours, diagonals by pixels
picture:
        mov bl, 1
        mov dx, 0101h
.line:  push bx
        mov bh, 0
        video 0200h
        mov si, words
.char:  lodsb
        or al, al
        jz .end
        mov ah, 0Eh
        int 10h
        jmp .char
.end:   pop bx
        inc dh
        inc bl
        cmp bl, 16
        jb .line
        xor cx, cx
.dot:   mov dx, cx
        mov al, cl
        shr al, 3
        and al, 0Fh
        mov bh, 0
        mov ah, 0Ch
        int 10h
        push cx
        add cx, 90
        mov dx, 199
        sub dx, [.count]
        and dx, 127
        mov al, 8Fh
        cmp byte [449h], 13h
        jne .xor
        mov al, 0Fh
.xor:   mov ah, 0Ch
        int 10h
        pop cx
        inc cx
        mov [.count], cx
        cmp cx, 160
        jb .dot
        cmp byte [449h], 13h
        jne .done
        push 0A000h                     ; the 256 colours
        pop es
        mov di, 320*150
        mov dx, 40
.rows:  mov cx, 256
        xor ax, ax
.bar:   stosb
        inc ax
        loop .bar
        add di, 64
        dec dx
        jnz .rows
.done:  ret
.count: dw 0
words:  db 'Pentimento ', 81h, 0E1h, ' 123', 0

banked_picture:
        push 0A000h
        pop es
        xor dx, dx
.bank:  mov bx, 0
        video 4F05h
        xor di, di
.byte:  mov ax, di
        mov al, ah
        add al, dl
        stosb
        or di, di
        jnz .byte
        inc dx
        cmp dx, 5
        jb .bank
        ret

text_modes: db 3, 1, 83h, 7, 55h, 54h, 0FFh
modes:  db 4, 5, 6, 0Dh, 0Eh, 0Fh, 10h, 11h, 12h, 13h, 0FFh
        end_of_image
