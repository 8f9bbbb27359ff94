; Self-modifying code by stores of the x87, MMX and SSE units. SDM vol. 3A, 11.6.
; run on: pentium3 pentium4

%include "harness.inc"

INC_EBX equ 0x43
RET_ equ 0xC3
CODE_AT equ SCRATCH + 0x8000

; CODE: calls code that has been executed as INC EAX and stored over with `bytes` of INC EBX; then both counts are checked.
%macro PREPARE 0
                mov     edi, CODE_AT
                mov     al, 0x40
                mov     ecx, 0x200
                rep stosb
                mov     byte [edi], RET_
                mov     edx, CODE_AT
                xor     eax, eax
                call    edx
                CHECK   eax, 0x200
                mov     edi, SCRATCH
                mov     al, INC_EBX
                mov     ecx, 0x200
                rep stosb
                xor     eax, eax
                xor     ebx, ebx
                mov     edx, cr4
                or      edx, 0x200
                mov     cr4, edx
                mov     edx, CODE_AT
                fninit
%endmacro
%macro CHANGED 1
                call    edx
                CHECK   eax, 0x200 - (%1)
                CHECK   ebx, %1
%endmacro

                TEST    "SDM 3A 11.6: FISTP and FSTP: 2, 4, 8 and 10 bytes"
                PREPARE
                fild    word [SCRATCH]
                fistp   word [CODE_AT]
                fld     dword [SCRATCH]
                fstp    dword [CODE_AT + 8]
                fild    qword [SCRATCH]
                fistp   qword [CODE_AT + 16]
                fld     tword [SCRATCH]
                fstp    tword [CODE_AT + 32]
                CHANGED 2 + 4 + 8 + 10

                TEST    "SDM 3A 11.6: MOVQ, MOVD, MOVNTQ and MASKMOVQ"
                PREPARE
                movq    mm0, [SCRATCH]
                movq    [CODE_AT], mm0
                movd    [CODE_AT + 0x11], mm0
                movntq  [CODE_AT + 0x20], mm0
                pcmpeqb mm1, mm1
                mov     edi, CODE_AT + 0x43
                maskmovq mm0, mm1
                emms
                CHANGED 8 + 4 + 8 + 8

                TEST    "SDM 3A 11.6: MOVAPS, MOVUPS, MOVSS, MOVLPS, MOVHPS, MOVNTPS, also across pages"
                PREPARE
                movaps  xmm0, [SCRATCH]
                movaps  [CODE_AT], xmm0
                movups  [CODE_AT + 0x11], xmm0
                movss   [CODE_AT + 0x30], xmm0
                movlps  [CODE_AT + 0x40], xmm0
                movhps  [CODE_AT + 0x50], xmm0
                movntps [CODE_AT + 0x60], xmm0
                CHANGED 16 + 16 + 4 + 8 + 8 + 16

                TEST    "SDM 3A 11.6: an XMM register stored over the code of two pages"
                mov     edi, CODE_AT + 0xFF0
                mov     al, 0x40
                mov     ecx, 0x20
                rep stosb
                mov     byte [edi], RET_
                mov     edx, CODE_AT + 0xFF0
                xor     eax, eax
                call    edx
                mov     edi, SCRATCH
                mov     al, INC_EBX
                mov     ecx, 16
                rep stosb
                mov     eax, 0x200
                mov     cr4, eax
                xor     eax, eax
                movups  xmm0, [SCRATCH]
                movups  [CODE_AT + 0xFF9], xmm0
                call    edx
                CHECK   eax, 16
                CHECK   ebx, 16

                TEST    "SDM 3A 11.6: an immediate in the next instruction, by FSTP and MOVD"
                mov     dword [SCRATCH], 0x12345678
                fninit
                fild    dword [SCRATCH]
                fistp   dword [.a + 1]
  .a:           mov     eax, 0
                CHECK   eax, 0x12345678
                movd    mm0, [SCRATCH]
                movd    [.b + 1], mm0
  .b:           mov     ebx, 0
                emms
                CHECK   ebx, 0x12345678

                TEST    "SDM 3A 11.6: FNSTENV over code"
                PREPARE
                fldenv  [.environment]
                fnstenv [CODE_AT + 0x200 - 28]         ; its last field, FDS, is 43h 43h
                movzx   ecx, word [CODE_AT + 0x200 - 4]
                CHECK   ecx, 0x4343
                fninit
                mov     edx, CODE_AT + 0x200 - 4
                mov     word [edx + 2], 0x4040
                xor     eax, eax
                call    edx
                CHECK   eax, 2
                CHECK   ebx, 2
                jmp     .end
  .environment: dd      0x37F, 0, 0xFFFF, 0, 0, 0, 0x4343
  .end:
                END_TESTS
