; 4 MiB pages with PSE-36, and global pages. SDM vol. 3A, 4.3, 4.10.2.4. Bochs and QEMU have addresses of 40 bits and accept bits 17-20.
; QEMU keeps no global entries.
; run on: pentium2 pentium3 pentium4

%include "harness.inc"
%include "paging.inc"

CR4_PSE equ 0x10
CR4_PGE equ 0x80
%macro WITH_CR4 1
                PAGING
                mov     eax, %1
                mov     cr4, eax
                xor     eax, eax
%endmacro

                TEST    "SDM 3A 4.7, RSVD: with PSE-36 and addresses of 36 bits, bits 21-17 of a 4 MiB page's entry are reserved"
                WITH_CR4 CR4_PSE
  %assign bit 17
  %rep 5
                mov     dword [WINDOW_PDE], P_ALL | P_PS | 1 << bit
                FAULT   0, E_RSVD | E_P, WINDOW, mov eax, [WINDOW]
    %assign bit bit + 1
  %endrep
                mov     dword [WINDOW_PDE], P_ALL | P_PS | 0x1000       ; PAT
                mov     eax, [WINDOW]

                TEST    "SDM 3A 4.3, PSE-36: bits 16-13 are bits 35-32 of the address: not the memory below 4 GiB"
                WITH_CR4 CR4_PSE
                mov     dword [SCRATCH], 0x1234
  %assign bit 13
  %rep 4
                mov     dword [WINDOW_PDE], P_ALL | P_PS | 1 << bit
                FLUSH
                mov     eax, [WINDOW + SCRATCH]
                xor     ebx, ebx
                cmp     eax, 0x1234
                setne   bl
                CHECK   ebx, 1
                mov     dword [WINDOW + SCRATCH], 5
    %assign bit bit + 1
  %endrep
                CHECK   dword [SCRATCH], 0x1234

                TEST    "SDM 3A 4.10.4.1: a load of CR3 keeps global entries"
                WITH_CR4 CR4_PGE
                MAP     P_ALL, P_ALL | P_G, P_ALL
                mov     dword [SCRATCH], 0x11
                mov     dword [SCRATCH + 0x1000], 0x22
                mov     dword [SCRATCH + 0x2000], 0x33
                CHECK   dword [WINDOW], 0x11
                CHECK   dword [WINDOW + 0x1000], 0x22
                mov     dword [WINDOW_TABLE], (SCRATCH + 0x2000) | P_ALL | P_G
                mov     dword [WINDOW_TABLE + 4], (SCRATCH + 0x2000) | P_ALL
                FLUSH
                CHECK   dword [WINDOW], 0x11
                CHECK   dword [WINDOW + 0x1000], 0x33
                mov     eax, CR4_PGE
                mov     cr4, eax                        ; no change
                CHECK   dword [WINDOW], 0x11
                invlpg  [WINDOW]
                CHECK   dword [WINDOW], 0x33

                TEST    "SDM 3A 4.10.4.1: a change of CR4.PGE flushes global entries"
                WITH_CR4 CR4_PGE
                MAP     P_ALL, P_ALL | P_G, P_ALL
                mov     dword [SCRATCH], 0x11
                mov     dword [SCRATCH + 0x1000], 0x22
                CHECK   dword [WINDOW], 0x11
                mov     dword [WINDOW_TABLE], (SCRATCH + 0x1000) | P_ALL | P_G
                FLUSH
                CHECK   dword [WINDOW], 0x11
                xor     eax, eax
                mov     cr4, eax
                CHECK   dword [WINDOW], 0x22

                TEST    "SDM 3A 4.10.4.1: changes of CR0.PG and PE flush global entries"
                WITH_CR4 CR4_PGE
                MAP     P_ALL, P_ALL | P_G, P_ALL
                mov     dword [SCRATCH], 0x11
                mov     dword [SCRATCH + 0x1000], 0x22
                CHECK   dword [WINDOW], 0x11
                mov     dword [WINDOW_TABLE], (SCRATCH + 0x1000) | P_ALL | P_G
                NO_PAGING
                mov     eax, cr0
                or      eax, 0x80000000
                mov     cr0, eax
                jmp     .on
  .on:          CHECK   dword [WINDOW], 0x22

                TEST    "SDM 3A 4.10.2.4: without CR4.PGE the bit G is ignored"
                PAGING
                MAP     P_ALL, P_ALL | P_G, P_ALL
                mov     dword [SCRATCH], 0x11
                mov     dword [SCRATCH + 0x1000], 0x22
                CHECK   dword [WINDOW], 0x11
                mov     dword [WINDOW_TABLE], (SCRATCH + 0x1000) | P_ALL | P_G
                FLUSH
                CHECK   dword [WINDOW], 0x22

                TEST    "SDM 3A 4.10.2.4: G of a directory entry counts for 4 MiB pages only"
                WITH_CR4 CR4_PGE | CR4_PSE
                MAP     P_ALL | P_G, P_ALL, P_ALL
                mov     dword [SCRATCH], 0x11
                mov     dword [SCRATCH + 0x1000], 0x22
                CHECK   dword [WINDOW], 0x11
                mov     dword [WINDOW_TABLE], (SCRATCH + 0x1000) | P_ALL
                FLUSH
                CHECK   dword [WINDOW], 0x22
                mov     dword [WINDOW_PDE], P_ALL | P_PS | P_G
                FLUSH
                CHECK   dword [WINDOW + SCRATCH], 0x11
                mov     dword [WINDOW_PDE], 0x400000 | P_ALL | P_PS | P_G
                FLUSH
                CHECK   dword [WINDOW + SCRATCH], 0x11
                invlpg  [WINDOW]
                mov     dword [WINDOW_PDE], 0
                FAULT   0, 0, WINDOW + SCRATCH, mov eax, [WINDOW + SCRATCH]

                TEST    "SDM 3A 4.10.4.1: a task switch keeps global entries"
                WITH_CR4 CR4_PGE
                MAP     P_ALL, P_ALL | P_G, P_ALL
                mov     esi, PAGES
                mov     edi, FREE_PAGES + 0x2000
                mov     ecx, 1024
                rep movsd
                mov     dword [SCRATCH], 0x11
                mov     dword [SCRATCH + 0x1000], 0x22
                mov     dword [SCRATCH + 0x3000], 0x33
                CHECK   dword [WINDOW], 0x11
                CHECK   dword [WINDOW + 0x1000], 0x22
                mov     dword [WINDOW_TABLE], (SCRATCH + 0x3000) | P_ALL | P_G
                mov     dword [WINDOW_TABLE + 4], (SCRATCH + 0x3000) | P_ALL
                mov     edi, SCRATCH + 0x2000
                mov     ecx, 26
                xor     eax, eax
                rep stosd
                mov     dword [SCRATCH + 0x2000 + 28], FREE_PAGES + 0x2000
                mov     dword [SCRATCH + 0x2000 + 32], .task
                mov     dword [SCRATCH + 0x2000 + 36], 2
                mov     dword [SCRATCH + 0x2000 + 56], STACK_TASK
                mov     dword [SCRATCH + 0x2000 + 72], DATA_0
                mov     dword [SCRATCH + 0x2000 + 76], CODE_0
                mov     dword [SCRATCH + 0x2000 + 80], DATA_0
                mov     dword [SCRATCH + 0x2000 + 84], DATA_0
                DESCRIPTOR SLOT, SCRATCH + 0x2000, 103, A_TSS32, 0
                jmp     SLOT:0
  .task:        CHECK   dword [WINDOW], 0x11
                CHECK   dword [WINDOW + 0x1000], 0x33

                END_TESTS
