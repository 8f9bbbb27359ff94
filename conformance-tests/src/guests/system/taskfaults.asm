; Task switches that fail: in the old task, which stays as it was, and in the new one, whose registers are loaded then.
; SDM vol. 3A, 7.3 and table 7-1.
; run on: 386 486 pentium pentium3 pentium4

%include "harness.inc"

                jmp     tests

TASK_B          equ SLOT
GATE            equ SLOT + 8
OTHER           equ SLOT + 0x10         ; whatever a test needs
LDT_B           equ SLOT + 0x18
HANDLERS        equ SLOT + 0x40         ; TSSs of the handlers of vectors 10 to 14, by task gates
TSS_B           equ SCRATCH
LDT             equ SCRATCH + 0x400
TSS_HANDLERS    equ SCRATCH + 0x800     ; 80h bytes each
STACK_B         equ SCRATCH + 0x2000
PROBE           equ 0x60

T_CR3 equ 0x1C
T_EIP equ 0x20
T_EFLAGS equ 0x24
T_EAX equ 0x28
T_EDI equ 0x44
T_ESP equ 0x38
T_ES equ 0x48
T_CS equ 0x4C
T_SS equ 0x50
T_DS equ 0x54
T_FS equ 0x58
T_GS equ 0x5C
T_LDT equ 0x60
T_TRAP equ 0x64

align 4
want_vector:    dd      0
want_error:     dd      0
want_eflags:    dd      0
seen_vector:    dd      0               ; as a handler's task saw it
error:          dd      0
link:           dd      0
selector:       dd      0
table_of_field: dd      0

; TASK_B: 32-bit, a good one.
good_task:      pushad
                mov     edi, TSS_B
                mov     ecx, 104 / 4
                xor     eax, eax
                cld
                rep stosd
                mov     dword [TSS_B + 4], STACK_ENTRY
                mov     dword [TSS_B + 8], DATA_0
                mov     dword [TSS_B + T_EIP], new_task
                mov     dword [TSS_B + T_EFLAGS], F_CF | 2
                mov     dword [TSS_B + T_EAX], 0xB0000000
                mov     dword [TSS_B + T_EDI], 0xB7777777
                mov     dword [TSS_B + T_ESP], STACK_B
                mov     dword [TSS_B + T_ES], DATA_0
                mov     dword [TSS_B + T_CS], CODE_0
                mov     dword [TSS_B + T_SS], DATA_0
                mov     dword [TSS_B + T_DS], DATA_0
                mov     dword [TSS_B + T_FS], DATA_0
                mov     dword [TSS_B + T_GS], DATA_0
                mov     dword [TSS_B + T_TRAP], 104 << 16
                DESCRIPTOR TASK_B, TSS_B, 103, A_TSS32, 0
                CALL_GATE GATE, TASK_B, 0, 0, A_TASK_GATE
                popad
                ret
new_task:       hlt                             ; never reached: all tasks fail

; Vectors 10 to 14 get tasks of their own.
handlers:       pushad
                mov     edx, 0
.next:          mov     edi, edx
                shl     edi, 7
                add     edi, TSS_HANDLERS
                mov     ebx, edi
                mov     ecx, 104 / 4
                xor     eax, eax
                cld
                rep stosd
                lea     eax, [handler_10 + edx * 8]
                mov     [ebx + T_EIP], eax
                mov     dword [ebx + T_EFLAGS], 2
                mov     dword [ebx + T_ESP], STACK_TASK
                mov     dword [ebx + T_ES], DATA_0
                mov     dword [ebx + T_CS], CODE_0
                mov     dword [ebx + T_SS], DATA_0
                mov     dword [ebx + T_DS], DATA_0
                mov     dword [ebx + T_TRAP], 104 << 16
                mov     eax, ebx
                shl     eax, 16
                or      eax, 103
                mov     [gdt + HANDLERS + edx * 8], eax
                mov     eax, ebx
                shr     eax, 16
                or      eax, A_TSS32 << 8
                mov     [gdt + HANDLERS + 4 + edx * 8], eax
                lea     eax, [HANDLERS + edx * 8]
                shl     eax, 16
                mov     [idt + 10 * 8 + edx * 8], eax
                mov     dword [idt + 10 * 8 + 4 + edx * 8], A_TASK_GATE << 8
                inc     edx
                cmp     edx, 5
                jb      .next
                popad
                ret
