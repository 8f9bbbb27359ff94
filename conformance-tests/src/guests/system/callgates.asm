; Call gates, and far CALL and JMP straight to code: who may call whom, the checks in their order, stack switch, parameters.
; SDM vol. 3A, 5.8; the operation sections of CALL and JMP in vol. 2A.
; run on: 386 486 pentium pentium3 pentium4

%include "harness.inc"

; TARGET + 8 * DPL: code that does not conform, CONFORMING + 8 * DPL: code that does; flat, 32-bit.
TARGET          equ SLOT
CONFORMING      equ SLOT + 0x20
GATE            equ SLOT + 0x40
CODE_AT_IMAGE   equ SLOT + 0x48         ; base IMAGE, 32-bit, for offsets of 16 bits
STACK_SLOT      equ SLOT + 0x50
LDT_SLOT        equ SLOT + 0x58

ALLOWED         equ 0
GP_FIRST        equ 1                   ; the gate, or the only selector
GP_TARGET       equ 2

                jmp     tests

align 4
gate_pointer:   dd      0xDEADBEEF      ; no gate looks at the offset
                dw      GATE | 3, 0
combination:    dd      0
expected:       dd      0               ; the row of the table
want_vector:    dd      0
want_error:     dd      0
want_cs:        dd      0
want_ss:        dd      0
want_esp:       dd      0
landed_cs:      dd      0
landed_ss:      dd      0
landed_esp:     dd      0
landed_frame:   times 4 dd 0            ; what lay on the stack

; Where calls and jumps go: tells of the level reached and leaves it.
landing:        mov     dword [landed_cs], 0
                mov     dword [landed_ss], 0
                mov     [landed_cs], cs
                mov     [landed_ss], ss
                mov     [landed_esp], esp
                mov     eax, ss                 ; the frame, unless ESP means nothing
                lar     eax, ax
                test    eax, B_ << 20
                jz      .back
%assign i 0
%rep 4
                mov     eax, [esp + 4 * i]
                mov     [landed_frame + 4 * i], eax
  %assign i i + 1
%endrep
.back:          int     BACK

%macro REFUSED_BY 1
refused_%1:     mov     dword [landed_cs], NONE
                CATCH
                RING    3
                mov     ebx, 0x12345678
  %%transfer:   %1      far [gate_pointer]
                RING_END
                CAUGHT  [want_vector], [want_error], %%transfer
                CHECK   dword [x_cs], CODE_3
                CHECK   dword [x_esp], STACK_3
                CHECK   dword [x_ss], DATA_3
                CHECK   ebx, 0x12345678
                CHECK   dword [landed_cs], NONE
                ret
%endmacro
                REFUSED_BY call
                REFUSED_BY jmp

stacks_of_tss:  dd      STACK_ENTRY, STACK_1, STACK_2
stacks_of_ring: dd      0, STACK_1, STACK_2, STACK_3
data_of_ring:   dd      DATA_0, DATA_1, DATA_2, DATA_3

targets:        push    eax                     ; the eight code segments
                xor     eax, eax
.next:          mov     dword [gdt + TARGET + eax * 8], 0x0000FFFF
                mov     dword [gdt + CONFORMING + eax * 8], 0x0000FFFF
                shl     eax, 13
                add     eax, 0x00CF0000 | A_CODE << 8
                push    eax
                shr     eax, 13
                and     eax, 3
                pop     dword [gdt + TARGET + 4 + eax * 8]
                push    dword [gdt + TARGET + 4 + eax * 8]
                or      dword [esp], 0x400
                pop     dword [gdt + CONFORMING + 4 + eax * 8]
                inc     eax
                cmp     eax, 4
                jb      .next
                pop     eax
                ret

; From combination: RPL in bits 0-1, the gate's DPL in 2-3, the target's DPL in 4-5, conforming in 6.
prepare_gate:   call    targets
                mov     ecx, [combination]
                mov     edx, ecx
                shr     edx, 4                  ; number of the target
                lea     eax, [TARGET + 3 + edx * 8]     ; the RPL in a gate means nothing
                shl     eax, 16
                mov     ax, LIN(landing) & 0xFFFF
                mov     [gdt + GATE], eax
                mov     eax, ecx
                and     eax, 0xC
                shl     eax, 11
                add     eax, (LIN(landing) & 0xFFFF0000) | A_CALL32 << 8
                mov     [gdt + GATE + 4], eax
                and     ecx, 3
                add     ecx, GATE
                mov     [gate_pointer + 4], ecx
                mov     dword [want_error], GATE
                lea     eax, [TARGET + edx * 8]
                jmp     expect

