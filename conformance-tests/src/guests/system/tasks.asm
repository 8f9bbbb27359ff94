; Task switches: by JMP, CALL, INT and IRET, through TSS selectors and task gates, between 32-bit and 16-bit TSSs; what is saved, loaded,
; marked and cleared. SDM vol. 3A, chapter 7. Faults on the way are in taskfaults.asm.
; run on: 386 486 pentium pentium3 pentium4

%include "harness.inc"

                jmp     tests

TASK_B          equ SLOT
TASK_C          equ SLOT + 8
TASK_16         equ SLOT + 0x10
MAIN_16         equ SLOT + 0x18
GATE            equ SLOT + 0x20
LDT_B           equ SLOT + 0x28
CODE_IMAGE      equ SLOT + 0x30         ; base IMAGE, 32-bit
GATE_OF_C       equ SLOT + 0x38
DATA_IMAGE      equ SLOT + 0x40

TSS_B           equ SCRATCH
TSS_C           equ SCRATCH + 0x100
TSS_16          equ SCRATCH + 0x200
TSS_MAIN_16     equ SCRATCH + 0x300
LDT             equ SCRATCH + 0x400
STACK_B         equ SCRATCH + 0x2000
STACK_C         equ SCRATCH + 0x3000
PROBE           equ 0x60
HERE            equ IMAGE >> 4

; 32-bit TSS
T_LINK equ 0
T_CR3 equ 0x1C
T_EIP equ 0x20
T_EFLAGS equ 0x24
T_EAX equ 0x28
T_ECX equ 0x2C
T_EDX equ 0x30
T_EBX equ 0x34
T_ESP equ 0x38
T_EBP equ 0x3C
T_ESI equ 0x40
T_EDI equ 0x44
T_ES equ 0x48
T_CS equ 0x4C
T_SS equ 0x50
T_DS equ 0x54
T_FS equ 0x58
T_GS equ 0x5C
T_LDT equ 0x60
T_TRAP equ 0x64
; 16-bit TSS
S_IP equ 0x0E
S_FLAGS equ 0x10
S_AX equ 0x12
S_CX equ 0x14
S_DX equ 0x16
S_BX equ 0x18
S_SP equ 0x1A
S_BP equ 0x1C
S_SI equ 0x1E
S_DI equ 0x20
S_ES equ 0x22
S_CS equ 0x24
S_SS equ 0x26
S_DS equ 0x28
S_LDT equ 0x2A

align 4
tss_pointer:    dd      0xDEADBEEF      ; an offset that nobody looks at
                dw      0, 0
; what the other task found
t_edi:          dd      0
t_esi:          dd      0
t_ebp:          dd      0
t_esp:          dd      0
t_ebx:          dd      0
t_edx:          dd      0
t_ecx:          dd      0
t_eax:          dd      0
t_eflags:       dd      0
t_cr0:          dd      0
t_tr:           dd      0
t_ldt:          dd      0
t_es:           dd      0
t_cs:           dd      0
t_ss:           dd      0
t_ds:           dd      0
t_fs:           dd      0
t_gs:           dd      0
t_busy_main:    dd      0               ; access bytes of the TSSs while the other task ran
t_busy_b:       dd      0
t_dr7:          dd      0
t_order:        dd      0

; Notes all of the above; CS may be any flat code, SS must be writable data at 0.
observe:        pushfd
                pop     dword [ss:t_eflags]
                mov     [ss:t_edi], edi
                mov     [ss:t_esi], esi
                mov     [ss:t_ebp], ebp
                mov     [ss:t_esp], esp
                add     dword [ss:t_esp], 4
                mov     [ss:t_ebx], ebx
                mov     [ss:t_edx], edx
                mov     [ss:t_ecx], ecx
                mov     [ss:t_eax], eax
                xor     eax, eax
                mov     ax, es
                mov     [ss:t_es], eax
                mov     ax, cs
                mov     [ss:t_cs], eax
                mov     ax, ss
                mov     [ss:t_ss], eax
                mov     ax, ds
                mov     [ss:t_ds], eax
                mov     ax, fs
                mov     [ss:t_fs], eax
                mov     ax, gs
                mov     [ss:t_gs], eax
                mov     eax, cr0
                mov     [ss:t_cr0], eax
                mov     eax, dr7
                mov     [ss:t_dr7], eax
                xor     eax, eax
                str     ax
                mov     [ss:t_tr], eax
                sldt    ax
                mov     [ss:t_ldt], eax
                movzx   eax, byte [ss:gdt + TSS_MAIN + 5]
                mov     [ss:t_busy_main], eax
                movzx   eax, byte [ss:gdt + TASK_B + 5]
                mov     [ss:t_busy_b], eax
                ret

