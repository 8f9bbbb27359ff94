; INT 10h: saves the caller's registers as a FRAME at BP, points DS at the BIOS data area and calls the service of AH with AX-DX, DI and
; ES as the caller gave them. A service may destroy every register except BP, SS and SP; it returns values by writing to the frame.

int10_entry:
        push ds
        push es
        pushad                          ; the upper halves too: drivers call from 32-bit code by way of V86 mode
        mov bp, sp
        cld
        push BDA_SEG
        pop ds
        test byte [bp+FRAME.flags+1], 2
        jz .dispatch                    ; a caller that masked interrupts has a reason
        sti
.dispatch:
        cmp ah, 4Fh
        je .vbe
        cmp ah, 1Ch
        ja .done                        ; unknown services return with all registers unchanged
        movzx si, ah
        add si, si
        call [cs:si+int10_services]
.done:  popad
        pop es
        pop ds
        iret
.vbe:   call vbe_service
        jmp .done

int10_services:
        dw set_mode                     ; 00
        dw set_cursor_type              ; 01
        dw set_cursor                   ; 02
        dw get_cursor                   ; 03
        dw read_light_pen               ; 04
        dw set_page                     ; 05
        dw scroll_up                    ; 06
        dw scroll_down                  ; 07
        dw read_char                    ; 08
        dw write_char_attribute         ; 09
        dw write_char                   ; 0A
        dw set_cga_palette              ; 0B
        dw write_pixel                  ; 0C
        dw read_pixel                   ; 0D
        dw teletype                     ; 0E
        dw get_mode                     ; 0F
        dw palette_service              ; 10
        dw font_service                 ; 11
        dw alternate_select             ; 12
        dw write_string                 ; 13
        times 6 dw no_service           ; 14-19
        dw display_combination          ; 1A
        dw functionality_info           ; 1B
        dw video_state                  ; 1C

no_service:
        ret

; @return SI = CLASS_* of the current mode
get_class:
        movzx si, byte [BDA_MODE]
        cmp si, 13h
        ja .other
        movzx si, byte [cs:si+mode_classes]
        ret
.other: cmp si, MODE_132X43
        je .wide
        cmp si, MODE_132X25
        je .wide
        mov si, CLASS_NONE
        ret
.wide:  mov si, CLASS_TEXT
        ret

mode_classes:
        times 4 db CLASS_TEXT           ; 0-3
        db CLASS_CGA2, CLASS_CGA2, CLASS_CGA1, CLASS_TEXT
        times 5 db CLASS_NONE           ; 8-0C
        times 6 db CLASS_PLANAR         ; 0D-12
        db CLASS_BYTE                   ; 13
