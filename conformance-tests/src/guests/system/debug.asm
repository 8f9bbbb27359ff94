; Debug registers. SDM vol. 3B, 17.2, 17.3.1. Bochs clears B0-B3 with each debug exception, as later processors may, and looks at GD
; before the privilege level.
; run on: 386 486 pentium pentium3 pentium4

%include "harness.inc"

RW_X equ 0
RW_W equ 1
RW_RW equ 3
LEN1 equ 0
LEN2 equ 1
LEN4 equ 3
B_S             equ 0x4000              ; DR6
B_T             equ 0x8000
B_D             equ 0x2000

; BREAK n, address, R/W, LEN: breakpoint n, globally enabled. Clobbers EAX.
%macro BREAK 4
                mov     eax, %2
                mov     dr%1, eax
                mov     eax, dr7
                and     eax, ~((15 << (16 + 4 * (%1))) | (3 << (2 * (%1))))
                or      eax, (((%3) | ((%4) << 2)) << (16 + 4 * (%1))) | (2 << (2 * (%1)))
                mov     dr7, eax
                mov     eax, 0
%endmacro
; Of DR6, which is cleared.
%macro DR6 1
                mov     ebx, dr6
                CHECK_BITS ebx, 0xE00F, %1
                xor     ebx, ebx
                mov     dr6, ebx
%endmacro
; HIT bits of DR6, instruction: a trap after it. MISS instruction.
%macro HIT 2+
                CATCH
                %2
    %%after:    nop
                CAUGHT  X_DB, NO_ERROR, %%after
                DR6     %1
%endmacro
%macro MISS 1+
                CATCH
                %1
                CAUGHT_NOTHING
                DR6     0
%endmacro

; ---------------------------------------------------------------- instructions

                TEST    "SDM 3B 17.3.1.1: an instruction breakpoint is a fault before its instruction; RF of the image is clear"
                BREAK   0, .here, RW_X, LEN1
                mov     ecx, 5
                CATCH
  .here:        inc     ecx
                CAUGHT  X_DB, NO_ERROR, .here
                CHECK   ecx, 5
                CHECK_BITS dword [x_eflags], F_RF, 0
                DR6     1

                TEST    "SDM 3B 17.3.1.1: each of the four registers; local enables; several at one address"
                BREAK   1, .a, RW_X, LEN1
                BREAK   2, .b, RW_X, LEN1
                BREAK   3, .b, RW_X, LEN1
                CATCH
  .a:           nop
                CAUGHT  X_DB, NO_ERROR, .a
                DR6     2
                CATCH
  .b:           nop
                CAUGHT  X_DB, NO_ERROR, .b
                DR6     12
                mov     eax, .c
                mov     dr0, eax
                mov     eax, 1
                mov     dr7, eax
                CATCH
  .c:           nop
                CAUGHT  X_DB, NO_ERROR, .c
                DR6     1

                TEST    "SDM 3B 17.3.1.1: the address is that of the first byte, prefixes included"
                BREAK   0, .second, RW_X, LEN1
                CATCH
  .first:       db      0x3E
  .second:      mov     eax, [SCRATCH]
                CAUGHT_NOTHING
                BREAK   0, .first, RW_X, LEN1
                mov     ecx, 2
                CATCH
                jmp     .first
                CAUGHT  X_DB, NO_ERROR, .first

                TEST    "SDM 3B 17.3.1.1: RF that IRET loads holds an instruction breakpoint off for one instruction"
                BREAK   0, .here, RW_X, LEN1
                push    dword F_RF | 2
                push    cs
                push    dword .here
                mov     ecx, 5
                CATCH
                iretd
  .here:        inc     ecx
                cmp     ecx, 6
                je      .here
                CAUGHT  X_DB, NO_ERROR, .here
                CHECK   ecx, 6

                TEST    "SDM 2B, POPF: does not set RF"
                BREAK   0, .here, RW_X, LEN1
                push    dword F_RF | 2
                CATCH
                popfd
  .here:        inc     ecx
                CAUGHT  X_DB, NO_ERROR, .here
                CHECK   ecx, 0

                TEST    "SDM 3A table 6-2: an instruction breakpoint has priority over faults of its instruction"
                BREAK   0, .here, RW_X, LEN1
                CATCH
  .here:        db      0x0F, 0xFF
                CAUGHT  X_DB, NO_ERROR, .here
                DR6     1
                BREAK   0, 0x900000, RW_X, LEN1
                PAGING
                mov     eax, 0x900000
                CATCH
                jmp     eax
                CAUGHT  X_DB, NO_ERROR, 0x900000
                DR6     1

                TEST    "SDM 3B 17.2.1: the address is linear"
                BREAK   0, .here, RW_X, LEN1
                CATCH
                PM16
  .here:        nop
                PM16_END
                CAUGHT  X_DB, NO_ERROR, OFF(.here)
                CHECK   dword [x_cs], CODE16_0
                CATCH
                V86
                jmp     .here
                V86_END
                CAUGHT  X_DB, NO_ERROR, OFF(.here)
                CHECK_BITS dword [x_eflags], F_VM, F_VM

                TEST    "SDM 3B 17.3.1.1: an instruction breakpoint in real mode"
                BREAK   0, .here, RW_X, LEN1
                CATCH
                REAL
  .here:        nop
                REAL_END
                CAUGHT  X_DB, NO_ERROR, OFF(.here)

                TEST    "SDM 3B 17.2.4: a register that is not enabled does nothing; data access at an instruction breakpoint neither"
                mov     eax, .here
                mov     dr0, eax
                xor     eax, eax
                mov     dr7, eax
                CATCH
  .here:        nop
                CAUGHT_NOTHING
                BREAK   0, SCRATCH, RW_X, LEN1
                CATCH
                mov     eax, [SCRATCH]
                mov     [SCRATCH], eax
                CAUGHT_NOTHING

