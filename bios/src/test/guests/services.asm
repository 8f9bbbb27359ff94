; A boot sector with a program behind it that calls the BIOS's services and prints a line for each: name, then "ok" or
; "FAILED". Ends with "DONE" and how many failed. 1.44 MB diskette; a disk of at least 1 MiB as drive 80h, whose
; first sectors are overwritten. Output goes to the screen and to COM1. Last of all, behind "DONE", comes the way to
; protected mode and back by a reset (QEMU forgets the shutdown code at a reset: there it boots again and again).

        cpu     386
        bits    16
        org     7C00h
SECTORS equ 16                          ; length of the program

        jmp     short start
        nop
start:  cli
        xor     ax, ax
        mov     ds, ax
        mov     es, ax
        mov     ss, ax
        mov     sp, 7C00h
        sti
        mov     [drive], dl
        mov     ax, 0200h + SECTORS     ; one multi-sector read
        mov     bx, 7E00h
        mov     cx, 2
        mov     dh, 0
        int     13h
        jnc     main
        mov     al, '!'
        mov     ah, 0Eh
        int     10h
        hlt
drive:  db      0
        times   510 - ($ - $$) db 0
        dw      0AA55h

%macro TEST 1                           ; name of what follows; the code ends with PASS_IF
        mov     si, %%name
        call    begin
        jmp     %%over
%%name: db      %1, 0
%%over:
%endmacro
%macro PASS_IF 1                        ; condition
        j%1     %%ok
        call    failed
        jmp     %%end
%%ok:   call    passed
%%end:
%endmacro

main:   mov     ax, 00E3h               ; COM1 9600 8N1
        xor     dx, dx
        int     14h

        TEST    "INT 11h equipment: floppy, colour"
        int     11h
        and     al, 31h
        cmp     al, 21h
        PASS_IF e
        TEST    "INT 12h 639 KiB"
        int     12h
        cmp     ax, 639
        PASS_IF e

        TEST    "registers keep their upper halves"
        mov     ebx, 12345678h
        mov     esi, 89ABCDEFh
        mov     ebp, 0F0F1F2F3h
        mov     edx, 0AAAA0000h
        mov     ah, 08h
        push    ebx
        mov     ecx, 0CCCC1111h
        mov     ah, 02h
        int     1Ah
        pop     eax
        cmp     eax, ebx
        jne     .upper
        cmp     esi, 89ABCDEFh
        jne     .upper
        cmp     ebp, 0F0F1F2F3h
        jne     .upper
        shr     ecx, 16
        cmp     cx, 0CCCCh
.upper: PASS_IF e

        TEST    "INT 1Ah ticks run"
        mov     ah, 0
        int     1Ah
        mov     bx, dx
        mov     dx, 60000               ; 125 ms by INT 15h AH=86h
        mov     cx, 1
        mov     ah, 86h
        int     15h
        jc      .ticks
        mov     ah, 0
        int     1Ah
        sub     dx, bx
        dec     dx                      ; about 2; a busy host gets some more
        cmp     dx, 5
        cmc
.ticks: PASS_IF nc

        TEST    "INT 15h AH=83h sets its flag"
        mov     byte [flag], 0
        mov     bx, flag
        mov     cx, 0
        mov     dx, 20000
        mov     ax, 8300h
        int     15h
        jc      .event
        mov     cx, 100                 ; the clock's interrupt comes every millisecond
.event_wait:
        hlt
        test    byte [flag], 80h
        jnz     .event_ok
        dec     cx
        jnz     .event_wait
        stc
        jmp     .event
.event_ok:
        clc
.event: PASS_IF nc

        TEST    "INT 1Ah date set, read back"
        mov     ah, 04h
        int     1Ah
        push    cx
        push    dx
        mov     ah, 05h
        mov     cx, 2000h
        mov     dx, 0229h
        int     1Ah
        mov     ah, 04h
        int     1Ah
        cmp     cx, 2000h
        jne     .date
        cmp     dx, 0229h
        jne     .date
        mov     al, 06h                 ; a Tuesday
        out     70h, al
        in      al, 71h
        cmp     al, 3
.date:  pushf
        pop     ax
        pop     dx
        pop     cx
        push    ax
        mov     ah, 05h
        int     1Ah
        popf
        PASS_IF e

        TEST    "PCI BIOS says it is not there"
        mov     ax, 0B101h
        int     1Ah
        cmp     ah, 81h
        PASS_IF e

        TEST    "INT 15h C0h configuration"
        mov     ah, 0C0h
        int     15h
        jc      .c0
        cmp     byte [es:bx + 2], 0FCh
        stc
        jne     .c0
        clc
.c0:    push    ds
        pop     es
        PASS_IF nc
        TEST    "INT 15h C1h EBDA"
        mov     ah, 0C1h
        int     15h
        mov     ax, es
        push    ds
        pop     es
        cmp     ax, 9FC0h
        PASS_IF e

        TEST    "A20: 2401, 2402, 2400, 2402, 2401"
        mov     ax, 2401h
        int     15h
        mov     ax, 2402h
        int     15h
        cmp     al, 1
        jne     .a20
        mov     ax, 2400h
        int     15h
        mov     ax, 2402h
        int     15h
        cmp     al, 0
        pushf
        mov     ax, 2401h
        int     15h
        popf
.a20:   PASS_IF e

        TEST    "E820 map ends, AH=88h and E801h agree"
        xor     ebx, ebx
        mov     si, 0
.map:   mov     eax, 0E820h
        mov     edx, 534D4150h
        mov     ecx, 20
        mov     di, buffer
        int     15h
        jc      .map_bad
        inc     si
        cmp     si, 20
        ja      .map_bad
        test    ebx, ebx
        jnz     .map
        mov     ax, 0E801h
        int     15h
        jc      .map_bad
        movzx   edi, bx
        shl     edi, 6
        movzx   eax, ax
        add     edi, eax                ; KiB above 1 MiB
        mov     ah, 88h
        int     15h
        movzx   eax, ax
        cmp     edi, 0FFFFh
        jbe     .small
        mov     edi, 0FFFFh
.small: sub     edi, eax
        cmp     edi, 64                 ; E801 counts in 64 KiB
        jb      .map_good
.map_bad:
        stc
        jmp     .map_end
.map_good:
        clc
.map_end:
        PASS_IF nc

        TEST    "INT 15h 87h moves to 2 MiB and back"
        mov     di, buffer
        mov     cx, 512
        mov     al, 5Ah
        cld
        rep stosb
        mov     byte [buffer + 511], 77h
        mov     dword [gdt + 12h], 93000000h | buffer
        mov     dword [gdt + 1Ah], 93200000h
        mov     si, gdt
        mov     cx, 256
        mov     ah, 87h
        int     15h
        jc      .move
        mov     dword [gdt + 12h], 93200000h
        mov     dword [gdt + 1Ah], 93000000h | (buffer + 512)
        mov     cx, 256
        mov     ah, 87h
        int     15h
        jc      .move
        mov     si, buffer
        mov     di, buffer + 512
        mov     cx, 512
        repe cmpsb
        je      .move
        stc
.move:  PASS_IF nc

        TEST    "INT 16h 05h, 11h, 10h, 01h, 00h"
        mov     ah, 05h
        mov     cx, 48E0h               ; grey up
        int     16h
        cmp     al, 0
        jne     .keys
        mov     ah, 11h
        int     16h
        jz      .keys_bad
        cmp     ax, 48E0h
        jne     .keys
        mov     ah, 01h
        int     16h
        cmp     ax, 4800h
        jne     .keys
        mov     ah, 10h
        int     16h
        cmp     ax, 48E0h
        jne     .keys
        mov     ah, 05h                 ; F11 is hidden from the old functions
        mov     cx, 8500h
        int     16h
        mov     ah, 05h
        mov     cx, 1C0Dh
        int     16h
        mov     ah, 00h
        int     16h
        cmp     ax, 1C0Dh
        jne     .keys
        mov     ah, 01h
        int     16h
        jz      .keys_good
.keys_bad:
        or      al, 1
        jmp     .keys
.keys_good:
        xor     al, al
.keys:  PASS_IF e

        TEST    "floppy: AH=08h, 15h, 16h"
        mov     ah, 08h
        mov     dl, 0
        int     13h
        push    ds
        pop     es
        jc      .fdp
        cmp     bl, 4
        stc
        jne     .fdp
        cmp     cx, 4F12h
        stc
        jne     .fdp
        mov     ah, 15h
        mov     dl, 0
        int     13h
        jc      .fdp
        cmp     ah, 2
        stc
        jne     .fdp
        mov     ah, 16h
        mov     dl, 0
        int     13h
