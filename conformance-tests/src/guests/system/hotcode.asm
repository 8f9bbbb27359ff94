; Code that has been executed often, and then what it was found by or made for changes: its page, A20, the base and size of its segment, those
; of the segments it uses, the stack's size, the level, the mode. Whoever keeps decoded or translated code must notice. SDM vol. 3A, 3.4, 4.10.
; run on: 486 pentium pentium3 pentium4

%include "harness.inc"
%include "paging.inc"

INC_EAX equ 0x40
INC_EBX equ 0x43
RET_    equ 0xC3
TIMES_  equ 60

; HOT n ... HOT_END: n times; the number of the time is in ECX, counting down.
%macro HOT 1
  %push hot
                mov     ecx, %1
  %$again:
%endmacro
%macro HOT_END 0
                dec     ecx
                jnz     %$again
  %pop
%endmacro

                TEST    "SDM 3A 4.10.4.1: a hot function's page is mapped to another frame each time, by INVLPG"
                PAGING
                MAP     P_ALL, P_ALL, P_ALL
                mov     word [SCRATCH], INC_EAX | RET_ << 8
                mov     word [SCRATCH + 0x1000], INC_EBX | RET_ << 8
                mov     edx, WINDOW
                HOT     TIMES_
                call    edx
                xor     dword [WINDOW_TABLE], SCRATCH ^ (SCRATCH + 0x1000)
                invlpg  [WINDOW]
                HOT_END
                CHECK   eax, TIMES_ / 2
                CHECK   ebx, TIMES_ / 2

                TEST    "SDM 3A 4.10.4.1: a hot function's page is mapped to another frame each time, by CR3"
                PAGING
                MAP     P_ALL, P_ALL, P_ALL
                mov     word [SCRATCH], INC_EAX | RET_ << 8
                mov     word [SCRATCH + 0x1000], INC_EBX | RET_ << 8
                mov     edx, WINDOW
                HOT     TIMES_
                call    edx
                xor     dword [WINDOW_TABLE], SCRATCH ^ (SCRATCH + 0x1000)
                FLUSH
                HOT_END
                CHECK   eax, TIMES_ / 2
                CHECK   ebx, TIMES_ / 2

                TEST    "SDM 3A 4.10.2: a hot function keeps its frame until the flush, then has the other"
                PAGING
                MAP     P_ALL, P_ALL, P_ALL
                mov     word [SCRATCH], INC_EAX | RET_ << 8
                mov     word [SCRATCH + 0x1000], INC_EBX | RET_ << 8
                mov     edx, WINDOW
                HOT     TIMES_
                call    edx
                HOT_END
                mov     dword [WINDOW_TABLE], (SCRATCH + 0x1000) | P_ALL
                HOT     TIMES_
                call    edx
                HOT_END
                CHECK   eax, TIMES_ * 2
                CHECK   ebx, 0
                FLUSH
                HOT     TIMES_
                call    edx
                HOT_END
                CHECK   eax, TIMES_ * 2
                CHECK   ebx, TIMES_

                TEST    "SDM 3A 4.10: a hot loop whose data page is mapped to another frame each time"
                PAGING
                MAP     P_ALL, P_ALL, P_ALL
                mov     dword [SCRATCH], 1
                mov     dword [SCRATCH + 0x1000], 0x100
                HOT     TIMES_
                add     eax, [WINDOW]
                add     [WINDOW + 4], ecx
                xor     dword [WINDOW_TABLE], SCRATCH ^ (SCRATCH + 0x1000)
                invlpg  [WINDOW]
                HOT_END
                CHECK   eax, TIMES_ / 2 * 0x101
                CHECK   dword [SCRATCH + 4], TIMES_ / 2 * (TIMES_ / 2 + 1)
                CHECK   dword [SCRATCH + 0x1004], TIMES_ / 2 * (TIMES_ / 2)

                TEST    "SDM 3A 4.7: a hot function's page is absent one time in four"
                PAGING
                MAP     P_ALL, P_ALL, P_ALL
                mov     word [SCRATCH], INC_EAX | RET_ << 8
                mov     dword [.count], 0
                HOT     TIMES_
                mov     edx, ecx
                and     edx, 3
                neg     edx
                sbb     edx, edx
                and     edx, P_P
                and     dword [WINDOW_TABLE], ~P_P
                or      [WINDOW_TABLE], edx
                invlpg  [WINDOW]
                CATCH
                mov     edx, WINDOW
                call    edx
                jmp     short .there
                nop
                CAUGHT  X_PF, 0, WINDOW
                inc     dword [.count]
  .there:       mov     dword [resume], 0
                HOT_END
                CHECK   eax, TIMES_ / 4 * 3
                CHECK   dword [.count], TIMES_ / 4
                jmp     .end
                align 4
  .count:       dd      0
  .end:

                TEST    "SDM 3A 11.6: an instruction changes itself while the TLB does not hold its page for stores"
                PAGING
                HOT     20
                FLUSH
  .store:       add     dword [.store + 6], strict dword 1 ; 81 05, address, the immediate: it doubles
                HOT_END
                CHECK   dword [.store + 6], 1 << 20

                TEST    "SDM 3A 4.6: a hot function of level 0 is called at level 3, where its data are not allowed"
                PAGING
                MAP     P_ALL, P_ALL, P_P | P_RW
                mov     byte [SCRATCH], 0x03            ; add eax, [WINDOW + 1000h]; ret
                mov     byte [SCRATCH + 1], 0x05
                mov     dword [SCRATCH + 2], WINDOW + 0x1000
                mov     byte [SCRATCH + 6], RET_
                mov     dword [SCRATCH + 0x1000], 3
                mov     edx, WINDOW
                HOT     TIMES_
                call    edx
                HOT_END
                CHECK   eax, TIMES_ * 3
                CATCH
                RING    3
                call    edx
                RING_END
                CAUGHT  X_PF, E_P | E_U, WINDOW
                CHECK   eax, TIMES_ * 3

                TEST    "SDM 3A 4.6: a hot function of level 3, back and forth between levels"
                PAGING
                MAP     P_ALL, P_ALL, P_ALL
                mov     dword [SCRATCH], 0xC8 << 8 | 0x8C | INC_EAX << 16 | RET_ << 24 ; mov eax, cs; inc eax; ret
                mov     edx, WINDOW
                xor     esi, esi
                xor     edi, edi
                HOT     TIMES_
                call    edx
                add     esi, eax
                RING    3
                call    edx
                RING_END
                add     edi, eax
                HOT_END
                CHECK   esi, TIMES_ * (CODE_0 + 1)
                CHECK   edi, TIMES_ * (CODE_3 + 1)

                TEST    "SDM 3A 3.4.2: hot code at one linear address under two bases of CS has two EIPs"
                DESCRIPTOR SLOT, SCRATCH, 0xFFFFF, A_CODE, G_ | B_
                DESCRIPTOR SLOT + 8, SCRATCH - 0x3000, 0xFFFFF, A_CODE, G_ | B_
                mov     byte [SCRATCH], 0xE8            ; call 5; pop eax; add ebx, eax; retf
                mov     dword [SCRATCH + 1], 0
                mov     dword [SCRATCH + 5], 0xCBC30158
                HOT     TIMES_
                call    SLOT:0
                call    SLOT + 8:0x3000
                HOT_END
                CHECK   ebx, TIMES_ * (5 + 0x3005)

                TEST    "SDM 3A 3.4.5: the same hot bytes as 32-bit and as 16-bit code"
                DESCRIPTOR SLOT, SCRATCH, 0xFFFF, A_CODE, B_
                DESCRIPTOR SLOT + 8, SCRATCH, 0xFFFF, A_CODE, 0
                IDT_GATE 0x80, CODE_0, LIN(.back), A_INT32
                mov     dword [SCRATCH], 0x80CD40       ; inc eax or inc ax; int 80h
                xor     ebx, ebx
                HOT     TIMES_
                mov     eax, 0xFFFF
                jmp     SLOT:0
  .back:        add     esp, 12
                add     ebx, eax                        ; 10000h or 0
                cmp     ebx, esi
                mov     esi, ebx
                mov     eax, 0xFFFF
                je      .next                           ; it was 16-bit code
                jmp     SLOT + 8:0
  .next:        mov     esi, -1
                HOT_END
                CHECK   ebx, TIMES_ << 16

                TEST    "SDM 3A 3.4.5: a hot function's segment has another base each time"
                DESCRIPTOR SLOT, SCRATCH, 0xFFFFF, A_DATA, G_ | B_
                DESCRIPTOR SLOT + 8, SCRATCH + 0x100, 0xFFFFF, A_DATA, G_ | B_
                mov     dword [SCRATCH + 16], 1
                mov     dword [SCRATCH + 0x110], 0x10000
                mov     edx, DATA_0
                HOT     TIMES_
                mov     esi, SLOT
                mov     fs, esi
                call    .read
                mov     esi, SLOT + 8
                mov     fs, esi
                call    .read
                mov     fs, edx                         ; flat
                mov     edi, [fs:SCRATCH + 16]
                add     eax, edi
                HOT_END
                CHECK   eax, TIMES_ * 0x10002
                jmp     .end
  .read:        add     eax, [fs:16]
                ret
  .end:

                TEST    "SDM 3A 5.3: a hot function's segment has another limit, then is read-only, then null"
                DESCRIPTOR SLOT, SCRATCH, 0xFFF, A_DATA, B_
                mov     dword [SCRATCH + 16], 0
                mov     esi, SLOT
                mov     fs, esi
                HOT     TIMES_
                call    .add
                HOT_END
                CHECK   dword [SCRATCH + 16], TIMES_
                DESCRIPTOR SLOT, SCRATCH, 18, A_DATA, B_
                call    .add
                CHECK   dword [SCRATCH + 16], TIMES_ + 1, "before the load"
                mov     fs, esi
                CATCH
                call    .add
                CAUGHT  X_GP, 0, LIN(.add)
                DESCRIPTOR SLOT, SCRATCH, 0xFFF, A_DATA_RO, B_
                mov     fs, esi
                CATCH
                call    .add
                CAUGHT  X_GP, 0, LIN(.add)
                xor     edi, edi
                mov     fs, edi
                CATCH
                call    .add
                CAUGHT  X_GP, 0, LIN(.add)
                CHECK   dword [SCRATCH + 16], TIMES_ + 1
                DESCRIPTOR SLOT, SCRATCH, 0xFFF, A_DATA, B_
                mov     fs, esi
                call    .add
                CHECK   dword [SCRATCH + 16], TIMES_ + 2
                jmp     .end
  .add:         inc     dword [fs:16]
                ret
  .end:

                TEST    "SDM 3A 6.2.3: a hot loop on a stack of 32 and of 16 bits"
                DESCRIPTOR SLOT, SCRATCH, 0xFFFFF, A_DATA, G_ | B_
                DESCRIPTOR SLOT + 8, SCRATCH, 0xFFFFF, A_DATA, G_
                mov     dword [SCRATCH], 0
                mov     dword [SCRATCH + 0x10000], 0
                mov     ebp, esp
                mov     edx, SLOT
                HOT     TIMES_
                mov     ss, edx
                mov     esp, 0x10008
                push    ecx
                add     dword [esp - 4], 1
                push    dword [esp - 4]
                mov     eax, esp
                mov     esi, DATA_0
                mov     ss, esi
                mov     esp, ebp
                xor     edx, SLOT ^ (SLOT + 8)
                add     ebx, eax
                HOT_END
                CHECK   ebx, TIMES_ * 0x10000
                CHECK   dword [SCRATCH + 4], 1
                CHECK   dword [SCRATCH + 0x10004], 2

                TEST    "IBM AT, A20: a hot function at 1 MiB + n is that at n while A20 is masked"
                mov     word [SCRATCH], INC_EAX | RET_ << 8
                mov     word [SCRATCH + 0x100000], INC_EBX | RET_ << 8
                mov     al, 0xD1                        ; the keyboard controller lets port 92h decide
                out     0x64, al
  .busy:        in      al, 0x64
                test    al, 2
                jnz     .busy
                mov     al, 0xDD
                out     0x60, al
  .busy2:       in      al, 0x64
                test    al, 2
                jnz     .busy2
                xor     edi, edi
                mov     edx, SCRATCH + 0x100000
                HOT     TIMES_
                in      al, 0x92
                xor     al, 2
                and     al, 0xFE
                out     0x92, al
                xor     eax, eax
                call    edx
                add     edi, eax
                HOT_END
                in      al, 0x92
                and     al, 0xFE
                or      al, 2
                out     0x92, al
                CHECK   edi, TIMES_ / 2
                CHECK   ebx, TIMES_ / 2

                TEST    "SDM 3A 9.9: hot code loads a segment register in protected mode and in real mode"
                PM16
                mov     ecx, TIMES_
                xor     edi, edi
  .modes:       mov     bx, DATA16_0                    ; base IMAGE
                call    .load
                mov     eax, cr0
                and     al, 0xFE
                mov     cr0, eax
                mov     bx, SCRATCH >> 4
                call    .load
                mov     eax, cr0
                or      al, 1
                mov     cr0, eax
                dec     ecx
                jnz     .modes
                jmp     .loaded
  .load:        mov     fs, bx
                movzx   eax, word [fs:OFF(.sample)]
                add     edi, eax
                ret
  .sample:      dw      5
  .loaded:
                PM16_END
                CHECK   edi, TIMES_ * 5

                END_TESTS
