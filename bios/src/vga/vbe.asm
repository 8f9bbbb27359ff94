; AH=4F VESA BIOS extensions 3.0 (VBE Core Functions Standard, September 1998) on the Bochs display interface.

VBE_OK          equ 004Fh
VBE_FAILED      equ 014Fh

; The caller's registers as INT 10h has them. Without the interface AX comes back unchanged: no VBE.
vbe_service:
        call dispi_present
        jc .absent
        cmp al, 15h
        ja .absent
        movzx si, al
        add si, si
        mov CALLER_AX, VBE_FAILED
        call [cs:si+.services]
        jc .absent
        mov CALLER_AX, VBE_OK
.absent:
        ret
; Each returns CF set when it failed.
.services:
        dw vbe_controller_info          ; 00
        dw vbe_mode_info                ; 01
        dw vbe_set_mode                 ; 02
        dw vbe_get_mode                 ; 03
        dw vbe_state                    ; 04
        dw vbe_window                   ; 05
        dw vbe_line_length              ; 06
        dw vbe_display_start            ; 07
        dw vbe_dac_width                ; 08
        dw vbe_palette                  ; 09
        dw vbe_protected_mode           ; 0A
        times 5 dw vbe_fail             ; 0B-0F
        dw vbe_power                    ; 10
        times 4 dw vbe_fail             ; 11-14
        dw vbe_display_channel          ; 15

vbe_fail:
        stc
        ret

; 00: ES:DI = VbeInfoBlock, 256 bytes, or 512 when it begins with 'VBE2'
vbe_controller_info:
        push dword [es:di]
        push di
        mov cx, 256 / 2
        xor ax, ax
        rep stosw
        pop di
        mov dword [es:di], 'VESA'
        mov word [es:di+4], 0300h
        mov word [es:di+6], vbe_oem_string
        mov [es:di+8], cs
        mov dword [es:di+0Ah], 1        ; the DAC can be 8 bits wide
        lea ax, [di+22h]                ; the mode list goes into the reserved part
        mov [es:di+0Eh], ax
        mov [es:di+10h], es
        call dispi_memory
        mov [es:di+12h], ax
        pop eax
        cmp eax, 'VBE2'
        jne .modes
        mov word [es:di+14h], 0100h     ; revision of this software
        mov word [es:di+16h], vbe_oem_string
        mov [es:di+18h], cs
        mov word [es:di+1Ah], vbe_product_string
        mov [es:di+1Ch], cs
        mov word [es:di+1Eh], vbe_revision_string
        mov [es:di+20h], cs
.modes: add di, 22h
        mov si, vbe_modes
.next:  call vbe_mode_fits
        jc .skip
        mov ax, [cs:si+VBEMODE.number]
        stosw
.skip:  add si, VBEMODE_size
        cmp si, vbe_modes_end
        jb .next
        mov ax, 0FFFFh
        stosw
        clc
        ret

vbe_oem_string:
        db 'Pentimento', 0
vbe_product_string:
        db 'Pentimento VGA BIOS', 0
vbe_revision_string:
        db '1.0', 0

; 01: CX = mode, ES:DI = ModeInfoBlock, 256 bytes
vbe_mode_info:
        and cx, 01FFh
        call find_vbe_mode
        jc .done
        call vbe_mode_fits
        jc .done
        push di
        mov cx, 256 / 2
        xor ax, ax
        rep stosw
        pop di
        cmp word [cs:si+VBEMODE.depth], 0
        je .text
        call vbe_image_size
        mov word [es:di], 009Bh         ; supported, extended information, colour, graphics, linear frame buffer
        mov byte [es:di+2], 7           ; window A: there, readable, writable
        mov word [es:di+4], 64          ; granularity and size, KiB
        mov word [es:di+6], 64
        mov word [es:di+8], 0A000h
        mov word [es:di+0Ch], vbe_window_far
        mov [es:di+0Eh], cs
        mov [es:di+10h], bx             ; bytes a line
        mov [es:di+32h], bx             ; the same in linear modes
        mov ax, [cs:si+VBEMODE.width]
        mov [es:di+12h], ax
        mov ax, [cs:si+VBEMODE.height]
        mov [es:di+14h], ax
        mov word [es:di+16h], 1008h     ; character cell 8x16
        mov byte [es:di+18h], 1         ; planes
        mov al, [cs:si+VBEMODE.depth]
        mov [es:di+19h], al
        mov byte [es:di+1Ah], 1         ; banks
        mov byte [es:di+1Bh], 4         ; packed pixels
        cmp al, 8
        je .packed
        mov byte [es:di+1Bh], 6         ; direct colour
        call vbe_colour_masks
