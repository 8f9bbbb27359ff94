; INT 14h: serial ports. DX: port number.

int14_handler:
        ENTER_SERVICE
        sti
        call    note_activity
        mov     bx, [rDX]
        cmp     bx, 4
        jae     .leave
        mov     di, bx                  ; DI: port number
        add     bx, bx
        mov     dx, [bx + BDA_COM]      ; DX: base
        test    dx, dx
        jz      .leave
        movzx   bx, byte [rAH]
        cmp     bl, 5
        ja      .leave
        add     bx, bx
        jmp     [cs:bx + .table]
.leave: LEAVE_SERVICE
.table: dw      .initialise, .send, .receive, .status, .initialise_extended, .modem

; 00: AL bits 7-5 speed, 4-3 parity, 2 stop bits, 1-0 length
.initialise:
        movzx   bx, byte [rAL]
        shr     bl, 5
        add     bx, bx
        mov     cx, [cs:bx + baud_divisors]
        mov     bl, [rAL]
        and     bl, 1Fh
.program:                               ; CX: divisor, BL: line control
        add     dx, 3
        mov     al, 80h
        out     dx, al
        sub     dx, 3
        mov     al, cl
        out     dx, al
        inc     dx
        mov     al, ch
        out     dx, al
        add     dx, 2
        mov     al, bl
        out     dx, al
        sub     dx, 2
        xor     al, al                  ; no interrupts
        out     dx, al
        dec     dx
.status:
        call    serial_status
        mov     [rAX], ax
        LEAVE_SERVICE

; 04: BH parity, BL stop bits, CH length, CL speed (0-8)
.initialise_extended:
        movzx   si, byte [rCL]
        cmp     si, 8
        ja      .leave
        mov     cx, 6                   ; 19200
        je      .line
        shl     si, 1
        mov     cx, [cs:si + baud_divisors]
.line:  mov     bl, [rCH]
        and     bl, 03h
        mov     al, [rBL]
        and     al, 01h
        shl     al, 2
        or      bl, al
        movzx   si, byte [rBH]
        cmp     si, 4
        ja      .leave
        or      bl, [cs:si + .parities]
        jmp     .program
.parities:
        db      00h, 08h, 18h, 28h, 38h

; 05: AL 0 read, 1 write the modem control register in BL
.modem: add     dx, 4
        cmp     byte [rAL], 1
        jne     .modem_read
        mov     al, [rBL]
        out     dx, al
.modem_read:
        in      al, dx
        mov     [rBL], al
        sub     dx, 4
        jmp     .status

; 01: send AL when modem and transmitter are ready
.send:  add     dx, 4
        mov     al, 03h                 ; DTR, RTS
        out     dx, al
        inc     dx
        inc     dx
        mov     bh, 30h                 ; DSR, CTS
        call    serial_wait
        jc      .timeout6
        dec     dx
        mov     bh, 20h                 ; transmitter holding register empty
        call    serial_wait
        jc      .timeout5
        sub     dx, 5
        mov     ah, al
        mov     al, [rAL]
        out     dx, al
        and     ah, 7Fh
        mov     [rAH], ah
        LEAVE_SERVICE
.timeout6:
        dec     dx
.timeout5:
        in      al, dx                  ; line status with bit 7: timeout
        or      al, 80h
        mov     [rAH], al
        LEAVE_SERVICE

; 02: receive into AL
.receive:
        add     dx, 4
        mov     al, 01h                 ; DTR
        out     dx, al
        inc     dx
        inc     dx
        mov     bh, 20h                 ; DSR
        call    serial_wait
        jc      .timeout6
        dec     dx
        mov     bh, 01h                 ; data ready
        call    serial_wait
        jc      .timeout5
        and     al, 1Eh                 ; the errors
        mov     [rAH], al
        sub     dx, 5
        in      al, dx
        mov     [rAL], al
        LEAVE_SERVICE

; DX: base -> AH line status, AL modem status
serial_status:
        push    dx
        add     dx, 5
        in      al, dx
        mov     ah, al
        inc     dx
        in      al, dx
        pop     dx
        ret

; Waits until all bits BH are set in port DX, as long as 40:7C says (about seconds). AL: the port. Carry: in vain.
serial_wait:
        push    ecx
        push    bx
        mov     bl, [di + BDA_COM_TIMEOUT]
.second:
        TIME_LIMIT 1000
.look:  in      al, dx
        not     al
        test    al, bh                  ; carry clear
        jz      .done
        call    poll_time
        jnc     .look
        sub     bl, 1
        ja      .second
        stc
.done:  not     al
        pop     bx
        pop     ecx
        ret
