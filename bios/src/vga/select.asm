; AH=12 alternate select: what the adapter is and how it behaves.

alternate_select:
        cmp bl, 10h
        je get_configuration
        cmp bl, 20h
        je select_print_screen
        sub bl, 30h
        cmp bl, 6
        ja .done
        movzx si, bl
        add si, si
        call [cs:si+.services]
        mov CALLER_AL, 12h              ; supported
.done:  ret
.services:
        dw select_scan_lines            ; 30
        dw select_palette_loading       ; 31
        dw select_addressing            ; 32
        dw select_gray_summing          ; 33
        dw select_cursor_emulation      ; 34
        dw no_service                   ; 35: one display, nothing to switch
        dw select_refresh               ; 36

get_configuration:
        mov al, [BDA_CRTC]
        xor bx, bx
        cmp al, 0D4h
        je .colour
        inc bh
.colour:
        mov bl, 3                       ; 256K
        mov CALLER_BX, bx
        mov al, [BDA_SWITCHES]
        mov ah, al
        shr ah, 4
        and al, 0Fh
        mov CALLER_CL, al
        mov CALLER_CH, ah
        ret

; AL = 0: 200 lines, 1: 350, 2: 400; takes effect with the next text mode set
select_scan_lines:
        cmp al, 2
        ja .done
        and byte [BDA_OPTIONS], ~(OPTION_200 | OPTION_400)
        mov bx, 0900h                   ; switches: enhanced colour
        cmp al, 1
        je .store
        mov bl, OPTION_400
        ja .store
        mov bx, 0800h | OPTION_200      ; switches: colour display in CGA modes
.store: or [BDA_OPTIONS], bl
        and byte [BDA_SWITCHES], 0F0h
        or [BDA_SWITCHES], bh
.done:  ret

; Each: AL = 0 enables, 1 disables

select_palette_loading:
        mov ah, OPTION_NO_PALETTE
        mov si, BDA_OPTIONS
        jmp choose_bit
select_cursor_emulation:
        mov ah, CONTROL_NO_CURSOR_EMULATION
        mov si, BDA_CONTROL
        jmp choose_bit
select_gray_summing:
        xor al, 1
        mov ah, OPTION_GRAY
        mov si, BDA_OPTIONS
; AL bit 0 decides whether the bits AH of the byte [SI] are set
choose_bit:
        test al, 1
        jnz .set
        not ah
        and [si], ah
        ret
.set:   or [si], ah
        ret

; Whether the card answers memory and port accesses of the processor.
select_addressing:
        mov dx, MISC_READ
        mov ah, al
        in al, dx
        and al, ~2
        test ah, 1
        jnz .write
        or al, 2
.write: mov dx, MISC_WRITE
        out dx, al
        ret

select_refresh:
        mov bl, al
        mov dx, SEQ
        mov al, 1
        call read_register
        and ah, ~20h
        test bl, 1
        jz .write
        or ah, 20h
.write: out dx, ax
        ret

; INT 5 prints as many rows as the screen has from now on.
select_print_screen:
        mov ax, print_screen
        mov dx, cs
        mov si, 5 * 4
        jmp store_vector

; INT 5: the text screen to LPT1 by INT 17h. 50:0000 = 1 while it works, FFh after an error.
print_screen:
        push ds
        push es
        pushad
        push 50h
        pop es
        push BDA_SEG
        pop ds
        mov al, 1
        xchg al, [es:0]
        cmp al, 1
        je .busy
        sti
        mov ah, 3
        mov bh, [BDA_PAGE]
        int 10h
        push dx                         ; the cursor is put back
        mov cx, dx
        call .new_line
        jnz .error
        xor dx, dx
.char:  mov ah, 2
        mov bh, [BDA_PAGE]
        int 10h
        mov ah, 8
        int 10h
        or al, al
        jnz .print
        mov al, ' '
.print: call .send
        jnz .error
        inc dl
        cmp dl, [BDA_COLUMNS]
        jb .char
        call .new_line
        jnz .error
        xor dl, dl
        inc dh
        cmp dh, [BDA_ROWS]
        jbe .char
        xor cl, cl
        jmp .end
.error: mov cl, 0FFh
.end:   pop dx
        mov ah, 2
        mov bh, [BDA_PAGE]
        int 10h
        mov [es:0], cl
.busy:  popad
        pop es
        pop ds
        iret
.new_line:
        mov al, 0Dh
        call .send
        jnz .sent
        mov al, 0Ah
; AL = character; @return ZF clear on an error (time-out, I/O error, out of paper)
.send:  push dx
        xor ah, ah
        xor dx, dx
        int 17h
        test ah, 29h
        pop dx
.sent:  ret