; Bodies of tasks
back_by_iret:   call    observe
                iretd
                mov     dword [t_order], 0x1E57 ; entered again here
                iretd
back_by_jmp:    call    observe
                jmp     TSS_MAIN:0

; Fills in TSS_B: EIP; all registers have values of their own.
%macro TASK_B_AT 1-2 2                  ; EIP, EFLAGS
                mov     edi, TSS_B
                mov     ecx, 104 / 4
                xor     eax, eax
                cld
                rep stosd
                mov     dword [TSS_B + T_LINK], 0x12345678
                mov     dword [TSS_B + 4], STACK_ENTRY
                mov     dword [TSS_B + 8], DATA_0
                mov     dword [TSS_B + T_EIP], %1
                mov     dword [TSS_B + T_EFLAGS], %2
                mov     dword [TSS_B + T_EAX], 0xB0000000
                mov     dword [TSS_B + T_ECX], 0xB1111111
                mov     dword [TSS_B + T_EDX], 0xB2222222
                mov     dword [TSS_B + T_EBX], 0xB3333333
                mov     dword [TSS_B + T_ESP], STACK_B
                mov     dword [TSS_B + T_EBP], 0xB5555555
                mov     dword [TSS_B + T_ESI], 0xB6666666
                mov     dword [TSS_B + T_EDI], 0xB7777777
                mov     dword [TSS_B + T_ES], DATA_0 | 0xABCD0000
                mov     dword [TSS_B + T_CS], CODE_0 | 0xABCD0000
                mov     dword [TSS_B + T_SS], DATA_0 | 0xABCD0000
                mov     dword [TSS_B + T_DS], DATA_0 | 0xABCD0000
                mov     dword [TSS_B + T_FS], DATA_1 | 0xABCD0000
                mov     dword [TSS_B + T_GS], DATA_3 | 0xABCD0000
                mov     dword [TSS_B + T_TRAP], 104 << 16
                DESCRIPTOR TASK_B, TSS_B, 103, A_TSS32, 0
                xor     edi, edi
%endmacro
; Values for the old task, and a switch. After it the old task goes on here.
%macro SWITCH_BY 1+
                mov     eax, 0xA0000000
                mov     ecx, 0xA1111111
                mov     edx, 0xA2222222
                mov     ebx, 0xA3333333
                mov     ebp, 0xA5555555
                mov     esi, 0xA6666666
                mov     edi, 0xA7777777
                clts
                push    dword F_CF | F_DF | 2
                popfd
  %%switch:     %1
  %%behind:     cld
                mov     dword [t_order + 0], %%behind
                call    check_back
                CHECK   dword [tss + T_EIP], %%behind, "EIP in the old TSS"
%endmacro
; In the old task again: its registers, and its TSS.
check_back:     CHECK   eax, 0xA0000000
                CHECK   ecx, 0xA1111111
                CHECK   edx, 0xA2222222
                CHECK   ebx, 0xA3333333
                CHECK   ebp, 0xA5555555
                CHECK   esi, 0xA6666666
                CHECK   edi, 0xA7777777
                CHECK   dword [tss + T_EAX], 0xA0000000
                CHECK   dword [tss + T_ECX], 0xA1111111
                CHECK   dword [tss + T_EDX], 0xA2222222
                CHECK   dword [tss + T_EBX], 0xA3333333
                CHECK   dword [tss + T_EBP], 0xA5555555
                CHECK   dword [tss + T_ESI], 0xA6666666
                CHECK   dword [tss + T_EDI], 0xA7777777
                CHECK   dword [tss + T_EFLAGS], F_CF | F_DF | 2
                CHECK_BITS dword [tss + T_CS], 0xFFFF, CODE_0
                CHECK_BITS dword [tss + T_SS], 0xFFFF, DATA_0
                CHECK_BITS dword [tss + T_DS], 0xFFFF, DATA_0
                CHECK_BITS dword [tss + T_ES], 0xFFFF, DATA_0
                CHECK_BITS dword [tss + T_FS], 0xFFFF, 0
                CHECK_BITS dword [tss + T_GS], 0xFFFF, 0
                CHECK_BITS dword [tss + T_LDT], 0xFFFF, 0
                CHECK   dword [tss + 4], STACK_ENTRY, "ESP0 in the old TSS"
                CHECK   dword [tss + T_CR3], 0, "CR3 in the old TSS"
                str     ax
                and     eax, 0xFFFF
                CHECK   eax, TSS_MAIN, "TR"
                CHECK_BITS dword [gdt + TSS_MAIN + 4], 0xFF00, 0x8B00
                mov     eax, cr0
                and     eax, 8
                CHECK   eax, 8, "CR0.TS"
                ret
