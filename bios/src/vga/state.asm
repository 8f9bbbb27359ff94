; AH=1A display combination, AH=1B functionality and state, AH=1C save and restore.

DCC_VGA_COLOUR  equ 0Bh

; Display combination table: entries, version, the highest code, then pairs of active and alternate display code; the index of the current
; pair is in 40:8A.
display_combinations:
        db (.end - .pairs) / 2
        db 1
        db 8
        db 0
.pairs: db 0, 0,  0, 1,  0, 2,  2, 1,  0, 4,  4, 1,  0, 5,  2, 5,  0, 6,  1, 6,  5, 6,  0, 8,  1, 8,  0, 7,  2, 7,  6, 7
.end:

display_combination:
        cmp al, 1
        je .set
        ja .done
        call current_combination
        mov CALLER_BX, bx
.supported:
        mov CALLER_AL, 1Ah
.done:  ret
.set:   xor si, si                      ; BL = active, BH = alternate: find the pair in either order
.next:  mov dx, [cs:si+display_combinations.pairs]
        cmp dx, bx
        je .found
        xchg dl, dh
        cmp dx, bx
        je .found
        add si, 2
        cmp si, display_combinations.end - display_combinations.pairs
        jb .next
        mov byte [BDA_DCC], 0FFh
        jmp .supported
.found: shr si, 1
        mov ax, si
        mov [BDA_DCC], al
        jmp .supported

; @return BL = active display code, BH = alternate. Destroys AX, SI, ES.
current_combination:
        mov bx, 0FFFFh
        movzx si, byte [BDA_DCC]
        push di
        les di, [BDA_SAVE_POINTER]
        les di, [es:di+16]              ; secondary table
        les di, [es:di+2]
        movzx ax, byte [es:di]
        cmp si, ax
        jae .unknown
        add si, si
        add di, si
        mov bx, [es:di+4]
        or bl, bl                       ; the table has lower codes first; the one that is there is active
        jnz .unknown
        xchg bl, bh
.unknown:
        pop di
        ret

; What a VGA can do (BIOS Interface Technical Reference, static functionality table).
static_functionality:
        db 0FFh, 0E0h, 0Fh              ; modes 0-7, 0D-0F, 10-13
        dd 0
        db 07h                          ; text with 200, 350, 400 lines
        db 8, 2                         ; character blocks, of them active at once
        db 0FFh                         ; all modes, gray summing, fonts, default palette, cursor emulation, EGA palette, DAC, DAC paging
        db 0Eh                          ; save and restore, blinking or intensity, display combination; no light pen
        dw 0
        db 2Fh                          ; save pointers: 512 characters, dynamic save area, both font overrides, display combination
        db 0

; BX = 0: ES:DI of the caller receives 64 bytes
functionality_info:
        or bx, bx
        jnz .done
        mov CALLER_AL, 1Bh
        mov es, CALLER_ES
        mov ax, static_functionality
        stosw
        mov ax, cs
        stosw
        mov si, BDA_MODE
        mov cx, BDA_CRT_PALETTE + 1 - BDA_MODE
        rep movsb                       ; 04-21
        mov al, [BDA_ROWS]
        inc ax
        stosb                           ; 22: rows
        mov ax, [BDA_CHAR_HEIGHT]
        stosw                           ; 23
        push es
        call current_combination
        pop es
        mov ax, bx
        stosw                           ; 25, 26
        movzx bx, byte [BDA_MODE]
        cmp bx, 13h
        jbe .standard
        call get_class
        mov bl, 3                       ; text with 132 columns
        cmp si, CLASS_TEXT
        je .standard
        mov bl, 8
.standard:
        add bx, bx
        mov ax, [cs:bx+.colours_pages]
        cmp ah, 0FFh
        mov cl, ah
        mov ah, 0
        jne .colours
        mov cl, 1
        mov ax, 256
.colours:
        stosw                           ; 27: colours
        mov al, cl
        stosb                           ; 29: pages
        call display_lines
        mov bl, 0
        cmp ax, 351
        jb .lines350
        mov bl, 2
        cmp ax, 480
        jb .lines400
        inc bx
        jmp .lines
.lines400:
        push bx
        push ax
        mov dx, [BDA_CRTC]
        mov al, 9
        call read_register
        test ah, 80h
        pop ax
        pop bx
        jz .lines
        mov bl, 0                       ; each line shown twice
        jmp .lines
.lines350:
        inc bx
.lines: mov al, bl
        stosb                           ; 2A: 0 = 200, 1 = 350, 2 = 400, 3 = 480 lines
        mov dx, SEQ
        mov al, 3
        call read_register
        mov bl, ah
        mov al, ah
        and al, 3
        shr ah, 2
        and ah, 4
        or al, ah
        stosb                           ; 2B: primary character block
        mov al, bl
        shr al, 2
        mov ah, al
        and al, 3
        shr ah, 1
        and ah, 4
        or al, ah
        stosb                           ; 2C: secondary character block
        mov ah, [BDA_OPTIONS]
        mov al, ah
        and al, OPTION_GRAY | OPTION_MONITOR_MONO | OPTION_NO_PALETTE
        inc ax                          ; every mode works on every display
        test byte [BDA_CONTROL], CONTROL_NO_CURSOR_EMULATION
        jnz .no_emulation
        or al, 10h
