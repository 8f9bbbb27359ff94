; AH=00 set mode, AH=0F get mode.

; AL = mode, bit 7: keep the memory. An unknown mode changes nothing.
set_mode:
        mov bl, al
        and al, 7Fh
        call is_wide_mode
        je set_wide_mode
        call find_parameters
        jc .unknown
        call vbe_leave
        and byte [BDA_CONTROL], ~CONTROL_NO_CLEAR
        and bl, 80h
        or [BDA_CONTROL], bl
        call describe_mode
        call program_registers
        call load_default_palette
        test byte [BDA_CONTROL], CONTROL_NO_CLEAR
        jnz .kept
        call clear_memory
.kept:  call load_mode_font
        call save_dynamic_palette
        call screen_on
.unknown:
        ret

get_mode:
        mov al, [BDA_CONTROL]
        and al, CONTROL_NO_CLEAR
        or al, [BDA_MODE]
        mov CALLER_AL, al
        mov al, [BDA_COLUMNS]
        mov CALLER_AH, al
        mov al, [BDA_PAGE]
        mov CALLER_BH, al
        ret

; AL = mode without bit 7
; @return ES:SI = its PARAM entry; CF set when there is no such mode. Destroys AH.
find_parameters:
        cmp al, 13h
        ja .none
        movzx si, al
        mov ah, [BDA_OPTIONS]
        test ah, OPTION_400
        jnz .lines400
        test ah, OPTION_200
        jnz .lines200
        mov ah, [cs:si+entries_350]
        jmp .found
.lines200:
        mov ah, [cs:si+entries_200]
        jmp .found
.lines400:
        mov ah, [cs:si+entries_400]
.found: cmp ah, 0FFh
        je .none
        les si, [BDA_SAVE_POINTER]
        les si, [es:si]                 ; the parameter table may be a program's own
        push ax
        movzx ax, ah
        shl ax, 6
        add si, ax
        pop ax
        clc
        ret
.none:  stc
        ret

; Index into the video parameter table by mode and scan lines. A VGA always takes the 256K entries 11h and 12h for modes 0F and 10h.
NO      equ 0FFh
entries_200:    db 0, 1, 2, 3, 4, 5, 6, 7, NO, NO, NO, NO, NO, 0Dh, 0Eh, 11h, 12h, 1Ah, 1Bh, 1Ch
entries_350:    db 13h, 14h, 15h, 16h, 4, 5, 6, 7, NO, NO, NO, NO, NO, 0Dh, 0Eh, 11h, 12h, 1Ah, 1Bh, 1Ch
entries_400:    db 17h, 17h, 18h, 18h, 4, 5, 6, 19h, NO, NO, NO, NO, NO, 0Dh, 0Eh, 11h, 12h, 1Ah, 1Bh, 1Ch

; AL = mode, ES:SI = PARAM. Fills the BIOS data area; BDA_CONTROL and BDA_OPTIONS are the caller's business.
describe_mode:
        push es
        push si
        mov [BDA_MODE], al
        movzx dx, byte [es:si+PARAM.columns]
        mov [BDA_COLUMNS], dx
        mov dl, [es:si+PARAM.rows]
        mov [BDA_ROWS], dl
        movzx dx, byte [es:si+PARAM.height]
        mov [BDA_CHAR_HEIGHT], dx
        mov dx, [es:si+PARAM.page_size]
        mov [BDA_PAGE_SIZE], dx
        mov dx, 3D4h
        test byte [es:si+PARAM.misc], 1 ; I/O address select
        jnz .colour
        mov dl, 0B4h
.colour:
        mov [BDA_CRTC], dx
        mov dh, [es:si+PARAM.crtc+0Ah]
        mov dl, [es:si+PARAM.crtc+0Bh]
        cmp al, 7
        je .mono_cursor
        cmp al, 3
        ja .cursor
        mov dx, 0607h                   ; with cursor emulation the BDA speaks in a CGA's eight lines
        jmp .cursor
.mono_cursor:
        mov dx, 0B0Ch
.cursor:
        mov [BDA_CURSOR_TYPE], dx
        xor dx, dx
        mov [BDA_PAGE_START], dx
        mov [BDA_PAGE], dl
        push ds
        pop es
        mov di, BDA_CURSOR
        push ax
        xor ax, ax
        mov cx, 8
        rep stosw
        pop ax
        cmp al, 7
        ja .done
        movzx si, al
        mov dl, [cs:si+crt_mode_values]
        mov [BDA_CRT_MODE], dl
        mov dl, 30h
        cmp al, 6
        jne .palette
        mov dl, 3Fh
