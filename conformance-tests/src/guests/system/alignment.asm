; Alignment check. SDM vol. 3A, 6.15, interrupt 17, table 6-7. Bochs wants 4 bytes for 16-bit environments, too.
; run on: 486 pentium pentium3 pentium4

%include "harness.inc"

AM              equ 0x40000
%macro ALIGN_CHECK 0
                mov     eax, cr0
                or      eax, AM
                mov     cr0, eax
                xor     eax, eax
                fninit
%endmacro
; AC instruction: #AC(0) at level 3 with EFLAGS.AC. NO_AC instruction: none.
%macro AC 1+
                CATCH
                RING    3, F_AC | 2
    %%at:       %1
                RING_END
                CAUGHT  X_AC, 0, %%at
%endmacro
%macro NO_AC 1+
                CATCH
                RING    3, F_AC | 2
                %1
                RING_END
                CAUGHT_NOTHING
%endmacro

                TEST    "SDM 3A table 6-7: words need 2 bytes, doublewords 4"
                ALIGN_CHECK
                NO_AC   mov al, [SCRATCH + 1]
                NO_AC   mov ax, [SCRATCH + 2]
                NO_AC   mov ax, [SCRATCH + 6]
                AC      mov ax, [SCRATCH + 1]
                AC      mov ax, [SCRATCH + 3]
                NO_AC   mov eax, [SCRATCH + 4]
                AC      mov eax, [SCRATCH + 1]
                AC      mov eax, [SCRATCH + 2]
                AC      mov eax, [SCRATCH + 3]
                AC      mov [SCRATCH + 2], eax
                AC      mov [SCRATCH + 1], ax
                AC      movzx eax, word [SCRATCH + 1]
                AC      inc dword [SCRATCH + 2]
                AC      xchg [SCRATCH + 2], eax
                AC      add eax, [SCRATCH + 2]
                AC      push dword [SCRATCH + 2]
                AC      pop dword [SCRATCH + 2]
                AC      mov [SCRATCH + 1], ds
                AC      call [SCRATCH + 2]

                TEST    "SDM 3A 6.15, #AC: nothing is written, registers stay"
                ALIGN_CHECK
                mov     dword [SCRATCH], 0x11111111
                mov     eax, 0x22222222
                AC      mov [SCRATCH + 1], ax
                AC      xchg [SCRATCH + 2], eax
                CHECK   dword [SCRATCH], 0x11111111
                CHECK   eax, 0x22222222
                CHECK_BITS dword [x_eflags], F_RF | F_AC, F_RF | F_AC

                TEST    "SDM 3A 6.15, #AC: only at level 3, and only with CR0.AM and EFLAGS.AC"
                CATCH
                RING    3, F_AC | 2
                mov     eax, [SCRATCH + 1]              ; AM is clear
                RING_END
                CAUGHT_NOTHING
                ALIGN_CHECK
                CATCH
                RING    3
                mov     eax, [SCRATCH + 1]
                RING_END
                RING    2, F_AC | 2
                mov     eax, [SCRATCH + 1]
                RING_END
                RING    1, F_AC | 2
                mov     eax, [SCRATCH + 1]
                RING_END
                push    dword F_AC | 2
                popfd
                mov     eax, [SCRATCH + 1]
                CAUGHT_NOTHING

                TEST    "SDM 3A 6.15, #AC: POPFD at level 3 that sets AC checks the next access"
                ALIGN_CHECK
                CATCH
                RING    3
                mov     eax, [SCRATCH + 1]
                push    dword F_AC | 2
                popfd
  .checked:     mov     eax, [SCRATCH + 1]
                RING_END
                CAUGHT  X_AC, 0, .checked

                TEST    "SDM 3A 6.15, #AC: a stack that is misaligned"
                ALIGN_CHECK
  %macro STACK_AC 2+
                CATCH
                RING    3, F_AC | 2
                mov     esp, STACK_3 - 0x40 + (%1)
    %%at:       %2
                RING_END
                CAUGHT  X_AC, 0, %%at
                CHECK   dword [x_esp], STACK_3 - 0x40 + (%1)
  %endmacro
                STACK_AC 2, push eax
                STACK_AC 1, push eax
                STACK_AC 1, push ax
                STACK_AC 2, pop eax
                STACK_AC 2, pushfd
                STACK_AC 2, pushad
                STACK_AC 2, popad
                STACK_AC 2, ret
                STACK_AC 2, call near $
                STACK_AC 2, enter 0, 0
                CATCH
                RING    3, F_AC | 2
                mov     esp, STACK_3 - 0x3E
                push    ax                              ; a word at an even address
                RING_END
                CAUGHT_NOTHING

                TEST    "SDM 3A table 6-7: string instructions, at the iteration that is misaligned"
                ALIGN_CHECK
                mov     esi, SCRATCH
                mov     edi, SCRATCH + 0x102
                mov     ecx, 3
                AC      movsd
                AC      rep movsd
                AC      stosd
                AC      scasd
                AC      cmpsd
                NO_AC   movsw
                mov     esi, SCRATCH + 1
                AC      lodsw
                NO_AC   lodsb
                CHECK   ecx, 3

                TEST    "SDM 3A table 6-7: bit strings by operand size"
                ALIGN_CHECK
                xor     ecx, ecx
                NO_AC   bt dword [SCRATCH], 31
                AC      bt dword [SCRATCH + 2], 1
                AC      bts dword [SCRATCH + 1], ecx
                NO_AC   bts word [SCRATCH + 2], cx
                AC      bts word [SCRATCH + 1], cx

                TEST    "SDM 3A table 6-7: far pointers: m16:32 needs 4 bytes, m16:16 2"
                ALIGN_CHECK
                mov     dword [SCRATCH], 0
                mov     dword [SCRATCH + 4], 0
                mov     dword [SCRATCH + 8], 0
                NO_AC   les ecx, [SCRATCH + 4]
                AC      les ecx, [SCRATCH + 2]
                NO_AC   o16 les cx, [SCRATCH + 2]
                AC      o16 les cx, [SCRATCH + 1]
                AC      bound ecx, [SCRATCH + 2]

                TEST    "SDM 3A 3.5.1: SGDT and SIDT store a word and a doubleword: no #AC where the address modulo 4 is 2"
                ALIGN_CHECK
                NO_AC   sgdt [SCRATCH + 2]
                NO_AC   sidt [SCRATCH + 6]
                AC      sgdt [SCRATCH + 4]
                AC      sidt [SCRATCH + 1]

                TEST    "SDM 3A table 6-7: x87 operands: 2, 4 and 8 bytes; extended and BCD 8"
                ALIGN_CHECK
                NO_AC   fild word [SCRATCH + 2]
                AC      fild word [SCRATCH + 1]
                NO_AC   fld dword [SCRATCH + 4]
                AC      fld dword [SCRATCH + 2]
                NO_AC   fld qword [SCRATCH + 8]
                AC      fld qword [SCRATCH + 4]
                AC      fild qword [SCRATCH + 4]
                NO_AC   fld tword [SCRATCH + 8]
                AC      fld tword [SCRATCH + 4]
                AC      fld tword [SCRATCH + 2]
                AC      fstp tword [SCRATCH + 4]
                AC      fstp qword [SCRATCH + 4]
                AC      fbld [SCRATCH + 4]

                TEST    "SDM 3A table 6-7: FNSTENV, FLDENV, FNSAVE: 4 bytes, 2 in the 16-bit layout; FLDCW 2"
                ALIGN_CHECK
                NO_AC   fnstenv [SCRATCH + 4]
                AC      fnstenv [SCRATCH + 2]
                NO_AC   o16 fnstenv [SCRATCH + 0x202]
                AC      o16 fnstenv [SCRATCH + 0x201]
                AC      fnsave [SCRATCH + 2]
                NO_AC   fnsave [SCRATCH + 4]
                AC      frstor [SCRATCH + 2]
                AC      fnstcw [SCRATCH + 1]
                NO_AC   fnstcw [SCRATCH + 2]

                TEST    "SDM 3A 6.15, #AC in virtual-8086 mode, whose level is 3"
                ALIGN_CHECK
                CATCH
                V86     F_VM | F_IOPL | F_AC | 2
  .v86:         mov     ax, [OFF(check_bits) + 1]
                V86_END
                CAUGHT  X_AC, 0, OFF(.v86)

                TEST    "SDM 3A 6.15, #AC: accesses of the processor to its tables are not checked"
                ALIGN_CHECK
                mov     esi, gdt
                mov     edi, SCRATCH + 1
                mov     ecx, GDT_LAST + 1
                rep movsb
                mov     word [SCRATCH + 0x1000], GDT_LAST
                mov     dword [SCRATCH + 0x1002], SCRATCH + 1
                lgdt    [SCRATCH + 0x1000]
                mov     ebx, DATA_3
                NO_AC   mov fs, ebx
                NO_AC   lar ecx, ebx
                lgdt    [gdt_pointer]

                TEST    "SDM 3A 6.15, #AC: comes before a page fault, after a limit"
                ALIGN_CHECK
                PAGING
                PTE     SCRATCH + 0x1000, 0
                AC      mov eax, [SCRATCH + 0x1001]
                AC      mov eax, [SCRATCH + 0xFFE]
                DESCRIPTOR SLOT, SCRATCH, 0xFF, A_DATA | DPL(3), B_
                mov     ebx, SLOT | 3
                CATCH
                RING    3, F_AC | 2
                mov     fs, ebx
  .limit:       mov     eax, [fs:0xFE]
                RING_END
                CAUGHT  X_GP, 0, .limit

                END_TESTS