.fdp:   PASS_IF nc
        TEST    "floppy: write, verify, read back track 79"
        mov     di, buffer
        mov     cx, 512
        mov     al, 0C3h
        rep stosb
        mov     ax, 0301h
        mov     bx, buffer
        mov     cx, 4F12h
        mov     dx, 0100h
        int     13h
        jc      .fdw
        mov     ax, 0401h
        mov     cx, 4F12h
        mov     dx, 0100h
        int     13h
        jc      .fdw
        mov     ax, 0201h
        mov     bx, buffer + 512
        mov     cx, 4F12h
        mov     dx, 0100h
        int     13h
        jc      .fdw
        cmp     byte [buffer + 1023], 0C3h
        je      .fdw
        stc
.fdw:   PASS_IF nc
        TEST    "floppy: both heads in one request"
        mov     ax, 0224h               ; a whole cylinder
        mov     bx, 1000h
        mov     es, bx
        xor     bx, bx
        mov     cx, 0001h
        mov     dx, 0000h
        int     13h
        jc      .mt
        cmp     word [es:510], 0AA55h
        stc
        jne     .mt
        clc
.mt:    push    ds
        pop     es
        PASS_IF nc
        TEST    "floppy: sector 19 fails with 04, boundary with 09"
        mov     ax, 0201h
        mov     bx, buffer
        mov     cx, 0013h
        mov     dx, 0000h
        int     13h
        cmp     ah, 04h
        jne     .fde
        mov     bx, 1FF0h
        mov     es, bx
        mov     bx, 0
        mov     ax, 0201h
        mov     cx, 1
        mov     dx, 0
        int     13h
        cmp     ah, 09h
.fde:   push    ds
        pop     es
        PASS_IF e
        TEST    "floppy: format a track"
        push    0                       ; the table in force
        pop     ds
        mov     di, buffer
        mov     cx, 18
        mov     ax, 0050h               ; track 80-1 = 4Fh, head 1
        mov     dl, 1
.ids:   mov     byte [di], 4Fh
        mov     byte [di + 1], 1
        mov     [di + 2], dl
        mov     byte [di + 3], 2
        add     di, 4
        inc     dl
        loop    .ids
        mov     ah, 18h
        mov     cx, 4F12h
        mov     dl, 0
        int     13h
        push    ds
        pop     es
        jc      .format
        mov     ax, 0501h
        mov     bx, buffer
        mov     cx, 4F01h
        mov     dx, 0100h
        int     13h
.format:
        PASS_IF nc

        mov     ah, 15h
        mov     dl, 80h
        int     13h
        cmp     ah, 3
        jne     no_disk
        TEST    "disk: AH=08h agrees with 15h"
        push    cx
        push    dx
        mov     ah, 08h
        mov     dl, 80h
        int     13h
        push    ds
        pop     es
        mov     al, ch
        mov     ah, cl
        shr     ah, 6
        inc     ax
        movzx   eax, ax
        movzx   ebx, dh
        inc     ebx
        imul    eax, ebx
        and     cx, 3Fh
        movzx   ecx, cx
        imul    eax, ecx
        pop     dx
        pop     cx
        shl     ecx, 16
        mov     cx, dx
        cmp     eax, ecx
        PASS_IF e
        TEST    "disk: write 3 sectors, read them, EDD sees the same"
        mov     di, buffer
        mov     cx, 768
        mov     ax, 1
.fill:  stosw
        add     ax, 7
        loop    .fill
        mov     ax, 0303h
        mov     bx, buffer
        mov     cx, 2
        mov     dx, 0080h
        int     13h
        jc      .hd
        mov     ax, 0403h
        mov     cx, 2
        mov     dx, 0080h
        int     13h
        jc      .hd
        mov     byte [packet + 2], 3
        mov     dword [packet + 8], 1
        mov     word [packet + 4], buffer + 1536
        mov     ah, 42h
        mov     dl, 80h
        mov     si, packet
        int     13h
        jc      .hd
        mov     si, buffer
        mov     di, buffer + 1536
        mov     cx, 1536
        repe cmpsb
        je      .hd
        stc
.hd:    PASS_IF nc
        TEST    "disk: read across the end of a segment"
        mov     ax, 1000h
        mov     es, ax
        mov     bx, 0FF00h
        mov     ax, 0203h
        mov     cx, 2
        mov     dx, 0080h
        int     13h
        jc      .wrap
        mov     ax, 1FF0h
        mov     es, ax
        xor     di, di
        mov     si, buffer
        mov     cx, 1536
        repe cmpsb
        je      .wrap
        stc
.wrap:  push    ds
        pop     es
        PASS_IF nc
        TEST    "disk: 128 sectors at once, AL tells so"
        mov     ax, 2000h
        mov     es, ax
        xor     bx, bx
        mov     ax, 0280h
        mov     cx, 1
        mov     dx, 0080h
        int     13h
        push    ds
        pop     es
        jc      .many
        cmp     al, 128
        je      .many
        stc