; From combination: RPL in bits 0-1, DPL in 2-3, conforming in 4.
prepare_direct: call    targets
                mov     ecx, [combination]
                mov     edx, ecx
                shr     edx, 2
                lea     eax, [TARGET + edx * 8]
                mov     [want_error], eax
                and     ecx, 3
                add     ecx, eax
                mov     [gate_pointer + 4], ecx
                mov     dword [gate_pointer], landing
                ; EAX: the target, EDX: its number
expect:         mov     [want_cs], eax
                mov     ecx, [expected]
                add     ecx, [combination]
                mov     dword [want_vector], X_GP
                movzx   ecx, byte [ecx]
                cmp     ecx, GP_FIRST
                je      .ready
                mov     [want_error], eax
                ja      .ready
                mov     dword [want_vector], NONE
.ready:         mov     eax, [want_error]
                mov     [x_error], eax          ; stays if nothing happens
                ret

; For each combination: whether the rules of the manual allow it at a level. EXPECTATION level, gate DPL, RPL, target's DPL, conforming, jump
%macro EXPECTATION 6
  %if (%2) < (%1) || (%2) < (%3)
                db      GP_FIRST
  %elif (%4) > (%1) || (%6) && !(%5) && (%4) != (%1)
                db      GP_TARGET
  %else
                db      ALLOWED
  %endif
%endmacro
%macro EXPECTATIONS 2                   ; level, jump
  %assign c 0
  %rep 128
                EXPECTATION %1, c >> 2 & 3, c & 3, c >> 4 & 3, c >> 6, %2
    %assign c c + 1
  %endrep
%endmacro
%macro EXPECTATIONS_DIRECT 1            ; level
  %assign c 0
  %rep 32
    %if c >> 4
                db      (c >> 2 & 3) > (%1) ? GP_FIRST : ALLOWED
    %else
                db      (c >> 2 & 3) != (%1) || (c & 3) > (%1) ? GP_FIRST : ALLOWED
    %endif
    %assign c c + 1
  %endrep
%endmacro
%assign level 0
%rep 4
call_at_%[level]:   EXPECTATIONS level, 0
jmp_at_%[level]:    EXPECTATIONS level, 1
direct_at_%[level]: EXPECTATIONS_DIRECT level
  %assign level level + 1
%endrep

; MATRIX level, call|jmp, gate|direct, combinations, table: tries all, up to the first that fails.
%macro MATRIX 5
                mov     dword [combination], 0
                mov     dword [expected], %5
  %%next:       call    prepare_%3
                CATCH
                RING    %1
  %%transfer:   %2      far [gate_pointer]
  %%return:     nop
                RING_END
                CAUGHT  [want_vector], [want_error]
                cmp     dword [want_vector], NONE
                jne     %%refused
                mov     ebx, %1                 ; the level reached
  %ifidn %2, call
                mov     eax, [want_cs]
                cmp     eax, TARGET + 8 * (%1)
                jae     %%level
                sub     eax, TARGET
                shr     eax, 3
                mov     ebx, eax
  %%level:
  %endif
                or      [want_cs], ebx
                CHECK   dword [landed_cs], [want_cs], "CS"
                CHECK   dword [landed_ss], [data_of_ring + ebx * 4], "SS"
                CHECK_BITS dword [back_eflags], F_TF | F_IF | F_DF | F_IOPL | F_NT | F_RF | F_VM, 0
                mov     ecx, [back_esp]         ; RING 0 leaves two doublewords on the stack
                sub     ecx, 8
                mov     [stacks_of_ring], ecx
                mov     esi, [landed_esp]
  %ifidn %2, jmp
                CHECK   esi, [stacks_of_ring + 4 * (%1)], "ESP"
  %else
                CHECK   dword [landed_frame], %%return, "the return EIP"
                CHECK   dword [landed_frame + 4], CODE_%1, "the return CS"
                mov     eax, [stacks_of_ring + 4 * (%1)]
                sub     eax, 8
                cmp     ebx, %1
                je      %%esp
                CHECK   dword [landed_frame + 8], STACK_%1, "the return ESP"
                CHECK   dword [landed_frame + 12], DATA_%1, "the return SS"
                mov     eax, [stacks_of_tss + ebx * 4]
                sub     eax, 16
  %%esp:        mov     [want_esp], eax
                CHECK   esi, [want_esp], "ESP"
  %endif
                jmp     %%done
  %%refused:    CHECK   dword [x_eip], %%transfer, "saved EIP"
                CHECK   dword [x_cs], CODE_%1, "saved CS"
  %%done:       cmp     dword [failures], 0
                jne     %%failed
                inc     dword [combination]
                cmp     dword [combination], %4
                jb      %%next
                jmp     %%end
  %%failed:     CHECK   dword [combination], NONE, "the combination"
  %%end:
%endmacro
tests:
                TEST    "SDM 3A 5.8.4, table 5-1: CALL at level 0 through gates of all DPL and RPL to code of all levels"
                MATRIX  0, call, gate, 128, call_at_0
                TEST    "SDM 3A 5.8.4, table 5-1: CALL at level 1 through gates of all DPL and RPL to code of all levels"
                MATRIX  1, call, gate, 128, call_at_1
                TEST    "SDM 3A 5.8.4, table 5-1: CALL at level 2 through gates of all DPL and RPL to code of all levels"
                MATRIX  2, call, gate, 128, call_at_2
                TEST    "SDM 3A 5.8.4, table 5-1: CALL at level 3 through gates of all DPL and RPL to code of all levels"
                MATRIX  3, call, gate, 128, call_at_3
                TEST    "SDM 3A 5.8.4, table 5-1: JMP at level 0 through gates of all DPL and RPL to code of all levels"
                MATRIX  0, jmp, gate, 128, jmp_at_0
                TEST    "SDM 3A 5.8.4, table 5-1: JMP at level 1 through gates of all DPL and RPL to code of all levels"
                MATRIX  1, jmp, gate, 128, jmp_at_1
                TEST    "SDM 3A 5.8.4, table 5-1: JMP at level 2 through gates of all DPL and RPL to code of all levels"
                MATRIX  2, jmp, gate, 128, jmp_at_2
                TEST    "SDM 3A 5.8.4, table 5-1: JMP at level 3 through gates of all DPL and RPL to code of all levels"
                MATRIX  3, jmp, gate, 128, jmp_at_3

                TEST    "SDM 3A 5.8.1: CALL at level 0 straight to code segments, by DPL, RPL and conforming bit"
                MATRIX  0, call, direct, 32, direct_at_0
                TEST    "SDM 3A 5.8.1: CALL at level 1 straight to code segments, by DPL, RPL and conforming bit"
                MATRIX  1, call, direct, 32, direct_at_1
                TEST    "SDM 3A 5.8.1: CALL at level 2 straight to code segments, by DPL, RPL and conforming bit"
                MATRIX  2, call, direct, 32, direct_at_2
                TEST    "SDM 3A 5.8.1: CALL at level 3 straight to code segments, by DPL, RPL and conforming bit"
                MATRIX  3, call, direct, 32, direct_at_3
                TEST    "SDM 3A 5.8.1: JMP at level 0 straight to code segments, by DPL, RPL and conforming bit"
                MATRIX  0, jmp, direct, 32, direct_at_0
                TEST    "SDM 3A 5.8.1: JMP at level 1 straight to code segments, by DPL, RPL and conforming bit"
                MATRIX  1, jmp, direct, 32, direct_at_1
                TEST    "SDM 3A 5.8.1: JMP at level 2 straight to code segments, by DPL, RPL and conforming bit"
                MATRIX  2, jmp, direct, 32, direct_at_2
                TEST    "SDM 3A 5.8.1: JMP at level 3 straight to code segments, by DPL, RPL and conforming bit"
                MATRIX  3, jmp, direct, 32, direct_at_3

; ---------------------------------------------------------------- refused, in the order of the checks

; REFUSED call|jmp, selector, vector, error: from level 3, whose registers all stay.
%macro REFUSED 4
                mov     dword [gate_pointer + 4], %2
                mov     dword [want_vector], %3
                mov     dword [want_error], %4
                call    refused_%1
%endmacro
; A gate for level 3 to level 1 with all in order; the tests spoil one thing, or two.
%macro GOOD_GATE 0
                call    targets
                CALL_GATE GATE, TARGET + 8, LIN(landing), 0, A_CALL32 | DPL(3)
%endmacro
%macro SHORT_TSS 1                      ; limit
                DESCRIPTOR TSS_MAIN, LIN(tss), %1, A_TSS32, 0
                mov     eax, TSS_MAIN
                ltr     ax
%endmacro
%macro STACK_OF_1 3                     ; selector, access, limit: as SS1
                DESCRIPTOR STACK_SLOT, 0, %3, %2, B_
                mov     dword [tss + 16], %1
%endmacro
%macro BOTH 3                           ; selector, vector, error: CALL and JMP are the same
                REFUSED call, %1, %2, %3
                REFUSED jmp, %1, %2, %3
%endmacro

                TEST    "SDM 2A CALL, JMP: a null selector: #GP(0)"
                BOTH    0, X_GP, 0
                BOTH    3, X_GP, 0

                TEST    "SDM 2A CALL, JMP: a selector beyond the GDT: #GP(selector), RPL left out"
                BOTH    GDT_LAST + 1 + 3, X_GP, GDT_LAST + 1
                BOTH    0xFFFB, X_GP, 0xFFF8

                TEST    "SDM 2A CALL, JMP: a selector into the LDT, but there is none: #GP(selector)"
                BOTH    0xF, X_GP, 0xC
                BOTH    0x7, X_GP, 0x4

