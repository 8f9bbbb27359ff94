; Exceptions: vectors, error codes, the saved EIP and EFLAGS. SDM vol. 3A, chapter 6.
; run on: 386 486 pentium3 pentium4

%include "harness.inc"

                TEST    "SDM 3A 6.15, #DE: a fault; the saved EIP is that of the DIV"
                mov     eax, 5
                CATCH
  divide:       div     ebx
                CAUGHT  X_DE, NO_ERROR, divide
                CHECK   eax, 5
                CHECK   dword [x_cs], CODE_0

                TEST    "SDM 3A 6.15, #BP: a trap; the saved EIP is behind INT3"
                CATCH
                int3
  after_int3:   nop
                CAUGHT  X_BP, NO_ERROR, after_int3
                CHECK_BITS dword [x_eflags], F_RF, 0

                TEST    "SDM 3A 6.8.1: an interrupt gate clears IF, TF, NT, RF and VM; the image keeps them"
                CATCH
                RING    3, F_NT | F_IF | 2
                int3
                RING_END
                CAUGHT  X_BP, NO_ERROR
                CHECK_BITS dword [x_eflags], F_IF | F_NT, F_IF | F_NT
                CHECK_BITS dword [x_entry_eflags], F_IF | F_NT | F_TF | F_VM, 0
                CHECK   dword [x_cs], CODE_3
                CHECK   dword [x_ss], DATA_3
                CHECK   dword [x_esp], STACK_3
                CHECK   dword [x_frame], STACK_ENTRY - 20

                TEST    "SDM 3A 6.15, #GP: HLT at level 3"
                CATCH
                RING    3
  halt:         hlt
                RING_END
                CAUGHT  X_GP, 0, halt
                CHECK_BITS dword [x_eflags], F_RF, F_RF

                TEST    "SDM 3B 20.2: INT3 in virtual-8086 mode pushes the segment registers and zeroes them"
                CATCH
                V86
                mov     ax, 0x1234
                mov     fs, ax
                int3
                V86_END
                CAUGHT  X_BP, NO_ERROR
                CHECK   dword [x_fs], 0x1234
                CHECK   dword [x_ds], IMAGE >> 4
                CHECK   dword [x_esp], 0x8000
                CHECK   dword [x_ss], 0x3000
                CHECK_BITS dword [x_eflags], F_VM, F_VM
                CHECK   dword [x_frame], STACK_ENTRY - 36

                TEST    "SDM 3A 6.15, #DE in real mode: the saved IP is that of the DIV"
                CATCH
                REAL
                xor     bx, bx
  real_divide:  div     bx
                REAL_END
                CAUGHT  X_DE, NO_ERROR, OFF(real_divide)
                CHECK   dword [x_cs], IMAGE >> 4
                CHECK   dword [x_esp], 0x8000

                TEST    "SDM 3A 6.15, #PF: a page that is not present; CR2 is the linear address"
                PAGING
                PTE     SCRATCH, 0
                CATCH
  touch:        mov     eax, [SCRATCH + 0x123]
                CAUGHT  X_PF, 0, touch
                CHECK   dword [x_cr2], SCRATCH + 0x123

                END_TESTS
