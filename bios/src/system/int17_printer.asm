; INT 17h: parallel printers. DX: port number.

int17_handler:
        ENTER_SERVICE
        sti
        call    note_activity
        mov     bx, [rDX]
        cmp     bx, 3
        jae     .leave
        mov     di, bx
        add     bx, bx
        mov     dx, [bx + BDA_LPT]
        test    dx, dx
        jz      .leave
        mov     al, [rAH]
        cmp     al, 1
        jb      .print
        je      .initialise
        cmp     al, 2
        je      .status
.leave: LEAVE_SERVICE

; 00: print AL
.print: mov     al, [rAL]
        out     dx, al
        inc     dx
        movzx   bx, byte [di + BDA_LPT_TIMEOUT]
.second:
        TIME_LIMIT 1000
.busy:  in      al, dx
        test    al, 80h                 ; not busy
        jnz     .ready
        test    al, 20h                 ; out of paper: no use in waiting
        jnz     .timeout
        call    poll_time
        jnc     .busy
        sub     bx, 1
        ja      .second
.timeout:
        in      al, dx
        and     al, 0F8h
        xor     al, 48h
        or      al, 01h
        mov     [rAH], al
        LEAVE_SERVICE
.ready: inc     dx
        in      al, dx
        and     al, 1Eh
        or      al, 01h                 ; strobe
        cli
        out     dx, al
        out     84h, al
        and     al, 0FEh
        out     dx, al
        sti
        sub     dx, 2
        jmp     .status

; 01: initialise
.initialise:
        inc     dx
        inc     dx
        mov     al, 08h                 ; INIT low
        out     dx, al
        mov     cx, 4
        call    delay_refresh
        mov     al, 0Ch
        out     dx, al
        sub     dx, 2

; 02: status, with acknowledge and error the right way up
.status:
        inc     dx
        in      al, dx
        and     al, 0F8h
        xor     al, 48h
        mov     [rAH], al
        LEAVE_SERVICE
