; Virtual-8086 mode extensions and protected-mode virtual interrupts: VIF, VIP, the redirection of software interrupts.
; SDM vol. 3B, 20.3 and 20.4.
; run on: pentium pentium-mmx pentium2 pentium3 pentium4

%include "harness.inc"

                jmp     tests

VME             equ 1
PVI             equ 2
TABLE           equ SCRATCH             ; a TSS with a redirection bitmap before its I/O map
BITMAP          equ 0x68
MAP             equ BITMAP + 32
HERE            equ IMAGE >> 4
PROBE           equ 0x60                ; DPL 3
VM3             equ F_VM | F_IOPL | 2
VM0             equ F_VM | 2

align 4
p_eflags:       dd      0               ; FLAGS in the 8086 handler, as far as it can see
p_image:        dd      0               ; what was pushed for it
p_return:       dd      0               ; IP and CS pushed
p_entered:      dd      0               ; 8086 for the program's handler, 386 for that of the IDT
p_frame:        times 9 dd 0

; TABLE_WITH limit: redirects nothing; CR4 = VME
%macro TABLE_WITH 1-3 MAP, VME          ; limit, begin of the I/O map, CR4
                mov     eax, -1
                mov     edi, TABLE
                mov     ecx, 0x400
                cld
                rep stosd
                mov     esi, tss
                mov     edi, TABLE
                mov     ecx, 104 / 4
                rep movsd
                mov     word [TABLE + 0x66], %2
                DESCRIPTOR TSS_MAIN, TABLE, %1, A_TSS32, 0
                mov     eax, TSS_MAIN
                ltr     ax
                IDT_GATE PROBE, CODE_0, LIN(probe), A_INT32 | DPL(3)
                mov     dword [PROBE * 4], HERE << 16 | OFF(probe8086)
                mov     dword [p_entered], 0
                mov     eax, %3
                mov     cr4, eax
                xor     eax, eax
                xor     ecx, ecx
%endmacro
; REDIRECT vector: to the program's own handler
%macro REDIRECT 1
                and     byte [TABLE + BITMAP + (%1) / 8], ~(1 << ((%1) & 7)) & 0xFF
%endmacro

probe:          mov     dword [ss:p_entered], 386
%assign i 0
%rep 9
                push    dword [esp + 4 * i]
                pop     dword [ss:p_frame + 4 * i]
  %assign i i + 1
%endrep
                iretd
bits 16
probe8086:      mov     [cs:OFF(p_return)], eax
                mov     bp, sp
                mov     eax, [bp]
                mov     [cs:OFF(p_return)], eax
                mov     ax, [bp + 4]
                mov     [cs:OFF(p_image)], ax
                mov     dword [cs:OFF(p_entered)], 8086
                hlt
bits 32

; VIRTUAL eflags, instructions: runs in virtual-8086 mode up to HLT, whose fault tells of EFLAGS.
%macro VIRTUAL 2+
                CATCH
                V86     %1
                %2
  %%halt:       hlt
                V86_END
                CAUGHT  X_GP, 0, OFF(%%halt)
%endmacro
; REFUSED eflags, instruction
%macro REFUSED 2+
                CATCH
                V86     %1
  %%fault:      %2
                hlt
                V86_END
                CAUGHT  X_GP, 0, OFF(%%fault)
                CHECK_BITS dword [x_eflags], -1, (%1) | F_RF
                CHECK   dword [x_esp], 0x8000
%endmacro

