; INT 09h: a byte from the keyboard. Scan code set 1 (the 8042 translates) to shift states and buffer entries.

SHIFT_RIGHT         equ 01h             ; 40:17
SHIFT_LEFT          equ 02h
SHIFT_CTRL          equ 04h
SHIFT_ALT           equ 08h
SHIFT_SCROLL        equ 10h
SHIFT_NUM           equ 20h
SHIFT_CAPS          equ 40h
SHIFT_INSERT        equ 80h
HELD_LCTRL          equ 01h             ; 40:18
HELD_LALT           equ 02h
HELD_SYSRQ          equ 04h
PAUSED              equ 08h
FLAG_E1             equ 01h             ; 40:96
FLAG_E0             equ 02h
HELD_RCTRL          equ 04h
HELD_RALT           equ 08h

int09_handler:
        pushad
        push    ds
        push    es
        cld
        push    BDA
        pop     ds
        in      al, KBC_DATA            ; without looking at the status: a program may have read the byte before us
        mov     ah, 4Fh                 ; may the keyboard driver change or swallow it
        stc
        int     15h
        jnc     .end
        mov     ah, [BDA_KEY_FLAGS3]
        cmp     al, 0FAh
        je      .ack
        cmp     al, 0FEh
        je      .resend
        cmp     al, 0E0h
        je      .e0
        cmp     al, 0E1h
        je      .e1
        cmp     al, 0FFh                ; the keyboard's own buffer overran
        je      .overrun
        and     byte [BDA_KEY_FLAGS3], ~(FLAG_E0 | FLAG_E1)
        test    ah, FLAG_E1             ; Pause is E1 1D 45, E1 9D C5
        jnz     .pause
        test    al, 80h
        jnz     .break
        call    note_activity
        call    key_pressed
        jmp     .end
.break: and     al, 7Fh
        call    key_released
        jmp     .end

.e0:    or      byte [BDA_KEY_FLAGS3], FLAG_E0
        jmp     .end
.e1:    or      byte [BDA_KEY_FLAGS3], FLAG_E1
        jmp     .end
.pause: cmp     al, 1Dh                 ; 1D and 9D are in the middle: E1 is still in force
        je      .e1
        cmp     al, 9Dh
        je      .e1
        cmp     al, 45h
        jne     .end
        test    byte [BDA_SHIFT2], PAUSED
        jnz     .end
        or      byte [BDA_SHIFT2], PAUSED
        mov     al, EOI
        out     PIC1, al
.hold:  sti
        hlt
        test    byte [BDA_SHIFT2], PAUSED
        jnz     .hold
        jmp     .leave
.overrun:
        call    beep
        jmp     .end
.ack:   or      byte [BDA_KEY_FLAGS2], 10h
        call    leds_acknowledged
        jmp     .end
.resend:
        or      byte [BDA_KEY_FLAGS2], 20h
        and     byte [BDA_KEY_FLAGS2], ~40h
.end:   cli
        mov     al, EOI
        out     PIC1, al
        call    update_leds
.leave: pop     es
        pop     ds
        popad
        iret

; ---- AL: scan code, AH: 40:96 as it was before the byte
key_released:
        cmp     al, 2Ah
        je      .left
        cmp     al, 36h
        je      .right
        cmp     al, 1Dh
        je      .ctrl
        cmp     al, 38h
        je      .alt
        cmp     al, 54h
        je      .sysrq
        mov     bl, 10h                 ; the three locks and Insert
        cmp     al, 46h
        je      .lock
        mov     bl, 20h
        cmp     al, 45h
        je      .lock
        mov     bl, 40h
        cmp     al, 3Ah
        je      .lock
        mov     bl, 80h
        cmp     al, 52h
        je      .lock
        ret
.lock:  not     bl
        and     [BDA_SHIFT2], bl
        ret
.left:  test    ah, FLAG_E0             ; E0 AA, E0 B6: the keyboard's own pretence around grey keys
        jnz     .done
        and     byte [BDA_SHIFT], ~SHIFT_LEFT