align 8
handler_10:     push    dword 10
                jmp     near handler_task
                nop
                push    dword 11
                jmp     near handler_task
                nop
                push    dword 12
                jmp     near handler_task
                nop
                push    dword 13
                jmp     near handler_task
                nop
                push    dword 14
                jmp     near handler_task
                nop
handler_task:   pop     dword [seen_vector]
                pop     dword [error]
                xor     eax, eax
                str     ax
                movzx   ebx, word [gdt + 2 + eax]       ; the TSS's base
                mov     cl, [gdt + 4 + eax]
                shl     ecx, 16
                and     ecx, 0xFF0000
                or      ebx, ecx
                movzx   ecx, word [ebx]
                mov     [link], ecx
                and     byte [gdt + TSS_MAIN + 5], ~2   ; busy if it called
                jmp     TSS_MAIN:0

; Switches to TASK_B by JMP, CALL and INT; each must fail in TASK_B with the vector and the error code wanted.
%macro FAILS_IN_NEW 2-3 new_task        ; vector, error, EIP
                mov     dword [want_vector], %1
                mov     dword [want_error], %2
                mov     dword [table_of_field], %3
                call    fails_in_new
%endmacro
%macro FAILS_BY 2+                      ; EFLAGS, instruction
                and     byte [gdt + TASK_B + 5], ~2
                and     byte [gdt + TSS_MAIN + 5], ~2
                or      byte [gdt + TSS_MAIN + 5], 2
                mov     dword [TSS_B + T_EFLAGS], F_CF | 2
                mov     dword [TSS_B + T_EAX], 0xB0000000
                mov     dword [TSS_B], 0
                mov     dword [seen_vector], NONE
                call    handlers
                %2
                CHECK   dword [seen_vector], [want_vector]
                CHECK   dword [error], [want_error]
                CHECK   dword [link], TASK_B, "the task that failed"
                mov     eax, [table_of_field]
                CHECK   dword [TSS_B + T_EIP], [table_of_field], "EIP of the new task"
                CHECK   dword [TSS_B + T_EFLAGS], (%1) | F_RF, "EFLAGS of the new task"
                CHECK   dword [TSS_B + T_EAX], 0xB0000000, "EAX of the new task"
                CHECK   dword [TSS_B + T_EDI], 0xB7777777, "EDI of the new task"
                CHECK   dword [TSS_B + T_ESP], STACK_B, "ESP of the new task"
                CHECK_BITS dword [gdt + TASK_B + 4], 0x0200, 0x0200
%endmacro
fails_in_new:   FAILS_BY F_CF | 2, jmp TASK_B:0
                CHECK_BITS dword [TSS_B], 0xFFFF, 0
                FAILS_BY F_CF | F_NT | 2, call TASK_B:0
                CHECK_BITS dword [TSS_B], 0xFFFF, TSS_MAIN
                IDT_GATE PROBE, TASK_B, 0, A_TASK_GATE
                FAILS_BY F_CF | F_NT | 2, int PROBE
                CHECK_BITS dword [TSS_B], 0xFFFF, TSS_MAIN
                ret

; FIELD field, value, vector, error: one wrong selector in a good task
%macro FIELD 4
                call    good_task
                mov     dword [TSS_B + (%1)], %2
                FAILS_IN_NEW %3, %4
%endmacro

; An instruction fails in the old task, everything stays. REFUSED vector, error, instruction
%macro REFUSED 3+
                mov     eax, 0xA0000000
                mov     edi, 0xA7777777
                CATCH
  %%fault:      %3
                CAUGHT  %1, %2, %%fault
                CHECK   eax, 0xA0000000
                CHECK   edi, 0xA7777777
                CHECK   dword [x_cs], CODE_0
                CHECK   dword [x_esp], STACK_0
                call    check_old
%endmacro
check_old:      str     ax
                and     eax, 0xFFFF
                CHECK   eax, TSS_MAIN, "TR"
                CHECK_BITS dword [gdt + TSS_MAIN + 4], 0x0200, 0x0200
                CHECK   dword [tss + T_EIP], 0, "EIP in the old TSS"
                CHECK_BITS dword [TSS_B], 0xFFFF, 0
                ret