; ---------------------------------------------------------------- data

                TEST    "SDM 3B 17.3.1.2: a data breakpoint is a trap after the instruction; writes only"
                BREAK   0, SCRATCH, RW_W, LEN4
                mov     ecx, 0x1234
                HIT     1, mov [SCRATCH], ecx
                CHECK   dword [SCRATCH], 0x1234
                MISS    mov ecx, [SCRATCH]
                MISS    cmp ecx, [SCRATCH]
                HIT     1, inc dword [SCRATCH]
                CHECK   dword [SCRATCH], 0x1235
                HIT     1, xchg [SCRATCH], ecx
                HIT     1, or byte [SCRATCH + 3], 0

                TEST    "SDM 3B 17.3.1.2: reads and writes"
                BREAK   2, SCRATCH, RW_RW, LEN4
                HIT     4, mov ecx, [SCRATCH]
                HIT     4, mov [SCRATCH], ecx
                HIT     4, test dword [SCRATCH], 1
                HIT     4, push dword [SCRATCH]
                HIT     4, pop dword [SCRATCH]
                MISS    lea ecx, [SCRATCH]

                TEST    "SDM 3B 17.2.5: any overlap of access and breakpoint counts, by lengths"
                BREAK   0, SCRATCH + 8, RW_RW, LEN1
                HIT     1, mov cl, [SCRATCH + 8]
                HIT     1, mov cx, [SCRATCH + 7]
                HIT     1, mov ecx, [SCRATCH + 5]
                HIT     1, mov ecx, [SCRATCH + 8]
                MISS    mov ecx, [SCRATCH + 4]
                MISS    mov cl, [SCRATCH + 9]
                BREAK   0, SCRATCH + 8, RW_RW, LEN2
                HIT     1, mov cl, [SCRATCH + 9]
                HIT     1, mov ecx, [SCRATCH + 9]
                HIT     1, mov cx, [SCRATCH + 7]
                MISS    mov cx, [SCRATCH + 6]
                MISS    mov ecx, [SCRATCH + 10]
                BREAK   0, SCRATCH + 8, RW_RW, LEN4
                HIT     1, mov cl, [SCRATCH + 11]
                HIT     1, mov ecx, [SCRATCH + 5]
                HIT     1, mov ecx, [SCRATCH + 11]
                MISS    mov ecx, [SCRATCH + 4]
                MISS    mov ecx, [SCRATCH + 12]

                TEST    "SDM 3B 17.2.5: low bits of the address within the length are ignored"
                BREAK   0, SCRATCH + 7, RW_RW, LEN4
                HIT     1, mov cl, [SCRATCH + 4]
                HIT     1, mov cl, [SCRATCH + 7]
                MISS    mov cl, [SCRATCH + 8]
                BREAK   0, SCRATCH + 7, RW_RW, LEN2
                HIT     1, mov cl, [SCRATCH + 6]
                MISS    mov cl, [SCRATCH + 8]

                TEST    "SDM 3B 17.3.1.2: several data breakpoints of one instruction are reported together"
                BREAK   0, SCRATCH, RW_RW, LEN4
                BREAK   3, SCRATCH + 0x100, RW_W, LEN1
                mov     esi, SCRATCH
                mov     edi, SCRATCH + 0x100
                HIT     9, movsd

                TEST    "SDM 3B 17.3.1.2: a repeated string instruction traps after the iteration"
                BREAK   0, SCRATCH + 8, RW_W, LEN1
                mov     edi, SCRATCH
                mov     ecx, 20
                CATCH
  .repeat:      rep stosb
                CAUGHT  X_DB, NO_ERROR, .repeat
                CHECK   ecx, 11
                CHECK   edi, SCRATCH + 9
                DR6     1
                mov     edi, SCRATCH
                mov     ecx, 9
                HIT     1, rep stosb
                CHECK   ecx, 0

                TEST    "SDM 3B 17.3.1.2: stack accesses of PUSH, CALL, RET, ENTER, PUSHA count"
                BREAK   0, SCRATCH + 0x1FC, RW_RW, LEN4
  %macro STACK_HIT 2+                                   ; ESP, instruction; the handler has a stack of its own
                CATCH
                RING    3
                mov     esp, %1
                %2
    %%after:    nop
                RING_END
                CAUGHT  X_DB, NO_ERROR, %%after
                DR6     1
  %endmacro
                STACK_HIT SCRATCH + 0x200, push eax
                STACK_HIT SCRATCH + 0x200, pushfd
                STACK_HIT SCRATCH + 0x200, push dword [SCRATCH]
                STACK_HIT SCRATCH + 0x1FC, pop eax
                STACK_HIT SCRATCH + 0x208, pushad
                STACK_HIT SCRATCH + 0x1F0, popad
                STACK_HIT SCRATCH + 0x200, enter 8, 0
                CATCH
                RING    3
                mov     esp, SCRATCH + 0x200
                call    .called
                nop
  .called:      nop
                RING_END
                CAUGHT  X_DB, NO_ERROR, .called
                DR6     1

                TEST    "SDM 3B 17.3.1.2: a fault of the instruction leaves no data breakpoint behind"
                PAGING
                PTE     SCRATCH + 0x1000, 0
                BREAK   0, SCRATCH, RW_RW, LEN4
                mov     esi, SCRATCH
                mov     edi, SCRATCH + 0x1000
                CATCH
  .faults:      movsd
                CAUGHT  X_PF, 2, .faults
                DR6     0

                TEST    "SDM 3A 6.8.3: MOV SS delays a data breakpoint of its own by one instruction"
                mov     dword [SCRATCH], DATA_0
                BREAK   0, SCRATCH, RW_RW, LEN2
                CATCH
                mov     ss, [SCRATCH]
                nop
  .delayed:     nop
                CAUGHT  X_DB, NO_ERROR, .delayed
                DR6     1

                TEST    "SDM 3B 17.3.1.2: a data breakpoint at level 3 and in virtual-8086 mode"
                BREAK   0, SCRATCH, RW_W, LEN4
                CATCH
                RING    3
                mov     [SCRATCH], ecx
  .after_3:     nop
                RING_END
                CAUGHT  X_DB, NO_ERROR, .after_3
                DR6     1
                mov     ecx, SCRATCH >> 4
                CATCH
                V86
                mov     ds, cx
                mov     [0], cl
  .after_v86:   nop
                V86_END
                CAUGHT  X_DB, NO_ERROR, OFF(.after_v86)
                DR6     1