; What TASK_B found: its registers.
check_b:        CHECK   dword [t_eax], 0xB0000000
                CHECK   dword [t_ecx], 0xB1111111
                CHECK   dword [t_edx], 0xB2222222
                CHECK   dword [t_ebx], 0xB3333333
                CHECK   dword [t_ebp], 0xB5555555
                CHECK   dword [t_esi], 0xB6666666
                CHECK   dword [t_edi], 0xB7777777
                CHECK   dword [t_es], DATA_0
                CHECK   dword [t_cs], CODE_0
                CHECK   dword [t_ss], DATA_0
                CHECK   dword [t_ds], DATA_0
                CHECK   dword [t_fs], DATA_1
                CHECK   dword [t_gs], DATA_3
                CHECK   dword [t_tr], TASK_B
                CHECK   dword [t_ldt], 0
                CHECK_BITS dword [t_cr0], 8, 8
                ret

%macro NESTED_B 0                       ; while TASK_B ran as nested task, and after
                call    check_b
                CHECK   dword [t_esp], STACK_B
                CHECK   dword [t_eflags], F_NT | 2
                CHECK   dword [t_busy_main], 0x8B, "access of the old TSS"
                CHECK   dword [t_busy_b], 0x8B, "access of the new TSS"
                CHECK   dword [TSS_B + T_LINK], 0x12340000 | TSS_MAIN, "back link"
                CHECK_BITS dword [gdt + TASK_B + 4], 0xFF00, 0x8900
                CHECK_BITS dword [TSS_B + T_EFLAGS], F_NT, 0
%endmacro

check_16:       CHECK_BITS dword [t_eax], 0xFFFF, 0xC000
                CHECK_BITS dword [t_ecx], 0xFFFF, 0xC111
                CHECK_BITS dword [t_edx], 0xFFFF, 0xC222
                CHECK_BITS dword [t_ebx], 0xFFFF, 0xC333
                CHECK_BITS dword [t_ebp], 0xFFFF, 0xC555
                CHECK_BITS dword [t_esi], 0xFFFF, 0xC666
                CHECK_BITS dword [t_edi], 0xFFFF, 0xC777
                CHECK_BITS dword [t_esp], 0xFFFF, 0x1000
                CHECK   dword [t_es], DATA_3
                CHECK   dword [t_cs], CODE_IMAGE
                CHECK   dword [t_ss], DATA_IMAGE
                CHECK   dword [t_ds], DATA_0
                CHECK   dword [t_fs], 0
                CHECK   dword [t_gs], 0
                CHECK   dword [t_tr], TASK_16
                ret
back_by_iret16: call    observe
                iretd