.done:  ret
.right: test    ah, FLAG_E0
        jnz     .done
        and     byte [BDA_SHIFT], ~SHIFT_RIGHT
        ret
.ctrl:  test    ah, FLAG_E0
        jnz     .rctrl
        and     byte [BDA_SHIFT2], ~HELD_LCTRL
        jmp     .both
.rctrl: and     byte [BDA_KEY_FLAGS3], ~HELD_RCTRL
.both:  test    byte [BDA_SHIFT2], HELD_LCTRL
        jnz     .done
        test    byte [BDA_KEY_FLAGS3], HELD_RCTRL
        jnz     .done
        and     byte [BDA_SHIFT], ~SHIFT_CTRL
        ret
.alt:   test    ah, FLAG_E0
        jnz     .ralt
        and     byte [BDA_SHIFT2], ~HELD_LALT
        jmp     .alts
.ralt:  and     byte [BDA_KEY_FLAGS3], ~HELD_RALT
.alts:  test    byte [BDA_SHIFT2], HELD_LALT
        jnz     .done
        test    byte [BDA_KEY_FLAGS3], HELD_RALT
        jnz     .done
        and     byte [BDA_SHIFT], ~SHIFT_ALT
        mov     al, 0                   ; a character entered by its number
        xchg    al, [BDA_ALT_NUMBER]
        mov     ah, 0
        test    al, al
        jnz     store_key_or_beep
        ret
.sysrq: and     byte [BDA_SHIFT2], ~HELD_SYSRQ
        mov     ax, 8501h
        jmp     key_system_request

; SysRq: INT 15h AH=85h, AL 0 pressed, 1 released
key_system_request:
        push    ax
        mov     al, EOI                 ; the handler may take long
        out     PIC1, al
        pop     ax
        sti
        int     15h
        cli
        push    BDA
        pop     ds
        pop     ax                      ; EOI is done: leave the handler by its end
        jmp     int09_handler.leave

key_pressed:
        cmp     al, 2Ah
        je      .left
        cmp     al, 36h
        je      .right
        cmp     al, 1Dh
        je      .ctrl
        cmp     al, 38h
        je      .alt
        cmp     al, 3Ah
        je      .caps
        cmp     al, 45h
        je      .num
        cmp     al, 46h
        je      .scroll
        cmp     al, 54h
        je      .sysrq
        cmp     al, 58h
        ja      .done
        test    byte [BDA_SHIFT2], PAUSED
        jz      key_character
        and     byte [BDA_SHIFT2], ~PAUSED      ; any key ends the pause and is lost
.done:  ret

.left:  test    ah, FLAG_E0
        jnz     .done
        or      byte [BDA_SHIFT], SHIFT_LEFT
        ret
.right: test    ah, FLAG_E0
        jnz     .done
        or      byte [BDA_SHIFT], SHIFT_RIGHT
        ret
.ctrl:  or      byte [BDA_SHIFT], SHIFT_CTRL
        test    ah, FLAG_E0
        jnz     .rctrl
        or      byte [BDA_SHIFT2], HELD_LCTRL
        ret
.rctrl: or      byte [BDA_KEY_FLAGS3], HELD_RCTRL
        ret
.alt:   or      byte [BDA_SHIFT], SHIFT_ALT
        test    ah, FLAG_E0
        jnz     .ralt
        or      byte [BDA_SHIFT2], HELD_LALT
        ret
.ralt:  or      byte [BDA_KEY_FLAGS3], HELD_RALT
        ret
.caps:  mov     bl, SHIFT_CAPS
        jmp     .toggle
.num:   test    byte [BDA_SHIFT], SHIFT_CTRL    ; Ctrl-NumLock is Pause on an 84-key keyboard
        jz      .numlock
        mov     al, 45h
        pop     bx
        jmp     int09_handler.pause
.numlock:
        mov     bl, SHIFT_NUM
        jmp     .toggle
.scroll:
        test    byte [BDA_SHIFT], SHIFT_CTRL
        jnz     .ctrl_break
        mov     bl, SHIFT_SCROLL
