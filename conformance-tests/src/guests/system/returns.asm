; Far RET and IRET between levels: the checks in their order, stacks, data segments, EFLAGS by CPL and IOPL; POPF and PUSHF.
; SDM vol. 2A, IRET; vol. 2B, POPF, PUSHF, RET; vol. 3A, 5.8.6.
; run on: 486 pentium pentium3 pentium4

%include "harness.inc"

                jmp     tests

TARGET          equ SLOT                ; the tests' own code segment
STACK_SLOT      equ SLOT + 8
LDT_SLOT        equ SLOT + 16
DATA_SLOT       equ SLOT + 24
FRAME           equ STACK_3 - 64        ; built here, also seen from level 3

align 4
want_vector:    dd      0
want_error:     dd      0
landed_cs:      dd      0
landed_ss:      dd      0
landed_esp:     dd      0
landed_ds:      dd      0
landed_es:      dd      0
landed_fs:      dd      0
landed_gs:      dd      0
row:            dd      0               ; IOPL
initial:        dd      0               ; more bits of EFLAGS at the begin

; Where returns go. The data segments may be null here: CS finds the way.
landing:        push    ds
                push    es
                push    fs
                push    gs
                push    dword DATA_3
                pop     ds
                pop     dword [landed_gs]
                pop     dword [landed_fs]
                pop     dword [landed_es]
                pop     dword [landed_ds]
                mov     dword [landed_cs], 0
                mov     dword [landed_ss], 0
                mov     [landed_cs], cs
                mov     [landed_ss], ss
                mov     [landed_esp], esp
                int     BACK

; A frame at FRAME: five doublewords, as RETF or IRET find them. FRAME_OF a, b, c, d, e
%macro FRAME_OF 1-*
  %assign %%at FRAME
  %rep %0
                mov     dword [%%at], %1
    %rotate 1
    %assign %%at %%at + 4
  %endrep
%endmacro
%macro WORDS_OF 1-*
  %assign %%at FRAME
  %rep %0
                mov     word [%%at], %1
    %rotate 1
    %assign %%at %%at + 2
  %endrep
%endmacro

; Runs an instruction at level 2 with ESP = FRAME. It must be refused, all registers stay.
%macro REFUSED_BY 2+
refused_%1:     mov     dword [landed_cs], NONE
                CATCH
                RING    2
                mov     esp, FRAME
                mov     ebx, 0x12345678
  %%return:     %2
                RING_END
                CAUGHT  [want_vector], [want_error], %%return
                CHECK   dword [x_cs], CODE_2
                CHECK   dword [x_esp], FRAME
                CHECK   dword [x_ss], DATA_2
                CHECK   dword [x_ds], DATA_3
                CHECK   ebx, 0x12345678
                CHECK   dword [landed_cs], NONE
                CHECK_BITS dword [x_eflags], -1, F_RF | 2
                ret
%endmacro
                REFUSED_BY retf, retf
                REFUSED_BY retf8, retf 8
                REFUSED_BY iret, iretd
; REFUSED retf|retf8|iret, vector, error
%macro REFUSED 3
                mov     dword [want_vector], %2
                mov     dword [want_error], %3
                call    refused_%1
%endmacro
; FROM level, instruction: with ESP = FRAME; must arrive at landing
%macro FROM 2+
                mov     dword [landed_cs], NONE
                RING    %1
                mov     esp, FRAME
                %2
                RING_END
%endmacro
; RETF's frame has no EFLAGS: BOTH code, stack pointer and segment: checks RETF and IRET. REFUSED_BOTH EIP, CS, ESP, SS, vector, error
%macro REFUSED_BOTH 6
                FRAME_OF %1, %2, %3, %4
                REFUSED retf, %5, %6
                FRAME_OF %1, %2, 0x3202, %3, %4
                REFUSED iret, %5, %6
%endmacro