; Types that are neither code, call gate, task gate nor TSS.
%macro WRONG_TYPE 1
                GOOD_GATE
                mov     byte [gdt + GATE + 5], (%1) | DPL(3)
                BOTH    GATE, X_GP, GATE
%endmacro
                TEST    "SDM 2A CALL, JMP: to a data segment: #GP(selector)"
                BOTH    DATA_3, X_GP, DATA_3 & ~3
                TEST    "SDM 2A CALL, JMP: to an LDT: #GP(selector)"
                WRONG_TYPE A_LDT
                TEST    "SDM 2A CALL, JMP: through interrupt and trap gates: #GP(selector)"
                WRONG_TYPE A_INT16
                WRONG_TYPE A_TRAP16
                WRONG_TYPE A_INT32
                WRONG_TYPE A_TRAP32
                TEST    "SDM 2A CALL, JMP: reserved types of system descriptors: #GP(selector)"
                WRONG_TYPE 0x80
                WRONG_TYPE 0x88
                WRONG_TYPE 0x8A
                WRONG_TYPE 0x8D
                TEST    "SDM 2A CALL, JMP: a wrong type that is not present: the type comes first"
                WRONG_TYPE 0x0E
                WRONG_TYPE 0x02
                WRONG_TYPE 0x12

                TEST    "SDM 2A CALL, JMP: straight to code that is not present: #NP(selector), after the privilege check"
                call    targets
                mov     byte [gdt + TARGET + 0x18 + 5], (A_CODE | DPL(3)) ^ ABSENT
                mov     byte [gdt + TARGET + 5], A_CODE ^ ABSENT
                mov     dword [gate_pointer], landing
                BOTH    TARGET + 0x18, X_NP, TARGET + 0x18
                BOTH    TARGET, X_GP, TARGET

                TEST    "SDM 2A CALL, JMP: straight, an offset beyond the limit: #GP(0), after the check for presence"
                DESCRIPTOR TARGET, IMAGE, LIN(landing) - IMAGE - 1, A_CODE | DPL(3), B_
                mov     dword [gate_pointer], OFF(landing)
                BOTH    TARGET | 3, X_GP, 0
                CHECK_BITS dword [gdt + TARGET + 4], 0x100, 0
                DESCRIPTOR TARGET, IMAGE, LIN(landing) - IMAGE - 1, (A_CODE | DPL(3)) ^ ABSENT, B_
                BOTH    TARGET | 3, X_NP, TARGET

                TEST    "SDM 2A CALL: straight, no room on the stack: #SS(0), before the offset"
                DESCRIPTOR TARGET, IMAGE, 0, A_CODE | DPL(3), B_
                DESCRIPTOR STACK_SLOT, 0, STACK_3 - 5, A_DATA | DPL(3), B_
                mov     dword [gate_pointer], OFF(landing)
                mov     dword [gate_pointer + 4], TARGET | 3
                CATCH
                RING    3
                push    dword STACK_SLOT | 3
                pop     ss
  no_room:      call    far [gate_pointer]
                RING_END
                CAUGHT  X_SS, 0, no_room
                CHECK   dword [x_esp], STACK_3

                TEST    "SDM 2A CALL, JMP: the gate's DPL below CPL and gate not present: #GP(gate)"
                GOOD_GATE
                mov     byte [gdt + GATE + 5], (A_CALL32 | DPL(2)) ^ ABSENT
                BOTH    GATE, X_GP, GATE

                TEST    "SDM 2A CALL, JMP: the gate is not present: #NP(gate)"
                GOOD_GATE
                mov     byte [gdt + GATE + 5], (A_CALL32 | DPL(3)) ^ ABSENT
                mov     word [gdt + GATE + 2], 0
                BOTH    GATE | 2, X_NP, GATE

                TEST    "SDM 2A CALL, JMP: the gate's selector is null: #GP(0)"
                GOOD_GATE
                mov     word [gdt + GATE + 2], 3
                BOTH    GATE, X_GP, 0

                TEST    "SDM 2A CALL, JMP: the gate's selector lies beyond its table: #GP(selector in the gate)"
                GOOD_GATE
                mov     word [gdt + GATE + 2], 0x203
                BOTH    GATE, X_GP, 0x200
                mov     word [gdt + GATE + 2], 0x1C
                BOTH    GATE, X_GP, 0x1C

                TEST    "SDM 2A CALL, JMP: the gate leads to data, to a gate, to a TSS: #GP(selector in the gate)"
                GOOD_GATE
                mov     word [gdt + GATE + 2], DATA_3
                BOTH    GATE, X_GP, DATA_3 & ~3
                mov     word [gdt + GATE + 2], GATE
                BOTH    GATE, X_GP, GATE
                mov     word [gdt + GATE + 2], TSS_MAIN
                BOTH    GATE, X_GP, TSS_MAIN

                TEST    "SDM 2A CALL, JMP: the gate leads to code that is not present: #NP(selector in the gate), before the TSS is looked at"
                GOOD_GATE
                mov     byte [gdt + TARGET + 8 + 5], (A_CODE | DPL(1)) ^ ABSENT
                mov     dword [tss + 16], 0
                REFUSED call, GATE, X_NP, TARGET + 8
                mov     byte [gdt + TARGET + 0x18 + 5], (A_CODE | DPL(3)) ^ ABSENT
                mov     word [gdt + GATE + 2], TARGET + 0x18
                BOTH    GATE, X_NP, TARGET + 0x18

                TEST    "SDM 2A JMP: inwards to code that is not present: #GP(selector in the gate) comes first"
                GOOD_GATE
                mov     byte [gdt + TARGET + 8 + 5], (A_CODE | DPL(1)) ^ ABSENT
                REFUSED jmp, GATE, X_GP, TARGET + 8

                TEST    "SDM 2A CALL: the TSS has no stack of the level: #TS(TSS)"
                GOOD_GATE
                SHORT_TSS 16
                REFUSED call, GATE, X_TS, TSS_MAIN

                TEST    "SDM 2A CALL: a TSS that ends behind the stack of the level is long enough"
                GOOD_GATE
                SHORT_TSS 19
                RING    3
                call    far [gate_pointer]
                RING_END
                CHECK   dword [landed_cs], TARGET + 8 + 1

                TEST    "SDM 2A CALL: the inner SS is null: #TS(0)"
                GOOD_GATE
                mov     dword [tss + 16], 1
                REFUSED call, GATE, X_TS, 0

                TEST    "SDM 2A CALL: the inner SS lies beyond its table: #TS(SS)"
                GOOD_GATE
                mov     dword [tss + 16], 0x201
                REFUSED call, GATE, X_TS, 0x200
                mov     dword [tss + 16], 0x15
                REFUSED call, GATE, X_TS, 0x14

                TEST    "SDM 2A CALL: the inner SS has another RPL: #TS(SS)"
                GOOD_GATE
                mov     dword [tss + 16], DATA_1 & ~3
                REFUSED call, GATE, X_TS, DATA_1 & ~3
                mov     dword [tss + 16], DATA_1 | 3
                REFUSED call, GATE, X_TS, DATA_1 & ~3

                TEST    "SDM 2A CALL: the inner SS has another DPL: #TS(SS), also if it is not present"
                GOOD_GATE
                STACK_OF_1 STACK_SLOT | 1, A_DATA, 0xFFFFF
                REFUSED call, GATE, X_TS, STACK_SLOT
                STACK_OF_1 STACK_SLOT | 1, A_DATA | DPL(2), 0xFFFFF
                REFUSED call, GATE, X_TS, STACK_SLOT
                STACK_OF_1 STACK_SLOT | 1, (A_DATA | DPL(3)) ^ ABSENT, 0xFFFFF
                REFUSED call, GATE, X_TS, STACK_SLOT

                TEST    "SDM 2A CALL: the inner SS is not writable data: #TS(SS), also if it is not present"
                GOOD_GATE
                STACK_OF_1 STACK_SLOT | 1, A_DATA_RO | DPL(1), 0xFFFFF
                REFUSED call, GATE, X_TS, STACK_SLOT
                STACK_OF_1 STACK_SLOT | 1, A_CODE | DPL(1), 0xFFFFF
                REFUSED call, GATE, X_TS, STACK_SLOT
                STACK_OF_1 STACK_SLOT | 1, A_LDT | DPL(1), 0xFFFFF
                REFUSED call, GATE, X_TS, STACK_SLOT
                STACK_OF_1 STACK_SLOT | 1, (A_DATA_RO | DPL(1)) ^ ABSENT, 0xFFFFF
                REFUSED call, GATE, X_TS, STACK_SLOT

                TEST    "SDM 2A CALL: the inner SS is not present: #SS(SS)"
                GOOD_GATE
                STACK_OF_1 STACK_SLOT | 1, (A_DATA | DPL(1)) ^ ABSENT, 0xFFFFF
                REFUSED call, GATE, X_SS, STACK_SLOT
                CHECK_BITS dword [gdt + STACK_SLOT + 4], 0x100, 0

                TEST    "SDM 2A CALL: no room on the inner stack: #SS(SS), before the offset"
                GOOD_GATE
                STACK_OF_1 STACK_SLOT | 1, A_DATA | DPL(1), STACK_1 - 2
                REFUSED call, GATE, X_SS, STACK_SLOT
                STACK_OF_1 STACK_SLOT | 1, A_DATA_DOWN | DPL(1), STACK_1 - 16
                REFUSED call, GATE, X_SS, STACK_SLOT
                DESCRIPTOR TARGET + 8, 0, 0, A_CODE | DPL(1), B_
                REFUSED call, GATE, X_SS, STACK_SLOT

                TEST    "SDM 2A CALL: an inner stack with just enough room: 16 bytes"
                GOOD_GATE
                STACK_OF_1 STACK_SLOT | 1, A_DATA_DOWN | DPL(1), STACK_1 - 17
                RING    3
                call    far [gate_pointer]
                RING_END
                CHECK   dword [landed_cs], TARGET + 8 + 1
                CHECK   dword [landed_ss], STACK_SLOT | 1
                CHECK   dword [landed_esp], STACK_1 - 16
                CHECK_BITS dword [gdt + STACK_SLOT + 4], 0x100, 0x100

                TEST    "SDM 2A CALL: no room on the inner stack for the parameters: #SS(SS)"
                GOOD_GATE
                CALL_GATE GATE, TARGET + 8, LIN(landing), 1, A_CALL32 | DPL(3)
                STACK_OF_1 STACK_SLOT | 1, A_DATA_DOWN | DPL(1), STACK_1 - 17
                REFUSED call, GATE, X_SS, STACK_SLOT

                TEST    "SDM 2A CALL, JMP: the gate's offset lies beyond the limit: #GP(0), nothing is marked"
                GOOD_GATE
                DESCRIPTOR TARGET + 8, 0, LIN(landing) - 1, A_CODE | DPL(1), B_
                REFUSED call, GATE, X_GP, 0
                CHECK_BITS dword [gdt + TARGET + 8 + 4], 0x100, 0
                DESCRIPTOR TARGET + 0x18, 0, LIN(landing) - 1, A_CODE | DPL(3), B_
                mov     word [gdt + GATE + 2], TARGET + 0x18
                BOTH    GATE, X_GP, 0

                TEST    "SDM 2A CALL: parameters beyond the caller's stack: #SS, after the inner stack's own checks"
                GOOD_GATE
                CALL_GATE GATE, TARGET + 8, LIN(landing), 2, A_CALL32 | DPL(3)
                DESCRIPTOR STACK_SLOT, 0, STACK_3 + 3, A_DATA | DPL(3), B_
                CATCH
                RING    3
                push    dword STACK_SLOT | 3
                pop     ss
  no_parameters: call   far [gate_pointer]
                RING_END
                CAUGHT  X_SS, 0, no_parameters
                CHECK   dword [x_esp], STACK_3
                mov     dword [tss + 16], 0
                CATCH
                RING    3
                push    dword STACK_SLOT | 3
                pop     ss
  null_first:   call    far [gate_pointer]
                RING_END
                CAUGHT  X_TS, 0, null_first

                TEST    "SDM 3A 5.8.3: gate and target in the LDT"
                call    targets
                mov     eax, [gdt + TARGET + 8]
                mov     [SCRATCH + 8], eax
                mov     eax, [gdt + TARGET + 8 + 4]
                mov     [SCRATCH + 12], eax
                CALL_GATE GATE, 8 | 4 | 3, LIN(landing), 0, A_CALL32 | DPL(3)
                mov     eax, [gdt + GATE]
                mov     [SCRATCH + 16], eax
                mov     eax, [gdt + GATE + 4]
                mov     [SCRATCH + 20], eax
                DESCRIPTOR LDT_SLOT, SCRATCH, 23, A_LDT, 0
                mov     eax, LDT_SLOT
                lldt    ax
                mov     dword [gate_pointer + 4], 16 | 4 | 3
                RING    3
                call    far [gate_pointer]
                RING_END
                CHECK   dword [landed_cs], 8 | 4 | 1
                CHECK_BITS dword [SCRATCH + 12], 0x100, 0x100
                mov     dword [SCRATCH + 20], 0
                BOTH    16 | 4 | 3, X_GP, 16 | 4
                BOTH    24 | 4 | 3, X_GP, 24 | 4