.toggle:
        test    [BDA_SHIFT2], bl        ; repeats while held
        jnz     .done
        or      [BDA_SHIFT2], bl
        xor     [BDA_SHIFT], bl
        ret
.sysrq: test    byte [BDA_SHIFT2], HELD_SYSRQ
        jnz     .done
        or      byte [BDA_SHIFT2], HELD_SYSRQ
        mov     ax, 8500h
        jmp     key_system_request

.ctrl_break:                            ; an empty buffer, a flag, INT 1Bh, and 0000 as a key
        mov     ax, [BDA_KEY_START]
        mov     [BDA_KEY_HEAD], ax
        mov     [BDA_KEY_TAIL], ax
        or      byte [BDA_BREAK], 80h
        int     1Bh
        push    BDA
        pop     ds
        xor     ax, ax
        jmp     store_key

; A key that makes a character. AL: scan code, AH: bit 1 set after E0.
key_character:
        mov     bh, [BDA_SHIFT]
        cmp     al, 53h                 ; Ctrl-Alt-Del
        jne     .print
        mov     bl, bh
        and     bl, SHIFT_CTRL | SHIFT_ALT
        cmp     bl, SHIFT_CTRL | SHIFT_ALT
        je      warm_boot
.print: test    ah, FLAG_E0
        jnz     .grey
        cmp     al, 47h
        jb      .column
        cmp     al, 53h
        ja      .column
        ; the keypad: digits for Alt-number, or NumLock turns its two faces around
        test    bh, SHIFT_ALT
        jz      .insert
        movzx   bx, al
        mov     bl, [cs:bx + keypad_digits - 47h]
        cmp     bl, 9
        ja      .alt
        mov     al, [BDA_ALT_NUMBER]
        mov     ah, 10
        mul     ah
        add     al, bl
        mov     [BDA_ALT_NUMBER], al
        ret
.insert:
        test    bh, SHIFT_CTRL
        jnz     .column
        mov     bl, 0
        test    bh, SHIFT_LEFT | SHIFT_RIGHT
        setnz   bl
        test    bh, SHIFT_NUM
        jz      .face
        cmp     al, 4Ah                 ; minus and plus are the same on both faces
        je      .face
        cmp     al, 4Eh
        je      .face
        xor     bl, 1
.face:  cmp     al, 52h
        jne     .keypad
        test    bl, bl
        jnz     .keypad
        call    toggle_insert
.keypad:
        movzx   si, bl                  ; column 0 or 1
        jmp     .look
.alt:   mov     si, 3
        jmp     .look

.column:
        mov     si, 3
        test    bh, SHIFT_ALT
        jnz     .alt_number_over
        dec     si
        test    bh, SHIFT_CTRL
        jnz     .look
        mov     bl, 0
        test    bh, SHIFT_LEFT | SHIFT_RIGHT
        setnz   bl
        test    bh, SHIFT_CAPS
        jz      .shifted
        call    is_letter
        jne     .shifted
        xor     bl, 1
.shifted:
        movzx   si, bl
        jmp     .look
.alt_number_over:
        mov     byte [BDA_ALT_NUMBER], 0
.look:  movzx   bx, al
        shl     bx, 3
        shl     si, 1
        mov     ax, [cs:bx + si + key_table]
        test    ax, ax
        jnz     store_key_or_beep
.ignore:
        ret

        ; keys with E0 before them
.grey:  cmp     al, 37h
        je      .print_screen
        cmp     al, 46h
        je      key_pressed.ctrl_break  ; E0 46: Ctrl-Break of the enhanced keyboard
        cmp     al, 52h
        jne     .find
        test    bh, SHIFT_CTRL | SHIFT_ALT
        jnz     .find
        call    toggle_insert
.find:  mov     si, grey_table
.row:   cmp     byte [cs:si], 0
        je      .ignore
        cmp     [cs:si], al
        je      .found
        add     si, 7
        jmp     .row
.found: mov     ax, [cs:si + 5]
        test    bh, SHIFT_ALT
        jnz     .grey_store
        mov     ax, [cs:si + 3]
        test    bh, SHIFT_CTRL
        jnz     .grey_store
        mov     ax, [cs:si + 1]