; ---------------------------------------------------------------- the registers

                TEST    "SDM 3B 17.2.3: DR6 is not cleared by the processor: conditions accumulate"
                BREAK   0, SCRATCH, RW_W, LEN4
                BREAK   1, SCRATCH + 8, RW_W, LEN4
                CATCH
                mov     [SCRATCH], ecx
                nop
                CAUGHT  X_DB, NO_ERROR
                CATCH
                mov     [SCRATCH + 8], ecx
                nop
                CAUGHT  X_DB, NO_ERROR
                DR6     3

                TEST    "SDM 3B 17.2.4, LE and GE: kept as written; data breakpoints are exact with them and without"
                BREAK   0, SCRATCH, RW_W, LEN4
                mov     ecx, dr7
                or      ecx, 0x300
                mov     dr7, ecx
                mov     ecx, dr7
                CHECK_BITS ecx, 0x300, 0x300
                HIT     1, mov [SCRATCH], eax
                mov     ecx, dr7
                and     ecx, ~0x300
                mov     dr7, ecx
                mov     ecx, dr7
                CHECK_BITS ecx, 0x300, 0
                HIT     1, mov [SCRATCH], eax

                TEST    "SDM 3B 17.2.4, GD: an access to the debug registers is a fault, BD is set, GD is clear in the handler"
                mov     eax, 0x2000
                mov     dr7, eax
                CATCH
  .guarded:     mov     eax, dr0
                CAUGHT  X_DB, NO_ERROR, .guarded
                mov     eax, dr7
                CHECK   eax, 0x400
                DR6     B_D
                mov     eax, 0x2000
                mov     dr7, eax
                CATCH
  .guarded_7:   mov     dr7, ecx
                CAUGHT  X_DB, NO_ERROR, .guarded_7
                DR6     B_D

                TEST    "SDM 3B 17.2.4, GD: at level 3 #GP(0) has priority"
                mov     eax, 0x2000
                mov     dr7, eax
                CATCH
                RING    3
  .refused:     mov     eax, dr0
                RING_END
                CAUGHT  X_GP, 0, .refused
                CATCH
  .allowed:     mov     eax, dr0                        ; and clears GD for the tests that follow
                CAUGHT  X_DB, NO_ERROR, .allowed

                TEST    "SDM 3B 17.3.1.5, BT: the T bit of a new TSS traps before its first instruction; local enables are cleared"
                mov     edi, SCRATCH + 0x2000
                mov     ecx, 26
                xor     eax, eax
                rep stosd
                mov     dword [SCRATCH + 0x2000 + 32], .task
                mov     dword [SCRATCH + 0x2000 + 36], 2
                mov     dword [SCRATCH + 0x2000 + 56], STACK_TASK
                mov     dword [SCRATCH + 0x2000 + 72], DATA_0
                mov     dword [SCRATCH + 0x2000 + 76], CODE_0
                mov     dword [SCRATCH + 0x2000 + 80], DATA_0
                mov     dword [SCRATCH + 0x2000 + 84], DATA_0
                mov     dword [SCRATCH + 0x2000 + 100], 1
                DESCRIPTOR SLOT, SCRATCH + 0x2000, 103, A_TSS32, 0
                mov     eax, SCRATCH + 0x800
                mov     dr0, eax
                mov     dr1, eax
                mov     dr2, eax
                mov     dr3, eax
                mov     eax, 0x000F0357                 ; L0, G0 .. L3; LE, GE
                mov     dr7, eax
                CATCH
                jmp     SLOT:0
  .task:        nop
                CAUGHT  X_DB, NO_ERROR, .task
                CHECK   dword [x_esp], STACK_TASK
                mov     eax, dr7
                CHECK   eax, 0x000F0602
                DR6     B_T

                TEST    "SDM 2A, INT1: vector 1 without a condition in DR6, a trap; no check of the gate's DPL"
                CATCH
                RING    3
                db      0xF1
  .after:       nop
                RING_END
                CAUGHT  X_DB, NO_ERROR, .after
                DR6     0

                TEST    "SDM 3B 17.3.1.2: data breakpoints see no fetches and no page walks"
                PAGING
                BREAK   0, .code, RW_RW, LEN4
                BREAK   1, PAGES, RW_RW, LEN4
                mov     eax, cr3
                mov     cr3, eax
                CATCH
                nop
  .code:        mov     eax, [SCRATCH]
                nop
                CAUGHT_NOTHING

                END_TESTS
