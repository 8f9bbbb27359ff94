; 4 MiB pages. SDM vol. 3A, 4.3.
; run on: pentium pentium-mmx pentium2 pentium3 pentium4

%include "harness.inc"
%include "paging.inc"

LARGE           equ 0xC00000            ; a second address of 400000h..7FFFFFh
LARGE_PDE       equ PAGES + 12
LARGE_FRAME     equ 0x400000
CR4_PSE         equ 0x10
%macro PSE 0
                PAGING
                mov     eax, CR4_PSE
                mov     cr4, eax
                xor     eax, eax
%endmacro
; The frame's dwords are written at its physical address through a table of 4 KiB pages.
%macro FRAME 2                          ; offset in the 4 MiB page, value
                mov     dword [WINDOW_PDE], WINDOW_TABLE | P_ALL
                mov     dword [WINDOW_TABLE], ((LARGE_FRAME + (%1)) & ~0xFFF) | P_ALL
                FLUSH
                mov     dword [WINDOW + ((%1) & 0xFFF)], %2
%endmacro

                TEST    "SDM 3A 4.3: a directory entry with PS maps 4 MiB; bits 21-0 of the address are the offset"
                PSE
                FRAME   0x123458, 0xABCD
                mov     dword [LARGE_PDE], LARGE_FRAME | P_ALL | P_PS
                CHECK   dword [LARGE + 0x123458], 0xABCD
                FRAME   0x3FFFFC, 0x4321
                CHECK   dword [LARGE + 0x3FFFFC], 0x4321

                TEST    "SDM 3A 4.3: without CR4.PSE the bit PS is ignored: the entry points at a table"
                PAGING
                MAP     P_ALL | P_PS, P_ALL, P_ALL
                mov     dword [SCRATCH], 0x77
                CHECK   dword [WINDOW], 0x77
                mov     dword [WINDOW + 4], 0x78
                CHECK   dword [WINDOW_PDE], WINDOW_TABLE | P_ALL | P_PS | P_A

                TEST    "SDM 3A 4.8: A and D of a 4 MiB page lie in the directory entry"
                PSE
                mov     dword [LARGE_PDE], LARGE_FRAME | P_ALL | P_PS
                mov     eax, [LARGE]
                CHECK   dword [LARGE_PDE], LARGE_FRAME | P_ALL | P_PS | P_A
                mov     [LARGE + 0x3000], eax
                CHECK   dword [LARGE_PDE], LARGE_FRAME | P_ALL | P_PS | P_A | P_D

                TEST    "SDM 3A 4.6: rights of a 4 MiB page"
                PSE
                mov     dword [LARGE_PDE], LARGE_FRAME | P_P | P_PS
                mov     [LARGE], eax
                FAULT   3, E_P | E_U, LARGE + 0x345678, mov eax, [LARGE + 0x345678]
                FAULT   3, E_P | E_U | E_W, LARGE, mov [LARGE], eax
                mov     dword [LARGE_PDE], LARGE_FRAME | P_P | P_US | P_PS
                FLUSH
                NO_FAULT 3, mov eax, [LARGE]
                FAULT   3, E_P | E_U | E_W, LARGE, mov [LARGE], eax
                mov     eax, cr0
                or      eax, WP
                mov     cr0, eax
                FAULT   0, E_P | E_W, LARGE, mov [LARGE], eax
                mov     dword [LARGE_PDE], LARGE_FRAME | P_PS
                FLUSH
                FAULT   0, 0, LARGE, mov eax, [LARGE]
                FAULT   3, E_W | E_U, LARGE, mov [LARGE], eax
                CHECK   dword [LARGE_PDE], LARGE_FRAME | P_PS

                TEST    "SDM 3A 4.7, RSVD: bit 21 of a 4 MiB page's entry is reserved; P is set, A and D stay"
                PSE
                mov     dword [LARGE_PDE], LARGE_FRAME | P_ALL | P_PS | 1 << 21
                FAULT   0, E_RSVD | E_P, LARGE, mov eax, [LARGE]
                FAULT   0, E_RSVD | E_P | E_W, LARGE + 4, mov [LARGE + 4], eax
                FAULT   3, E_RSVD | E_P | E_U, LARGE + 4, mov eax, [LARGE + 4]
                FAULT   3, E_RSVD | E_P | E_U | E_W, LARGE + 4, inc dword [LARGE + 4]
                CHECK   dword [LARGE_PDE], LARGE_FRAME | P_ALL | P_PS | 1 << 21

                TEST    "SDM 3A 4.7, RSVD: reserved bits of an entry that is not present do not count"
                PSE
                mov     dword [LARGE_PDE], LARGE_FRAME | P_PS | 1 << 21
                FAULT   0, 0, LARGE, mov eax, [LARGE]

                TEST    "SDM 2A, INVLPG: any address in a 4 MiB page flushes all of it"
                PSE
                FRAME   0x5000, 0x11
                mov     dword [SCRATCH], 0x22
                mov     dword [LARGE_PDE], LARGE_FRAME | P_ALL | P_PS
                CHECK   dword [LARGE + 0x5000], 0x11
                mov     dword [LARGE_PDE], P_ALL | P_PS
                CHECK   dword [LARGE + 0x5000], 0x11
                invlpg  [LARGE + 0x3FF000]
                CHECK   dword [LARGE + SCRATCH], 0x22
                mov     dword [LARGE_PDE], LARGE_FRAME | P_ALL | P_PS
                invlpg  [LARGE + 0x1234]
                CHECK   dword [LARGE + 0x5000], 0x11

                TEST    "SDM 3A 4.10.4.1: a change of CR4.PSE flushes the TLB"
                PSE
                mov     dword [SCRATCH + 0x800], 0x22
                mov     dword [LARGE_PDE], LARGE_FRAME | P_ALL | P_PS
                mov     eax, [LARGE + SCRATCH + 0x800]
                mov     dword [LARGE_PDE], P_ALL | P_PS
                xor     eax, eax
                mov     cr4, eax
                mov     eax, CR4_PSE
                mov     cr4, eax
                CHECK   dword [LARGE + SCRATCH + 0x800], 0x22

                TEST    "SDM 3A 4.3: code in a 4 MiB page, and an access across into a 4 KiB page"
                PSE
                mov     dword [LARGE_PDE], P_ALL | P_PS
                mov     eax, LARGE + .in_large
                jmp     eax
  .in_large:    call    .here
  .here:        pop     ebx
                mov     eax, .back
                jmp     eax
  .back:        CHECK   ebx, LARGE + .here
                mov     dword [PAGES + 16], WINDOW_TABLE | P_ALL
                mov     dword [WINDOW_TABLE], SCRATCH | P_ALL
                mov     dword [LARGE_PDE], LARGE_FRAME | P_ALL | P_PS
                FLUSH
                mov     dword [LARGE + 0x3FFFFE], 0x12345678
                CHECK_BITS dword [SCRATCH], 0xFFFF, 0x1234
                mov     dword [WINDOW_TABLE], 0
                FLUSH
                FAULT   0, E_W, LARGE + 0x400000, mov [LARGE + 0x3FFFFE], eax

                END_TESTS