tests:
; ---------------------------------------------------------------- refused, in the order of the checks

                TEST    "SDM 2A IRET, 2B RET: CS null: #GP(0)"
                REFUSED_BOTH landing, 0, STACK_3, DATA_3, X_GP, 0
                REFUSED_BOTH landing, 3, STACK_3, DATA_3, X_GP, 0

                TEST    "SDM 2A IRET, 2B RET: CS beyond its table: #GP(CS)"
                REFUSED_BOTH landing, GDT_LAST + 4, STACK_3, DATA_3, X_GP, GDT_LAST + 1
                REFUSED_BOTH landing, 0xF, STACK_3, DATA_3, X_GP, 0xC

                TEST    "SDM 2A IRET, 2B RET: CS is not code: #GP(CS), present or not"
                REFUSED_BOTH landing, DATA_3, STACK_3, DATA_3, X_GP, DATA_3 & ~3
                REFUSED_BOTH landing, TSS_MAIN | 3, STACK_3, DATA_3, X_GP, TSS_MAIN
                DESCRIPTOR TARGET, 0, 0xFFFFF, (A_DATA | DPL(3)) ^ ABSENT, G_ | B_
                REFUSED_BOTH landing, TARGET | 3, STACK_3, DATA_3, X_GP, TARGET

                TEST    "SDM 2A IRET, 2B RET: to an inner level: #GP(CS)"
                REFUSED_BOTH landing, CODE_0, STACK_3, DATA_3, X_GP, CODE_0
                REFUSED_BOTH landing, CODE_1, STACK_3, DATA_3, X_GP, CODE_1 & ~3

                TEST    "SDM 2A IRET, 2B RET: RPL of CS is not its DPL, not conforming: #GP(CS), present or not"
                REFUSED_BOTH landing, (CODE_2 & ~3) | 3, STACK_3, DATA_3, X_GP, CODE_2 & ~3
                REFUSED_BOTH landing, (CODE_3 & ~3) | 2, STACK_3, DATA_3, X_GP, CODE_3 & ~3
                DESCRIPTOR TARGET, 0, 0xFFFFF, (A_CODE | DPL(1)) ^ ABSENT, G_ | B_
                REFUSED_BOTH landing, TARGET | 3, STACK_3, DATA_3, X_GP, TARGET

                TEST    "SDM 2A IRET, 2B RET: conforming CS with a DPL beyond its RPL: #GP(CS)"
                DESCRIPTOR TARGET, 0, 0xFFFFF, A_CONFORMING | DPL(3), G_ | B_
                REFUSED_BOTH landing, TARGET | 2, STACK_3, DATA_3, X_GP, TARGET

                TEST    "SDM 2A IRET, 2B RET: CS not present: #NP(CS), before SS and EIP are looked at"
                DESCRIPTOR TARGET, 0, 0, (A_CODE | DPL(3)) ^ ABSENT, B_
                REFUSED_BOTH landing, TARGET | 3, STACK_3, 0, X_NP, TARGET
                DESCRIPTOR TARGET, 0, 0, (A_CODE | DPL(2)) ^ ABSENT, B_
                REFUSED_BOTH landing, TARGET | 2, STACK_3, 0, X_NP, TARGET

                TEST    "SDM 2A IRET, 2B RET: same level, EIP beyond the limit: #GP(0), CS is not marked"
                DESCRIPTOR TARGET, 0, LIN(landing) - 1, A_CODE | DPL(2), B_
                REFUSED_BOTH landing, TARGET | 2, STACK_3, DATA_3, X_GP, 0
                CHECK_BITS dword [gdt + TARGET + 4], 0x100, 0

                TEST    "SDM 2A IRET, 2B RET: outer level, SS null: #GP(0)"
                REFUSED_BOTH landing, CODE_3, STACK_3, 0, X_GP, 0
                REFUSED_BOTH landing, CODE_3, STACK_3, 3, X_GP, 0

                TEST    "SDM 2A IRET, 2B RET: outer level, SS beyond its table: #GP(SS)"
                REFUSED_BOTH landing, CODE_3, STACK_3, 0xFFFB, X_GP, 0xFFF8
                REFUSED_BOTH landing, CODE_3, STACK_3, 0x17, X_GP, 0x14

                TEST    "SDM 2A IRET, 2B RET: outer level, RPL of SS is not that of CS: #GP(SS)"
                REFUSED_BOTH landing, CODE_3, STACK_3, DATA_3 & ~3, X_GP, DATA_3 & ~3
                REFUSED_BOTH landing, CODE_3, STACK_3, DATA_2, X_GP, DATA_2 & ~3

                TEST    "SDM 2A IRET, 2B RET: outer level, DPL of SS is not RPL of CS: #GP(SS)"
                REFUSED_BOTH landing, CODE_3, STACK_3, DATA_2 | 3, X_GP, DATA_2 & ~3
                REFUSED_BOTH landing, CODE_3, STACK_3, DATA_0 | 3, X_GP, DATA_0

                TEST    "SDM 2A IRET, 2B RET: outer level, SS is not writable data: #GP(SS), present or not"
                DESCRIPTOR STACK_SLOT, 0, 0xFFFFF, A_DATA_RO | DPL(3), G_ | B_
                REFUSED_BOTH landing, CODE_3, STACK_3, STACK_SLOT | 3, X_GP, STACK_SLOT
                DESCRIPTOR STACK_SLOT, 0, 0xFFFFF, (A_DATA_RO | DPL(3)) ^ ABSENT, G_ | B_
                REFUSED_BOTH landing, CODE_3, STACK_3, STACK_SLOT | 3, X_GP, STACK_SLOT
                REFUSED_BOTH landing, CODE_3, STACK_3, CODE_3, X_GP, CODE_3 & ~3

                TEST    "SDM 2A IRET, 2B RET: outer level, SS not present: #SS(SS)"
                DESCRIPTOR STACK_SLOT, 0, 0xFFFFF, (A_DATA | DPL(3)) ^ ABSENT, G_ | B_
                REFUSED_BOTH landing, CODE_3, STACK_3, STACK_SLOT | 3, X_SS, STACK_SLOT ; Bochs: #NP by RETF

                TEST    "SDM 2A IRET, 2B RET: outer level, EIP beyond the limit: #GP(0), after SS"
                DESCRIPTOR TARGET, 0, LIN(landing) - 1, A_CODE | DPL(3), B_
                REFUSED_BOTH landing, TARGET | 3, STACK_3, DATA_3, X_GP, 0
                CHECK_BITS dword [gdt + TARGET + 4], 0x100, 0
                DESCRIPTOR STACK_SLOT, 0, 0xFFFFF, (A_DATA | DPL(3)) ^ ABSENT, G_ | B_
                REFUSED_BOTH landing, TARGET | 3, STACK_3, STACK_SLOT | 3, X_SS, STACK_SLOT ; Bochs: #NP by RETF

                TEST    "SDM 2B RET: the stack ends within the frame: #SS(0)"
                FRAME_OF landing, CODE_2, STACK_3, DATA_3
                DESCRIPTOR STACK_SLOT, 0, FRAME + 3, A_DATA | DPL(2), B_
                CATCH
                RING    2
                push    dword STACK_SLOT | 2
                pop     ss
                mov     esp, FRAME
  short_frame:  retf
                RING_END
                CAUGHT  X_SS, 0, short_frame
                CHECK   dword [x_esp], FRAME

                TEST    "SDM 2B RET: outer level, the stack ends before ESP and SS: #SS(0), after the checks of CS"
                FRAME_OF landing, CODE_3, STACK_3, DATA_3
                DESCRIPTOR STACK_SLOT, 0, FRAME + 11, A_DATA | DPL(2), B_
                CATCH
                RING    2
                push    dword STACK_SLOT | 2
                pop     ss
                mov     esp, FRAME
  short_outer:  retf
                RING_END
                CAUGHT  X_SS, 0, short_outer
                mov     dword [FRAME + 4], CODE_1
                CATCH
                RING    2
                push    dword STACK_SLOT | 2
                pop     ss
                mov     esp, FRAME
  short_inner:  retf
                RING_END
                CAUGHT  X_GP, CODE_1 & ~3, short_inner

                TEST    "SDM 2A IRET: the stack ends within the frame: #SS(0)"
                FRAME_OF landing, CODE_2, 2
                DESCRIPTOR STACK_SLOT, 0, FRAME + 7, A_DATA | DPL(2), B_
                CATCH
                RING    2
                push    dword STACK_SLOT | 2
                pop     ss
                mov     esp, FRAME
  short_iret:   iretd
                RING_END
                CAUGHT  X_SS, 0, short_iret