; By JMP and CALL, through the gate too: the code is the TSS's.
%macro REFUSED_ALL 2
                clts
                REFUSED %1, %2, jmp TASK_B:0
                REFUSED %1, %2, call TASK_B:0
                REFUSED %1, %2, jmp GATE:0
                REFUSED %1, %2, call GATE:0
                IDT_GATE PROBE, TASK_B, 0, A_TASK_GATE
                REFUSED %1, %2, int PROBE
                mov     eax, cr0
                and     eax, 8
                CHECK   eax, 0, "CR0.TS"
%endmacro

tests:
; ---------------------------------------------------------------- in the old task

                TEST    "SDM 3A 7.3, table 7-1: the new TSS is busy: #GP(TSS)"
                call    good_task
                mov     byte [gdt + TASK_B + 5], A_TSS32 | 2
                REFUSED_ALL X_GP, TASK_B

                TEST    "SDM 3A 7.3, table 7-1: the new TSS is not present: #NP(TSS); busy as well: #GP(TSS)"
                call    good_task
                mov     byte [gdt + TASK_B + 5], A_TSS32 ^ ABSENT
                REFUSED_ALL X_NP, TASK_B
                CHECK_BITS dword [gdt + TASK_B + 4], 0xFF00, (A_TSS32 ^ ABSENT) << 8
                mov     byte [gdt + TASK_B + 5], (A_TSS32 | 2) ^ ABSENT
                REFUSED_ALL X_GP, TASK_B

                TEST    "SDM 3A 7.3, table 7-1: the limit of a 32-bit TSS below 67h: #TS(TSS)"
                call    good_task
                DESCRIPTOR TASK_B, TSS_B, 102, A_TSS32, 0
                REFUSED_ALL X_TS, TASK_B
                CHECK_BITS dword [gdt + TASK_B + 4], 0xFF00, A_TSS32 << 8

                TEST    "SDM 3A 7.3, table 7-1: the limit of a 16-bit TSS below 2Bh: #TS(TSS)"
                call    good_task
                DESCRIPTOR TASK_B, TSS_B, 0x2A, A_TSS16, 0
                REFUSED_ALL X_TS, TASK_B

                TEST    "SDM 2A JMP: a task gate that leads to something else than a TSS: #GP(selector in the gate)"
                call    good_task
                CALL_GATE GATE, DATA_0, 0, 0, A_TASK_GATE
                REFUSED X_GP, DATA_0, jmp GATE:0
                REFUSED X_GP, DATA_0, call GATE:0
                CALL_GATE GATE, GATE, 0, 0, A_TASK_GATE
                REFUSED X_GP, GATE, call GATE:0
                IDT_GATE PROBE, DATA_0, 0, A_TASK_GATE
                REFUSED X_GP, DATA_0, int PROBE

                TEST    "SDM 2A JMP: a task gate with a null selector, one of the LDT, one beyond the GDT: #GP(selector in the gate)"
                call    good_task
                CALL_GATE GATE, 0, 0, 0, A_TASK_GATE
                REFUSED X_GP, 0, jmp GATE:0
                CALL_GATE GATE, TASK_B | 4, 0, 0, A_TASK_GATE
                REFUSED X_GP, TASK_B | 4, jmp GATE:0
                CALL_GATE GATE, 0x200, 0, 0, A_TASK_GATE
                REFUSED X_GP, 0x200, call GATE:0
                IDT_GATE PROBE, 0x200, 0, A_TASK_GATE
                REFUSED X_GP, 0x200, int PROBE

                TEST    "SDM 2A CALL: a task gate that is not present: #NP(gate)"
                call    good_task
                CALL_GATE GATE, 0, 0, 0, A_TASK_GATE ^ ABSENT
                REFUSED X_NP, GATE, jmp GATE:0
                REFUSED X_NP, GATE, call GATE:0
                IDT_GATE PROBE, TASK_B, 0, A_TASK_GATE ^ ABSENT
                REFUSED X_NP, PROBE * 8 + 2, int PROBE

; At level 3.
%macro REFUSED_AT_3 3+
                CATCH
                RING    3
  %%fault:      %3
                RING_END
                CAUGHT  %1, %2, %%fault
                call    check_old
