; Power-on self test: from the reset vector to INT 19h.

; Every reset comes here. CMOS 0Fh tells whether a program asked to get the control back.
post_start:
        cli
        cld
        mov     al, 80h + CMOS_SHUTDOWN ; NMI off
        out     CMOS_INDEX, al
        out     84h, al
        in      al, CMOS_DATA
        mov     bl, al
        mov     al, 80h + CMOS_SHUTDOWN
        out     CMOS_INDEX, al
        xor     al, al                  ; good for one reset only
        out     CMOS_DATA, al
        mov     al, RTC_D
        out     CMOS_INDEX, al
        in      al, CMOS_DATA

        mov     ax, BDA
        mov     ds, ax
        cmp     bl, 0Ah
        je      .jump
        cmp     bl, 05h
        je      .acknowledge
        cmp     bl, 09h
        je      .block_move
        cmp     bl, 04h
        jne     power_on
        xor     ax, ax                  ; 04: boot again
        mov     ss, ax
        mov     sp, 7C00h
        sti
        int     19h
.acknowledge:                           ; 05: end of interrupt, then as 0Ah
        in      al, KBC_DATA
        mov     al, EOI
        out     PIC2, al
        out     PIC1, al
.jump:  jmp     far [BDA_ROM_ENTRY]
.block_move:                            ; 09: back from protected mode to the stack saved at 40:67
        lss     sp, [BDA_ROM_ENTRY]
        pop     es
        pop     ds
        popa
        iret

power_on:
        mov     al, 01h
        out     80h, al
        in      al, PORT_A              ; A20 on
        and     al, 0FEh
        or      al, 02h
        out     PORT_A, al
        call    init_pics
        call    init_pit
        call    init_dma
        call    init_rtc

        ; stack below the boot sector, data areas cleared except for the warm boot word
        xor     ax, ax
        mov     ss, ax
        mov     sp, 7C00h
        mov     al, 02h
        out     80h, al
        mov     dx, [BDA_WARM]
        push    ds
        pop     es
        xor     di, di
        mov     cx, 81h                 ; 40:00 to 50:01
        xor     ax, ax
        rep stosw
        mov     [BDA_WARM], dx
        call    install_vectors
        call    init_data_areas
        call    init_equipment

        mov     al, 03h                 ; the screen: first the VGA's ROM
        out     80h, al
        mov     ax, 0C000h
        mov     cx, 0C800h
        call    scan_option_roms
        call    draw_header

        mov     al, 04h
        out     80h, al
        call    report_processor
        call    init_kbc
        mov     al, bl
        shl     al, 2
        and     byte [BDA_EQUIPMENT], ~04h
        or      [BDA_EQUIPMENT], al     ; bit 2: mouse
        mov     byte [BDA_KEY_FLAGS3], 10h
        mov     al, 0B8h                ; timer, keyboard, cascade and floppy may interrupt;
        out     PIC1_MASK, al
        mov     al, 0Eh                 ; clock, mouse, coprocessor, disks too
        out     PIC2_MASK, al
        sti
        call    set_ticks_from_rtc
        mov     al, 05h
        out     80h, al
        call    count_memory
        call    report_input
        call    report_ports
        mov     al, 06h
        out     80h, al
        call    init_floppies
        call    report_floppies
        mov     al, 07h
        out     80h, al
        call    init_disks
        mov     al, 08h
        out     80h, al
        mov     ax, 0C800h
        mov     cx, 0E000h
        call    scan_option_roms
        PRINT   10
        mov     al, 0Ah
        out     80h, al
        mov     word [BDA_WARM], 0
        int     19h
.end:   hlt                             ; INT 19h does not return
        jmp     .end

; BDA constants, EBDA, memory sizes. DS = BDA.
init_data_areas:
        READ_CMOS CMOS_BASE_HIGH
        mov     ah, al
        READ_CMOS CMOS_BASE_LOW
        cmp     ax, 640
        je      .base
        cmp     ax, 512
        je      .base
        mov     ax, 640                 ; a CMOS that tells nonsense
