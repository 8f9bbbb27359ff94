; Faults and traps by vector, double faults, gates of the IDT. SDM vol. 3A, chapter 6; vol. 2A, INT n.
; run on: 386 486sx pentium pentium3 pentium4

%include "harness.inc"

; REFUSED name, vector, error code, instruction: it faults, its own EIP and RF are saved.
%macro REFUSED 4+
                TEST    %1
                mov     edx, 0x11223344
                mov     eax, 0x80
                mov     ecx, -1
                mov     esi, 0x80000000
                CATCH
  %%at:         %4
                CAUGHT  %2, %3, %%at
                CHECK   dword [x_cs], CODE_0
                CHECK_BITS dword [x_eflags], F_RF, F_RF
                CHECK   edx, 0x11223344
                CHECK   eax, 0x80
                CHECK   ecx, -1
                CHECK   esi, 0x80000000
                CHECK   dword [x_esp], STACK_0
%endmacro

; ---------------------------------------------------------------- #DE

                REFUSED "SDM 2A DIV: by 0, byte", X_DE, NO_ERROR, div bl
                REFUSED "SDM 2A DIV: by 0, word", X_DE, NO_ERROR, div bx
                REFUSED "SDM 2A DIV: by 0, doubleword", X_DE, NO_ERROR, div ebx
                REFUSED "SDM 2A DIV: a quotient beyond 16 bits", X_DE, NO_ERROR, div dx
                REFUSED "SDM 2A DIV: a quotient beyond 32 bits", X_DE, NO_ERROR, div edx
                REFUSED "SDM 2A IDIV: by 0", X_DE, NO_ERROR, idiv ebx
                REFUSED "SDM 2A IDIV: 80h / 1 does not fit a byte", X_DE, NO_ERROR, idiv byte [one]
                REFUSED "SDM 2A AAM: base 0", X_DE, NO_ERROR, aam 0

                TEST    "SDM 2A IDIV: the quotient 8000h does not fit, -8000h does"
                mov     edx, 0xFFFF             ; DX:AX = -8000h
                mov     eax, 0x8000
                mov     ebx, 1
                CATCH
                idiv    bx
                CAUGHT_NOTHING
                CHECK   eax, 0x8000
                CHECK   edx, 0
                mov     edx, 0xFFFF
                mov     eax, 0x8000
                mov     ebx, 0xFFFF
                CATCH
  word_8000:    idiv    bx
                CAUGHT  X_DE, NO_ERROR, word_8000
                CHECK   eax, 0x8000
                CHECK   edx, 0xFFFF

                TEST    "SDM 2A IDIV: the quotient 80000000h does not fit, -80000000h does"
                mov     edx, -1
                mov     eax, 0x80000000
                mov     ebx, 1
                CATCH
                idiv    ebx
                CAUGHT_NOTHING
                CHECK   eax, 0x80000000
                CHECK   edx, 0
                mov     edx, -1
                mov     ebx, -1
                CATCH
  dword_8000:   idiv    ebx
                CAUGHT  X_DE, NO_ERROR, dword_8000

                jmp     around_one
one:            db      1
around_one:

; ---------------------------------------------------------------- #DB, #BP, #OF, #BR

                TEST    "SDM 2A INT1: a trap through vector 1; DR6 tells of nothing"
                CATCH
                db      0xF1
  after_int1:   nop
                CAUGHT  X_DB, NO_ERROR, after_int1
                CHECK_BITS dword [x_eflags], F_RF, 0
                mov     ebx, dr6
                CHECK_BITS ebx, 0xE00F, 0

                TEST    "SDM 2A INT1: no check of the gate's DPL"
                CATCH
                RING    3
                db      0xF1
  after_int1_3: nop
                RING_END
                CAUGHT  X_DB, NO_ERROR, after_int1_3
                CHECK   dword [x_cs], CODE_3

                TEST    "SDM 2A INT1: a fault in its delivery sets EXT, and is that of the instruction"
                mov     byte [idt + X_DB * 8 + 5], A_INT32 ^ ABSENT
                CATCH
  int1_absent:  db      0xF1
                CAUGHT  X_NP, X_DB * 8 + 3, int1_absent

                TEST    "SDM 2A INTO: nothing with OF = 0, a trap with OF = 1"
                CATCH
                xor     eax, eax
                into
                CAUGHT_NOTHING
                CATCH
                mov     al, 0x7F
                inc     al
                into
  after_into:   nop
                CAUGHT  X_OF, NO_ERROR, after_into
                CHECK_BITS dword [x_eflags], F_OF | F_RF, F_OF

                TEST    "SDM 2A BOUND: the bounds themselves pass"
                mov     dword [SCRATCH], -5
                mov     dword [SCRATCH + 4], 7
                CATCH
                mov     eax, -5
                bound   eax, [SCRATCH]
                mov     eax, 7
                bound   eax, [SCRATCH]
                CAUGHT_NOTHING

                TEST    "SDM 2A BOUND: below the lower bound, a fault"
                mov     dword [SCRATCH], -5
                mov     dword [SCRATCH + 4], 7
                mov     eax, -6
                CATCH
  bound_below:  bound   eax, [SCRATCH]
                CAUGHT  X_BR, NO_ERROR, bound_below
                CHECK_BITS dword [x_eflags], F_RF, F_RF

                TEST    "SDM 2A BOUND: above the upper bound, 16 bits"
                mov     dword [SCRATCH], 0x0007FFFB
                mov     eax, 0x10008
                CATCH
  bound_above:  bound   ax, [SCRATCH]
                CAUGHT  X_BR, NO_ERROR, bound_above

; ---------------------------------------------------------------- #NM

%macro WITH_CR0 1
                mov     eax, cr0
                or      eax, %1
                mov     cr0, eax
%endmacro
                TEST    "SDM 3A 2.5, table 2-2: ESC with TS"
                WITH_CR0 8
                CATCH
  esc_ts:       fld1
                CAUGHT  X_NM, NO_ERROR, esc_ts
                CHECK_BITS dword [x_eflags], F_RF, F_RF

                TEST    "SDM 3A 2.5, table 2-2: ESC with EM, in memory that faults: #NM comes first"
                WITH_CR0 4
                CATCH
  esc_em:       fld     dword [fs:0]            ; FS is null
                CAUGHT  X_NM, NO_ERROR, esc_em

                TEST    "SDM 3A 2.5, table 2-2: WAIT with TS and MP"
                WITH_CR0 8 | 2
                CATCH
  wait_ts:      wait
                CAUGHT  X_NM, NO_ERROR, wait_ts

                TEST    "SDM 3A 2.5, table 2-2: WAIT with TS alone, with EM alone: executes"
                mov     eax, cr0
                and     eax, ~0xE
                mov     ebx, eax
                or      eax, 8
                mov     cr0, eax
                CATCH
                wait
                mov     eax, ebx
                or      eax, 4
                mov     cr0, eax
                wait
                CAUGHT_NOTHING

; ---------------------------------------------------------------- #UD

                TEST    "SDM 2A UD2"
                CATCH
  ud2_at:       ud2
                CAUGHT  X_UD, NO_ERROR, ud2_at
                CHECK_BITS dword [x_eflags], F_RF, F_RF

; ---------------------------------------------------------------- double faults, table 6-5

; A gate whose use raises another exception.
%macro BAD_GATE_NP 1
                mov     byte [idt + %1 * 8 + 5], A_INT32 ^ ABSENT
%endmacro
%macro BAD_GATE_GP 1
                mov     byte [idt + %1 * 8 + 5], 0x80
%endmacro
%macro BAD_GATE_TS 1
                DESCRIPTOR SLOT, SCRATCH, 50, A_TSS32, 0
                IDT_GATE %1, SLOT, 0, A_TASK_GATE
%endmacro
%macro BAD_GATE_PF 1
                DESCRIPTOR SLOT, SCRATCH + 0x8000, 0xFF, A_LDT, 0
                mov     eax, SLOT
                lldt    ax
                PTE     SCRATCH + 0x8000, 0
                IDT_GATE %1, 0x4C, 0, A_INT32
%endmacro
; Their error codes, in the delivery of an exception: EXT is set.
%define CODE_OF_NP(v) ((v) * 8 + 3)
%define CODE_OF_GP(v) ((v) * 8 + 3)
%define CODE_OF_TS(v) (SLOT | 1)
%define CODE_OF_PF(v) 0

%macro RAISE_DE 0
                div     ebx
%endmacro
%macro RAISE_UD 0
                ud2
%endmacro
%macro RAISE_NP 0
                mov     fs, edx
%endmacro
%macro RAISE_SS 0
                mov     ss, edx
%endmacro
%macro RAISE_GP 0
                mov     fs, esi
%endmacro
%macro RAISE_PF 0
                mov     al, [SCRATCH + 0x9000]
%endmacro
%macro RAISE_TS 0
                iretd                           ; NT is set, the back link is 0
%endmacro

%macro PAIR 2
  %defstr %%first %1
  %defstr %%second %2
  %strcat %%name "SDM 3A 6.15, table 6-5: #", %%second, " in the delivery of #", %%first
                TEST    %%name
                PAGING
                PTE     SCRATCH + 0x9000, 0
                BAD_GATE_%2 X_%1
                DESCRIPTOR SLOT + 8, 0, 0xFFFFF, A_DATA ^ ABSENT, G_ | B_
                mov     edx, SLOT + 8
                mov     esi, 0x1F8 | 7          ; beyond the LDT
                xor     ebx, ebx
  %ifidni %1, TS
                push    dword F_NT | 2
                popfd
  %endif
                CATCH
  %%at:         RAISE_%1
  %ifidni %1, UD
                CAUGHT  X_%2, CODE_OF_%2(X_%1), %%at
  %elifidni %1, PF
                CAUGHT  X_DF, 0
  %elifidni %2, PF
                CAUGHT  X_PF, 0, %%at
                CHECK   dword [x_cr2], SCRATCH + 0x8048
  %else
                CAUGHT  X_DF, 0
  %endif
                NO_PAGING
%endmacro
                PAIR    UD, NP
                PAIR    UD, GP
                PAIR    UD, TS
                PAIR    UD, PF
                PAIR    DE, NP
                PAIR    DE, GP
                PAIR    DE, TS
                PAIR    DE, PF
                PAIR    TS, NP
                PAIR    TS, GP
                PAIR    TS, TS
                PAIR    TS, PF
                PAIR    NP, NP
                PAIR    NP, GP
                PAIR    NP, TS
                PAIR    NP, PF
                PAIR    SS, NP
                PAIR    SS, GP
                PAIR    SS, TS
                PAIR    SS, PF
                PAIR    GP, NP
                PAIR    GP, GP
                PAIR    GP, TS
                PAIR    GP, PF
                PAIR    PF, NP
                PAIR    PF, GP
                PAIR    PF, TS
                PAIR    PF, PF

                TEST    "SDM 3A 6.15, #DF: beyond the limit of the IDT, the second and the first"
                mov     word [idt_pointer], X_DF * 8 + 7
                lidt    [idt_pointer]
                CATCH
                mov     eax, 0x1F8 | 7
                mov     fs, eax                 ; #GP: no entry; #GP again: #DF
                CAUGHT  X_DF, 0
                mov     word [idt_pointer], 256 * 8 - 1

; ---------------------------------------------------------------- the IDT's gates

%define V 66                                    ; a vector of these tests

; NO_GATE S and type
%macro NO_GATE 1
  %defstr %%type %1
  %strcat %%name "SDM 2A INT n: a descriptor in the IDT that is no gate, S and type ", %%type
                TEST    %%name
                IDT_GATE V, CODE_0, 0, 0xE0 | %1
                CATCH
  %%present:    int     V
                CAUGHT  X_GP, V * 8 + 2, %%present
                CHECK_BITS dword [x_eflags], F_RF, F_RF
                mov     byte [idt + V * 8 + 5], 0x60 | %1
                CATCH
  %%absent:     int     V
                CAUGHT  X_GP, V * 8 + 2, %%absent
%endmacro
%assign type 0
%rep 32
  %if type != 5 && type != 6 && type != 7 && type != 14 && type != 15
                NO_GATE %[type]
  %endif
  %assign type type + 1
%endrep

                TEST    "SDM 2A INT n: an absent gate"
                IDT_GATE V, CODE_0, 0, A_INT32 ^ ABSENT
                CATCH
  gate_absent:  int     V
                CAUGHT  X_NP, V * 8 + 2, gate_absent

                TEST    "SDM 2A INT n: DPL below CPL, present or not"
                CATCH
                RING    3
  gate_dpl:     int     V
                RING_END
                CAUGHT  X_GP, V * 8 + 2, gate_dpl
                CHECK   dword [x_cs], CODE_3
                IDT_GATE V, CODE_0, 0, (A_INT32 | DPL(2)) ^ ABSENT
                CATCH
                RING    3
  gate_dpl_absent: int  V
                RING_END
                CAUGHT  X_GP, V * 8 + 2, gate_dpl_absent

                TEST    "SDM 2A INT3: DPL below CPL"
                mov     byte [idt + X_BP * 8 + 5], A_INT32 | DPL(2)
                CATCH
                RING    3
  int3_dpl:     int3
                RING_END
                CAUGHT  X_GP, X_BP * 8 + 2, int3_dpl

                TEST    "SDM 2A INTO: DPL below CPL"
                mov     byte [idt + X_OF * 8 + 5], A_INT32
                CATCH
                RING    3, F_OF | 2
  into_dpl:     into
                RING_END
                CAUGHT  X_GP, X_OF * 8 + 2, into_dpl

                TEST    "SDM 3A 6.12.1.1: an exception does not look at the gate's DPL"
                CATCH
                RING    3
  ud_dpl:       ud2
                RING_END
                CAUGHT  X_UD, NO_ERROR, ud_dpl

                TEST    "SDM 2A INT n: beyond the limit of the IDT; its last byte counts"
                mov     word [idt_pointer], V * 8 + 6
                lidt    [idt_pointer]
                mov     word [idt_pointer], 256 * 8 - 1
                CATCH
  gate_beyond:  int     V
                CAUGHT  X_GP, V * 8 + 2, gate_beyond
                mov     word [idt_pointer], V * 8 + 7
                lidt    [idt_pointer]
                mov     word [idt_pointer], 256 * 8 - 1
                CATCH
                int     V
                CAUGHT  V, NO_ERROR

; TARGET what, selector, offset, vector, error code: of INT n; that of an exception has EXT too.
%macro TARGET 5
  %strcat %%soft "SDM 2A INT n: target ", %1
  %strcat %%hard "SDM 3A 6.13: target of an exception's gate ", %1
                TEST    %%soft
                call    target_descriptors
                IDT_GATE V, %2, %3, A_INT32
                CATCH
  %%int:        int     V
                CAUGHT  %4, %5, %%int
                CHECK_BITS dword [gdt + SLOT + 4], 0xFF00, A_CODE << 8
                TEST    %%hard
                call    target_descriptors
                IDT_GATE X_UD, %2, %3, A_INT32
                CATCH
  %%ud:         ud2
                CAUGHT  %4, %5 | 1, %%ud
                CHECK_BITS dword [gdt + SLOT + 4], 0xFF00, A_CODE << 8
%endmacro
                TARGET  "null", 3, 0, X_GP, 0
                TARGET  "beyond the GDT", 0x200, 0, X_GP, 0x200
                TARGET  "in the LDT that is null", 0x0C, 0, X_GP, 0x0C
                TARGET  "data", DATA_0, 0, X_GP, DATA_0
                TARGET  "a TSS", TSS_MAIN, 0, X_GP, TSS_MAIN
                TARGET  "of an outer level", CODE_3, 0, X_GP, CODE_3 & ~3
                TARGET  "an absent code segment", SLOT + 8, 0, X_NP, SLOT + 8
                TARGET  "an absent data segment: the type first", SLOT + 16, 0, X_GP, SLOT + 16
                TARGET  "an absent code segment of an outer level: the level first", SLOT + 24, 0, X_GP, SLOT + 24
                TARGET  "beyond the limit of its segment", SLOT, 0x10001, X_GP, 0
                jmp     around_targets
target_descriptors:
                DESCRIPTOR SLOT, 0, 0x10000, A_CODE, B_
                DESCRIPTOR SLOT + 8, 0, 0xFFFFF, A_CODE ^ ABSENT, G_ | B_
                DESCRIPTOR SLOT + 16, 0, 0xFFFFF, A_DATA ^ ABSENT, G_ | B_
                DESCRIPTOR SLOT + 24, 0, 0xFFFFF, (A_CODE | DPL(1)) ^ ABSENT, G_ | B_
                ret
