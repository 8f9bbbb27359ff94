; Default colours of the DAC, made from the rules that IBM's tables follow, and gray summing.

; By the mode in the BIOS data area: the colours of its palette, unless INT 10h AX=1231h has switched default palettes off.
load_default_palette:
        test byte [BDA_OPTIONS], OPTION_NO_PALETTE
        jnz .done
        mov dx, DAC_WRITE_INDEX
        xor al, al
        out dx, al
        inc dx
        mov al, [BDA_MODE]
        mov di, gray_entry
        cmp al, 7
        je .sixty_four
        cmp al, 0Fh
        je .sixty_four
        cmp al, 13h
        je .mode_13
        mov di, ega_entry
        cmp al, 10h
        jae .sixty_four
        mov di, cga_entry
        cmp al, 3
        ja .sixty_four
        test byte [BDA_OPTIONS], OPTION_200
        jnz .sixty_four                 ; text of 200 lines has a CGA's sixteen colours
        mov di, ega_entry
.sixty_four:
        xor bx, bx
.next:  call di
        inc bx
        cmp bl, 64
        jb .next
        mov cx, (256 - 64) * 3          ; the rest is black
        xor al, al
.black: out dx, al
        loop .black
        jmp .gray
.mode_13:
        call mode_13_entries
.gray:  test byte [BDA_OPTIONS], OPTION_GRAY
        jz .done
        xor bx, bx
        mov cx, 256
        jmp sum_to_gray
.done:  ret

; Each: BL = register 0-63, DX = DAC_DATA. Destroys AX, CX.

; Bits 5-3 are the dim thirds of red, green and blue, bits 2-0 the bright two thirds.
ega_entry:
        mov cl, 2
.gun:   mov al, bl
        shr al, cl
        call two_bits
        out dx, al
        dec cl
        jns .gun
        ret

; AL bit 0 = two thirds, bit 3 = one third; @return AL = 0, 15h, 2Ah or 3Fh. Destroys AH.
two_bits:
        mov ah, al
        and al, 1
        shr ah, 3
        and ah, 1
        add al, al
        add al, ah
        mov ah, 15h
        mul ah
        ret

; Bits 2-0 red, green, blue, bit 4 intensity; dim yellow is brown, as the CGA's monitor shows it. Bits 3 and 5 do nothing.
cga_entry:
        mov al, bl
        and al, 17h
        cmp al, 6
        je .brown
        mov cl, 2
.gun:   mov al, bl
        shr al, cl
        and al, 1
        add al, al
        test bl, 10h
        jz .dim
        inc ax
.dim:   mov ah, 15h
        mul ah
        out dx, al
        dec cl
        jns .gun
        ret
.brown: mov al, 2Ah
        out dx, al
        mov al, 15h
        out dx, al
        xor al, al
        out dx, al
        ret

; Monochrome: bits 3 and 4 are two lamps, black without them, bright with both.
gray_entry:
        mov al, bl
        shr al, 3
        and al, 3
        mov ah, al                      ; 0 1 2 3 -> 0 2 2 3 thirds
        shr ah, 1
        xor ah, 1
        and ah, al
        add al, ah
        mov ah, 15h
        mul ah
        out dx, al
        out dx, al
        out dx, al
        ret

; Mode 13h: sixteen CGA colours, sixteen grays, then for three brightnesses and three saturations a wheel of 24 hues from blue through
; red and green, and eight black entries.
mode_13_entries:
        xor bx, bx
.cga:   mov ah, bl
        and bl, 7
        test ah, 8
        jz .colour
        or bl, 10h
.colour:
        push ax
        call cga_entry
        pop ax
        mov bl, ah
        inc bx
        cmp bl, 16
        jb .cga
        mov si, gray_ramp
        mov cx, 16
.gray:  mov al, [cs:si]
        inc si
        out dx, al
        out dx, al
        out dx, al
        loop .gray
        mov si, wheel_levels
.wheel: call hue_wheel
        add si, 5
        cmp si, wheel_levels_end
        jb .wheel
        mov cx, 8 * 3
        xor al, al
.black: out dx, al
        loop .black
        ret

gray_ramp: db 0, 5, 8, 0Bh, 0Eh, 11h, 14h, 18h, 1Ch, 20h, 24h, 28h, 2Dh, 32h, 38h, 3Fh

; From the least to the greatest component of a wheel, in five steps.
wheel_levels:
        db 00h, 10h, 1Fh, 2Fh, 3Fh
        db 1Fh, 27h, 2Fh, 37h, 3Fh
        db 2Dh, 31h, 36h, 3Ah, 3Fh
        db 00h, 07h, 0Eh, 15h, 1Ch
        db 0Eh, 11h, 15h, 18h, 1Ch
        db 14h, 16h, 18h, 1Ah, 1Ch
        db 00h, 04h, 08h, 0Ch, 10h
        db 08h, 0Ah, 0Ch, 0Eh, 10h
        db 0Bh, 0Ch, 0Dh, 0Fh, 10h
wheel_levels_end:

; CS:SI = five levels. Of 24 hues, hue h has red at position h of this wheel of level numbers, green 8 before it and blue 8 after it:
; four steps up, eight on top, four down, eight below.
hue_wheel:
        xor bx, bx
.next:  mov al, bl
        call .component                 ; red
        mov al, bl
        add al, 24 - 8
        call .component                 ; green
        mov al, bl
        add al, 8
        call .component                 ; blue
        inc bx
        cmp bl, 24
        jb .next
        ret
.component:
        cmp al, 24
        jb .range
        sub al, 24
.range: cmp al, 4
        jb .level                       ; up
        cmp al, 12
        jbe .top
        sub al, 16
        neg al
        jns .level                      ; down
        xor al, al
        jmp .level
.top:   mov al, 4
.level: push bx
        movzx bx, al
        mov al, [cs:si+bx]
        pop bx
        out dx, al
        ret

; BX = first register, CX = count: each becomes 30% red + 59% green + 11% blue. Destroys everything but BP.
sum_to_gray:
        mov al, bl
        mov dx, DAC_READ_INDEX
        out dx, al
        mov dl, DAC_DATA & 0FFh
        in al, dx
        mov ah, 77                      ; 0.30 * 256
        mul ah
        mov si, ax
        in al, dx
        mov ah, 151
        mul ah
        add si, ax
        in al, dx
        mov ah, 28
        mul ah
        add ax, si
        add ax, 128
        cmp ah, 3Fh
        jbe .write
        mov ah, 3Fh
.write: mov al, bl
        mov dl, DAC_WRITE_INDEX & 0FFh
        out dx, al
        inc dx
        mov al, ah
        out dx, al
        out dx, al
        out dx, al
        inc bl
        loop sum_to_gray
        ret
