; INT 08h: the 18.2 Hz tick. INT 1Ah AH=00h-01h, 0Ah-0Bh: the tick count and the days.

TICKS_PER_DAY       equ 1800B0h

int08_handler:
        push    eax
        push    ds
        push    dx
        push    BDA
        pop     ds
        sti
        mov     eax, [BDA_TICKS]
        inc     eax
        cmp     eax, TICKS_PER_DAY
        jb      .store
        xor     eax, eax
        mov     byte [BDA_MIDNIGHT], 1
        inc     word [BDA_DAYS]
.store: mov     [BDA_TICKS], eax
        dec     byte [BDA_FD_MOTOR_TICKS]
        jnz     .user
        and     byte [BDA_FD_MOTOR], 0F0h
        mov     al, [BDA_FD_MOTOR]      ; the selected drive stays selected
        shr     al, 4
        and     al, 03h
        or      al, 0Ch
        mov     dx, FDC_DOR
        out     dx, al
.user:  int     1Ch                     ; old handlers expect AX, DX saved and DS = 40h, as IBM's code happens to do
        cli
        mov     al, EOI
        out     PIC1, al
        pop     dx
        pop     ds
        pop     eax
        iret

; INT 1Ah, entered by int1a_handler (rtc.asm) with the service frame.
time_read_ticks:
        cli
        mov     eax, [BDA_TICKS]
        mov     [rDX], ax
        shr     eax, 16
        mov     [rCX], ax
        xor     al, al
        xchg    al, [BDA_MIDNIGHT]
        mov     [rAL], al
        sti
        jmp     time_ok

time_set_ticks:
        mov     ax, [rCX]
        shl     eax, 16
        mov     ax, [rDX]
        cli
        mov     [BDA_TICKS], eax
        mov     byte [BDA_MIDNIGHT], 0
        sti
        jmp     time_ok

time_read_days:
        mov     ax, [BDA_DAYS]
        mov     [rCX], ax
        jmp     time_ok

time_set_days:
        mov     ax, [rCX]
        mov     [BDA_DAYS], ax
        jmp     time_ok

; The tick count follows the clock: seconds * 1193182 / 65536. Rounded as (seconds * 1193180 + 32768) >> 16.
set_ticks_from_rtc:
        READ_CMOS RTC_HOURS
        call    from_bcd
        movzx   ecx, al
        imul    ecx, 60
        READ_CMOS RTC_MINUTES
        call    from_bcd
        movzx   eax, al
        add     ecx, eax
        imul    ecx, 60
        READ_CMOS RTC_SECONDS
        call    from_bcd
        movzx   eax, al
        add     eax, ecx
        mov     ecx, 1193180
        mul     ecx
        shrd    eax, edx, 16
        cmp     eax, TICKS_PER_DAY
        jb      .store
        xor     eax, eax
.store: mov     [BDA_TICKS], eax
        ret

; AL: two BCD digits -> AL binary
from_bcd:
        mov     ah, al
        and     al, 0Fh
        shr     ah, 4
        aad
        ret
