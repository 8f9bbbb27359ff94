; The resume flag: what is pushed for it, by cause; repeated string instructions that are interrupted, traced, or have a breakpoint.
; SDM vol. 3B, 17.3.1.1. Bochs 2.7 leaves RF clear in the middle of a REP and by general detect: ten of these fail there.
; run on: 386 486 pentium pentium3 pentium4

%include "harness.inc"

                jmp     tests

COUNT           equ 0x20000             ; iterations: enough for a timer tick to arrive in between
IRQ0            equ 0x50

align 4
frames:         dd      0               ; how often the handler was entered
middle:         dd      0               ; RF in images taken in the middle of REP, and'ed
last_eip:       dd      0
last_eflags:    dd      0
last_ecx:       dd      0
ticks:          dd      0

; IRQ 0 at vector IRQ0, edge-triggered, everything else masked; channel 0 of the timer counts down once from AX (mode 0).
start_timer:    push    eax
                mov     al, 0x11                ; ICW1: ICW4 follows, cascaded
                out     0x20, al
                mov     al, IRQ0                ; ICW2
                out     0x21, al
                mov     al, 4                   ; ICW3
                out     0x21, al
                mov     al, 1                   ; ICW4: 8086
                out     0x21, al
                mov     al, 0xFE
                out     0x21, al
                mov     al, 0x30                ; channel 0, both bytes, mode 0
                out     0x43, al
                pop     eax
                out     0x40, al
                mov     al, ah
                out     0x40, al
                ret
stop_timer:     mov     al, 0xFF
                out     0x21, al
                mov     al, 0x20
                out     0x20, al
                ret

; The timer's interrupt: remembers what it interrupted.
on_tick:        push    eax
                inc     dword [ticks]
                mov     eax, [esp + 4]
                mov     [last_eip], eax
                mov     eax, [esp + 12]
                mov     [last_eflags], eax
                mov     [last_ecx], ecx
                mov     al, 0x20
                out     0x20, al
                pop     eax
                iretd

; Single step: counts, and notes RF of all images but the last. Resumes.
on_step:        inc     dword [frames]
                push    eax
                mov     eax, [esp + 4]
                mov     [last_eip], eax
                mov     eax, [esp + 12]
                mov     [last_eflags], eax
                test    ecx, ecx
                jz      .last
                and     [middle], eax
.last:          pop     eax
                iretd

; A breakpoint: counts, sets RF in the image, resumes.
on_breakpoint:  inc     dword [frames]
                push    eax
                mov     eax, [esp + 4]
                mov     [last_eip], eax
                mov     eax, [esp + 12]
                mov     [last_eflags], eax
                mov     [last_ecx], ecx
                pop     eax
                or      dword [esp + 8], F_RF
                iretd

; TICK_IN timer count, instruction: with interrupts on, IRQ 0 arrives within it
%macro TICK_IN 2+
                IDT_GATE IRQ0, CODE_0, LIN(on_tick), A_INT32
                mov     dword [ticks], 0
                mov     ax, %1
                call    start_timer
                mov     ecx, COUNT
                mov     esi, SCRATCH
                mov     edi, SCRATCH
                cld
                sti
                nop
  %%rep:        %2
                cli
                call    stop_timer
                CHECK   dword [ticks], 1, "ticks"
                CHECK   dword [last_eip], %%rep, "saved EIP"
                CHECK_BITS dword [last_eflags], F_RF | F_IF, F_RF | F_IF
%endmacro

