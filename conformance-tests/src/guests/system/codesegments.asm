; Loads of CS: far JMP, CALL and RET, the checks in order; conforming segments. SDM vol. 3A, 5.8; vol. 2, JMP, CALL, RET.
; run on: 386 486 pentium pentium3 pentium4

%include "harness.inc"
%include "loads.inc"

; ---------------------------------------------------------------- CS

                FAULTS  "SDM 2A JMP: null", X_GP, 0, jmp 3:0
                FAULTS  "SDM 2A JMP: beyond the GDT", X_GP, 0x200, jmp 0x203:0
                FAULTS  "SDM 2A JMP: data", X_GP, DATA_0, jmp DATA_0:0
                FAULTS  "SDM 2A JMP: an LDT", X_GP, TABLE, jmp TABLE:0
                FAULTS  "SDM 2A JMP: absent", X_NP, ABSENT_CODE, jmp ABSENT_CODE:0
                FAULTS  "SDM 2A JMP: of an outer level", X_GP, OUTER_CODE, jmp OUTER_CODE:0
                FAULTS  "SDM 2A JMP: RPL above CPL", X_GP, CODE_0, jmp CODE_0 | 1:0
                FAULTS  "SDM 2A JMP: beyond the limit", X_GP, 0, jmp SMALL_CODE:0x1000
                FAULTS  "SDM 2A JMP: conforming of an outer level", X_GP, OUTER_CONFORMING, jmp OUTER_CONFORMING:0
                FAULTS  "SDM 2A JMP: conforming and absent", X_NP, ABSENT_CONFORMING, jmp ABSENT_CONFORMING | 3:0
                FAULTS  "SDM 2A CALL: null", X_GP, 0, call 0:0
                FAULTS  "SDM 2A CALL: beyond the GDT", X_GP, 0x200, call 0x200:0
                FAULTS  "SDM 2A CALL: data", X_GP, DATA_0, call DATA_0:0
                FAULTS  "SDM 2A CALL: an LDT", X_GP, TABLE, call TABLE:0
                FAULTS  "SDM 2A CALL: absent", X_NP, ABSENT_CODE, call ABSENT_CODE:0
                FAULTS  "SDM 2A CALL: of an outer level", X_GP, OUTER_CODE, call OUTER_CODE:0
                FAULTS  "SDM 2A CALL: RPL above CPL", X_GP, CODE_0, call CODE_0 | 3:0
                FAULTS  "SDM 2A CALL: beyond the limit", X_GP, 0, call SMALL_CODE:0x1000

                TEST    "SDM 2A JMP: a fault does not mark the target as accessed, success does"
                call    loads_begin
                CATCH
                jmp     SMALL_CODE:0x1000
                CAUGHT  X_GP, 0
                CHECK_BITS dword ACCESS(SMALL_CODE), 0xFF, A_CODE
                DESCRIPTOR SMALL_CODE, 0, 0xFFFFF, A_CODE_X, B_
                jmp     SMALL_CODE:jumped
  jumped:       mov     eax, cs
                CHECK   eax, SMALL_CODE
                CHECK_BITS dword ACCESS(SMALL_CODE), 0xFF, A_CODE_X | 1

                TEST    "SDM 3A 5.8.1.2: conforming code of level 0 from level 3: CPL stays, whatever the RPL"
                call    loads_begin
                RING    3
                jmp     CONFORMING:in_conforming
  in_conforming: mov    eax, cs
                call    CONFORMING:called_conforming
  called_conforming: mov ebx, cs
                pop     ecx
                pop     edx
                RING_END
                CHECK   eax, CONFORMING | 3
                CHECK   ebx, CONFORMING | 3
                CHECK   ecx, called_conforming
                CHECK   edx, CONFORMING | 3
                CHECK   dword [back_cs], CONFORMING | 3