.packed:
        push edx
        call dispi_memory
        movzx eax, ax
        shl eax, 16
        pop ebx
        xor edx, edx
        div ebx                         ; pictures that fit
        dec ax
        cmp ax, 255
        jbe .pages
        mov al, 255
.pages: mov [es:di+1Dh], al             ; pages minus one
        mov [es:di+34h], al
        mov [es:di+35h], al
        mov byte [es:di+1Eh], 1
        call lfb_address
        mov [es:di+28h], eax
        mov dword [es:di+3Eh], 229500000 ; the greatest pixel clock, as for 1600x1200 at 85 Hz
        clc
.done:  ret
.text:  mov byte [es:di], 0Fh           ; supported, extended information, output by the BIOS, colour; text
        mov byte [es:di+2], 7
        mov word [es:di+4], 32
        mov word [es:di+6], 32
        mov word [es:di+8], 0B800h
        mov word [es:di+10h], 132 * 2
        mov ax, [cs:si+VBEMODE.width]
        mov [es:di+12h], ax
        mov ax, [cs:si+VBEMODE.height]
        mov [es:di+14h], ax
        mov byte [es:di+16h], 8
        mov byte [es:di+17h], 16
        cmp al, 25
        je .cell
        mov byte [es:di+17h], 8
.cell:  mov byte [es:di+18h], 4         ; planes
        mov byte [es:di+19h], 4         ; bits a colour
        mov byte [es:di+1Ah], 1
        mov byte [es:di+1Eh], 1
        clc
        ret

; AL = depth: sizes and positions of red, green, blue and the rest at ES:DI+1Fh and, for linear modes, +36h. Preserves all.
vbe_colour_masks:
        push si
        push di
        push cx
        push ax
        mov si, vbe_masks_15
        cmp al, 16
        jb .copy
        mov si, vbe_masks_16
        je .copy
        mov si, vbe_masks_24
        cmp al, 24
        je .copy
        mov si, vbe_masks_32
.copy:  mov cx, 8
.next:  mov al, [cs:si]
        mov [es:di+1Fh], al
        mov [es:di+36h], al
        inc si
        inc di
        loop .next
        pop ax
        pop cx
        pop di
        mov byte [es:di+27h], 0
        cmp al, 32
        jne .done
        mov byte [es:di+27h], 2         ; the bits beside the colours are free for use
.done:  pop si
        ret
vbe_masks_15: db 5, 10, 5, 5, 5, 0, 1, 15
vbe_masks_16: db 5, 11, 6, 5, 5, 0, 0, 0
vbe_masks_24: db 8, 16, 8, 8, 8, 0, 0, 0
vbe_masks_32: db 8, 16, 8, 8, 8, 0, 8, 24

; 02: BX = mode, bit 14 linear frame buffer, bit 15 keep the memory
vbe_set_mode:
        mov cx, bx
        and cx, 01FFh
        cmp cx, 100h
        jae .extended
        mov al, cl
        and al, 7Fh
        call find_parameters
        jc .done
        and bh, 80h
        or al, bh
        call set_mode
        clc
        ret
.extended:
        call find_vbe_mode
        jc .done
        push bx
        call vbe_mode_fits
        pop bx
        jc .done
        mov cx, [cs:si+VBEMODE.number]
        mov al, MODE_132X25
        cmp cx, 109h
        je .wide
        mov al, MODE_132X43
        cmp cx, 10Ah
        je .wide
        push bx
        push si
        call vbe_leave
        mov al, 13h                     ; the VGA's side: 256 colours, window at A0000
        call find_parameters
        call describe_mode
        call program_registers
        call load_default_palette
        pop si
        mov byte [BDA_MODE], VBE_BDA_MODE
        pop bx
        and byte [BDA_CONTROL], ~CONTROL_NO_CLEAR
        test bh, 80h
        jz .clear
        or byte [BDA_CONTROL], CONTROL_NO_CLEAR
