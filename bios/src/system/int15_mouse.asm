; INT 15h AH=C2h: PS/2 mouse. INT 74h: its interrupt.

MOUSE_INVALID       equ 01h             ; status of a failed call
MOUSE_BAD_INPUT     equ 02h
MOUSE_INTERFACE     equ 03h
MOUSE_NO_HANDLER    equ 05h
MOUSE_HANDLER       equ 80h             ; EBDA_MOUSE_FLAGS

; ES = EBDA in all functions
int15_mouse:
        sti
        mov     es, [BDA_EBDA]
        mov     ah, MOUSE_INVALID
        movzx   bx, byte [rAL]
        cmp     bl, 9
        ja      mouse_failed
        test    byte [BDA_EQUIPMENT], 04h
        mov     ah, MOUSE_INTERFACE
        jz      mouse_failed
        add     bx, bx
        jmp     [cs:bx + .table]
.table: dw      mouse_enable, mouse_reset, mouse_rate, mouse_resolution, mouse_type
        dw      mouse_initialise, mouse_extended, mouse_handler, mouse_write, mouse_read

mouse_failed:
        mov     [rAH], ah
        jmp     int15_error

; 00: BH 1 on, 0 off
mouse_enable:
        mov     ah, MOUSE_BAD_INPUT
        mov     bh, 0F4h
        cmp     byte [rBH], 1
        ja      mouse_failed
        je      .on
        mov     bh, 0F5h
        jmp     .send
.on:    mov     ah, MOUSE_NO_HANDLER
        test    byte [es:EBDA_MOUSE_FLAGS], MOUSE_HANDLER
        jz      mouse_failed
.send:  mov     byte [es:EBDA_MOUSE_INDEX], 0
        call    mouse_open
        mov     al, bh
        call    mouse_command
        jmp     mouse_end

; 05: initialise with packets of BH bytes; 01: reset. BL := AAh, BH := 0
mouse_initialise:
        mov     ah, MOUSE_BAD_INPUT
        mov     al, [rBH]
        dec     al
        cmp     al, 7
        ja      mouse_failed
        and     byte [es:EBDA_MOUSE_FLAGS], ~07h
        or      [es:EBDA_MOUSE_FLAGS], al
mouse_reset:
        mov     byte [es:EBDA_MOUSE_INDEX], 0
        call    mouse_open
        mov     al, 0FFh
        call    mouse_command
        jc      mouse_end
        mov     bh, 40                  ; the self test takes up to a second
.test:  call    mouse_receive
        jnc     .tested
        dec     bh
        jnz     .test
        mov     ah, MOUSE_INTERFACE
        stc
        jmp     mouse_end
.tested:
        mov     [rBL], al
        call    mouse_receive
        mov     [rBH], al
        clc
        jmp     mouse_end

; 02: BH 0-6: 10 20 40 60 80 100 200 reports a second
mouse_rate:
        mov     ah, MOUSE_BAD_INPUT
        movzx   bx, byte [rBH]
        cmp     bl, 6
        ja      mouse_failed
        mov     bh, 0
        mov     cl, [cs:bx + .rates]
        mov     al, 0F3h
mouse_with_operand:                     ; AL command, CL operand
        call    mouse_open
        call    mouse_command
        jc      mouse_end
        mov     al, cl
        call    mouse_command
        jmp     mouse_end
mouse_rate.rates:
        db      10, 20, 40, 60, 80, 100, 200

; 03: BH 0-3: 1 2 4 8 counts a millimetre
mouse_resolution:
        mov     ah, MOUSE_BAD_INPUT
        mov     cl, [rBH]
        cmp     cl, 3
        ja      mouse_failed
        mov     al, 0E8h
        jmp     mouse_with_operand

; 04: BH := device type
mouse_type:
        call    mouse_open
        mov     al, 0F2h
        call    mouse_command
        jc      mouse_end
        call    mouse_receive
        mov     ah, MOUSE_INTERFACE
        jc      mouse_end
        mov     [rBH], al
        jmp     mouse_end

; 06: BH 0 status into BL CL DL, 1 scaling 1:1, 2 scaling 2:1
mouse_extended:
        mov     ah, MOUSE_BAD_INPUT
        mov     al, [rBH]
        cmp     al, 2
        ja      mouse_failed
        cmp     al, 1
        jb      .status
        add     al, 0E6h - 1
        call    mouse_open
        call    mouse_command
        jmp     mouse_end
.status:
        call    mouse_open
        mov     al, 0E9h
        call    mouse_command
        jc      mouse_end
        mov     ah, MOUSE_INTERFACE
        call    mouse_receive
        jc      mouse_end
        mov     [rBL], al
        call    mouse_receive
        jc      mouse_end
        mov     [rCL], al
        call    mouse_receive
        jc      mouse_end
        mov     [rDL], al
        jmp     mouse_end

