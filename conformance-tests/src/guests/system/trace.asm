; Single step. SDM vol. 3B, 17.3.1.4; vol. 3A, 6.8.3, 6.9. QEMU holds traps off behind STI as well.
; run on: 386 486 pentium pentium3 pentium4

%include "harness.inc"

LOG             equ SCRATCH + 0x10000   ; of each #DB: EIP, DR6, EFLAGS, ECX
LOG_ENTRY       equ 16

; TRACED ... TRACED_END: in between TF is set (by IRET), and all traps are logged. STEP n, eip: entry n of the log, whose condition is BS alone.
%macro TRACED 0
  %push traced
                IDT_GATE X_DB, CODE_0, LIN(log_trap), A_INT32
                mov     dword [log_at], LOG
                push    dword F_TF | 2
                push    dword CODE_0
                push    dword %$begin
                iretd
  %$begin:
%endmacro
%macro TRACED_END 0
                int     0x80                    ; end_trace: goes on without TF
                call    forget_frame
  %pop
%endmacro
%macro STEP 2
                CHECK   dword [LOG + (%1) * LOG_ENTRY], %2
                CHECK_BITS dword [LOG + (%1) * LOG_ENTRY + 4], 0xE00F, 0x4000
%endmacro
%macro STEPS 1
                CHECK   dword [log_at], LOG + (%1) * LOG_ENTRY, "end of the log"
