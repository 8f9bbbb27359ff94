; Entry from the option ROM scan, C000:0003.

initialise:
        pushf
        cli
        push ds
        push es
        pushad
        cld
        mov dx, VGA_ENABLE              ; the board may leave the card asleep
        mov al, 1
        out dx, al
        xor ax, ax
        mov ds, ax
        mov eax, [VECTOR_VIDEO]
        mov [VECTOR_OLD_VIDEO], eax     ; the system BIOS's own handler stays reachable as INT 42h
        mov ax, int10_entry
        mov dx, cs
        mov [VECTOR_VIDEO], ax
        mov [VECTOR_VIDEO+2], dx
        mov [VECTOR_ALIAS], ax
        mov [VECTOR_ALIAS+2], dx
        mov word [VECTOR_UPPER_8X8], font_8x8_upper
        mov [VECTOR_UPPER_8X8+2], dx
        mov word [VECTOR_FONT], font_8x16
        mov [VECTOR_FONT+2], dx
        cmp dword [VECTOR_PARAMS], 0    ; the system BIOS has its own table at F000:F0A4
        jne .parameters
        mov word [VECTOR_PARAMS], cga_parameters
        mov [VECTOR_PARAMS+2], dx
.parameters:
        push BDA_SEG
        pop ds
        and byte [BDA_EQUIPMENT], ~30h
        or byte [BDA_EQUIPMENT], 20h    ; 80x25 colour
        mov byte [BDA_CONTROL], CONTROL_256K
        mov byte [BDA_SWITCHES], 0F9h   ; feature bits all ones, switches: EGA with an enhanced colour display
        mov byte [BDA_OPTIONS], OPTION_ACTIVE | OPTION_400 | OPTION_SWITCHING
        mov byte [BDA_DCC], DCC_VGA_COLOUR
        mov word [BDA_SAVE_POINTER], save_pointer_table
        mov [BDA_SAVE_POINTER+2], cs
        mov ax, 0003h
        int 10h
        popad
        pop es
        pop ds
        popf
        retf

; Save pointer table and its secondary table (BIOS Interface Technical Reference, "Save pointer tables"). A program that wants its own
; fonts or palettes copies these to RAM and points 40:A8 there.
save_pointer_table:
        dw video_parameters, 0C000h
        dd 0                            ; dynamic parameter save area
        dd 0                            ; alphanumeric character set override
        dd 0                            ; graphics character set override
        dw secondary_save_table, 0C000h
        dd 0, 0
secondary_save_table:
        dw .end-secondary_save_table
        dw display_combinations, 0C000h
        dd 0                            ; second alphanumeric character set override
        dd 0                            ; user palette profile
        dd 0, 0, 0
.end:

; The 6845 values that INT 1Dh pointed at on a CGA (PC AT Technical Reference, VIDEO_PARMS): 40x25, 80x25, graphics, monochrome;
; then regen lengths, columns and mode register values.
cga_parameters:
        db 38h, 28h, 2Dh, 0Ah, 1Fh, 6, 19h, 1Ch, 2, 7, 6, 7, 0, 0, 0, 0
        db 71h, 50h, 5Ah, 0Ah, 1Fh, 6, 19h, 1Ch, 2, 7, 6, 7, 0, 0, 0, 0
        db 38h, 28h, 2Dh, 0Ah, 7Fh, 6, 64h, 70h, 2, 1, 6, 7, 0, 0, 0, 0
        db 61h, 50h, 52h, 0Fh, 19h, 6, 19h, 19h, 2, 0Dh, 0Bh, 0Ch, 0, 0, 0, 0
        dw 0800h, 1000h, 4000h, 4000h
        db 40, 40, 80, 80, 40, 40, 80, 80
        db 2Ch, 28h, 2Dh, 29h, 2Ah, 2Eh, 1Eh, 29h
