; Paging as only the 386 has it: no write protection of supervisors. SDM vol. 3B, 22.18, 22.21.
; run on: 386

%include "harness.inc"
%include "paging.inc"

                TEST    "SDM 3B 22.18.2: CR0.WP does not exist; supervisors write to read-only pages"
                PAGING  WP
                mov     ebx, cr0
                CHECK_BITS ebx, WP, 0
                RIGHTS  0, 0

                TEST    "SDM 3B 22.18.2: CR0.WP does not exist; RMW and string stores of supervisors to a read-only page"
                PAGING  WP
                MAP     P_ALL, P_P, 0
                inc     dword [WINDOW]
                mov     edi, WINDOW
                mov     ecx, 16
                rep stosd
                CHECK_BITS dword [WINDOW_TABLE], P_A | P_D, P_A | P_D

                TEST    "SDM 3B 22.15: INVLPG is an undefined opcode"
                PAGING
                CATCH
  no_invlpg:    db      0x0F, 0x01, 0x38                ; invlpg [eax]
                CAUGHT  X_UD, NO_ERROR, no_invlpg

                END_TESTS
