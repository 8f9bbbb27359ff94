; Virtual time: the 8254 and the time-stamp counter tell the same time; counts of instructions are those of a single-stepped run.
; docs/design.md, 1: 100 counts a microsecond (the default rate), an access to a port of the ISA bus 1 us, what completes counts 1, an iteration of a
; repeated instruction 1, a delivery 1, HLT 1, a faulting instruction 0. Only this emulator keeps these rules.
; run on: pentium pentium3 pentium4

%include "harness.inc"

; MEASURE ... MEASURED n: the counts of the code in between are n.
%macro MEASURE 0
                rdtsc
                mov     [begin], eax
%endmacro
%macro MEASURED 1
                rdtsc
                sub     eax, [begin]
                sub     eax, 2                  ; RDTSC and MOV
                CHECK   eax, %1, "count"
%endmacro

                TEST    "design 1, counts: instructions count 1, whatever they do"
                MEASURE
                MEASURED 0
                MEASURE
                times 50 nop
                MEASURED 50
                MEASURE
                call    .sub
                jmp     short .on
  .on:          push    eax
                pop     ecx
                imul    ecx, ecx
                cpuid
                lock inc dword [SCRATCH]
                MEASURED 8
                jmp     .end
  .sub:         ret
  .end:

                TEST    "design 1, counts: loops and conditional jumps"
                mov     ecx, 1000
                MEASURE
  .loop:        dec     ecx
                jnz     .loop
                MEASURED 2000
                mov     ecx, 777
                MEASURE
  .loop2:       loop    .loop2
                MEASURED 777

                TEST    "design 1, counts: a repeated string instruction counts its iterations, and at least 1"
                cld
                mov     edi, SCRATCH
                mov     ecx, 1000
                MEASURE
                rep stosb
                MEASURED 1000
                MEASURE
                rep stosb
                MEASURED 1
                mov     edi, SCRATCH
                mov     esi, SCRATCH + 0x1000
                mov     ecx, 33
                MEASURE
                rep movsd
                MEASURED 33
                mov     edi, SCRATCH
                mov     byte [edi + 9], 1
                mov     byte [edi], 0
                mov     ecx, 100
                MEASURE
                mov     al, 1
                mov     byte [edi + 4], 1
                repne scasb
                MEASURED 7
                mov     edi, SCRATCH + 0x1FFC           ; across pages and downwards
                mov     ecx, 2000
                std
                MEASURE
                rep stosd
                MEASURED 2000
                cld

                TEST    "design 1, counts: a software interrupt is an instruction, its IRET another"
                IDT_GATE 0x80, CODE_0, LIN(.handler), A_INT32
                MEASURE
                int     0x80
                MEASURED 2
                jmp     .end
  .handler:     iretd
  .end:

                TEST    "design 1, counts: a fault counts 0 for its instruction and 1 for its delivery"
                IDT_GATE X_UD, CODE_0, LIN(.handler), A_INT32
                MEASURE
                ud2
                MEASURED 3
                jmp     .end
  .handler:     add     dword [esp], 2
                iretd
  .end:

