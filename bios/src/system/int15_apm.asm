; INT 15h AH=53h: APM 1.2 in real mode, 16-bit and 32-bit protected mode.
;
; The functions use registers and ports alone, no memory: the same text (apm_functions.inc) is assembled for 16- and
; for 32-bit code. Who is connected is kept in the APM status latch, port B3h: 0 nobody, 1 real, 2 16-bit, 3 32-bit.

apm_entry:
        sti
        call    apm16
        push    bp
        mov     bp, sp
        jc      .failed
        and     byte [bp + 6], ~CARRY
        pop     bp
        iret
.failed:
        or      byte [bp + 6], CARRY
        pop     bp
        iret

; entry points of the protected-mode interfaces
apm16_far:
        call    apm16
        retf

%define ENTRY_SIZE 16
%define APM(label) apm16 %+ label
apm16:
%include "apm_functions.inc"

        bits    32
        align   4
apm32_far:
        call    apm32
        retf
%undef  APM
%undef  ENTRY_SIZE
%define ENTRY_SIZE 32
%define APM(label) apm32 %+ label
apm32:
%include "apm_functions.inc"
        bits    16
apm_end:
