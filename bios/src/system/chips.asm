; Power-on initialisation of the chips on the board.

; 8259A pair: vectors 08h and 70h, slave on IR2, edge triggered, everything masked.
init_pics:
        mov     al, 11h                 ; ICW1: edge, cascade, ICW4 follows
        out     PIC1, al
        out     PIC2, al
        mov     al, 08h                 ; ICW2: vectors
        out     PIC1_MASK, al
        mov     al, 70h
        out     PIC2_MASK, al
        mov     al, 04h                 ; ICW3
        out     PIC1_MASK, al
        mov     al, 02h
        out     PIC2_MASK, al
        mov     al, 01h                 ; ICW4: 8086 mode
        out     PIC1_MASK, al
        out     PIC2_MASK, al
        mov     al, 0FFh
        out     PIC1_MASK, al
        out     PIC2_MASK, al
        xor     al, al
        mov     dx, ELCR1
        out     dx, al
        inc     dx
        out     dx, al
        ret

; 8254: channel 0 18.2 Hz square wave, channel 1 refresh every 18 clocks, channel 2 the beep.
init_pit:
        mov     al, 36h
        out     PIT_CONTROL, al
        xor     al, al
        out     PIT0, al
        out     PIT0, al
        mov     al, 54h
        out     PIT_CONTROL, al
        mov     al, 18
        out     PIT1, al
        mov     al, 0B6h
        out     PIT_CONTROL, al
        mov     al, 33h                 ; 1193182 / 0533h = 896 Hz
        out     PIT2, al
        mov     al, 05h
        out     PIT2, al
        in      al, PORT_B              ; speaker off, parity checks off
        and     al, 0Ch
        or      al, 0Ch
        out     PORT_B, al
        ret

; 8237A pair: cleared, channel 4 cascades the first controller. Channels 0-3 single mode, masked.
init_dma:
        xor     al, al
        out     DMA1_CLEAR, al
        out     DMA2_CLEAR, al
        out     DMA1_COMMAND, al
        out     DMA2_COMMAND, al
        mov     al, 40h
        out     DMA1_MODE, al
        inc     ax
        out     DMA1_MODE, al
        inc     ax
        out     DMA1_MODE, al
        inc     ax
        out     DMA1_MODE, al
        mov     al, 0C0h
        out     DMA2_MODE, al
        mov     al, 41h
        out     DMA2_MODE, al
        inc     ax
        out     DMA2_MODE, al
        inc     ax
        out     DMA2_MODE, al
        xor     al, al
        out     DMA2_MASK, al
        ret

; MC146818: 32768 Hz, 1024 Hz periodic rate, 24 hours, BCD, no interrupts.
init_rtc:
        mov     ax, 2600h + RTC_A
        call    cmos_write
        READ_CMOS RTC_B
        and     al, 01h                 ; daylight saving stays as it is
        or      al, 02h
        mov     ah, al
        mov     al, RTC_B
        call    cmos_write
        READ_CMOS RTC_C
        READ_CMOS RTC_D
        ret

; 8042, keyboard and mouse. EBDA_KEYBOARD_ID := what the keyboard says it is; BL bit 0: mouse found.
; The devices' own self tests are not asked for: they cost half a second and find nothing.
init_kbc:
        push    es
        call    load_ebda
        xor     bl, bl
        mov     word [es:EBDA_KEYBOARD_ID], 0
        mov     al, 0ADh                ; both devices off while we talk to the controller
        call    kbc_command
        mov     al, 0A7h
        call    kbc_command
        call    kbc_flush
        mov     al, 0AAh                ; self test: 55h
        call    kbc_command
        call    kbc_read
        jc      .done
        mov     al, 64h                 ; translation, system flag, no interrupts, mouse off, keyboard on
        call    kbc_write_mode
        mov     al, 0AEh
        call    kbc_command

        mov     al, 0F5h                ; silence: a warm boot has keys on their way
        call    keyboard_send
        jc      .mouse
        mov     al, 0F2h                ; identify: FA AB 83, the last translated to 41
        call    keyboard_send
        jc      .mouse
        mov     word [es:EBDA_KEYBOARD_ID], 0FFFFh  ; an AT keyboard says no more than ACK
        call    kbc_read
        jc      .scan
        mov     [es:EBDA_KEYBOARD_ID], al
        call    kbc_read
        mov     [es:EBDA_KEYBOARD_ID + 1], al
.scan:  mov     al, 0F4h                ; start scanning
        call    keyboard_send

.mouse: mov     al, 0ADh                ; the keyboard holds its breath
        call    kbc_command
        mov     al, 0A8h
        call    kbc_command
        mov     al, 0F2h                ; identify: FA 00
        call    mouse_send
        jc      .mode
        cmp     al, 0FAh
        jne     .mode
        call    mouse_receive
        jc      .mode
        mov     al, 0F6h                ; defaults, no stream
        call    mouse_send
        mov     bl, 1
.mode:  call    kbc_flush
        mov     al, 65h                 ; keyboard interrupt, translation; mouse clock off ...
        test    bl, bl
        jz      .write
        mov     al, 47h                 ; ... or mouse with its interrupt
.write: call    kbc_write_mode
        mov     al, 0AEh
        call    kbc_command
.done:  pop     es
        ret