%endmacro
                TEST    "SDM 2A CALL: DPL of a task gate below CPL or RPL: #GP(gate), present or not"
                call    good_task
                CALL_GATE GATE, TASK_B, 0, 0, (A_TASK_GATE | DPL(2)) ^ ABSENT
                REFUSED_AT_3 X_GP, GATE, call GATE:0
                REFUSED X_GP, GATE, jmp GATE | 3:0
                IDT_GATE PROBE, TASK_B, 0, A_TASK_GATE | DPL(2)
                REFUSED_AT_3 X_GP, PROBE * 8 + 2, int PROBE

                TEST    "SDM 2A CALL: DPL of a TSS below CPL or RPL: #GP(TSS), present or not"
                call    good_task
                DESCRIPTOR TASK_B, TSS_B, 103, (A_TSS32 | DPL(2)) ^ ABSENT, 0
                REFUSED_AT_3 X_GP, TASK_B, call TASK_B:0
                REFUSED_AT_3 X_GP, TASK_B, jmp TASK_B:0
                REFUSED X_GP, TASK_B, jmp TASK_B | 3:0

                TEST    "SDM 3A 7.4: tasks are not re-entrant: CALL and JMP to the running task: #GP(TSS)"
                call    good_task
                REFUSED X_GP, TSS_MAIN, call TSS_MAIN:0
                REFUSED X_GP, TSS_MAIN, jmp TSS_MAIN:0

                TEST    "SDM 2A JMP: a TSS by a selector of the LDT: #GP(selector)"
                call    good_task
                mov     eax, [gdt + TASK_B]
                mov     [LDT], eax
                mov     eax, [gdt + TASK_B + 4]
                mov     [LDT + 4], eax
                DESCRIPTOR LDT_B, LDT, 7, A_LDT, 0
                mov     eax, LDT_B
                lldt    ax
                REFUSED X_GP, 4, jmp 4:0

                TEST    "SDM 3A 6.13: an exception whose task gate fails: EXT in the error code"
                call    good_task
                mov     byte [gdt + TASK_B + 5], A_TSS32 ^ ABSENT
                IDT_GATE X_UD, TASK_B, 0, A_TASK_GATE
                REFUSED X_NP, TASK_B | 1, ud2

; ---------------------------------------------------------------- IRET with NT set

%macro NESTED_IRET 3                    ; back link, vector, error
                mov     word [tss], %1
                CATCH
                push    dword F_NT | 2
                popfd
  %%fault:      iretd
                CAUGHT  %2, %3, %%fault
                CHECK   dword [x_esp], STACK_0
                CHECK_BITS dword [x_eflags], F_NT, F_NT
                CHECK_BITS dword [x_entry_eflags], F_NT, 0
                call    check_old
%endmacro
                TEST    "SDM 3A 7.3, table 7-1: IRET in a nested task, back link null, of the LDT, beyond the GDT: #TS(back link)"
                call    good_task
                NESTED_IRET 0, X_TS, 0
                NESTED_IRET TASK_B | 4, X_TS, TASK_B | 4
                NESTED_IRET 0x200, X_TS, 0x200

                TEST    "SDM 3A 7.3, table 7-1: IRET in a nested task, back link to no TSS: #TS(back link)"
                call    good_task
                NESTED_IRET DATA_0, X_TS, DATA_0
                NESTED_IRET GATE, X_TS, GATE

                TEST    "SDM 3A 7.3, table 7-1: IRET in a nested task, back link to a TSS that is not busy: #TS(back link)"
                call    good_task
                NESTED_IRET TASK_B, X_TS, TASK_B
                mov     byte [gdt + TASK_B + 5], A_TSS32 ^ ABSENT
                NESTED_IRET TASK_B, X_TS, TASK_B

                TEST    "SDM 3A 7.3, table 7-1: IRET in a nested task, the TSS of the back link is not present: #NP(back link)"
                call    good_task
                mov     byte [gdt + TASK_B + 5], (A_TSS32 | 2) ^ ABSENT
                NESTED_IRET TASK_B, X_NP, TASK_B

                TEST    "SDM 3A 7.3, table 7-1: IRET in a nested task, the TSS of the back link is too short: #TS(back link)"
                call    good_task
                DESCRIPTOR TASK_B, TSS_B, 102, A_TSS32 | 2, 0
                NESTED_IRET TASK_B, X_TS, TASK_B

                TEST    "SDM 3A 7.3: IRET in a nested task at level 3 needs no privilege"
                call    good_task
                mov     byte [gdt + TASK_B + 5], A_TSS32 | 2
                mov     word [tss], TASK_B
                mov     dword [TSS_B + T_EIP], iret_target
                RING    3, F_NT | 2
                iretd
                RING_END
                jmp     iret_over
  iret_target:  movzx   eax, byte [gdt + TSS_MAIN + 5]
                mov     [seen_vector], eax
                mov     eax, [tss + T_EFLAGS]
                mov     [error], eax
                jmp     TSS_MAIN:0
  iret_over:    CHECK   dword [seen_vector], 0x89, "access of the TSS left"
                CHECK   dword [error], 2, "EFLAGS in the TSS left"
                CHECK   dword [back_cs], CODE_3

; ---------------------------------------------------------------- page faults

                TEST    "SDM 3A 7.3: the new TSS lies on a page that is not present: #PF in the old task"
                call    good_task
                PAGING
                PTE     TSS_B, 0
                mov     eax, cr3
                mov     cr3, eax
                CATCH
  page_new:     jmp     TASK_B:0
                CAUGHT  X_PF, 0, page_new
                CHECK_BITS dword [x_cr2], ~0xFFF, TSS_B
                str     bx
                and     ebx, 0xFFFF
                CHECK   ebx, TSS_MAIN
                CHECK_BITS dword [gdt + TASK_B + 4], 0xFF00, A_TSS32 << 8

                TEST    "SDM 3A 7.3: the second page of the new TSS is not present: #PF in the old task"
                call    good_task
                mov     esi, TSS_B
                mov     edi, SCRATCH + 0x9000 - 0x40
                mov     ecx, 104 / 4
                rep movsd
                DESCRIPTOR TASK_B, SCRATCH + 0x9000 - 0x40, 103, A_TSS32, 0
                PAGING
                PTE     SCRATCH + 0x9000, 0
                mov     eax, cr3
                mov     cr3, eax
                CATCH
  page_second:  call    TASK_B:0
                CAUGHT  X_PF, 0, page_second
                CHECK_BITS dword [x_cr2], ~0xFFF, SCRATCH + 0x9000
                CHECK_BITS dword [gdt + TASK_B + 4], 0xFF00, A_TSS32 << 8

                TEST    "SDM 3A 7.3: the old TSS can't be written: #PF in the old task"
                call    good_task
                mov     esi, tss
                mov     edi, SCRATCH + 0xA000
                mov     ecx, 104 / 4
                rep movsd
                DESCRIPTOR OTHER, SCRATCH + 0xA000, 103, A_TSS32, 0
                mov     eax, OTHER
                ltr     ax
                PAGING
                PTE     SCRATCH + 0xA000, 0
                mov     eax, cr3
                mov     cr3, eax
                CATCH
  page_old:     jmp     TASK_B:0
                CAUGHT  X_PF, 2, page_old
                CHECK_BITS dword [x_cr2], ~0xFFF, SCRATCH + 0xA000
                CHECK_BITS dword [gdt + TASK_B + 4], 0xFF00, A_TSS32 << 8
                CHECK_BITS dword [gdt + OTHER + 4], 0xFF00, 0x8B00      ; Bochs: no longer busy

; ---------------------------------------------------------------- in the new task

                TEST    "SDM 3A 7.3, table 7-1: LDT of the new task: of the LDT, beyond the GDT, no LDT, not present: #TS(LDT)"
                FIELD   T_LDT, 4, X_TS, 4
                FIELD   T_LDT, 0x200, X_TS, 0x200
                FIELD   T_LDT, DATA_0, X_TS, DATA_0
                DESCRIPTOR LDT_B, LDT, 7, A_LDT ^ ABSENT, 0
                FIELD   T_LDT, LDT_B, X_TS, LDT_B

                TEST    "SDM 3A 7.3, table 7-1: CS of the new task: null, beyond its table, data: #TS(CS)"
                FIELD   T_CS, 0, X_TS, 0
                FIELD   T_CS, 0x200, X_TS, 0x200
                FIELD   T_CS, 0xC, X_TS, 0xC
                FIELD   T_CS, DATA_0, X_TS, DATA_0
                FIELD   T_CS, TASK_B, X_TS, TASK_B

                TEST    "SDM 3A 7.3, table 7-1: CS of the new task: DPL is not RPL: #TS(CS)"
                FIELD   T_CS, CODE_1 & ~3, X_TS, CODE_1 & ~3
                DESCRIPTOR OTHER, 0, 0xFFFFF, A_CONFORMING | DPL(1), G_ | B_
                FIELD   T_CS, OTHER, X_TS, OTHER

                TEST    "SDM 3A 7.3, table 7-1: CS of the new task is not present: #NP(CS)"
                DESCRIPTOR OTHER, 0, 0xFFFFF, A_CODE ^ ABSENT, G_ | B_
                FIELD   T_CS, OTHER, X_NP, OTHER

                TEST    "SDM 3A 7.3, table 7-1: SS of the new task: null, beyond its table, not writable data: #TS(SS)"
                FIELD   T_SS, 0, X_TS, 0
                FIELD   T_SS, 0x200, X_TS, 0x200
                FIELD   T_SS, CODE_0, X_TS, CODE_0
                DESCRIPTOR OTHER, 0, 0xFFFFF, A_DATA_RO, G_ | B_
                FIELD   T_SS, OTHER, X_TS, OTHER

                TEST    "SDM 3A 7.3, table 7-1: SS of the new task: RPL or DPL is not CPL: #TS(SS)"
                FIELD   T_SS, DATA_0 | 3, X_TS, DATA_0
                FIELD   T_SS, DATA_3, X_TS, DATA_3 & ~3
                FIELD   T_SS, DATA_3 & ~3, X_TS, DATA_3 & ~3

                TEST    "SDM 3A 7.3, table 7-1: SS of the new task is not present: #SS(SS)"
                DESCRIPTOR OTHER, 0, 0xFFFFF, A_DATA ^ ABSENT, G_ | B_
                FIELD   T_SS, OTHER, X_SS, OTHER

; Each of DS, ES, FS, GS.
%macro DATA_FIELDS 3
                FIELD   T_DS, %1, %2, %3
                FIELD   T_ES, %1, %2, %3
                FIELD   T_FS, %1, %2, %3
                FIELD   T_GS, %1, %2, %3
%endmacro
                TEST    "SDM 3A 7.3, table 7-1: data segments of the new task: beyond their table, not readable, no segment: #TS"
                DATA_FIELDS 0x200, X_TS, 0x200
                DESCRIPTOR OTHER, 0, 0xFFFFF, A_CODE_X, G_ | B_
                DATA_FIELDS OTHER, X_TS, OTHER
                DATA_FIELDS TASK_B, X_TS, TASK_B

                TEST    "SDM 3A 7.3, table 7-1: data segments of the new task: DPL below RPL: #TS"
                DATA_FIELDS DATA_0 | 3, X_TS, DATA_0
                DATA_FIELDS DATA_2 | 3, X_TS, DATA_2 & ~3

                TEST    "SDM 3A 7.3, table 7-1: data segments of the new task: not present: #NP"
                DESCRIPTOR OTHER, 0, 0xFFFFF, A_DATA ^ ABSENT, G_ | B_
                DATA_FIELDS OTHER, X_NP, OTHER

                TEST    "SDM 3A 7.3: EIP of the new task beyond its code segment: #GP(0)"
                call    good_task
                DESCRIPTOR OTHER, 0, 0xFFFF, A_CODE, B_
                mov     dword [TSS_B + T_CS], OTHER
                mov     dword [TSS_B + T_EIP], 0x10000
                FAILS_IN_NEW X_GP, 0, 0x10000

                TEST    "SDM 3A 7.3: a fault in the new task by an interrupt gate: on its stack, at its first instruction"
                call    good_task
                mov     dword [TSS_B + T_DS], 0x200
                CATCH
                jmp     TASK_B:0
                CAUGHT  X_TS, 0x200, new_task
                CHECK   dword [x_cs], CODE_0
                CHECK   dword [x_esp], STACK_B
                CHECK   dword [x_edi], 0xB7777777
                CHECK_BITS dword [x_eflags], F_RF | F_CF, F_RF | F_CF
                str     bx
                and     ebx, 0xFFFF
                CHECK   ebx, TASK_B
                END_TESTS
