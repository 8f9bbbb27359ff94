; Hardware interrupts: the EXT bit of what goes wrong on the way, when they are held off, where exactly they are taken.
; SDM vol. 3A, 6.8 (enabling and disabling), 6.13 (error code); vol. 2B, STI, HLT, MOV.
; run on: 386 486 pentium pentium3 pentium4

%include "harness.inc"

EXT             equ 1
IN_IDT          equ 2

; Has IRQ 0 waiting, with interrupts disabled.
%macro WAITING 0
                PIC
                IRQ_ON  0
                PIT     0, 20
                mov     ecx, 100000
  %%wait:       loop    %%wait
%endmacro

; NEW_TASK eip, ds: the TSS of a task at level 0.
%macro NEW_TASK 2
                mov     dword [new_tss + 32], %1
                mov     dword [new_tss + 36], 2
                mov     dword [new_tss + 56], STACK_TASK
                mov     word [new_tss + 72], DATA_0
                mov     word [new_tss + 76], CODE_0
                mov     word [new_tss + 80], DATA_0
                mov     word [new_tss + 84], %2
%endmacro

                TEST    "SDM 3A 6.13, error code: EXT and IDT are set if the gate of an external interrupt is not present"
                WAITING
                IDT_GATE IRQ(0), CODE_0, LIN(handler), A_INT32 ^ ABSENT
                CATCH
                sti
  at_gate:      nop
  after_nop:    nop
                CAUGHT  X_NP, IRQ(0) * 8 + IN_IDT + EXT, after_nop
                CHECK_BITS dword [x_eflags], F_IF, F_IF

                TEST    "SDM 3A 6.13, error code: EXT is set if the code segment behind the gate of an external interrupt is beyond the GDT"
                WAITING
                IDT_GATE IRQ(0), 0x1F8 + 8, LIN(handler), A_INT32
                CATCH
                sti
                nop
                nop
                CAUGHT  X_GP, 0x200 + EXT

                TEST    "SDM 3A 6.13, error code: EXT is set if the gate's selector is null"
                WAITING
                IDT_GATE IRQ(0), 0, LIN(handler), A_INT32
                CATCH
                sti
                nop
                nop
                CAUGHT  X_GP, EXT

                TEST    "SDM 3A 6.13, error code: INT n does not set EXT"
                IDT_GATE IRQ(0), CODE_0, LIN(handler), A_INT32 ^ ABSENT
                CATCH
  software:     int     IRQ(0)
                CAUGHT  X_NP, IRQ(0) * 8 + IN_IDT, software

                TEST    "SDM 3A 6.12.1: the DPL of the gate is not looked at for external interrupts"
                WAITING
                CATCH
                RING    3, F_IF | 2
                nop
                RING_END
                CAUGHT  IRQ(0), NO_ERROR
                CHECK   dword [x_cs], CODE_3

                TEST    "SDM 3A 6.13, error code: EXT is set if the inner stack of an external interrupt is not present: #SS"
                WAITING
                DESCRIPTOR SLOT, 0, 0xFFFFF, A_DATA ^ ABSENT, G_ | B_
                mov     word [tss + 8], SLOT
                DESCRIPTOR SLOT + 8, LIN(new_tss), 103, A_TSS32, 0
                mov     word [idt + X_SS * 8 + 2], SLOT + 8
                mov     word [idt + X_SS * 8 + 4], A_TASK_GATE << 8
                NEW_TASK stack_fault, DATA_0
                CATCH
                RING    1, F_IF | F_IOPL | 2
                nop
                RING_END
                CAUGHT  X_SS, SLOT + EXT

                TEST    "SDM 2B, STI: interrupts are taken after the instruction that follows"
                WAITING
                CATCH
                sti
  shadow:       inc     edx
  taken:        inc     edx
                CAUGHT  IRQ(0), NO_ERROR, taken
                CHECK   edx, 1

                TEST    "SDM 2B, STI: with IF set already there is no shadow"
                PIC
                CATCH
                sti
                nop
                IRQ_ON  0
                PIT     0, 20
                mov     ecx, 100000
  stis:         sti
                loop    stis
                CAUGHT  IRQ(0), NO_ERROR

                TEST    "SDM 2B, STI then CLI: no interrupt in between"
                WAITING
                CATCH
                sti
                cli
                nop
                nop
                CAUGHT_NOTHING

                TEST    "SDM 3A 6.8.3: POPF that sets IF holds nothing off"
                WAITING
                push    dword F_IF | 2
                CATCH
                popfd
  behind_popf:  nop
                CAUGHT  IRQ(0), NO_ERROR, behind_popf

                TEST    "SDM 3A 6.8.3: POP SS holds an interrupt off for one instruction"
                WAITING
                push    dword DATA_0
                CATCH
                sti
                pop     ss                              ; the shadow of STI ends here
                inc     edx
  behind_inc:   inc     edx
                CAUGHT  IRQ(0), NO_ERROR, behind_inc

                TEST    "SDM 2A, HLT: the saved EIP is behind HLT"
                PIC
                IRQ_ON  0
                PIT     0, 2000
                CATCH
                sti
                hlt
  behind_hlt:   nop
                CAUGHT  IRQ(0), NO_ERROR, behind_hlt

                TEST    "SDM 2A, CLI: HLT with IF set and the shadow of STI wakes at once for a request that waits"
                WAITING
                CATCH
                sti
                hlt
  behind_sti_hlt: nop
                CAUGHT  IRQ(0), NO_ERROR, behind_sti_hlt

                TEST    "SDM 3A 6.8.1: an interrupt gate disables interrupts, a trap gate does not"
                WAITING
                IDT_GATE IRQ(0), CODE_0, LIN(stub_80), A_TRAP32
                CATCH
                sti
                nop
                nop
                CAUGHT  IRQ(0), NO_ERROR
                CHECK_BITS dword [x_entry_eflags], F_IF, F_IF

                TEST    "SDM 3A 7.3, external interrupt through a task gate: EXT is set in a fault of the new task"
                WAITING
                DESCRIPTOR SLOT, LIN(new_tss), 103, A_TSS32, 0
                mov     word [idt + IRQ(0) * 8 + 2], SLOT
                mov     word [idt + IRQ(0) * 8 + 4], A_TASK_GATE << 8
                NEW_TASK handler, 0x1F8                 ; a descriptor of zeros
                CATCH
                sti
                nop
                nop
                CAUGHT  X_TS, 0x1F8 + EXT
                CHECK   dword [x_eip], handler

                END_TESTS

handler:        hlt
; A task of its own takes #SS: only the error code is on its stack.
stack_fault:    pop     dword [x_error]
                mov     dword [x_vector], X_SS
                jmp     resume_test
align 4
new_tss:        times 26 dd 0
