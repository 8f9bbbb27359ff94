; What the machine says of itself: processor, memory, video, equipment; and a measurement.

machine_page:
        mov si, .title
        call page
        mov si, .text
        call print
        call .processor
        call .memory
        call .video
        call .rest
        call .measure
        jmp wait_escape

%macro  show_at 2
        mov dx, (%1) | (%2) << 8
        call go_to
        mov byte [attribute], TITLE
%endmacro

.processor:
        show_at 4, 24
        pushfd                          ; the AC flag came with the 486, the ID flag with CPUID
        pop eax
        mov ecx, eax
        xor eax, 1 << 18
        push eax
        popfd
        pushfd
        pop eax
        push ecx
        popfd
        xor eax, ecx
        test eax, 1 << 18
        mov si, .is_386
        jz print
        mov eax, ecx
        xor eax, 1 << 21
        push eax
        popfd
        pushfd
        pop eax
        push ecx
        popfd
        xor eax, ecx
        test eax, 1 << 21
        mov si, .is_486
        jz print
        cpu 586
        xor eax, eax
        cpuid
        mov [.vendor], ebx
        mov [.vendor+4], edx
        mov [.vendor+8], ecx
        push eax
        mov si, .vendor
        call print
        pop eax
        or eax, eax
        jz .no_leaf
        mov eax, 1
        cpuid
        cpu 386
        mov [.signature], eax
        mov [.features], edx
        mov si, .family
        call print
        mov eax, [.signature]
        shr eax, 8
        and eax, 0Fh
        call put_decimal
        mov si, .model
        call print
        mov eax, [.signature]
        shr eax, 4
        and eax, 0Fh
        call put_decimal
        mov si, .stepping
        call print
        mov eax, [.signature]
        and eax, 0Fh
        call put_decimal
        show_at 5, 24
        mov si, .feature_names
.feature:
        lodsb
        cmp al, 0FFh
        je .no_leaf
        movzx bx, al
        bt [.features], bx
        jc .has
.skip:  lodsb
        or al, al
        jnz .skip
        jmp .feature
.has:   call print
        jmp .feature
.no_leaf:
        ret

.memory:
        show_at 7, 24
        int 12h
        movzx eax, ax
        call put_decimal
        mov si, .kib_base
        call print
        mov ax, 0E801h
        xor cx, cx
        xor dx, dx
        int 15h
        jc .old
        jcxz .axbx
        mov ax, cx
        mov bx, dx
.axbx:  movzx eax, ax
        movzx ebx, bx
        shl ebx, 6
        add eax, ebx
        jmp .extended
.old:   mov ah, 88h
        int 15h
        movzx eax, ax
.extended:
        call put_decimal
        mov si, .kib_extended
        jmp print

.video: show_at 9, 24
        mov ax, 1A00h
        int 10h
        mov si, .no_vga
        cmp al, 1Ah
        jne .adapter
        mov si, .vga
.adapter:
        call print
        mov dword [buffer], 'VBE2'
        mov ax, 4F00h
        mov di, buffer
        int 10h
        cmp ax, 004Fh
        mov si, .no_vbe
        jne print
        mov si, .vbe
        call print
        movzx eax, byte [buffer+5]
        call put_decimal
        mov al, '.'
        call put_char
        movzx eax, byte [buffer+4]
        call put_decimal
        mov si, .with
        call print
        movzx eax, word [buffer+12h]
        shl eax, 6
        call put_decimal
        mov si, .kib
        call print
        show_at 10, 24
        lds si, [buffer+6]
        mov cx, 40
.oem:   lodsb
        or al, al
        jz .named
        push ds
        push 0
        pop ds
        call put_char
        pop ds
        loop .oem
.named: push 0
        pop ds
        ret

.rest:  show_at 12, 24
        push 0FFFFh
        pop es
        mov si, 5                       ; F000:FFF5: the date of the BIOS
        mov cx, 8
.date:  mov al, [es:si]
        inc si
        call put_char
        loop .date
        push ds
        pop es
        show_at 13, 24
        int 11h
        mov [.equipment], ax
        mov bx, 0
        test al, 1
        jz .no_floppies
        shr al, 6
        inc al
        mov bl, al
.no_floppies:
        movzx eax, bl
        call put_decimal
        mov si, .floppies
        call print
        push 40h
        pop es
        movzx eax, byte [es:75h]
        push ds
        pop es
        call put_decimal
        mov si, .disks
        call print
        movzx eax, word [.equipment]
        shr ax, 9
        and ax, 7
        call put_decimal
        mov si, .serial
        call print
        movzx eax, word [.equipment]
        shr ax, 14
        call put_decimal
        mov si, .parallel
        jmp print

; how many turns of a loop of two instructions go into 18 ticks, nearly a second
.measure:
        push 40h
        pop es
        mov al, [es:6Ch]
.edge:  cmp al, [es:6Ch]
        je .edge
        mov bl, [es:6Ch]
        add bl, 18
        xor ecx, ecx
.outer: mov dx, 4999
.inner: dec dx
        jnz .inner
        add ecx, 10000                  ; with what stands around the inner loop, near enough
        cmp bl, [es:6Ch]
        jne .outer
        push ds
        pop es
        mov [.turns], ecx
        show_at 15, 24
        mov eax, [.turns]
        mov ebx, 988580                 ; 18 ticks of 54.925 ms, in microseconds
        xor edx, edx
        div ebx
        push edx
        call put_decimal
        mov al, '.'
        call put_char
        pop eax
        mov ebx, 98858
        xor edx, edx
        div ebx
        call put_decimal
        mov si, .mips
        jmp print

.title: db INK(BAR), 'Machine', 0
.text:  db AT(4, 4), INK(PAPER), 'Processor', AT(7, 4), 'Memory', AT(9, 4), 'Video', AT(12, 4), 'BIOS date', AT(13, 4), 'Equipment'
        db AT(15, 4), 'Speed', AT(15, 24), INK(DIM), 'measuring for a second ...', 0
.is_386: db '80386', 0
.is_486: db '80486 without CPUID', 0
.vendor: db '            ', 0
.signature: dd 0
.features: dd 0
.family: db ' family ', 0
.model: db ', model ', 0
.stepping: db ', stepping ', 0
.feature_names: db 0, 'FPU ', 0, 1, 'VME ', 0, 3, 'PSE ', 0, 4, 'TSC ', 0, 5, 'MSR ', 0, 6, 'PAE ', 0, 8, 'CX8 ', 0, 9, 'APIC ', 0
        db 11, 'SEP ', 0, 13, 'PGE ', 0, 15, 'CMOV ', 0, 23, 'MMX ', 0, 25, 'SSE ', 0, 26, 'SSE2 ', 0, 0FFh
.kib_base: db ' KiB below 1 MiB, ', 0
.kib_extended: db ' KiB above', 0
.vga:   db 'VGA', 0
.no_vga: db 'not a VGA?', 0
.vbe:   db ', VBE ', 0
.no_vbe: db ', no VBE', 0
.with:  db ' with ', 0
.kib:   db ' KiB', 0
.equipment: dw 0
.floppies: db ' floppy, ', 0
.disks: db ' hard disks; ports: ', 0
.serial: db ' serial, ', 0
.parallel: db ' parallel', 0
.turns: dd 0
.mips:  db ' million instructions a second        ', 0