.base:  dec     ax                      ; the top KiB is the extended data area
        mov     [BDA_MEMORY], ax
        shl     ax, 6
        mov     [BDA_EBDA], ax
        mov     es, ax
        xor     di, di
        mov     cx, 200h
        xor     ax, ax
        rep stosw
        mov     byte [es:EBDA_SIZE_KIB], 1
        mov     word [BDA_KEY_HEAD], BDA_KEY_BUFFER
        mov     word [BDA_KEY_TAIL], BDA_KEY_BUFFER
        mov     word [BDA_KEY_START], BDA_KEY_BUFFER
        mov     word [BDA_KEY_END], BDA_KEY_BUFFER + 32
        mov     dword [BDA_LPT_TIMEOUT], 14141414h
        mov     dword [BDA_COM_TIMEOUT], 01010101h
        mov     byte [es:EBDA_ATTRIBUTE], 07h

        READ_CMOS CMOS_HIGH_HIGH        ; memory above 16 MiB in 64 KiB units ...
        mov     ah, al
        READ_CMOS CMOS_HIGH_LOW
        movzx   eax, ax
        test    ax, ax
        jz      .small
        shl     eax, 6
        add     eax, 15 * 1024          ; ... and the 15 MiB below
        jmp     .extended
.small: READ_CMOS CMOS_EXT_HIGH
        mov     ah, al
        READ_CMOS CMOS_EXT_LOW
        movzx   eax, ax
.extended:
        mov     [es:EBDA_EXT_KIB], eax

        READ_CMOS CMOS_OPTIONS          ; the idle rule: K = 16 times CMOS 41h, or the default
        test    al, OPTION_NEVER_HALT
        jnz     .options
        READ_CMOS CMOS_IDLE_POLLS
        mov     ah, 0
        shl     ax, 4
        jnz     .limit
        mov     ax, IDLE_DEFAULT_POLLS
.limit: mov     [es:EBDA_IDLE_LIMIT], ax
.options:
        ret

; Coprocessor, serial and parallel ports, floppies: the equipment word. DS = BDA.
init_equipment:
        READ_CMOS CMOS_EQUIPMENT
        and     ax, 00C1h               ; floppies
        or      al, 20h                 ; colour, 80 columns, until the VGA BIOS knows better
        mov     [BDA_EQUIPMENT], ax
        push    5A5Ah                   ; a coprocessor clears its status word
        mov     bp, sp
        fninit
        fnstsw  [bp]
        pop     ax
        test    al, al
        jnz     .serial
        or      byte [BDA_EQUIPMENT], 02h
.serial:
        mov     si, serial_bases
        mov     di, BDA_COM
.uart:  cs lodsw
        test    ax, ax
        jz      .parallel
        mov     dx, ax
        inc     dx
        inc     dx                      ; FIFO off; then the upper bits of the interrupt identification are zero
        xor     al, al
        out     dx, al
        out     84h, al
        in      al, dx
        test    al, 0F8h
        jnz     .uart
        inc     dx                      ; LCR reads back
        mov     al, 1Bh
        out     dx, al
        out     84h, al
        in      al, dx
        cmp     al, 1Bh
        jne     .uart
        sub     dx, 3
        mov     [di], dx
        add     di, 2
        add     byte [BDA_EQUIPMENT + 1], 02h
        jmp     .uart
.parallel:
        mov     si, parallel_bases
        mov     di, BDA_LPT
.lpt:   cs lodsw
        test    ax, ax
        jz      .done
        mov     dx, ax
        mov     al, 0AAh                ; data register reads back
        out     dx, al
        out     84h, al
        in      al, dx
        cmp     al, 0AAh
        jne     .lpt
        mov     al, 55h
        out     dx, al
        out     84h, al
        in      al, dx
        cmp     al, 55h
        jne     .lpt
        mov     [di], dx
        add     di, 2
        add     byte [BDA_EQUIPMENT + 1], 40h
        jmp     .lpt
.done:  ret