tests:
; ---------------------------------------------------------------- the virtual interrupt flag

                TEST    "SDM 3B 20.3.1: STI with IOPL below 3 sets VIF, IF stays"
                TABLE_WITH 0x200
                VIRTUAL VM0, sti
                CHECK_BITS dword [x_eflags], -1, VM0 | F_VIF | F_RF
                VIRTUAL VM0 | 0x2000 | F_IF, sti
                CHECK_BITS dword [x_eflags], -1, VM0 | 0x2000 | F_IF | F_VIF | F_RF

                TEST    "SDM 3B 20.3.1: CLI with IOPL below 3 clears VIF, IF stays"
                TABLE_WITH 0x200
                VIRTUAL VM0 | F_VIF | F_IF, cli
                CHECK_BITS dword [x_eflags], -1, VM0 | F_IF | F_RF
                VIRTUAL VM0 | F_VIP, cli
                CHECK_BITS dword [x_eflags], -1, VM0 | F_VIP | F_RF

                TEST    "SDM 3B 20.3.2: STI with IOPL below 3 and VIP set: #GP(0)"
                TABLE_WITH 0x200
                REFUSED VM0 | F_VIP, sti

                TEST    "SDM 3B 20.3.1: with IOPL 3 CLI and STI change IF, VIF and VIP mean nothing"
                TABLE_WITH 0x200
                VIRTUAL VM3 | F_VIP, sti
                CHECK_BITS dword [x_eflags], -1, VM3 | F_VIP | F_IF | F_RF
                VIRTUAL VM3 | F_VIF | F_IF, cli
                CHECK_BITS dword [x_eflags], -1, VM3 | F_VIF | F_RF

                TEST    "SDM 2B PUSHF: with IOPL below 3: the image has VIF in place of IF, and IOPL 3"
                TABLE_WITH 0x200
                xor     ebx, ebx
                VIRTUAL VM0 | F_VIF, pushf
                CHECK_BITS dword [0x30000 + 0x7FFE], 0xFFFF, F_IOPL | F_IF | 2
                CHECK   dword [x_esp], 0x7FFE
                VIRTUAL VM0 | F_IF | F_CF, pushf
                CHECK_BITS dword [0x30000 + 0x7FFE], 0xFFFF, F_IOPL | F_CF | 2

                TEST    "SDM 2B PUSHF, POPF: with IOPL below 3 the 32-bit forms: #GP(0)"
                TABLE_WITH 0x200
                REFUSED VM0, pushfd
                REFUSED VM0, popfd
                REFUSED VM0 | 0x2000, popfd

                TEST    "SDM 2B POPF: with IOPL below 3: IF goes to VIF, IOPL stays"
                TABLE_WITH 0x200
                mov     ebx, F_IF | F_IOPL | F_NT | F_CF
                CATCH
                V86     VM0
                push    bx
                popf
  popf_end:     hlt
                V86_END
                CAUGHT  X_GP, 0, OFF(popf_end)
                CHECK_BITS dword [x_eflags], -1, VM0 | F_VIF | F_NT | F_CF | F_RF
                CATCH
                V86     VM0 | F_VIF | F_IF
                push    word 0
                popf
  popf_end0:    hlt
                V86_END
                CAUGHT  X_GP, 0, OFF(popf_end0)
                CHECK_BITS dword [x_eflags], -1, VM0 | F_IF | F_RF

%macro POPF_REFUSED 2                   ; eflags, image
                mov     ebx, %2
                CATCH
                V86     %1
                push    bx
  %%fault:      popf
                hlt
                V86_END
                CAUGHT  X_GP, 0, OFF(%%fault)
                CHECK   dword [x_esp], 0x7FFE
                CHECK_BITS dword [x_eflags], -1, (%1) | F_RF
%endmacro
                TEST    "SDM 2B POPF: with IOPL below 3: IF in the image while VIP is set, or TF: #GP(0)"
                TABLE_WITH 0x200
                POPF_REFUSED VM0 | F_VIP, F_IF
                POPF_REFUSED VM0, F_TF
                POPF_REFUSED VM0 | F_VIF, F_TF

                TEST    "SDM 2A IRET: with IOPL below 3: IF goes to VIF"
                TABLE_WITH 0x200
                CATCH
                V86     VM0
                push    word F_IF | F_ZF
                push    cs
                push    word OFF(iret_end)
                iretw
                nop
  iret_end:     hlt
                V86_END
                CAUGHT  X_GP, 0, OFF(iret_end)
                CHECK_BITS dword [x_eflags], -1, VM0 | F_VIF | F_ZF | F_RF
                CHECK   dword [x_esp], 0x8000
                CATCH
                V86     VM0 | F_VIF | F_IF
                push    word F_IOPL
                push    cs
                push    word OFF(iret_end0)
                iretw
  iret_end0:    hlt
                V86_END
                CAUGHT  X_GP, 0, OFF(iret_end0)
                CHECK_BITS dword [x_eflags], -1, VM0 | F_IF | F_RF

%macro IRET_REFUSED 3                   ; eflags, image, iretw|iretd
                mov     ebx, %2
                CATCH
                V86     %1
                push    bx
                push    cs
                push    word OFF(%%target)
  %%fault:      %3
  %%target:     hlt
                V86_END
                CAUGHT  X_GP, 0, OFF(%%fault)
                CHECK   dword [x_esp], 0x7FFA
                CHECK_BITS dword [x_eflags], -1, (%1) | F_RF
