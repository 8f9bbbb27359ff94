; The POST's way to write: INT 10h, with a colour.

; Prints the zero-ended text after the CALL.
print_inline:
        xchg    si, [esp]
        call    print_string
        xchg    si, [esp]
        ret

; CS:SI: zero-ended text; SI := behind it
print_string:
        push    ax
.next:  cs lodsb
        test    al, al
        jz      .done
        call    print_char
        jmp     .next
.done:  pop     ax
        ret

; AL: character; 10 starts a new line
print_char:
        push    es
        pusha
        call    load_ebda
        cmp     al, 10
        je      .line
        mov     ah, 09h                 ; character with attribute, then again to move the cursor
        mov     bh, 0
        mov     bl, [es:EBDA_ATTRIBUTE]
        mov     cx, 1
        push    ax
        int     10h
        pop     ax
.plain: mov     ah, 0Eh
        mov     bh, 0
        int     10h
        popa
        pop     es
        ret
.line:  mov     ax, 0E0Dh
        mov     bx, 7
        int     10h
        mov     al, 10
        jmp     .plain

; AL: colour of what is printed from now on
set_colour:
        push    es
        call    load_ebda
        mov     [es:EBDA_ATTRIBUTE], al
        pop     es
        ret

; EAX: number, printed in decimal
print_decimal:
        pushad
        mov     ebx, 10
        xor     cx, cx
.divide:
        xor     edx, edx
        div     ebx
        push    dx
        inc     cx
        test    eax, eax
        jnz     .divide
.digit: pop     ax
        add     al, '0'
        call    print_char
        loop    .digit
        popad
        ret

; AX: number, printed as four hexadecimal digits (print_hex3: three)
print_hex3:
        push    cx
        mov     cx, 3
        shl     ax, 4
        jmp     print_hex4.digits
print_hex4:
        push    cx
        mov     cx, 4
.digits:
        rol     ax, 4
        push    ax
        and     al, 0Fh
        cmp     al, 10
        sbb     al, 69h                 ; 0-9 -> '0'.., 10-15 -> 'A'..
        das
        call    print_char
        pop     ax
        loop    .digits
        pop     cx
        ret

; DL: column to continue in
set_column:
        pusha
        push    dx
        mov     ah, 03h
        mov     bh, 0
        int     10h
        pop     ax
        mov     dl, al
        mov     ah, 02h
        int     10h
        popa
        ret

; The name of a finding, in grey, then on to the column of values, in white. The text follows the call.
print_label:
        mov     al, 07h
        call    set_colour
        PRINT   "  "
        xchg    si, [esp]
        call    print_string
        xchg    si, [esp]
        mov     dl, 16
        call    set_column
        mov     al, 0Fh
        jmp     set_colour