.many:  PASS_IF nc
        TEST    "disk: beyond the end fails, AH=01h knows it"
        mov     ax, 0201h
        mov     bx, buffer
        mov     cx, 0FFFFh
        mov     dx, 0FE80h
        int     13h
        jnc     .end_bad
        mov     ah, 01h
        mov     dl, 80h
        int     13h
        cmp     al, 04h
        jmp     .end
.end_bad:
        or      al, 1
.end:   PASS_IF e
        TEST    "disk: EDD 41h, 48h"
        mov     ah, 41h
        mov     bx, 55AAh
        mov     dl, 80h
        int     13h
        jc      .edd
        cmp     bx, 0AA55h
        stc
        jne     .edd
        mov     word [buffer], 42h
        mov     si, buffer
        mov     ah, 48h
        mov     dl, 80h
        int     13h
        jc      .edd
        xor     al, al
        mov     cx, 24h
        mov     si, buffer + 1Eh
.path:  add     al, [si]
        inc     si
        loop    .path
        cmp     al, 0
        stc
        jne     .edd
        cmp     word [buffer + 18h], 512
        stc
        jne     .edd
        clc
.edd:   PASS_IF nc
        TEST    "disk: reset, recalibrate, ready, diagnose"
        mov     ah, 00h
        mov     dl, 80h
        int     13h
        jc      .hdr
        mov     ah, 11h
        int     13h
        jc      .hdr
        mov     ah, 10h
        int     13h
        jc      .hdr
        mov     ah, 14h
        int     13h
        jc      .hdr
        mov     ax, 0201h
        mov     bx, buffer
        mov     cx, 2
        mov     dx, 0080h
        int     13h
.hdr:   PASS_IF nc
no_disk:
        TEST    "mouse: C205, C207, C200, C204"
        mov     ax, 0C205h
        mov     bh, 3
        int     15h
        jc      .mouse
        mov     ax, 0C207h
        mov     bx, mouse_handler
        int     15h
        jc      .mouse
        mov     ax, 0C202h
        mov     bh, 5
        int     15h
        jc      .mouse
        mov     ax, 0C206h
        mov     bh, 0
        int     15h
        jc      .mouse
        cmp     dl, 100                 ; reports a second
        stc
        jne     .mouse
        mov     ax, 0C204h
        int     15h
        jc      .mouse
        mov     ax, 0C200h
        mov     bh, 1
        int     15h
.mouse: PASS_IF nc
        TEST    "APM: check, connect, version, event, disconnect"
        mov     ax, 5300h
        xor     bx, bx
        int     15h
        jc      .apm
        cmp     bx, 504Dh
        stc
        jne     .apm
        mov     ax, 5301h
        xor     bx, bx
        int     15h
        jc      .apm
        mov     ax, 530Eh
        xor     bx, bx
        mov     cx, 0102h
        int     15h
        jc      .apm
        mov     ax, 5304h
        xor     bx, bx
        int     15h
        jc      .apm
        mov     ax, 5303h
        xor     bx, bx
        int     15h
        jc      .apm
        mov     ax, 5304h
        xor     bx, bx
        int     15h
.apm:   PASS_IF nc
        TEST    "APM: 16-bit protected mode call"
        call    apm_protected
        PASS_IF nc
        TEST    "APM: 32-bit protected mode call"
        call    apm_protected_32
        PASS_IF nc

        mov     si, done
        call    print
        mov     al, [failures]
        add     al, '0'
        call    putc
        mov     al, 10
        call    putc
        TEST    "INT 15h 89h goes to protected mode, shutdown 5 comes back"
        call    protected_and_back
        PASS_IF nc

.stop:  hlt
        jmp     .stop

; Connects the 16-bit or 32-bit interface and calls it through descriptors. Carry: the version is not 1.2.
apm_protected:
        mov     ax, 5302h
        mov     di, apm_call_16
        jmp     apm_connect
apm_protected_32:
        mov     ax, 5303h
        mov     di, apm_call_32
apm_connect:
        push    di
        xor     bx, bx
        int     15h
        pop     di
        jc      .end
        mov     [apm_entry], bx
        mov     [apm_entry_32], ebx
        cli
        lgdt    [apm_gdt_pointer]
        mov     eax, cr0
        or      al, 1
        mov     cr0, eax
        jmp     18h:.in
