; Shutdown and INIT: what a processor is like at the reset vector. SDM vol. 3A, 6.15 and 9.1.
; run on: pentium pentium3 pentium4

%include "harness.inc"

%macro NO_IDT 0
                mov     dword [idt_pointer], 0  ; with it any exception is the third
                lidt    [idt_pointer]
%endmacro

                TEST    "SDM 3A 6.15, #DF: an exception in the delivery of a double fault shuts the processor down"
                REBOOT
                NO_IDT
                int3
                REBOOT_END

                TEST    "SDM 3A 9.1, table 9-1: registers after INIT"
                mov     eax, cr0
                and     eax, ~0x40000000        ; CD
                mov     cr0, eax
                mov     eax, 0x12345678
                mov     cr2, eax
                mov     cr3, eax
                mov     ebx, cr4
                or      ebx, 8
                mov     cr4, ebx
                mov     dr0, eax
                mov     ebx, 0x401
                mov     dr7, ebx
                mov     ecx, 0xFF
                push    dword 0xCD5 | F_IOPL
                popfd
                REBOOT
                NO_IDT
                int3
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

                TEST    "SDM 3A 6.15, #SS: PUSH with SP = 1 in real mode can't deliver anything: shutdown"
                REBOOT
                REAL
                mov     sp, 1
                push    ax
                REAL_END
                REBOOT_END

                END_TESTS
