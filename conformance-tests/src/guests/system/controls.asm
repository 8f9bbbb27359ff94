; Control registers as all processors have them. SDM vol. 3A, 2.5; vol. 2, MOV (control registers), LMSW, SMSW, CLTS.
; run on: 386 486sx 486 pentium pentium-mmx pentium2 pentium3 pentium4

%include "harness.inc"

; RAISES level, vector, error code, instruction
%macro RAISES 4+
                CATCH
  %if %1
                RING    %1
  %endif
    %%at:       %4
  %if %1
                RING_END
  %endif
                CAUGHT  %2, %3, %%at
%endmacro
%macro RAISES_V86 3+
                CATCH
                V86
    %%at:       %3
                V86_END
                CAUGHT  %1, %2, OFF(%%at)
%endmacro

                TEST    "SDM 2B, MOV CRn: at levels 1 to 3 #GP(0)"
                RAISES  1, X_GP, 0, mov eax, cr0
                RAISES  2, X_GP, 0, mov eax, cr2
                RAISES  3, X_GP, 0, mov eax, cr3
                RAISES  3, X_GP, 0, mov eax, cr0
                RAISES  1, X_GP, 0, mov cr0, eax
                RAISES  2, X_GP, 0, mov cr2, eax
                RAISES  3, X_GP, 0, mov cr3, eax
                RAISES  3, X_GP, 0, mov cr0, eax

                TEST    "SDM 2B, MOV CRn and DRn, LMSW, CLTS, HLT in virtual-8086 mode: #GP(0)"
                RAISES_V86 X_GP, 0, mov eax, cr0
                RAISES_V86 X_GP, 0, mov cr3, eax
                RAISES_V86 X_GP, 0, mov eax, dr7
                RAISES_V86 X_GP, 0, mov dr0, eax
                RAISES_V86 X_GP, 0, lmsw ax
                RAISES_V86 X_GP, 0, clts
                RAISES_V86 X_GP, 0, hlt

                TEST    "SDM 2B, MOV CRn: CR1, CR5, CR6 and CR7 do not exist: #UD"
                RAISES  0, X_UD, NO_ERROR, db 0x0F, 0x20, 0xC8
                RAISES  0, X_UD, NO_ERROR, db 0x0F, 0x20, 0xE8
                RAISES  0, X_UD, NO_ERROR, db 0x0F, 0x20, 0xF0
                RAISES  0, X_UD, NO_ERROR, db 0x0F, 0x20, 0xF8
                RAISES  0, X_UD, NO_ERROR, db 0x0F, 0x22, 0xC8
                RAISES  0, X_UD, NO_ERROR, db 0x0F, 0x22, 0xE8
                RAISES  0, X_UD, NO_ERROR, db 0x0F, 0x22, 0xF0
                RAISES  0, X_UD, NO_ERROR, db 0x0F, 0x22, 0xF8

                TEST    "SDM 2B, MOV CRn: the mod field is ignored, the operand is a register"
                mov     edx, cr0
                db      0x0F, 0x20, 0x03                ; mod 0, CR0, EBX
                sub     ebx, edx
                CHECK   ebx, 0
                db      0x0F, 0x20, 0x83                ; mod 2
                sub     ebx, edx
                CHECK   ebx, 0

                TEST    "SDM 2B, MOV CRn: 32 bits also with an operand-size prefix"
                mov     ebx, 0x12345678
                o16 mov cr2, ebx
                xor     ecx, ecx
                o16 mov ecx, cr2
                CHECK   ecx, 0x12345678

                TEST    "SDM 3A 2.5: PG without PE is refused by #GP(0), CR0 stays"
                mov     ebx, cr0
                mov     eax, 0x80000010
                RAISES  0, X_GP, 0, mov cr0, eax
                mov     ecx, cr0
                sub     ecx, ebx
                CHECK   ecx, 0

                TEST    "SDM 3A 2.5: CR2 and CR3 hold what is written"
                mov     eax, 0xDEADBEEF
                mov     cr2, eax
                mov     ebx, cr2
                CHECK   ebx, 0xDEADBEEF
                mov     eax, 0xABCDE000
                mov     cr3, eax
                mov     ebx, cr3
                CHECK   ebx, 0xABCDE000

                TEST    "SDM 2A, LMSW: loads PE, MP, EM and TS, cannot clear PE"
                mov     ebx, cr0
                mov     eax, 0xFFFF
                lmsw    ax
                mov     ecx, cr0
                xor     ecx, ebx
                CHECK_BITS ecx, ~0xF, 0
                mov     ecx, cr0
                CHECK_BITS ecx, 0xF, 0xF
                xor     eax, eax
                lmsw    ax
                mov     ecx, cr0
                CHECK_BITS ecx, 0xF, 1
                mov     dword [SCRATCH], 0x5
                lmsw    [SCRATCH]
                mov     ecx, cr0
                CHECK_BITS ecx, 0xF, 5

                TEST    "SDM 2A, LMSW at levels 1 to 3: #GP(0)"
                RAISES  1, X_GP, 0, lmsw ax
                RAISES  2, X_GP, 0, lmsw ax
                RAISES  3, X_GP, 0, lmsw ax

                TEST    "SDM 2B, SMSW at level 3 and in virtual-8086 mode; a word in memory"
                mov     edx, cr0
                mov     dword [SCRATCH], 0x55555555
                RING    3
                smsw    bx
                smsw    [SCRATCH]
                RING_END
                xor     ebx, edx
                CHECK_BITS ebx, 0xFFFF, 0
                CHECK_BITS dword [SCRATCH], 0xFFFF0000, 0x55550000
                V86
                smsw    cx
                V86_END
                xor     ecx, edx
                CHECK_BITS ecx, 0xFFFF, 0

                TEST    "SDM 2A, CLTS: clears TS, at level 0 only"
                mov     eax, cr0
                or      al, 8
                mov     cr0, eax
                clts
                mov     ecx, cr0
                CHECK_BITS ecx, 8, 0
                RAISES  1, X_GP, 0, clts
                RAISES  3, X_GP, 0, clts

                TEST    "SDM 2B, MOV CR0, LMSW, CLTS in real mode"
                REAL
                mov     eax, cr0
                or      al, 8
                mov     cr0, eax
                smsw    bx
                clts
                smsw    cx
                REAL_END
                CHECK_BITS ebx, 9, 8
                CHECK_BITS ecx, 9, 0

                TEST    "SDM 2B, MOV DRn: at levels 1 to 3 #GP(0)"
                RAISES  1, X_GP, 0, mov eax, dr0
                RAISES  2, X_GP, 0, mov dr6, eax
                RAISES  3, X_GP, 0, mov eax, dr7
                RAISES  3, X_GP, 0, mov dr7, eax
                RAISES  3, X_GP, 0, mov dr3, eax

                TEST    "SDM 3B 17.2.2: DR4 and DR5 are DR6 and DR7 while CR4.DE is clear"
                mov     eax, 0x12345678
                mov     dr1, eax
                db      0x0F, 0x21, 0xE3                ; mov ebx, dr4
                mov     ecx, dr6
                sub     ebx, ecx
                CHECK   ebx, 0
                mov     eax, 0x500
                db      0x0F, 0x23, 0xE8                ; mov dr5, eax
                mov     ebx, dr7
                CHECK   ebx, 0x500
                db      0x0F, 0x21, 0xE9                ; mov ecx, dr5
                CHECK   ecx, 0x500
                mov     edx, dr1
                CHECK   edx, 0x12345678

                TEST    "SDM 2A, LOCK: the prefix on MOV CRn, CLTS and HLT: #UD"
                RAISES  0, X_UD, NO_ERROR, db 0xF0, 0x0F, 0x06
                RAISES  0, X_UD, NO_ERROR, db 0xF0, 0xF4
                RAISES  0, X_UD, NO_ERROR, db 0xF0, 0x0F, 0x20, 0xC0

                END_TESTS
