; Loads of LDTR and TR: the checks in order, the busy bit; privileged instructions. SDM vol. 2, LLDT, LTR; vol. 3A, 5.9.
; run on: 386 486 pentium pentium3 pentium4

%include "harness.inc"
%include "loads.inc"

; ---------------------------------------------------------------- LLDT, LTR

                FAULTS  "SDM 2A LLDT: absent", X_NP, ABSENT_TABLE, lldt [absent_table]
                FAULTS  "SDM 2A LLDT: in an LDT", X_GP, TABLE | 4, lldt [table_ti]
                FAULTS  "SDM 2A LLDT: beyond the GDT", X_GP, 0x200, lldt cx
                FAULTS  "SDM 2A LLDT: data", X_GP, ABSENT_DATA, lldt ax
                FAULTS  "SDM 2B LTR: absent", X_NP, ABSENT_TSS, ltr [absent_tss]
                FAULTS  "SDM 2B LTR: busy", X_GP, BUSY_TSS, ltr [busy_tss]
                FAULTS  "SDM 2B LTR: in an LDT", X_GP, TSS_MAIN | 4, ltr [tss_ti]
                FAULTS  "SDM 2B LTR: beyond the GDT", X_GP, 0x200, ltr cx
                FAULTS  "SDM 2B LTR: data", X_GP, ABSENT_DATA, ltr ax
                FAULTS  "SDM 2B LTR: null", X_GP, 0, ltr bp
                jmp     around_tables
absent_table:   dw      ABSENT_TABLE
table_ti:       dw      TABLE | 4
absent_tss:     dw      ABSENT_TSS
busy_tss:       dw      BUSY_TSS
tss_ti:         dw      TSS_MAIN | 4
around_tables:

%macro TABLES 1
  %defstr %%type %1
  %strcat %%name "SDM 2A LLDT, LTR: take only their types; S and type ", %%type
                TEST    %%name
                DESCRIPTOR SLOT, SCRATCH, 103, 0x80 | %1, 0
                mov     eax, SLOT
                CATCH
  %%lldt:       lldt    ax
  %if %1 == 2
                CAUGHT_NOTHING
                sldt    ecx
                CHECK_BITS ecx, 0xFFFF, SLOT
  %else
                CAUGHT  X_GP, SLOT, %%lldt
                sldt    ecx
                CHECK_BITS ecx, 0xFFFF, 0
  %endif
                CHECK_BITS dword ACCESS(SLOT), 0xFF, 0x80 | %1
                CATCH
  %%ltr:        ltr     ax
  %if %1 == 1 || %1 == 9
                CAUGHT_NOTHING
                str     ecx
                CHECK_BITS ecx, 0xFFFF, SLOT
                CHECK_BITS dword ACCESS(SLOT), 0xFF, 0x82 | %1
  %else
                CAUGHT  X_GP, SLOT, %%ltr
                str     ecx
                CHECK_BITS ecx, 0xFFFF, TSS_MAIN
                CHECK_BITS dword ACCESS(SLOT), 0xFF, 0x80 | %1
                mov     byte ACCESS(SLOT), %1
                CATCH
    %%absent:   ltr     ax
                CAUGHT  X_GP, SLOT, %%absent
  %endif
%endmacro
%assign type 0
%rep 18
                TABLES  %[type]
  %assign type type + 1
%endrep

                TEST    "SDM 2A LLDT: a null selector empties the LDT"
                DESCRIPTOR SLOT, SCRATCH, 15, A_LDT, 0
                mov     eax, SLOT
                lldt    ax
                mov     dword [SCRATCH], 0xFFFF
                mov     dword [SCRATCH + 4], 0xCF9200
                mov     dword [SCRATCH + 8], 0xFFFF
                mov     dword [SCRATCH + 12], 0xCF9200
                mov     eax, 4                  ; index 0 of an LDT is no null selector
                mov     fs, eax
                CHECK_BITS dword [SCRATCH + 4], 0xFF00, 0x9300
                mov     eax, 0x14
                CATCH
  ldt_limit:    mov     gs, eax
                CAUGHT  X_GP, 0x14, ldt_limit
                xor     eax, eax
                lldt    ax
                mov     ebx, [fs:SCRATCH]       ; stays in FS
                CHECK   ebx, 0xFFFF
                mov     eax, 0x0C
                CATCH
  ldt_empty:    mov     fs, eax
                CAUGHT  X_GP, 0x0C, ldt_empty

; PRIVILEGED instruction
%macro PRIVILEGED 1+
  %defstr %%instruction %1
  %strcat %%name "SDM 3A 5.9: at level 3, ", %%instruction
                TEST    %%name
                CATCH
                RING    3
  %%at:         %1
                RING_END
                CAUGHT  X_GP, 0, %%at
                CHECK   dword [x_cs], CODE_3
%endmacro
                PRIVILEGED lldt ax
                PRIVILEGED ltr ax
                PRIVILEGED lgdt [gdt_pointer]
                PRIVILEGED lidt [idt_pointer]
                PRIVILEGED lmsw ax
                PRIVILEGED clts
                PRIVILEGED hlt
                PRIVILEGED mov eax, cr0
                PRIVILEGED mov cr3, eax
                PRIVILEGED mov eax, dr7
                PRIVILEGED mov dr0, eax
                PRIVILEGED lldt [fs:0]
                PRIVILEGED ltr [fs:0]
                PRIVILEGED lgdt [fs:0]
                PRIVILEGED lmsw [fs:0]

                END_TESTS