tests:
                TEST    "SDM 3A 7.3, table 7-2: JMP to a TSS: busy bits move, no NT, no back link; and back by JMP"
                TASK_B_AT back_by_jmp
                mov     dword [tss_pointer + 4], TASK_B
                SWITCH_BY jmp far [tss_pointer]
                call    check_b
                CHECK   dword [t_esp], STACK_B
                CHECK   dword [t_eflags], 2
                CHECK   dword [t_busy_main], 0x89, "access of the old TSS"
                CHECK   dword [t_busy_b], 0x8B, "access of the new TSS"
                CHECK   dword [TSS_B + T_LINK], 0x12345678, "back link"
                CHECK_BITS dword [gdt + TASK_B + 4], 0xFF00, 0x8900

                TEST    "SDM 3A 7.3, table 7-2: CALL to a TSS: both busy, NT and back link; IRET goes back and clears them"
                TASK_B_AT back_by_iret
                mov     dword [tss_pointer + 4], TASK_B
                SWITCH_BY call far [tss_pointer]
                NESTED_B

                TEST    "SDM 3A 7.2.5: CALL and JMP through a task gate in the GDT"
                TASK_B_AT back_by_iret
                CALL_GATE GATE, TASK_B, 0, 0, A_TASK_GATE
                mov     dword [tss_pointer + 4], GATE
                SWITCH_BY call far [tss_pointer]
                NESTED_B
                TASK_B_AT back_by_jmp
                SWITCH_BY jmp far [tss_pointer]
                call    check_b
                CHECK   dword [t_eflags], 2

                TEST    "SDM 3A 7.2.5: a task gate in the LDT; RPL of the selector in a gate means nothing"
                TASK_B_AT back_by_iret
                CALL_GATE GATE, TASK_B | 3, 0, 0, A_TASK_GATE | DPL(3)
                mov     eax, [gdt + GATE]
                mov     [LDT], eax
                mov     eax, [gdt + GATE + 4]
                mov     [LDT + 4], eax
                DESCRIPTOR LDT_B, LDT, 7, A_LDT, 0
                mov     eax, LDT_B
                lldt    ax
                mov     dword [tss + T_LDT], LDT_B      ; a switch does not save it
                mov     dword [tss_pointer + 4], 4
                call    far [tss_pointer]
                CHECK_BITS dword [t_tr], ~3, TASK_B
                CHECK   dword [t_ldt], 0
                sldt    ax
                and     eax, 0xFFFF
                CHECK   eax, LDT_B

                TEST    "SDM 3A 7.3: INT through a task gate: nothing is pushed, IRET goes back behind it"
                TASK_B_AT back_by_iret
                IDT_GATE PROBE, TASK_B, 0, A_TASK_GATE
                mov     dword [STACK_0 - 4], 0x5A5A5A5A
                SWITCH_BY int PROBE
                NESTED_B
                CHECK   dword [tss + T_ESP], STACK_0
                CHECK   dword [STACK_B - 4], back_by_iret + 5   ; the first thing that the task pushed

                TEST    "SDM 3A 7.3: entered again, a task goes on where its IRET left it"
                TASK_B_AT back_by_iret
                IDT_GATE PROBE, TASK_B, 0, A_TASK_GATE
                mov     dword [t_order], 0
                int     PROBE
                CHECK   dword [t_order], 0
                CHECK   dword [TSS_B + T_EIP], back_by_iret + 6
                int     PROBE
                CHECK   dword [t_order], 0x1E57

                TEST    "SDM 3A 6.12.2: a fault through a task gate: the error code lies on the new task's stack, RF is set in the old TSS"
                TASK_B_AT fault_task
                IDT_GATE X_GP, TASK_B, 0, A_TASK_GATE
                mov     dword [t_order], 0
                mov     ecx, 0xFFF8
  gp_fault:     mov     es, ecx
                jmp     gp_over
  fault_task:   mov     eax, [tss + T_EIP]
                mov     [t_order], eax
                mov     eax, [tss + T_EFLAGS]
                mov     [t_eflags], eax
                pop     dword [t_eax]
                mov     [t_esp], esp
                add     dword [tss + T_EIP], 2
                iretd
  gp_over:      CHECK   dword [t_order], gp_fault
                CHECK   dword [t_eax], 0xFFF8
                CHECK   dword [t_esp], STACK_B
                CHECK_BITS dword [t_eflags], F_RF, F_RF
                pushfd
                pop     ebx
                CHECK_BITS ebx, F_RF, 0

                TEST    "SDM 3A 6.12.2: an exception without an error code through a task gate pushes nothing"
                TASK_B_AT ud_task
                IDT_GATE X_UD, TASK_B, 0, A_TASK_GATE
                ud2
                jmp     ud_over
  ud_task:      mov     [t_esp], esp
                add     dword [tss + T_EIP], 2
                iretd
  ud_over:      CHECK   dword [t_esp], STACK_B

                TEST    "SDM 3A 6.15, #DF: a double fault through a task gate: error code 0"
                TASK_B_AT df_task
                IDT_GATE X_DF, TASK_B, 0, A_TASK_GATE
                IDT_GATE X_GP, CODE_0, 0, A_INT32 ^ ABSENT
                mov     dword [t_eax], -1
                mov     ecx, 0xFFF8
                mov     es, ecx
                jmp     df_over
  df_task:      pop     dword [t_eax]
                add     dword [tss + T_EIP], 2
                iretd
  df_over:      CHECK   dword [t_eax], 0

                TEST    "SDM 3A 6.15, #DF: a task gate for it saves a program whose stack is gone"
                TASK_B_AT df_stack_task
                IDT_GATE X_DF, TASK_B, 0, A_TASK_GATE
                DESCRIPTOR DATA_IMAGE, 0, 0xFF, A_DATA, B_
                mov     ebp, esp
                mov     eax, DATA_IMAGE
                mov     ss, eax
                mov     esp, 0x200
                push    eax                     ; #SS, whose frame has no room
  df_stack_back: mov    eax, DATA_0
                mov     ss, eax
                mov     esp, ebp
                CHECK   dword [t_eax], 0
                jmp     df_stack_over
  df_stack_task: pop    dword [t_eax]
                mov     dword [tss + T_EIP], df_stack_back
                iretd
  df_stack_over:

                TEST    "SDM 3A 7.4: a chain of three tasks and back"
                TASK_B_AT chain_b
                mov     esi, TSS_B
                mov     edi, TSS_C
                mov     ecx, 104 / 4
                rep movsd
                mov     dword [TSS_C + T_EIP], chain_c
                mov     dword [TSS_C + T_ESP], STACK_C
                DESCRIPTOR TASK_C, TSS_C, 103, A_TSS32, 0
                CALL_GATE GATE_OF_C, TASK_C, 0, 0, A_TASK_GATE
                mov     dword [t_order], 1
                call    TASK_B:0
                CHECK   dword [t_order], 0x1234
                CHECK_BITS dword [TSS_B], 0xFFFF, TSS_MAIN
                CHECK_BITS dword [TSS_C], 0xFFFF, TASK_B
                CHECK_BITS dword [gdt + TASK_B + 4], 0xFF00, 0x8900
                CHECK_BITS dword [gdt + TASK_C + 4], 0xFF00, 0x8900
                jmp     chain_over
  chain_b:      shl     dword [t_order], 4
                or      dword [t_order], 2
                call    GATE_OF_C:0
                shl     dword [t_order], 4
                or      dword [t_order], 4
                iretd
  chain_c:      shl     dword [t_order], 4
                or      dword [t_order], 3
                movzx   eax, byte [gdt + TASK_B + 5]
                mov     [t_busy_b], eax
                iretd
  chain_over:   CHECK   dword [t_busy_b], 0x8B

                TEST    "SDM 3A 7.4: JMP from a nested task: its NT stays in the saved image, the caller is left busy"
                TASK_B_AT leave_chain
                mov     esi, TSS_B
                mov     edi, TSS_C
                mov     ecx, 104 / 4
                rep movsd
                mov     dword [TSS_C + T_EIP], left_chain
                mov     dword [TSS_C + T_ESP], STACK_C
                DESCRIPTOR TASK_C, TSS_C, 103, A_TSS32, 0
                call    TASK_B:0
                jmp     left_over
  leave_chain:  jmp     TASK_C:0
  left_chain:   call    observe
                and     byte [gdt + TSS_MAIN + 5], ~2
                jmp     TSS_MAIN:0
  left_over:    CHECK_BITS dword [TSS_B + T_EFLAGS], F_NT, F_NT
                CHECK_BITS dword [gdt + TASK_B + 4], 0xFF00, 0x8900
                CHECK   dword [t_tr], TASK_C
                CHECK   dword [t_eflags], 2
                CHECK   dword [t_busy_main], 0x8B
                CHECK   dword [TSS_C], 0x12345678

                TEST    "SDM 3A 7.3: EFLAGS of the new task are loaded, reserved bits left out"
                TASK_B_AT back_by_jmp, 0xFF000000 | F_CF | F_DF | F_IOPL | F_OF
                jmp     TASK_B:0
                CHECK   dword [t_eflags], F_CF | F_DF | F_IOPL | F_OF | 2

                TEST    "SDM 3A 7.2.1: the new task runs at level 3; INT enters level 0 by its own TSS"
                TASK_B_AT level3_b
                mov     dword [TSS_B + T_CS], CODE_3
                mov     dword [TSS_B + T_SS], DATA_3
                mov     dword [TSS_B + T_DS], DATA_3
                mov     dword [TSS_B + T_ES], 0
                mov     dword [TSS_B + T_FS], 0
                mov     dword [TSS_B + 4], STACK_C
                CATCH
                jmp     TASK_B:0
  level3_b:     hlt
                CAUGHT  X_GP, 0, level3_b
                CHECK   dword [x_cs], CODE_3
                CHECK   dword [x_esp], STACK_B
                CHECK   dword [x_frame], STACK_C - 24

                TEST    "SDM 3A 7.3: from level 3, through a task gate of DPL 3 to a TSS of DPL 0"
                TASK_B_AT back_by_iret
                CALL_GATE GATE, TASK_B, 0, 0, A_TASK_GATE | DPL(3)
                RING    3
                call    GATE | 3:0
                RING_END
                CHECK   dword [t_tr], TASK_B
                CHECK   dword [tss + T_CS], CODE_3
                CHECK   dword [back_cs], CODE_3

                TEST    "SDM 3A 7.3: from level 3 to a TSS of DPL 3"
                TASK_B_AT back_by_iret
                DESCRIPTOR TASK_B, TSS_B, 103, A_TSS32 | DPL(3), 0
                RING    3
                call    TASK_B | 3:0
                RING_END
                CHECK   dword [back_cs], CODE_3
                CHECK_BITS dword [TSS_B], 0xFFFF, TSS_MAIN

                TEST    "SDM 3A 7.3: the LDT of the new task, and segments in it"
                TASK_B_AT back_by_iret
                DESCRIPTOR LDT_B, LDT, 23, A_LDT, 0
                mov     dword [LDT + 8], 0x0000FFFF
                mov     dword [LDT + 12], 0x00CF9200
                mov     dword [LDT + 16], 0x0000FFFF
                mov     dword [LDT + 20], 0x00CF9A00
                mov     dword [TSS_B + T_LDT], LDT_B | 0x55550000
                mov     dword [TSS_B + T_DS], 8 | 4
                mov     dword [TSS_B + T_SS], 8 | 4
                mov     dword [TSS_B + T_CS], 16 | 4
                call    TASK_B:0
                CHECK   dword [t_ldt], LDT_B
                CHECK   dword [t_ds], 8 | 4
                CHECK   dword [t_cs], 16 | 4
                CHECK_BITS dword [LDT + 12], 0x100, 0x100
                CHECK_BITS dword [LDT + 20], 0x100, 0x100
                sldt    ax
                and     eax, 0xFFFF
                CHECK   eax, 0

