; The VBE modes we offer where the card's limits and memory allow them. Numbers: VBE 2.0 (100h-11Bh), and those that the Bochs family of
; cards has given to the others.

struc VBEMODE
.number         resw 1
.width          resw 1
.height         resw 1
.depth          resw 1
endstruc

%macro  vbe_mode 4
        dw %1, %2, %3, %4
%endmacro
vbe_modes:
        vbe_mode 100h, 640, 400, 8
        vbe_mode 101h, 640, 480, 8
        vbe_mode 103h, 800, 600, 8
        vbe_mode 105h, 1024, 768, 8
        vbe_mode 107h, 1280, 1024, 8
        vbe_mode 109h, 132, 25, 0       ; text: columns, rows
        vbe_mode 10Ah, 132, 43, 0
        vbe_mode 10Dh, 320, 200, 15
        vbe_mode 10Eh, 320, 200, 16
        vbe_mode 10Fh, 320, 200, 24
        vbe_mode 110h, 640, 480, 15
        vbe_mode 111h, 640, 480, 16
        vbe_mode 112h, 640, 480, 24
        vbe_mode 113h, 800, 600, 15
        vbe_mode 114h, 800, 600, 16
        vbe_mode 115h, 800, 600, 24
        vbe_mode 116h, 1024, 768, 15
        vbe_mode 117h, 1024, 768, 16
        vbe_mode 118h, 1024, 768, 24
        vbe_mode 119h, 1280, 1024, 15
        vbe_mode 11Ah, 1280, 1024, 16
        vbe_mode 11Bh, 1280, 1024, 24
        vbe_mode 11Ch, 1600, 1200, 8
        vbe_mode 11Dh, 1600, 1200, 15
        vbe_mode 11Eh, 1600, 1200, 16
        vbe_mode 11Fh, 1600, 1200, 24
        vbe_mode 140h, 320, 200, 32
        vbe_mode 141h, 640, 400, 32
        vbe_mode 142h, 640, 480, 32
        vbe_mode 143h, 800, 600, 32
        vbe_mode 144h, 1024, 768, 32
        vbe_mode 145h, 1280, 1024, 32
        vbe_mode 146h, 320, 200, 8
        vbe_mode 147h, 1600, 1200, 32
        vbe_mode 148h, 1152, 864, 8
        vbe_mode 149h, 1152, 864, 15
        vbe_mode 14Ah, 1152, 864, 16
        vbe_mode 14Bh, 1152, 864, 24
        vbe_mode 14Ch, 1152, 864, 32
vbe_modes_end:

; AX = depth; @return AX = bytes a pixel
bytes_a_pixel:
        add ax, 7
        shr ax, 3
        ret

; CS:SI = VBEMODE; @return CF set when the card can't do it. Preserves SI, DI, ES; destroys the rest but BP.
vbe_mode_fits:
        cmp word [cs:si+VBEMODE.depth], 0
        je .text
        call dispi_limits
        cmp [cs:si+VBEMODE.width], bx
        ja .no
        cmp [cs:si+VBEMODE.height], cx
        ja .no
        xor dh, dh
        cmp [cs:si+VBEMODE.depth], dx
        ja .no
        call vbe_image_size
        push edx
        call dispi_memory
        movzx eax, ax
        shl eax, 16
        pop edx
        cmp eax, edx                    ; CF: too little memory
        ret
.no:    stc
.text:  ret

; CS:SI = VBEMODE; @return EDX = bytes of its picture, BX = bytes a line. Destroys EAX, ECX.
vbe_image_size:
        mov ax, [cs:si+VBEMODE.depth]
        call bytes_a_pixel
        mul word [cs:si+VBEMODE.width]
        mov bx, ax
        movzx edx, ax
        movzx eax, word [cs:si+VBEMODE.height]
        imul edx, eax
        ret

; CX = number; @return CS:SI = its VBEMODE, CF set when there is none
find_vbe_mode:
        mov si, vbe_modes
.next:  cmp cx, [cs:si+VBEMODE.number]
        je .found
        add si, VBEMODE_size
        cmp si, vbe_modes_end
        jb .next
        stc
.found: ret