serial_bases:
        dw      3F8h, 2F8h, 3E8h, 2E8h, 0
parallel_bases:
        dw      3BCh, 378h, 278h, 0

; Option ROMs in segments AX to below CX: 55 AA, length, sum zero. Each is called at offset 3.
scan_option_roms:
        push    es
.next:  cmp     ax, cx
        jae     .done
        mov     es, ax
        mov     dx, 80h                 ; on by 2 KiB
        cmp     word [es:0], 0AA55h
        jne     .step
        movzx   ebx, byte [es:2]        ; length in 512-byte units
        test    bx, bx
        jz      .step
        push    ax
        push    cx
        push    ds
        mov     ds, ax
        mov     cx, bx
        shl     cx, 7                   ; in dwords
        xor     si, si
        xor     ax, ax
.sum:   add     al, [si]
        add     al, [si + 1]
        add     al, [si + 2]
        add     al, [si + 3]
        add     si, 4
        jnz     .same
        mov     dx, ds                  ; 64 KiB and more: next segment
        add     dx, 1000h
        mov     ds, dx
.same:  loop    .sum
        pop     ds
        pop     cx
        test    al, al
        pop     ax
        mov     dx, 80h
        jnz     .step
        add     bx, 3                   ; a good ROM: call it and go on behind it
        and     bx, ~3
        shl     bx, 5
        mov     dx, bx
        push    ax
        push    cx
        push    dx
        push    ds
        push    cs                      ; far return
        push    word .back
        push    ax                      ; far call by way of RETF
        push    3
        mov     bx, 0FFFFh              ; no PnP selector
        xor     dx, dx
        xor     di, di
        xor     ax, ax
        retf
.back:  cld
        pop     ds
        pop     dx
        pop     cx
        pop     ax
.step:  add     ax, dx
        jnc     .next
.done:  pop     es
        ret

; ---- the screen
draw_header:
        mov     ax, 0003h
        int     10h
        mov     ax, 0920h               ; a bar over the whole first line
        mov     bx, 001Fh
        mov     cx, 80
        int     10h
        mov     al, 1Fh
        call    set_colour
        PRINT   "  Pentimento PC"
        mov     dl, 62
        call    set_column
        PRINT   "System BIOS 1.0", 10
        PRINT   10
        ret

; Processor by CPUID, or by what it can do.
report_processor:
        LABEL   "Processor"
        pushfd
        pop     eax
        mov     ebx, eax
        xor     eax, 200000h            ; EFLAGS.ID changes: CPUID exists
        push    eax
        popfd
        pushfd
        pop     eax
        push    ebx
        popfd
        xor     eax, ebx
        test    eax, 200000h
        jz      .old
        cpu     586
        xor     eax, eax
        cpuid
        push    eax
        mov     eax, ebx
        call    .four
        mov     eax, edx
        call    .four
        mov     eax, ecx
        call    .four
        pop     eax
        test    eax, eax
        jz      .fpu
        mov     eax, 1
        cpuid
        cpu     386
        push    ax
        PRINT   ", family "
        mov     bx, ax
        shr     ax, 8
        and     eax, 0Fh
        call    print_decimal
        PRINT   ", model "
        pop     ax
        shr     ax, 4
        and     eax, 0Fh
        call    print_decimal
        jmp     .fpu
.old:   mov     eax, ebx                ; EFLAGS.AC: a 486
        xor     eax, 40000h
        push    eax
        popfd
        pushfd
        pop     eax
        push    ebx
        popfd
        xor     eax, ebx
        test    eax, 40000h
        jz      .is386
        PRINT   "80486"
        jmp     .fpu
.is386: PRINT   "80386"
.fpu:   test    byte [BDA_EQUIPMENT], 02h
        jz      .nofpu
        PRINT   ", with coprocessor", 10
        ret
.nofpu: PRINT   ", no coprocessor", 10
        ret
.four:  push    cx
        mov     cx, 4
.char:  push    eax
        call    print_char
        pop     eax
        shr     eax, 8
        loop    .char
        pop     cx
        ret

