; Kernels of MMX, SSE and SSE2 as a boot floppy (floppy.inc); needs SSE2.
; Each kernel stays in registers and a few KiB of memory: it measures the instructions, not the caches.
%include "floppy.inc"
DATA    equ 0x10000
setup:  mov eax,cr0
        and al,~0xC                     ; EM TS
        or al,0x22                      ; MP NE
        mov cr0,eax
        mov eax,cr4
        or eax,0x600                    ; OSFXSR OSXMMEXCPT
        mov cr4,eax
        fninit
        ret
prepare: mov edi,DATA
        mov ecx,4096/4
        mov eax,0x3F123456              ; singles around 0.5, doubles around 1e-4
.fill:  stosd
        imul eax,eax,5                  ; deterministic bits, exponents put back
        and eax,0x007FFFFF
        or eax,0x3F000000
        loop .fill
        ret
checksum: mov eax,ebp                   ; where the kernels leave it
        ret
        align 4
kernels: kernel mmx, 100000, "mmx flat"
        kernel int128, 100000, "int128 flat"
        kernel double, 100000, "double flat"
        kernel newton, 300000, "newton flat"
        kernel single, 100000, "single flat"
        kernel scalar, 100000, "scalar flat"
        kernels_end
; Blending of bytes by words, as a video mixer does: MMX.
        align 16
mmx:    pxor mm7,mm7
        pxor mm6,mm6
.pass:  mov ecx,64
        mov esi,DATA
.loop:  movq mm0,[esi]
        movq mm1,[esi+512]
        movq mm2,mm0
        punpcklbw mm0,mm7
        punpckhbw mm2,mm7
        pmullw mm0,mm1
        pmulhw mm2,mm1
        paddusw mm0,mm2
        psrlw mm0,3
        packuswb mm0,mm2
        paddb mm6,mm0
        movq [esi+1024],mm0
        add esi,8
        dec ecx
        jnz .loop
        dec edx
        jnz .pass
        movq [DATA],mm6
        emms
        mov ebp,[DATA]
        xor ebp,[DATA+4]
        ret
; Words and doublewords in XMM registers: SSE2.
        align 16
int128: pxor xmm7,xmm7
        pxor xmm6,xmm6
.pass:  mov ecx,64
        mov esi,DATA
.loop:  movdqa xmm0,[esi]
        movdqu xmm1,[esi+1028]
        pmaddwd xmm0,xmm1
        paddd xmm6,xmm0
        movdqa xmm2,xmm1
        pcmpgtw xmm2,xmm0
        pand xmm2,xmm1
        por xmm0,xmm2
        pslld xmm0,3
        pshufd xmm3,xmm0,0x4E
        pxor xmm6,xmm3
        movdqa [esi+2048],xmm0
        add esi,16
        dec ecx
        jnz .loop
        dec edx
        jnz .pass
        movdqa [DATA],xmm6
        mov ebp,[DATA]
        xor ebp,[DATA+8]
        ret
; Sums of products of doubles, as compilers write them: SSE2 scalar.
        align 16
double: xorpd xmm6,xmm6
        xorpd xmm5,xmm5
.pass:  mov ecx,64
        mov esi,DATA
.loop:  movsd xmm0,[esi]
        movsd xmm1,[esi+512]
        movapd xmm2,xmm0
        mulsd xmm0,xmm1
        addsd xmm6,xmm0
        subsd xmm2,xmm1
        mulsd xmm2,[esi+8]
        addsd xmm5,xmm2
        ucomisd xmm5,xmm6
        ja .over
        addsd xmm5,[esi+16]
.over:  movsd [esi+1024],xmm0
        add esi,8
        dec ecx
        jnz .loop
        dec edx
        jnz .pass
        addsd xmm6,xmm5
        movsd [DATA],xmm6
        mov ebp,[DATA]
        xor ebp,[DATA+4]
        ret
; Square roots by Newton, conversions, divisions: SSE2 scalar.
        align 16
newton: xorpd xmm6,xmm6
        xor ebp,ebp
.pass:  lea eax,[edx+2]
        cvtsi2sd xmm0,eax
        sqrtsd xmm1,xmm0
        movapd xmm2,xmm0
        mov ecx,6
.loop:  movapd xmm3,xmm0
        divsd xmm3,xmm2
        addsd xmm2,xmm3
        mulsd xmm2,[half]
        dec ecx
        jnz .loop
        subsd xmm1,xmm2
        addsd xmm6,xmm1
        cvttsd2si eax,xmm2
        add ebp,eax
        cvtsd2ss xmm4,xmm2
        cvtss2sd xmm4,xmm4
        addsd xmm6,xmm4
        dec edx
        jnz .pass
        movsd [DATA],xmm6
        xor ebp,[DATA+4]
        ret
        align 8
half:   dq 0x3FE0000000000000
; Vectors of four singles times a matrix: SSE.
        align 16
single: xorps xmm6,xmm6
.pass:  mov ecx,64
        mov esi,DATA
.loop:  movaps xmm0,[esi]
        movaps xmm1,xmm0
        movaps xmm2,xmm0
        shufps xmm0,xmm0,0x00
        shufps xmm1,xmm1,0x55
        unpckhps xmm2,xmm2
        mulps xmm0,[esi+1024]
        mulps xmm1,[esi+1040]
        mulps xmm2,[esi+1056]
        addps xmm0,xmm1
        addps xmm0,xmm2
        maxps xmm6,xmm0
        movaps [esi+2560],xmm0
        add esi,16
        dec ecx
        jnz .loop
        dec edx
        jnz .pass
        movaps [DATA],xmm6
        mov ebp,[DATA]
        xor ebp,[DATA+4]
        ret
; Interpolation of singles: SSE scalar.
        align 16
scalar: xorps xmm6,xmm6
        xor ebp,ebp
.pass:  mov ecx,64
        mov esi,DATA
.loop:  movss xmm0,[esi]
        movss xmm1,[esi+512]
        subss xmm1,xmm0
        mulss xmm1,[esi+256]
        addss xmm0,xmm1
        movss [esi+2048],xmm0
        addss xmm6,xmm0
        cvttss2si eax,xmm6
        add ebp,eax
        comiss xmm0,xmm1
        jbe .less
        subss xmm6,[esi+4]
.less:  add esi,4
        dec ecx
        jnz .loop
        dec edx
        jnz .pass
        movss [DATA],xmm6
        xor ebp,[DATA]
        ret
        floppy_end
