; Paging as all processors have it: error codes, rights, A and D bits, the TLB, accesses across pages. SDM vol. 3A, 4.3, 4.6-4.10.
; Bochs reads the operands of BOUND, RETF and IRET in another order. QEMU reports read-modify-writes as reads, sets A of a directory entry
; though the table's entry faults, leaves RF out of images, checks no limits of flat-like segments, and its stack operands are supervisors'.
; run on: 386 486 pentium pentium-mmx pentium2 pentium3 pentium4

%include "harness.inc"
%include "paging.inc"

; ---------------------------------------------------------------- error codes

                TEST    "SDM 3A 4.7, #PF at level 0: P, W/R and U/S of reads, writes and read-modify-writes"
                PAGING
                MAP     P_ALL, 0, 0
                FAULT   0, 0, WINDOW + 0x123, mov al, [WINDOW + 0x123]
                FAULT   0, E_W, WINDOW + 0x123, mov [WINDOW + 0x123], al
                FAULT   0, E_W, WINDOW + 0x123, inc byte [WINDOW + 0x123]
                FAULT   0, E_W, WINDOW + 4, add [WINDOW + 4], eax
                FAULT   0, 0, WINDOW + 4, add eax, [WINDOW + 4]
                FAULT   0, 0, WINDOW + 4, cmp [WINDOW + 4], eax
                FAULT   0, 0, WINDOW + 4, test [WINDOW + 4], eax
                FAULT   0, E_W, WINDOW + 4, xchg [WINDOW + 4], eax
                FAULT   0, E_W, WINDOW + 4, not dword [WINDOW + 4]
                FAULT   0, E_W, WINDOW + 4, shl dword [WINDOW + 4], 1
                FAULT   0, E_W, WINDOW + 4, shld [WINDOW + 4], eax, 3
                FAULT   0, E_W, WINDOW + 4, bts dword [WINDOW + 4], 3
                FAULT   0, 0, WINDOW + 4, bt dword [WINDOW + 4], 3
                FAULT   0, E_W, WINDOW + 4, setz [WINDOW + 4]
                FAULT   0, E_W, WINDOW + 4, sgdt [WINDOW + 4]
                FAULT   0, E_W, WINDOW + 4, sidt [WINDOW + 4]
                FAULT   0, 0, WINDOW + 4, lgdt [WINDOW + 4]
                FAULT   0, 0, WINDOW + 4, lidt [WINDOW + 4]
                FAULT   0, E_W, WINDOW + 4, smsw [WINDOW + 4]
                FAULT   0, 0, WINDOW + 4, lmsw [WINDOW + 4]
                FAULT   0, E_W, WINDOW + 4, mov [WINDOW + 4], ds
                FAULT   0, 0, WINDOW + 4, mov es, [WINDOW + 4]
                FAULT   0, 0, WINDOW + 4, les eax, [WINDOW + 4]
                FAULT   0, 0, WINDOW + 4, bound eax, [WINDOW + 4]
                FAULT   0, 0, WINDOW + 4, push dword [WINDOW + 4]
                FAULT   0, 0, WINDOW + 4, call [WINDOW + 4]
                FAULT   0, 0, WINDOW + 4, jmp [WINDOW + 4]
                FAULT   0, 0, WINDOW + 4, jmp far [WINDOW + 4]
                FAULT   0, 0, WINDOW + 4, lar eax, [WINDOW + 4]
                FAULT   0, 0, WINDOW + 4, imul eax, [WINDOW + 4], 3
                FAULT   0, 0, WINDOW + 4, div dword [WINDOW + 4]

                TEST    "SDM 3A 4.7, #PF: a read, a write and a fetch at levels 1 and 2 are those of a supervisor"
                PAGING
                MAP     P_ALL, 0, 0
                FAULT   1, 0, WINDOW, mov eax, [WINDOW]
                FAULT   2, 0, WINDOW, mov eax, [WINDOW]
                FAULT   1, E_W, WINDOW, mov [WINDOW], eax
                FAULT   2, E_W, WINDOW, mov [WINDOW], eax
                CATCH
                RING    2
                mov     eax, WINDOW + 5
                jmp     eax
                RING_END
                CAUGHT  X_PF, 0, WINDOW + 5
                CHECK   dword [x_cr2], WINDOW + 5

                TEST    "SDM 3A 4.7, #PF at level 3: not present"
                PAGING
                MAP     P_ALL, 0, 0
                FAULT   3, E_U, WINDOW, mov eax, [WINDOW]
                FAULT   3, E_U | E_W, WINDOW, mov [WINDOW], eax
                FAULT   3, E_U | E_W, WINDOW + 0xFFF, xor byte [WINDOW + 0xFFF], 1
                MAP     0, P_ALL, 0
                FAULT   3, E_U, WINDOW, mov eax, [WINDOW]
                FAULT   3, E_U | E_W, WINDOW, mov [WINDOW], eax

                TEST    "SDM 3A 4.7, #PF: a fetch from a page that is not present; the saved EIP is the target"
                PAGING
                MAP     P_ALL, 0, 0
                mov     eax, WINDOW + 0x777
                CATCH
                jmp     eax
                CAUGHT  X_PF, 0, WINDOW + 0x777
                CHECK   dword [x_cr2], WINDOW + 0x777
                mov     eax, WINDOW + 0x777
                CATCH
                RING    3
                jmp     eax
                RING_END
                CAUGHT  X_PF, E_U, WINDOW + 0x777
                CHECK   dword [x_cr2], WINDOW + 0x777
                CHECK   dword [x_cs], CODE_3

                TEST    "SDM 3A 4.7, #PF: a fetch at level 3 from a supervisor's page"
                PAGING
                MAP     P_ALL, P_P | P_RW, 0
                mov     byte [SCRATCH], 0xC3
                mov     eax, WINDOW
                call    eax                             ; level 0 may
                CATCH
                RING    3
                jmp     eax
                RING_END
                CAUGHT  X_PF, E_P | E_U, WINDOW

                TEST    "SDM 3A 4.7, #PF: a read-modify-write of a read-only page at level 3 is a write, even one that would not store"
                PAGING
                MAP     P_ALL, P_P | P_US, 0
                mov     dword [SCRATCH], 0x11223344
                FAULT   3, E_P | E_W | E_U, WINDOW, inc dword [WINDOW]
                FAULT   3, E_P | E_W | E_U, WINDOW, add dword [WINDOW], 0
                FAULT   3, E_P | E_W | E_U, WINDOW, btr dword [WINDOW], 3
                FAULT   3, E_P | E_W | E_U, WINDOW, xchg [WINDOW], eax
                FAULT   3, E_P | E_W | E_U, WINDOW, lock or dword [WINDOW], 1
                NO_FAULT 3, cmp [WINDOW], eax
                CHECK   dword [SCRATCH], 0x11223344
                CHECK_BITS dword [WINDOW_TABLE], P_D, 0

                TEST    "SDM 3A 4.7, #PF in virtual-8086 mode: an access of level 3"
                PAGING
                PTE     SCRATCH, SCRATCH | P_P | P_RW
                mov     eax, SCRATCH >> 4
                CATCH
                V86
                mov     ds, ax
  v86_read:     mov     bx, [0x234]
                V86_END
                CAUGHT  X_PF, E_P | E_U, OFF(v86_read)
                CHECK   dword [x_cr2], SCRATCH + 0x234
                CHECK_BITS dword [x_eflags], F_VM | F_RF, F_VM | F_RF
                CATCH
                V86
                mov     ds, ax
  v86_write:    mov     [0x234], bx
                V86_END
                CAUGHT  X_PF, E_P | E_W | E_U, OFF(v86_write)

                TEST    "SDM 3A 6.15, #PF: a fault saves RF set; EFLAGS, ESP and registers are those before the instruction"
                PAGING
                MAP     P_ALL, 0, 0
                mov     eax, 0x12345678
                mov     ebx, 0x11111111
                push    dword F_CF | F_OF | F_DF | 2
                popfd
                FAULT   0, 0, WINDOW, adc ebx, [WINDOW]
                CHECK   ebx, 0x11111111
                CHECK_BITS dword [x_eflags], F_CF | F_OF | F_DF | F_RF | F_ZF | F_SF, F_CF | F_OF | F_DF | F_RF
                CHECK   dword [x_esp], STACK_0

; ---------------------------------------------------------------- rights

                TEST    "SDM 3A 4.6: rights at level 3 need U/S and R/W in directory and table"
                PAGING
                RIGHTS  3, 0

                TEST    "SDM 3A 4.6: at level 0 with CR0.WP clear nothing is protected"
                PAGING
                RIGHTS  0, 0

                TEST    "SDM 3A 4.6: at level 2 with CR0.WP clear nothing is protected"
                PAGING
                RIGHTS  2, 0

; ---------------------------------------------------------------- accesses of the processor itself

                TEST    "SDM 3A 4.6: a descriptor read at level 3 is a supervisor's access, U/S of its error code is clear"
                PAGING
                MAP     P_P, P_P, 0
                mov     esi, gdt
                mov     edi, SCRATCH
                mov     ecx, (GDT_LAST + 1) / 4
                rep movsd
                mov     byte [SCRATCH + 0x3D], A_CODE | DPL(3) | 1
                mov     byte [SCRATCH + 0x45], A_DATA | DPL(3) | 1
                mov     word [check_bits], GDT_LAST
                mov     dword [check_bits + 2], WINDOW
                lgdt    [check_bits]
                mov     bx, DATA_3
                NO_FAULT 3, mov fs, bx
                NO_FAULT 3, lsl eax, ebx
                CHECK   eax, -1
                lgdt    [gdt_pointer]

                TEST    "SDM 3A 4.7, #PF of a descriptor in a page that is not present, at level 3: U/S clear"
                PAGING
                MAP     P_ALL, P_ALL, 0
                mov     esi, gdt                        ; the first entries in the first page, SLOT and up in the second
                mov     edi, SCRATCH + 0x1000 - SLOT
                mov     ecx, (GDT_LAST + 1) / 4
                rep movsd
                mov     word [SCRATCH + 0x3000], GDT_LAST
                mov     dword [SCRATCH + 0x3002], WINDOW + 0x1000 - SLOT
                lgdt    [SCRATCH + 0x3000]
                mov     ebx, SLOT + 0x10
                FAULT   3, 0, WINDOW + 0x1010, mov fs, bx
                FAULT   3, 0, WINDOW + 0x1010, verr bx
                FAULT   3, 0, WINDOW + 0x1010, lar eax, ebx
                FAULT   0, 0, WINDOW + 0x1010, mov fs, bx
                FAULT   0, 0, WINDOW + 0x1010, lldt bx
                FAULT   0, 0, WINDOW + 0x1018, jmp SLOT + 0x18:0
                lgdt    [gdt_pointer]

                TEST    "SDM 3A 4.7, #PF of the IDT's entry of INT n at level 3: U/S clear, the saved EIP is that of INT"
                PAGING
                MAP     P_ALL, P_ALL, 0
                mov     esi, idt                        ; vectors 0-7Fh in the first page
                mov     edi, SCRATCH + 0x1000 - 0x400
                mov     ecx, 0x200
                rep movsd
                mov     word [SCRATCH + 0x3000], 0x7FF
                mov     dword [SCRATCH + 0x3002], WINDOW + 0x1000 - 0x400
                lidt    [SCRATCH + 0x3000]
                FAULT   3, 0, WINDOW + 0x1000 + 8 * 0x10, int 0x90
                lidt    [idt_pointer]

                TEST    "SDM 3A 4.7, #PF of the I/O permission map at level 3: U/S clear"
                PAGING
                MAP     P_ALL, P_ALL, 0
                mov     esi, tss
                mov     edi, SCRATCH + 0x1000 - 104
                mov     ecx, 26
                rep movsd
                mov     word [SCRATCH + 0x1000 - 2], 104
                DESCRIPTOR SLOT, WINDOW + 0x1000 - 104, 0x1FFF, A_TSS32, 0
                mov     eax, SLOT
                ltr     ax
                FAULT   3, 0, WINDOW + 0x1000 + (0xE9 >> 3), in al, 0xE9

                TEST    "SDM 3A 4.8: the accessed bit that a segment load writes sets D of the descriptor's page"
                PAGING
                MAP     P_ALL, P_P, 0
                mov     esi, gdt
                mov     edi, SCRATCH
                mov     ecx, (GDT_LAST + 1) / 4
                rep movsd
                mov     word [SCRATCH + 0x3000], GDT_LAST
                mov     dword [SCRATCH + 0x3002], WINDOW
                lgdt    [SCRATCH + 0x3000]
                mov     eax, CODE_0
                lar     ebx, eax
                CHECK_BITS dword [WINDOW_TABLE], P_A | P_D, P_A
                mov     eax, DATA_1
                mov     fs, eax
                CHECK_BITS dword [WINDOW_TABLE], P_A | P_D, P_A | P_D
                CHECK_BITS dword [SCRATCH + 0x24], 0xFF00, (A_DATA | DPL(1) | 1) << 8
                lgdt    [gdt_pointer]