; ---------------------------------------------------------------- CR3, DR7, T

                TEST    "SDM 3A 7.3: with paging the new task's CR3 is loaded, and back; what the TLB held is gone"
                TASK_B_AT other_space
                PAGING
                mov     esi, PAGES              ; another directory and table
                mov     edi, FREE_PAGES
                mov     ecx, 0x2000 / 4
                rep movsd
                mov     dword [FREE_PAGES], (FREE_PAGES + 0x1000) | 7
                mov     dword [FREE_PAGES + 0x1000 + (SCRATCH + 0x8000) / 0x1000 * 4], (SCRATCH + 0x9000) | 7
                mov     dword [TSS_B + T_CR3], FREE_PAGES
                mov     dword [tss + T_CR3], PAGES
                mov     dword [SCRATCH + 0x8000], 0x88888888
                mov     dword [SCRATCH + 0x9000], 0x99999999
                call    TASK_B:0
                CHECK   dword [t_eax], 0x99999999
                CHECK   dword [SCRATCH + 0x8000], 0x88888888
                mov     eax, cr3
                CHECK   eax, PAGES
                CHECK   dword [t_ebx], FREE_PAGES
                CHECK   dword [tss + T_CR3], PAGES
                jmp     space_over
  other_space:  mov     eax, [SCRATCH + 0x8000]
                mov     [t_eax], eax
                mov     eax, cr3
                mov     [t_ebx], eax
                iretd
  space_over:

                TEST    "SDM 3A 7.3: without paging CR3 stays"
                TASK_B_AT back_by_iret
                mov     dword [TSS_B + T_CR3], FREE_PAGES
                mov     eax, PAGES
                mov     cr3, eax
                call    TASK_B:0
                mov     eax, cr3
                CHECK   eax, PAGES

                TEST    "SDM 3B 17.2.4: a task switch clears the local enables of DR7, and no others"
                TASK_B_AT back_by_iret
                mov     eax, 0x3FF              ; all local and global, far from here; LE, GE
                mov     ebx, LDT
                mov     dr0, ebx
                mov     dr1, ebx
                mov     dr2, ebx
                mov     dr3, ebx
                or      eax, 0x11110000
                mov     dr7, eax
                call    TASK_B:0
                xor     eax, eax
                mov     ebx, dr7
                mov     dr7, eax
                CHECK_BITS dword [t_dr7], 0xFFFF03FF, 0x111102AA
                CHECK_BITS ebx, 0xFFFF03FF, 0x111102AA

                TEST    "SDM 3A 7.2.1: the T bit: #DB before the new task's first instruction, DR6.BT"
                TASK_B_AT traced_b
                mov     word [TSS_B + T_TRAP], 1
                CATCH
                call    TASK_B:0
  traced_b:     hlt
                CAUGHT  X_DB, NO_ERROR, traced_b
                mov     eax, dr6
                and     eax, 0xE00F
                CHECK   eax, 0x8000
                str     ax
                and     eax, 0xFFFF
                CHECK   eax, TASK_B
                CHECK_BITS dword [x_eflags], F_RF | F_NT, F_NT
                CHECK   dword [x_edi], 0xB7777777

