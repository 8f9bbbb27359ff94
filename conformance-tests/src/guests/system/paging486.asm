; Paging since the 486: CR0.WP and INVLPG. SDM vol. 3A, 4.6, 4.10.
; run on: 486sx 486 pentium pentium-mmx pentium2 pentium3 pentium4

%include "harness.inc"
%include "paging.inc"

                TEST    "SDM 3A 4.6: with CR0.WP set level 0 needs R/W in directory and table for writes"
                PAGING  WP
                RIGHTS  0, 1

                TEST    "SDM 3A 4.6: with CR0.WP set level 1 needs R/W for writes"
                PAGING  WP
                RIGHTS  1, 1

                TEST    "SDM 3A 4.6: with CR0.WP set level 2 needs R/W for writes"
                PAGING  WP
                RIGHTS  2, 1

                TEST    "SDM 3A 4.6: rights at level 3 do not depend on CR0.WP"
                PAGING  WP
                RIGHTS  3, 1

                TEST    "SDM 3A 4.7, #PF: read-modify-writes of a supervisor to a read-only page are writes"
                PAGING  WP
                MAP     P_ALL, P_P | P_US, 0
                mov     dword [SCRATCH], 0x55
                mov     edx, 0x77
                FAULT   0, E_P | E_W, WINDOW, xadd [WINDOW], edx
                FAULT   0, E_P | E_W, WINDOW, lock and dword [WINDOW], 1
                mov     eax, 1                          ; differs: CMPXCHG writes back what it read
                FAULT   0, E_P | E_W, WINDOW, cmpxchg [WINDOW], edx
                CHECK   eax, 1
                CHECK   edx, 0x77
                CHECK   dword [SCRATCH], 0x55

                TEST    "SDM 3A 4.6: a change of CR0.WP takes effect at once, also on entries in the TLB"
                PAGING
                MAP     P_ALL, P_P | P_US, 0
                mov     dword [WINDOW], 1
                mov     eax, cr0
                or      eax, WP
                mov     cr0, eax
                FAULT   0, E_P | E_W, WINDOW, mov dword [WINDOW], 2
                CHECK   dword [SCRATCH], 1
                mov     eax, cr0
                and     eax, ~WP
                mov     cr0, eax
                mov     dword [WINDOW], 3
                CHECK   dword [SCRATCH], 3

                TEST    "SDM 3A 4.6: the accessed bit of a descriptor in a read-only page: a supervisor's write that CR0.WP refuses"
                PAGING  WP
                MAP     P_ALL, P_P, 0
                DESCRIPTOR SLOT, 0, 0xFFFFF, A_DATA | DPL(3), G_ | B_
                DESCRIPTOR DATA_3, 0, 0xFFFFF, A_DATA | DPL(3) | 1, G_ | B_
                DESCRIPTOR CODE_3, 0, 0xFFFFF, A_CODE | DPL(3) | 1, G_ | B_
                mov     esi, gdt
                mov     edi, SCRATCH
                mov     ecx, (GDT_LAST + 1) / 4
                rep movsd
                mov     word [SCRATCH + 0x3000], GDT_LAST
                mov     dword [SCRATCH + 0x3002], WINDOW
                lgdt    [SCRATCH + 0x3000]
                mov     ebx, SLOT | 3
                CATCH
                RING    3
  accessed:     mov     fs, bx
                RING_END
                CAUGHT  X_PF, E_P | E_W, accessed
                lgdt    [gdt_pointer]
                CHECK_BITS dword [x_cr2], 0xFFFFFFF8, WINDOW + SLOT
                CHECK_BITS dword [SCRATCH + SLOT + 4], 0xFF00, (A_DATA | DPL(3)) << 8

                TEST    "SDM 2A, INVLPG: one page's entry goes, its neighbour's stays"
                PAGING
                MAP     P_ALL, P_ALL, P_ALL
                mov     dword [SCRATCH], 0x11
                mov     dword [SCRATCH + 0x1000], 0x22
                mov     dword [SCRATCH + 0x2000], 0x33
                CHECK   dword [WINDOW], 0x11
                CHECK   dword [WINDOW + 0x1000], 0x22
                mov     dword [WINDOW_TABLE], (SCRATCH + 0x2000) | P_ALL
                mov     dword [WINDOW_TABLE + 4], (SCRATCH + 0x2000) | P_ALL
                CHECK   dword [WINDOW], 0x11
                invlpg  [WINDOW + 0x123]
                CHECK   dword [WINDOW], 0x33
                CHECK   dword [WINDOW + 0x1000], 0x22
                invlpg  [WINDOW + 0x1FFF]
                CHECK   dword [WINDOW + 0x1000], 0x33

                TEST    "SDM 2A, INVLPG: the operand is a linear address: the segment's base counts"
                PAGING
                MAP     P_ALL, P_ALL, P_ALL
                mov     dword [SCRATCH], 0x11
                mov     dword [SCRATCH + 0x1000], 0x22
                CHECK   dword [WINDOW], 0x11
                mov     dword [WINDOW_TABLE], (SCRATCH + 0x1000) | P_ALL
                DESCRIPTOR SLOT, WINDOW - 0x1000, 0xFFFFF, A_DATA, G_ | B_
                mov     eax, SLOT
                mov     fs, eax
                invlpg  [WINDOW - 0x1000]
                CHECK   dword [WINDOW], 0x11
                invlpg  [fs:0x1000]
                CHECK   dword [WINDOW], 0x22

                TEST    "SDM 2A, INVLPG: a page that is not present is no fault"
                PAGING
                MAP     P_ALL, 0, 0
                invlpg  [WINDOW]
                invlpg  [0xFFFFFFFF]

                TEST    "SDM 2A, INVLPG at level 3: #GP(0)"
                CATCH
                RING    3
  invlpg_3:     invlpg  [SCRATCH]
                RING_END
                CAUGHT  X_GP, 0, invlpg_3

                TEST    "SDM 2A, INVLPG in virtual-8086 mode: #GP(0)"
                CATCH
                V86
  invlpg_v86:   invlpg  [0]
                V86_END
                CAUGHT  X_GP, 0, OFF(invlpg_v86)

                TEST    "SDM 2A, INVLPG of a register: #UD"
                CATCH
  invlpg_ud:    db      0x0F, 0x01, 0xF8
                CAUGHT  X_UD, NO_ERROR, invlpg_ud

                END_TESTS