; ---------------------------------------------------------------- A and D

                TEST    "SDM 3A 4.8: a read sets A in directory and table, a write D in the table only"
                PAGING
                MAP     P_ALL, P_ALL, P_ALL
                CHECK_BITS dword [WINDOW_PDE], P_A, 0
                mov     eax, [WINDOW]
                CHECK   dword [WINDOW_PDE], WINDOW_TABLE | P_ALL | P_A
                CHECK   dword [WINDOW_TABLE], SCRATCH | P_ALL | P_A
                CHECK   dword [WINDOW_TABLE + 4], (SCRATCH + 0x1000) | P_ALL
                mov     [WINDOW], eax
                CHECK   dword [WINDOW_TABLE], SCRATCH | P_ALL | P_A | P_D
                CHECK   dword [WINDOW_PDE], WINDOW_TABLE | P_ALL | P_A
                mov     [WINDOW + 0x1000], eax
                CHECK   dword [WINDOW_TABLE + 4], (SCRATCH + 0x1000) | P_ALL | P_A | P_D

                TEST    "SDM 3A 4.8: a fetch sets A; ignored bits of the entries are kept"
                PAGING
                mov     dword [WINDOW_PDE], WINDOW_TABLE | P_ALL | 0xE00
                mov     dword [WINDOW_TABLE], SCRATCH | P_ALL | 0xE00
                mov     byte [SCRATCH], 0xC3
                mov     eax, WINDOW
                call    eax
                CHECK   dword [WINDOW_TABLE], SCRATCH | P_ALL | P_A | 0xE00
                CHECK   dword [WINDOW_PDE], WINDOW_TABLE | P_ALL | P_A | 0xE00

                TEST    "SDM 3A 4.8: a fault leaves A and D of directory and table as they were"
                PAGING
                MAP     P_ALL, 0, 0
                FAULT   0, E_W, WINDOW, mov [WINDOW], eax
                CHECK   dword [WINDOW_PDE], WINDOW_TABLE | P_ALL
                MAP     P_P, P_ALL, 0
                FAULT   3, E_P | E_W | E_U, WINDOW, mov [WINDOW], eax
                CHECK   dword [WINDOW_PDE], WINDOW_TABLE | P_P
                CHECK   dword [WINDOW_TABLE], SCRATCH | P_ALL