KERNEL          equ 1 + 1 + 5 * 4 + 3 + 2 + 40 + 1 + 14 + 1
                TEST    "design 1, counts: a run that is single-stepped has as many traps as the plain run has counts"
                call    .kernel                         ; fills the TLB and caches
                MEASURE
                call    .kernel
                MEASURED KERNEL                           
                IDT_GATE X_DB, CODE_0, LIN(.count), A_INT32
                IDT_GATE 0x80, CODE_0, LIN(.stop), A_INT32
                mov     dword [steps], 0
                push    dword F_TF | 2
                push    dword CODE_0
                push    dword .begin
                iretd
  .begin:       call    .kernel
                int     0x80
                add     esp, 12
                CHECK   dword [steps], KERNEL
                jmp     .end
  .count:       inc     dword [steps]
                iretd
  .stop:        jmp     dword [esp]
  .kernel:      mov     ecx, 5
  .loop:        inc     edx
                test    edx, 1
                jz      .even
                add     esi, edx
  .even:        loop    .loop                           ; five times four, and three that are odd
                mov     edi, SCRATCH
                mov     ecx, 40     
                rep stosb
                and     edx, 0      
                times 14 nop
                ret
  .end:

                TEST    "design 1, time: an access to a port costs 1 us, 100 counts, beyond its own"
                MEASURE
                in      al, 0x61
                in      al, 0x61
                in      al, 0x61
                MEASURED 303

                TEST    "design 1, time: counter 0 of the 8254 and the TSC: 10 periods of 1000 clocks"
                PIC
                IDT_GATE IRQ(0), CODE_0, LIN(.tick), A_INT32
                mov     dword [steps], 0
                IRQ_ON  0
                PIT     2, 1000
                sti
  .first:       cmp     dword [steps], 2      ; the first may be the edge of setting the mode
                jb      .first
                mov     ebx, [begin]
  .last:        cmp     dword [steps], 12
                jb      .last
                cli
                mov     eax, [begin]
                sub     eax, ebx                        ; 10000 / 1193182 s = 8380.95 us
                sub     eax, 838095
                add     eax, 8                          ; a boundary of instructions each
                xor     ecx, ecx
                cmp     eax, 16
                seta    cl
                CHECK   ecx, 0, "out of the tolerance"
                jmp     .end
  .tick:        push    eax
                push    edx
                rdtsc
                mov     [begin], eax
                inc     dword [steps]
                EOI
                pop     edx
                pop     eax
                iretd
  .end:

                TEST    "design 1, time: HLT sleeps until the interrupt, at the same count in each period"
                PIC
                IDT_GATE IRQ(0), CODE_0, LIN(.tick), A_INT32
                IRQ_ON  0
                PIT     2, 11932                        ; 10.0002 ms
                sti
                hlt
                rdtsc
                mov     ebx, eax
                hlt
                rdtsc
                cli
                sub     eax, ebx
                sub     eax, 1000014                    ; 11932 * 88 / 105 us
                add     eax, 4
                xor     ecx, ecx
                cmp     eax, 8
                seta    cl
                CHECK   ecx, 0, "out of the tolerance"
                jmp     .end
  .tick:        EOI
                iretd
  .end:

                TEST    "design 1, time: the clock's periodic interrupt of 1024 Hz and the TSC"
                PIC
                IDT_GATE IRQ(8), CODE_0, LIN(.tick), A_INT32
                mov     dword [steps], 0
                mov     al, 0x0A
                out     0x70, al
                mov     al, 0x26                        ; 1024 Hz
                out     0x71, al
                mov     al, 0x0B
                out     0x70, al
                mov     al, 0x42                        ; PIE, 24 hours
                out     0x71, al
                mov     al, 0x0C
                out     0x70, al
                in      al, 0x71
                IRQ_ON  8
                sti
  .first:       cmp     dword [steps], 1
                jb      .first
                mov     ebx, [begin]
  .last:        cmp     dword [steps], 65
                jb      .last
                cli
                mov     eax, [begin]
                sub     eax, ebx                        ; 64 / 1024 s = 62500 us
                sub     eax, 6250000
                add     eax, 8
                xor     ecx, ecx
                cmp     eax, 16
                seta    cl
                CHECK   ecx, 0, "out of the tolerance"
                mov     al, 0x0B
                out     0x70, al
                mov     al, 2
                out     0x71, al
                jmp     .end
  .tick:        push    eax
                push    edx
                rdtsc
                mov     [begin], eax
                inc     dword [steps]
                mov     al, 0x0C
                out     0x70, al
                in      al, 0x71
                EOI     8
                pop     edx
                pop     eax
                iretd
  .end:

                END_TESTS

align 4
begin:          dd      0
steps:          dd      0