.no_emulation:
        test byte [BDA_CRT_MODE], 20h
        jz .no_blink
        or al, 20h
.no_blink:
        stosb                           ; 2D
        mov cx, 3
        xor al, al
        rep stosb                       ; 2E-30
        mov al, 3
        stosb                           ; 31: 256K
        call save_pointer_flags
        stosb                           ; 32
        mov cx, 13
        xor al, al
        rep stosb                       ; 33-3F
.done:  ret
; by mode: colours (00 with FF: 256), pages
.colours_pages:
        db 16, 8,  16, 8,  16, 8,  16, 8,  4, 1,  4, 1,  2, 1,  0, 8
        db 0, 0FFh,  0, 0FFh,  0, 0FFh,  0, 0FFh,  0, 0FFh
        db 16, 8,  16, 4,  2, 2,  16, 2,  2, 1,  16, 1,  0, 0FFh

; @return AL = which entries of the save pointer table are in use. Preserves ES, DI.
save_pointer_flags:
        push es
        push di
        les di, [BDA_SAVE_POINTER]
        xor al, al
        cmp dword [es:di+4], 0
        je .fonts
        or al, 2
.fonts: cmp dword [es:di+8], 0
        je .graphics
        or al, 4
.graphics:
        cmp dword [es:di+12], 0
        je .done
        or al, 8
.done:  pop di
        pop es
        ret

; CX = parts (bit 0 hardware, 1 BIOS data, 2 DAC); AL = 0: @return BX = 64-byte blocks; 1: save to ES:BX; 2: restore from ES:BX
STATE_HARDWARE_BLOCKS equ 2
STATE_BIOS_BLOCKS equ 1
STATE_DAC_BLOCKS equ 13

video_state:
        cmp al, 2
        ja .done
        mov CALLER_AL, 1Ch
        je .restore
        cmp al, 1
        je .save
        call state_blocks
        mov CALLER_BX, bx
.done:  ret
.save:  mov di, bx
        jmp save_state
.restore:
        mov si, bx
        jmp restore_state

; CX = parts; @return BX = 64-byte blocks
state_blocks:
        xor bx, bx
        test cl, 1
        jz .bios
        add bx, STATE_HARDWARE_BLOCKS
.bios:  test cl, 2
        jz .dac
        add bx, STATE_BIOS_BLOCKS
.dac:   test cl, 4
        jz .done
        add bx, STATE_DAC_BLOCKS
.done:  ret

; CX = parts, ES:DI = buffer
save_state:
        test cl, 1
        jz .bios
        push cx
        push di
        call save_hardware
        pop di
        pop cx
        add di, STATE_HARDWARE_BLOCKS * 64
.bios:  test cl, 2
        jz .dac
        push cx
        push di
        call save_bios_data
        pop di
        pop cx
        add di, STATE_BIOS_BLOCKS * 64
.dac:   test cl, 4
        jnz save_dac
        ret

; Hardware part: four index registers, CRTC address, miscellaneous output, feature control; sequencer 0-4, CRTC 0-18, attribute 0-14,
; graphics 0-8
save_hardware:
        mov dx, SEQ
        in al, dx
        stosb
        mov dx, [BDA_CRTC]
        in al, dx
        stosb
        mov dx, GC
        in al, dx
        stosb
        mov dx, ATC
        in al, dx
        stosb
        mov ax, [BDA_CRTC]
        stosw
        mov dx, MISC_READ
        in al, dx
        stosb
        mov dx, FEATURE_READ
        in al, dx
        stosb
        mov dx, SEQ
        mov cx, 5
        call .indexed
        mov dx, [BDA_CRTC]
        mov cx, 19h
        call .indexed
        xor bx, bx
.attribute:
        mov al, bl
        call read_attribute
        mov al, ah
        stosb
        inc bx
        cmp bl, 15h
        jb .attribute
        call palette_on
        mov dx, GC
        mov cx, 9
        call .indexed
        mov dx, SEQ                     ; as they were: a program interrupted between index and data goes on
        mov al, [es:di-STATE_HARDWARE]
        out dx, al
        mov dx, [BDA_CRTC]
        mov al, [es:di-STATE_HARDWARE+1]
        out dx, al
        mov dx, GC
        mov al, [es:di-STATE_HARDWARE+2]
        out dx, al
        ret
.indexed:
        xor bx, bx
.next:  mov al, bl
        call read_register
        mov al, ah
        stosb
        inc bx
        loop .next
        ret
STATE_HARDWARE  equ 8 + 5 + 19h + 15h + 9