.clear: push bx
        mov bx, [cs:si+VBEMODE.width]
        mov al, DISPI_XRES
        call dispi_write
        shr bx, 3
        mov [BDA_COLUMNS], bx
        mov bx, [cs:si+VBEMODE.height]
        inc ax
        call dispi_write
        shr bx, 4
        dec bx
        mov [BDA_ROWS], bl
        mov byte [BDA_CHAR_HEIGHT], 16
        mov bx, [cs:si+VBEMODE.depth]
        inc ax
        call dispi_write
        pop cx
        mov bx, DISPI_ENABLED
        test ch, 40h
        jz .banked
        or bl, DISPI_LFB
.banked:
        test ch, 80h
        jz .enable
        or bl, DISPI_NOCLEAR
.enable:
        inc ax
        call dispi_write
        inc ax                          ; bank 0
        xor bx, bx
        call dispi_write
        call screen_on
        clc
.done:  ret
.wide:  mov bl, bh
        call set_wide_mode
        clc
        ret

; What 40:49 holds in a VBE mode, a number that no standard mode has.
VBE_BDA_MODE    equ 7Fh

; 03: @return BX = mode with the bits it was set with
vbe_get_mode:
        call vbe_current
        jc .standard
        mov cx, [cs:si+VBEMODE.number]
        test al, DISPI_LFB
        jz .banked
        or ch, 40h
.banked:
        test al, DISPI_NOCLEAR
        jz .done
        or ch, 80h
        jmp .done
.standard:
        movzx cx, byte [BDA_MODE]
        cmp cx, MODE_132X25
        jne .not_25
        mov cx, 109h
.not_25:
        cmp cx, MODE_132X43
        jne .not_43
        mov cx, 10Ah
.not_43:
        test byte [BDA_CONTROL], CONTROL_NO_CLEAR
        jz .done
        or ch, 80h
.done:  mov CALLER_BX, cx
        clc
        ret

; @return CS:SI = VBEMODE that is displayed, AX = DISPI_ENABLE; CF set outside of VBE modes. Destroys BX, CX, DX.
vbe_current:
        mov al, DISPI_BPP
        call dispi_read
        mov dx, ax
        mov al, DISPI_YRES
        call dispi_read
        mov cx, ax
        mov al, DISPI_XRES
        call dispi_read
        mov bx, ax
        mov al, DISPI_ENABLE
        call dispi_read
        test al, DISPI_ENABLED
        jz .none
        mov si, vbe_modes
.next:  cmp bx, [cs:si+VBEMODE.width]
        jne .other
        cmp cx, [cs:si+VBEMODE.height]
        jne .other
        cmp dx, [cs:si+VBEMODE.depth]
        je .found
.other: add si, VBEMODE_size
        cmp si, vbe_modes_end
        jb .next
.none:  stc
        ret
.found: clc
        ret

; 04: DL = 0 size, 1 save, 2 restore; CX = parts as INT 10h AH=1C, bit 3: the display interface; ES:BX = buffer
STATE_DISPI_REGISTERS equ 9

vbe_state:
        cmp dl, 1
        ja .restore
        je .save
        call state_blocks
        test cl, 8
        jz .size
        inc bx
.size:  mov CALLER_BX, bx
        clc
        ret
.save:  mov di, bx
        test cl, 8
        jz .save_vga
        push di
        mov ah, 0
.save_next:
        inc ah                          ; registers 1-9
        push ax
        mov al, ah
        call dispi_read
        stosw
        pop ax
        cmp ah, STATE_DISPI_REGISTERS
        jb .save_next
        pop di
        add di, 64
.save_vga:
        push cx
        call save_state_parts
        pop cx
        clc
        ret
.restore:
        cmp dl, 2
        jne vbe_fail
        mov si, bx
        test cl, 8
        jz restore_state_parts
        push si
        push cx
        call vbe_leave
        add si, 64
        call restore_state_parts
        pop cx
        pop si
        test byte [es:si+(DISPI_ENABLE-1)*2], DISPI_ENABLED
        jz .done
        mov al, DISPI_XRES
.registers:
        call .register
        inc ax
        cmp al, DISPI_BPP
        jbe .registers
        mov bx, [es:si+(DISPI_ENABLE-1)*2]
        or bl, DISPI_NOCLEAR
        mov al, DISPI_ENABLE
        call dispi_write
        mov al, DISPI_BANK
        call .register
        mov al, DISPI_VIRT_WIDTH
        call .register
        mov al, DISPI_X_OFFSET
        call .register
        mov al, DISPI_Y_OFFSET
        call .register
