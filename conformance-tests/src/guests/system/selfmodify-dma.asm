; Self-modifying code by DMA: the first 8237A copies memory to memory (8237A datasheet, order 231466), which Bochs and QEMU do not do.
; run on: 386 486 pentium3

%include "harness.inc"

CODE_AT         equ SCRATCH + 0x8000    ; in the 64 KiB page of SCRATCH

%macro PORT 2
                mov     al, %2
                out     %1, al
%endmacro
; COPY bytes: from SCRATCH to CODE_AT; clobbers AL. The last OUT requests the transfer.
%macro COPY 1
                PORT    0xD6, 0xC0              ; the second controller's channel 0 hands the bus on: cascade
                PORT    0xD4, 0
                PORT    0x08, 1                 ; command: memory to memory
                PORT    0x0B, 0x88              ; channel 0: block, read
                PORT    0x0B, 0x85              ; channel 1: block, write
                PORT    0x0C, 0                 ; first the low byte
                PORT    0x00, 0
                PORT    0x00, 0
                PORT    0x01, (%1 - 1) & 0xFF
                PORT    0x01, (%1 - 1) >> 8
                PORT    0x02, CODE_AT & 0xFF
                PORT    0x02, CODE_AT >> 8 & 0xFF
                PORT    0x03, (%1 - 1) & 0xFF
                PORT    0x03, (%1 - 1) >> 8
                PORT    0x87, SCRATCH >> 16
                PORT    0x83, SCRATCH >> 16
                PORT    0x09, 4                 ; software request of channel 0
%endmacro
%macro FILL 3                                   ; address, opcode, count: followed by RET
                mov     edi, %1
                mov     al, %2
                mov     ecx, %3
                rep stosb
                mov     byte [edi], 0xC3
%endmacro

                TEST    "SDM 3A 11.6: code that a bus master overwrites: a block executed before"
                FILL    CODE_AT, 0x40, 0x40
                FILL    SCRATCH, 0x43, 0x40
                mov     edx, CODE_AT
                xor     eax, eax
                call    edx
                CHECK   eax, 0x40
                COPY    0x20
  .wait:        in      al, 0x08                ; terminal count of channel 1
                test    al, 2
                jz      .wait
                xor     eax, eax
                call    edx
                CHECK   eax, 0x20
                CHECK   ebx, 0x20

                TEST    "SDM 3A 11.6: a loop in the code that a bus master overwrites ends by that"
                FILL    SCRATCH, 0x90, 0x40
                mov     edi, CODE_AT            ; L: INC EBX; JMP L becomes NOPs, then RET
                mov     dword [edi], 0x90FDEB43
                mov     ecx, 0x3C
                add     edi, 4
                mov     al, 0x90
                rep stosb
                mov     byte [edi], 0xC3
                mov     ecx, 3
                mov     edx, CODE_AT
                mov     word [CODE_AT + 1], 0xE2 | 0xFD << 8    ; LOOP first: it has run
                call    edx
                CHECK   ebx, 3
                mov     byte [CODE_AT + 1], 0xEB
                push    dword .end
                push    edx
                COPY    0x40
                ret                             ; into the loop
  .end:

                END_TESTS
