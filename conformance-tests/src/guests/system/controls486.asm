; CR0 since the 486. SDM vol. 3A, 2.5; vol. 3B, 22.18.
; run on: 486sx 486 pentium pentium-mmx pentium2 pentium3 pentium4

%include "harness.inc"

                TEST    "SDM 3A 2.5: NW without CD is refused by #GP(0), CR0 stays"
                mov     ebx, cr0
                mov     eax, ebx
                or      eax, 0x20000000
                and     eax, ~0x40000000
                CATCH
  nw:           mov     cr0, eax
                CAUGHT  X_GP, 0, nw
                mov     ecx, cr0
                sub     ecx, ebx
                CHECK   ecx, 0

                TEST    "SDM 3A 2.5: CD with and without NW is accepted"
                mov     eax, 0x60000031
                mov     cr0, eax
                mov     ebx, cr0
                CHECK   ebx, 0x60000031
                mov     eax, 0x40000031
                mov     cr0, eax
                mov     ebx, cr0
                CHECK   ebx, 0x40000031

                TEST    "SDM 3A 2.5: reserved bits of CR0 are ignored and read as 0; ET is always 1"
                mov     eax, 0x1FFAFFC1
                mov     cr0, eax
                mov     ebx, cr0
                CHECK   ebx, 0x11
                mov     eax, 0x0005002F                 ; AM, WP, NE, TS, EM, MP, PE
                mov     cr0, eax
                mov     ebx, cr0
                mov     eax, 0x31
                mov     cr0, eax
                CHECK   ebx, 0x0005003F

                TEST    "SDM 2A, LMSW does not touch NE, WP and AM"
                mov     eax, 0x00050031
                mov     cr0, eax
                xor     eax, eax
                lmsw    ax
                mov     ebx, cr0
                CHECK   ebx, 0x00050031

                TEST    "SDM 3A 2.5: CR3 keeps PWT and PCD"
                mov     eax, 0x00123018
                mov     cr3, eax
                mov     ebx, cr3
                CHECK   ebx, 0x00123018

                TEST    "SDM 3A 2.3: AC of EFLAGS is a bit that POPFD changes at any level"
                RING    3
                push    dword F_AC | 2
                popfd
                pushfd
                pop     ebx
                RING_END
                CHECK_BITS ebx, F_AC, F_AC

                TEST    "SDM 2A, INVD and WBINVD: at level 3 #GP(0)"
                wbinvd
                CATCH
                RING    3
  wbinvd_3:     wbinvd
                RING_END
                CAUGHT  X_GP, 0, wbinvd_3
                CATCH
                RING    3
  invd_3:       invd
                RING_END
                CAUGHT  X_GP, 0, invd_3

                END_TESTS