; ---------------------------------------------------------------- the TLB

                TEST    "SDM 3A 4.10.2: a changed entry has no effect while the TLB holds the old one; a load of CR3 ends that"
                PAGING
                MAP     P_ALL, P_ALL, P_ALL
                mov     dword [WINDOW], 0x1111          ; an entry whose D bit is set
                mov     dword [SCRATCH + 0x1000], 0x2222
                mov     dword [WINDOW_TABLE], (SCRATCH + 0x1000) | P_ALL
                CHECK   dword [WINDOW], 0x1111
                mov     dword [WINDOW_PDE], 0
                CHECK   dword [WINDOW], 0x1111
                mov     dword [WINDOW], 0x3333
                CHECK   dword [SCRATCH], 0x3333
                mov     dword [WINDOW_PDE], WINDOW_TABLE | P_ALL
                FLUSH
                CHECK   dword [WINDOW], 0x2222

                TEST    "SDM 3A 4.10.2: stale entries of data and code stay however long it takes, and whoever looks at the machine meanwhile"
                PAGING
                MAP     P_ALL, P_ALL, P_ALL
                mov     dword [SCRATCH], 0x1111
                mov     dword [SCRATCH + 0x1000], 0x2222
                mov     word [SCRATCH + 0x800], 0xC343  ; inc ebx, ret
                mov     word [SCRATCH + 0x1800], 0xC342 ; inc edx, ret
                mov     word [SCRATCH + 0x2800], 0xC342
                mov     esi, WINDOW + 0x800
                call    esi
                CHECK   dword [WINDOW], 0x1111
                CHECK   dword [WINDOW + 0x1000], 0x2222
                mov     dword [WINDOW_TABLE], (SCRATCH + 0x1000) | P_ALL
                mov     dword [WINDOW_TABLE + 4], 0
                mov     ecx, 200000                     ; several quanta of virtual time
  .wait:        loop    .wait
                CHECK   dword [WINDOW], 0x1111
                CHECK   dword [WINDOW + 0x1000], 0x2222
                call    esi
                CHECK   ebx, 2
                CHECK   edx, 0
                FLUSH
                call    esi
                CHECK   edx, 1
                CHECK   dword [WINDOW], 0x2222

                TEST    "SDM 3A 4.10.2: an entry made not present stays in use until it is flushed"
                PAGING
                MAP     P_ALL, P_ALL, P_ALL
                mov     dword [SCRATCH], 0x1111
                CHECK   dword [WINDOW], 0x1111
                mov     dword [WINDOW_TABLE], 0
                CHECK   dword [WINDOW], 0x1111
                FLUSH
                FAULT   0, 0, WINDOW, mov eax, [WINDOW]

                TEST    "SDM 3A 4.10.2: a page that was never touched is not in the TLB"
                PAGING
                MAP     P_ALL, P_ALL, P_ALL
                mov     dword [SCRATCH], 0x1111
                mov     dword [SCRATCH + 0x1000], 0x2222
                CHECK   dword [WINDOW], 0x1111          ; its neighbour was
                mov     dword [WINDOW_TABLE + 4], SCRATCH | P_ALL
                CHECK   dword [WINDOW + 0x1000], 0x1111

                TEST    "SDM 3A 4.10.2.3: a page that was not present is not in the TLB; a fault forgets the entry"
                PAGING
                MAP     P_ALL, 0, 0
                mov     dword [SCRATCH], 0x1111
                FAULT   0, 0, WINDOW, mov eax, [WINDOW]
                mov     dword [WINDOW_TABLE], SCRATCH | P_P | P_US
                CHECK   dword [WINDOW], 0x1111
                mov     dword [WINDOW_TABLE], (SCRATCH + 0x1000) | P_P | P_US
                FAULT   3, E_P | E_W | E_U, WINDOW, mov [WINDOW], eax
                mov     dword [SCRATCH + 0x1000], 0x2222
                CHECK   dword [WINDOW], 0x2222

                TEST    "SDM 3A 4.8: A and D cleared by software are set again after a flush"
                PAGING
                MAP     P_ALL, P_ALL, P_ALL
                mov     [WINDOW], eax
                MAP     P_ALL, P_ALL, P_ALL
                FLUSH
                mov     eax, [WINDOW]
                CHECK   dword [WINDOW_TABLE], SCRATCH | P_ALL | P_A
                mov     [WINDOW], eax
                CHECK   dword [WINDOW_TABLE], SCRATCH | P_ALL | P_A | P_D

                TEST    "SDM 3A 4.10.4.1: clearing CR0.PG flushes the TLB"
                PAGING
                MAP     P_ALL, P_ALL, P_ALL
                mov     dword [SCRATCH], 0x1111
                mov     dword [SCRATCH + 0x1000], 0x2222
                CHECK   dword [WINDOW], 0x1111
                mov     dword [WINDOW_TABLE], (SCRATCH + 0x1000) | P_ALL
                NO_PAGING
                mov     eax, cr0
                or      eax, 0x80000000
                mov     cr0, eax
                jmp     .paged