%endmacro
                TEST    "SDM 2A IRET: with IOPL below 3: IF in the image while VIP is set, or TF, or 32 bits: #GP(0)"
                TABLE_WITH 0x200
                IRET_REFUSED VM0 | F_VIP, F_IF, iretw
                IRET_REFUSED VM0, F_TF, iretw
                IRET_REFUSED VM0, 0, iretd

                TEST    "SDM 3B 20.3.2: IRETD of the monitor with VIF and VIP set: #GP(0) at the program's first instruction"
                TABLE_WITH 0x200
                CATCH
                V86     VM0 | F_VIF | F_VIP
  pending:      nop
                hlt
                V86_END
                CAUGHT  X_GP, 0, OFF(pending)
                CHECK_BITS dword [x_eflags], F_VM | F_VIF | F_VIP, F_VM | F_VIF | F_VIP

                TEST    "SDM 3B 20.3.2: VIP with VIF clear waits"
                TABLE_WITH 0x200
                VIRTUAL VM0 | F_VIP, nop
                CHECK_BITS dword [x_eflags], -1, VM0 | F_VIP | F_RF

                TEST    "SDM 3B 20.3.1: INT by the IDT keeps VIF and VIP in the image"
                TABLE_WITH 0x200
                V86     VM3 | F_VIF
                int     PROBE
                V86_END
                CHECK   dword [p_frame + 8], VM3 | F_VIF
                CHECK   dword [p_entered], 386
                V86     VM3 | F_VIP
                int     PROBE
                V86_END
                CHECK   dword [p_frame + 8], VM3 | F_VIP

; ---------------------------------------------------------------- redirection, the methods of table 20-2

                TEST    "SDM 3B 20.3.3.1: method 1: VME clear, IOPL 3: the IDT's handler, the bitmap means nothing"
                TABLE_WITH 0x200, MAP, 0
                REDIRECT PROBE
                V86     VM3
                int     PROBE
  method1:      V86_END
                CHECK   dword [p_entered], 386
                CHECK   dword [p_frame], OFF(method1)

                TEST    "SDM 3B 20.3.3.2: method 2: VME clear, IOPL below 3: #GP(0)"
                TABLE_WITH 0x200, MAP, 0
                REDIRECT PROBE
                REFUSED VM0, int PROBE

                TEST    "SDM 3B 20.3.3.3: method 3: VME set, IOPL below 3, bit 1: #GP(0)"
                TABLE_WITH 0x200
                REFUSED VM0, int PROBE
                REFUSED VM0 | 0x2000, int PROBE

                TEST    "SDM 3B 20.3.3.1: method 4: VME set, IOPL 3, bit 1: the IDT's handler"
                TABLE_WITH 0x200
                V86     VM3 | F_IF
                int     PROBE
  method4:      V86_END
                CHECK   dword [p_entered], 386
                CHECK   dword [p_frame], OFF(method4)
                CHECK   dword [p_frame + 8], VM3 | F_IF

%macro TO_8086 2                        ; eflags, image of FLAGS
                mov     dword [p_image], 0
                CATCH
                V86     %1
                int     PROBE
  %%behind:     nop
                V86_END
                CAUGHT  X_GP, 0
                CHECK   dword [p_entered], 8086
                CHECK   dword [p_return], OFF(%%behind) | HERE << 16
                CHECK   dword [p_image], %2
                CHECK   dword [x_esp], 0x7FFA
                CHECK   dword [x_cs], HERE