; Touches each 64 KiB above 1 MiB once and counts on the screen. A page that does not hold what was written ends the
; memory there. A warm boot believes the CMOS.
count_memory:
        push    es
        call    load_ebda
        LABEL   "Memory"
        mov     edi, [es:EBDA_EXT_KIB]
        cmp     word [BDA_WARM], 1234h
        je      .show
        call    enter_big_real
        xor     esi, esi                ; KiB found good
.page:  cmp     esi, edi
        jae     .counted
        lea     eax, [esi + 1024]
        shl     eax, 10
        mov     ebx, [fs:eax]
        mov     edx, ebx
        not     edx
        mov     [fs:eax], edx
        cmp     [fs:eax], edx
        jne     .counted
        mov     [fs:eax], ebx
        add     esi, 64
        test    si, 1023                ; a number for each MiB is enough for the eye
        jnz     .page
        READ_CMOS CMOS_OPTIONS
        test    al, OPTION_QUICK_POST
        jnz     .page
        mov     eax, esi
        call    .print
        jmp     .page
.counted:
        call    leave_big_real
        cmp     esi, edi
        jae     .show
        mov     edi, esi
        mov     [es:EBDA_EXT_KIB], edi
.show:  mov     eax, edi
        call    .print
        PRINT   10
        pop     es
        ret
.print: mov     dl, 16
        call    set_column
        push    eax
        movzx   eax, word [BDA_MEMORY]
        inc     eax
        call    print_decimal
        PRINT   " KiB base, "
        pop     eax
        call    print_decimal
        PRINT   " KiB extended"
        ret

; FS := the whole address space, for POST alone (nobody runs in V86 mode yet).
enter_big_real:
        push    word 10h
        jmp     load_fs_limit
leave_big_real:
        push    word 08h
load_fs_limit:
        push    eax
        pushf
        cli
        mov     bp, sp
        push    ds
        o32 lgdt [cs:flat_gdt_pointer]
        mov     eax, cr0
        or      al, 1
        mov     cr0, eax
        jmp     short .protected
.protected:
        mov     fs, [bp + 6]
        and     al, 0FEh
        mov     cr0, eax
        jmp     short .real
.real:  xor     ax, ax
        mov     fs, ax
        pop     ds
        popf
        pop     eax
        add     sp, 2
        ret

        align   8
flat_gdt:
        dq      0
        dq      00009300_0000FFFFh      ; 08: base 0, 64 KiB, data
        dq      00CF9300_0000FFFFh      ; 10: base 0, 4 GiB, data
        dq      00009B0F_0000FFFFh      ; 18: base F0000, 64 KiB, code
flat_gdt_end:
flat_gdt_pointer:
        dw      flat_gdt_end - flat_gdt - 1
        dd      0F0000h + flat_gdt

report_input:
        push    es
        call    load_ebda
        LABEL   "Input"
        cmp     word [es:EBDA_KEYBOARD_ID], 0
        je      .none
        PRINT   "keyboard"
        test    byte [BDA_EQUIPMENT], 04h
        jz      .end
        PRINT   ", PS/2 mouse"
        jmp     .end
.none:  PRINT   "no keyboard found"
.end:   PRINT   10
        pop     es
        ret

; COM1 3F8  COM2 2F8  LPT1 378
report_ports:
        LABEL   "Ports"
        mov     si, BDA_COM
        mov     bl, '1'
.next:  mov     ax, [si]
        test    ax, ax
        jz      .skip
        push    ax
        cmp     si, BDA_LPT
        jae     .lpt
        PRINT   "COM"
        jmp     .name
.lpt:   PRINT   "LPT"
.name:  mov     al, bl
        call    print_char
        mov     al, ' '
        call    print_char
        pop     ax
        call    print_hex3
        PRINT   "  "
.skip:  inc     bl
        add     si, 2
        cmp     si, BDA_LPT
        jne     .more
        mov     bl, '1'
.more:  cmp     si, BDA_LPT + 6
        jb      .next
        PRINT   10
        ret
