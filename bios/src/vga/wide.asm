; Text with 132 columns: modes 55h (25 rows) and 54h (43 rows), the numbers that several makers of VGA cards chose; VBE calls them 109h and
; 10Ah. They are mode 3 with other horizontal timing, eight dots a character.

MODE_132X43     equ 54h
MODE_132X25     equ 55h

; AL = mode; @return ZF set when it is one of these two
is_wide_mode:
        cmp al, MODE_132X43
        je .done
        cmp al, MODE_132X25
.done:  ret

; AL = mode, BL bit 7: keep the memory
set_wide_mode:
        push ax
        mov ah, [BDA_OPTIONS]
        push ax
        and byte [BDA_OPTIONS], ~(OPTION_200 | OPTION_400)
        cmp al, MODE_132X43
        je .lines                       ; 43 rows of 8 lines fit 350
        or byte [BDA_OPTIONS], OPTION_400
.lines: mov al, 3
        and bl, 80h
        or al, bl
        call set_mode
        pop ax
        mov [BDA_OPTIONS], ah
        mov dx, SEQ
        mov al, 1
        call read_register
        or ah, 1                        ; eight dots
        out dx, ax
        mov dx, [BDA_CRTC]
        mov al, 11h
        call read_register
        push ax
        and ah, 7Fh                     ; lift the write protection
        out dx, ax
        mov si, .timing
        mov cx, 6
        mov al, 0
.next:  mov ah, [cs:si]
        inc si
        out dx, ax
        inc ax
        loop .next
        mov ax, (132 / 2) << 8 | 13h    ; words from line to line
        out dx, ax
        pop ax
        out dx, ax
        mov word [BDA_COLUMNS], 132
        pop ax
        mov [BDA_MODE], al
        mov ah, 16
        cmp al, MODE_132X25
        je recalculate
        xor bl, bl
        jmp load_8x8_recalculate
; CRTC 0-5 for 160 characters in all: total, end of display, start and end of blanking, start and end of retrace
.timing: db 160 - 5, 132 - 1, 132, 80h | (157 & 1Fh), 138, 150 & 1Fh