tests:
                TEST    "SDM 3B 17.3.1.1: an interrupt in the middle of REP STOSB pushes RF = 1"
                TICK_IN 100, rep stosb
                CHECK   ecx, 0
                CHECK   edi, SCRATCH + COUNT
                TEST    "SDM 3B 17.3.1.1: an interrupt in the middle of REP LODSB pushes RF = 1"
                TICK_IN 100, rep lodsb
                CHECK   esi, SCRATCH + COUNT
                TEST    "SDM 3B 17.3.1.1: an interrupt in the middle of REPE CMPSB pushes RF = 1"
                TICK_IN 100, repe cmpsb
                CHECK   esi, SCRATCH + COUNT
                TEST    "SDM 3B 17.3.1.1: an interrupt in the middle of REP MOVSB pushes RF = 1"
                TICK_IN 100, rep movsb
                CHECK   edi, SCRATCH + COUNT

                TEST    "SDM 3B 17.3.1.1: an interrupt between instructions pushes RF = 0"
                IDT_GATE IRQ0, CODE_0, LIN(on_tick), A_INT32
                mov     dword [ticks], 0
                mov     ax, 100
                call    start_timer
                sti
  between:      cmp     dword [ticks], 0
                je      between
                cli
                call    stop_timer
                CHECK_BITS dword [last_eflags], F_RF, 0

                TEST    "SDM 3B 17.3.1.1: an interrupt in the middle of REP through a task gate: RF is set in the TSS"
                mov     eax, cr3
                mov     [SCRATCH + 0x30000 + 0x1C], eax
                mov     dword [SCRATCH + 0x30000 + 0x20], task_tick
                mov     dword [SCRATCH + 0x30000 + 0x24], 2
                mov     dword [SCRATCH + 0x30000 + 0x38], STACK_TASK
                mov     dword [SCRATCH + 0x30000 + 0x48], DATA_0
                mov     dword [SCRATCH + 0x30000 + 0x4C], CODE_0
                mov     dword [SCRATCH + 0x30000 + 0x50], DATA_0
                mov     dword [SCRATCH + 0x30000 + 0x54], DATA_0
                mov     dword [SCRATCH + 0x30000 + 0x60], 0
                mov     dword [SCRATCH + 0x30000 + 0x64], 0x680000
                DESCRIPTOR SLOT, SCRATCH + 0x30000, 103, A_TSS32, 0
                IDT_GATE IRQ0, SLOT, 0, A_TASK_GATE
                mov     dword [ticks], 0
                mov     ax, 100
                call    start_timer
                mov     ecx, COUNT
                mov     edi, SCRATCH
                cld
                sti
                nop
  task_rep:     rep stosb
                cli
                call    stop_timer
                CHECK   dword [ticks], 1
                CHECK   ecx, 0
                CHECK   dword [last_eip], task_rep
                CHECK_BITS dword [last_eflags], F_RF | F_IF, F_RF | F_IF
                jmp     task_over
task_tick:      inc     dword [ticks]
                mov     eax, [tss + 0x20]
                mov     [last_eip], eax
                mov     eax, [tss + 0x24]
                mov     [last_eflags], eax
                mov     al, 0x20
                out     0x20, al
                iretd
                jmp     task_tick
task_over:

; TRACED gates' handler, instruction: single step over REP with a count of 5
%macro TRACED 1+
                IDT_GATE X_DB, CODE_0, LIN(on_step), A_INT32
                mov     dword [frames], 0
                mov     dword [middle], -1
                mov     ecx, 5
                mov     esi, SCRATCH
                mov     edi, SCRATCH
                cld
                push    dword F_TF | F_ZF | 2
                push    dword CODE_0
                push    dword %%rep
                iretd
  %%rep:        %1
  %%behind:     push    dword 2                 ; traced as well, the POPFD too
                popfd
  %%end:        CHECK   dword [frames], 7, "traps"
                CHECK_BITS dword [middle], F_RF, F_RF
                CHECK   dword [last_eip], %%end, "the last saved EIP"
                CHECK_BITS dword [last_eflags], F_RF, 0