.done:  clc
        ret
.register:
        movzx bx, al
        add bx, bx
        mov bx, [es:si+bx-2]
        jmp dispi_write

save_state_parts:
        call save_state
        clc
        ret
restore_state_parts:
        call restore_state
        clc
        ret

; 05: BH = 0 set, 1 get; BL = 0 (window A); DX = position in 64K units
vbe_window:
        or bl, bl
        jnz vbe_fail
        mov al, DISPI_BANK
        cmp bh, 1
        ja vbe_fail
        je .get
        push ax
        call dispi_memory
        cmp dx, ax
        pop ax
        cmc
        jc .done                        ; beyond the memory
        mov bx, dx
        call dispi_write
        clc
.done:  ret
.get:   call dispi_read
        mov CALLER_DX, ax
        clc
        ret

; The same by a far call: BX and DX as above, AX is not looked at. Direct, because programs call it once for each 64K they draw.
vbe_window_far:
        cmp bx, 0100h
        je .get
        push ax
        push dx
        push dx
        mov dx, DISPI_INDEX
        mov ax, DISPI_BANK
        out dx, ax
        inc dx
        pop ax
        out dx, ax
        pop dx
        pop ax
        retf
.get:   push ax
        mov al, DISPI_BANK
        call dispi_read
        mov dx, ax
        pop ax
        retf

; @return AX = bytes a pixel of the current depth
vbe_pixel_bytes:
        mov al, DISPI_BPP
        call dispi_read
        jmp bytes_a_pixel

; 06: BL = 0 set CX pixels, 1 get, 2 set CX bytes, 3 get the greatest length
; @return BX = bytes a line, CX = pixels a line, DX = lines in memory
vbe_line_length:
        cmp bl, 3
        ja vbe_fail
        je .greatest
        cmp bl, 1
        je .get
        jb .set
        mov ax, cx                      ; bytes: round up to pixels
        push ax
        call vbe_pixel_bytes
        mov cx, ax
        pop ax
        dec cx
        add ax, cx
        inc cx
        xor dx, dx
        div cx
        mov cx, ax
.set:   mov al, DISPI_XRES
        call dispi_read
        cmp cx, ax
        jb .fail                        ; a line is at least as long as the screen is wide
        call .longest
        cmp cx, ax
        ja .fail
        mov bx, cx
        mov al, DISPI_VIRT_WIDTH
        call dispi_write
.get:   mov al, DISPI_VIRT_WIDTH
        call dispi_read
.return:
        mov cx, ax
        call vbe_pixel_bytes
        mul cx
        mov CALLER_CX, cx
        mov CALLER_BX, ax
        movzx ebx, ax
        call dispi_memory
        movzx eax, ax
        shl eax, 16
        xor edx, edx
        div ebx
        cmp eax, 0FFFFh
        jbe .lines
        mov ax, 0FFFFh
.lines: mov CALLER_DX, ax
        clc
        ret
.greatest:
        call .longest
        jmp .return
.fail:  mov CALLER_AX, 024Fh            ; not with this hardware configuration
        stc
        ret
; @return AX = pixels of the longest line with which the screen still fits the memory, below 64K bytes. Destroys EBX, DX; preserves CX.
.longest:
        push cx
        mov al, DISPI_YRES
        call dispi_read
        movzx ebx, ax
        call dispi_memory
        movzx eax, ax
        shl eax, 16
        xor edx, edx
        div ebx
        cmp eax, 0FFF8h
        jbe .bytes
        mov eax, 0FFF8h
.bytes: push eax
        call vbe_pixel_bytes
        movzx ebx, ax
        pop eax
        xor edx, edx
        div ebx
        cmp ax, 7FF8h
        jbe .pixels
        mov ax, 7FF8h
.pixels:
        and al, 0F8h
        pop cx
        ret

; 07: BL = 0 or 80h (in retrace) set, CX = first pixel, DX = first line; BL = 1 get
vbe_display_start:
        cmp bl, 1
        je .get
        and bl, 7Fh
        jnz vbe_fail
        test CALLER_BL, 80h
        jz .now
        call wait_for_retrace
.now:   mov bx, CALLER_CX
        mov al, DISPI_X_OFFSET
        call dispi_write
        mov bx, CALLER_DX
        inc ax
        call dispi_write
        clc
        ret
.get:   mov CALLER_BH, 0
        mov al, DISPI_X_OFFSET
        call dispi_read
        mov CALLER_CX, ax
        mov al, DISPI_Y_OFFSET
        call dispi_read
        mov CALLER_DX, ax
        clc
        ret

; Until the next vertical retrace begins, for at most 64K polls each. Destroys AX, CX, DX.
wait_for_retrace:
        mov dx, [BDA_CRTC]
        add dl, 6
        xor cx, cx
.inside:
        in al, dx
        test al, 8
        loopnz .inside
        xor cx, cx
.outside:
        in al, dx
        test al, 8
        loopz .outside
        ret

; 08: BL = 0 set BH bits a colour, 1 get; @return BH = bits
vbe_dac_width:
        cmp bl, 1
        ja vbe_fail
        mov al, DISPI_ENABLE
        call dispi_read
        je .get
        mov cx, ax
        and cl, ~DISPI_8BIT_DAC
        cmp bh, 8
        jb .set
        or cl, DISPI_8BIT_DAC
.set:   mov bx, cx
        or bl, DISPI_NOCLEAR            ; written again, it must not clear the screen
        mov al, DISPI_ENABLE
        call dispi_write
        mov ax, bx
.get:   mov bh, 6
        test al, DISPI_8BIT_DAC
        jz .done
        mov bh, 8
.done:  mov CALLER_BH, bh
        clc
        ret

; 09: BL = 0 or 80h set, 1 get; CX = count, DX = first, ES:DI = entries of blue, green, red and a byte of no meaning
vbe_palette:
        cmp cx, 256
        ja vbe_fail
        jcxz .done
        mov al, dl
        cmp bl, 1
        je .get
        and bl, 7Fh
        jnz vbe_fail
        test CALLER_BL, 80h
        jz .set
        push ax
        push cx
        call wait_for_retrace
        pop cx
        pop ax
.set:   mov dx, DAC_WRITE_INDEX
        out dx, al
        inc dx
.write: mov al, [es:di+2]
        out dx, al
        mov al, [es:di+1]
        out dx, al
        mov al, [es:di]
        out dx, al
        add di, 4
        loop .write
.done:  clc
        ret
.get:   mov dx, DAC_READ_INDEX
        out dx, al
        mov dl, DAC_DATA & 0FFh
.read:  in al, dx
        mov [es:di+2], al
        in al, dx
        mov [es:di+1], al
        in al, dx
        mov [es:di], al
        mov byte [es:di+3], 0
        add di, 4
        loop .read
        clc
        ret

; 0A: @return ES:DI = table of the protected mode interface, CX = its length with the code
vbe_protected_mode:
        or bl, bl
        jnz vbe_fail
        mov CALLER_ES, cs
        mov CALLER_DI, vbe_pm_table
        mov CALLER_CX, vbe_pm_end - vbe_pm_table
        clc
        ret

; 10: display power management. BL = 0 capabilities, 1 set the state BH, 2 get
vbe_power:
        cmp bl, 1
        je .set
        ja .get
        mov CALLER_BX, 0710h            ; stand-by, suspend, off; version 1.0
        clc
        ret
.set:   mov al, 0
        or bh, bh
        jz .on
        inc ax
.on:    call select_refresh
        clc
        ret
.get:   cmp bl, 2
        jne vbe_fail
        mov dx, SEQ
        mov al, 1
        call read_register
        and ah, 20h
        shr ah, 3                       ; 4: off
        mov CALLER_BH, ah
        clc
        ret

; 15: display data channel. BL = 0 capabilities, 1 read EDID block DX to ES:DI
vbe_display_channel:
        or cx, cx
        jnz vbe_fail                    ; one controller
        cmp bl, 1
        je .read
        ja vbe_fail
        mov CALLER_BX, 0102h            ; one second a block, DDC2
        clc
        ret
.read:  or dx, dx
        jnz vbe_fail
        mov si, edid
        mov cx, 128 / 4
        push ds
        push cs
        pop ds
        rep movsd
        pop ds
        clc
        ret
