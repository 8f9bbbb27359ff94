; INT 1Ah: clock services; INT 70h: the clock's interrupt; the PCI BIOS door.

int1a_handler:
        ENTER_SERVICE
        sti
        mov     al, [rAH]
        cmp     al, 0B1h
        je      pci_bios
        cmp     al, (.end - .table) / 2
        jae     time_unknown
        movzx   bx, al
        add     bx, bx
        jmp     [cs:bx + .table]
.table: dw      time_read_ticks         ; 00
        dw      time_set_ticks          ; 01
        dw      rtc_read_time           ; 02
        dw      rtc_set_time            ; 03
        dw      rtc_read_date           ; 04
        dw      rtc_set_date            ; 05
        dw      rtc_set_alarm           ; 06
        dw      rtc_stop_alarm          ; 07
        dw      time_unknown            ; 08
        dw      rtc_read_alarm          ; 09
        dw      time_read_days          ; 0A
        dw      time_set_days           ; 0B
.end:

time_unknown:
time_failed:
        or      byte [rFLAGS], CARRY
        LEAVE_SERVICE
time_done:                              ; AH := 0
        mov     byte [rAH], 0
time_ok:
        and     byte [rFLAGS], ~CARRY
        LEAVE_SERVICE

; PCI BIOS B1xx: there is no PCI bus yet. A board that gets one dispatches on AL here.
pci_bios:
        mov     byte [rAH], 81h         ; function not supported
        jmp     time_failed

; Waits until the clock is not about to change. Carry: it never stops updating.
rtc_wait_stable:
        push    eax
        push    ecx
        TIME_LIMIT 20
.wait:  READ_CMOS RTC_A
        test    al, 80h                 ; UIP
        jz      .stable
        call    poll_time
        jnc     .wait
.stable:
        pop     ecx
        pop     eax
        ret

; Stops the clock (SET) so that its registers can be written; rtc_run lets it go again.
rtc_stop:
        READ_CMOS RTC_B
        or      al, 80h
        jmp     rtc_write_b
rtc_run:
        READ_CMOS RTC_B
        and     al, 7Fh
rtc_write_b:
        mov     ah, al
        mov     al, RTC_B
        jmp     cmos_write

rtc_read_time:
        call    rtc_wait_stable
        jc      time_failed
        READ_CMOS RTC_HOURS
        mov     [rCH], al
        READ_CMOS RTC_MINUTES
        mov     [rCL], al
        READ_CMOS RTC_SECONDS
        mov     [rDH], al
        READ_CMOS RTC_B
        and     al, 01h
        mov     [rDL], al
        jmp     time_done

rtc_set_time:
        call    rtc_stop
        mov     al, RTC_HOURS
        mov     ah, [rCH]
        call    cmos_write
        mov     al, RTC_MINUTES
        mov     ah, [rCL]
        call    cmos_write
        mov     al, RTC_SECONDS
        mov     ah, [rDH]
        call    cmos_write
        READ_CMOS RTC_B
        and     al, 7Eh                 ; run, daylight saving as asked
        mov     ah, [rDL]
        and     ah, 01h
        or      al, ah
        or      al, 02h
        call    rtc_write_b
        jmp     time_done

rtc_read_date:
        call    rtc_wait_stable
        jc      time_failed
        READ_CMOS CMOS_CENTURY
        mov     [rCH], al
        READ_CMOS RTC_YEAR
        mov     [rCL], al
        READ_CMOS RTC_MONTH
        mov     [rDH], al
        READ_CMOS RTC_DAY
        mov     [rDL], al
        jmp     time_done

rtc_set_date:
        call    rtc_stop
        mov     al, CMOS_CENTURY        ; both places that operating systems look at
        mov     ah, [rCH]
        call    cmos_write
        mov     al, CMOS_CENTURY_PS2
        call    cmos_write
        mov     al, RTC_YEAR
        mov     ah, [rCL]
        call    cmos_write
        mov     al, RTC_MONTH
        mov     ah, [rDH]
        call    cmos_write
        mov     al, RTC_DAY
        mov     ah, [rDL]
        call    cmos_write
        call    rtc_weekday
        call    rtc_run
        jmp     time_done