%endmacro
                TEST    "SDM 3B 20.3.3.4: method 5: VME set, IOPL 3, bit 0: the program's handler, IF and TF clear"
                TABLE_WITH 0x200
                REDIRECT PROBE
                TO_8086 VM3 | F_IF | F_CF, F_IOPL | F_IF | F_CF | 2
                CHECK_BITS dword [x_eflags], F_VM | F_IF | F_TF | F_IOPL | F_VIF, F_VM | F_IOPL
                TO_8086 VM3 | F_VIF, F_IOPL | 2
                CHECK_BITS dword [x_eflags], F_VM | F_IF | F_TF | F_IOPL | F_VIF, F_VM | F_IOPL | F_VIF

                TEST    "SDM 3B 20.3.3.4: method 6: VME set, IOPL below 3, bit 0: IF is VIF in the image, IOPL is 3; VIF clear"
                TABLE_WITH 0x200
                REDIRECT PROBE
                TO_8086 VM0 | F_VIF, F_IOPL | F_IF | 2
                CHECK_BITS dword [x_eflags], F_VM | F_IF | F_TF | F_IOPL | F_VIF, F_VM
                TO_8086 VM0 | F_IF | 0x2000, F_IOPL | 2
                CHECK_BITS dword [x_eflags], F_VM | F_IF | F_TF | F_IOPL | F_VIF, F_VM | F_IF | 0x2000

                TEST    "SDM 3B 20.3.3: the bits of the map go by the vector's number"
                TABLE_WITH 0x200
                REDIRECT PROBE - 1
                REDIRECT PROBE + 1
                REDIRECT PROBE + 8
                REDIRECT PROBE - 8
                REFUSED VM0, int PROBE
                mov     dword [(PROBE + 1) * 4], HERE << 16 | OFF(probe8086)
                CATCH
                V86     VM0
                int     PROBE + 1
                V86_END
                CAUGHT  X_GP, 0
                CHECK   dword [p_entered], 8086

                TEST    "SDM 3B 20.3.3: vectors 0 and FFh: first and last bit of the map"
                TABLE_WITH 0x200
                REDIRECT 0
                REDIRECT 0xFF
                mov     dword [0], HERE << 16 | OFF(probe8086)
                mov     dword [0xFF * 4], HERE << 16 | OFF(probe8086)
                CATCH
                V86     VM0
                int     0
                V86_END
                CAUGHT  X_GP, 0
                CHECK   dword [p_entered], 8086
                mov     dword [p_entered], 0
                CATCH
                V86     VM0
                int     0xFF
                V86_END
                CAUGHT  X_GP, 0
                CHECK   dword [p_entered], 8086
                REFUSED VM0, int 1
                REFUSED VM0, int 0xFE

                TEST    "SDM 3B 20.3.3: INT3 and INTO are not redirected"
                TABLE_WITH 0x200
                REDIRECT 3
                REDIRECT 4
                CATCH
                V86     VM0
                int3
  vme_int3:     hlt
                V86_END
                CAUGHT  X_BP, NO_ERROR, OFF(vme_int3)
                CATCH
                V86     VM0
                mov     al, 0x7F
                add     al, 1
                into
  vme_into:     hlt
                V86_END
                CAUGHT  X_OF, NO_ERROR, OFF(vme_into)

                TEST    "SDM 3B 20.3.3: INT 3 in two bytes is redirected"
                TABLE_WITH 0x200
                REDIRECT 3
                mov     dword [3 * 4], HERE << 16 | OFF(probe8086)
                CATCH
                V86     VM0
                db      0xCD, 3
                V86_END
                CAUGHT  X_GP, 0
                CHECK   dword [p_entered], 8086

                TEST    "SDM 3B 20.3.3: exceptions are not redirected"
                TABLE_WITH 0x200
                mov     dword [TABLE + BITMAP], 0
                CATCH
                V86     VM0
  vme_ud:       ud2
                V86_END
                CAUGHT  X_UD, NO_ERROR, OFF(vme_ud)

                TEST    "SDM 3B 20.3.3: a redirection map on a page that is not present: #PF"
                TABLE_WITH 0x1200, 0x1000 + 32
                PAGING
                PTE     TABLE + 0x1000, 0
                mov     eax, cr3
                mov     cr3, eax
                CATCH
                V86     VM0
  vme_page:     int     PROBE
                V86_END
                CAUGHT  X_PF, 0, OFF(vme_page)
                CHECK   dword [x_cr2], TABLE + 0x1000 + PROBE / 8

                TEST    "SDM 3B 20.3.3: the program's stack has no room for the redirected interrupt: #SS(0)"
                TABLE_WITH 0x200
                REDIRECT PROBE
                CATCH
                V86     VM0 | F_VIF
                mov     sp, 5
  vme_stack:    int     PROBE
                V86_END
                CAUGHT  X_SS, 0, OFF(vme_stack)
                CHECK   dword [x_esp], 5
                CHECK_BITS dword [x_eflags], F_VIF, F_VIF
                CHECK   dword [p_entered], 0

; ---------------------------------------------------------------- protected-mode virtual interrupts

; At level 3 with IOPL 0, up to HLT
%macro PROTECTED 2+
                CATCH
                RING    3, %1
                %2
  %%halt:       hlt
                RING_END
                CAUGHT  X_GP, 0, %%halt
%endmacro
%macro DENIED 3+                        ; level, eflags, instruction
                CATCH
                RING    %1, %2
  %%fault:      %3
                hlt
                RING_END
                CAUGHT  X_GP, 0, %%fault
                CHECK_BITS dword [x_eflags], -1, (%2) | F_RF
