; Test registers of the 386 and 486; RESET of processors that have no INIT. 80386 Programmer's Reference Manual, 10.6; i486's, 10.5.
; run on: 386 486

%include "harness.inc"

%define TO_TR(n) db 0x0F, 0x26, 0xC0 | ((n) << 3)       ; mov TRn, eax
%define FROM_TR(n) db 0x0F, 0x24, 0xC1 | ((n) << 3)     ; mov ecx, TRn

                TEST    "80386 PRM 10.6: TR7 holds what is written"
                mov     eax, 0x12345000
                TO_TR(7)
                xor     ecx, ecx
                FROM_TR(7)
                CHECK   ecx, 0x12345000

                TEST    "80386 PRM 17, MOV: test registers are privileged"
                CATCH
                RING    3
  to_tr:        TO_TR(6)
                RING_END
                CAUGHT  X_GP, 0, to_tr
                CATCH
                RING    3
  from_tr:      FROM_TR(7)
                RING_END
                CAUGHT  X_GP, 0, from_tr

                TEST    "i486 PRM 10.5: TR3 to TR5 exist on the 486 only"
                mov     eax, 0x5A5A5A5A
                CATCH
                TO_TR(3)
                FROM_TR(3)
  %$caught:
  %pop
                mov     dword [resume], 0
                mov     edx, X_UD
                cmp     dword [has_486], 0
                je      .expected
                mov     edx, NONE
                CHECK   ecx, 0x5A5A5A5A
  .expected:    CHECK   dword [x_vector], edx, "vector"

                TEST    "80386 PRM: TR0 to TR2 do not exist"
                CATCH
  tr_0:         FROM_TR(0)
                CAUGHT  X_UD, NO_ERROR, tr_0
                CATCH
  tr_2:         TO_TR(2)
                CAUGHT  X_UD, NO_ERROR, tr_2

                TEST    "80386 PRM 10.1: registers after RESET, of a shutdown"
                push    dword 0xCD5
                popfd
                REBOOT
                lidt    [no_idt]                ; with it any exception is the third
                int3
no_idt:         dd      0, 0
                REBOOT_END
                CHECK   dword [at_reset_esp], 0
                CHECK   dword [at_reset_eflags], 2
                CHECK_BITS dword [at_reset_cr0], 0x8000000F, 0
                mov     eax, 3
                add     eax, [has_486]
                shl     eax, 8
                CHECK_BITS dword [at_reset_edx], 0xF00, eax

                END_TESTS