; ---------------------------------------------------------------- arrives

                TEST    "SDM 2B RET: to the same level; RET n releases n bytes more"
                FRAME_OF landing, CODE_2
                FROM    2, retf
                CHECK   dword [landed_cs], CODE_2
                CHECK   dword [landed_ss], DATA_2
                CHECK   dword [landed_esp], FRAME + 8
                FRAME_OF landing, CODE_2
                FROM    2, retf 0x20
                CHECK   dword [landed_esp], FRAME + 0x28
                CHECK   dword [landed_ds], DATA_3

                TEST    "SDM 3A 5.8.6: to an outer level, RET n releases parameters on both stacks"
                FRAME_OF landing, CODE_3, 0, 0, STACK_3, DATA_3
                FROM    2, retf 8
                CHECK   dword [landed_cs], CODE_3
                CHECK   dword [landed_ss], DATA_3
                CHECK   dword [landed_esp], STACK_3 + 8
                FRAME_OF landing, CODE_3, 0, 0, STACK_3, DATA_3
                FROM    1, retf 8
                CHECK   dword [landed_cs], CODE_3
                CHECK   dword [landed_esp], STACK_3 + 8
                FRAME_OF landing, CODE_2, 0, STACK_2, DATA_2
                FROM    1, retf 4
                CHECK   dword [landed_cs], CODE_2
                CHECK   dword [landed_ss], DATA_2
                CHECK   dword [landed_esp], STACK_2 + 4

                TEST    "SDM 2B RET: RET n to an outer level: ESP and SS are found behind the parameters, and are checked there"
                FRAME_OF landing, CODE_3, STACK_3, DATA_3, STACK_3, DATA_2
                REFUSED retf8, X_GP, DATA_2 & ~3

                TEST    "SDM 2B RET: conforming code runs at the RPL of its selector"
                DESCRIPTOR TARGET, 0, 0xFFFFF, A_CONFORMING | DPL(1), G_ | B_
                FRAME_OF landing, TARGET | 3, STACK_3, DATA_3
                FROM    2, retf
                CHECK   dword [landed_cs], TARGET | 3
                CHECK   dword [landed_ss], DATA_3
                FRAME_OF landing, TARGET | 2
                FROM    2, retf
                CHECK   dword [landed_cs], TARGET | 2
                CHECK   dword [landed_ss], DATA_2

                TEST    "SDM 2B RET: 16 bits pop words, in 32-bit code too"
                DESCRIPTOR TARGET, IMAGE, 0xFFFF, A_CODE | DPL(2), B_
                WORDS_OF OFF(landing), TARGET | 2
                FROM    2, o16 retf
                CHECK   dword [landed_cs], TARGET | 2
                CHECK   dword [landed_esp], FRAME + 4

                TEST    "SDM 2B RET: 16 bits to an outer level: SP is zero-extended on a 32-bit stack"
                DESCRIPTOR TARGET, IMAGE, 0xFFFF, A_CODE | DPL(3), B_
                DESCRIPTOR STACK_SLOT, 0x30000, 0xFFFFF, A_DATA | DPL(3), B_
                WORDS_OF OFF(landing), TARGET | 3, 0x8000, STACK_SLOT | 3
                FROM    2, o16 retf
                CHECK   dword [landed_cs], TARGET | 3
                CHECK   dword [landed_ss], STACK_SLOT | 3
                CHECK   dword [landed_esp], 0x8000

                TEST    "SDM 2A IRET: 16 bits to an outer level"
                DESCRIPTOR TARGET, IMAGE, 0xFFFF, A_CODE | DPL(3), B_
                DESCRIPTOR STACK_SLOT, 0x30000, 0xFFFFF, A_DATA | DPL(3), B_
                WORDS_OF OFF(landing), TARGET | 3, F_DF | F_CF | 2, 0x8000, STACK_SLOT | 3
                FROM    2, o16 iret
                CHECK   dword [landed_cs], TARGET | 3
                CHECK   dword [landed_esp], 0x8000
                CHECK_BITS dword [back_eflags], -1, F_DF | F_CF | 2

                TEST    "SDM 2A IRET: same level, ESP behind EFLAGS"
                FRAME_OF landing, CODE_2, F_CF | F_ZF | 2
                FROM    2, iretd
                CHECK   dword [landed_esp], FRAME + 12
                CHECK   dword [landed_ss], DATA_2
                CHECK_BITS dword [back_eflags], -1, F_CF | F_ZF | 2

                TEST    "SDM 2A IRET, 2B RET: to an outer 16-bit stack: SP is loaded, the rest of ESP keeps its value"
                DESCRIPTOR STACK_SLOT, 0x30000, 0xFFFF, A_DATA | DPL(3), 0
                FRAME_OF landing, CODE_3, 0x12348000, STACK_SLOT | 3
                FROM    2, retf
                CHECK   dword [landed_ss], STACK_SLOT | 3
                CHECK   dword [landed_esp], (FRAME & 0xFFFF0000) | 0x8000
                FRAME_OF landing, CODE_3, 2, 0x12348000, STACK_SLOT | 3
                FROM    2, iretd
                CHECK   dword [landed_esp], (FRAME & 0xFFFF0000) | 0x8000

                TEST    "SDM 2A IRET, 2B RET: SS of the outer level and CS are marked as accessed"
                DESCRIPTOR STACK_SLOT, 0, 0xFFFFF, A_DATA | DPL(3), G_ | B_
                DESCRIPTOR TARGET, 0, 0xFFFFF, A_CODE | DPL(3), G_ | B_
                FRAME_OF landing, TARGET | 3, STACK_3, STACK_SLOT | 3
                FROM    2, retf
                CHECK_BITS dword [gdt + STACK_SLOT + 4], 0x100, 0x100
                CHECK_BITS dword [gdt + TARGET + 4], 0x100, 0x100