; ---------------------------------------------------------------- virtual-8086 mode

                TEST    "SDM 3B 20.2.1: a task switch enters virtual-8086 mode"
                TASK_B_AT OFF(v86_b), F_VM | F_CF | 2
                mov     dword [TSS_B + T_CS], HERE
                mov     dword [TSS_B + T_SS], 0x3000
                mov     dword [TSS_B + T_ESP], 0x8000
                mov     dword [TSS_B + T_DS], 0x1111
                mov     dword [TSS_B + T_ES], 0x2222
                mov     dword [TSS_B + T_FS], 0x3333
                mov     dword [TSS_B + T_GS], 0x4444
                CATCH
                jmp     TASK_B:0
bits 16
  v86_b:        hlt
bits 32
                CAUGHT  X_GP, 0, OFF(v86_b)
                CHECK_BITS dword [x_eflags], -1, F_VM | F_CF | F_RF | 2
                CHECK   dword [x_cs], HERE
                CHECK   dword [x_ss], 0x3000
                CHECK   dword [x_esp], 0x8000
                CHECK   dword [x_ds], 0x1111
                CHECK   dword [x_es], 0x2222
                CHECK   dword [x_fs], 0x3333
                CHECK   dword [x_gs], 0x4444
                CHECK   dword [x_frame], STACK_ENTRY - 40

                TEST    "SDM 3B 20.2.3: INT through a task gate out of virtual-8086 mode, and IRET back into it"
                TASK_B_AT back_by_iret
                IDT_GATE PROBE, TASK_B, 0, A_TASK_GATE | DPL(3)
                V86
                mov     bx, 0x1234
                mov     gs, bx
                int     PROBE
  v86_behind:   mov     cx, gs
                mov     dx, ds
                V86_END
                call    check_b
                CHECK   ecx, 0x1234
                CHECK   edx, HERE
                CHECK   dword [tss + T_EIP], OFF(v86_behind)
                CHECK   dword [tss + T_EFLAGS], F_VM | F_IOPL | 2
                CHECK_BITS dword [tss + T_CS], 0xFFFF, HERE
                CHECK_BITS dword [tss + T_GS], 0xFFFF, 0x1234
                CHECK_BITS dword [back_eflags], F_VM, F_VM

