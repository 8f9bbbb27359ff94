; Virtual-8086 mode without extensions: entering, leaving, what IOPL guards, what is refused, addresses. SDM vol. 3B, chapter 20.
; run on: 486 pentium pentium3 pentium4

%include "harness.inc"

                jmp     tests

TARGET          equ SLOT
PROBE           equ 0x60                ; a vector of DPL 3
V86_EFLAGS      equ F_VM | F_IOPL | 2
HERE             equ IMAGE >> 4

align 4
want_vector:    dd      0
want_error:     dd      0
p_cs:           dd      0
p_ss:           dd      0
p_ds:           dd      0
p_es:           dd      0
p_fs:           dd      0
p_gs:           dd      0
p_esp:          dd      0
p_eflags:       dd      0
p_frame:        times 9 dd 0

; The handler at level 0 of a vector: notes what it finds. DS is null: SS finds the way.
probe:          pushfd
                pop     dword [ss:p_eflags]
                call    note
                iretd
note:           mov     [ss:p_cs], cs
                mov     [ss:p_ss], ss
                mov     [ss:p_ds], ds
                mov     [ss:p_es], es
                mov     [ss:p_fs], fs
                mov     [ss:p_gs], gs
                mov     [ss:p_esp], esp
                add     dword [ss:p_esp], 4
%assign i 0
%rep 9
                mov     eax, [esp + 4 + 4 * i]
                mov     [ss:p_frame + 4 * i], eax
  %assign i i + 1
%endrep
                ret
; As above, behind a 16-bit gate, whose frame IRET can't take back to virtual-8086 mode.
probe16:        pushfd
                pop     dword [ss:p_eflags]
                call    note
                jmp     CODE_0:end_probe
end_probe:      mov     eax, DATA_0
                mov     ds, eax
                mov     es, eax
                mov     esp, [back_esp]
                push    dword [back]
                ret

%macro PROBE_GATE 1                     ; access
                IDT_GATE PROBE, CODE_0, LIN(probe), (%1) | DPL(3)
                mov     edi, p_cs
                mov     ecx, 17
                mov     eax, -1
                cld
                rep stosd
                inc     eax
                mov     dword [p_cs], 0
                mov     dword [p_ss], 0
                mov     dword [p_ds], 0
                mov     dword [p_es], 0
                mov     dword [p_fs], 0
                mov     dword [p_gs], 0
%endmacro

; REFUSED IOPL, vector, error, instruction: a fault in virtual-8086 mode
%macro REFUSED 4+
                CATCH
                V86     F_VM | ((%1) << 12) | 2
  %%fault:      %4
                hlt
                V86_END
                CAUGHT  %2, %3, OFF(%%fault)
                CHECK   dword [x_esp], 0x8000
                CHECK   dword [x_cs], HERE
                CHECK_BITS dword [x_eflags], F_VM | F_IOPL | F_RF, F_VM | F_RF | ((%1) << 12)
%endmacro

tests:
; ---------------------------------------------------------------- in and out

                TEST    "SDM 3B 20.2.1: IRETD at level 0 with VM set enters: segments, ESP, CPL 3"
                CATCH
                mov     eax, 0xFFFF1111
                push    eax                     ; GS; upper halves of selectors mean nothing
                mov     eax, 0xFFFF2222
                push    eax
                mov     eax, 0xFFFF3333
                push    eax
                mov     eax, 0xFFFF4444
                push    eax
                mov     eax, 0xFFFF3000
                push    eax
                push    dword 0x12348000
                push    dword F_VM | F_CF | 2
                push    dword 0xFFFF0000 | HERE
                push    dword OFF(entered)
                iretd