; The day of the week (1 = Sunday) of the date in the frame, by Zeller's congruence.
rtc_weekday:
        mov     al, [rCH]
        call    from_bcd
        mov     cl, 100
        mul     cl
        mov     cx, ax
        mov     al, [rCL]
        call    from_bcd
        mov     ah, 0
        add     cx, ax                  ; CX: year
        mov     al, [rDH]
        call    from_bcd
        movzx   bx, al                  ; BX: month, March = 3 .. February = 14
        cmp     bl, 3
        jae     .month
        add     bl, 12
        dec     cx
.month: mov     al, [rDL]
        call    from_bcd
        movzx   si, al                  ; SI: sum, starts with the day
        lea     ax, [bx + 1]
        imul    ax, ax, 13
        mov     bl, 5
        div     bl
        mov     ah, 0
        add     si, ax
        add     si, cx
        mov     ax, cx
        shr     ax, 2
        add     si, ax
        mov     ax, cx
        xor     dx, dx
        mov     bx, 100
        div     bx
        sub     si, ax
        shr     ax, 2
        add     si, ax                  ; 0 = Saturday
        mov     ax, si
        xor     dx, dx
        mov     bx, 7
        div     bx
        mov     ah, dl
        test    ah, ah
        jnz     .store
        mov     ah, 7
.store: mov     al, RTC_WEEKDAY
        jmp     cmos_write

rtc_set_alarm:
        READ_CMOS RTC_B
        test    al, 20h
        jnz     time_failed             ; one is set already
        mov     al, RTC_ALARM_HOURS
        mov     ah, [rCH]
        call    cmos_write
        mov     al, RTC_ALARM_MINUTES
        mov     ah, [rCL]
        call    cmos_write
        mov     al, RTC_ALARM_SECONDS
        mov     ah, [rDH]
        call    cmos_write
        call    unmask_irq8
        READ_CMOS RTC_B
        and     al, 7Fh
        or      al, 20h
        call    rtc_write_b
        jmp     time_done

rtc_stop_alarm:
        READ_CMOS RTC_B
        and     al, 57h                 ; AIE off, clock runs
        call    rtc_write_b
        jmp     time_done

rtc_read_alarm:
        READ_CMOS RTC_ALARM_HOURS
        mov     [rCH], al
        READ_CMOS RTC_ALARM_MINUTES
        mov     [rCL], al
        READ_CMOS RTC_ALARM_SECONDS
        mov     [rDH], al
        mov     byte [rDL], 0
        READ_CMOS RTC_B
        test    al, 20h
        jz      time_done
        mov     byte [rDL], 1
        jmp     time_done

unmask_irq8:
        push    ax
        pushf
        cli
        in      al, PIC2_MASK
        and     al, 0FEh
        out     PIC2_MASK, al
        in      al, PIC1_MASK
        and     al, 0FBh
        out     PIC1_MASK, al
        popf
        pop     ax
        ret

; IRQ8: periodic interrupt (976 us, the timer of INT 15h AH=83h and 86h) and alarm (INT 4Ah).
int70_handler:
        push    ds
        push    eax
        push    bx
        push    BDA
        pop     ds
        READ_CMOS RTC_C                 ; reading drops the request
        mov     bl, al
        READ_CMOS RTC_B
        and     bl, al                  ; only what is enabled
        test    bl, 40h
        jz      .alarm
        test    byte [BDA_WAIT_ACTIVE], 01h
        jz      .alarm
        sub     dword [BDA_WAIT_COUNT], 976
        ja      .alarm
        and     al, 0BFh                ; time is over: PIE off, tell the caller
        call    rtc_write_b
        mov     byte [BDA_WAIT_ACTIVE], 0
        push    es
        push    di
        les     di, [BDA_WAIT_FLAG]
        or      byte [es:di], 80h
        pop     di
        pop     es
.alarm: test    bl, 20h
        jz      .done
        sti
        int     4Ah
        cli
.done:  call    eoi_slave
        pop     bx
        pop     eax
        pop     ds
        iret
