; Kernels of the x87 as a boot floppy (floppy.inc). Every kernel executes LOOPS * scale / 1024 times UNROLL instructions of one kind. `move`
; and `movemem` are the same loops around plain moves: what remains after subtracting them is the x87 instruction. The checksum is the top
; half of ST(0) as a double.
LOOPS equ 1000000
UNROLL equ 16
PC64 equ 0x37F
PC53 equ 0x27F
%include "floppy.inc"
setup:  mov eax,cr0
        and eax,~0xC                    ; TS, EM
        or eax,0x22                     ; NE, MP
        mov cr0,eax
        ret
prepare: fninit
        fldcw [ebp+12]
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
        ret
checksum: fstp qword [result]
        mov eax,[result+4]
        ret

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
        align 4
kernels: kernel add_chain, LOOPS, "fadd pc64", PC64
        kernel add_chain, LOOPS, "fadd pc53", PC53
        kernel add_apart, LOOPS, "fadd3 pc64", PC64
        kernel add_apart, LOOPS, "fadd3 pc53", PC53
        kernel add_m64, LOOPS, "faddm pc64", PC64
        kernel add_m64, LOOPS, "faddm pc53", PC53
        kernel mul_chain, LOOPS, "fmul pc64", PC64
        kernel mul_chain, LOOPS, "fmul pc53", PC53
        kernel mul_apart, LOOPS, "fmul3 pc64", PC64
        kernel mul_apart, LOOPS, "fmul3 pc53", PC53
        kernel mul_m64, LOOPS, "fmulm pc64", PC64
        kernel mul_m64, LOOPS, "fmulm pc53", PC53
        kernel div_chain, LOOPS, "fdiv pc64", PC64
        kernel div_chain, LOOPS, "fdiv pc53", PC53
        kernel div_apart, LOOPS, "fdiv3 pc64", PC64
        kernel div_apart, LOOPS, "fdiv3 pc53", PC53
        kernel div_m64, LOOPS, "fdivm pc64", PC64
        kernel div_m64, LOOPS, "fdivm pc53", PC53
        kernel exchange, LOOPS, "fxch -", PC64
        kernel axpy, LOOPS, "axpy pc64", PC64
        kernel axpy, LOOPS, "axpy pc53", PC53
        kernel move, LOOPS, "move -", PC64        ; last: an interpreter has met all instructions by then
        kernel movemem, LOOPS, "movemem -", PC64
        kernels_end
        floppy_end