bits 16
entered:        hlt                             ; CPL is 3
bits 32
                CAUGHT  X_GP, 0, OFF(entered)
                CHECK   dword [x_cs], HERE
                CHECK   dword [x_ss], 0x3000
                CHECK   dword [x_esp], 0x12348000
                CHECK   dword [x_es], 0x4444
                CHECK   dword [x_ds], 0x3333
                CHECK   dword [x_fs], 0x2222
                CHECK   dword [x_gs], 0x1111
                CHECK_BITS dword [x_eflags], -1, F_VM | F_CF | F_RF | 2

                TEST    "SDM 2A IRET: entering with EIP beyond FFFFh: #GP(0) at level 0"
                CATCH
                mov     ecx, 6
  push_zero:    push    dword 0
                loop    push_zero
                push    dword V86_EFLAGS
                push    dword HERE
                push    dword 0x10000
  far_entry:    iretd
                CAUGHT  X_GP, 0, far_entry              ; Bochs cuts EIP off, and enters
                CHECK   dword [x_cs], CODE_0
                CHECK_BITS dword [x_eflags], F_VM, 0

                TEST    "SDM 2A IRET: entering with a frame that ends beyond the stack: #SS(0)"
                DESCRIPTOR TARGET, 0, STACK_3 + 31, A_DATA, B_
                mov     dword [STACK_3], OFF(entered)
                mov     dword [STACK_3 + 4], HERE
                mov     dword [STACK_3 + 8], V86_EFLAGS
                CATCH
                push    dword TARGET
                pop     ss
                mov     esp, STACK_3
  short_entry:  iretd
                CAUGHT  X_SS, 0, short_entry
                CHECK   dword [x_esp], STACK_3

                TEST    "SDM 2A IRET: 16 bits do not enter virtual-8086 mode"
                DESCRIPTOR TARGET, IMAGE, 0xFFFF, A_CODE, B_
                push    word 0x0002
                push    word TARGET
                push    word OFF(narrow_iret)
                o16 iret
  narrow_iret:  jmp     CODE_0:narrow_done
  narrow_done:  pushfd
                pop     ebx
                CHECK_BITS ebx, F_VM, 0

                TEST    "SDM 3B 20.2.2: a 32-bit interrupt gate: nine doublewords pushed, data segments null, VM NT TF IF RF clear"
                PROBE_GATE A_INT32
                V86     V86_EFLAGS | F_IF | F_NT | F_CF
                mov     ax, 0x1111
                mov     gs, ax
                mov     ax, 0x2222
                mov     fs, ax
                mov     ax, 0x4444
                mov     es, ax
                mov     esp, 0x56787FF0
                int     PROBE
  int_behind:   V86_END
                CHECK   dword [p_frame], OFF(int_behind), "EIP"
                CHECK   dword [p_frame + 4], HERE, "CS"
                CHECK   dword [p_frame + 8], V86_EFLAGS | F_IF | F_NT | F_CF, "EFLAGS"
                CHECK   dword [p_frame + 12], 0x56787FF0, "ESP"
                CHECK_BITS dword [p_frame + 16], 0xFFFF, 0x3000
                CHECK_BITS dword [p_frame + 20], 0xFFFF, 0x4444
                CHECK_BITS dword [p_frame + 24], 0xFFFF, HERE
                CHECK_BITS dword [p_frame + 28], 0xFFFF, 0x2222
                CHECK_BITS dword [p_frame + 32], 0xFFFF, 0x1111
                CHECK   dword [p_ds], 0
                CHECK   dword [p_es], 0
                CHECK   dword [p_fs], 0
                CHECK   dword [p_gs], 0
                CHECK   dword [p_cs], CODE_0
                CHECK   dword [p_ss], DATA_0
                CHECK   dword [p_esp], STACK_ENTRY - 36
                CHECK   dword [p_eflags], F_CF | F_IOPL | 2

                TEST    "SDM 3B 20.2.2: a 32-bit trap gate leaves IF"
                PROBE_GATE A_TRAP32
                V86     V86_EFLAGS | F_IF
                int     PROBE
                V86_END
                CHECK   dword [p_eflags], F_IF | F_IOPL | 2
                CHECK   dword [p_esp], STACK_ENTRY - 36

                TEST    "SDM 3B 20.2.2: IRETD of the handler goes back to virtual-8086 mode"
                PROBE_GATE A_INT32
                mov     ecx, 0
                V86
                mov     bx, ds
                mov     cx, 0x1234
                mov     fs, cx
                int     PROBE
                mov     cx, fs
                mov     dx, ds
                V86_END
                CHECK   ecx, 0x1234
                CHECK   edx, HERE
                CHECK_BITS dword [back_eflags], F_VM, F_VM

                TEST    "SDM 3B 20.2.2: a 16-bit interrupt gate: nine words"
                PROBE_GATE A_INT16
                DESCRIPTOR TARGET, IMAGE, 0xFFFF, A_CODE, B_
                IDT_GATE PROBE, TARGET, OFF(probe16), A_INT16 | DPL(3)
                mov     dword [back], narrow_back
                V86
                mov     ax, 0x1111
                mov     gs, ax
                mov     ax, 0x2222
                mov     fs, ax
                int     PROBE
  narrow_behind: V86_END
  narrow_back:
                CHECK   dword [p_frame], OFF(narrow_behind) | HERE << 16, "IP, CS"
                CHECK   dword [p_frame + 4], (V86_EFLAGS & 0xFFFF) | 0x8000 << 16, "FLAGS, SP"
                CHECK   dword [p_frame + 8], 0x3000 | HERE << 16, "SS, ES"
                CHECK   dword [p_frame + 12], HERE | 0x2222 << 16, "DS, FS"
                CHECK_BITS dword [p_frame + 16], 0xFFFF, 0x1111
                CHECK   dword [p_ds], 0
                CHECK   dword [p_gs], 0
                CHECK   dword [p_esp], STACK_ENTRY - 18
                CHECK   dword [p_eflags], F_IOPL | 2