; 07: handler ES:BX of the caller, 0:0 none
mouse_handler:
        mov     ax, [rBX]
        mov     dx, [rES]
        cli
        mov     [es:EBDA_MOUSE_HANDLER], ax
        mov     [es:EBDA_MOUSE_HANDLER + 2], dx
        and     byte [es:EBDA_MOUSE_FLAGS], ~MOUSE_HANDLER
        or      ax, dx
        jz      .none
        or      byte [es:EBDA_MOUSE_FLAGS], MOUSE_HANDLER
.none:  sti
        jmp     int15_ok

; 08: send BL to the mouse; 09: read a byte into BL
mouse_write:
        call    mouse_open
        mov     al, [rBL]
        call    mouse_command
        jmp     mouse_end
mouse_read:
        call    mouse_open
        call    mouse_receive
        mov     ah, MOUSE_INTERFACE
        jc      mouse_end
        mov     [rBL], al
        jmp     mouse_end

; Between mouse_open and mouse_end the 8042 raises no interrupts and the keyboard is silent: every byte is an answer.
mouse_open:
        push    ax
        push    cx
        mov     al, 0ADh
        call    kbc_command
        call    kbc_wait_input
        mov     cx, 8                   ; a byte of the keyboard that is there already gets its INT 09h
.taken: in      al, KBC_STATUS
        test    al, KBC_OBF
        jz      .quiet
        push    cx
        mov     cx, 1
        call    delay_refresh
        pop     cx
        loop    .taken
        in      al, KBC_DATA
.quiet: cli
        mov     al, 44h                 ; translation, system flag, both devices on, no interrupts
        or      al, 10h                 ; keyboard off
        call    kbc_write_mode
        call    kbc_wait_input
        sti
        call    kbc_flush
        pop     cx
        pop     ax
        ret

; AL: byte for the mouse. Carry: AH, no acknowledge
mouse_command:
        call    mouse_send
        jc      .failed
        cmp     al, 0FAh
        je      .ok
        mov     ah, 04h                 ; resend
        cmp     al, 0FEh
        je      .stc
.failed:
        mov     ah, MOUSE_INTERFACE
.stc:   stc
        ret
.ok:    clc
        ret

; Opens the 8042 again. Carry, AH: how the function went.
mouse_end:
        pushf
        push    ax
        cli
        mov     al, 47h
        call    kbc_write_mode
        call    kbc_wait_input
        in      al, PIC2_MASK           ; IRQ12
        and     al, 0EFh
        out     PIC2_MASK, al
        in      al, PIC1_MASK
        and     al, 0FBh
        out     PIC1_MASK, al
        sti
        pop     ax
        popf
        jc      mouse_failed
        jmp     int15_ok

; IRQ12: collects a packet and gives it to the handler as four words: status, X, Y, zero.
int74_handler:
        pushad
        push    ds
        push    es
        cld
        push    BDA
        pop     ds
        in      al, KBC_STATUS          ; a byte that INT 15h took by itself leaves its interrupt behind
        and     al, KBC_OBF | KBC_AUX
        cmp     al, KBC_OBF | KBC_AUX
        jne     .done
        in      al, KBC_DATA
        mov     es, [BDA_EBDA]
        test    byte [es:EBDA_MOUSE_FLAGS], MOUSE_HANDLER
        jz      .done
        movzx   bx, byte [es:EBDA_MOUSE_INDEX]
        and     bx, 07h
        mov     [es:bx + EBDA_MOUSE_PACKET], al
        inc     bl
        mov     al, [es:EBDA_MOUSE_FLAGS]
        and     al, 07h
        cmp     bl, al
        ja      .complete
        mov     [es:EBDA_MOUSE_INDEX], bl
        jmp     .done
.complete:
        mov     byte [es:EBDA_MOUSE_INDEX], 0
        call    eoi_slave
        mov     al, [es:EBDA_MOUSE_PACKET]
        mov     ah, 0
        push    ax
        mov     al, [es:EBDA_MOUSE_PACKET + 1]
        push    ax
        mov     al, [es:EBDA_MOUSE_PACKET + 2]
        push    ax
        mov     al, 0
        cmp     bl, 4
        jb      .three
        mov     al, [es:EBDA_MOUSE_PACKET + 3]
.three: push    ax
        sti
        call    far [es:EBDA_MOUSE_HANDLER]
        add     sp, 8
        cli
        jmp     .leave
.done:  call    eoi_slave
.leave: pop     es
        pop     ds
        popad
        iret
