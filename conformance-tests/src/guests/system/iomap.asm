; The permission of port accesses: IOPL, the I/O permission bit map of the TSS and its edges. SDM vol. 1, 18.5.
; run on: 386 486 pentium pentium3 pentium4

%include "harness.inc"

                jmp     tests

TSS_TABLE       equ SCRATCH             ; a TSS of the tests' own, with a map that they lay out
MAP             equ 0x88                ; where its map begins, unless a test says otherwise
PORT            equ 0xE0                ; nothing is there, reads give ones

align 4
want_vector:    dd      0

; A TSS of this limit with a map at MAP that allows nothing.
%macro TSS_WITH_MAP 1-2 MAP             ; limit, begin of the map
                mov     edi, TSS_TABLE
                mov     eax, -1
                mov     ecx, 0x2400 / 4
                cld
                rep stosd
                mov     esi, tss
                mov     edi, TSS_TABLE
                mov     ecx, 104 / 4
                rep movsd
                mov     word [TSS_TABLE + 0x66], %2
                DESCRIPTOR TSS_MAIN, TSS_TABLE, %1, A_TSS32, 0
                mov     eax, TSS_MAIN
                ltr     ax
                xor     eax, eax
%endmacro
; ALLOW port: clears its bit
%macro ALLOW 1
                and     byte [TSS_TABLE + MAP + (%1) / 8], ~(1 << ((%1) & 7)) & 0xFF
%endmacro

; Level 3, IOPL 0: an instruction on port DX that may, or may not.
%macro MAY 2+                           ; port, instruction
                mov     edx, %1
                mov     eax, 0x5A5A5A5A
                RING    3
                %2
                RING_END
%endmacro
%macro MAY_NOT 2+
                mov     edx, %1
                mov     eax, 0x5A5A5A5A
                CATCH
                RING    3
  %%access:     %2
                RING_END
                CAUGHT  X_GP, 0, %%access
                CHECK   eax, 0x5A5A5A5A
                CHECK   dword [x_esp], STACK_3
%endmacro

tests:
                TEST    "SDM 1 18.5.2: a map of ones allows no port"
                TSS_WITH_MAP 0x2200
                MAY_NOT PORT, in al, dx
                MAY_NOT PORT, in ax, dx
                MAY_NOT PORT, in eax, dx
                MAY_NOT PORT, out dx, al
                MAY_NOT PORT, out dx, ax
                MAY_NOT PORT, out dx, eax
                MAY_NOT 0, in al, PORT
                MAY_NOT 0, out PORT, eax

                TEST    "SDM 1 18.5.2: a bit that is 0 allows a byte at its port, and no other"
                TSS_WITH_MAP 0x2200
                ALLOW   PORT + 3
                MAY     PORT + 3, in al, dx
                CHECK   eax, 0x5A5A5AFF
                MAY     PORT + 3, out dx, al
                MAY_NOT PORT + 2, in al, dx
                MAY_NOT PORT + 4, in al, dx
                MAY_NOT PORT + 3, in ax, dx
                MAY_NOT PORT + 2, in ax, dx

                TEST    "SDM 1 18.5.2: a word needs two bits, a doubleword four"
                TSS_WITH_MAP 0x2200
                ALLOW   PORT
                ALLOW   PORT + 1
                ALLOW   PORT + 2
                MAY     PORT, in ax, dx
                CHECK   eax, 0x5A5AFFFF
                MAY     PORT + 1, in ax, dx
                MAY_NOT PORT + 2, in ax, dx
                MAY_NOT PORT, in eax, dx
                ALLOW   PORT + 3
                MAY     PORT, in eax, dx
                CHECK   eax, -1
                MAY_NOT PORT + 1, in eax, dx

                TEST    "SDM 1 18.5.2: words and doublewords whose bits lie in two bytes of the map"
                TSS_WITH_MAP 0x2200
                ALLOW   PORT + 7
                MAY_NOT PORT + 7, in ax, dx
                MAY_NOT PORT + 7, in eax, dx
                ALLOW   PORT + 8
                MAY     PORT + 7, in ax, dx
                MAY_NOT PORT + 7, in eax, dx
                ALLOW   PORT + 9
                MAY_NOT PORT + 7, in eax, dx
                ALLOW   PORT + 10
                MAY     PORT + 7, in eax, dx
                MAY_NOT PORT + 8, in eax, dx

                TEST    "SDM 1 18.5.2: two bytes of the map are always read: the last must lie within the limit"
                TSS_WITH_MAP MAP + PORT / 8
                ALLOW   PORT
                MAY_NOT PORT, in al, dx
                TSS_WITH_MAP MAP + PORT / 8 + 1
                ALLOW   PORT
                MAY     PORT, in al, dx
                MAY_NOT PORT + 8, in al, dx

                TEST    "SDM 1 18.5.2: ports beyond the limit are not allowed"
                TSS_WITH_MAP MAP + 3
                mov     dword [TSS_TABLE + MAP], 0
                MAY_NOT 0x20, in al, dx
                MAY_NOT 0x1F, in al, dx
                MAY_NOT PORT, in al, dx
                MAY_NOT 0xFFFF, in al, dx

                TEST    "SDM 1 18.5.2: port FFFFh needs the byte of ones behind the map"
                TSS_WITH_MAP MAP + 0x2000
                ALLOW   0xFFFF
                MAY     0xFFFF, in al, dx
                MAY_NOT 0xFFFE, in al, dx
                MAY_NOT 0xFFFF, in ax, dx
                TSS_WITH_MAP MAP + 0x1FFF
                ALLOW   0xFFFF
                MAY_NOT 0xFFFF, in al, dx

                TEST    "SDM 1 18.5.2: a map that begins at or behind the limit: no port is allowed"
                TSS_WITH_MAP 103, 104
                MAY_NOT 0, in al, dx
                TSS_WITH_MAP 103, 103
                MAY_NOT 0, in al, dx
                TSS_WITH_MAP 103, 0xFFFF
                MAY_NOT 0, in al, dx
                MAY_NOT 0xFFFF, in al, dx
                TSS_WITH_MAP 103, 0xDFFF
                MAY_NOT 0xFFFF, in al, dx

                TEST    "SDM 1 18.5.2: the map may begin within the TSS proper"
                TSS_WITH_MAP 0x2200, 8
                mov     dword [TSS_TABLE + 8 + 32], 0   ; ports 256 to 287
                mov     dword [TSS_TABLE + 8 + 36], -1
                MAY     0x100, in eax, dx
                MAY_NOT 0x120, in al, dx

                TEST    "SDM 1 18.5.2: a 16-bit TSS has no map"
                TSS_WITH_MAP 0x2200, 0
                DESCRIPTOR TSS_MAIN, TSS_TABLE, 0x2200, A_TSS16, 0
                mov     eax, TSS_MAIN
                ltr     ax
                mov     dword [TSS_TABLE + PORT / 8], 0
                mov     word [TSS_TABLE + 2], STACK_ENTRY & 0xFFFF
                mov     word [TSS_TABLE + 4], SLOT
                DESCRIPTOR SLOT, STACK_ENTRY & ~0xFFFF, 0xFFFFF, A_DATA, G_ | B_
                mov     edx, PORT
                CATCH
                RING    3
  no_map:       in      al, dx
                RING_END
                CAUGHT  X_GP, 0, no_map

                TEST    "SDM 1 18.5.1: with CPL at or below IOPL the map is not looked at"
                TSS_WITH_MAP 0x2200
                mov     edx, PORT
                RING    3, F_IOPL | 2
                in      eax, dx
                out     dx, al
                RING_END
                CHECK   eax, -1
                RING    2, 0x2002
                in      al, dx
                RING_END
                RING    1, 0x1002
                in      al, dx
                RING_END
                in      al, dx
                CHECK   eax, -1

%macro MAY_NOT_AT 2                     ; level, eflags
                CATCH
                RING    %1, %2
  %%access:     in      al, dx
                RING_END
                CAUGHT  X_GP, 0, %%access
%endmacro
                TEST    "SDM 1 18.5.1: with CPL above IOPL it is, at each level"
                TSS_WITH_MAP 0x2200
                mov     edx, PORT
                MAY_NOT_AT 1, 0x0002
                MAY_NOT_AT 2, 0x1002
                MAY_NOT_AT 3, 0x2002
                MAY_NOT_AT 3, 0x0002
                ALLOW   PORT
                RING    2, 0x1002
                in      al, dx
                RING_END

                TEST    "SDM 1 18.5.1: CLI and STI follow IOPL, not the map"
                TSS_WITH_MAP 0x2200
                mov     edi, TSS_TABLE + MAP
                xor     eax, eax
                mov     ecx, 0x2000 / 4
                rep stosd
                CATCH
                RING    3
  cli_level3:   cli
                RING_END
                CAUGHT  X_GP, 0, cli_level3
                CATCH
                RING    2, 0x1002
  sti_level2:   sti
                RING_END
                CAUGHT  X_GP, 0, sti_level2
                RING    3, F_IOPL | F_IF | 2
                cli
                RING_END
                CHECK_BITS dword [back_eflags], F_IF, 0

                TEST    "SDM 3B 20.2.8.1: virtual-8086 mode looks at the map whatever IOPL is"
                TSS_WITH_MAP 0x2200
                ALLOW   PORT + 4
                mov     edx, PORT
                CATCH
                V86
  v86_denied:   in      al, dx
                V86_END
                CAUGHT  X_GP, 0, OFF(v86_denied)
                CHECK_BITS dword [x_eflags], F_VM, F_VM
                mov     edx, PORT + 4
                mov     eax, 0
                V86
                in      al, dx
                out     dx, al
                V86_END
                CHECK   eax, 0xFF
                CATCH
                V86     F_VM | 2
                in      al, dx
                inc     dx
  v86_denied0:  in      al, dx
                hlt
                V86_END
                CAUGHT  X_GP, 0, OFF(v86_denied0)

                TEST    "SDM 1 18.5.2: the map lies on a page that is not present: #PF of the supervisor"
                TSS_WITH_MAP 0x2200
                PAGING
                PTE     TSS_TABLE + 0x1000, 0
                mov     eax, cr3
                mov     cr3, eax
                mov     edx, (0x1000 - MAP) * 8
                CATCH
                RING    3
  map_absent:   in      al, dx
                RING_END
                CAUGHT  X_PF, 0, map_absent
                CHECK   dword [x_cr2], TSS_TABLE + 0x1000

                TEST    "SDM 1 18.5.2: a map on a supervisor's page is read"
                TSS_WITH_MAP 0x2200
                ALLOW   PORT
                PAGING
                PTE     TSS_TABLE, TSS_TABLE | 3
                mov     eax, cr3
                mov     cr3, eax
                MAY     PORT, in al, dx
                CHECK   eax, 0x5A5A5AFF

                TEST    "SDM 2A INS: no permission: #GP(0), ECX and EDI stay"
                TSS_WITH_MAP 0x2200
                mov     edx, PORT
                mov     ecx, 4
                mov     edi, SCRATCH + 0x8000
                mov     dword [edi], 0x11223344
                CATCH
                RING    3
  ins_denied:   rep insb
                RING_END
                CAUGHT  X_GP, 0, ins_denied
                CHECK   ecx, 4
                CHECK   edi, SCRATCH + 0x8000
                CHECK   dword [edi], 0x11223344
                ALLOW   PORT
                RING    3
                rep insb
                RING_END
                CHECK   ecx, 0
                CHECK   edi, SCRATCH + 0x8004
                CHECK   dword [edi - 4], -1

                TEST    "SDM 2A INS: REP stops at the iteration that faults, with the registers of those before it"
                TSS_WITH_MAP 0x2200
                ALLOW   PORT
                ALLOW   PORT + 1
                PAGING
                PTE     SCRATCH + 0x9000, 0
                mov     eax, cr3
                mov     cr3, eax
                mov     edx, PORT
                mov     ecx, 8
                mov     edi, SCRATCH + 0x8FFA
                CATCH
                RING    3
  ins_fault:    rep insw
                RING_END
                CAUGHT  X_PF, 6, ins_fault
                CHECK   dword [x_cr2], SCRATCH + 0x9000
                CHECK   ecx, 5
                CHECK   edi, SCRATCH + 0x9000
                CHECK   dword [SCRATCH + 0x8FFC], -1
                PTE     SCRATCH + 0x9000, (SCRATCH + 0x9000) | 7
                RING    3
                rep insw
                RING_END
                CHECK   ecx, 0
                CHECK   edi, SCRATCH + 0x900A

                TEST    "SDM 2B OUTS: REP stops at the iteration that faults; permission comes before the operand"
                TSS_WITH_MAP 0x2200
                PAGING
                PTE     SCRATCH + 0x9000, 0
                mov     eax, cr3
                mov     cr3, eax
                mov     edx, PORT
                mov     ecx, 4
                mov     esi, SCRATCH + 0x9000
                CATCH
                RING    3
  outs_denied:  rep outsb
                RING_END
                CAUGHT  X_GP, 0, outs_denied
                ALLOW   PORT
                mov     esi, SCRATCH + 0x8FFE
                CATCH
                RING    3
  outs_fault:   rep outsb
                RING_END
                CAUGHT  X_PF, 4, outs_fault
                CHECK   ecx, 2
                CHECK   esi, SCRATCH + 0x9000
                END_TESTS
