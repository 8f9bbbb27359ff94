; INT 16h: the keyboard for programs, and the rule by which an idle guest halts.

; K of the idle rule: a program that finds the buffer empty this often within one tick of the timer, with no key, no
; other service and no cursor movement in between, is waiting, and the processor halts until the next interrupt.
; After that, IDLE_SHORT polls a tick are enough for IDLE_TICKS ticks; then the full proof is due again.
IDLE_DEFAULT_POLLS  equ 512
IDLE_SHORT          equ 16
IDLE_TICKS          equ 16

int16_handler:
        ENTER_SERVICE
        sti
        mov     al, [rAH]
        cmp     al, 12h
        ja      .leave
        movzx   bx, al
        add     bx, bx
        jmp     [cs:bx + .table]
.leave: LEAVE_SERVICE
.table: dw      read_key, peek_key, shift_state, set_typematic, .leave, push_key, .leave, .leave
        dw      .leave, keyboard_functions, keyboard_identity, .leave, .leave, .leave, .leave, .leave
        dw      read_key, peek_key, shift_state_enhanced

; 00, 10: wait for a key and take it
read_key:
        call    note_activity
.again: cli
        mov     bx, [BDA_KEY_HEAD]
        cmp     bx, [BDA_KEY_TAIL]
        jne     .take
        sti
        mov     ax, 9002h               ; a multitasking system may do something else
        int     15h
.wait:  cli
        call    update_leds
        mov     bx, [BDA_KEY_HEAD]
        cmp     bx, [BDA_KEY_TAIL]
        jne     .take
        sti                             ; STI's shadow: no interrupt gets between it and HLT
        hlt
        jmp     .wait
.take:  mov     ax, [bx]
        call    next_key_slot
        mov     [BDA_KEY_HEAD], bx
        sti
        call    translate_key
        jc      .again
        mov     [rAX], ax
        LEAVE_SERVICE

; 01, 11: is there a key? ZF set: no
peek_key:
        cli
        call    update_leds
.again: cli
        mov     bx, [BDA_KEY_HEAD]
        cmp     bx, [BDA_KEY_TAIL]
        je      .empty
        mov     ax, [bx]
        call    translate_key
        jnc     .found
        call    next_key_slot           ; not for this function: drop it
        mov     [BDA_KEY_HEAD], bx
        jmp     .again
.found: mov     [rAX], ax
        call    note_activity
        sti
        and     byte [rFLAGS], ~ZERO
        LEAVE_SERVICE
.empty: call    idle_poll
        or      byte [rFLAGS], ZERO
        LEAVE_SERVICE

; An empty poll: count it, and halt if the caller does nothing but poll. Interrupts come on. DS = BDA.
idle_poll:
        mov     es, [BDA_EBDA]
        mov     dx, [es:EBDA_IDLE_LIMIT]
        test    dx, dx
        jz      .done
        mov     ax, [BDA_CURSOR]        ; output by INT 10h moves the cursor: that is work
        cmp     ax, [es:EBDA_IDLE_CURSOR]
        je      .tick
        mov     [es:EBDA_IDLE_CURSOR], ax
        mov     byte [es:EBDA_IDLE_ACTIVE], 0
        mov     word [es:EBDA_IDLE_POLLS], 0
.tick:  mov     al, [BDA_TICKS]
        cmp     al, [es:EBDA_IDLE_TICK]
        je      .count
        mov     [es:EBDA_IDLE_TICK], al
        mov     word [es:EBDA_IDLE_POLLS], 0
        cmp     byte [es:EBDA_IDLE_ACTIVE], 0
        je      .count
        dec     byte [es:EBDA_IDLE_ACTIVE]
.count: inc     word [es:EBDA_IDLE_POLLS]
        cmp     byte [es:EBDA_IDLE_ACTIVE], 0
        je      .compare
        mov     dx, IDLE_SHORT
.compare:
        cmp     [es:EBDA_IDLE_POLLS], dx
        jb      .done
        cmp     byte [es:EBDA_IDLE_ACTIVE], 0
        jne     .halt
        mov     byte [es:EBDA_IDLE_ACTIVE], IDLE_TICKS
.halt:  in      al, PIC1_MASK           ; without the timer nothing might wake us
        test    al, 01h
        jnz     .done
        sti
        hlt
.done:  sti
        ret

; AX: buffer entry -> what the function in the frame shows of it. Carry: this function does not know such keys.
translate_key:
        test    byte [rAH], 10h
        jnz     .enhanced
        cmp     ah, 0E0h                ; keypad Enter and /
        je      .keypad
        test    ah, ah
        jz      .ok
        cmp     al, 0F0h
        je      .hidden
        cmp     al, 0E0h                ; grey keys look like the keypad's
        jne     .range
        mov     al, 0
.range: cmp     ah, 84h
        ja      .hidden
.ok:    clc
        ret
.keypad:
        mov     ah, 35h
        cmp     al, '/'
        je      .ok
        mov     ah, 1Ch
        clc
        ret
.hidden:
        stc
        ret
.enhanced:
        test    ah, ah
        jz      .ok
        cmp     al, 0F0h
        jne     .ok
        mov     al, 0
        clc
        ret

; 02: shift state
shift_state:
        mov     al, [BDA_SHIFT]
        mov     [rAL], al
        LEAVE_SERVICE

; 12: shift state of both sides
shift_state_enhanced:
        mov     al, [BDA_SHIFT]
        mov     [rAL], al
        mov     al, [BDA_SHIFT2]
        mov     ah, al
        and     al, 73h                 ; LCtrl LAlt, Scroll Num Caps held
        and     ah, HELD_SYSRQ
        shl     ah, 5
        or      al, ah
        mov     ah, [BDA_KEY_FLAGS3]
        and     ah, HELD_RCTRL | HELD_RALT
        or      al, ah
        mov     [rAH], al
        LEAVE_SERVICE

; 03 AL=5: typematic delay BH (0-3) and rate BL (0-1Fh). AL=0: default.
set_typematic:
        mov     bx, 010Bh               ; 500 ms, 10.9 characters a second
        cmp     byte [rAL], 0
        je      .set
        cmp     byte [rAL], 5
        jne     .leave
        mov     bx, [rBX]
        cmp     bh, 3
        ja      .leave
        cmp     bl, 1Fh
        ja      .leave
.set:   shl     bh, 5
        or      bl, bh
        mov     al, 0F3h
        call    .send
        jc      .leave
        mov     al, bl
        call    .send
.leave: LEAVE_SERVICE
; the ACK comes by INT 09h
.send:  and     byte [BDA_KEY_FLAGS2], ~30h
        call    kbc_write
        TIME_LIMIT 50
.wait:  test    byte [BDA_KEY_FLAGS2], 10h      ; carry clear
        jnz     .answered
        call    poll_time
        jnc     .wait
.answered:
        ret

; 05: CX into the buffer. AL 0 done, 1 full
push_key:
        mov     ax, [rCX]
        call    store_key
        sbb     al, al
        and     al, 1
        mov     [rAL], al
        LEAVE_SERVICE

; 09: which functions exist: 0305h, 0Ah, 10h-12h
keyboard_functions:
        mov     byte [rAL], 34h
        LEAVE_SERVICE

; 0A: what the keyboard called itself
keyboard_identity:
        call    load_ebda
        mov     ax, [es:EBDA_KEYBOARD_ID]
        mov     [rBX], ax
        LEAVE_SERVICE
