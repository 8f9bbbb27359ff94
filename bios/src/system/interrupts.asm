; The vector table and the handlers that belong to nobody else.

install_vectors:
        xor     ax, ax
        mov     es, ax
        mov     di, ax
        mov     cx, 256
        mov     eax, 0F0000000h + default_interrupt
.fill:  stosd
        loop    .fill

        mov     word [es:02h * 4], nmi_entry
        mov     word [es:05h * 4], int05_entry
        mov     si, vectors_08          ; the tables at FEF3 and FF23 (entries.asm)
        mov     di, 08h * 4
        mov     cx, 24
        call    .copy
        mov     si, vectors_70
        mov     di, 70h * 4
        mov     cx, 8
        call    .copy
        mov     di, 60h * 4             ; 60-67 are the user's, and zero tells so
        mov     cx, 8
        xor     eax, eax
        rep stosd
        mov     di, 78h * 4             ; 78-FF likewise
        mov     cx, 88h
        rep stosd
        mov     word [es:40h * 4], int13_floppy_entry
        ret
.copy:  cs lodsw
        stosw
        add     di, 2
        loop    .copy
        ret

; An interrupt request that nobody expected. Acknowledged if it is real (a spurious IRQ7 is not in service).
default_irq:
        push    ax
        push    ds
        mov     al, 0Bh                 ; OCW3: read ISR
        out     PIC1, al
        out     84h, al
        in      al, PIC1
        test    al, al
        jz      .spurious
        push    BDA
        pop     ds
        mov     [BDA_LAST_IRQ], al
        mov     al, EOI
        out     PIC1, al
.spurious:
        pop     ds
        pop     ax
        iret

default_irq_slave:
        push    ax
        mov     al, 0Bh
        out     PIC2, al
        out     84h, al
        in      al, PIC2
        test    al, al
        jz      .spurious
        mov     al, EOI
        out     PIC2, al
.spurious:
        mov     al, EOI                 ; the master has seen its IR2 in any case
        out     PIC1, al
        pop     ax
        iret

; IRQ9 is where IRQ2 of the PC went: acknowledge here, then run the old handler.
int71_handler:
        push    ax
        mov     al, EOI
        out     PIC2, al
        pop     ax
        int     0Ah
        iret

; IRQ13: the coprocessor reports an error. The PC's programs expect an NMI.
int75_handler:
        push    ax
        xor     al, al
        out     0F0h, al                ; releases BUSY
        call    eoi_slave
        pop     ax
        int     02h
        iret

; NMI: nothing on this board raises one; INT 75h comes here, and a program that cares has hooked it.
nmi_handler:
        iret

int11_handler:
        sti
        push    ds
        push    BDA
        pop     ds
        mov     ax, [BDA_EQUIPMENT]
        pop     ds
        iret

int12_handler:
        sti
        push    ds
        push    BDA
        pop     ds
        mov     ax, [BDA_MEMORY]
        pop     ds
        iret

; INT 05h: print the text screen to LPT1. 50:0 tells: 1 busy, FFh failed.
int05_handler:
        ENTER_SERVICE
        sti
        cmp     byte [BDA_PRTSC], 1
        je      .leave
        mov     byte [BDA_PRTSC], 1
        mov     ah, 0Fh
        int     10h                     ; AH columns, BH page
        mov     cl, ah
        mov     ch, [BDA_ROWS]
        test    ch, ch
        jnz     .rows
        mov     ch, 24
.rows:  inc     ch
        push    cx
        mov     ah, 03h
        int     10h
        pop     cx
        push    dx                      ; cursor, to be put back
        mov     si, cx                  ; columns, rows
        call    .newline
        jc      .end
        xor     dx, dx
.cell:  mov     ah, 02h
        int     10h
        mov     ah, 08h
        int     10h
        test    al, al
        jnz     .char
        mov     al, ' '
.char:  call    .print
        jc      .end
        inc     dx
        mov     cx, si
        cmp     dl, cl
        jb      .cell
        call    .newline
        jc      .end
        mov     dl, 0
        inc     dh
        mov     cx, si
        cmp     dh, ch
        jb      .cell
        clc
.end:   sbb     al, al                  ; FFh when a print failed
        mov     [BDA_PRTSC], al
        pop     dx
        mov     ah, 02h
        int     10h
.leave: LEAVE_SERVICE
.newline:
        mov     al, 13
        call    .print
        jc      .printed
        mov     al, 10
.print: push    dx
        xor     dx, dx
        mov     ah, 0
        int     17h
        pop     dx
        test    ah, 29h                 ; timeout, I/O error, paper out
        jz      .printed
        stc
.printed:
        ret