; BIOS part: 40:49-66, 40:84-8A, 40:A8, equipment bits, INT 5, 1Dh, 1Fh, 43h
save_bios_data:
        mov si, BDA_MODE
        mov cx, BDA_CRT_PALETTE + 1 - BDA_MODE
        rep movsb
        mov si, BDA_ROWS
        mov cx, BDA_DCC + 1 - BDA_ROWS
        rep movsb
        mov si, BDA_SAVE_POINTER
        movsd
        mov al, [BDA_EQUIPMENT]
        and al, 30h
        stosb
        push ds
        push 0
        pop ds
        mov si, 5 * 4
        movsd
        mov si, VECTOR_PARAMS
        movsd
        mov si, VECTOR_UPPER_8X8
        movsd
        mov si, VECTOR_FONT
        movsd
        pop ds
        ret

; DAC part: mask, colour select, 256 triples
save_dac:
        mov dx, PEL_MASK
        in al, dx
        stosb
        mov al, 14h
        call read_attribute
        mov al, ah
        stosb
        call palette_on
        mov dx, DAC_READ_INDEX
        xor al, al
        out dx, al
        mov dl, DAC_DATA & 0FFh
        mov cx, 256 * 3
.next:  in al, dx
        stosb
        loop .next
        ret

; CX = parts, ES:SI = buffer
restore_state:
        test cl, 1
        jz .bios
        push cx
        push si
        call restore_hardware
        pop si
        pop cx
        add si, STATE_HARDWARE_BLOCKS * 64
.bios:  test cl, 2
        jz .dac
        push cx
        push si
        call restore_bios_data
        pop si
        pop cx
        add si, STATE_BIOS_BLOCKS * 64
.dac:   test cl, 4
        jnz restore_dac
        ret

restore_hardware:
        push ds
        push es
        pop ds
        mov dx, 3BAh
        in al, dx
        mov dl, 0DAh
        in al, dx
        mov dx, SEQ
        outreg 0, 1
        lea bx, [si+8]
        mov cx, 0401h                   ; sequencer 1-4
        call .indexed_from
        mov al, [si+6]
        mov dx, MISC_WRITE
        out dx, al
        mov dx, SEQ
        outreg 0, 3
        mov dx, [si+4]                  ; CRTC, unprotected first
        outreg 11h, 0
        lea bx, [si+8+5]
        mov cx, 1800h
        call .indexed_from
        mov dx, [si+4]
        add dl, 6
        mov al, [si+7]
        out dx, al                      ; feature control
        mov dx, GC
        lea bx, [si+8+5+19h+15h]
        mov cx, 0800h
        call .indexed_from
        mov dx, [si+4]
        add dl, 6
        in al, dx
        mov dx, ATC
        lea bx, [si+8+5+19h]
        xor cx, cx
.attribute:
        mov al, cl
        out dx, al
        mov al, [bx]
        out dx, al
        inc bx
        inc cx
        cmp cl, 15h
        jb .attribute
        mov dx, SEQ
        mov al, [si]
        out dx, al
        mov dx, GC
        mov al, [si+2]
        out dx, al
        mov dx, [si+4]
        mov al, [si+1]
        out dx, al
        add dl, 6
        in al, dx
        mov dx, ATC
        mov al, [si+3]                  ; with the bit that turns the display on
        out dx, al
        in al, dx
        mov dx, [si+4]
        add dl, 6
        in al, dx
        pop ds
        ret
; registers CL to CH of DX from [BX+CL]
.indexed_from:
        push si
        mov si, bx
.next:  movzx bx, cl
        mov ah, [si+bx]
        mov al, cl
        out dx, ax
        inc cl
        cmp cl, ch
        jbe .next
        pop si
        ret

restore_bios_data:
        push es
        push ds
        push es
        push ds
        pop es
        pop ds
        mov di, BDA_MODE
        mov cx, BDA_CRT_PALETTE + 1 - BDA_MODE
        rep movsb
        mov di, BDA_ROWS
        mov cx, BDA_DCC + 1 - BDA_ROWS
        rep movsb
        mov di, BDA_SAVE_POINTER
        movsd
        lodsb
        and byte [es:BDA_EQUIPMENT], ~30h
        or [es:BDA_EQUIPMENT], al
        xor ax, ax
        mov es, ax
        mov di, 5 * 4
        movsd
        mov di, VECTOR_PARAMS
        movsd
        mov di, VECTOR_UPPER_8X8
        movsd
        mov di, VECTOR_FONT
        movsd
        pop ds
        pop es
        ret

restore_dac:
        mov dx, PEL_MASK
        mov al, [es:si]
        out dx, al
        mov al, 14h
        mov ah, [es:si+1]
        call write_attribute
        call palette_on
        add si, 2
        mov dx, DAC_WRITE_INDEX
        xor al, al
        out dx, al
        inc dx
        mov cx, 256 * 3
.next:  mov al, [es:si]
        inc si
        out dx, al
        loop .next
        ret
