; The protected mode interface of VBE 2.0 (function 0Ah): 32-bit code that a program copies and calls; it refers to nothing by address.
; Ports only: no memory needs to be mapped.

vbe_pm_table:
        dw vbe_pm_window - vbe_pm_table
        dw vbe_pm_start - vbe_pm_table
        dw vbe_pm_palette - vbe_pm_table
        dw vbe_pm_ports - vbe_pm_table
vbe_pm_ports:
        dw DISPI_INDEX, DISPI_DATA, DISPI_DATA + 1
        dw DAC_WRITE_INDEX, DAC_DATA, 3DAh
        dw 0FFFFh                       ; end of ports
        dw 0FFFFh                       ; no memory

        bits 32
; BH = 0 set, 1 get; DX = window in 64K units
vbe_pm_window:
        push eax
        push edx
        mov edx, DISPI_INDEX
        mov eax, DISPI_BANK
        out dx, ax
        inc edx
        cmp bh, 1
        je .get
        mov ax, [esp]
        out dx, ax
        pop edx
        pop eax
        mov ax, VBE_OK
        ret
.get:   in ax, dx
        pop edx
        mov dx, ax
        pop eax
        mov ax, VBE_OK
        ret

; BL bit 7: in retrace; DX:CX = first byte of the display / 4
vbe_pm_start:
        pushad
        test bl, 80h
        jz .now
        call vbe_pm_retrace
        mov edx, [esp+20]
.now:   shl edx, 16
        mov dx, cx
        mov edi, edx
        shl edi, 2                      ; bytes
        mov edx, DISPI_INDEX
        mov eax, DISPI_BPP
        out dx, ax
        inc edx
        xor eax, eax
        in ax, dx
        lea ebx, [eax+7]
        shr ebx, 3                      ; bytes a pixel
        dec edx
        mov eax, DISPI_VIRT_WIDTH
        out dx, ax
        inc edx
        xor eax, eax
        in ax, dx
        mul ebx
        mov esi, eax                    ; bytes a line
        or esi, esi
        jz .done
        mov eax, edi
        xor edx, edx
        div esi
        mov ecx, eax                    ; line
        mov eax, edx
        xor edx, edx
        div ebx
        mov ebx, eax                    ; pixel
        mov edx, DISPI_INDEX
        mov eax, DISPI_X_OFFSET
        out dx, ax
        inc edx
        mov eax, ebx
        out dx, ax
        dec edx
        mov eax, DISPI_Y_OFFSET
        out dx, ax
        inc edx
        mov eax, ecx
        out dx, ax
.done:  popad
        mov ax, VBE_OK
        ret

; BL bit 7: in retrace; CX = count, DX = first, ES:EDI = entries of blue, green, red, 0
vbe_pm_palette:
        pushad
        test bl, 80h
        jz .now
        call vbe_pm_retrace
        mov edx, [esp+20]
.now:   movzx ecx, cx
        jecxz .done
        mov al, dl
        mov edx, DAC_WRITE_INDEX
        out dx, al
        inc edx
.next:  mov al, [es:edi+2]
        out dx, al
        mov al, [es:edi+1]
        out dx, al
        mov al, [es:edi]
        out dx, al
        add edi, 4
        loop .next
.done:  popad
        mov ax, VBE_OK
        ret

vbe_pm_retrace:
        push ecx
        mov edx, 3DAh
        mov ecx, 10000h
.inside:
        in al, dx
        test al, 8
        loopnz .inside
        mov ecx, 10000h
.outside:
        in al, dx
        test al, 8
        loopz .outside
        pop ecx
        ret
        bits 16
vbe_pm_end:
