; 4 MiB pages before the P6: bits 21-12 of the entry are reserved. Pentium Processor Family Developer's Manual vol. 3, appendix H.
; run on: pentium pentium-mmx

%include "harness.inc"
%include "paging.inc"

                TEST    "SDM 3A 4.7, RSVD: each of bits 21-12 of a 4 MiB page's entry"
                PAGING
                mov     eax, 0x10
                mov     cr4, eax
  %assign bit 12
  %rep 10
                mov     dword [WINDOW_PDE], P_ALL | P_PS | 1 << bit
                FAULT   0, E_RSVD | E_P, WINDOW, mov eax, [WINDOW]
    %assign bit bit + 1
  %endrep
                mov     dword [WINDOW_PDE], P_ALL | P_PS | 0xE00 | 0x18
                mov     eax, [WINDOW]

                END_TESTS