.grey_store:
        test    ax, ax
        jnz     store_key_or_beep
        ret
.print_screen:
        mov     ax, 7200h               ; Ctrl-PrtSc is a key like others
        test    bh, SHIFT_CTRL
        jnz     store_key_or_beep
        mov     al, EOI
        out     PIC1, al
        sti
        int     05h
        cli
        pop     ax
        jmp     int09_handler.leave

; Zero flag: scan code AL is a letter. Changes nothing else.
is_letter:
        push    bx
        push    ax
        movzx   bx, al
        shl     bx, 3
        mov     al, [cs:bx + key_table]
        cmp     al, 'a'
        jb      .no
        cmp     al, 'z'
        ja      .no
        cmp     al, al
.no:    pop     ax
        pop     bx
        ret

toggle_insert:
        test    byte [BDA_SHIFT2], SHIFT_INSERT
        jnz     .held
        or      byte [BDA_SHIFT2], SHIFT_INSERT
        xor     byte [BDA_SHIFT], SHIFT_INSERT
.held:  ret

store_key_or_beep:
        call    store_key
        jc      beep
        push    ax
        mov     ax, 9102h               ; the keyboard is ready: INT 15h AH=91h ends a wait of AH=90h
        int     15h
        pop     ax
        ret

; AX: entry for the buffer. Carry: it is full. DS = BDA.
store_key:
        pushf
        cli
        push    bx
        push    si
        mov     si, [BDA_KEY_TAIL]
        mov     bx, si
        call    next_key_slot
        cmp     bx, [BDA_KEY_HEAD]
        je      .full
        mov     [si], ax
        mov     [BDA_KEY_TAIL], bx
        pop     si
        pop     bx
        popf
        clc
        ret
.full:  pop     si
        pop     bx
        popf
        stc
        ret

; BX: position in the keyboard buffer -> the next
next_key_slot:
        inc     bx
        inc     bx
        cmp     bx, [BDA_KEY_END]
        jb      .ok
        mov     bx, [BDA_KEY_START]
.ok:    ret

; Ctrl-Alt-Del: a reset of the processor with the warm boot word set
warm_boot:
        mov     word [BDA_WARM], 1234h
restart:
        mov     ax, CMOS_SHUTDOWN
        call    cmos_write
        mov     al, 0FEh                ; pulse the reset line
        call    kbc_command
        mov     cx, 1000
        call    delay_refresh
        in      al, PORT_A              ; the other way
        or      al, 01h
        out     PORT_A, al
        mov     cx, 1000
        call    delay_refresh
        jmp     0F000h:0FFF0h

; A short tone of 900 Hz. The timer goes on meanwhile.
beep:
        pushf
        sti
        push    ax
        push    cx
        mov     al, 0B6h
        out     PIT_CONTROL, al
        mov     al, 33h
        out     PIT2, al
        mov     al, 05h
        out     PIT2, al
        in      al, PORT_B
        push    ax
        or      al, 03h
        out     PORT_B, al
        mov     cx, 2000                ; 30 ms
        call    delay_refresh
        pop     ax
        out     PORT_B, al
        pop     cx
        pop     ax
        popf
        ret

; ---- lock lights. Nothing waits: ED goes out, its ACK sends the lights, the next ACK ends it.
; Called with interrupts off, DS = BDA.
update_leds:
        mov     al, [BDA_SHIFT]
        shr     al, 4
        and     al, 07h
        mov     ah, [BDA_KEY_FLAGS2]
        test    ah, 40h
        jnz     .busy
        and     ah, 07h
        cmp     al, ah
        je      .done
.start: push    es
        call    load_ebda
        mov     byte [es:EBDA_LED_PHASE], 1
        mov     al, [BDA_TICKS]
        mov     [es:EBDA_LED_TICK], al
        pop     es
        or      byte [BDA_KEY_FLAGS2], 40h
        mov     al, 0EDh
        jmp     kbc_write