%macro TO_CODE 3                        ; selector, vector, error
                IDT_GATE PROBE, %1, LIN(probe), A_INT32 | DPL(3)
                REFUSED 3, %2, %3, int PROBE
%endmacro
                TEST    "SDM 2A INT: from virtual-8086 mode to a level other than 0: #GP(CS of the gate)"
                TO_CODE CODE_1, X_GP, CODE_1 & ~3
                TO_CODE CODE_2, X_GP, CODE_2 & ~3
                TO_CODE CODE_3, X_GP, CODE_3 & ~3

                TEST    "SDM 2A INT: from virtual-8086 mode to conforming code: #GP(CS of the gate)"
                DESCRIPTOR TARGET, 0, 0xFFFFF, A_CONFORMING, G_ | B_
                TO_CODE TARGET, X_GP, TARGET
                DESCRIPTOR TARGET, 0, 0xFFFFF, A_CONFORMING | DPL(3), G_ | B_
                TO_CODE TARGET, X_GP, TARGET

                TEST    "SDM 2A INT: from virtual-8086 mode, CS of the gate null, data, not present"
                TO_CODE 0, X_GP, 0
                TO_CODE DATA_0, X_GP, DATA_0
                DESCRIPTOR TARGET, 0, 0xFFFFF, (A_CODE | DPL(1)) ^ ABSENT, G_ | B_
                TO_CODE TARGET, X_NP, TARGET

                TEST    "SDM 2A INT: from virtual-8086 mode, a gate below DPL 3: #GP(vector)"
                IDT_GATE PROBE, CODE_0, LIN(probe), A_INT32 | DPL(2)
                REFUSED 3, X_GP, PROBE * 8 + 2, int PROBE
                IDT_GATE PROBE, CODE_0, LIN(probe), (A_INT32 | DPL(3)) ^ ABSENT
                REFUSED 3, X_NP, PROBE * 8 + 2, int PROBE
                IDT_GATE PROBE, CODE_0, LIN(probe), A_CALL32 | DPL(3)
                REFUSED 3, X_GP, PROBE * 8 + 2, int PROBE

                TEST    "SDM 3A 6.13: an exception whose handler is not at level 0: #GP(CS of the gate + EXT)"
                IDT_GATE X_UD, CODE_1, LIN(probe), A_INT32
                REFUSED 3, X_GP, (CODE_1 & ~3) | 1, ud2

; ---------------------------------------------------------------- IOPL

%macro GUARDED 1+                       ; instruction: #GP(0) with IOPL 0, 1, 2
                REFUSED 0, X_GP, 0, %1
                REFUSED 1, X_GP, 0, %1
                REFUSED 2, X_GP, 0, %1
%endmacro
                TEST    "SDM 3B 20.2.7: CLI needs IOPL 3"
                GUARDED cli
                TEST    "SDM 3B 20.2.7: STI needs IOPL 3"
                GUARDED sti
                TEST    "SDM 3B 20.2.7: PUSHF and PUSHFD need IOPL 3"
                GUARDED pushf
                GUARDED pushfd
                TEST    "SDM 3B 20.2.7: POPF and POPFD need IOPL 3"
                GUARDED popf
                GUARDED popfd
                TEST    "SDM 3B 20.2.7: INT n needs IOPL 3"
                GUARDED int BACK
                GUARDED int 3
                TEST    "SDM 3B 20.2.7: IRET and IRETD need IOPL 3"
                GUARDED iretw
                GUARDED iretd

                TEST    "SDM 3B 20.2.7: with IOPL 3 CLI and STI change IF"
                V86     V86_EFLAGS | F_IF
                cli
                V86_END
                CHECK_BITS dword [back_eflags], -1, V86_EFLAGS
                V86
                sti
                V86_END
                CHECK_BITS dword [back_eflags], -1, V86_EFLAGS | F_IF

                TEST    "SDM 2B PUSHF: in virtual-8086 mode with IOPL 3: VM and RF are clear in the image"
                V86     V86_EFLAGS | F_IF
                pushfd
                pop     ebx
                pushf
                pop     cx
                V86_END
                CHECK   ebx, F_IOPL | F_IF | 2
                CHECK   ecx, F_IOPL | F_IF | 2

                TEST    "SDM 2B POPF: in virtual-8086 mode with IOPL 3: IF changes, IOPL and VM stay"
                V86
                push    dword F_IF | F_CF | F_AC
                popfd
                V86_END
                CHECK_BITS dword [back_eflags], -1, V86_EFLAGS | F_IF | F_CF | F_AC
                V86     V86_EFLAGS | F_IF | F_AC
                push    word 0
                popf
                V86_END
                CHECK_BITS dword [back_eflags], -1, V86_EFLAGS | F_AC

                TEST    "SDM 2A IRET: in virtual-8086 mode with IOPL 3: VM and IOPL stay, CS like a real-mode CS"
                V86     V86_EFLAGS | F_IF
                push    word F_CF | F_NT
                push    word HERE - 1
                push    word OFF(v86_iret) + 16
                iretw
  v86_iret:     mov     bx, cs
                V86_END
                CHECK   ebx, HERE - 1
                CHECK_BITS dword [back_eflags], -1, V86_EFLAGS | F_CF | F_NT
                CHECK   dword [back_esp3], 0x8000
                V86
                push    dword F_IF | F_ZF
                push    dword HERE
                push    dword OFF(v86_iretd)
                iretd
  v86_iretd:    V86_END
                CHECK_BITS dword [back_eflags], -1, V86_EFLAGS | F_IF | F_ZF

                TEST    "SDM 2A IRET: NT means nothing in virtual-8086 mode"
                V86     V86_EFLAGS | F_NT
                push    word 2
                push    cs
                push    word OFF(v86_nested)
                iretw
  v86_nested:   V86_END
                CHECK_BITS dword [back_eflags], -1, V86_EFLAGS

                TEST    "SDM 2A IRET: in virtual-8086 mode EIP beyond FFFFh: #GP(0), the stack stays"
                CATCH
                V86
                push    dword 2
                push    dword HERE
                push    dword 0x10000
  v86_far:      iretd
                V86_END
                CAUGHT  X_GP, 0, OFF(v86_far)           ; Bochs faults at the target
                CHECK   dword [x_esp], 0x8000 - 12

                TEST    "SDM 3B 20.2.7: INT3, INTO, BOUND and INT1 do not look at IOPL"
                CATCH
                V86     F_VM | 2
                int3
  v86_int3:     hlt
                V86_END
                CAUGHT  X_BP, NO_ERROR, OFF(v86_int3)
                CATCH
                V86     F_VM | 2
                mov     al, 0x7F
                add     al, 1
                into
  v86_into:     hlt
                V86_END
                CAUGHT  X_OF, NO_ERROR, OFF(v86_into)
                mov     dword [SCRATCH], 5 | 4 << 16
                CATCH
                V86     F_VM | 2
                mov     ax, SCRATCH >> 4
                mov     ds, ax
                xor     bx, bx
  v86_bound:    bound   bx, [bx]
                hlt
                V86_END
                CAUGHT  X_BR, NO_ERROR, OFF(v86_bound)
                CATCH
                V86     F_VM | 2
                int1
  v86_int1:     hlt
                V86_END
                CAUGHT  X_DB, NO_ERROR, OFF(v86_int1)

                TEST    "SDM 2A INT: INT3 and INTO need a gate of DPL 3, INT1 does not"
                IDT_GATE X_BP, CODE_0, LIN(stub_3), A_INT32
                IDT_GATE X_OF, CODE_0, LIN(stub_4), A_INT32
                REFUSED 0, X_GP, X_BP * 8 + 2, int3
                CATCH
                V86     F_VM | 2
                mov     al, 0x7F
                add     al, 1
  v86_into_gate: into
                hlt
                V86_END
                CAUGHT  X_GP, X_OF * 8 + 2, OFF(v86_into_gate)

