; Test guest: sets every standard mode and writes the state it leaves to port E9h, as text, for a comparison
; of VGA BIOSes. Boot as a floppy: nasm -f bin dump.asm -o dump.img
        cpu 386
        org 7C00h
start:  xor ax, ax
        mov ds, ax
        mov es, ax
        mov ss, ax
        mov sp, 7C00h
        cld
        mov ax, 0204h                   ; the rest of this guest: sectors 2-5
        mov bx, 7E00h
        mov cx, 0002h
        xor dx, dx
        int 13h
        jmp main
        times 510-($-$$) db 0
        dw 0AA55h

main:   mov si, modes
.next:  lodsb
        cmp al, 0FFh
        je done
        mov ah, al
        mov bl, al
        shr bl, 5                       ; bits 7-5 of an entry choose the scan lines: 12h/30h
        and bl, 3
        mov [mode], al
        push si
        mov al, bl
        mov bl, 30h
        mov ah, 12h
        int 10h
        mov al, [mode]
        and al, 1Fh
        xor ah, ah
        int 10h
        call dump
        pop si
        jmp .next
done:   mov al, 'E'
        out 0E9h, al
        mov ax, 2000h
        mov dx, 604h
        out dx, ax
        mov al, 1
        out 0F4h, al
        cli
        hlt

dump:   mov si, t_mode
        call puts
        mov al, [mode]
        call hex
        mov si, t_bda
        call puts
        mov si, 449h
        mov cx, 30
        call hexblock
        call space
        mov si, 484h
        mov cx, 7
        call hexblock
        mov si, t_vec
        call puts
        mov si, 43h*4
        mov cx, 4
        call hexblock
        mov si, t_misc
        call puts
        mov dx, 3CCh
        in al, dx
        call hex
        mov si, t_seq
        call puts
        mov dx, 3C4h
        mov cx, 5
        call indexed
        mov si, t_crtc
        call puts
        mov dx, [463h]
        mov cx, 19h
        call indexed
        mov si, t_gc
        call puts
        mov dx, 3CEh
        mov cx, 9
        call indexed
        mov si, t_atc
        call puts
        xor cx, cx
.atc:   mov dx, [463h]
        add dx, 6
        in al, dx
        mov dx, 3C0h
        mov al, cl
        out dx, al
        inc dx
        in al, dx
        call hex
        inc cx
        cmp cx, 15h
        jb .atc
        mov dx, [463h]
        add dx, 6
        in al, dx
        mov dx, 3C0h
        mov al, 20h
        out dx, al
        mov si, t_mask
        call puts
        mov dx, 3C6h
        in al, dx
        call hex
        mov si, t_dac
        call puts
        mov dx, 3C7h
        xor al, al
        out dx, al
        mov cx, 256
.dac:   mov dx, 3C9h
        in al, dx
        call hex
        in al, dx
        call hex
        in al, dx
        call hex
        test cl, 0Fh
        jnz .same
        mov al, 10
        out 0E9h, al
.same:  loop .dac
        ret

indexed:                                ; dx = index port, cx = count
        xor bx, bx
.next:  mov al, bl
        out dx, al
        inc dx
        in al, dx
        dec dx
        call hex
        inc bx
        loop .next
        ret
hexblock:
        lodsb
        call hex
        loop hexblock
        ret
puts:   lodsb
        or al, al
        jz .end
        out 0E9h, al
        jmp puts
.end:   ret
space:  mov al, ' '
        out 0E9h, al
        ret
hex:    push ax
        shr al, 4
        call .digit
        pop ax
        and al, 0Fh
.digit: cmp al, 10
        sbb al, 69h
        das
        out 0E9h, al
        ret

t_mode: db 10, "MODE ", 0
t_bda:  db 10, "BDA ", 0
t_vec:  db 10, "INT43 ", 0
t_misc: db 10, "MISC ", 0
t_seq:  db 10, "SEQ ", 0
t_crtc: db 10, "CRTC ", 0
t_gc:   db 10, "GC ", 0
t_atc:  db 10, "ATC ", 0
t_mask: db 10, "MASK ", 0
t_dac:  db 10, "DAC", 10, 0
mode:   db 0
; 400 lines = 2, 350 = 1, 200 = 0 in bits 6-5
modes:  db 40h, 41h, 42h, 43h, 44h, 45h, 46h, 47h, 4Dh, 4Eh, 4Fh, 50h, 51h, 52h, 53h
        db 20h, 21h, 22h, 23h, 27h, 00h, 01h, 02h, 03h, 40h, 43h, 0FFh
        times 512*5-($-$$) db 0
        times 163840-($-$$) db 0