.busy:  push    es                      ; no answer for four ticks: somebody else reads the keyboard, let it be
        call    load_ebda
        mov     ah, [BDA_TICKS]
        sub     ah, [es:EBDA_LED_TICK]
        pop     es
        cmp     ah, 4
        jb      .done
        and     byte [BDA_KEY_FLAGS2], ~47h
        or      [BDA_KEY_FLAGS2], al
.done:  ret

leds_acknowledged:
        test    byte [BDA_KEY_FLAGS2], 40h
        jz      .done
        call    load_ebda
        cmp     byte [es:EBDA_LED_PHASE], 1
        jne     .over
        mov     byte [es:EBDA_LED_PHASE], 2
        mov     al, [BDA_SHIFT]
        shr     al, 4
        and     al, 07h
        and     byte [BDA_KEY_FLAGS2], ~07h
        or      [BDA_KEY_FLAGS2], al
        jmp     kbc_write
.over:  mov     byte [es:EBDA_LED_PHASE], 0
        and     byte [BDA_KEY_FLAGS2], ~40h
.done:  ret

; ---- tables
keypad_digits:                          ; 47h-53h
        db      7, 8, 9, 0FFh, 4, 5, 6, 0FFh, 1, 2, 3, 0, 0FFh

; scan code in the upper, character in the lower byte: plain, Shift, Ctrl, Alt. Character F0h marks entries that
; only the functions 10h and 11h of INT 16h show.
%macro KEY 4
        dw      %1, %2, %3, %4
%endmacro
%macro LETTER 2                         ; scan code, lower-case letter
        dw      (%1 << 8) | %2, (%1 << 8) | (%2 - 32), (%1 << 8) | (%2 & 1Fh), %1 << 8
%endmacro
%macro DIGIT 5                          ; scan code, plain, Shift, Ctrl entry, Alt scan code
        dw      (%1 << 8) | %2, (%1 << 8) | %3, %4, %5 << 8
%endmacro
%macro FUNCTION 1                       ; F1-F10
        dw      %1 << 8, (%1 + 19h) << 8, (%1 + 23h) << 8, (%1 + 2Dh) << 8