; ---------------------------------------------------------------- refused

                TEST    "SDM 3B 20.2.8: privileged instructions: #GP(0) also with IOPL 3"
                REFUSED 3, X_GP, 0, hlt
                REFUSED 3, X_GP, 0, lgdt [bx]
                REFUSED 3, X_GP, 0, lidt [bx]
                REFUSED 3, X_GP, 0, lmsw ax
                REFUSED 3, X_GP, 0, clts
                REFUSED 3, X_GP, 0, mov eax, cr0
                REFUSED 3, X_GP, 0, mov cr0, eax
                REFUSED 3, X_GP, 0, mov eax, cr2
                REFUSED 3, X_GP, 0, mov cr3, eax
                REFUSED 3, X_GP, 0, mov eax, dr7
                REFUSED 3, X_GP, 0, mov dr0, eax
                REFUSED 3, X_GP, 0, invd
                REFUSED 3, X_GP, 0, wbinvd
                REFUSED 3, X_GP, 0, invlpg [bx]

                TEST    "SDM 3B 20.1.3: instructions of protected mode: #UD"
                REFUSED 3, X_UD, NO_ERROR, lldt ax
                REFUSED 3, X_UD, NO_ERROR, ltr ax
                REFUSED 3, X_UD, NO_ERROR, sldt ax
                REFUSED 3, X_UD, NO_ERROR, str ax
                REFUSED 3, X_UD, NO_ERROR, verr ax
                REFUSED 3, X_UD, NO_ERROR, verw ax
                REFUSED 3, X_UD, NO_ERROR, lar ax, bx
                REFUSED 3, X_UD, NO_ERROR, lsl ax, bx
                REFUSED 3, X_UD, NO_ERROR, arpl ax, bx
                REFUSED 3, X_UD, NO_ERROR, db 0x8E, 0xC8

                TEST    "SDM 3B 20.2.8: SMSW, SGDT and SIDT are allowed"
                V86
                smsw    cx
                sgdt    [OFF(p_frame)]
                sidt    [OFF(p_frame) + 8]
                V86_END
                and     ecx, 0xF
                CHECK   ecx, 1
                CHECK_BITS dword [p_frame], 0xFFFF, GDT_LAST
                CHECK   dword [p_frame + 2], gdt
                CHECK   dword [p_frame + 10], idt

; ---------------------------------------------------------------- addresses

                TEST    "SDM 3B 20.1.1: FFFF:xxxx reaches beyond 1 MiB: there is no wrap"
                mov     dword [0x10FFEC], 0x44332211
                mov     dword [0xFFEC], 0
                V86
                mov     ax, 0xFFFF
                mov     ds, ax
                mov     bl, [0xFFFF]
                mov     ecx, [0xFFFC]
                V86_END
                CHECK_BITS ebx, 0xFF, 0x44
                CHECK   ecx, 0x44332211

