; INT 15h: system services. This file: the door, hooks that do nothing until somebody takes them, waits, tables.

int15_handler:
        cmp     ah, 4Fh                 ; the hooks first: they are called often, and by our own drivers
        je      .keyboard
        cmp     ah, 90h
        je      .hook
        cmp     ah, 91h
        je      .hook
        cmp     ah, 85h
        je      .hook
        cmp     ah, 24h
        je      int15_a20
        cmp     ah, 53h
        je      apm_entry
        ENTER_SERVICE
        call    note_activity
        mov     al, [rAH]
        mov     si, .table
.look:  cmp     al, [cs:si]
        je      .found
        add     si, 3
        cmp     si, .end
        jb      .look
int15_unsupported:
        mov     byte [rAH], 86h
int15_error:
        or      byte [rFLAGS], CARRY
        LEAVE_SERVICE
int15_ok:                               ; AH := 0
        mov     byte [rAH], 0
int15_done:
        and     byte [rFLAGS], ~CARRY
        LEAVE_SERVICE

int15_handler.found:
        jmp     [cs:si + 1]
int15_handler.keyboard:                 ; 4F: AL goes to the keyboard handler as it is
        push    bp
        mov     bp, sp
        or      byte [bp + 6], CARRY
        pop     bp
        iret
int15_handler.hook:                     ; 85, 90, 91: AH = 0, no carry
        mov     ah, 0
        push    bp
        mov     bp, sp
        and     byte [bp + 6], ~CARRY
        pop     bp
        iret

%macro SERVICE 2
        db      %1
        dw      %2
%endmacro
int15_handler.table:
        SERVICE 80h, int15_ok           ; open, close device, program end: for multitasking systems
        SERVICE 81h, int15_ok
        SERVICE 82h, int15_ok
        SERVICE 83h, int15_event_wait
        SERVICE 84h, int15_joystick
        SERVICE 86h, int15_wait
        SERVICE 87h, int15_move
        SERVICE 88h, int15_extended_size
        SERVICE 89h, int15_protected_mode
        SERVICE 0C0h, int15_configuration
        SERVICE 0C1h, int15_ebda
        SERVICE 0C2h, int15_mouse
        SERVICE 0C9h, int15_cpu
        SERVICE 0E8h, int15_memory
int15_handler.end:

; C0: ES:BX := configuration table
int15_configuration:
        mov     word [rBX], config_table
        mov     [rES], cs
        jmp     int15_ok

; C1: ES := EBDA
int15_ebda:
        mov     ax, [BDA_EBDA]
        mov     [rES], ax
        jmp     int15_ok

; C9: CH processor type, CL stepping: what DX held at reset is not kept, CPUID tells more
int15_cpu:
        jmp     int15_unsupported

; 83: AL 0: set bit 7 of ES:BX after CX:DX microseconds. AL 1: cancel
int15_event_wait:
        cmp     byte [rAL], 1
        je      .cancel
        cmp     byte [rAL], 0
        jne     int15_unsupported
        mov     ax, [rBX]
        mov     dx, [rES]
        call    start_wait
        jnc     int15_ok
        mov     byte [rAH], 0           ; one is running
        jmp     int15_error
.cancel:
        call    stop_wait
        jmp     int15_ok

; 86: wait CX:DX microseconds. The clock's interrupt counts in steps of 976 us; shorter waits count refresh periods.
int15_wait:
        sti
        mov     ax, [rCX]
        shl     eax, 16
        mov     ax, [rDX]
        cmp     eax, 2000
        jb      .short
        mov     ax, BDA_WAIT_ACTIVE
        mov     dx, BDA
        call    start_wait
        jc      .busy
        mov     edx, [BDA_WAIT_COUNT]   ; a clock that never interrupts must not hang us: more than enough ticks
        shr     edx, 15
        add     edx, 4
        add     edx, [BDA_TICKS]
.wait:  cli
        test    byte [BDA_WAIT_ACTIVE], 80h
        jnz     .over
        sti
        hlt
        cmp     [BDA_TICKS], edx
        jb      .wait
        call    stop_wait
.over:  mov     byte [BDA_WAIT_ACTIVE], 0
        sti
        jmp     int15_ok
.short: xor     edx, edx
        mov     ecx, 15
        div     ecx
        mov     cx, ax
        inc     cx
        call    delay_refresh
        jmp     int15_ok
.busy:  mov     byte [rAH], 83h
        jmp     int15_error

; Starts the clock's periodic interrupt for CX:DX microseconds of the frame; DX:AX: flag byte. Carry: one runs already.
start_wait:
        cli
        test    byte [BDA_WAIT_ACTIVE], 01h
        jnz     .busy
        mov     byte [BDA_WAIT_ACTIVE], 01h
        mov     [BDA_WAIT_FLAG], ax
        mov     [BDA_WAIT_FLAG + 2], dx
        mov     ax, [rDX]
        mov     [BDA_WAIT_COUNT], ax
        mov     ax, [rCX]
        mov     [BDA_WAIT_COUNT + 2], ax
        call    unmask_irq8
        READ_CMOS RTC_A
        and     al, 0F0h
        or      al, 06h                 ; 1024 Hz
        mov     ah, al
        mov     al, RTC_A
        call    cmos_write
        READ_CMOS RTC_B
        and     al, 7Fh
        or      al, 40h
        call    rtc_write_b
        READ_CMOS RTC_C                 ; an old request would hold the line
        sti
        clc
        ret
.busy:  sti
        stc
        ret

stop_wait:
        cli
        READ_CMOS RTC_B
        and     al, 3Fh
        call    rtc_write_b
        mov     byte [BDA_WAIT_ACTIVE], 0
        sti
        ret

; 84: joystick. DX 0: buttons into AL bits 7-4, DX 1: positions into AX BX CX DX. There is no game port: nothing pressed,
; all positions zero.
int15_joystick:
        cmp     word [rDX], 1
        ja      int15_unsupported
        je      .positions
        mov     dx, 201h
        in      al, dx
        and     al, 0F0h
        mov     [rAL], al
        jmp     int15_done
.positions:
        xor     ax, ax
        mov     [rAX], ax
        mov     [rBX], ax
        mov     [rCX], ax
        mov     [rDX], ax
        jmp     int15_done
