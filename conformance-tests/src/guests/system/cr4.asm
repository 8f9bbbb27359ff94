; CR4, CPUID and MSRs since the Pentium. SDM vol. 3A, 2.5; vol. 2A, CPUID.
; run on: pentium pentium-mmx pentium2 pentium3 pentium4

%include "harness.inc"

; What the processor in use has: looked up by family and model.
%macro MODEL 0
                call    find_model
%endmacro

                TEST    "SDM 3A 2.5: each bit of CR4 that exists can be set and read back"
                MODEL
                mov     ecx, 31
  .bit:         xor     eax, eax
                bts     eax, ecx
                test    eax, [cr4_bits]
                jz      .next
                mov     cr4, eax
                mov     ebx, cr4
                sub     ebx, eax
                CHECK   ebx, 0
  .next:        dec     ecx
                jns     .bit
                mov     eax, [cr4_bits]
                mov     cr4, eax
                mov     ebx, cr4
                sub     ebx, eax
                CHECK   ebx, 0

                TEST    "SDM 3A 2.5: a reserved bit of CR4 is refused by #GP(0), CR4 stays"
                MODEL
                mov     eax, 8
                mov     cr4, eax
                mov     ecx, 31
  .bit:         xor     eax, eax
                bts     eax, ecx
                test    eax, [cr4_bits]
                jnz     .next
                CATCH
  .refused:     mov     cr4, eax
                CAUGHT  X_GP, 0, .refused
  .next:        dec     ecx
                jns     .bit
                mov     ebx, cr4
                CHECK   ebx, 8

                TEST    "SDM 2B, MOV CR4 at level 3 and in virtual-8086 mode: #GP(0)"
                CATCH
                RING    3
  read_cr4:     mov     eax, cr4
                RING_END
                CAUGHT  X_GP, 0, read_cr4
                CATCH
                RING    3
  write_cr4:    mov     cr4, eax
                RING_END
                CAUGHT  X_GP, 0, write_cr4
                CATCH
                V86
  v86_cr4:      mov     eax, cr4
                V86_END
                CAUGHT  X_GP, 0, OFF(v86_cr4)

                TEST    "SDM 3B 17.2.2: with CR4.DE set DR4 and DR5 are #UD"
                mov     eax, 8
                mov     cr4, eax
                CATCH
  read_dr4:     db      0x0F, 0x21, 0xE0
                CAUGHT  X_UD, NO_ERROR, read_dr4
                CATCH
  write_dr5:    db      0x0F, 0x23, 0xE8
                CAUGHT  X_UD, NO_ERROR, write_dr5

                TEST    "SDM 3A 2.5, TSD: RDTSC at level 3 is #GP(0), at level 0 allowed"
                RING    3
                rdtsc
                RING_END
                mov     eax, 4
                mov     cr4, eax
                rdtsc
                CATCH
                RING    3
  tsd:          rdtsc
                RING_END
                CAUGHT  X_GP, 0, tsd

                TEST    "SDM 2B, RDMSR and WRMSR: at level 3 and for an unknown register #GP(0)"
                mov     ecx, 0x10
                CATCH
                RING    3
  rdmsr_3:      rdmsr
                RING_END
                CAUGHT  X_GP, 0, rdmsr_3
                CATCH
                RING    3
  wrmsr_3:      wrmsr
                RING_END
                CAUGHT  X_GP, 0, wrmsr_3
                mov     ecx, 0x12345678
                CATCH
  rdmsr_none:   rdmsr
                CAUGHT  X_GP, 0, rdmsr_none
                CATCH
  wrmsr_none:   wrmsr
                CAUGHT  X_GP, 0, wrmsr_none

                TEST    "SDM 2A, CPUID: at any level; leaf 1 names the features of this processor"
                xor     eax, eax
                RING    3
                cpuid
                RING_END
                CHECK   ebx, "Genu"
                CHECK   edx, "ineI"
                CHECK   ecx, "ntel"
                MODEL
                mov     eax, 1
                cpuid
                mov     ebx, edx
                xor     ebx, [cpuid_bits]
                and     ebx, [cpuid_known]
                CHECK   ebx, 0

                TEST    "SDM 3B 17.2: reserved bits of DR6 and DR7"
                xor     eax, eax
                mov     dr6, eax
                mov     ebx, dr6
                CHECK   ebx, 0xFFFF0FF0
                dec     eax
                mov     dr6, eax
                mov     ebx, dr6
                CHECK   ebx, 0xFFFFEFFF
                xor     eax, eax
                mov     dr7, eax
                mov     ebx, dr7
                CHECK   ebx, 0x400
                mov     eax, 0xD800
                mov     dr7, eax
                mov     ebx, dr7
                CHECK   ebx, 0x400
                mov     eax, 0x300
                mov     dr7, eax
                mov     ebx, dr7
                CHECK   ebx, 0x700

                END_TESTS

; signature without stepping; CR4; CPUID leaf 1 EDX: bits that must be 1, bits that must be 0
models:         dd      0x52, 0x5F, 0x1BE, 0x07838A40           ; VME DE PSE TSC MSR MCE CX8
                dd      0x54, 0x15F, 0x8001BE, 0x07038A40       ; MMX
                dd      0x65, 0x3FF, 0x0182A9FE, 0x06000000     ; PAE SEP PGE CMOV PSE36 FXSR
                dd      0x67, 0x7FF, 0x0382A9FE, 0x04000000     ; SSE
                dd      0xF2, 0x7FF, 0x0782A9FE, 0              ; SSE2
cr4_bits:       dd      0
cpuid_bits:     dd      0
cpuid_known:    dd      0

find_model:     pushad
                mov     eax, 1
                cpuid
                shr     eax, 4
                movzx   eax, al
                mov     esi, models
.model:         cmp     eax, [esi]
                je      .found
                add     esi, 16
                jmp     .model
.found:         mov     eax, [esi + 4]
                mov     [cr4_bits], eax
                mov     eax, [esi + 8]
                mov     [cpuid_bits], eax
                or      eax, [esi + 12]
                mov     [cpuid_known], eax
                popad
                ret
