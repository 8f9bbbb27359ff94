; What programs do with the x87, as a boot floppy (floppy.inc), each kernel at 64 and 53 bits of precision.
%include "floppy.inc"
PC64    equ 0x37F
PC53    equ 0x27F
DATA    equ 0x10000                     ; pages without code
setup:  mov eax,cr0
        and eax,~0xC                    ; TS, EM
        or eax,0x22                     ; NE, MP
        mov cr0,eax
        ret
prepare: fninit
        fldcw [ebp+12]
        mov esi,constants
        mov edi,DATA
        mov ecx,(constants_end - constants) / 4
        rep movsd
        ret
checksum: mov esi,RESULTS               ; all bits of all results
        mov ecx,N * N * 2
        xor eax,eax
.add:   rol eax,3
        add eax,[esi]
        add esi,4
        loop .add
        ret

; Iterations until |z| > 2, on a grid of 16 by 16 points; z and its squares stay in registers.
        align 16
mandelbrot:
.pass:  mov edi,RESULTS
        fld qword [top]                 ; ci
        mov ebx,N
.row:   fld qword [left]                ; cr ci
        mov edx,N
.point: fldz
        fldz                            ; zr zi cr ci
        mov esi,64
.again: fld st0
        fmul st0,st0                    ; a=zr*zr zr zi cr ci
        fld st2
        fmul st0,st0                    ; b=zi*zi a zr zi cr ci
        fld st0
        fadd st0,st2
        fcomp qword [four]              ; b a zr zi cr ci
        fnstsw ax
        sahf
        ja .out
        fsubp st1,st0                   ; a-b zr zi cr ci
        fadd st0,st3                    ; zr' zr zi cr ci
        fxch st1
        fmulp st2,st0                   ; zr' zr*zi cr ci
        fxch st1
        fadd st0,st0
        fadd st0,st3                    ; zi' zr' cr ci
        fxch st1
        dec esi
        jnz .again
        fldz
        fldz
.out:   fstp st0
        fstp st0
        fstp st0
        fstp st0                        ; cr ci
        mov [edi],esi
        mov dword [edi+4],0
        add edi,8
        fadd qword [step]
        dec edx
        jnz .point
        fstp st0
        fadd qword [step]
        dec ebx
        jnz .row
        fstp st0
        dec ecx
        jnz .pass
        ret

; R = A * B, doubles in memory, 16 by 16.
        align 16
matrix: push ecx
        mov edi,A
        fld qword [left]
.fill:  fld st0
        fmul st0,st0
        fstp qword [edi]
        fadd qword [tenth]
        add edi,8
        cmp edi,A + 2 * SIZE
        jb .fill
        fstp st0
        pop ecx
.pass:  mov edi,RESULTS
        mov esi,A
.row:   mov ebx,B
.cell:  fldz
        xor edx,edx
        mov eax,ebx
.sum:   fld qword [esi+edx]
        fmul qword [eax]
        faddp st1,st0
        add eax,N * 8
        add edx,8
        cmp edx,N * 8
        jb .sum
        fstp qword [edi]
        add edi,8
        add ebx,8
        cmp ebx,B + N * 8
        jb .cell
        add esi,N * 8
        cmp esi,A + SIZE
        jb .row
        dec ecx
        jnz .pass
        ret

; Bodies that attract each other: x y z vx vy vz m of each, doubles in memory.
        align 16
nbody:  push ecx
        mov esi,planets
        mov edi,RESULTS
        mov ecx,BODIES * BODY / 4
        rep movsd
        pop ecx
.step:  mov esi,RESULTS
.one:   lea edi,[esi+BODY]
.other: cmp edi,RESULTS + BODIES * BODY
        jae .moved
        fld qword [esi]
        fsub qword [edi]
        fld qword [esi+8]
        fsub qword [edi+8]
        fld qword [esi+16]
        fsub qword [edi+16]             ; dz dy dx
        fld st2
        fmul st0,st0
        fld st2
        fmul st0,st0
        faddp st1,st0
        fld st1
        fmul st0,st0
        faddp st1,st0                   ; d2 dz dy dx
        fld st0
        fsqrt
        fmulp st1,st0
        fdivr qword [interval]          ; mag=dt/d^3 dz dy dx
        fld st0
        fmul qword [edi+48]             ; mag*m2 mag dz dy dx
        fxch st1
        fmul qword [esi+48]             ; mag*m1 mag*m2 dz dy dx
%assign i 2
%rep 3
        fxch st2                        ; d mag*m2 mag*m1 ...
        fld st0
        fmul st0,st2
        fsubr qword [esi+24+8*i]
        fstp qword [esi+24+8*i]
        fmul st0,st2
        fadd qword [edi+24+8*i]
        fstp qword [edi+24+8*i]         ; mag*m2 mag*m1 d' ...
        fxch st1                        ; mag*m1 mag*m2 d' ...
%assign i i-1
%endrep
        fstp st0
        fstp st0
        add edi,BODY
        jmp .other
.moved:
%assign i 0
%rep 3
        fld qword [interval]
        fmul qword [esi+24+8*i]
        fadd qword [esi+8*i]
        fstp qword [esi+8*i]
%assign i i+1
%endrep
        add esi,BODY
        cmp esi,RESULTS + BODIES * BODY
        jb .one
        dec ecx
        jnz .step
        ret

        align 8
N       equ 16
SIZE    equ N * N * 8
RESULTS equ DATA + 0x1000
A       equ DATA + 0x2000
B       equ A + SIZE
BODIES  equ 5
BODY    equ 7 * 8
constants:
%define moved(x) (DATA + (x) - constants)
c_top:  dq -1.25
c_left: dq -2.0
c_step: dq 0.15625
c_four: dq 4.0
c_tenth: dq 0.1
c_interval: dq 0.001
c_planets:
        dq 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 40.0
        dq 4.84, -1.16, -0.10, 0.61, 2.81, -0.02, 0.037
        dq 8.34, 4.12, -0.40, -1.01, 1.82, 0.008, 0.011
        dq 12.89, -15.11, -0.22, 1.08, 0.87, -0.01, 0.0017
        dq 15.37, -25.92, 0.18, 0.98, 0.59, -0.034, 0.002
constants_end:
top     equ moved(c_top)
left    equ moved(c_left)
step    equ moved(c_step)
four    equ moved(c_four)
tenth   equ moved(c_tenth)
interval equ moved(c_interval)
planets equ moved(c_planets)
        align 4
kernels: kernel mandelbrot, 1200, "mandel pc64", PC64
        kernel mandelbrot, 1200, "mandel pc53", PC53
        kernel matrix, 3000, "matrix pc64", PC64
        kernel matrix, 3000, "matrix pc53", PC53
        kernel nbody, 100000, "nbody pc64", PC64
        kernel nbody, 100000, "nbody pc53", PC53
        kernels_end
        floppy_end