; ---------------------------------------------------------------- parameters

; PARAMETERS level, inner level, count, word size, access of the gate
%macro PARAMETERS 5
                CALL_GATE GATE, TARGET + 8 * (%2), LIN(landing), %3, (%5) | DPL(3)
  %if %4 == 2
                DESCRIPTOR TARGET + 8 * (%2), IMAGE, 0xFFFF, A_CODE | DPL(%2), B_
                mov     word [gdt + GATE], OFF(landing)
  %else
                call    targets
  %endif
                mov     dword [gate_pointer + 4], GATE | 3
                RING    %1
                mov     ecx, %3 + 1
  %%push:
  %if %4 == 2
                lea     eax, [ecx + 0xABC0]
                push    ax
  %else
                imul    eax, ecx, 0x1234567
                push    eax
  %endif
                loop    %%push
                call    far [gate_pointer]
  %%return:     nop
                RING_END
                CHECK   dword [landed_cs], (TARGET + 8 * (%2)) | (%2)
                CHECK   dword [landed_ss], DATA_%2
                mov     eax, [stacks_of_tss + 4 * (%2)]
                sub     eax, (%4) * (4 + (%3))
                mov     [want_esp], eax
                CHECK   dword [landed_esp], [want_esp]
                mov     esi, eax
                mov     edi, STACK_%1 - (%4) * ((%3) + 1)
                xor     eax, eax
  %if %4 == 2
                lodsw
                CHECK   eax, (LIN(%%return)) & 0xFFFF, "the return IP"
                lodsw
                CHECK   eax, CODE_%1, "the return CS"
  %else
                lodsd
                CHECK   eax, %%return, "the return EIP"
                lodsd
                CHECK   eax, CODE_%1, "the return CS"
  %endif
                mov     ecx, (%3) * (%4)
                cmp     ecx, ecx
                repe cmpsb
                CHECK   ecx, 0, "bytes of parameters that are not equal"
                mov     edi, STACK_%1 - (%4) * ((%3) + 1)
  %if %4 == 2
                lodsw
                CHECK   eax, (STACK_%1 - (%4) * ((%3) + 1)) & 0xFFFF, "the return SP"
                lodsw
                CHECK   eax, DATA_%1, "the return SS"
  %else
                lodsd
                CHECK   eax, STACK_%1 - (%4) * ((%3) + 1), "the return ESP"
                lodsd
                CHECK   eax, DATA_%1, "the return SS"
  %endif
