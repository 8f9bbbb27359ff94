; The Bochs display interface: index and data ports, both 16 bits wide. (Names and numbers: Bochs, "VBE display interface" notes.)

DISPI_INDEX     equ 1CEh
DISPI_DATA      equ 1CFh

DISPI_ID        equ 0
DISPI_XRES      equ 1
DISPI_YRES      equ 2
DISPI_BPP       equ 3
DISPI_ENABLE    equ 4
DISPI_BANK      equ 5
DISPI_VIRT_WIDTH equ 6
DISPI_X_OFFSET  equ 8
DISPI_Y_OFFSET  equ 9
DISPI_MEMORY    equ 0Ah         ; units of 64K, from id B0C5h on

DISPI_ENABLED   equ 01h
DISPI_GETCAPS   equ 02h         ; reading XRES, YRES, BPP gives the limits
DISPI_8BIT_DAC  equ 20h
DISPI_LFB       equ 40h
DISPI_NOCLEAR   equ 80h

DISPI_NEWEST    equ 0B0C5h
DISPI_OLDEST    equ 0B0C2h      ; the first with more than 8 bits a pixel and a linear frame buffer

LFB_DEFAULT     equ 0E0000000h
MEMORY_DEFAULT  equ 16 * 16     ; 64K units, where the card does not say

; AL = register; @return AX = value. Preserves the rest.
dispi_read:
        push dx
        mov dx, DISPI_INDEX
        xor ah, ah
        out dx, ax
        inc dx
        in ax, dx
        pop dx
        ret

; AL = register, BX = value. Preserves all.
dispi_write:
        push ax
        push dx
        mov dx, DISPI_INDEX
        xor ah, ah
        out dx, ax
        inc dx
        mov ax, bx
        out dx, ax
        pop dx
        pop ax
        ret

; @return CF set when there is no interface that we can use. Preserves all registers.
dispi_present:
        push ax
        push bx
        xor al, al
        call dispi_read
        cmp ax, DISPI_NEWEST
        je .end                         ; (CF is clear)
        xor al, al
        mov bx, DISPI_NEWEST            ; ask for the newest; a card answers with what it has
        call dispi_write
        call dispi_read
        cmp ax, DISPI_OLDEST
        jb .no
        cmp ax, 0B0CFh
        ja .no
        clc
        jmp .end
.no:    stc
.end:   pop bx
        pop ax
        ret

; @return AX = video memory in 64K units
dispi_memory:
        xor al, al
        call dispi_read
        cmp ax, 0B0C5h
        jb .default
        mov al, DISPI_MEMORY
        call dispi_read
        or ax, ax
        jz .default
        cmp ax, 0FFFFh
        jne .done
.default:
        mov ax, MEMORY_DEFAULT
.done:  ret

; @return BX = greatest width, CX = greatest height, DL = greatest depth. Destroys AX.
dispi_limits:
        mov al, DISPI_ENABLE
        call dispi_read
        push ax
        mov bx, ax
        or bx, DISPI_GETCAPS | DISPI_NOCLEAR
        mov al, DISPI_ENABLE
        call dispi_write
        mov al, DISPI_BPP
        call dispi_read
        mov dx, ax
        mov al, DISPI_YRES
        call dispi_read
        mov cx, ax
        mov al, DISPI_XRES
        call dispi_read
        pop bx
        push ax
        mov al, DISPI_ENABLE
        call dispi_write
        pop bx
        ret

; Back to the VGA before a standard mode is set.
vbe_leave:
        call dispi_present
        jc .done
        push ax
        push bx
        mov al, DISPI_ENABLE
        xor bx, bx
        call dispi_write
        pop bx
        pop ax
.done:  ret

; @return EAX = physical address of the linear frame buffer: the BAR of the display adapter when it sits on PCI, else the address that
; ISA cards have. Destroys ECX, DX.
lfb_address:
        mov ecx, 80000000h              ; bus 0, device 0, register 0
.device:
        mov dx, 0CF8h
        mov eax, ecx
        out dx, eax
        mov dl, 0FCh
        in eax, dx
        cmp eax, 11111234h              ; the Bochs display adapter
        je .found
        cmp eax, 0FFFFFFFFh
        jne .next
        cmp ecx, 80000000h              ; no device 0: no PCI
        je .isa
.next:  add ecx, 800h
        cmp ecx, 80000000h + 32 * 800h
        jb .device
.isa:   mov eax, LFB_DEFAULT
        ret
.found: mov dx, 0CF8h
        mov eax, ecx
        mov al, 10h                     ; BAR 0
        out dx, eax
        mov dl, 0FCh
        in eax, dx
        and al, 0F0h
        jz .isa_if_zero
        ret
.isa_if_zero:
        or eax, eax
        jz .isa
        ret
