; Kernels like a .COM program, as a boot floppy (floppy.inc): real mode, code, data and stack in one page, 20000h. Stores go beside the running
; code all the time, never into it. `format` has its variables directly behind its code.
%define REAL
%include "floppy.inc"
PAGE equ 0x2000
STACK equ 0x0FFE
%define at(x) ((x) - program + 0x100)   ; its offset in PAGE
setup:  ret
prepare:
checksum: ret                           ; in EAX, where the kernels leave it
%macro kernel_at 1                      ; enters PAGE with its stack, and comes back
        mov [%%sp],sp
        mov si,program
        mov di,0x100
        mov ax,PAGE
        mov es,ax
        push cx
        mov cx,program_end - program
        rep movsb
        pop cx
        mov ds,ax
        mov ss,ax
        mov sp,STACK
        call PAGE:at(%1)
        movzx eax,bx
        xor dx,dx
        mov ss,dx
        mov sp,[cs:%%sp]
        mov ds,dx
        mov es,dx
        ret
%%sp:    dw 0
%endmacro
format: kernel_at in_format
sort:   kernel_at in_sort
sieve:  kernel_at in_sieve
        align 4
kernels: kernel format, 200000, "format com"
        kernel sort, 5000, "sort com"
        kernel sieve, 2000, "sieve com"
        kernels_end

        align 16
program:
; Counts up and writes the count as decimal digits; BX adds up the digits.
in_format:
        mov [at(again)],ecx
        xor bx,bx
.pass:  inc word [at(count)]
        mov ax,[at(count)]
        mov di,at(text)
        call decimal
        mov si,at(text)
.add:   lodsb
        test al,al
        jz .done
        cbw
        add bx,ax
        rol bx,1
        jmp .add
.done:  dec dword [at(again)]
        jnz .pass
        retf
decimal:                                ; AX to DI, ends with 0
        mov word [at(digits)],0
.divide: xor dx,dx
        div word [at(ten)]
        push dx
        inc word [at(digits)]
        test ax,ax
        jnz .divide
        mov cx,[at(digits)]
.store: pop ax
        add al,'0'
        stosb
        loop .store
        mov byte [di],0
        ret
again:  dd 0
count:  dw 0
digits: dw 0
ten:    dw 10
text:   times 6 db 0

        align 16
; Fills a table with random words and sorts it by insertion; BX adds up what comes to its middle.
in_sort: xor bx,bx
.pass:  push cx
        push ecx
        mov di,at(table)
        mov cx,WORDS
.fill:  mov ax,[at(random)]
        mov dx,25173
        mul dx
        add ax,13849
        mov [at(random)],ax
        stosw
        loop .fill
        mov si,at(table) + 2
.insert: lodsw
        lea di,[si-4]
.shift: cmp [di],ax
        jbe .here
        mov dx,[di]
        mov [di+2],dx
        sub di,2
        cmp di,at(table)
        jae .shift
.here:  mov [di+2],ax
        cmp si,at(table) + 2 * WORDS
        jb .insert
        add bx,[at(table) + WORDS]
        pop ecx
        pop cx
        dec ecx
        jnz .pass
        retf

        align 16
; The primes below 1024; BX counts them.
in_sieve: mov [at(left)],ecx
        xor bx,bx
.pass:  mov di,at(flags)
        mov cx,FLAGS
        mov al,1
        rep stosb
        mov si,2
.next:  cmp byte [si+at(flags)],0
        je .composite
        inc bx
        mov di,si
        jmp .more
.strike: mov byte [di+at(flags)],0
.more:  add di,si
        cmp di,FLAGS
        jb .strike
.composite: inc si
        cmp si,FLAGS
        jb .next
        dec dword [at(left)]
        jnz .pass
        retf
left:   dd 0
random: dw 1
program_end:
WORDS   equ 64
FLAGS   equ 1024
table   equ program + 0x800 - 0x100
flags   equ program + 0x900 - 0x100
        floppy_end