%macro BEYOND 3+                        ; vector, error, instruction; BX = FFFFh, BP = FFFFh, EDX = 10000h
                CATCH
                V86     F_VM | 2
                mov     bx, 0xFFFF
                mov     bp, 0xFFFF
                mov     edx, 0x10000
  %%fault:      %3
                hlt
                V86_END
                CAUGHT  %1, %2, OFF(%%fault)
%endmacro
                TEST    "SDM 3B 20.1.1: segments end at FFFFh: #GP(0), through SS #SS(0)"
                BEYOND  X_GP, 0, mov ax, [bx]
                BEYOND  X_GP, 0, mov [bx], ax
                BEYOND  X_GP, 0, mov eax, [bx - 2]
                BEYOND  X_SS, 0, mov ax, [bp]
                BEYOND  X_SS, 0, mov ax, [ss:bx]
                BEYOND  X_GP, 0, mov ax, [es:bx]
                BEYOND  X_GP, 0, mov al, [edx]
                BEYOND  X_GP, 0, mov al, [edx + ebx]
                BEYOND  X_GP, 0, les ax, [bx - 2]

                TEST    "SDM 3B 20.1.1: pushes across offset 0: #SS(0); from SP 0 they wrap"
                CATCH
                V86
                mov     sp, 1
  v86_push:     push    ax
                V86_END
                CAUGHT  X_SS, 0, OFF(v86_push)
                CHECK   dword [x_esp], 1
                V86
                mov     esp, 0
                push    ax
                V86_END
                CHECK   dword [back_esp3], 0xFFFE

                TEST    "SDM 3B 20.1.1: loads of segment registers need no descriptor, and give a limit of FFFFh"
                mov     dword [0x5550], 0xCAFEBABE
                V86
                mov     ax, 0x555
                mov     es, ax
                mov     ebx, [es:0]
                mov     ax, 0xFFFF
                mov     fs, ax
                V86_END
                CHECK   ebx, 0xCAFEBABE

                TEST    "SDM 3B 20.1.3: far CALL, JMP and RET as on the 8086"
                V86
                call    HERE - 2:OFF(v86_called) + 32
                jmp     HERE + 1:OFF(v86_jumped) - 16
  v86_called:   mov     bx, cs
                retf
  v86_jumped:   mov     cx, cs
                V86_END
                CHECK   ebx, HERE - 2
                CHECK   ecx, HERE + 1

                TEST    "SDM 2A JMP: in virtual-8086 mode a target beyond FFFFh: #GP(0)"
                CATCH
                V86
                mov     eax, 0x10000
  v86_jump:     jmp     eax
                V86_END
                CAUGHT  X_GP, 0, OFF(v86_jump)

                TEST    "SDM 3B 20.1.1: an instruction across offset FFFFh: #GP(0)"
                mov     word [SCRATCH + 0xFFFE], 0xB090 ; NOP; MOV AL, ...
                CATCH
                V86
                jmp     SCRATCH >> 4:0xFFFE
                V86_END
                CAUGHT  X_GP, 0, 0xFFFF
                CHECK   dword [x_cs], SCRATCH >> 4

                TEST    "SDM 3B 20.1.2: paging applies, accesses are those of a user"
                PAGING
                PTE     SCRATCH, SCRATCH | 3
                mov     eax, cr3
                mov     cr3, eax
                CATCH
                V86
                mov     ax, SCRATCH >> 4
                mov     ds, ax
  v86_page:     mov     [0x123], al
                V86_END
                CAUGHT  X_PF, 7, OFF(v86_page)
                CHECK   dword [x_cr2], SCRATCH + 0x123

                TEST    "SDM 3B 20.3.1: without VME the flags VIF and VIP mean nothing to CLI and STI"
                CATCH
                V86     F_VM | 2
  plain_sti:    sti
                V86_END
                CAUGHT  X_GP, 0, OFF(plain_sti)
                CHECK_BITS dword [x_eflags], F_VIF, 0
                END_TESTS