.paged:         CHECK   dword [WINDOW], 0x2222

                TEST    "SDM 3A 4.10.4.1: a task switch to another CR3 flushes the TLB"
                PAGING
                mov     esi, PAGES                      ; another directory with the same tables
                mov     edi, FREE_PAGES + 0x2000
                mov     ecx, 1024
                rep movsd
                MAP     P_ALL, P_ALL, P_ALL
                mov     dword [FREE_PAGES + 0x2000 + 8], WINDOW_TABLE | P_ALL
                mov     dword [SCRATCH], 0x1111
                mov     dword [SCRATCH + 0x1000], 0x2222
                CHECK   dword [WINDOW], 0x1111
                mov     dword [WINDOW_TABLE], (SCRATCH + 0x1000) | P_ALL
                CHECK   dword [WINDOW], 0x1111
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
.task:          CHECK   dword [WINDOW], 0x2222
                mov     eax, cr3
                CHECK   eax, FREE_PAGES + 0x2000

; ---------------------------------------------------------------- across pages

                TEST    "SDM 3A 4.7: a write across pages into one not present: CR2 is that page's begin, nothing is written"
                PAGING
                MAP     P_ALL, P_ALL, 0
                mov     dword [SCRATCH + 0xFFC], 0x55555555
                mov     eax, 0x12345678
                FAULT   0, E_W, WINDOW + 0x1000, mov [WINDOW + 0xFFE], eax
                FAULT   3, E_W | E_U, WINDOW + 0x1000, mov [WINDOW + 0xFFE], eax
                FAULT   3, E_W | E_U, WINDOW + 0x1000, mov [WINDOW + 0xFFF], ax
                FAULT   3, E_W | E_U, WINDOW + 0x1000, add [WINDOW + 0xFFD], eax
                FAULT   3, E_W | E_U, WINDOW + 0x1000, xchg [WINDOW + 0xFFD], eax
                CHECK   dword [SCRATCH + 0xFFC], 0x55555555
                CHECK   eax, 0x12345678
                FAULT   3, E_U, WINDOW + 0x1000, mov eax, [WINDOW + 0xFFE]
                FAULT   3, E_U, WINDOW + 0x1000, les eax, [WINDOW + 0xFFC]
                CHECK   eax, 0x12345678

                TEST    "SDM 3A 4.7: both pages of an access absent: CR2 is the access's own address"
                PAGING
                MAP     P_ALL, 0, 0
                FAULT   0, 0, WINDOW + 0xFFE, mov eax, [WINDOW + 0xFFE]
                FAULT   0, E_W, WINDOW + 0xFFE, mov [WINDOW + 0xFFE], eax

                TEST    "SDM 3A 4.7: the first page of an access absent"
                PAGING
                MAP     P_ALL, 0, P_ALL
                mov     dword [SCRATCH + 0x1000], 0x77777777
                FAULT   0, E_W, WINDOW + 0xFFE, mov [WINDOW + 0xFFE], eax
                CHECK   dword [SCRATCH + 0x1000], 0x77777777

                TEST    "SDM 3A 4.7: a write at level 3 across pages of which the second is read-only"
                PAGING
                MAP     P_ALL, P_ALL, P_P | P_US
                mov     dword [SCRATCH + 0xFFC], 0x55555555
                FAULT   3, E_P | E_W | E_U, WINDOW + 0x1000, mov [WINDOW + 0xFFE], eax
                CHECK   dword [SCRATCH + 0xFFC], 0x55555555

                TEST    "SDM 3A 4.3: an access across pages goes to two frames that need not be neighbours"
                PAGING
                MAP     P_ALL, P_ALL, P_ALL
                mov     dword [WINDOW_TABLE + 4], (SCRATCH + 0x5000) | P_ALL
                mov     dword [WINDOW + 0xFFE], 0x12345678
                CHECK_BITS dword [SCRATCH + 0xFFC], 0xFFFF0000, 0x56780000
                CHECK_BITS dword [SCRATCH + 0x5000], 0xFFFF, 0x1234
                CHECK   dword [WINDOW + 0xFFE], 0x12345678
                CHECK   dword [WINDOW_TABLE + 4], (SCRATCH + 0x5000) | P_ALL | P_A | P_D

                TEST    "SDM 3A 4.7: an instruction across pages, the second absent: the saved EIP is its begin, CR2 the second page"
                PAGING
                MAP     P_ALL, P_ALL, 0
                mov     byte [SCRATCH + 0xFFD], 0xB8    ; mov eax, imm32
                mov     word [SCRATCH + 0xFFE], 0x1234
                mov     ebx, WINDOW + 0xFFD
                mov     eax, 5
                CATCH
                jmp     ebx
                CAUGHT  X_PF, 0, WINDOW + 0xFFD
                CHECK   dword [x_cr2], WINDOW + 0x1000
                CHECK   ebx, WINDOW + 0xFFD
                CATCH
                RING    3
                jmp     ebx
                RING_END
                CAUGHT  X_PF, E_U, WINDOW + 0xFFD
                CHECK   dword [x_cr2], WINDOW + 0x1000

                TEST    "SDM 3A 4.7: an instruction that ends with its page needs no second page"
                PAGING
                MAP     P_ALL, P_ALL, 0
                mov     word [SCRATCH + 0xFFE], 0xC340  ; inc eax, ret
                mov     ebx, WINDOW + 0xFFE
                mov     eax, 5
                call    ebx
                CHECK   eax, 6

                TEST    "SDM 3A 4.7: execution that runs on into an absent page"
                PAGING
                MAP     P_ALL, P_ALL, 0
                mov     word [SCRATCH + 0xFFE], 0x4040
                mov     ebx, WINDOW + 0xFFE
                mov     eax, 5
                CATCH
                jmp     ebx
                CAUGHT  X_PF, 0, WINDOW + 0x1000
                CHECK   dword [x_cr2], WINDOW + 0x1000
                CHECK   eax, 7