%endmacro
                TEST    "SDM 3B 17.3.1.4: a trap after each instruction, BS set; TF is clear in the handler, set in the image"
                IDT_GATE 0x80, CODE_0, LIN(end_trace), A_INT32
                TRACED
                nop
  .a:           inc     ebx
  .b:           mov     [SCRATCH], ebx
  .c:           jmp     short .d
                nop
  .d:           nop
  .e:           TRACED_END
                STEP    0, .a
                STEP    1, .b
                STEP    2, .c
                STEP    3, .d
                STEP    4, .e
                STEPS   5
                CHECK_BITS dword [LOG + 8], F_TF | F_RF, F_TF
                CHECK_BITS dword [handler_eflags], F_TF | F_IF, 0

                TEST    "SDM 3B 17.3.1.4: a repeated string instruction traps after each iteration"
                IDT_GATE 0x80, CODE_0, LIN(end_trace), A_INT32
                mov     esi, SCRATCH
                mov     edi, SCRATCH + 0x100
                mov     ecx, 3
                TRACED
  .r:           rep movsb
  .a:           nop
  .b:           TRACED_END
                STEP    0, .r
                STEP    1, .r
                STEP    2, .a
                STEP    3, .b
                STEPS   4
                CHECK   dword [LOG + 12], 2
                CHECK   dword [LOG + LOG_ENTRY + 12], 1
                CHECK   dword [LOG + 2 * LOG_ENTRY + 12], 0

                TEST    "SDM 3B 17.3.1.4: a repeat count of 0 is one instruction; REPE CMPS ends where it differs"
                IDT_GATE 0x80, CODE_0, LIN(end_trace), A_INT32
                mov     esi, SCRATCH
                mov     edi, SCRATCH + 0x10
                mov     dword [esi], 0x030201
                mov     dword [edi], 0x040201
                xor     ecx, ecx
                TRACED
  .r:           rep stosd
  .a:           mov     cl, 10
  .c:           repe cmpsb
  .b:           nop
  .d:           TRACED_END
                STEP    0, .a
                STEP    1, .c
                STEP    2, .c
                STEP    3, .c
                STEP    4, .b
                STEP    5, .d
                STEPS   6
                CHECK   dword [LOG + 4 * LOG_ENTRY + 12], 7

                TEST    "SDM 3A 6.8.3: no trap between MOV SS or POP SS and the next instruction"
                IDT_GATE 0x80, CODE_0, LIN(end_trace), A_INT32
                mov     ecx, ss
                TRACED
                mov     ss, ecx
  .a:           nop
  .b:           push    ss
  .c:           pop     ss
  .d:           nop
  .e:           nop
  .f:           TRACED_END
                STEP    0, .b
                STEP    1, .c
                STEP    2, .e
                STEP    3, .f
                STEPS   4

                TEST    "SDM 3A 6.8.3: STI holds interrupts off, not traps; MOV DS holds nothing off"
                IDT_GATE 0x80, CODE_0, LIN(end_trace), A_INT32
                mov     ecx, ds
                TRACED
                sti
  .a:           cli
  .b:           mov     ds, ecx
  .c:           nop
  .d:           TRACED_END
                STEP    0, .a
                STEP    1, .b
                STEP    2, .c
                STEP    3, .d

                TEST    "SDM 3B 17.3.1.4: POPF that sets TF: the first trap is after the next instruction"
                IDT_GATE X_DB, CODE_0, LIN(log_trap), A_INT32
                IDT_GATE 0x80, CODE_0, LIN(end_trace), A_INT32
                mov     dword [log_at], LOG
                push    dword F_TF | 2
                popfd
  .a:           nop
  .b:           nop
  .c:           int     0x80
                call    forget_frame
                STEP    0, .b
                STEP    1, .c
                STEPS   2

                TEST    "SDM 3B 17.3.1.4: INT n clears TF: no trap in the handler; tracing goes on after IRET with the next instruction"
                IDT_GATE 0x80, CODE_0, LIN(end_trace), A_INT32
                IDT_GATE 0x81, CODE_0, LIN(plain_handler), A_TRAP32
                IDT_GATE X_BP, CODE_0, LIN(plain_handler), A_INT32
                IDT_GATE X_OF, CODE_0, LIN(plain_handler), A_INT32
                TRACED
                nop
  .a:           int     0x81
  .b:           nop
  .c:           int3
  .d:           nop
  .e:           into
  .f:           nop
  .g:           TRACED_END
                STEP    0, .a
                STEP    1, .c
                STEP    2, .e
                STEP    3, .f                           ; OF is clear: an instruction as any
                STEP    4, .g
                STEPS   5

                TEST    "SDM 3B 17.3.1.4: an instruction that faults is not trapped; after IRET it is"
                IDT_GATE 0x80, CODE_0, LIN(end_trace), A_INT32
                IDT_GATE X_DE, CODE_0, LIN(mend_divisor), A_INT32
                mov     eax, 5
                TRACED
                nop
  .a:           div     ebx
  .b:           nop
  .c:           TRACED_END
                STEP    0, .a
                STEP    1, .b
                STEP    2, .c
                STEPS   3

                TEST    "SDM 3B 17.3.1.4: HLT is left by its own trap; the saved EIP is behind it"
                IDT_GATE 0x80, CODE_0, LIN(end_trace), A_INT32
                TRACED
                nop
  .a:           hlt
  .b:           nop
  .c:           TRACED_END
                STEP    0, .a
                STEP    1, .b
                STEP    2, .c
                STEPS   3

                TEST    "SDM 3B 17.3.1.4: far and near transfers are traced one by one; PUSHF stores TF"
                IDT_GATE 0x80, CODE_0, LIN(end_trace), A_INT32
                TRACED
                call    .sub
  .a:           jmp     CODE_0:.b
  .b:           pushfd
  .c:           pop     ebp
  .d:           TRACED_END
                STEP    0, .sub
                STEP    1, .a
                STEP    2, .b
                STEP    3, .c
                STEP    4, .d
                STEPS   5
                CHECK_BITS ebp, F_TF, F_TF
                jmp     .end
  .sub:         ret
  .end:

                TEST    "SDM 3B 17.3.1.4: TF set at level 3; the trap's frame names level 3"
                push    dword 2
                CATCH
                RING    3, F_TF | 2
                nop
  .a:           nop
                RING_END
                CAUGHT  X_DB, NO_ERROR, .a
                CHECK   dword [x_cs], CODE_3
                CHECK   dword [x_esp], STACK_3
                mov     ebx, dr6
                CHECK_BITS ebx, 0xE00F, 0x4000

                TEST    "SDM 3B 17.3.1.4: TF in virtual-8086 mode"
                CATCH
                V86     F_VM | F_IOPL | F_TF | 2
                nop
  .a:           nop
                V86_END
                CAUGHT  X_DB, NO_ERROR, OFF(.a)
                CHECK_BITS dword [x_eflags], F_VM | F_TF, F_VM | F_TF

                TEST    "SDM 3B 17.3.1.4: TF in real mode"
                CATCH
                REAL
                push    word F_TF | 2
                popf
                nop
  .a:           nop
                REAL_END
                CAUGHT  X_DB, NO_ERROR, OFF(.a)
                CHECK_BITS dword [x_eflags], F_TF, F_TF
                CHECK_BITS dword [x_entry_eflags], F_TF, 0

                TEST    "SDM 3A table 6-2: a trap of the last instruction comes before an instruction breakpoint on the next; both are reported in turn"
                IDT_GATE 0x80, CODE_0, LIN(end_trace), A_INT32
                mov     eax, .a
                mov     dr0, eax
                mov     eax, 0x402
                mov     dr7, eax
                xor     eax, eax
                TRACED
                nop
  .a:           nop
  .b:           TRACED_END
                CHECK   dword [LOG], .a
                CHECK_BITS dword [LOG + 4], 0x4000, 0x4000
                CHECK   dword [LOG + LOG_ENTRY], .a
                CHECK_BITS dword [LOG + LOG_ENTRY + 4], 0x400F, 1
                STEP    2, .b
                STEPS   3

                TEST    "SDM 3B 17.3.1: a data breakpoint and single step of one instruction are one exception"
                IDT_GATE 0x80, CODE_0, LIN(end_trace), A_INT32
                mov     eax, SCRATCH
                mov     dr1, eax
                mov     eax, 0x00F00408
                mov     dr7, eax
                TRACED
                mov     [SCRATCH], eax
  .a:           nop
  .b:           TRACED_END
                CHECK   dword [LOG], .a
                CHECK_BITS dword [LOG + 4], 0xE00F, 0x4002
                STEP    1, .b
                STEPS   2

                END_TESTS

align 4
log_at:         dd      0
handler_eflags: dd      0

; Logs one debug exception, clears DR6; an instruction breakpoint is held off by RF.
log_trap:       pushad
                mov     ebx, [log_at]
                mov     eax, [esp + 32]
                mov     [ebx], eax
                mov     eax, dr6
                mov     [ebx + 4], eax
                mov     ecx, eax
                mov     eax, [esp + 40]
                mov     [ebx + 8], eax
                test    ecx, 0x4000
                jnz     .step
                or      dword [esp + 40], F_RF
.step:          mov     eax, [esp + 24]
                mov     [ebx + 12], eax
                add     dword [log_at], LOG_ENTRY
                pushfd
                pop     dword [handler_eflags]
                xor     eax, eax
                mov     dr6, eax
                popad
                iretd

plain_handler:  nop
                nop
                iretd

mend_divisor:   mov     ebx, 2
                iretd

; INT 80h: back without TF, the frame is left to forget_frame.
end_trace:      jmp     dword [esp]
forget_frame:   add     esp, 16
                jmp     dword [esp - 16]