; The data segments hold segments of these levels; which are left at level 3.
%macro DATA_SEGMENTS 1+                 ; instruction
                RING    1
                push    dword DATA_1
                pop     ds
                push    dword DATA_2
                pop     es
                push    dword DATA_3
                pop     fs
                mov     eax, DATA_SLOT | 1
                mov     gs, eax
                mov     esp, FRAME
                %1
                RING_END
                CHECK_BITS dword [landed_ds], 0xFFFF, 0
                CHECK_BITS dword [landed_es], 0xFFFF, 0
                CHECK_BITS dword [landed_fs], 0xFFFF, DATA_3
%endmacro
                TEST    "SDM 3A 5.8.6: a return to an outer level makes data segments of inner levels null"
                DESCRIPTOR DATA_SLOT, 0, 0xFFFFF, A_CODE | DPL(1), G_ | B_
                FRAME_OF landing, CODE_3, STACK_3, DATA_3
                DATA_SEGMENTS retf
                CHECK_BITS dword [landed_gs], 0xFFFF, 0
                FRAME_OF landing, CODE_3, 2, STACK_3, DATA_3
                DATA_SEGMENTS iretd
                CHECK_BITS dword [landed_gs], 0xFFFF, 0

                TEST    "SDM 3A 5.8.6: conforming code in a data segment register stays"
                DESCRIPTOR DATA_SLOT, 0, 0xFFFFF, A_CONFORMING | DPL(1), G_ | B_
                FRAME_OF landing, CODE_3, STACK_3, DATA_3
                DATA_SEGMENTS retf
                CHECK_BITS dword [landed_gs], 0xFFFF, DATA_SLOT | 1

                TEST    "SDM 3A 5.8.6: from level 1 to 2 only segments of level 1 become null"
                FRAME_OF landing, CODE_2, STACK_2, DATA_2
                RING    1
                push    dword DATA_1
                pop     es
                push    dword DATA_2
                pop     fs
                mov     esp, FRAME
                retf
                RING_END
                CHECK_BITS dword [landed_es], 0xFFFF, 0
                CHECK_BITS dword [landed_fs], 0xFFFF, DATA_2

                TEST    "SDM 2A IRET, 2B RET: the frame lies on a page that is not present: #PF, nothing changes"
                FRAME_OF landing, CODE_2, 2, STACK_3, DATA_3
                PAGING
                PTE     FRAME, 0
                mov     dword [want_vector], X_PF
                mov     dword [want_error], 0
                call    refused_retf
                CHECK_BITS dword [x_cr2], ~0xFFF, FRAME & ~0xFFF
                call    refused_iret
                CHECK_BITS dword [x_cr2], ~0xFFF, FRAME & ~0xFFF