.in:    mov     ax, 20h
        mov     ds, ax
        mov     es, ax
        mov     ss, ax
        mov     ax, 530Eh
        xor     bx, bx
        mov     cx, 0102h
        call    di
        mov     dx, ax
        mov     eax, cr0
        and     al, 0FEh
        mov     cr0, eax
        jmp     0:.out
.out:   xor     ax, ax
        mov     ds, ax
        mov     es, ax
        mov     ss, ax
        sti
        push    dx
        mov     ax, 5304h
        xor     bx, bx
        int     15h
        pop     dx
        cmp     dx, 0102h
        je      .end
        stc
.end:   ret
apm_call_16:
        call    far [apm_entry]
        ret
apm_call_32:
        call    dword far [apm_entry_32]
        ret

protected_and_back:
        mov     [saved_sp], sp
        mov     word [467h], .back
        mov     word [469h], 0
        mov     al, 0Fh
        out     70h, al
        mov     al, 05h
        out     71h, al
        mov     si, pm_gdt
        mov     bx, 2028h
        mov     ah, 89h
        int     15h
        mov     word [flag], 0CAFEh     ; protected mode: reset by the 8042
        mov     al, 0FEh
        out     64h, al
.stop:  hlt
        jmp     .stop
.back:  xor     ax, ax
        mov     ds, ax
        mov     es, ax
        mov     ss, ax
        mov     sp, [saved_sp]
        mov     al, 11h                 ; the controllers as they were
        out     20h, al
        out     0A0h, al
        mov     al, 08h
        out     21h, al
        mov     al, 70h
        out     0A1h, al
        mov     al, 04h
        out     21h, al
        mov     al, 02h
        out     0A1h, al
        mov     al, 01h
        out     21h, al
        out     0A1h, al
        mov     al, 0B8h
        out     21h, al
        mov     al, 0Eh
        out     0A1h, al
        sti
        cmp     word [flag], 0CAFEh
        je      .end
        stc
.end:   ret

mouse_handler:
        retf

begin:  call    print
        mov     si, colon
        jmp     print
passed: mov     si, ok
        jmp     print
failed: inc     byte [failures]
        push    ax
        mov     si, bad
        call    print
        pop     ax
        ret
print:  cld
.next:  lodsb
        test    al, al
        jz      .end
        call    putc
        jmp     .next
.end:   ret
putc:   pushad
        cmp     al, 10
        jne     .char
        mov     al, 13
        call    putc
        mov     al, 10
.char:  push    ax
        mov     bx, 7
        mov     ah, 0Eh
        int     10h
        pop     ax
        mov     dx, 3F8h + 5
        mov     ah, al
        mov     cx, 60000
.ready: in      al, dx
        test    al, 20h
        loopz   .ready
        mov     dx, 3F8h
        mov     al, ah
        out     dx, al
        popad
        ret

colon:  db      ": ", 0
ok:     db      "ok", 10, 0
bad:    db      "FAILED", 10, 0
done:   db      "DONE, failures ", 0
failures:
        db      0
flag:   dw      0
saved_sp:
        dw      0
        align   8
packet: db      10h, 0, 1, 0
        dw      buffer, 0
        dq      0
gdt:    times   10h db 0
        dw      0FFFFh, 0
        db      0, 93h, 0, 0
        dw      0FFFFh, 0
        db      0, 93h, 0, 0
        times   10h db 0
pm_gdt: dq      0
        dw      pm_gdt_end - pm_gdt - 1, pm_gdt
        dd      0
        dw      0, 0                    ; 10 IDT: nothing may happen
        dd      0
        times   3 dq 00009300_0000FFFFh ; 18 DS, 20 ES, 28 SS
        dq      00009B00_0000FFFFh      ; 30 CS
        dq      0                       ; 38 the BIOS's own
pm_gdt_end:
        align   8
apm_gdt:
        dq      0
        dq      00009B0F_0000FFFFh      ; 08 APM code
        dq      0000930F_0000FFFFh      ; 10 APM data
        dq      00009B00_0000FFFFh      ; 18 our code
        dq      00009300_0000FFFFh      ; 20 our data
        dq      00409B0F_0000FFFFh      ; 28 APM code, 32-bit; 16-bit code and data of the interface behind it
        dq      00009B0F_0000FFFFh      ; 30
        dq      0000930F_0000FFFFh      ; 38
apm_gdt_end:
apm_gdt_pointer:
        dw      apm_gdt_end - apm_gdt - 1
        dd      apm_gdt
apm_entry:
        dw      0, 08h
apm_entry_32:
        dd      0
        dw      28h
        times   SECTORS * 512 + 512 - ($ - $$) db 0
buffer  equ     0A400h