%endmacro
key_table:
        KEY     0, 0, 0, 0
        KEY     011Bh, 011Bh, 011Bh, 01F0h      ; Esc
        DIGIT   02h, '1', '!', 0, 78h
        DIGIT   03h, '2', '@', 0300h, 79h
        DIGIT   04h, '3', '#', 0, 7Ah
        DIGIT   05h, '4', '$', 0, 7Bh
        DIGIT   06h, '5', '%', 0, 7Ch
        DIGIT   07h, '6', '^', 071Eh, 7Dh
        DIGIT   08h, '7', '&', 0, 7Eh
        DIGIT   09h, '8', '*', 0, 7Fh
        DIGIT   0Ah, '9', '(', 0, 80h
        DIGIT   0Bh, '0', ')', 0, 81h
        DIGIT   0Ch, '-', '_', 0C1Fh, 82h
        DIGIT   0Dh, '=', '+', 0, 83h
        KEY     0E08h, 0E08h, 0E7Fh, 0EF0h      ; Backspace
        KEY     0F09h, 0F00h, 94F0h, 0A5F0h     ; Tab
        LETTER  10h, 'q'
        LETTER  11h, 'w'
        LETTER  12h, 'e'
        LETTER  13h, 'r'
        LETTER  14h, 't'
        LETTER  15h, 'y'
        LETTER  16h, 'u'
        LETTER  17h, 'i'
        LETTER  18h, 'o'
        LETTER  19h, 'p'
        KEY     1A5Bh, 1A7Bh, 1A1Bh, 1AF0h      ; [ {
        KEY     1B5Dh, 1B7Dh, 1B1Dh, 1BF0h      ; ] }
        KEY     1C0Dh, 1C0Dh, 1C0Ah, 1CF0h      ; Enter
        KEY     0, 0, 0, 0                      ; Ctrl
        LETTER  1Eh, 'a'
        LETTER  1Fh, 's'
        LETTER  20h, 'd'
        LETTER  21h, 'f'
        LETTER  22h, 'g'
        LETTER  23h, 'h'
        LETTER  24h, 'j'
        LETTER  25h, 'k'
        LETTER  26h, 'l'
        KEY     273Bh, 273Ah, 0, 27F0h          ; ; :
        KEY     2827h, 2822h, 0, 28F0h          ; ' "
        KEY     2960h, 297Eh, 0, 29F0h          ; ` ~
        KEY     0, 0, 0, 0                      ; left Shift
        KEY     2B5Ch, 2B7Ch, 2B1Ch, 2BF0h      ; \ |
        LETTER  2Ch, 'z'
        LETTER  2Dh, 'x'
        LETTER  2Eh, 'c'
        LETTER  2Fh, 'v'
        LETTER  30h, 'b'
        LETTER  31h, 'n'
        LETTER  32h, 'm'
        KEY     332Ch, 333Ch, 0, 33F0h          ; , <
        KEY     342Eh, 343Eh, 0, 34F0h          ; . >
        KEY     352Fh, 353Fh, 0, 35F0h          ; / ?
        KEY     0, 0, 0, 0                      ; right Shift
        KEY     372Ah, 372Ah, 96F0h, 37F0h      ; keypad *
        KEY     0, 0, 0, 0                      ; Alt
        KEY     3920h, 3920h, 3920h, 3920h      ; space
        KEY     0, 0, 0, 0                      ; CapsLock
        FUNCTION 3Bh
        FUNCTION 3Ch
        FUNCTION 3Dh
        FUNCTION 3Eh
        FUNCTION 3Fh
        FUNCTION 40h
        FUNCTION 41h
        FUNCTION 42h
        FUNCTION 43h
        FUNCTION 44h
        KEY     0, 0, 0, 0                      ; NumLock
        KEY     0, 0, 0, 0                      ; ScrollLock
        KEY     4700h, 4737h, 7700h, 0          ; keypad 7
        KEY     4800h, 4838h, 8DF0h, 0
        KEY     4900h, 4939h, 8400h, 0
        KEY     4A2Dh, 4A2Dh, 8EF0h, 4AF0h      ; keypad -
        KEY     4B00h, 4B34h, 7300h, 0
        KEY     4CF0h, 4C35h, 8FF0h, 0
        KEY     4D00h, 4D36h, 7400h, 0
        KEY     4E2Bh, 4E2Bh, 90F0h, 4EF0h      ; keypad +
        KEY     4F00h, 4F31h, 7500h, 0
        KEY     5000h, 5032h, 91F0h, 0
        KEY     5100h, 5133h, 7600h, 0
        KEY     5200h, 5230h, 92F0h, 0
        KEY     5300h, 532Eh, 93F0h, 0
        KEY     0, 0, 0, 0                      ; 54 SysRq
        KEY     0, 0, 0, 0
        KEY     565Ch, 567Ch, 0, 0              ; the 102nd key
        KEY     8500h, 8700h, 8900h, 8B00h      ; F11
        KEY     8600h, 8800h, 8A00h, 8C00h      ; F12

; keys after E0: scan code, then plain (also with Shift), Ctrl, Alt
%macro GREY 4
        db      %1
        dw      %2, %3, %4
%endmacro
grey_table:
        GREY    1Ch, 0E00Dh, 0E00Ah, 0A600h     ; keypad Enter
        GREY    35h, 0E02Fh, 9500h, 0A400h      ; keypad /
        GREY    47h, 47E0h, 77E0h, 9700h        ; Home
        GREY    48h, 48E0h, 8DE0h, 9800h        ; up
        GREY    49h, 49E0h, 84E0h, 9900h        ; PgUp
        GREY    4Bh, 4BE0h, 73E0h, 9B00h        ; left
        GREY    4Dh, 4DE0h, 74E0h, 9D00h        ; right
        GREY    4Fh, 4FE0h, 75E0h, 9F00h        ; End
        GREY    50h, 50E0h, 91E0h, 0A000h       ; down
        GREY    51h, 51E0h, 76E0h, 0A100h       ; PgDn
        GREY    52h, 52E0h, 92E0h, 0A200h       ; Ins
        GREY    53h, 53E0h, 93E0h, 0A300h       ; Del
        db      0
