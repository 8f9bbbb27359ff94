; Loads of segment registers: the checks in order, the accessed bit, hidden parts. SDM vol. 3A, 3.4 and 5; vol. 2, MOV, LDS.
; run on: 386 486 pentium pentium3 pentium4

%include "harness.inc"
%include "loads.inc"

; ---------------------------------------------------------------- data segment registers, by type

; LOADS register, access: a load of SLOT; access says whether it may.
%macro LOADS 2
  %defstr %%type (%2)
  %ifidni %1, ds
    %assign %%fits (%2 & 0x10) != 0 && ((%2 & 8) == 0 || (%2 & 2) != 0)
  %else
    %assign %%fits (%2 & 0x1A) == 0x12
  %endif
  %defstr %%register %1
  %strcat %%name "SDM 2B MOV: ", %%register, " takes only its types; S and type ", %%type
                TEST    %%name
                DESCRIPTOR SLOT, 0, 0xFFFFF, 0x80 | %2, G_ | B_
                mov     eax, SLOT
                mov     edx, DATA_0
                CATCH
  %%at:         mov     %1, eax
  %if %%fits
                mov     ecx, %1
                mov     %1, edx
                CAUGHT_NOTHING
                CHECK   ecx, SLOT
                CHECK_BITS dword ACCESS(SLOT), 0xFF, 0x80 | %2 | 1
  %else
                CAUGHT  X_GP, SLOT, %%at
                CHECK   dword [x_%1], DATA_0
                CHECK_BITS dword ACCESS(SLOT), 0xFF, 0x80 | %2
                mov     byte ACCESS(SLOT), %2   ; absent: the type comes first
                CATCH
    %%absent:   mov     %1, eax
                CAUGHT  X_GP, SLOT, %%absent
  %endif
%endmacro
%assign type 0
%rep 32
                LOADS   ds, %[type]
                LOADS   ss, %[type]
  %assign type type + 1
%endrep

                FAULTS  "SDM 2B MOV: DS, absent", X_NP, ABSENT_DATA, mov ds, eax
                FAULTS  "SDM 2B MOV: ES, absent", X_NP, ABSENT_DATA, mov es, eax
                FAULTS  "SDM 2B MOV: FS, absent", X_NP, ABSENT_DATA, mov fs, eax
                FAULTS  "SDM 2B MOV: GS, absent", X_NP, ABSENT_DATA, mov gs, eax
                FAULTS  "SDM 2B MOV: SS, absent", X_SS, ABSENT_DATA, mov ss, eax
                FAULTS  "SDM 2B MOV: DS, beyond the GDT", X_GP, 0x200, mov ds, ecx
                FAULTS  "SDM 2B MOV: DS, in the LDT that is null", X_GP, 0x1FC, mov ds, ebx
                FAULTS  "SDM 2B MOV: SS, beyond the GDT", X_GP, 0x200, mov ss, ecx
                FAULTS  "SDM 2B MOV: SS, in the LDT that is null", X_GP, 0x1FC, mov ss, ebx
                FAULTS  "SDM 2B MOV: SS, null", X_GP, 0, mov ss, ebp
                FAULTS  "SDM 2B MOV: SS, RPL not CPL", X_GP, DATA_0, mov ss, esi
                FAULTS  "SDM 2B MOV: SS, DPL and RPL not CPL", X_GP, OUTER_DATA, mov ss, edx
                FAULTS  "SDM 2B MOV: SS, DPL not CPL", X_GP, OUTER_DATA, mov ss, [outer_rpl_0]
                FAULTS  "SDM 2B MOV: SS, null with an RPL", X_GP, 0, mov ss, [null_3]
                jmp     around_words
outer_rpl_0:    dw      OUTER_DATA
null_3:         dw      3
around_words:

                TEST    "SDM 2B POP: a fault leaves ESP and the register"
                call    loads_begin
                push    dword ABSENT_DATA
                CATCH
  pop_absent:   pop     fs
                CAUGHT  X_NP, ABSENT_DATA, pop_absent
                CHECK   dword [x_esp], STACK_0 - 4
                CHECK   dword [x_fs], 0
                CATCH
  pop_ss:       pop     ss
                CAUGHT  X_SS, ABSENT_DATA, pop_ss
                CHECK   dword [x_ss], DATA_0
                CHECK   dword [x_esp], STACK_0 - 4

