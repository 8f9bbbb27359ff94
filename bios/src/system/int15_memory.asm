; INT 15h: A20, memory sizes and map, block move, protected mode.

; ---- A20
; 2400 off, 2401 on, 2402 state, 2403 what can switch it. Called with hardly any stack: DOS switches A20 when it starts a
; program, on the program's own stack. FreeDOS leaves 18 bytes for FDISK; 14 are used, so no frame is built here.
int15_a20:
        push    bp
        mov     bp, sp                  ; [bp + 6]: the caller's FLAGS
        cmp     al, 2
        je      .state
        ja      .support
        push    ax
        cmp     al, 1
        jb      .off
        call    a20_on
        jmp     .done
.off:   call    a20_off
.done:  pop     ax
.ok:    mov     ah, 0
        and     byte [bp + 6], ~CARRY
        pop     bp
        iret
.state: call    a20_state
        jmp     .ok
.support:
        cmp     al, 3
        ja      .unknown
        mov     bx, 3                   ; 8042 and port 92h
        jmp     .ok
.unknown:
        mov     ah, 86h
        or      byte [bp + 6], CARRY
        pop     bp
        iret

; Both change AX.
a20_off:
        in      al, PORT_A
        and     al, 0FCh
        out     PORT_A, al
        call    a20_state               ; where the two switches are OR-ed, the 8042's must be off as well
        test    al, al
        jz      a20_switched
        mov     ah, 0DDh
        jmp     a20_by_8042
a20_on: in      al, PORT_A
        and     al, 0FEh
        or      al, 02h
        out     PORT_A, al
        call    a20_state
        test    al, al
        jnz     a20_switched
        mov     ah, 0DFh

; AH: output port of the 8042. Waits 65 ms at most for each byte.
a20_by_8042:
        push    cx
        xor     cx, cx
.idle:  in      al, KBC_STATUS
        test    al, KBC_IBF
        loopnz  .idle
        mov     al, 0D1h
        out     KBC_STATUS, al
.taken: in      al, KBC_STATUS
        test    al, KBC_IBF
        loopnz  .taken
        mov     al, ah
        out     KBC_DATA, al
.done:  in      al, KBC_STATUS
        test    al, KBC_IBF
        loopnz  .done
        pop     cx
a20_switched:
        ret

; AL := 1 when A20 is on: does the second MiB show the first? Interrupts are off.
a20_state:
        push    ds
        push    es
        push    cx
        xor     ax, ax
        mov     ds, ax
        dec     ax
        mov     es, ax
        mov     cx, [0]                 ; 0000:0000 and FFFF:0010
        not     word [0]
        mov     ax, [es:10h]
        cmp     ax, [0]
        mov     [0], cx
        jne     .on                     ; one difference is proof,
        cmp     ax, cx
        mov     ax, [es:10h]            ; equality needs a second look
        cmp     ax, cx
        jne     .on
        mov     al, 0
        jmp     .done
.on:    mov     al, 1
.done:  pop     cx
        pop     es
        pop     ds
        ret

; ---- sizes
; 88: KiB above 1 MiB, at most 65535
int15_extended_size:
        call    extended_kib
        cmp     eax, 0FFFFh
        jbe     .fits
        mov     ax, 0FFFFh
.fits:  mov     [rAX], ax
        jmp     int15_done

; EAX := memory above 1 MiB in KiB
extended_kib:
        push    es
        mov     es, [BDA_EBDA]
        mov     eax, [es:EBDA_EXT_KIB]
        pop     es
        ret

; E801, E881 sizes in two parts, E820 map
int15_memory:
        mov     al, [rAL]
        cmp     al, 20h
        je      memory_map
        cmp     al, 01h
        je      .two
        cmp     al, 81h
        jne     int15_unsupported
        mov     dword [rAX], 0          ; the same in 32-bit registers
        mov     dword [rBX], 0
        mov     dword [rCX], 0
        mov     dword [rDX], 0
.two:   call    extended_kib
        xor     edx, edx
        cmp     eax, 15 * 1024
        jbe     .below
        mov     edx, eax
        sub     edx, 15 * 1024
        shr     edx, 6                  ; above 16 MiB, in 64 KiB units
        mov     eax, 15 * 1024
.below: mov     [rAX], ax
        mov     [rCX], ax
        mov     [rBX], dx
        mov     [rDX], dx
        jmp     int15_done

; E820: EDX 'SMAP', EBX entry, ECX size of the buffer ES:DI
memory_map:
        cmp     dword [rDX], 534D4150h
        jne     int15_unsupported
        cmp     dword [rCX], 20
        jb      int15_unsupported
        mov     ebx, [rBX]
        cmp     ebx, 4
        ja      int15_unsupported
        mov     es, [rES]
        mov     di, [rDI]
        xor     eax, eax
        mov     [es:di + 4], eax
        mov     [es:di + 12], eax
        shl     bx, 1
        jmp     [cs:bx + .entries]
.entries:
        dw      .low, .ebda, .rom, .high, .top
.low:   xor     ecx, ecx                ; 0 to the EBDA
        movzx   edx, word [BDA_MEMORY]
        shl     edx, 10
        jmp     .usable