%endmacro

                TEST    "SDM 3A 5.8.5: no parameters, 32-bit gates, between all levels"
                PARAMETERS 3, 0, 0, 4, A_CALL32
                PARAMETERS 3, 1, 0, 4, A_CALL32
                PARAMETERS 3, 2, 0, 4, A_CALL32
                PARAMETERS 2, 0, 0, 4, A_CALL32
                PARAMETERS 2, 1, 0, 4, A_CALL32
                PARAMETERS 1, 0, 0, 4, A_CALL32
                TEST    "SDM 3A 5.8.5: one parameter, 32-bit gates, between all levels"
                PARAMETERS 3, 0, 1, 4, A_CALL32
                PARAMETERS 3, 1, 1, 4, A_CALL32
                PARAMETERS 3, 2, 1, 4, A_CALL32
                PARAMETERS 2, 0, 1, 4, A_CALL32
                PARAMETERS 2, 1, 1, 4, A_CALL32
                PARAMETERS 1, 0, 1, 4, A_CALL32
                TEST    "SDM 3A 5.8.5: 31 parameters, 32-bit gates"
                PARAMETERS 3, 0, 31, 4, A_CALL32
                PARAMETERS 3, 1, 31, 4, A_CALL32
                PARAMETERS 2, 0, 31, 4, A_CALL32
                TEST    "SDM 3A 5.8.5: 16-bit gates push and copy words"
                PARAMETERS 3, 0, 0, 2, A_CALL16
                PARAMETERS 3, 1, 1, 2, A_CALL16
                PARAMETERS 3, 2, 31, 2, A_CALL16
                PARAMETERS 2, 1, 31, 2, A_CALL16
                TEST    "SDM 3A 5.8.3: of the count only five bits are looked at"
                call    targets
                CALL_GATE GATE, TARGET + 8, LIN(landing), 0xE0, A_CALL32 | DPL(3)
                mov     dword [gate_pointer + 4], GATE | 3
                RING    3
                call    far [gate_pointer]
                RING_END
                CHECK   dword [landed_esp], STACK_1 - 16

                TEST    "SDM 3A 5.8.5: at the same level parameters stay where they are"
                call    targets
                CALL_GATE GATE, TARGET + 0x18, LIN(landing), 3, A_CALL32 | DPL(3)
                mov     dword [gate_pointer + 4], GATE | 3
                RING    3
                call    far [gate_pointer]
                RING_END
                CHECK   dword [landed_esp], STACK_3 - 8

                TEST    "SDM 3A 5.8.5: from a 16-bit stack to a 32-bit stack: parameters are found by SP, all of ESP is pushed"
                call    targets
                CALL_GATE GATE, TARGET + 8, LIN(landing), 2, A_CALL32 | DPL(3)
                mov     dword [gate_pointer + 4], GATE | 3
                DESCRIPTOR STACK_SLOT, SCRATCH, 0xFFFF, A_DATA | DPL(3), 0
                mov     dword [SCRATCH + 0xFFFC], 0x11111111
                mov     dword [SCRATCH + 0xFFF8], 0x22222222
                RING    3
                push    dword STACK_SLOT | 3
                pop     ss
                mov     esp, 0x7654FFF8
                call    far [gate_pointer]
                RING_END
                CHECK   dword [landed_esp], STACK_1 - 24
                CHECK   dword [STACK_1 - 16], 0x22222222
                CHECK   dword [STACK_1 - 12], 0x11111111
                CHECK   dword [STACK_1 - 8], 0x7654FFF8         ; Bochs: SP alone
                CHECK   dword [STACK_1 - 4], STACK_SLOT | 3

                TEST    "SDM 3A 5.8.5: from a 32-bit stack to a 16-bit stack: SP wraps at 64K"
                call    targets
                CALL_GATE GATE, TARGET + 8, LIN(landing), 1, A_CALL32 | DPL(3)
                mov     dword [gate_pointer + 4], GATE | 3
                DESCRIPTOR STACK_SLOT, SCRATCH, 0xFFFF, A_DATA | DPL(1), 0
                mov     dword [tss + 12], 8
                mov     dword [tss + 16], STACK_SLOT | 1
                RING    3
                push    dword 0x33333333
                call    far [gate_pointer]
  from_wide:    RING_END
                CHECK_BITS dword [landed_esp], 0xFFFF, 0xFFF4
                CHECK   dword [landed_ss], STACK_SLOT | 1
                CHECK   dword [SCRATCH + 4], DATA_3
                CHECK   dword [SCRATCH], STACK_3 - 4
                CHECK   dword [SCRATCH + 0xFFFC], 0x33333333
                CHECK   dword [SCRATCH + 0xFFF8], CODE_3
                CHECK   dword [SCRATCH + 0xFFF4], from_wide

                TEST    "SDM 3A 5.8.5: the inner stack comes from a 16-bit TSS: words at 2 + 4 * level"
                call    targets
                CALL_GATE GATE, TARGET + 8, LIN(landing), 0, A_CALL32 | DPL(3)
                mov     dword [gate_pointer + 4], GATE | 3
                DESCRIPTOR STACK_SLOT, SCRATCH, 0xFFFF, A_DATA | DPL(1), B_
                mov     word [SCRATCH + 0x102], 0x9000  ; level 0
                mov     word [SCRATCH + 0x104], DATA_0
                mov     word [SCRATCH + 0x106], 0x8000
                mov     word [SCRATCH + 0x108], STACK_SLOT | 1
                DESCRIPTOR TSS_MAIN, SCRATCH + 0x100, 0x2B, A_TSS16, 0
                mov     eax, TSS_MAIN
                ltr     ax
                CHECK_BITS dword [gdt + TSS_MAIN + 4], 0xFF00, 0x8300
                RING    3
                call    far [gate_pointer]
                RING_END
                CHECK   dword [landed_esp], 0x8000 - 16
                CHECK   dword [landed_ss], STACK_SLOT | 1
                CHECK   dword [SCRATCH + 0x8000 - 8], STACK_3

