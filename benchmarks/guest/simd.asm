; Kernels of MMX, SSE and SSE2 as a boot floppy with the markers of boot.asm; needs SSE2. Sector 1 loads the rest behind itself.
; Each kernel stays in registers and a few KiB of memory: it measures the instructions, not the caches.
bits 16
org 0x7C00
SECTORS equ 6
start:  cli
        xor ax,ax
        mov ds,ax
        mov es,ax
        mov ss,ax
        mov sp,0x7000
        sti
        mov bx,0x7E00
        mov ax,0x0200+SECTORS
        mov cx,2
        xor dh,dh
        int 0x13
        jc fail
        cli
        lgdt [gdtr]
        mov eax,cr0
        or al,1                         ; PE
        mov cr0,eax
        jmp dword 8:pm
fail:   mov al,'F'
        out 0xE9,al
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
pm:     mov ax,16
        mov ds,ax
        mov es,ax
        mov ss,ax
        mov esp,0x7000
        mov eax,cr0
        and al,~0xC                     ; EM TS
        or al,0x22                      ; MP NE
        mov cr0,eax
        mov eax,cr4
        or eax,0x600                    ; OSFXSR OSXMMEXCPT
        mov cr4,eax
        fninit
        mov esi,kernels
.next:  lodsd
        test eax,eax
        jz .done
        push esi
        push eax
        mov bl,'B'
        call marker
        mov edi,DATA
        mov ecx,4096/4
        mov eax,0x3F123456              ; singles around 0.5, doubles around 1e-4
.fill:  stosd
        imul eax,eax,5                  ; deterministic bits, exponents put back
        and eax,0x007FFFFF
        or eax,0x3F000000
        loop .fill
        pop eax
        push eax
        mov edx,[scale]
        imul edx,[eax+4]
        shr edx,10
        inc edx
        call [eax]
        pop eax
        push ebp                        ; the checksum
        mov bl,'E'
        call marker
        pop ebp
        pop esi
        jmp .next
.done:  mov esi,done
        call print
        hlt
        jmp $-1
; A line "B name flat" or "E name flat checksum". EAX = kernel, EBP = checksum.
marker: mov edi,eax
        mov al,bl
        out 0xE9,al
        mov al,' '
        out 0xE9,al
        lea esi,[edi+8]
        call print
        mov esi,flat
        call print
        cmp bl,'E'
        jne .end
        mov al,' '
        out 0xE9,al
        mov ecx,8
.hex:   rol ebp,4
        mov eax,ebp
        and al,15
        cmp al,10
        sbb al,0x69
        das
        out 0xE9,al
        loop .hex
.end:   mov al,10
        out 0xE9,al
        mov eax,edi
        ret
print:  lodsb
        test al,al
        jz .end
        out 0xE9,al
        jmp print
.end:   ret
flat:   db " flat",0
done:   db "DONE",10,0
        times 1540-($-$$) db 0
scale:  dd 1024
DATA    equ 0x10000
kernels: dd k_mmx,k_int,k_double,k_newton,k_single,k_scalar,0
; A kernel: code, passes at full scale, name. EDX = passes; EBP = checksum.
k_mmx:  dd mmx,100000
        db "mmx",0
k_int:  dd int128,100000
        db "int128",0
k_double: dd double,100000
        db "double",0
k_newton: dd newton,300000
        db "newton",0
k_single: dd single,100000
        db "single",0
k_scalar: dd scalar,100000
        db "scalar",0
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
        times 512*(SECTORS+1)-($-$$) db 0
        times 163840-($-$$) db 0         ; a floppy of 160 KiB
