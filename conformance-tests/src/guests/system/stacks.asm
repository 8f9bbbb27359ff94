; Stack limits, #SS, 16- and 32-bit stacks. SDM vol. 3A, 5.3 and 6.15; vol. 1, 6.2; vol. 2, PUSH, POP, ENTER, LEAVE.
; run on: 386 486 pentium pentium3 pentium4

%include "harness.inc"

SS_DATA         equ SCRATCH + 0x10000
STACK_32        equ SLOT                ; 32-bit, limit FFFh
STACK_16        equ SLOT + 8            ; 16-bit, limit FFFFh
STACK_DOWN      equ SLOT + 0x10         ; 32-bit, expand-down, above FFFh
STACK_16_SMALL  equ SLOT + 0x18         ; 16-bit, limit FFFh
CODE_HERE       equ SLOT + 0x20         ; 32-bit, for far calls

                jmp     around_stacks
stacks:         pop     ebx
                DESCRIPTOR STACK_32, SS_DATA, 0xFFF, A_DATA, B_
                DESCRIPTOR STACK_16, SS_DATA, 0xFFFF, A_DATA, 0
                DESCRIPTOR STACK_DOWN, SS_DATA, 0, A_DATA_DOWN, G_ | B_
                DESCRIPTOR STACK_16_SMALL, SS_DATA, 0xFFF, A_DATA, 0
                cld
                mov     edi, SS_DATA
                mov     ecx, 0x4000
                mov     eax, 0xCCCCCCCC
                rep stosd
                mov     eax, 0xA0A0A0A0
                mov     ecx, 0xC1C1C1C1
                mov     edx, 0xD2D2D2D2
                mov     ebp, 0xB5B5B5B5
                mov     esi, 0x06060606
                mov     edi, 0x07070707
                jmp     ebx
around_stacks:

; The handler is entered at level 0 on the stack that faulted: so these run at level 3.
%macro ON 2                                     ; stack, ESP
                or      byte [gdt + (%1) + 5], DPL(3)
                RING    3
                push    dword (%1) | 3
                pop     ss
                mov     esp, %2
%endmacro

; OVERFLOWS stack, ESP, instruction: #SS(0); nothing changes, in registers or memory.
%macro OVERFLOWS 3+
  %defstr %%instruction %3
  %defstr %%stack %1
  %defstr %%esp %2
  %strcat %%name "SDM 3A 6.15, #SS: ", %%instruction, " on ", %%stack, ", ESP ", %%esp
                TEST    %%name
                call    stacks
                CATCH
                ON      %1, %2
  %%at:         %3
                RING_END
                CAUGHT  X_SS, 0, %%at
                CHECK   dword [x_esp], %2
                CHECK   dword [x_ss], (%1) | 3
                CHECK   dword [x_cs], CODE_3
                CHECK   eax, 0xA0A0A0A0
                CHECK   ecx, 0xC1C1C1C1
                CHECK   edx, 0xD2D2D2D2
                CHECK   ebp, 0xB5B5B5B5
                CHECK   esi, 0x06060606
                CHECK   edi, 0x07070707
                CHECK_BITS dword [x_eflags], F_RF, F_RF
%endmacro
                OVERFLOWS STACK_32, 2, push eax
                OVERFLOWS STACK_32, 1, push ax
                OVERFLOWS STACK_32, 0, push eax
                OVERFLOWS STACK_32, 0, push dword 5
                OVERFLOWS STACK_32, 0, push byte 5
                OVERFLOWS STACK_32, 0, push dword [SCRATCH]
                OVERFLOWS STACK_32, 3, push fs
                OVERFLOWS STACK_32, 0, pushfd
                OVERFLOWS STACK_32, 28, pushad
                OVERFLOWS STACK_32, 12, pusha
                OVERFLOWS STACK_32, 14, o16 pusha
                OVERFLOWS STACK_32, 0x1004, push eax
                OVERFLOWS STACK_32, 0, call around_stacks
                OVERFLOWS STACK_32, 4, call CODE_3:around_stacks
                OVERFLOWS STACK_32, 0, call eax
                OVERFLOWS STACK_32, 0xFFD, pop eax
                OVERFLOWS STACK_32, 0xFFF, pop ax
                OVERFLOWS STACK_32, 0xFFD, pop dword [SCRATCH]
                OVERFLOWS STACK_32, 0xFFF, pop fs
                OVERFLOWS STACK_32, 0xFFD, popfd
                OVERFLOWS STACK_32, 0xFFD, ret
                OVERFLOWS STACK_32, 0xFFD, ret 4
                OVERFLOWS STACK_32, 0xFFC, retf
                OVERFLOWS STACK_32, 0xFF8, iretd
                OVERFLOWS STACK_32, 0xFFFFFFFF, pop ax
                OVERFLOWS STACK_32, 0, enter 0, 0
                OVERFLOWS STACK_32, 4, enter 16, 0
                OVERFLOWS STACK_32, 0x100, enter 0x100, 0
                OVERFLOWS STACK_32, 0x100, leave
                OVERFLOWS STACK_32, 0x1000, mov eax, [esp]
                OVERFLOWS STACK_32, 0x1000, mov eax, [ebp]
                OVERFLOWS STACK_32, 0x1000, mov [ebp + 4], al
                OVERFLOWS STACK_32, 0x1000, mov al, [ss:0x1000]
                OVERFLOWS STACK_DOWN, 0x1002, push eax
                OVERFLOWS STACK_DOWN, 0x1000, push ax
                OVERFLOWS STACK_DOWN, 0x1010, pushad
                OVERFLOWS STACK_DOWN, 0xFFE, pop eax
                OVERFLOWS STACK_16, 0x12340001, push ax
                OVERFLOWS STACK_16, 0x12340001, push eax
                OVERFLOWS STACK_16, 0x12340002, push dword [SCRATCH + 4]
                OVERFLOWS STACK_16, 0x1234FFFF, pop ax
                OVERFLOWS STACK_16, 0x1234FFFD, pop eax
                OVERFLOWS STACK_16_SMALL, 0x12341000, pop eax
                OVERFLOWS STACK_16_SMALL, 0x12340000, push eax
                OVERFLOWS STACK_16_SMALL, 0x12340000, enter 0, 0
                OVERFLOWS STACK_16_SMALL, 0x12340000, call around_stacks

; ON_16, ON_32 ESP: level 0 on such a stack. OFF ends it; ESP then was in EBX.
%macro ON_16 1
                mov     eax, STACK_16
                mov     ss, eax
                mov     esp, %1
                mov     eax, 0xA0A0A0A0
%endmacro
%macro OFF_STACK 0
                mov     ebx, esp
                push    eax
                mov     eax, DATA_0
                mov     ss, eax
                mov     esp, STACK_0
                movzx   eax, bx
                mov     eax, [SS_DATA + eax - 4]
%endmacro

; LEAVES_16 what, ESP, ESP after, instruction: 32-bit code on a 16-bit stack. The upper half of ESP stays.
%macro LEAVES_16 3+
  %defstr %%instruction %3
  %defstr %%esp %1
  %strcat %%name "SDM 1 6.2.3: a 16-bit stack uses SP only, ESP ", %%esp, ": ", %%instruction
                TEST    %%name
                call    stacks
                mov     ebp, 0xB5B52000
                ON_16   %1
                %3
                mov     ebx, esp
                mov     edx, DATA_0
                mov     ss, edx
                mov     esp, STACK_0
                CHECK   ebx, %2
%endmacro
                LEAVES_16 0x12341000, 0x12340FFC, push eax
                LEAVES_16 0x12341000, 0x12340FFE, push ax
                LEAVES_16 0x12340000, 0x1234FFFC, push eax
                LEAVES_16 0x12340000, 0x1234FFFE, push ax
                LEAVES_16 0x1234FFFC, 0x12340000, pop ecx
                LEAVES_16 0x1234FFFE, 0x12340000, pop cx
                LEAVES_16 0x12340000, 0x1234FFE0, pushad
                LEAVES_16 0x1234FFE0, 0x12340000, popad
                LEAVES_16 0x12341000, 0x12340FEC, enter 16, 0
                LEAVES_16 0x12341000, 0x12340FE4, enter 16, 2
                LEAVES_16 0x12341000, 0x12342004, leave
                LEAVES_16 0x12341000, 0x12342002, o16 leave

                TEST    "SDM 1 6.2.3: a 16-bit stack: CALL and RET n wrap SP"
                call    stacks
                ON_16   0x12340000
                call    .called
                jmp     .returned
  .called:      mov     ecx, esp
                movzx   esi, sp
                mov     edx, [SS_DATA + esi]
                ret     0x10
  .returned:    mov     ebx, esp
                mov     eax, DATA_0
                mov     ss, eax
                mov     esp, STACK_0
                CHECK   ecx, 0x1234FFFC
                CHECK   ebx, 0x12340010

                TEST    "SDM 2B PUSH: ESP as it was before, on a 32-bit and a 16-bit stack"
                call    stacks
                mov     edx, esp
                push    esp
                pop     ecx
                CHECK   ecx, edx
                ON_16   0x12341000
                push    esp
                OFF_STACK
                CHECK   dword [SS_DATA + 0xFFC], 0x12341000
                CHECK   ebx, 0x12340FFC

                TEST    "SDM 2B POP: ESP takes the value from the old top"
                push    dword 0x36000
                pop     esp
                mov     ebx, esp
                mov     esp, STACK_0
                CHECK   ebx, 0x36000

                TEST    "SDM 2B POP: a base of ESP is the one after the increment"
                mov     dword [STACK_0 - 8], 0x11111111
                mov     dword [STACK_0 - 4], 0x22222222
                push    dword 0
                push    dword 0
                mov     dword [esp], 0x55555555
                pop     dword [esp]
                mov     ebx, esp
                mov     ecx, [esp]
                CHECK   ebx, STACK_0 - 4
                CHECK   ecx, 0x55555555

                TEST    "SDM 2B POP: a destination that faults leaves ESP"
                push    dword 0x1234
                CATCH
  pop_fault:    pop     dword [fs:0]
                CAUGHT  X_GP, 0, pop_fault
                CHECK   dword [x_esp], STACK_0 - 4

                TEST    "SDM 2B PUSH: a source that faults leaves ESP"
                CATCH
  push_fault:   push    dword [fs:0]
                CAUGHT  X_GP, 0, push_fault
                CHECK   dword [x_esp], STACK_0

                TEST    "SDM 2B PUSH: a segment register as a doubleword moves ESP by 4, POP as well"
                mov     dword [STACK_0 - 4], 0
                push    ds
                mov     ebx, esp
                CHECK   ebx, STACK_0 - 4
                CHECK_BITS dword [STACK_0 - 4], 0xFFFF, DATA_0
                pop     fs
                mov     ebx, esp
                CHECK   ebx, STACK_0
                o16 push ds
                mov     ebx, esp
                CHECK   ebx, STACK_0 - 2
                o16 pop fs
                mov     ebx, esp
                CHECK   ebx, STACK_0

                TEST    "SDM 2B PUSHA, POPA: the ESP pushed is that before; POPA skips it"
                call    stacks
                mov     ebx, 0xBBBBBBBB
                pushad
                mov     [SCRATCH], esp
                CHECK   dword [STACK_0 - 20], STACK_0
                CHECK   dword [STACK_0 - 32], 0x07070707
                CHECK   dword [STACK_0 - 4], 0xA0A0A0A0
                mov     dword [STACK_0 - 20], 0x12345678
                xor     eax, eax
                xor     edi, edi
                popad
                mov     [SCRATCH + 4], esp
                CHECK   dword [SCRATCH], STACK_0 - 32
                CHECK   dword [SCRATCH + 4], STACK_0
                CHECK   eax, 0xA0A0A0A0
                CHECK   edi, 0x07070707

; NESTED level: ENTER 16, level; the display comes from the frame at EBP.
%macro NESTED 1
  %defstr %%level %1
  %strcat %%name "SDM 2A ENTER: level ", %%level
                TEST    %%name
                mov     ecx, 32
                mov     edi, SCRATCH + 0x100
  %%fill:       mov     [edi + ecx * 4 - 4], ecx
                loop    %%fill
                mov     ebp, SCRATCH + 0x180
                enter   16, %1
                mov     ebx, esp
                mov     esi, ebp
                mov     edi, [STACK_0 - 4]
  %assign %%nesting (%1) & 31
  %if %%nesting == 0
                mov     esp, STACK_0
                CHECK   ebx, STACK_0 - 4 - 16
  %else
                mov     esp, STACK_0 - 0x400
                CHECK   ebx, STACK_0 - 4 - 16 - 4 * %%nesting
                CHECK   dword [STACK_0 - 4 - 4 * %%nesting], STACK_0 - 4, "frame pointer"
    %if %%nesting > 1
                CHECK   dword [STACK_0 - 8], 32, "first of the display"
                CHECK   dword [STACK_0 - 4 * %%nesting], 34 - %%nesting, "last of the display"
    %endif
                mov     esp, STACK_0
  %endif
                CHECK   esi, STACK_0 - 4
                CHECK   edi, SCRATCH + 0x180, "old EBP"
%endmacro
%assign nesting 0
%rep 32
                NESTED  %[nesting]
  %assign nesting nesting + 1
%endrep
                NESTED  33

                TEST    "SDM 2A ENTER: a display that faults changes nothing"
                PAGING
                PTE     SCRATCH + 0x1000, 0
                mov     ebp, SCRATCH + 0x2004
                CATCH
  enter_fault:  enter   16, 4
                CAUGHT  X_PF, 0, enter_fault
                CHECK   ebp, SCRATCH + 0x2004
                CHECK   dword [x_esp], STACK_0
                CHECK   dword [x_cr2], SCRATCH + 0x1FFC
                NO_PAGING

                TEST    "SDM 2A LEAVE: a fault leaves ESP and EBP"
                mov     ebp, SCRATCH + 0x1000
                PAGING
                PTE     SCRATCH + 0x1000, 0
                CATCH
  leave_fault:  leave
                CAUGHT  X_PF, 0, leave_fault
                CHECK   ebp, SCRATCH + 0x1000
                CHECK   dword [x_esp], STACK_0
                NO_PAGING

                TEST    "SDM 3A 6.15, #SS: 16-bit code on a 32-bit stack uses ESP"
                mov     esp, STACK_0
                PM16
                push    ax
                push    eax
                mov     ebx, esp
                pop     eax
                pop     ax
                PM16_END
                CHECK   ebx, STACK_0 - 6

                TEST    "SDM 3A 6.15, #SS(0): at level 0 a stack without room for the frame is a double fault, through a task gate"
                DESCRIPTOR SLOT + 0x30, LIN(tss), 103, A_TSS32, 0
                DESCRIPTOR SLOT + 0x38, SCRATCH + 0x100, 103, A_TSS32, 0
                mov     edi, SCRATCH + 0x100
                xor     eax, eax
                mov     ecx, 26
                rep stosd
                mov     dword [SCRATCH + 0x100 + 0x20], df_task
                mov     dword [SCRATCH + 0x100 + 0x24], 2
                mov     dword [SCRATCH + 0x100 + 0x38], STACK_TASK
                mov     dword [SCRATCH + 0x100 + 0x48], DATA_0
                mov     dword [SCRATCH + 0x100 + 0x4C], CODE_0
                mov     dword [SCRATCH + 0x100 + 0x50], DATA_0
                mov     dword [SCRATCH + 0x100 + 0x54], DATA_0
                IDT_GATE X_DF, SLOT + 0x38, 0, A_TASK_GATE
                DESCRIPTOR STACK_32, SS_DATA, 0xFFF, A_DATA, B_
                mov     eax, STACK_32
                mov     ss, eax
                mov     esp, 2
  no_room:      push    eax
  df_task:      pop     ecx
                mov     ebx, esp
                mov     esp, STACK_0
                CHECK   ecx, 0, "error code"
                CHECK   ebx, STACK_TASK
                CHECK   dword [tss + 0x20], no_room
                CHECK   dword [tss + 0x38], 2

                END_TESTS