; ---------------------------------------------------------------- 16-bit TSSs

; TSS_16 of a task in 32-bit code at IMAGE; the flat stack can't be reached with 16 bits.
%macro TASK_16_AT 1                     ; label
                DESCRIPTOR CODE_IMAGE, IMAGE, 0xFFFF, A_CODE, B_
                DESCRIPTOR DATA_IMAGE, 0, 0xFFFFF, A_DATA, G_
                mov     edi, TSS_16
                mov     ecx, 0x2C / 4
                xor     eax, eax
                cld
                rep stosd
                mov     word [TSS_16 + S_IP], OFF(%1)
                mov     word [TSS_16 + S_FLAGS], F_CF | 2
                mov     word [TSS_16 + S_AX], 0xC000
                mov     word [TSS_16 + S_CX], 0xC111
                mov     word [TSS_16 + S_DX], 0xC222
                mov     word [TSS_16 + S_BX], 0xC333
                mov     word [TSS_16 + S_SP], 0x1000
                mov     word [TSS_16 + S_BP], 0xC555
                mov     word [TSS_16 + S_SI], 0xC666
                mov     word [TSS_16 + S_DI], 0xC777
                mov     word [TSS_16 + S_ES], DATA_3
                mov     word [TSS_16 + S_CS], CODE_IMAGE
                mov     word [TSS_16 + S_SS], DATA_IMAGE
                mov     word [TSS_16 + S_DS], DATA_0
                DESCRIPTOR TASK_16, TSS_16, 0x2B, A_TSS16, 0
                xor     edi, edi
%endmacro
                TEST    "SDM 3A 7.6: CALL from a 32-bit TSS to a 16-bit TSS and back by IRET"
                TASK_16_AT back_by_iret16
                SWITCH_BY call TASK_16:0
                call    check_16
                CHECK   dword [t_eflags], F_NT | F_CF | 2
                CHECK_BITS dword [TSS_16], 0xFFFF, TSS_MAIN
                CHECK_BITS dword [gdt + TASK_16 + 4], 0xFF00, 0x8100
                CHECK_BITS dword [TSS_16 + S_FLAGS - 2], 0xFFFF0000 & (F_NT << 16), 0
                CHECK_BITS dword [TSS_16 + S_IP - 2], 0xFFFF0000, (OFF(back_by_iret16) + 6) << 16

                TEST    "SDM 3A 7.6: INT through a task gate from a 32-bit TSS to a 16-bit TSS; an error code is a word"
                TASK_16_AT error_16
                IDT_GATE X_GP, TASK_16, 0, A_TASK_GATE
                mov     dword [SCRATCH], 0
                mov     ecx, 0xFFF8
                mov     es, ecx
                jmp     error_16_over
  error_16:     mov     [t_esp], esp
                mov     eax, [ss:0xFFE]
                mov     [t_eax], eax
                add     dword [tss + T_EIP], 2
                add     sp, 2
                iretd
  error_16_over: CHECK_BITS dword [t_esp], 0xFFFF, 0xFFE
                CHECK_BITS dword [t_eax], 0xFFFF, 0xFFF8

