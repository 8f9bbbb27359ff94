; Self-modifying code: a store takes effect on the next instruction that is fetched after a jump, and on P6 and later on the very next one.
; SDM vol. 3A, 8.1.3, 11.6. Every store here is followed by the changed code at once: the strictest case.
; Bochs, as hardware may, executes what it had fetched before A20 changed.
; run on: 386 486 pentium pentium3 pentium4

%include "harness.inc"
%include "paging.inc"

INC_EAX equ 0x40
INC_EBX equ 0x43
INC_ECX equ 0x41
NOP_    equ 0x90
RET_    equ 0xC3
CODE_AT equ SCRATCH + 0x8000

                TEST    "SDM 3A 11.6: the next instruction"
                mov     byte [.next], INC_EBX
  .next:        inc     eax
                CHECK   eax, 0
                CHECK   ebx, 1

                TEST    "SDM 3A 11.6: an instruction later in the same block, by stores of each width"
                mov     byte [.a], INC_EBX
                mov     word [.b], INC_EBX | INC_EBX << 8
                mov     dword [.c], INC_EBX * 0x01010101
                nop
  .a:           inc     eax
  .b:           inc     eax
                inc     eax
  .c:           inc     eax
                inc     eax
                inc     eax
                inc     eax
                CHECK   eax, 0
                CHECK   ebx, 7

                TEST    "SDM 3A 11.6: an instruction's own immediate and opcode: the present execution is not affected, the next is"
  .store:       mov     dword [.store + 6], 0x22222222  ; C7 05, address, its own immediate operand
                mov     eax, [.store + 6]
                CHECK   eax, 0x22222222
                mov     edi, .self
                mov     ecx, 2
  .again:       mov     al, INC_EBX
  .self:        mov     [edi], al                       ; 88 07 becomes 43 07: INC EBX, POP ES
                dec     ecx
                push    es
                cmp     ecx, 0
                jne     .again
                pop     es
                CHECK   ebx, 1

                TEST    "SDM 3A 11.6: a block executed before, in a loop"
                mov     ecx, 10
  .loop:        call    .code
                xor     byte [.code], INC_EAX ^ INC_EBX
                loop    .loop
                CHECK   eax, 5
                CHECK   ebx, 5
                jmp     .end
  .code:        inc     eax
                ret
  .end:

                TEST    "SDM 3A 11.6: the immediate of a loop's instruction, a thousand times"
                mov     ecx, 1000
  .loop:        mov     [.add + 1], ecx
  .add:         add     eax, 0x11111111
                loop    .loop
                CHECK   eax, 500500

                TEST    "SDM 3A 11.6: a jump's displacement, and a conditional jump turned round"
                mov     byte [.jump + 1], 1
  .jump:        jmp     short .over
                inc     eax
                inc     ebx
  .over:        xor     byte [.cond], 1
                cmp     eax, eax
  .cond:        je      .wrong
                inc     esi
  .wrong:       CHECK   eax, 0
                CHECK   ebx, 1
                CHECK   esi, 1

                TEST    "SDM 2B, REP STOS: over the code that follows, and over the instruction itself"
                mov     edi, .follow
                mov     ecx, 8
                mov     al, INC_EBX
                rep stosb
  .follow:      times 8 nop
                CHECK   ebx, 8
                mov     edi, .rep - 4
                mov     ecx, 16
                mov     al, NOP_
                jmp     .rep
                times 8 inc edx
  .rep:         rep stosb                               ; ends with its sixth iteration on P6, or with all: either way what follows are NOPs
                times 16 nop
                CHECK   edx, 0

                TEST    "SDM 2B, REP MOVS: code copied over code that has run"
                call    .target
                mov     esi, .source
                mov     edi, .target
                mov     ecx, .source_end - .source
                rep movsb
                call    .target
                CHECK   eax, 1
                CHECK   ebx, 3
                jmp     .end
  .source:      inc     ebx
                inc     ebx
                inc     ebx
                ret
  .source_end:
  .target:      inc     eax
                ret
                nop
                nop
  .end:

                TEST    "SDM 3A 11.6: an instruction across two pages, changed in its second page"
                mov     byte [CODE_AT + 0xFFD], 0xB8    ; mov eax, imm32
                mov     dword [CODE_AT + 0xFFE], 0x11111111
                mov     byte [CODE_AT + 0x1002], RET_
                mov     edx, CODE_AT + 0xFFD
                call    edx
                CHECK   eax, 0x11111111
                mov     byte [CODE_AT + 0x1001], 0x22
                call    edx
                CHECK   eax, 0x22111111
                mov     word [CODE_AT + 0xFFF], 0x3333
                call    edx
                CHECK   eax, 0x22333311

                TEST    "SDM 3A 11.6: a store across two pages into code of both"
                mov     dword [CODE_AT + 0xFFC], INC_EAX * 0x01010101
                mov     dword [CODE_AT + 0x1000], INC_EAX * 0x010101 | RET_ << 24
                mov     edx, CODE_AT + 0xFFC
                call    edx
                CHECK   eax, 7
                mov     dword [CODE_AT + 0xFFE], INC_EBX * 0x01010101
                call    edx
                CHECK   eax, 10
                CHECK   ebx, 4

                TEST    "SDM 3A 11.6: through another linear address of the frame"
                PAGING
                MAP     P_ALL, P_ALL, P_ALL
                mov     word [SCRATCH], INC_EAX | RET_ << 8
                mov     edx, WINDOW
                call    edx
                mov     byte [SCRATCH], INC_EBX         ; by its identity address
                call    edx
                CHECK   eax, 1
                CHECK   ebx, 1
                mov     edx, SCRATCH
                call    edx
                mov     byte [WINDOW], INC_EAX
                call    edx
                CHECK   eax, 2
                CHECK   ebx, 2

                TEST    "SDM 3A 11.6: through another segment's base"
                DESCRIPTOR SLOT, SCRATCH - 0x1230, 0xFFFFF, A_DATA, G_ | B_
                mov     ecx, SLOT
                mov     fs, ecx
                mov     word [SCRATCH], INC_EAX | RET_ << 8
                mov     edx, SCRATCH
                call    edx
                mov     byte [fs:0x1230], INC_EBX
                call    edx
                CHECK   eax, 1
                CHECK   ebx, 1

                TEST    "SDM 3A 4.10: a code page mapped to another frame: the old code until the TLB is flushed"
                PAGING
                MAP     P_ALL, P_ALL, P_ALL
                mov     word [SCRATCH], INC_EAX | RET_ << 8
                mov     word [SCRATCH + 0x1000], INC_EBX | RET_ << 8
                mov     edx, WINDOW
                call    edx
                mov     dword [WINDOW_TABLE], (SCRATCH + 0x1000) | P_ALL
                call    edx
                CHECK   eax, 2
                CHECK   ebx, 0
                mov     ecx, cr3
                mov     cr3, ecx
                call    edx
                CHECK   eax, 2
                CHECK   ebx, 1

                TEST    "SDM 3A 11.6: by PUSH, PUSHA, CALL and ENTER"
                mov     dword [CODE_AT], INC_EAX * 0x010101 | RET_ << 24
                mov     edx, CODE_AT
                call    edx
                CHECK   eax, 3
                mov     ebp, esp
                mov     esp, CODE_AT + 4
                push    dword INC_EBX * 0x010101 | RET_ << 24
                mov     esp, ebp
                call    edx
                CHECK   ebx, 3
                mov     eax, INC_ECX * 0x010101 | RET_ << 24
                mov     ebp, esp
                mov     esp, CODE_AT + 4
                pushad
                mov     esp, ebp
                xor     ecx, ecx
                call    edx
                CHECK   ecx, 3

                TEST    "SDM 3A 11.6: by the stack frame of an interrupt's delivery"
                mov     dword [CODE_AT], INC_EAX * 0x010101 | RET_ << 24
                mov     edx, CODE_AT
                call    edx
                IDT_GATE 0x80, CODE_0, LIN(.handler), A_INT32
                mov     ebp, esp
                mov     esp, CODE_AT + 12               ; EIP goes to CODE_AT
                int     0x80
  .pushed:      mov     esp, ebp
                jmp     .end
  .handler:     mov     ecx, [CODE_AT]
                iretd
  .end:         CHECK   ecx, .pushed
                mov     byte [CODE_AT + 1], RET_        ; the low byte of a return address is data: only this matters
                mov     byte [CODE_AT], INC_EBX
                call    edx
                CHECK   ebx, 1

                TEST    "SDM 3A 11.6: by the processor's own store of a descriptor's accessed bit"
                DESCRIPTOR SLOT, 0, 0xFFFF, A_DATA, 0
                mov     word [gdt + SLOT + 6], RET_ << 8 | NOP_
                mov     edx, gdt + SLOT + 5             ; 92 90 C3: XCHG EAX, EDX; NOP; RET
                mov     byte [gdt + SLOT + 6], NOP_
                mov     eax, 1
                mov     ebx, edx
                call    ebx
                CHECK   edx, 1
                xor     edx, edx
                mov     eax, 5
                mov     ecx, 7
                mov     esi, SLOT
                mov     fs, esi                         ; 93: XCHG EAX, EBX
                mov     ebp, ebx
                call    ebp
                CHECK   ebx, 5
                CHECK   edx, 0

                TEST    "SDM 3A 11.6: in real mode through a second segment of the same address"
                REAL
                mov     ax, (IMAGE >> 4) + 0x100
                mov     es, ax
                xor     bx, bx
                xor     cx, cx
                mov     dx, 2
  .loop:        mov     byte [es:OFF(.here) - 0x1000], 0x43     ; inc bx
  .here:        inc     cx
                dec     dx
                jnz     .loop
                REAL_END
                CHECK_BITS ebx, 0xFFFF, 2
                CHECK_BITS ecx, 0xFFFF, 0

                TEST    "SDM 3A 8.1.3: code in video memory and its change"
  %macro VGA 3                                          ; index port, index, value
                mov     edx, %1
                mov     eax, (%2) | (%3) << 8
                out     dx, ax
  %endmacro
                mov     edx, 0x3C2                      ; memory on; chained planes, 64 KiB at A0000h
                mov     al, 0x63
                out     dx, al
                VGA     0x3C4, 0, 3
                VGA     0x3C4, 2, 0x0F
                VGA     0x3C4, 4, 0x0E
                VGA     0x3CE, 1, 0
                VGA     0x3CE, 3, 0
                VGA     0x3CE, 5, 0x40
                VGA     0x3CE, 6, 5
                VGA     0x3CE, 8, 0xFF
                xor     eax, eax
                mov     word [0xA0000], INC_EAX | RET_ << 8
                mov     edx, 0xA0000
                call    edx
                mov     byte [0xA0000], INC_EBX
                call    edx
                CHECK   eax, 1
                CHECK   ebx, 1

                TEST    "SDM 3A 11.6: a store to ROM changes no code"
                mov     esi, ROM + 0xFFF0               ; the reset vector's jump
                mov     ebx, [esi]
                mov     byte [esi], RET_
                sub     ebx, [esi]
                CHECK   ebx, 0
                mov     edx, ROM + OFF(.in_rom)
                call    edx
                mov     byte [edx], INC_EBX
                call    edx
                CHECK   eax, 2
                CHECK   ebx, 0
                jmp     .end
  .in_rom:      inc     eax
                ret
  .end:

                TEST    "SDM 3A 8.7.13.4, A20M: code at 1 MiB + n is that at n while A20 is masked"
                mov     word [SCRATCH], INC_EAX | RET_ << 8
                mov     word [SCRATCH + 0x100000], INC_EBX | RET_ << 8
                mov     edx, SCRATCH + 0x100000
                call    edx
                CHECK   ebx, 1
                mov     ecx, 0xDD00
                call    .gate_a20
                call    edx
                mov     esi, eax
                mov     ecx, 0xDF02
                call    .gate_a20
                call    edx
                CHECK   esi, 1
                CHECK   eax, 1
                CHECK   ebx, 2
                jmp     .end
  .gate_a20:    push    eax                             ; CL to port 92h, CH to the keyboard controller's output port
                in      al, 0x92
                and     al, 0xFC
                or      al, cl
                out     0x92, al
                call    .ready
                mov     al, 0xD1
                out     0x64, al
                call    .ready
                mov     al, ch
                out     0x60, al
                call    .ready
                pop     eax
                ret
  .ready:       in      al, 0x64
                test    al, 2
                jnz     .ready
                ret
  .end:

                TEST    "SDM 3A 11.6: the code under EIP changes as A20 is masked: what follows OUT comes from n"
                mov     esi, .probe
                mov     edi, SCRATCH
                mov     ecx, .probe_end - .probe
                rep movsb
                mov     esi, .probe
                mov     edi, SCRATCH + 0x100000
                mov     ecx, .probe_end - .probe
                rep movsb
                mov     byte [SCRATCH + 0x100000 + .changed - .probe], INC_EBX
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
                mov     al, 2
                out     0x92, al
                xor     esi, esi
                mov     edx, SCRATCH + 0x100000
                xor     eax, eax
                call    edx
                CHECK   esi, 1
                CHECK   ebx, 0
                jmp     .end
  .probe:       xor     eax, eax
                out     0x92, al
  .changed:     inc     esi                             ; INC EBX at 1 MiB + n
                mov     al, 2
                out     0x92, al
                ret
  .probe_end:
  .end:

                END_TESTS