%endmacro
                TEST    "SDM 3B 20.4: PVI: at level 3 CLI and STI change VIF, IF stays"
                TABLE_WITH 0x200, MAP, PVI
                PROTECTED 2, sti
                CHECK_BITS dword [x_eflags], -1, F_VIF | F_RF | 2
                PROTECTED F_IF | F_VIF | 2, cli
                CHECK_BITS dword [x_eflags], -1, F_IF | F_RF | 2

                TEST    "SDM 3B 20.4: PVI: STI with VIP set: #GP(0)"
                TABLE_WITH 0x200, MAP, PVI
                DENIED  3, F_VIP | 2, sti
                PROTECTED F_VIP | 2, cli
                CHECK_BITS dword [x_eflags], -1, F_VIP | F_RF | 2

                TEST    "SDM 3B 20.4: PVI: levels 1 and 2 have no virtual interrupts"
                TABLE_WITH 0x200, MAP, PVI
                DENIED  1, 2, sti
                DENIED  2, 2, cli
                DENIED  2, 0x1002, sti

                TEST    "SDM 3B 20.4: PVI: with IOPL 3 CLI and STI change IF"
                TABLE_WITH 0x200, MAP, PVI
                RING    3, F_IOPL | F_VIP | 2
                sti
                RING_END
                CHECK_BITS dword [back_eflags], -1, F_IOPL | F_VIP | F_IF | 2

                TEST    "SDM 3B 20.4: PVI: PUSHF and POPF are not virtualised"
                TABLE_WITH 0x200, MAP, PVI
                PROTECTED F_VIF | 2, pushfd
                CHECK   dword [STACK_3 - 4], F_VIF | 2
                mov     ebx, F_IF | 2
                CATCH
                RING    3, F_VIF | 2
                push    ebx
                popfd
  pvi_popf:     hlt
                RING_END
                CAUGHT  X_GP, 0, pvi_popf
                CHECK_BITS dword [x_eflags], -1, F_VIF | F_RF | 2

                TEST    "SDM 3B 20.4: PVI without VME leaves virtual-8086 mode as it is"
                TABLE_WITH 0x200, MAP, PVI
                REFUSED VM0, cli
                REFUSED VM0, pushf

                TEST    "SDM 3B 20.4: VME without PVI leaves level 3 as it is"
                TABLE_WITH 0x200
                DENIED  3, 2, cli
                DENIED  3, 2, sti

; ---------------------------------------------------------------- who may change VIF, VIP and ID

%macro LOADED_AT 4                      ; level, EFLAGS before, image, EFLAGS after: IRETD at the same level
                RING    %1, %2
                push    dword %3
                push    dword CODE_%1
                push    dword %%next
                iretd
  %%next:       RING_END
                CHECK_BITS dword [back_eflags], -1, %4
%endmacro
%macro POPPED_AT 4                      ; POPFD
                RING    %1, %2
                push    dword %3
                popfd
                RING_END
                CHECK_BITS dword [back_eflags], -1, %4
%endmacro
                TEST    "SDM 2A IRET: 32 bits at level 0 load VIF and VIP, at other levels they stay"
                LOADED_AT 0, 2, F_VIF, F_VIF | 2
                LOADED_AT 0, F_VIF | 2, F_VIP, F_VIP | 2
                LOADED_AT 1, F_VIF | 2, F_VIP, F_VIF | 2
                LOADED_AT 2, F_VIP | 2, 0, F_VIP | 2
                LOADED_AT 3, F_VIP | 2, F_VIF, F_VIP | 2
                LOADED_AT 3, F_IOPL | 2, F_VIF | F_VIP, F_IOPL | 2
                TEST    "SDM 2B POPF: VIF and VIP stay at all levels"
                POPPED_AT 0, F_VIF | 2, F_VIP, F_VIF | 2
                POPPED_AT 0, F_VIP | 2, F_VIF, F_VIP | 2
                POPPED_AT 3, F_VIF | 2, F_VIP, F_VIF | 2
                TEST    "SDM 2A IRET, 2B POPF: ID changes at all levels"
                LOADED_AT 0, 2, F_ID, F_ID | 2
                LOADED_AT 3, F_ID | 2, 0, 2
                POPPED_AT 0, F_ID | 2, 0, 2
                POPPED_AT 3, 2, F_ID, F_ID | 2
                END_TESTS