; ---------------------------------------------------------------- straight calls, operand sizes

                TEST    "SDM 2A CALL: the operand size decides on what a straight far CALL pushes"
                DESCRIPTOR CODE_AT_IMAGE, IMAGE, 0xFFFF, A_CODE | DPL(3), B_
                mov     word [gate_pointer], OFF(landing)
                mov     word [gate_pointer + 2], CODE_AT_IMAGE | 3
                RING    3
                o16 call far [gate_pointer]
  word_pushed:  RING_END
                CHECK   dword [landed_esp], STACK_3 - 4
                CHECK   dword [landed_cs], CODE_AT_IMAGE | 3
                CHECK   dword [STACK_3 - 4], (CODE_3 << 16) | (LIN(word_pushed) & 0xFFFF)
                mov     dword [gate_pointer], OFF(landing)
                mov     dword [gate_pointer + 4], CODE_AT_IMAGE
                RING    3
                call    far [gate_pointer]
  dword_pushed: RING_END
                CHECK   dword [landed_esp], STACK_3 - 8
                CHECK   dword [landed_cs], CODE_AT_IMAGE | 3
                CHECK   dword [STACK_3 - 4], CODE_3
                CHECK   dword [STACK_3 - 8], dword_pushed

                TEST    "SDM 3A 5.8.3: the gate, not the operand size, decides on what a CALL through it pushes"
                call    targets
                CALL_GATE GATE, TARGET + 0x18, LIN(landing), 0, A_CALL32 | DPL(3)
                mov     dword [gate_pointer], (GATE | 3) << 16
                RING    3
                o16 call far [gate_pointer]
                RING_END
                CHECK   dword [landed_esp], STACK_3 - 8
                CHECK   dword [landed_cs], TARGET + 0x18 + 3

                END_TESTS
