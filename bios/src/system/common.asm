; Small routines that every part uses: CMOS, time limits, the 8042, the extended data area.

; AL: register -> AL: value. The index keeps bit 7 clear: NMI stays enabled.
cmos_read:
        pushf
        cli
        out     CMOS_INDEX, al
        out     84h, al                 ; the chip wants a moment: a write to a spare latch
        in      al, CMOS_DATA
        popf
        ret

; AL: register, AH: value
cmos_write:
        pushf
        cli
        out     CMOS_INDEX, al
        xchg    al, ah
        out     84h, al
        out     CMOS_DATA, al
        xchg    al, ah
        popf
        ret

; Counts time down, for loops that wait for hardware. ECX: limit as TIME_LIMIT sets it, AH: state of the refresh bit
; (any value at first). Carry when the time is over. A toggle of the refresh bit is worth 64 units, a look without one
; a single unit, so that a loop ends even on a board whose refresh stands still.
; Changes AL, AH, ECX.
poll_time:
        in      al, PORT_B
        and     al, REFRESH_BIT
        cmp     al, ah
        mov     ah, al
        je      .same
        sub     ecx, 64
        ret
.same:  sub     ecx, 1
        ret

; poll_time for long waits, beside the timer's ticks. BL: ticks left, BH: the last seen (any value at first); set both
; by WAIT_LIMIT. Carry when the ticks are used up, or, should no tick come, after four times that by the refresh.
poll_ticks:
        push    ds
        push    BDA
        pop     ds
        mov     al, [BDA_TICKS]
        pop     ds
        cmp     al, bh
        je      poll_time
        mov     bh, al
        sub     bl, 1
        jnc     poll_time
        ret

; CX: refresh periods (15 us each) to wait
delay_refresh:
        push    eax
        push    ecx
        movzx   ecx, cx
        shl     ecx, 6
.wait:  call    poll_time
        jnc     .wait
        pop     ecx
        pop     eax
        ret

; ES := extended BIOS data area
load_ebda:
        push    ds
        push    BDA
        pop     ds
        mov     es, [BDA_EBDA]
        pop     ds
        ret

; Some BIOS service works: the caller of INT 16h is not idle (see idle_poll). DS = BDA.
note_activity:
        push    es
        push    word [BDA_EBDA]
        pop     es
        mov     dword [es:EBDA_IDLE_POLLS], 0   ; polls, tick, short-count ticks
        pop     es
        ret

; ---- 8042
; Waits until the 8042 takes a byte. Carry: it does not.
kbc_wait_input:
        push    ax
        push    ecx
        TIME_LIMIT 50
.wait:  in      al, KBC_STATUS
        test    al, KBC_IBF             ; carry clear
        jz      .done
        call    poll_time
        jnc     .wait
.done:  pop     ecx
        pop     ax
        ret

; AL: command for the 8042
kbc_command:
        call    kbc_wait_input
        out     KBC_STATUS, al
        ret

; AL: data for the 8042 or the keyboard
kbc_write:
        call    kbc_wait_input
        out     KBC_DATA, al
        ret

; AL := next byte of the 8042, from whatever source. Carry: none came within 25 ms.
kbc_read:
        push    ecx
        push    bx
        mov     bh, ah
        TIME_LIMIT 25
.wait:  in      al, KBC_STATUS
        test    al, KBC_OBF
        jnz     .ready
        call    poll_time
        jnc     .wait
        jmp     .done
.ready: in      al, KBC_DATA
        clc
.done:  mov     ah, bh
        pop     bx
        pop     ecx
        ret

; AL := the 8042's command byte
kbc_read_mode:
        mov     al, 20h
        call    kbc_command
        jmp     kbc_read

; AL: new command byte
kbc_write_mode:
        push    ax
        mov     al, 60h
        call    kbc_command
        pop     ax
        jmp     kbc_write

; Throws away what waits in the 8042.
kbc_flush:
        push    ax
        push    cx
        mov     cx, 64
.next:  in      al, KBC_STATUS
        test    al, KBC_OBF
        jz      .done
        in      al, KBC_DATA
        loop    .next
.done:  pop     cx
        pop     ax
        ret

; AL: byte for the keyboard -> AL: its answer, FAh. Carry: no answer. For POST only: interrupts of the 8042 off.
; Scan codes that are still on their way are passed over.
keyboard_send:
        call    kbc_write
        push    cx
        mov     cx, 16
.next:  call    kbc_read
        jc      .done
        cmp     al, 0FAh                ; carry clear if equal
        je      .done
        loop    .next
        stc
.done:  pop     cx
        ret

; AL: byte for the mouse -> AL: its answer. Carry: no answer.
mouse_send:
        push    ax
        mov     al, 0D4h
        call    kbc_command
        pop     ax
        call    kbc_write
; AL := next byte of the mouse. The keyboard's are passed over.
mouse_receive:
        push    ecx
        mov     cx, 16
.next:  push    cx
        push    bx
        TIME_LIMIT 25
.wait:  in      al, KBC_STATUS
        test    al, KBC_OBF
        jnz     .ready
        call    poll_time
        jnc     .wait
        pop     bx
        pop     cx
        jmp     .done
.ready: mov     bl, al
        in      al, KBC_DATA
        test    bl, KBC_AUX             ; carry clear
        pop     bx
        pop     cx
        jnz     .done
        loop    .next
        stc
.done:  pop     ecx
        ret

; EOI to the controllers. eoi_slave: interrupt of IRQ 8-15.
eoi_slave:
        push    ax
        mov     al, EOI
        out     PIC2, al
        out     PIC1, al
        pop     ax
        ret