; ---------------------------------------------------------------- several operands in memory

                TEST    "SDM 3A 6.15, #PF: PUSH, CALL, ENTER and PUSHA at level 3 on an absent page leave ESP and EBP"
                PAGING
                MAP     P_ALL, P_ALL, 0
                mov     ebp, 0x7777
  %macro STACK_FAULT 3+                                 ; ESP, CR2, instruction
                CATCH
                RING    3
                mov     esp, %1
    %%at:       %3
                RING_END
                CAUGHT  X_PF, E_W | E_U, %%at
                CHECK   dword [x_cr2], %2, "CR2"
                CHECK   dword [x_esp], %1, "ESP"
                CHECK   ebp, 0x7777
  %endmacro
                STACK_FAULT WINDOW + 0x2000, WINDOW + 0x1FFC, push eax
                STACK_FAULT WINDOW + 0x2000, WINDOW + 0x1FFC, push dword [SCRATCH]
                STACK_FAULT WINDOW + 0x1002, WINDOW + 0x1000, push eax
                STACK_FAULT WINDOW + 0x2000, WINDOW + 0x1FFC, pushfd
                STACK_FAULT WINDOW + 0x2000, WINDOW + 0x1FFC, call near $
                STACK_FAULT WINDOW + 0x2000, WINDOW + 0x1FFC, call [gdt]
                STACK_FAULT WINDOW + 0x2000, WINDOW + 0x1FFC, call CODE_3:0
                STACK_FAULT WINDOW + 0x2000, WINDOW + 0x1FFC, enter 8, 0

                TEST    "SDM 2B, PUSHA: on a stack whose lower page is absent ESP stays"
                PAGING
                MAP     P_ALL, 0, P_ALL
                mov     ebp, 0x7777
                CATCH
                RING    3
                mov     esp, WINDOW + 0x1008
  pusha_fault:  pushad
                RING_END
                CAUGHT  X_PF, E_W | E_U, pusha_fault
                CHECK   dword [x_esp], WINDOW + 0x1008

                TEST    "SDM 3A 6.15, #PF: POP, RET, LEAVE and IRET from an absent page leave ESP and their destination"
                PAGING
                MAP     P_ALL, 0, 0
                mov     ebx, 0x5555
                mov     ebp, WINDOW + 8
  %macro POP_FAULT 1+
                CATCH
                RING    3
                mov     esp, WINDOW + 8
    %%at:       %1
                RING_END
                CAUGHT  X_PF, E_U, %%at
                CHECK   dword [x_cr2], WINDOW + 8, "CR2"
                CHECK   dword [x_esp], WINDOW + 8, "ESP"
                CHECK   ebx, 0x5555
                CHECK   ebp, WINDOW + 8
  %endmacro
                POP_FAULT pop ebx
                POP_FAULT pop dword [SCRATCH]
                POP_FAULT popfd
                POP_FAULT popad
                POP_FAULT ret
                POP_FAULT ret 8
                POP_FAULT retf
                POP_FAULT iretd
                POP_FAULT pop fs
                POP_FAULT leave

                TEST    "SDM 2B, POP: a destination in an absent page; ESP stays"
                PAGING
                MAP     P_ALL, 0, 0
                CATCH
                RING    3
                push    dword 0x1234
  pop_memory:   pop     dword [WINDOW + 4]
                RING_END
                CAUGHT  X_PF, E_W | E_U, pop_memory
                CHECK   dword [x_cr2], WINDOW + 4
                CHECK   dword [x_esp], STACK_3 - 4

                TEST    "SDM 2B, MOVS and CMPS: a fault of either operand leaves ESI, EDI and ECX"
                PAGING
                MAP     P_ALL, 0, 0
                mov     ecx, 7
                mov     esi, WINDOW
                mov     edi, SCRATCH
                FAULT   0, 0, WINDOW, movsd
                FAULT   0, 0, WINDOW, rep movsd
                FAULT   0, 0, WINDOW, repe cmpsd
                FAULT   0, 0, WINDOW, lodsb
                CHECK   ecx, 7
                CHECK   esi, WINDOW
                CHECK   edi, SCRATCH
                mov     esi, SCRATCH
                mov     edi, WINDOW
                FAULT   0, E_W, WINDOW, movsd
                FAULT   0, E_W, WINDOW, rep movsb
                FAULT   0, E_W, WINDOW, stosw
                FAULT   0, E_W, WINDOW, insb
                FAULT   0, 0, WINDOW, scasd
                FAULT   0, 0, WINDOW, cmpsd
                CHECK   ecx, 7
                CHECK   esi, SCRATCH
                CHECK   edi, WINDOW

                TEST    "SDM 2B, REP: a destination that becomes absent: registers are those of the iteration that faults"
                PAGING
                MAP     P_ALL, P_ALL, 0
                mov     esi, SCRATCH + 0x2000
                mov     edi, WINDOW + 0xFC0
                mov     ecx, 100
                mov     dword [SCRATCH + 0x203C], 0xCAFE
                FAULT   0, E_W, WINDOW + 0x1000, rep movsd
                CHECK   ecx, 84
                CHECK   esi, SCRATCH + 0x2040
                CHECK   edi, WINDOW + 0x1000
                CHECK   dword [SCRATCH + 0xFFC], 0xCAFE
                CHECK_BITS dword [x_eflags], F_RF, F_RF
                mov     edi, WINDOW + 0xFC2
                mov     ecx, 100
                mov     eax, 0x1234ABCD
                mov     dword [SCRATCH + 0xFFC], 0
                FAULT   3, E_W | E_U, WINDOW + 0x1000, rep stosd
                CHECK   ecx, 85
                CHECK   edi, WINDOW + 0xFFE
                CHECK   dword [SCRATCH + 0xFFC], 0x1234

                TEST    "SDM 2B, REP: a source that becomes absent"
                PAGING
                MAP     P_ALL, P_ALL, 0
                mov     esi, WINDOW + 0xFF1
                mov     edi, SCRATCH + 0x2000
                mov     ecx, 100
                FAULT   0, 0, WINDOW + 0x1000, rep movsb
                CHECK   ecx, 100 - 15
                CHECK   esi, WINDOW + 0x1000
                CHECK   edi, SCRATCH + 0x200F
                mov     esi, WINDOW + 0xFF1
                mov     ecx, 100
                FAULT   0, 0, WINDOW + 0x1000, rep lodsb
                CHECK   ecx, 100 - 15
                CHECK   esi, WINDOW + 0x1000

                TEST    "SDM 2B, REP downwards into an absent page"
                PAGING
                MAP     P_ALL, 0, P_ALL
                std
                mov     edi, WINDOW + 0x1008
                mov     ecx, 100
                FAULT   0, E_W, WINDOW + 0xFFC, rep stosd
                CHECK   ecx, 97
                CHECK   edi, WINDOW + 0xFFC
                cld

                TEST    "SDM 2B, REPE CMPS and REPNE SCAS: a fault in a later iteration"
                PAGING
                MAP     P_ALL, P_ALL, 0
                mov     edi, SCRATCH + 0xF00
                mov     ecx, 0x40
                xor     eax, eax
                rep stosd
                mov     edi, WINDOW + 0xFF0
                mov     ecx, 50
                mov     eax, 1
                FAULT   0, 0, WINDOW + 0x1000, repne scasd
                CHECK   ecx, 46
                CHECK   edi, WINDOW + 0x1000
                mov     edi, WINDOW + 0xFF0
                mov     esi, SCRATCH + 0xF80
                mov     ecx, 50
                FAULT   0, 0, WINDOW + 0x1000, repe cmpsd
                CHECK   ecx, 46
                CHECK   edi, WINDOW + 0x1000
                CHECK   esi, SCRATCH + 0xF90

                TEST    "SDM 2B, REP with a count of 0 accesses nothing"
                PAGING
                MAP     P_ALL, 0, 0
                mov     esi, WINDOW
                mov     edi, WINDOW
                xor     ecx, ecx
                rep movsd
                rep stosb
                repe cmpsb
                repne scasb
                rep lodsd
                CHECK   esi, WINDOW
                CHECK   edi, WINDOW

