; Shutdown and INIT: what a processor is like at the reset vector. SDM vol. 3A, 6.15 and 9.1. The board pulses INIT, as the PIIX does.
; run on: pentium pentium3 pentium4

%include "harness.inc"

%macro SHUT_DOWN 0
                lidt    [no_idt]                ; with it any exception is the third
                int3
%endmacro
                jmp     around_no_idt
no_idt:         dd      0, 0
around_no_idt:

                TEST    "SDM 3A 6.15, #DF: an exception in the delivery of a double fault shuts the processor down"
                REBOOT
                SHUT_DOWN
                REBOOT_END

                TEST    "SDM 3A 6.15, #SS: PUSH with SP = 1 in real mode can't deliver anything: shutdown"
                REBOOT
                REAL
                mov     sp, 1
                push    ax
                REAL_END
                REBOOT_END

                TEST    "SDM 3A 9.1, table 9-1: registers after INIT"
                mov     eax, 0x12345678
                mov     cr2, eax
                mov     cr3, eax
                mov     ebx, cr4
                or      ebx, 8
                mov     cr4, ebx
                mov     dr0, eax
                mov     ebx, 0x401
                mov     dr7, ebx
                push    dword 0xCD5 | F_IOPL
                popfd
                REBOOT
                SHUT_DOWN
                REBOOT_END
                CHECK   dword [at_reset_eax], 0
                CHECK   dword [at_reset_esp], 0
                CHECK   dword [at_reset_eflags], 2
                CHECK   dword [at_reset_cr2], 0
                CHECK   dword [at_reset_cr3], 0
                CHECK   dword [at_reset_dr6], 0xFFFF0FF0
                CHECK   dword [at_reset_dr7], 0x400
                CHECK   dword [at_reset_idtr + 2], 0
                CHECK_BITS dword [at_reset_idtr], 0xFFFF, 0xFFFF
                mov     eax, cr4
                CHECK   eax, 0, "CR4"
                mov     eax, dr0
                CHECK   eax, 0, "DR0"
                mov     eax, 1
                cpuid
                CHECK   dword [at_reset_edx], eax, "EDX: family, model, stepping"

; INIT_CR0 caches, CR0 after
%macro INIT_CR0 2
  %strcat %%name "SDM 3A 9.1, table 9-1: INIT keeps CR0.CD and NW: ", %1
                TEST    %%name
                mov     eax, cr0
                and     eax, ~0x60000000
                or      eax, %2
                or      eax, 0x50026            ; AM, WP, NE, EM, MP
                mov     cr0, eax
                REBOOT
                SHUT_DOWN
                REBOOT_END
                CHECK   dword [at_reset_cr0], (%2) | 0x10
%endmacro
                INIT_CR0 "both 0", 0
                INIT_CR0 "CD", 0x40000000
                INIT_CR0 "both", 0x60000000

                TEST    "SDM 3A 9.1, table 9-1: INIT keeps the x87"
                mov     word [SCRATCH], 0x027A
                fninit
                fldcw   [SCRATCH]
                fldpi
                fld1
                REBOOT
                SHUT_DOWN
                REBOOT_END
                fnstcw  [SCRATCH + 2]
                fnstsw  [SCRATCH + 4]
                fistp   dword [SCRATCH + 8]
                fstp    dword [SCRATCH + 12]
                CHECK_BITS dword [SCRATCH], 0xFFFF0000, 0x027A0000
                CHECK_BITS dword [SCRATCH + 4], 0x3800, 0x3000
                CHECK   dword [SCRATCH + 8], 1
                CHECK   dword [SCRATCH + 12], 0x40490FDB

                TEST    "SDM 3A 9.1, table 9-1: INIT keeps the time-stamp counter and the MSRs"
                mov     ecx, 0x10
                mov     eax, 0xF0000000
                xor     edx, edx
                wrmsr
                REBOOT
                SHUT_DOWN
                REBOOT_END
                rdtsc
                CHECK_BITS edx, 0xFFFFFFFF, 0
                shr     eax, 28
                CHECK   eax, 0xF, "counter"

                TEST    "Intel 82371AB, port 92h: bit 0 pulses INIT"
                fninit
                fldpi
                REBOOT
                in      al, 0x92
                and     al, 0xFE
                out     0x92, al
                or      al, 1
                out     0x92, al
                REBOOT_END
                fstp    dword [SCRATCH]
                CHECK   dword [SCRATCH], 0x40490FDB

                TEST    "IBM AT, 8042: command FEh pulses INIT"
                fninit
                fldpi
                REBOOT
                mov     al, 0xFE
                out     0x64, al
                REBOOT_END
                fstp    dword [SCRATCH]
                CHECK   dword [SCRATCH], 0x40490FDB

; No test registers since the Pentium.
%macro NO_TEST_REGISTER 2
  %defstr %%direction %1
  %defstr %%number %2
  %strcat %%name "SDM 3B 22, test registers: none since the Pentium, 0F ", %%direction, " /", %%number
                TEST    %%name
                mov     eax, 0x1234
                CATCH
  %%at:         db      0x0F, %1h, 0xC0 | (%2 << 3)
                CAUGHT  X_UD, NO_ERROR, %%at
                CHECK   eax, 0x1234
%endmacro
%assign n 0
%rep 8
                NO_TEST_REGISTER 24, %[n]
                NO_TEST_REGISTER 26, %[n]
  %assign n n + 1
%endrep

                END_TESTS