; FAR_POINTER instruction, register: a fault changes neither register.
%macro FAR_POINTER 2
  %defstr %%mnemonic %1
  %strcat %%name "SDM 2A ", %%mnemonic, ": a fault changes neither of its registers, success both"
                TEST    %%name
                call    loads_begin
                mov     dword [POINTERS], 0x87654321
                mov     dword [POINTERS + 4], ABSENT_DATA
                CATCH
  %%absent:     %1      edi, [POINTERS]
  %ifidni %2, ss
                CAUGHT  X_SS, ABSENT_DATA, %%absent
  %else
                CAUGHT  X_NP, ABSENT_DATA, %%absent
  %endif
                CHECK   edi, 0x5A5A5A5A
                CHECK   dword [x_ds], DATA_0
                CHECK   dword [x_es], DATA_0
                CHECK   dword [x_fs], 0
                CHECK   dword [x_gs], 0
                CHECK   dword [x_ss], DATA_0
                mov     dword [POINTERS + 4], CODE_3 ^ 3 | 1
                CATCH
  %%level:      %1      di, [POINTERS + 2]
  %ifidni %2, ss
                CAUGHT  X_GP, CODE_3 & ~3, %%level
  %else
                CAUGHT_NOTHING
                mov     eax, %2
                CHECK   eax, CODE_3 ^ 3 | 1
                CHECK   edi, 0x5A5A8765
                mov     eax, DATA_0
                mov     %2, eax
  %endif
%endmacro
                FAR_POINTER lfs, fs
                FAR_POINTER lgs, gs
                FAR_POINTER les, es
                FAR_POINTER lss, ss

                TEST    "SDM 2A LDS: a fault changes neither of its registers"
                call    loads_begin
                mov     dword [POINTERS], 0x87654321
                mov     dword [POINTERS + 4], ABSENT_DATA
                CATCH
  lds_absent:   lds     edi, [POINTERS]
                CAUGHT  X_NP, ABSENT_DATA, lds_absent
                CHECK   edi, 0x5A5A5A5A
                CHECK   dword [x_ds], DATA_0

; ---------------------------------------------------------------- levels

; LEVELS cpl, rpl, dpl: a load of GS; then of conforming code, that always goes.
%macro LEVELS 3
  %defstr %%cpl %1
  %defstr %%rpl %2
  %defstr %%dpl %3
  %strcat %%name "SDM 3A 5.6: data of DPL ", %%dpl, " at CPL ", %%cpl, " with RPL ", %%rpl
                TEST    %%name
                DESCRIPTOR SLOT, 0, 0xFFFFF, A_DATA | DPL(%3), G_ | B_
                DESCRIPTOR SLOT + 8, 0, 0xFFFFF, A_CONFORMING | DPL(%3), G_ | B_
                mov     eax, SLOT | %2
                mov     ebx, (SLOT + 8) | %2
                CATCH
  %if %1 != 0
                RING    %1
  %endif
                mov     fs, ebx
  %%at:         mov     gs, eax
  %if %1 != 0
                RING_END
  %endif
  %if %1 <= %3 && %2 <= %3
                CAUGHT_NOTHING
                mov     ecx, gs
                CHECK   ecx, SLOT | %2
  %else
                CAUGHT  X_GP, SLOT, %%at
                CHECK   dword [x_gs], 0
  %endif
                mov     ecx, fs
                CHECK   ecx, (SLOT + 8) | %2
%endmacro
%assign level 0
%rep 2
  %assign rpl 0
  %rep 4
    %assign dpl 0
    %rep 4
                LEVELS  %[level], %[rpl], %[dpl]
      %assign dpl dpl + 1
    %endrep
    %assign rpl rpl + 1
  %endrep
  %assign level level + 2
%endrep

; ---------------------------------------------------------------- null selectors, hidden parts

                TEST    "SDM 3A 5.4.1: a null selector may be loaded, but not used"
                xor     eax, eax
                mov     es, eax
                mov     al, 3
                mov     gs, eax
                mov     ecx, gs
                CHECK   ecx, 3
                CATCH
  null_read:    mov     bl, [gs:SCRATCH]
                CAUGHT  X_GP, 0, null_read
                mov     eax, 0
                mov     es, eax
                mov     edi, SCRATCH
                mov     byte [SCRATCH], 0x77
                CATCH
  null_write:   stosb
                CAUGHT  X_GP, 0, null_write
                CHECK   edi, SCRATCH
                CHECK_BITS dword [SCRATCH], 0xFF, 0x77

                TEST    "SDM 3A 3.4.3: the hidden part of a segment register keeps what was loaded, until it is loaded again"
                DESCRIPTOR SLOT, SCRATCH, 15, A_DATA, B_
                mov     dword [SCRATCH], 0x11111111
                mov     dword [SCRATCH + 0x10], 0x22222222
                mov     eax, SLOT
                mov     fs, eax
                DESCRIPTOR SLOT, SCRATCH + 0x10, 1, A_DATA, B_
                mov     ebx, [fs:0]
                CHECK   ebx, 0x11111111
                mov     fs, eax
                CATCH
  now_small:    mov     ebx, [fs:0]
                CAUGHT  X_GP, 0, now_small
                mov     bx, [fs:0]
                CHECK   ebx, 0x11112222

                TEST    "SDM 2B MOV from Sreg: a word of memory, whatever the operand size"
                mov     dword [SCRATCH], -1
                db      0x8C, 0x1D              ; mov [SCRATCH], ds
                dd      SCRATCH
                CHECK   dword [SCRATCH], 0xFFFF0000 | DATA_0

                END_TESTS