.ebda:  movzx   ecx, word [BDA_MEMORY]
        shl     ecx, 10
        mov     edx, 0A0000h
        sub     edx, ecx
        jmp     .reserved
.rom:   mov     ecx, 0F0000h
        mov     edx, 10000h
        jmp     .reserved
.high:  mov     ecx, 100000h
        call    extended_kib
        mov     edx, eax
        shl     edx, 10
        jnz     .usable
        mov     edx, 0                  ; no extended memory: an empty piece
        jmp     .usable
.top:   mov     ecx, 0FFFF0000h
        mov     edx, 10000h
.reserved:
        mov     al, 2
        jmp     .store
.usable:
        mov     al, 1
.store: mov     [es:di], ecx
        mov     [es:di + 8], edx
        movzx   eax, al
        mov     [es:di + 16], eax
        shr     bx, 1
        inc     bx
        cmp     bx, 5
        jb      .more
        xor     bx, bx
.more:  movzx   ebx, bx
        mov     [rBX], ebx
        mov     dword [rAX], 534D4150h
        mov     dword [rCX], 20
        jmp     int15_done

; ---- 87: move CX words between the areas that the caller's descriptors at ES:SI name (10h source, 18h destination).
; Only their bases are taken: the move itself uses our own descriptors for all memory, so that limits and access bytes
; that callers forget do no harm. Interrupts are off during the move.
int15_move:
        mov     eax, cr0                ; not in V86 mode: a memory manager owns this function there
        test    al, 1
        mov     byte [rAH], 3
        jnz     int15_error
        call    a20_state
        push    ax
        call    a20_on
        mov     es, [rES]
        mov     si, [rSI]
        mov     eax, [es:si + 10h + 2]
        and     eax, 0FFFFFFh
        mov     ebx, eax
        movzx   eax, byte [es:si + 10h + 7]
        shl     eax, 24
        or      ebx, eax                ; EBX: source
        mov     eax, [es:si + 18h + 2]
        and     eax, 0FFFFFFh
        mov     edi, eax
        movzx   eax, byte [es:si + 18h + 7]
        shl     eax, 24
        or      edi, eax                ; EDI: destination
        movzx   ecx, word [rCX]
        mov     esi, ebx
        cmp     cx, 8000h
        ja      .bad
        push    ds
        cli
        o32 lgdt [cs:flat_gdt_pointer]
        mov     eax, cr0
        or      al, 1
        mov     cr0, eax
        jmp     short .protected
.protected:
        mov     dx, 10h
        mov     ds, dx
        mov     es, dx
        shr     ecx, 1
        a32 rep movsd
        adc     cx, cx
        a32 rep movsw
        mov     dx, 08h                 ; real-mode limits again
        mov     ds, dx
        mov     es, dx
        and     al, 0FEh
        mov     cr0, eax
        jmp     short .real
.real:  pop     ds
        sti
        call    .restore
        mov     byte [rAH], 0
        and     byte [rFLAGS], ~(CARRY)
        or      byte [rFLAGS], ZERO
        LEAVE_SERVICE
.bad:   call    .restore
        mov     byte [rAH], 2
        jmp     int15_error
.restore:                               ; A20 as it was
        pop     bx
        pop     ax
        push    bx
        test    al, al
        jnz     .restored
        in      al, PORT_A
        and     al, 0FCh
        out     PORT_A, al
.restored:
        ret

; ---- 89: enter protected mode with the caller's tables at ES:SI: 08 GDT, 10 IDT, 18 DS, 20 ES, 28 SS, 30 CS, 38 for us.
; BH, BL: first vectors of the interrupt controllers. Returns to the caller's address in segment 30.
int15_protected_mode:
        mov     eax, cr0
        test    al, 1
        jnz     int15_unsupported
        cli
        call    a20_on
        mov     es, [rES]
        mov     si, [rSI]
        mov     word [es:si + 38h], 0FFFFh      ; our code
        mov     dword [es:si + 3Ah], 9A0F0000h
        mov     word [es:si + 3Eh], 0
        mov     al, 11h                 ; interrupt controllers at the caller's vectors, all masked
        out     PIC1, al
        out     PIC2, al
        mov     al, [rBH]
        out     PIC1_MASK, al
        mov     al, [rBL]
        out     PIC2_MASK, al
        mov     al, 04h
        out     PIC1_MASK, al
        mov     al, 02h
        out     PIC2_MASK, al
        mov     al, 01h
        out     PIC1_MASK, al
        out     PIC2_MASK, al
        mov     al, 0FFh
        out     PIC1_MASK, al
        out     PIC2_MASK, al
        o32 lgdt [es:si + 08h]
        o32 lidt [es:si + 10h]
        mov     eax, cr0
        or      al, 1
        mov     cr0, eax
        jmp     38h:.protected
.protected:
        mov     ax, 18h
        mov     ds, ax
        mov     ax, 20h
        mov     es, ax
        mov     ax, 28h
        mov     ss, ax
        add     sp, 4                   ; DS, ES of the frame
        popad
        mov     ah, 0
        pop     cx                      ; IP
        add     sp, 4                   ; CS, flags
        push    30h
        push    cx
        retf