; ---------------------------------------------------------------- addresses

                TEST    "SDM 3A 4.3: two linear pages of one frame"
                PAGING
                MAP     P_ALL, P_ALL, P_ALL
                mov     dword [WINDOW_TABLE + 4], SCRATCH | P_ALL
                mov     dword [WINDOW + 0x10], 0x11
                CHECK   dword [WINDOW + 0x1010], 0x11
                mov     dword [WINDOW + 0x1010], 0x22
                CHECK   dword [WINDOW + 0x10], 0x22
                CHECK   dword [SCRATCH + 0x10], 0x22
                mov     esi, WINDOW                     ; an overlap that the linear addresses do not show
                mov     edi, WINDOW + 0x1004
                mov     ecx, 8
                mov     dword [WINDOW], 0xABCD
                rep movsd
                CHECK   dword [SCRATCH + 0x20], 0xABCD

                TEST    "SDM 3A 3.3.1: base plus offset wraps at 4 GiB; an access across the end goes to linear address 0"
                PAGING
                mov     dword [PAGES + 0xFFC], WINDOW_TABLE | P_ALL
                mov     dword [WINDOW_TABLE + 0xFFC], SCRATCH | P_ALL
                PTE     0, (SCRATCH + 0x1000) | P_ALL
                mov     dword [SCRATCH + 0xFFC], 0x44332211
                mov     dword [SCRATCH + 0x1000], 0x88776655
                DESCRIPTOR SLOT, 0xFFFFF000, 0xFFFF, A_DATA, B_
                mov     eax, SLOT
                mov     fs, eax
                CHECK   dword [fs:0xFFC], 0x44332211
                CHECK   dword [fs:0xFFE], 0x66554433
                CHECK   dword [fs:0x1000], 0x88776655
                mov     dword [fs:0xFFD], 0xDDCCBBAA
                CHECK   dword [SCRATCH + 0xFFC], 0xCCBBAA11
                CHECK   dword [SCRATCH + 0x1000], 0x887766DD
                PTE     0, 0
                FLUSH
                FAULT   0, 0, 0, mov eax, [fs:0xFFE]
                FAULT   0, 0, 8, mov eax, [fs:0x1008]

                TEST    "SDM 3A 5.3: the segment limit is checked before the page"
                PAGING
                MAP     P_ALL, 0, 0
                DESCRIPTOR SLOT, WINDOW, 0xFF, A_DATA, B_
                mov     eax, SLOT
                mov     fs, eax
                CATCH
                mov     eax, [fs:0xFD]
                CAUGHT  X_GP, 0
                FAULT   0, 0, WINDOW + 0xFC, mov eax, [fs:0xFC]

                TEST    "SDM 3A 4.3: CR3 selects the directory; its low bits do not take part"
                PAGING
                mov     esi, PAGES
                mov     edi, FREE_PAGES + 0x2000
                mov     ecx, 1024
                rep movsd
                MAP     P_ALL, P_ALL, P_ALL
                mov     dword [FREE_PAGES + 0x2000 + 8], (FREE_PAGES + 0x1000) | P_ALL
                mov     dword [FREE_PAGES + 0x1000], (SCRATCH + 0x3000) | P_ALL
                mov     dword [SCRATCH], 0x11
                mov     dword [SCRATCH + 0x3000], 0x22
                CHECK   dword [WINDOW], 0x11
                mov     eax, FREE_PAGES + 0x2000
                mov     cr3, eax
                CHECK   dword [WINDOW], 0x22

                END_TESTS
