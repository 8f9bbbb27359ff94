; REP MOVS and STOS of 4 KB and of 64 bytes, as a boot floppy (floppy.inc). Each pass handles BLOCKS blocks in a row.
%include "floppy.inc"
SOURCE    equ 0x20000
TARGET      equ 0x40000
SPAN    equ 0x10000
setup:  ret
prepare: mov edi,SOURCE
        mov ecx,SPAN / 4
        mov eax,0x01234567
.fill:  stosd
        imul eax,eax,1664525
        add eax,1013904223
        loop .fill
        ret
checksum: mov esi,TARGET
        mov ecx,SPAN / 4
        xor eax,eax
.add:   rol eax,1
        add eax,[esi]
        add esi,4
        loop .add
        ret
%macro blocks 3                         ; instruction, its size, bytes of a block
        align 16
%%pass: mov ebx,SPAN / %3
        mov esi,SOURCE
        mov edi,TARGET
%%block: mov ecx,%3 / %2
        mov eax,edx
        rep %1
        dec ebx
        jnz %%block
        dec edx
        jnz %%pass
        ret
%endmacro
movsd4: blocks movsd, 4, 4096
movsb4: blocks movsb, 1, 4096
stosd4: blocks stosd, 4, 4096
stosb4: blocks stosb, 1, 4096
movsd64: blocks movsd, 4, 64
movsb64: blocks movsb, 1, 64
stosd64: blocks stosd, 4, 64
stosb64: blocks stosb, 1, 64
        align 4
kernels: kernel movsd4, 50000, "movsd 4096"
        kernel movsb4, 15000, "movsb 4096"
        kernel stosd4, 50000, "stosd 4096"
        kernel stosb4, 15000, "stosb 4096"
        kernel movsd64, 50000, "movsd 64"
        kernel movsb64, 15000, "movsb 64"
        kernel stosd64, 50000, "stosd 64"
        kernel stosb64, 15000, "stosb 64"
        kernels_end
        floppy_end