around_targets:

                TEST    "SDM 3A 6.12.1.3: an interrupt gate clears IF, a trap gate does not"
                CATCH
                RING    3, F_IF | 2
                int3
                RING_END
                CAUGHT  X_BP, NO_ERROR
                CHECK_BITS dword [x_entry_eflags], F_IF, 0
                mov     byte [idt + X_BP * 8 + 5], A_TRAP32 | DPL(3)
                CATCH
                RING    3, F_IF | F_NT | 2
                int3
                RING_END
                CAUGHT  X_BP, NO_ERROR
                CHECK_BITS dword [x_entry_eflags], F_IF | F_NT | F_TF | F_RF | F_VM, F_IF

                TEST    "SDM 3A 6.12.1: a 16-bit gate pushes words and enters at 16 bits of offset"
                DESCRIPTOR SLOT, IMAGE, 0xFFFF, A_CODE, B_
                IDT_GATE V, SLOT, 0x55550000 | OFF(gate16), A_INT16
                push    dword 0xCD7
                popfd
                int     V
  after_gate16: jmp     gate16_done
  gate16:       mov     ebp, esp
                mov     eax, [esp]
                movzx   ecx, word [esp + 4]
                mov     esp, STACK_0
                cld
                jmp     CODE_0:gate16_done
  gate16_done:  CHECK   ebp, STACK_0 - 6
                CHECK   eax, (after_gate16 - image_start) | (CODE_0 << 16)
                CHECK_BITS ecx, 0xFFFF, 0xCD7
                CHECK_BITS dword [gdt + SLOT + 4], 0xFF00, (A_CODE | 1) << 8

                TEST    "SDM 3A 6.12.1: a 16-bit gate from level 3 pushes SP and SS as words, and a word of error code"
                DESCRIPTOR SLOT, IMAGE, 0xFFFF, A_CODE, B_
                IDT_GATE X_GP, SLOT, OFF(gate16_3), A_INT16
                RING    3
  gate16_hlt:   hlt
                RING_END
  gate16_3:     mov     ebp, esp
                mov     esi, STACK_ENTRY - 12
                mov     ecx, DATA_0
                mov     ds, ecx
                mov     eax, [esi]              ; error code, IP
                mov     ebx, [esi + 4]          ; CS, FLAGS
                mov     edx, [esi + 8]          ; SP, SS
                mov     ss, ecx
                mov     esp, STACK_0
                jmp     CODE_0:gate16_3_done
  gate16_3_done: CHECK  ebp, STACK_ENTRY - 12
                CHECK   eax, (gate16_hlt - image_start) << 16
                CHECK   ebx, CODE_3 | (2 << 16)
                CHECK   edx, (STACK_3 & 0xFFFF) | (DATA_3 << 16)

                TEST    "SDM 3A 6.12.1.1: a conforming handler runs at the level that was interrupted, on its stack"
                DESCRIPTOR SLOT, 0, 0xFFFFF, A_CONFORMING, G_ | B_
                IDT_GATE V, SLOT, LIN(conforming), A_INT32 | DPL(3)
                RING    3
                int     V
  after_conforming: nop
  conforming:   mov     ecx, cs
                mov     edx, ss
                mov     esi, esp
                pop     edi
                RING_END
                CHECK   ecx, SLOT | 3
                CHECK   edx, DATA_3
                CHECK   esi, STACK_3 - 12
                CHECK   edi, after_conforming

; ---------------------------------------------------------------- the inner stack

; INNER what, selector of SS1, limit of the TSS, vector, error code: INT n from level 3 to 1; level 0 is well.
%macro INNER 5
  %strcat %%name "SDM 2A INT n: to level 1, ", %1
                TEST    %%name
                DESCRIPTOR SLOT, 0, 0xFFFFF, (A_DATA | DPL(1)) ^ ABSENT, G_ | B_
                DESCRIPTOR SLOT + 8, 0, STACK_1 - 4, A_DATA | DPL(1), B_
                DESCRIPTOR SLOT + 16, 0, 0xFFFFF, A_DATA_RO | DPL(1), G_ | B_
                mov     dword [tss + 16], %2
                DESCRIPTOR SLOT + 24, LIN(tss), %3, A_TSS32, 0
                mov     eax, SLOT + 24
                ltr     ax
                IDT_GATE V, CODE_1, LIN(stub_%[V]), A_INT32 | DPL(3)
                CATCH
                RING    3
                mov     ebx, 0x1234
  %%int:        int     V
                RING_END
                CAUGHT  %4, %5, %%int
                CHECK   ebx, 0x1234
                CHECK   dword [x_esp], STACK_3
                CHECK   dword [x_ss], DATA_3
                CHECK   dword [x_cs], CODE_3
                CHECK_BITS dword [gdt + SLOT + 4], 0xFF00, ((A_DATA | DPL(1)) ^ ABSENT) << 8
%endmacro
                INNER   "SS beyond the TSS", DATA_1, 16, X_TS, SLOT + 24
                INNER   "SS null", 0, 103, X_TS, 0
                INNER   "SS null with an RPL", 1, 103, X_TS, 0
                INNER   "SS beyond the GDT", 0x201, 103, X_TS, 0x200
                INNER   "SS with another RPL", DATA_1 & ~3, 103, X_TS, DATA_1 & ~3
                INNER   "SS with another DPL", (DATA_2 & ~3) | 1, 103, X_TS, DATA_2 & ~3
                INNER   "SS that is code", CODE_1, 103, X_TS, CODE_1 & ~3
                INNER   "SS that is read-only", (SLOT + 16) | 1, 103, X_TS, SLOT + 16
                INNER   "SS absent", SLOT | 1, 103, X_SS, SLOT
                INNER   "a stack without room", (SLOT + 8) | 1, 103, X_SS, SLOT + 8

                END_TESTS
