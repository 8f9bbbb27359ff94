; Physical-address extension. SDM vol. 3A, 4.4. Addresses have 36 bits; Bochs' have 40, so that it accepts bits 36-39 of entries.
; QEMU reads the pointers at each walk and checks nothing when CR3 is loaded.
; run on: pentium2 pentium3 pentium4

%include "harness.inc"
%include "paging.inc"

CR4_PAE         equ 0x20
CR4_PGE         equ 0x80
POINTERS        equ FREE_PAGES + 0x2000
DIRECTORY       equ FREE_PAGES + 0x3000 ; of the first GiB
TABLE           equ FREE_PAGES + 0x4000 ; of WINDOW
PDE             equ DIRECTORY + (WINDOW >> 21) * 8
OTHER_POINTERS  equ FREE_PAGES + 0x5FE0
TOP             equ 0xC0000000          ; pointer 3

; Identity map of the first 4 MiB by pages of 2 MiB, and the window as MAP has it.
%macro PAE 0-1 0
                call    map_pae
                mov     eax, POINTERS
                mov     cr3, eax
                mov     eax, CR4_PAE | (%1)
                mov     cr4, eax
                mov     eax, cr0
                or      eax, 0x80000000
                mov     cr0, eax
                jmp     %%next
  %%next:       xor     eax, eax
%endmacro
%macro MAP8 3
                mov     dword [PDE], TABLE | (%1)
                mov     dword [PDE + 4], 0
                mov     dword [TABLE], SCRATCH | (%2)
                mov     dword [TABLE + 4], 0
                mov     dword [TABLE + 8], (SCRATCH + 0x1000) | (%3)
                mov     dword [TABLE + 12], 0