%endmacro
                TEST    "SDM 3B 17.3.1.1: single step within REP MOVSB pushes RF = 1 but behind the last iteration"
                TRACED  rep movsb
                CHECK   ecx, 0
                TEST    "SDM 3B 17.3.1.1: single step within REP LODSD pushes RF = 1 but behind the last iteration"
                TRACED  rep lodsd
                CHECK   esi, SCRATCH + 20
                TEST    "SDM 3B 17.3.1.1: single step within REPE CMPSB pushes RF = 1 but behind the last iteration"
                TRACED  repe cmpsb
                CHECK   ecx, 0

                TEST    "SDM 3B 17.3.1.1: a data breakpoint in the middle of REP STOSB is a trap that pushes RF = 1"
                IDT_GATE X_DB, CODE_0, LIN(on_breakpoint), A_INT32
                mov     dword [frames], 0
                mov     eax, SCRATCH + 2
                mov     dr0, eax
                mov     eax, 0x00010302         ; write, a byte, exact
                mov     dr7, eax
                mov     ecx, 5
                mov     edi, SCRATCH
                cld
  watched_rep:  rep stosb
                xor     eax, eax
                mov     dr7, eax
                CHECK   dword [frames], 1
                CHECK   ecx, 0
                CHECK   dword [last_ecx], 2
                CHECK   dword [last_eip], watched_rep
                CHECK_BITS dword [last_eflags], F_RF, F_RF
                mov     eax, dr6
                and     eax, 0xE00F
                CHECK   eax, 1

                TEST    "SDM 3B 17.3.1.1: a data breakpoint at the last iteration of REP STOSB pushes RF = 0"
                IDT_GATE X_DB, CODE_0, LIN(on_breakpoint), A_INT32
                mov     dword [frames], 0
                mov     eax, SCRATCH + 4
                mov     dr0, eax
                mov     eax, 0x00010302
                mov     dr7, eax
                mov     ecx, 5
                mov     edi, SCRATCH
                cld
                rep stosb
  behind_rep:   xor     eax, eax
                mov     dr7, eax
                CHECK   dword [frames], 1
                CHECK   dword [last_ecx], 0
                CHECK   dword [last_eip], behind_rep
                CHECK_BITS dword [last_eflags], F_RF, 0

                TEST    "SDM 3B 17.3.1.1: an instruction breakpoint pushes RF = 0; at a REP it comes once, before the first iteration"
                IDT_GATE X_DB, CODE_0, LIN(on_breakpoint), A_INT32
                mov     dword [frames], 0
                mov     eax, broken_rep
                mov     dr1, eax
                mov     eax, 0x00000308
                mov     dr7, eax
                mov     ecx, 5
                mov     edi, SCRATCH
                cld
  broken_rep:   rep stosb
                xor     eax, eax
                mov     dr7, eax
                CHECK   dword [frames], 1
                CHECK   ecx, 0
                CHECK   dword [last_ecx], 5
                CHECK   dword [last_eip], broken_rep
                CHECK_BITS dword [last_eflags], F_RF, 0

                TEST    "SDM 3B 17.3.1.3: general detect is a fault that pushes RF = 1"
                mov     eax, 0x2400
                mov     dr7, eax
                CATCH
  detected:     mov     eax, dr0
                CAUGHT  X_DB, NO_ERROR, detected
                CHECK_BITS dword [x_eflags], F_RF, F_RF
                mov     eax, dr6
                and     eax, 0xE00F
                CHECK   eax, 0x2000
                mov     eax, dr7
                and     eax, 0x2000
                CHECK   eax, 0

; FAULTS vector, error, instruction: pushes RF = 1
%macro FAULTS 3+
                CATCH
  %%fault:      %3
                CAUGHT  %1, %2, %%fault
                CHECK_BITS dword [x_eflags], F_RF, F_RF
                CHECK_BITS dword [x_entry_eflags], F_RF, 0
%endmacro
                TEST    "SDM 3B 17.3.1.1: faults push RF = 1"
                FAULTS  X_DE, NO_ERROR, div ebx
                FAULTS  X_UD, NO_ERROR, ud2
                FAULTS  X_GP, 0x10, jmp 0x10:0
                mov     ecx, SLOT
                DESCRIPTOR SLOT, 0, 0xFFFFF, A_DATA ^ ABSENT, G_ | B_
                FAULTS  X_NP, SLOT, mov es, ecx
                FAULTS  X_SS, SLOT, mov ss, ecx
                mov     edx, [bounds]
                FAULTS  X_BR, NO_ERROR, bound edx, [bounds + 4]
                PAGING
                PTE     SCRATCH, 0
                FAULTS  X_PF, 0, mov eax, [SCRATCH]
                jmp     bounds_over
align 4
bounds:         dd      100, 0, 99
bounds_over:
; TRAPS vector, instruction of one byte: pushes RF = 0
%macro TRAPS 2+
                CATCH
                %2
  %%behind:     nop
                CAUGHT  %1, NO_ERROR, %%behind
                CHECK_BITS dword [x_eflags], F_RF, 0
%endmacro
                TEST    "SDM 3B 17.3.1.1: traps push RF = 0"
                TRAPS   X_BP, int3
                TRAPS   X_BP, int 3
                mov     al, 0x7F
                add     al, 1
                TRAPS   X_OF, into
                TRAPS   0x77, int 0x77

                TEST    "SDM 3B 17.3.1.1: faults through 16-bit gates have no place for RF, and clear it"
                IDT_GATE X_UD, SLOT, OFF(narrow), A_INT16
                DESCRIPTOR SLOT, IMAGE, 0xFFFF, A_CODE, B_
                mov     dword [last_eflags], 0
                jmp     SLOT:OFF(narrow_fault)
narrow_fault:   ud2
                jmp     CODE_0:narrow_over
narrow:         pushfd
                pop     dword [last_eflags]
                mov     dword [last_eip], 2
                add     word [esp], 2
                o16 iret
narrow_over:    CHECK   dword [last_eip], 2
                CHECK_BITS dword [last_eflags], F_RF, 0
                END_TESTS