; RETURN what, selector, vector, error code: RETF at level 0, or 2 with `level`.
%macro RETURN 4-5 0
  %strcat %%name "SDM 2B RET: ", %1
                TEST    %%name
                call    loads_begin
                CATCH
  %if %5 != 0
                RING    %5
  %endif
                push    dword 0
                push    dword STACK_3
                push    dword %2
                push    dword 0x1000
                mov     ebp, esp
  %%at:         retf
  %if %5 != 0
                RING_END
  %endif
                CAUGHT  %3, %4, %%at
                CHECK   dword [x_esp], ebp
                CHECK_BITS dword ACCESS(SMALL_CODE), 0xFF, A_CODE
%endmacro
                RETURN  "null", 2, X_GP, 0
                RETURN  "beyond the GDT", 0x200, X_GP, 0x200
                RETURN  "data", DATA_0, X_GP, DATA_0
                RETURN  "to an inner level", CODE_1, X_GP, CODE_1 & ~3, 2
                RETURN  "DPL not RPL", OUTER_CODE | 2, X_GP, OUTER_CODE
                RETURN  "absent", ABSENT_CODE, X_NP, ABSENT_CODE
                RETURN  "conforming with a DPL above the RPL", OUTER_CONFORMING | 2, X_GP, OUTER_CONFORMING
                RETURN  "beyond the limit", SMALL_CODE, X_GP, 0
                RETURN  "to an outer level with SS null", CODE_3, X_GP, 0

; RETURN_OUT what, SS, vector, error code: RETF to level 3.
%macro RETURN_OUT 4
  %strcat %%name "SDM 2B RET: to level 3, ", %1
                TEST    %%name
                call    loads_begin
                CATCH
                push    dword %2
                push    dword STACK_3
                push    dword CODE_3
                push    dword 0x1000
                mov     ebp, esp
  %%at:         retf
                CAUGHT  %3, %4, %%at
                CHECK   dword [x_esp], ebp
                CHECK   dword [x_ss], DATA_0
                CHECK   dword [x_cs], CODE_0
%endmacro
                RETURN_OUT "SS beyond the GDT", 0x203, X_GP, 0x200
                RETURN_OUT "SS with another RPL", OUTER_DATA | 2, X_GP, OUTER_DATA
                RETURN_OUT "SS with another DPL", DATA_2 | 3, X_GP, DATA_2 & ~3
                RETURN_OUT "SS that is code", CODE_3, X_GP, CODE_3 & ~3

                TEST    "SDM 2B RET: to level 3, SS absent"
                DESCRIPTOR SLOT, 0, 0xFFFFF, (A_DATA | DPL(3)) ^ ABSENT, G_ | B_
                CATCH
                push    dword SLOT | 3
                push    dword STACK_3
                push    dword CODE_3
                push    dword 0x1000
  ss_absent:    retf
                CAUGHT  X_SS, SLOT, ss_absent

                TEST    "SDM 2B RET: to an outer level, data segments that it may not use become null; conforming code stays"
                call    loads_begin
                mov     eax, DATA_0
                mov     ds, eax
                mov     fs, eax
                mov     eax, CONFORMING
                mov     gs, eax
                mov     eax, DATA_3
                mov     es, eax
                mov     ebx, OUTER_DATA         ; RPL 0, DPL 3
                mov     ds, ebx
                push    dword DATA_3
                push    dword STACK_3
                push    dword CODE_3
                push    dword .out
                retf
  .out:         mov     eax, ds
                mov     ebx, es
                mov     ecx, fs
                mov     edx, gs
                mov     dword [es:back], .back
                mov     dword [es:back_esp], STACK_0
                int     BACK
  .back:        CHECK   eax, OUTER_DATA
                CHECK   ebx, DATA_3
                CHECK   ecx, 0
                CHECK   edx, CONFORMING

                TEST    "SDM 2B RET n: to an outer level, parameters are released on both stacks"
                push    dword DATA_3
                push    dword STACK_3
                push    dword 0x12345678
                push    dword 0x12345678
                push    dword CODE_3
                push    dword .out
                retf    8
  .out:         mov     esi, esp
                push    dword DATA_3
                pop     ds
                mov     dword [back], .back
                mov     dword [back_esp], STACK_0
                int     BACK
  .back:        CHECK   esi, STACK_3 + 8

                END_TESTS