%endmacro

                TEST    "SDM 3A 4.4: pointers, directory and table of eight bytes an entry; A and D"
                PAE
                MAP8    P_ALL, P_ALL, P_ALL
                mov     dword [SCRATCH], 0x11
                CHECK   dword [WINDOW], 0x11
                CHECK   dword [PDE], TABLE | P_ALL | P_A
                CHECK   dword [TABLE], SCRATCH | P_ALL | P_A
                mov     dword [WINDOW + 0x1000], 0x22
                CHECK   dword [SCRATCH + 0x1000], 0x22
                CHECK   dword [TABLE + 8], (SCRATCH + 0x1000) | P_ALL | P_A | P_D
                CHECK   dword [TABLE + 12], 0
                CHECK   dword [POINTERS], DIRECTORY | P_P

                TEST    "SDM 3A 4.4: pages of 2 MiB need no CR4.PSE; A and D lie in the directory entry"
                PAE
                mov     dword [PDE], P_ALL | P_PS
                mov     dword [SCRATCH], 0x11
                CHECK   dword [WINDOW + SCRATCH], 0x11
                CHECK   dword [PDE], P_ALL | P_PS | P_A
                mov     dword [WINDOW + 0x1FFFFC], 0x22
                CHECK   dword [0x1FFFFC], 0x22
                CHECK   dword [PDE], P_ALL | P_PS | P_A | P_D

                TEST    "SDM 3A 4.7: error codes with PAE; U/S and R/W combine directory and table"
                PAE
                MAP8    P_ALL, 0, 0
                FAULT   0, E_W, WINDOW, mov [WINDOW], eax
                FAULT   3, E_U, WINDOW, mov eax, [WINDOW]
                MAP8    P_P | P_RW, P_ALL, 0
                FAULT   3, E_P | E_U, WINDOW, mov eax, [WINDOW]
                MAP8    P_ALL, P_P | P_US, 0
                FAULT   3, E_P | E_U | E_W, WINDOW, mov [WINDOW], eax
                mov     [WINDOW], eax
                mov     dword [PDE], P_P | P_PS | P_US
                FLUSH
                FAULT   3, E_P | E_U | E_W, WINDOW, mov [WINDOW], eax
                mov     dword [PDE], P_PS
                FLUSH
                FAULT   0, 0, WINDOW, mov eax, [WINDOW]

                TEST    "SDM 3A 4.4.2: a pointer that is not present"
                PAE
                FAULT   0, 0, TOP + 0x1234, mov eax, [TOP + 0x1234]
                FAULT   3, E_W | E_U, TOP + 0x1234, mov [TOP + 0x1234], eax

                TEST    "SDM 3A 4.4.1: pointers are loaded with CR3, not at each walk"
                PAE
                mov     dword [SCRATCH], 0x11
                mov     dword [POINTERS + 24], DIRECTORY | P_P
                FAULT   0, 0, TOP + SCRATCH, mov eax, [TOP + SCRATCH]
                FLUSH
                CHECK   dword [TOP + SCRATCH], 0x11
                mov     dword [POINTERS + 24], 0
                invlpg  [TOP + SCRATCH]
                CHECK   dword [TOP + SCRATCH], 0x11
                FLUSH
                FAULT   0, 0, TOP + SCRATCH, mov eax, [TOP + SCRATCH]

  %macro REFUSED 3                                      ; pointer, low, high: reserved bits
                mov     dword [POINTERS + 8 * (%1)], %2
                mov     dword [POINTERS + 8 * (%1) + 4], %3
                mov     eax, POINTERS | 0x18
                CATCH
    %%at:       mov     cr3, eax
                CAUGHT  X_GP, 0, %%at
                mov     eax, cr3
                CHECK   eax, POINTERS
                mov     dword [POINTERS + 8 * (%1)], DIRECTORY | P_P
                mov     dword [POINTERS + 8 * (%1) + 4], 0
  %endmacro
                TEST    "SDM 3A 4.4.1: MOV to CR3 is refused by #GP(0) if a present pointer has reserved bits"
                PAE
                REFUSED 1, DIRECTORY | P_P | 2, 0
                REFUSED 2, DIRECTORY | P_P | 4, 0
                REFUSED 3, DIRECTORY | P_P | 0x20, 0
                REFUSED 0, DIRECTORY | P_P | 0x40, 0
                REFUSED 1, DIRECTORY | P_P | 0x80, 0
                REFUSED 1, DIRECTORY | P_P | 0x100, 0
                REFUSED 3, DIRECTORY | P_P, 0x10
                REFUSED 3, DIRECTORY | P_P, 0x80000000

                TEST    "SDM 3A 4.4.1: PWT, PCD and ignored bits of a pointer, and reserved ones of an absent pointer, are accepted"
                PAE
                mov     dword [POINTERS + 8], DIRECTORY | P_P | 0x18 | 0xE00
                mov     dword [POINTERS + 16], 0x1E6
                mov     dword [POINTERS + 20], -1
                FLUSH
                mov     dword [SCRATCH], 0x11
                CHECK   dword [0x40000000 + SCRATCH], 0x11
                FAULT   0, 0, 0x80000000, mov eax, [0x80000000]

                TEST    "SDM 3A 4.4.1: setting CR0.PG with a refused pointer: #GP(0), CR0 stays"
                call    map_pae
                mov     dword [POINTERS + 8], DIRECTORY | P_P | 2
                mov     eax, POINTERS
                mov     cr3, eax                        ; without paging CR3 loads no pointers
                mov     eax, CR4_PAE
                mov     cr4, eax
                mov     eax, cr0
                mov     ebx, eax
                or      eax, 0x80000000
                CATCH
  set_pg:       mov     cr0, eax
                CAUGHT  X_GP, 0, set_pg
                mov     ecx, cr0
                sub     ecx, ebx
                CHECK   ecx, 0

                TEST    "SDM 3A 4.4.1: setting CR4.PAE under paging with a refused pointer: #GP(0), CR4 stays"
                PAGING
                mov     dword [PAGES], PAGE_TABLE | P_ALL
                mov     eax, CR4_PAE
                CATCH
  set_pae:      mov     cr4, eax
                CAUGHT  X_GP, 0, set_pae
                mov     eax, cr4
                CHECK   eax, 0

                TEST    "SDM 3A 4.7, RSVD: bits 63-36 of directory and table entries, bits 20-13 of a 2 MiB page"
                PAE
  %macro RESERVED 4                                     ; PDE low, high, PTE low, high
                mov     dword [PDE], %1
                mov     dword [PDE + 4], %2
                mov     dword [TABLE], %3
                mov     dword [TABLE + 4], %4
                FAULT   0, E_RSVD | E_P, WINDOW, mov eax, [WINDOW]
                FAULT   3, E_RSVD | E_P | E_U | E_W, WINDOW, inc dword [WINDOW]
                CHECK   dword [PDE], %1
                CHECK   dword [TABLE], %3
  %endmacro
                RESERVED TABLE | P_ALL, 0x10, SCRATCH | P_ALL, 0
                RESERVED TABLE | P_ALL, 0x80000000, SCRATCH | P_ALL, 0
                RESERVED TABLE | P_ALL, 0, SCRATCH | P_ALL, 0x10
                RESERVED TABLE | P_ALL, 0, SCRATCH | P_ALL, 0x40000000
                RESERVED P_ALL | P_PS, 0x10, 0, 0
  %assign bit 13
  %rep 8
                RESERVED P_ALL | P_PS | 1 << bit, 0, 0, 0
    %assign bit bit + 1
  %endrep

                TEST    "SDM 3A 4.7, RSVD: reserved bits of an entry that is not present do not count"
                PAE
                MAP8    P_ALL, 0, 0
                mov     dword [TABLE + 4], -1
                FAULT   0, 0, WINDOW, mov eax, [WINDOW]

                TEST    "SDM 3A 4.4: bits 35-32 of an address: not the memory below 4 GiB"
                PAE
                MAP8    P_ALL, P_ALL, P_ALL
                mov     dword [SCRATCH], 0x1234
                mov     dword [TABLE + 4], 1
                mov     dword [WINDOW], 5
                mov     eax, [WINDOW]
                xor     ebx, ebx
                cmp     eax, 0x1234
                setne   bl
                CHECK   ebx, 1
                mov     dword [TABLE + 4], 0
                FLUSH
                CHECK   dword [WINDOW], 0x1234

                TEST    "SDM 3A 4.4: with PAE CR3 holds the pointers' address down to 32 bytes"
                PAE
                mov     dword [OTHER_POINTERS], DIRECTORY | P_P
                mov     dword [OTHER_POINTERS + 4], 0
                mov     dword [OTHER_POINTERS + 8], DIRECTORY | P_P
                mov     dword [OTHER_POINTERS + 12], 0
                mov     dword [OTHER_POINTERS + 16], 0
                mov     dword [OTHER_POINTERS + 24], 0
                mov     eax, OTHER_POINTERS
                mov     cr3, eax
                mov     dword [SCRATCH], 0x11
                CHECK   dword [0x40000000 + SCRATCH], 0x11
                mov     eax, cr3
                CHECK   eax, OTHER_POINTERS

                TEST    "SDM 3A 4.10: stale entries, INVLPG, and global entries with PAE"
                PAE     CR4_PGE
                MAP8    P_ALL, P_ALL | P_G, P_ALL
                mov     dword [SCRATCH], 0x11
                mov     dword [SCRATCH + 0x2000], 0x33
                CHECK   dword [WINDOW], 0x11
                mov     dword [TABLE], (SCRATCH + 0x2000) | P_ALL | P_G
                FLUSH
                CHECK   dword [WINDOW], 0x11
                invlpg  [WINDOW]
                CHECK   dword [WINDOW], 0x33
                mov     dword [PDE], P_ALL | P_PS | P_G
                FLUSH
                CHECK   dword [WINDOW], 0x33
                mov     dword [0x1FFFF0], 0x44
                CHECK   dword [WINDOW + 0x1FFFF0], 0x44
                invlpg  [WINDOW]
                mov     eax, [0]
                mov     ebx, [WINDOW]
                sub     eax, ebx
                CHECK   eax, 0

                TEST    "SDM 3A 4.7: an access across from one 2 MiB page into an absent one"
                PAE
                mov     dword [PDE], 0x200000 | P_ALL | P_PS
                FAULT   0, E_W, WINDOW + 0x200000, mov [WINDOW + 0x1FFFFE], eax

                END_TESTS

map_pae:        pushad
                cld
                mov     edi, POINTERS
                xor     eax, eax
                mov     ecx, 3 * 1024
                rep stosd
                mov     dword [POINTERS], DIRECTORY | P_P
                mov     dword [DIRECTORY], P_ALL | P_PS
                mov     dword [DIRECTORY + 8], 0x200000 | P_ALL | P_PS
                popad
                ret
