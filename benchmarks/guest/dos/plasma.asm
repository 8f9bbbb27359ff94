; A plasma in mode 13h: three waves added up for each point, straight into A000h, and by way of a buffer that is then copied.
%include "program.inc"
WIDTH   equ 320
HEIGHT  equ 200
main:   mov ax,0x13
        int 0x10
        mov dx,0x3C8                    ; colours: three ramps
        xor al,al
        out dx,al
        inc dx
        xor bl,bl
.colour: mov al,bl
        shr al,2
        out dx,al
        neg al
        and al,63
        out dx,al
        mov al,bl
        and al,63
        out dx,al
        inc bl
        jnz .colour
        mov di,wave                     ; a parabola up and one down
        xor bx,bx
.wave:  mov al,bl
        and al,127
        mov ah,128
        sub ah,al
        mul ah
        shr ax,6                        ; 0..64
        test bl,bl
        jns .up
        neg al
.up:    add al,64
        stosb
        inc bl
        jnz .wave
        measure straight, 4000, "plasma"
        measure buffered, 4000, "buffer"
        mov ax,3
        int 0x10
        jmp leave_dos
straight: mov ax,0xA000
        mov es,ax
.frame: push ecx
        call draw
        pop ecx
        dec ecx
        jnz .frame
sum:    xor ebx,ebx                     ; of the picture that ES holds
        xor si,si
        mov cx,WIDTH * HEIGHT / 4
.next:  rol ebx,3
        es lodsd
        add ebx,eax
        loop .next
        mov eax,ebx
        ret
buffered: mov ax,cs
        add ax,0x1000                   ; 64K above the program
        mov es,ax
.frame: push ecx
        call draw
        push ds
        push es
        push es
        pop ds
        mov ax,0xA000
        mov es,ax
        xor si,si
        xor di,di
        mov cx,WIDTH * HEIGHT / 4
        rep movsd
        pop es
        pop ds
        pop ecx
        dec ecx
        jnz .frame
        jmp sum
; A picture to ES:0; CX is its number.
draw:   mov [phase],cx
        xor di,di
        xor dx,dx                       ; y
.row:   mov bx,dx
        add bx,[phase]
        and bx,255
        mov ah,[wave+bx]                ; that of y
        mov si,dx
        add si,cx
        add si,cx                       ; x + y + 2 * phase
        mov bx,[phase]
        add bx,bx
        add bx,[phase]                  ; x + 3 * phase
        mov bp,WIDTH
.point: and bx,255
        mov al,[wave+bx]
        add al,ah
        xchg bx,si
        and bx,255
        add al,[wave+bx]
        xchg bx,si
        stosb
        inc bx
        inc si
        dec bp
        jnz .point
        inc dx
        cmp dx,HEIGHT
        jb .row
        ret
phase:  dw 0
wave:   times 256 db 0