.palette:
        mov [BDA_CRT_PALETTE], dl
.done:  pop si
        pop es
        ret

crt_mode_values: db 2Ch, 28h, 2Dh, 29h, 2Ah, 2Eh, 1Eh, 29h

; ES:SI = PARAM. Leaves the screen off (sequencer 1 bit 5 and attribute index bit 5) until screen_on. Preserves ES:SI.
program_registers:
        push si
        push es
        push ds
        mov dx, 3BAh                    ; input status 1, at whichever address the previous mode left it:
        in al, dx                       ; the attribute controller expects an index next
        mov dl, 0DAh
        in al, dx
        mov dx, ATC
        xor al, al                      ; the palette is ours: screen off
        out dx, al
        mov bx, [BDA_CRTC]
        push es
        pop ds

        mov dx, SEQ
        outreg 0, 1                     ; synchronous reset while the clock changes
        mov ah, [si+PARAM.seq]
        or ah, 20h                      ; screen off
        mov al, 1
        out dx, ax
        mov ah, [si+PARAM.seq+1]
        mov al, 2
        out dx, ax
        mov ah, [si+PARAM.seq+2]
        mov al, 3
        out dx, ax
        mov ah, [si+PARAM.seq+3]
        mov al, 4
        out dx, ax
        mov al, [si+PARAM.misc]
        mov dx, MISC_WRITE
        out dx, al
        mov dx, SEQ
        outreg 0, 3

        mov dx, bx
        outreg 11h, 0                   ; lift the write protection of CRTC 0-7
        xor cx, cx
.crtc:  mov bx, cx
        mov ah, [si+bx+PARAM.crtc]
        mov al, bl
        out dx, ax
        inc cx
        cmp cl, 25
        jb .crtc

        mov dx, GC
        xor cx, cx
.gc:    mov bx, cx
        mov ah, [si+bx+PARAM.gc]
        mov al, bl
        out dx, ax
        inc cx
        cmp cl, 9
        jb .gc

        pop ds
        push ds
        mov cl, [BDA_OPTIONS]
        mov dx, [BDA_CRTC]
        add dl, 6
        in al, dx
        push es
        pop ds
        mov dx, ATC
        xor bx, bx
.atc:   cmp bl, 10h
        jae .write                      ; registers 10h-13h always
        test cl, OPTION_NO_PALETTE
        jnz .skip
.write: mov al, bl
        out dx, al
        mov al, [si+bx+PARAM.atc]
        out dx, al
.skip:  inc bx
        cmp bl, 14h
        jb .atc
        mov al, 14h                     ; colour select, not in the table
        out dx, al
        xor al, al
        out dx, al
        mov dx, PEL_MASK
        mov al, 0FFh
        out dx, al
        pop ds
        pop es
        pop si
        ret

; Turns the display on again, after program_registers.
screen_on:
        mov dx, SEQ
        mov al, 1
        out dx, al
        inc dx
        in al, dx
        and al, ~20h
        out dx, al
; Gives the palette back to the display and leaves the attribute controller waiting for an index.
palette_on:
        mov dx, [BDA_CRTC]
        add dl, 6
        in al, dx
        mov dx, ATC
        mov al, ATC_VIDEO_ON
        out dx, al
        ret

; Blanks for text, zeros for graphics.
clear_memory:
        push es
        call get_class
        mov ax, 0B800h
        mov cx, 8000h / 4
        cmp si, CLASS_PLANAR
        jb .window
        mov ah, 0A0h
        mov cx, 10000h / 4
.window:
        xor edx, edx
        cmp si, CLASS_TEXT
        jne .fill
        mov edx, 07200720h
        cmp byte [BDA_MODE], 7
        jne .fill
        mov ah, 0B0h
.fill:  mov es, ax
        mov eax, edx
        xor di, di
        rep stosd
        pop es
        ret

; A program may have put a dynamic parameter save area behind 40:A8: sixteen palette registers and the overscan colour go there.
save_dynamic_palette:
        push es
        push ds
        mov al, [BDA_MODE]
        call find_parameters
        mov dx, es
        les di, [BDA_SAVE_POINTER]
        cmp dword [es:di+4], 0
        je .none
        les di, [es:di+4]
        mov ds, dx
        add si, PARAM.atc
        mov cx, 16
        rep movsb
        mov al, [si+1]                  ; register 11h; 10h lies between
        stosb
.none:  pop ds
        pop es
        ret
