; Length and prefixes of instructions, undefined opcodes. SDM vol. 2A, 2.1-2.3; vol. 3A, 6.15 (#UD, #GP).
; run on: 386 486 pentium pentium3 pentium4

%include "harness.inc"

; ---------------------------------------------------------------- 15 bytes

; LENGTH what, prefixes, byte...: they make an instruction of 15 bytes that runs, and another prefix one that does not.
%macro LENGTH 3+
  %strcat %%name "SDM 3A 6.15, #GP: 15 bytes, 16 bytes: ", %1
                TEST    %%name
                mov     dword [SCRATCH], 0
                mov     eax, 5
                CATCH
  %%first:      times %2 db 0x3E
                db      %3
  %%end:
                CAUGHT_NOTHING
                CHECK   dword [length], %%end - %%first, "length"
                CATCH
  %%long:       times %2 + 1 db 0x3E
                db      %3
                CAUGHT  X_GP, 0, %%long
                CHECK_BITS dword [x_eflags], F_RF, F_RF
                CATCH
  %%prefixes:   times 20 db 0x66
                CAUGHT  X_GP, 0, %%prefixes
%endmacro
                jmp     around_length
length:         dd      15
around_length:
                LENGTH  "INC", 14, 0x40
                LENGTH  "LEA with SIB and doubleword", 8, 0x8D, 0x84, 0x24, 0, 0, 0, 0
                LENGTH  "MOV of an immediate to memory", 5, 0xC7, 0x05, 0, 0, 4, 0, 1, 2, 3, 4
                CHECK   dword [SCRATCH], 0x04030201
                LENGTH  "ADD of an immediate to memory with SIB", 3, 0x26, 0x81, 0x84, 0x24, 0, 0, 0, 0, 0, 0, 0, 0
                LENGTH  "two-byte opcode", 12, 0x0F, 0xA3, 0xC0
                LENGTH  "CLD", 14, 0xFC

                TEST    "SDM 3A 6.15, #GP: an instruction of 16 bytes that writes memory does not"
                mov     dword [SCRATCH], 0
                CATCH
  long_store:   times 6 db 0x3E
                mov     dword [SCRATCH], 0x11111111
                CAUGHT  X_GP, 0, long_store
                CHECK   dword [SCRATCH], 0

                TEST    "SDM 2A 2.1.1: prefixes in any order and repeated have the same effect"
                mov     eax, 0x11112222
                mov     dword [SCRATCH], 0x33334444
                mov     ebx, SCRATCH
                mov     ecx, DATA_0
                mov     fs, ecx
                db      0x66, 0x64, 0x66, 0x64, 0x8B, 0x03      ; mov ax, [fs:ebx]
                CHECK   eax, 0x11114444
                mov     eax, 0
                db      0x64, 0x66, 0x8B, 0x03
                CHECK   eax, 0x4444
                mov     ecx, 3
                mov     edi, SCRATCH
                mov     eax, 0x55555555
                db      0xF3, 0x66, 0xF3, 0xAB                  ; rep stosw
                CHECK   edi, SCRATCH + 6
                CHECK   ecx, 0

                TEST    "SDM 2A 2.1.1: 66 and 67 in 32-bit code"
                mov     ebx, 0x10000 | (SCRATCH & 0xFFFF)
                mov     eax, 0x11111111
                db      0x66, 0xB8, 0x34, 0x12                  ; mov ax, 1234h
                CHECK   eax, 0x11111234
                mov     ebx, 0xABCD0010
                mov     esi, 0x12340020
                db      0x67, 0x8D, 0x40, 0xF0                  ; lea eax, [bx + si - 10h]
                CHECK   eax, 0x20
                mov     ebx, 0xFFFF
                db      0x67, 0x8D, 0x40, 0x00                  ; wraps at 64K
                CHECK   eax, 0x1F
                mov     ecx, 0x10000
                mov     eax, 1
                db      0x67, 0xE3, 0x01                        ; jcxz: CX is 0
                inc     eax
                CHECK   eax, 1
                mov     ecx, 0x20001
  loop16:       db      0x67, 0xE2, 0xFD                        ; loop with CX
                CHECK   ecx, 0x20000

                TEST    "SDM 2A 2.1.1: 66 and 67 in 16-bit code"
                mov     ebx, 0x10
                mov     eax, 0
                PM16
                db      0x66, 0xB8, 0x78, 0x56, 0x34, 0x12      ; mov eax, 12345678h
                mov     ecx, eax
                db      0x66, 0x67, 0x8D, 0x44, 0x5B, 0x05      ; lea eax, [ebx + ebx * 2 + 5]
                db      0x67, 0x8D, 0x93, 0xFF, 0xFF, 0x00, 0x00 ; lea dx, [ebx + 0FFFFh]
                PM16_END
                CHECK   ecx, 0x12345678
                CHECK   eax, 0x35
                CHECK_BITS edx, 0xFFFF, 0x0F

; ---------------------------------------------------------------- #UD

; UNDEFINED what, byte...: #UD at the first byte, before any operand is looked at (FS is null; EBX far away).
%macro UNDEFINED 2+
  %strcat %%name "SDM 3A 6.15, #UD: ", %1
                TEST    %%name
                mov     eax, SCRATCH
                mov     ecx, 0x1234
                mov     ebx, 0xFFFFFFFE
                CATCH
  %%at:         db      %2
                times 12 nop
                CAUGHT  X_UD, NO_ERROR, %%at
                call    undefined_checks
%endmacro
                jmp     around_checks
undefined_checks:
                CHECK   eax, SCRATCH
                CHECK   ecx, 0x1234
                CHECK_BITS dword [x_eflags], F_RF, F_RF
                CHECK   dword [x_esp], STACK_0
                ret
around_checks:
; The register form; a memory form whose operand would fault as well.
%macro UNDEFINED_GROUP 3                        ; what, byte, digit
  %defstr %%digit %3
  %strcat %%what %1, " /", %%digit
                UNDEFINED %%what, %2, 0xC0 | ((%3) << 3)
  %strcat %%memory %1, " /", %%digit, " with memory"
                UNDEFINED %%memory, 0x64, %2, 0x03 | ((%3) << 3)
%endmacro
                UNDEFINED "LES with a register", 0xC4, 0xC1
                UNDEFINED "LDS with a register", 0xC5, 0xC1
                UNDEFINED "BOUND with a register", 0x62, 0xC1
                UNDEFINED "LEA with a register", 0x8D, 0xC1
                UNDEFINED "LSS with a register", 0x0F, 0xB2, 0xC1
                UNDEFINED "LFS with a register", 0x0F, 0xB4, 0xC1
                UNDEFINED "LGS with a register", 0x0F, 0xB5, 0xC1
                UNDEFINED "CALL far with a register", 0xFF, 0xD9
                UNDEFINED "JMP far with a register", 0xFF, 0xE9
                UNDEFINED "SGDT with a register", 0x0F, 0x01, 0xC6
                UNDEFINED "SIDT with a register", 0x0F, 0x01, 0xCE
                UNDEFINED "LGDT with a register", 0x0F, 0x01, 0xD6
                UNDEFINED "LIDT with a register", 0x0F, 0x01, 0xDE
                UNDEFINED_GROUP "FE", 0xFE, 2
                UNDEFINED_GROUP "FE", 0xFE, 3
                UNDEFINED_GROUP "FE", 0xFE, 4
                UNDEFINED_GROUP "FE", 0xFE, 5
                UNDEFINED_GROUP "FE", 0xFE, 6
                UNDEFINED_GROUP "FE", 0xFE, 7
                UNDEFINED_GROUP "FF", 0xFF, 7
                UNDEFINED_GROUP "8F", 0x8F, 1
                UNDEFINED_GROUP "8F", 0x8F, 2
                UNDEFINED_GROUP "8F", 0x8F, 5
                UNDEFINED_GROUP "8F", 0x8F, 7
                UNDEFINED_GROUP "C6", 0xC6, 1
                UNDEFINED_GROUP "C6", 0xC6, 4
                UNDEFINED_GROUP "C6", 0xC6, 7
                UNDEFINED_GROUP "C7", 0xC7, 1
                UNDEFINED_GROUP "C7", 0xC7, 6
                UNDEFINED_GROUP "C7", 0xC7, 7
                UNDEFINED "MOV from Sreg 6", 0x8C, 0xF0
                UNDEFINED "MOV from Sreg 7", 0x8C, 0xF8
                UNDEFINED "MOV to CS", 0x8E, 0xC8
                UNDEFINED "MOV to CS from memory", 0x64, 0x8E, 0x0B
                UNDEFINED "MOV to Sreg 6", 0x8E, 0xF0
                UNDEFINED "MOV to Sreg 7", 0x8E, 0xF8
                UNDEFINED "0F 00 /6", 0x0F, 0x00, 0xF0
                UNDEFINED "0F 00 /7", 0x0F, 0x00, 0xF8
                UNDEFINED "0F 01 /5", 0x0F, 0x01, 0xE8
                UNDEFINED "0F BA /0", 0x0F, 0xBA, 0xC0, 0
                UNDEFINED "0F BA /1", 0x0F, 0xBA, 0xC8, 0
                UNDEFINED "0F BA /2", 0x0F, 0xBA, 0xD0, 0
                UNDEFINED "0F BA /3", 0x0F, 0xBA, 0xD8, 0
                UNDEFINED "LOADALL of the 286, 0F 05", 0x0F, 0x05
                UNDEFINED "LOADALL of the 386, 0F 07", 0x0F, 0x07
                UNDEFINED "RSM outside of system management mode", 0x0F, 0xAA
                UNDEFINED "0F 04", 0x0F, 0x04
                UNDEFINED "0F 0A", 0x0F, 0x0A
                UNDEFINED "0F 0C", 0x0F, 0x0C
                UNDEFINED "0F 0F", 0x0F, 0x0F
                UNDEFINED "UD2", 0x0F, 0x0B
                UNDEFINED "UD1", 0x0F, 0xB9
                UNDEFINED "UD0", 0x0F, 0xFF
                UNDEFINED "0F 25", 0x0F, 0x25, 0xC0
                UNDEFINED "0F 27", 0x0F, 0x27, 0xC0
                UNDEFINED "0F 36", 0x0F, 0x36
                UNDEFINED "0F 39", 0x0F, 0x39
                UNDEFINED "0F 3F", 0x0F, 0x3F
                UNDEFINED "0F A6", 0x0F, 0xA6, 0xC1
                UNDEFINED "0F A7", 0x0F, 0xA7, 0xC1
                UNDEFINED "MOV from CR1", 0x0F, 0x20, 0xC8
                UNDEFINED "MOV from CR5", 0x0F, 0x20, 0xE8
                UNDEFINED "MOV from CR6", 0x0F, 0x20, 0xF0
                UNDEFINED "MOV from CR7", 0x0F, 0x20, 0xF8
                UNDEFINED "MOV to CR1", 0x0F, 0x22, 0xC8
                UNDEFINED "MOV to CR5", 0x0F, 0x22, 0xE8
                UNDEFINED "MOV to CR7", 0x0F, 0x22, 0xF8
                UNDEFINED "with prefixes: the saved EIP is that of the first", 0x66, 0x26, 0x0F, 0xFF

                END_TESTS