; ---------------------------------------------------------------- EFLAGS

; From row: the level in bits 0-1, IOPL in bits 2-3. The bits of EFLAGS that an instruction can change.
MOST            equ F_CF | F_PF | F_AF | F_ZF | F_SF | F_DF | F_OF | F_NT
; CHANGEABLE level, IOPL, bits at any level, bits at level 0
%macro CHANGEABLE 4
  %assign %%bits %3
  %if (%1) <= (%2)
    %assign %%bits %%bits | F_IF
  %endif
  %if (%1) == 0
    %assign %%bits %%bits | F_IOPL | (%4)
  %endif
                dd      %%bits
%endmacro
%macro TABLE 2                          ; bits at any level, bits at level 0
  %assign c 0
  %rep 16
                CHANGEABLE c & 3, c >> 2, %1, %2
    %assign c c + 1
  %endrep
%endmacro
popf_words:     TABLE   MOST, 0
popf_dwords:    TABLE   MOST | F_AC, 0
iret_words:     TABLE   MOST, 0
iret_dwords:    TABLE   MOST | F_AC, 0

%macro AT_LEVEL 2                       ; level, eflags (a register)
                push    dword DATA_%1
                push    dword STACK_%1
                push    %2
                push    dword CODE_%1
                push    dword %%code
                iretd
  %%code:
%endmacro
; For each IOPL at one level: EFLAGS 2 | IOPL, then the image with all ones, and back with zeros.
; FLAGS_AT level, instruction pop|iret, size, table
%macro FLAGS_AT 4
                mov     dword [row], 0
  %%next:       mov     dword [back], %%back
                mov     [back_esp], esp
                push    dword DATA_3
                pop     ds
                mov     ebp, [row]
                shl     ebp, 12
                or      ebp, 2
                or      ebp, [initial]
                AT_LEVEL %1, ebp
                mov     eax, %3
                call    %%do
                int     BACK
  %%do:
  %ifidn %2, popfd
                push    eax
                popfd
                jmp     %%flags
  %elifidn %2, popfw
                push    ax
                popfw
                jmp     %%flags
  %elifidn %2, iretd
                push    eax
                push    dword CODE_%1
                push    dword %%flags
                iretd
  %else
                push    ax
                push    word %%code_slot
                push    word OFF(%%flags)
                iretw
  %endif
  %%flags:      int     BACK
  %%code_slot   equ     TARGET | (%1)
  %%back:       mov     eax, [row]
                lea     eax, [eax * 4 + %1]
                mov     edx, [%4 + eax * 4]     ; changeable
                mov     eax, %3
  %ifidn %2, popfw
                and     edx, 0xFFFF
  %elifidn %2, iretw
                and     edx, 0xFFFF
  %endif
                and     eax, edx
                not     edx
                and     ebp, edx
                or      eax, ebp
                mov     [want_vector], eax
                CHECK   dword [back_eflags], [want_vector], "EFLAGS"
                CHECK   dword [back_cs], %%want_cs, "CS"
  %ifidn %2, iretw
    %%want_cs   equ     %%code_slot
  %else
    %%want_cs   equ     CODE_%1
  %endif
                inc     dword [row]
                cmp     dword [row], 4
                jb      %%next
%endmacro
SET             equ 0x3FFFFF & ~(F_TF | F_VM | F_ID)
SET_BY_IRET     equ 0x3FFFFF & ~(F_TF | F_ID | F_RF)
ALL_OF_8086     equ F_CF | F_PF | F_AF | F_ZF | F_SF | F_DF | F_OF
%macro FLAGS_ALL 4                      ; instruction, image at level 0, image at others, table
                FLAGS_AT 0, %1, %2, %4
                FLAGS_AT 1, %1, %3, %4
                FLAGS_AT 2, %1, %3, %4
                FLAGS_AT 3, %1, %3, %4
%endmacro

                TEST    "SDM 2B POPF: which flags can be set, 32 bits, by level and IOPL"
                FLAGS_ALL popfd, SET, SET, popf_dwords
                TEST    "SDM 2B POPF: which flags can be cleared, 32 bits, by level and IOPL"
                mov     dword [initial], ALL_OF_8086 | F_IF | F_AC
                FLAGS_ALL popfd, 0, 0, popf_dwords
                TEST    "SDM 2B POPF: which flags can be set, 16 bits, by level and IOPL"
                mov     dword [initial], 0
                FLAGS_ALL popfw, SET, SET, popf_words
                TEST    "SDM 2B POPF: which flags can be cleared, 16 bits, by level and IOPL"
                mov     dword [initial], ALL_OF_8086 | F_IF | F_AC
                FLAGS_ALL popfw, 0, 0, popf_words

                TEST    "SDM 2A IRET: which flags can be set, 32 bits, by level and IOPL; VM is left out at levels 1 to 3"
                mov     dword [initial], 0
                FLAGS_ALL iretd, SET_BY_IRET & ~(F_VM | F_VIF | F_VIP), SET_BY_IRET, iret_dwords
                TEST    "SDM 2A IRET: which flags can be cleared, 32 bits, by level and IOPL"
                mov     dword [initial], ALL_OF_8086 | F_IF | F_AC
                FLAGS_ALL iretd, 0, 0, iret_dwords

%macro IRET_WORDS 2                     ; level, image
                DESCRIPTOR TARGET, IMAGE, 0xFFFF, A_CODE | DPL(%1), B_
                FLAGS_AT %1, iretw, %2, iret_words
%endmacro
                TEST    "SDM 2A IRET: which flags can be set, 16 bits, by level and IOPL"
                mov     dword [initial], 0
                IRET_WORDS 0, 0xFEFF
                IRET_WORDS 1, 0xFEFF
                IRET_WORDS 2, 0xFEFF
                IRET_WORDS 3, 0xFEFF
                TEST    "SDM 2A IRET: which flags can be cleared, 16 bits, by level and IOPL"
                mov     dword [initial], ALL_OF_8086 | F_IF | F_AC
                IRET_WORDS 0, 0
                IRET_WORDS 1, 0
                IRET_WORDS 2, 0
                IRET_WORDS 3, 0

                TEST    "SDM 2B PUSHF: the image has RF and VM clear"
                CATCH
                RING    3, F_RF | 2
                pushfd                          ; executes with RF set
                int3
                RING_END
                CAUGHT  X_BP, NO_ERROR
                CHECK   dword [STACK_3 - 4], 2

                TEST    "SDM 3B 17.3.1.1: RF is used up by the next instruction that completes"
                CATCH
                RING    3, F_RF | 2
                nop
                int3
                RING_END
                CAUGHT  X_BP, NO_ERROR
                CHECK_BITS dword [x_eflags], F_RF, 0

                TEST    "SDM 3B 17.3.1.1: a software interrupt clears RF before it pushes EFLAGS"
                CATCH
                RING    3, F_RF | 2
                int3
                RING_END
                CAUGHT  X_BP, NO_ERROR
                CHECK_BITS dword [x_eflags], F_RF, 0

                TEST    "SDM 3A 2.3: reserved bits of EFLAGS: bit 1 is 1, bits 3, 5, 15, 22 to 31 are 0"
                mov     eax, -1 & ~(F_TF | F_NT)
                push    eax
                popfd
                pushfd
                pop     ebx
                push    dword 2
                popfd
                and     ebx, 0xFFC0802A
                CHECK   ebx, 2
                END_TESTS
