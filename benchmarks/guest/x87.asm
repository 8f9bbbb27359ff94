; Kernels of the x87 as a boot floppy with the markers of boot.asm, loaded to 7C00h as a whole. Every kernel executes
; LOOPS * scale / 1024 times UNROLL instructions of one kind. `move` and `movemem` are the same loops around plain moves: what remains after
; subtracting them is the x87 instruction. The checksum is the top half of ST(0) as a double.
bits 16
org 0x7C00
LOOPS equ 1000000
UNROLL equ 16
PC64 equ 0x37F
PC53 equ 0x27F
start:  cli
        xor ax,ax
        mov ds,ax
        mov es,ax
        mov ss,ax
        mov sp,0x7000
        sti
        mov bx,0x7E00
        mov cx,0x0002                   ; cylinder 0, sector 2: all within the first track
        mov dh,0
        mov ax,0x0200 + (end - start) / 512 - 1
        int 0x13
        mov al,'F'
        jc .fail
        cli
        lgdt [gdtr]
        mov eax,cr0
        and eax,~0xC                    ; TS, EM
        or eax,0x23                     ; NE, MP, PE
        mov cr0,eax
        jmp dword 8:flat
.fail:  out 0xE9,al
        hlt
        align 8
gdt:    dq 0
        dq 0x00CF9A000000FFFF
        dq 0x00CF92000000FFFF
gdtr:   dw 23
        dd gdt
        times 510-($-$$) db 0
        dw 0xAA55
bits 32
flat:   mov ax,16
        mov ds,ax
        mov es,ax
        mov ss,ax
        mov esp,0x7000
        mov eax,LOOPS
        mul dword [scale]
        shrd eax,edx,10
        mov [loops],eax
        mov ebp,table
.next:  mov eax,[ebp]                   ; code, control word, name
        test eax,eax
        jz .done
        mov dl,'B'
        call mark
        mov al,10
        out 0xE9,al
        fninit
        fldcw [ebp+4]
        fld tword [small]               ; ST(5)
        fld tword [factor]              ; ST(4)
        fld tword [one]                 ; ST(3)
        fld tword [one]
        fld tword [one]
        fld tword [one]
        mov esi,x
        mov edi,DATA
        mov ecx,(x_end - x) / 4
        rep movsd
        mov esi,DATA
        mov ecx,[loops]
        call [ebp]
        fstp qword [result]
        mov dl,'E'
        call mark
        mov al,' '
        out 0xE9,al
        mov ebx,[result+4]
        mov ecx,8
.digit: rol ebx,4
        mov al,bl
        and al,15
        add al,'0'
        cmp al,'9'
        jbe .out
        add al,'a'-'0'-10
.out:   out 0xE9,al
        loop .digit
        mov al,10
        out 0xE9,al
        add ebp,8+NAME
        jmp .next
.done:  mov esi,done
        call print
        cli
        hlt
        jmp $-1
mark:   push esi
        mov al,dl
        out 0xE9,al
        mov al,' '
        out 0xE9,al
        lea esi,[ebp+8]
        call print
        pop esi
        ret
print:  lodsb
        test al,al
        jz .end
        out 0xE9,al
        jmp print
.end:   ret
done:   db "DONE",10,0
        align 4
loops:  dd 0
        times 1540-($-$$) db 0
scale:  dd 1024

%macro times_over 1+                    ; UNROLL times one instruction
        align 16
%%top:  times UNROLL %1
        dec ecx
        jnz %%top
%endmacro
%macro in_turn 1                        ; on ST(1), ST(2), ST(3), UNROLL times
        align 16
%%top:
%rep 5
        %1 st1,st0
        %1 st2,st0
        %1 st3,st0
%endrep
        %1 st1,st0
        dec ecx
        jnz %%top
%endmacro
move:   times_over mov edx,ebx
        ret
movemem: times_over mov edx,[esi+8]
        ret
add_chain: times_over fadd st0,st5
        ret
add_apart: in_turn fadd
        fxch st1
        ret
add_m64: times_over fadd qword [esi]
        ret
mul_chain: times_over fmul st0,st4
        ret
mul_apart: fxch st4
        in_turn fmul
        fxch st1
        ret
mul_m64: times_over fmul qword [esi+8]
        ret
div_chain: times_over fdiv st0,st4
        ret
div_apart: fxch st4
        in_turn fdiv
        fxch st1
        ret
div_m64: times_over fdiv qword [esi+8]
        ret
exchange: times_over fxch st1
        ret
axpy:   align 16                        ; y[i] += a * x[i], four times four instructions
.top:
%assign i 0
%rep 4
        fld qword [esi+16+8*i]
        fmul qword [esi+8]
        fadd qword [esi+48+8*i]
        fstp qword [esi+48+8*i]
%assign i i+1
%endrep
        dec ecx
        jnz .top
        fstp st0
        fld qword [esi+48]
        ret

        align 8
x:                                      ; copied to DATA, a page without code
        dq 1.0e-9                       ; to add
        dq 1.0000000001                 ; to multiply and divide by
        dq 0.1, 0.2, 0.3, 0.4
        dq 0.0, 0.0, 0.0, 0.0
x_end:
DATA equ 0x10000
result equ DATA + 0x100
one:    dt 1.2345678901234567890
factor: dt 1.0000000001234567891
small:  dt 1.0000000001234567891e-9
%macro row 3                            ; code, control word, name and mode
        dd %1, %2
%%name: db %3
        times NAME - ($ - %%name) db 0
%endmacro
NAME equ 24
        align 4
table:  row add_chain, PC64, "fadd pc64"
        row add_chain, PC53, "fadd pc53"
        row add_apart, PC64, "fadd3 pc64"
        row add_apart, PC53, "fadd3 pc53"
        row add_m64, PC64, "faddm pc64"
        row add_m64, PC53, "faddm pc53"
        row mul_chain, PC64, "fmul pc64"
        row mul_chain, PC53, "fmul pc53"
        row mul_apart, PC64, "fmul3 pc64"
        row mul_apart, PC53, "fmul3 pc53"
        row mul_m64, PC64, "fmulm pc64"
        row mul_m64, PC53, "fmulm pc53"
        row div_chain, PC64, "fdiv pc64"
        row div_chain, PC53, "fdiv pc53"
        row div_apart, PC64, "fdiv3 pc64"
        row div_apart, PC53, "fdiv3 pc53"
        row div_m64, PC64, "fdivm pc64"
        row div_m64, PC53, "fdivm pc53"
        row exchange, PC64, "fxch -"
        row axpy, PC64, "axpy pc64"
        row axpy, PC53, "axpy pc53"
        row move, PC64, "move -"        ; last: an interpreter has met all instructions by then
        row movemem, PC64, "movemem -"
        dd 0
        times 512 - ($ - $$) % 512 db 0
end:
        times 163840 - ($ - $$) db 0         ; a floppy of 160K
