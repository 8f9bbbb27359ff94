; I/O breakpoints with CR4.DE. SDM vol. 3B, 17.2.4, 17.3.1.3. Port 80h is a latch that nobody reads.
; run on: pentium pentium3 pentium4

%include "harness.inc"

%macro BREAK_IO 3                       ; n, port, LEN
                mov     eax, 8
                mov     cr4, eax
                mov     eax, %2
                mov     dr%1, eax
                mov     eax, (2 | ((%3) << 2)) << (16 + 4 * (%1)) | (2 << (2 * (%1)))
                mov     dr7, eax
                xor     eax, eax
%endmacro
%macro HIT 2+
                CATCH
                %2
    %%after:    nop
                CAUGHT  X_DB, NO_ERROR, %%after
                mov     ebx, dr6
                CHECK_BITS ebx, 0xE00F, %1
                xor     ebx, ebx
                mov     dr6, ebx
%endmacro
%macro MISS 1+
                CATCH
                %1
                CAUGHT_NOTHING
                mov     ebx, dr6
                CHECK_BITS ebx, 0xE00F, 0
%endmacro

                TEST    "SDM 3B 17.3.1.3: IN and OUT of a port trap after the instruction"
                BREAK_IO 0, 0x80, 0
                HIT     1, out 0x80, al
                HIT     1, in al, 0x80
                mov     edx, 0x80
                HIT     1, out dx, al
                HIT     1, in al, dx
                MISS    out 0x81, al
                MISS    in al, 0x82
                MISS    mov ecx, [0x80]

                TEST    "SDM 3B 17.2.5: accesses of 2 and 4 bytes that overlap the port, breakpoints of 2 and 4 ports"
                BREAK_IO 1, 0x82, 0
                HIT     2, out 0x81, ax
                HIT     2, out 0x80, eax
                MISS    out 0x80, ax
                BREAK_IO 1, 0x80, 1
                HIT     2, out 0x81, al
                MISS    out 0x82, al
                BREAK_IO 1, 0x80, 3
                HIT     2, out 0x83, al
                MISS    out 0x84, al

                TEST    "SDM 3B 17.3.1.3: INS and OUTS, repeated: after the iteration"
                BREAK_IO 2, 0x80, 0
                mov     edx, 0x80
                mov     esi, SCRATCH
                mov     edi, SCRATCH
                HIT     4, outsb
                HIT     4, insb
                mov     esi, SCRATCH
                mov     ecx, 5
                CATCH
  .repeat:      rep outsb
                CAUGHT  X_DB, NO_ERROR, .repeat
                CHECK   ecx, 4
                CHECK   esi, SCRATCH + 1

                TEST    "SDM 3B 17.2.4: without CR4.DE the type 10b means nothing"
                BREAK_IO 0, 0x80, 0
                xor     eax, eax
                mov     cr4, eax
                MISS    out 0x80, al

                TEST    "SDM 3B 17.3.1.3: an access that the I/O permission map refuses is no breakpoint"
                BREAK_IO 0, 0x80, 0
                CATCH
                RING    3
  .refused:     out     0x80, al
                RING_END
                CAUGHT  X_GP, 0, .refused
                mov     ebx, dr6
                CHECK_BITS ebx, 0xE00F, 0

                END_TESTS