; The running task becomes one with a 16-bit TSS.
%macro MAIN_IS_16 0
                DESCRIPTOR MAIN_16, TSS_MAIN_16, 0x2B, A_TSS16, 0
                mov     edi, TSS_MAIN_16
                mov     ecx, 0x40 / 4
                mov     eax, -1
                cld
                rep stosd
                mov     word [TSS_MAIN_16 + S_LDT], 0
                mov     eax, MAIN_16
                ltr     ax
                xor     eax, eax
%endmacro
                TEST    "SDM 3A 7.6: CALL from a 16-bit TSS to a 32-bit TSS: words are saved, FS and GS are not"
                TASK_B_AT back_by_iret
                DESCRIPTOR CODE_IMAGE, IMAGE, 0xFFFF, A_CODE, B_
                DESCRIPTOR DATA_IMAGE, 0, 0xFFFFF, A_DATA, G_
                MAIN_IS_16
                mov     ebp, esp
                mov     eax, DATA_IMAGE
                mov     ss, eax
                mov     esp, 0x1000
                mov     edx, 0xA2222222
                mov     ebx, 0xA3333333
                mov     esi, 0xA6666666
                mov     edi, 0xA7777777
                mov     eax, DATA_3
                mov     fs, eax
                push    dword F_CF | 2
                popfd
                jmp     CODE_IMAGE:OFF(from_16)
  from_16:      call    TASK_B:0
  from_16_back: mov     ecx, fs
                mov     [t_fs], ecx
                mov     [t_edx], edx
                mov     eax, DATA_0
                mov     ss, eax
                mov     esp, STACK_0
                jmp     CODE_0:from_16_flat
  from_16_flat: CHECK_BITS dword [TSS_MAIN_16 + S_IP - 2], 0xFFFF0000, OFF(from_16_back) << 16
                CHECK   dword [TSS_MAIN_16 + S_FLAGS], (F_CF | 2) | DATA_3 << 16, "FLAGS, AX"
                CHECK_BITS dword [TSS_MAIN_16 + S_DX], -1, 0x33332222
                CHECK_BITS dword [TSS_MAIN_16 + S_SI], -1, 0x77776666
                CHECK   dword [TSS_MAIN_16 + S_ES], DATA_0 | CODE_IMAGE << 16, "ES, CS"
                CHECK   dword [TSS_MAIN_16 + S_SS], DATA_IMAGE | DATA_0 << 16, "SS, DS"
                CHECK   dword [TSS_MAIN_16 + 0x2C], -1, "behind the TSS"
                CHECK   dword [t_tr], TASK_B
                CHECK_BITS dword [TSS_B], 0xFFFF, MAIN_16
                CHECK_BITS dword [t_fs], 0xFFFF, 0
                CHECK_BITS dword [t_edx], 0xFFFF, 0x2222
                CHECK_BITS dword [gdt + MAIN_16 + 4], 0xFF00, 0x8300

                TEST    "SDM 3A 7.6: from a 16-bit TSS to a 16-bit TSS and back"
                TASK_16_AT back_by_iret16
                MAIN_IS_16
                mov     eax, DATA_IMAGE
                mov     ss, eax
                mov     esp, 0x800
                mov     edi, 0xA777
                jmp     CODE_IMAGE:OFF(from_16_to_16)
  from_16_to_16: call   TASK_16:0
                mov     eax, DATA_0
                mov     ss, eax
                mov     esp, STACK_0
                jmp     CODE_0:to_16_flat
  to_16_flat:   and     edi, 0xFFFF
                CHECK   edi, 0xA777
                call    check_16
                CHECK_BITS dword [TSS_16], 0xFFFF, MAIN_16
                CHECK_BITS dword [gdt + TASK_16 + 4], 0xFF00, 0x8100
                str     ax
                and     eax, 0xFFFF
                CHECK   eax, MAIN_16
                END_TESTS
