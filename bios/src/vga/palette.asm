; AH=10 palette: attribute controller and DAC.

palette_service:
        cmp al, 1Bh
        ja .done
        movzx si, al
        add si, si
        jmp [cs:si+palette_services]
.done:  ret

palette_services:
        dw set_palette_register         ; 00
        dw set_overscan                 ; 01
        dw set_palette                  ; 02
        dw set_blinking                 ; 03
        times 3 dw no_service           ; 04-06
        dw get_palette_register         ; 07
        dw get_overscan                 ; 08
        dw get_palette                  ; 09
        times 6 dw no_service           ; 0A-0F
        dw set_dac_register             ; 10
        dw no_service                   ; 11
        dw set_dac_block                ; 12
        dw set_dac_paging               ; 13
        dw no_service                   ; 14
        dw get_dac_register             ; 15
        dw no_service                   ; 16
        dw get_dac_block                ; 17
        dw set_pel_mask                 ; 18
        dw get_pel_mask                 ; 19
        dw get_dac_paging               ; 1A
        dw gray_block                   ; 1B

; Leaves the attribute controller's flip-flop at "index". Preserves BX, CX; destroys AL, DX.
reset_flip_flop:
        mov dx, [BDA_CRTC]
        add dl, 6
        in al, dx
        mov dx, ATC
        ret

; AL = index, AH = value. The display is off until palette_on. Preserves all but DX.
write_attribute:
        push ax
        call reset_flip_flop
        pop ax
        push ax
        out dx, al
        mov al, ah
        out dx, al
        pop ax
        ret

; AL = index; @return AH = value. The display is off until palette_on. Destroys DX.
read_attribute:
        push ax
        call reset_flip_flop
        pop ax
        out dx, al
        inc dx
        push ax
        in al, dx
        mov ah, al
        pop dx
        mov al, dl
        ret

; BL = register, BH = value
set_palette_register:
        cmp bl, 14h
        ja .done
        mov ax, bx
        call write_attribute
        call palette_on
        call dynamic_save_area
        jc .done
        movzx bx, al
        cmp bl, 10h
        jb .store
        jne .done
.store: mov [es:di+bx], ah
.done:  ret

; @return ES:DI = the dynamic parameter save area (save pointer table), CF set when there is none
dynamic_save_area:
        les di, [BDA_SAVE_POINTER]
        cmp dword [es:di+4], 0
        je .none
        les di, [es:di+4]
        clc
        ret
.none:  stc
        ret

; BH = colour
set_overscan:
        mov al, 11h
        mov ah, bh
        call write_attribute
        call palette_on
        call dynamic_save_area
        jc .done
        mov [es:di+10h], bh
.done:  ret

; ES:DX of the caller = sixteen palette registers and the overscan colour
set_palette:
        mov di, dx
        push di
        xor bx, bx
.next:  mov al, bl
        cmp bl, 10h
        jb .write
        inc ax                          ; the seventeenth is register 11h
.write: mov ah, [es:di+bx]
        call write_attribute
        inc bx
        cmp bl, 11h
        jb .next
        call palette_on
        pop si
        push es
        call dynamic_save_area
        pop dx
        jc .done
        push ds
        mov ds, dx
        mov cx, 17
        rep movsb
        pop ds
.done:  ret

; BL = 0: bit 7 of an attribute is intensity, 1: it is blinking
set_blinking:
        mov al, 10h
        call read_attribute
        and ah, ~08h
        and byte [BDA_CRT_MODE], ~20h
        test bl, 1
        jz .write
        or ah, 08h
        or byte [BDA_CRT_MODE], 20h
.write: call write_attribute
        jmp palette_on

; BL = register
get_palette_register:
        mov al, bl
        call read_attribute
        mov CALLER_BH, ah
        jmp palette_on

get_overscan:
        mov al, 11h
        call read_attribute
        mov CALLER_BH, ah
        jmp palette_on

get_palette:
        mov di, CALLER_DX
        xor bx, bx
.next:  mov al, bl
        cmp bl, 10h
        jb .read
        inc ax
.read:  call read_attribute
        mov al, ah
        stosb
        inc bx
        cmp bl, 11h
        jb .next
        jmp palette_on

; BX = register, DH = red, CH = green, CL = blue
set_dac_register:
        mov al, bl
        mov ah, dh
        mov dx, DAC_WRITE_INDEX
        out dx, al
        inc dx
        mov bx, cx
        mov al, ah
        out dx, al
        mov al, bh
        out dx, al
        mov al, bl
        out dx, al
        test byte [BDA_OPTIONS], OPTION_GRAY
        jz .done
        mov bx, CALLER_BX
        mov cx, 1
        jmp sum_to_gray
.done:  ret

; BX = first register, CX = count, ES:DX = red, green, blue triples
set_dac_block:
        jcxz .done
        mov si, dx
        push bx
        push cx
        mov al, bl
        mov dx, DAC_WRITE_INDEX
        out dx, al
        inc dx
        mov ax, cx
        add cx, ax
        add cx, ax
        push ds
        push es
        pop ds
.next:  lodsb                           ; not REP OUTSB: a monitor in V86 mode need not know string I/O
        out dx, al
        loop .next
        pop ds
        pop cx
        pop bx
        test byte [BDA_OPTIONS], OPTION_GRAY
        jnz sum_to_gray
.done:  ret

; BL = 0: BH bit 0 chooses 4 pages of 64 or 16 of 16 registers; BL = 1: BH = page
set_dac_paging:
        mov al, 10h
        call read_attribute
        or bl, bl
        jnz .page
        and ah, 7Fh
        shl bh, 7
        or ah, bh
        call write_attribute
        jmp palette_on
.page:  cmp bl, 1
        jne .done
        test ah, 80h
        jnz .sixteen
        shl bh, 2
.sixteen:
        and bh, 0Fh
        mov al, 14h
        mov ah, bh
        call write_attribute
.done:  jmp palette_on

get_dac_paging:
        mov al, 10h
        call read_attribute
        mov bl, ah
        mov al, 14h
        call read_attribute
        and ah, 0Fh
        shr bl, 7
        jnz .sixteen
        shr ah, 2
.sixteen:
        mov bh, ah
        mov CALLER_BX, bx
        jmp palette_on

; BL = register; @return DH = red, CH = green, CL = blue
get_dac_register:
        mov dx, DAC_READ_INDEX
        mov al, bl
        out dx, al
        mov dl, DAC_DATA & 0FFh
        in al, dx
        mov CALLER_DH, al
        in al, dx
        mov CALLER_CH, al
        in al, dx
        mov CALLER_CL, al
        ret

; BX = first register, CX = count, ES:DX = where the triples go
get_dac_block:
        jcxz .done
        mov di, dx
        mov al, bl
        mov dx, DAC_READ_INDEX
        out dx, al
        mov dl, DAC_DATA & 0FFh
        mov ax, cx
        add cx, ax
        add cx, ax
.next:  in al, dx
        stosb
        loop .next
.done:  ret

set_pel_mask:
        mov dx, PEL_MASK
        mov al, bl
        out dx, al
        ret

get_pel_mask:
        mov dx, PEL_MASK
        in al, dx
        mov CALLER_BL, al
        ret

; BX = first register, CX = count
gray_block:
        jcxz .done
        call sum_to_gray
.done:  ret
