; LAR, LSL, VERR, VERW by type and level; ARPL; SGDT, SLDT, STR, SMSW and relatives. SDM vol. 2; vol. 3A, 5.10.
; run on: 386 486 pentium pentium3 pentium4

%include "harness.inc"

                jmp     around_queries

; Asks for all DPLs and RPLs at the present level. EBP: expectations of a type: bit 0 LAR, 1 LSL, 2 VERR, 3 VERW, 4 conforming; its byte
; 1: S and type. ESI becomes the number of answers that were wrong. The limit is 12345h pages.
align 4
queries:        xor     esi, esi
                xor     edx, edx                ; DPL * 4 + RPL
.next:          mov     eax, edx
                shr     eax, 2
                shl     eax, 5
                mov     ecx, ebp
                or      al, ch                  ; not present
                test    edx, 1
                jz      .absent                 ; makes no difference
                or      al, 0x80
.absent:        mov     [gdt + SLOT + 5], al
                movzx   ebx, al
                shl     ebx, 8
                or      ebx, 0x00C10000
                mov     [wanted_rights], ebx
                mov     eax, cs                 ; the weaker of CPL and RPL
                and     eax, 3
                mov     ecx, edx
                and     ecx, 3
                cmp     ecx, eax
                jae     .rpl
                mov     ecx, eax
.rpl:           mov     eax, edx
                shr     eax, 2
                mov     edi, ebp
                test    edi, 16
                jnz     .visible
                cmp     eax, ecx
                jae     .visible
                and     edi, ~15
.visible:       mov     ecx, edx                ; the selector
                and     ecx, 3
                add     ecx, SLOT
                test    edi, 1
                mov     eax, 0x5A5A5A5A
                call    .lar
                test    edi, 2
                mov     eax, 0x5A5A5A5A
                call    .lsl
                test    edi, 4
                setnz   bl
                verr    cx
                setz    bh
                call    .same
                test    edi, 8
                setnz   bl
                mov     [asked], cx
                verw    [asked]
                setz    bh
                call    .same
                inc     edx
                cmp     edx, 16
                jb      .next
                ret
.lar:           setnz   bl
                lar     eax, ecx
                setz    bh
                call    .same
                test    bl, bl
                mov     ebx, 0x5A5A5A5A         ; unchanged
                jz      .compare
                mov     ebx, [wanted_rights]
                and     eax, 0xF0FF00
                and     ebx, 0xF0FF00
                jmp     .compare
.lsl:           setnz   bl
                lsl     eax, ecx
                setz    bh
                call    .same
                test    bl, bl
                mov     ebx, 0x5A5A5A5A
                jz      .compare
                mov     ebx, 0x12345FFF
.compare:       cmp     eax, ebx
                je      .equal
                inc     esi
.equal:         ret
.same:          cmp     bl, bh
                je      .equal
                inc     esi
                ret
asked:          dd      0
wanted_rights:  dd      0
around_queries:

; QUERY S and type, expected bits, level
%macro QUERY 3
  %defstr %%type %1
  %defstr %%level %3
  %strcat %%name "SDM 3A 5.10: LAR, LSL, VERR, VERW at level ", %%level, "; S and type ", %%type
                TEST    %%name
                DESCRIPTOR SLOT, 0, 0x12345, %1, G_ | B_
                mov     ebp, (%1 << 8) | %2
  %if %3 == 0
                call    queries
  %else
                RING    %3
                call    queries
                RING_END
  %endif
                CHECK   esi, 0, "number of wrong answers"
%endmacro
%assign level 0
%rep 2
  %assign type 0
  %rep 32
    %assign answers 0
    %if type >= 16
      %assign answers 3
      %if (type & 8) == 0 || (type & 2) != 0
        %assign answers answers | 4
      %endif
      %if (type & 10) == 2
        %assign answers answers | 8
      %endif
      %if (type & 12) == 12
        %assign answers answers | 16
      %endif
    %elif type == 1 || type == 2 || type == 3 || type == 9 || type == 11
      %assign answers 3
    %elif type == 4 || type == 5 || type == 12
      %assign answers 1
    %endif
                QUERY   %[type], %[answers], %[level]
    %assign type type + 1
  %endrep
  %assign level level + 3
%endrep

; NO_SELECTOR what, selector
%macro NO_SELECTOR 2
  %strcat %%name "SDM 3A 5.10: LAR, LSL, VERR, VERW of ", %1, ": ZF 0, no fault, the register stays"
                TEST    %%name
                mov     ecx, %2
                mov     eax, 0x87654321
                mov     edx, eax
                cmp     eax, edx
                lar     eax, ecx
                CHECK_FLAGS F_ZF, 0
                CHECK   eax, 0x87654321
                cmp     eax, edx
                lsl     eax, ecx
                CHECK_FLAGS F_ZF, 0
                CHECK   eax, 0x87654321
                cmp     eax, edx
                verr    cx
                CHECK_FLAGS F_ZF, 0
                cmp     eax, edx
                verw    cx
                CHECK_FLAGS F_ZF, 0
%endmacro
                NO_SELECTOR "the null selector", 0
                NO_SELECTOR "a null selector with an RPL", 3
                NO_SELECTOR "a selector beyond the GDT", 0x200
                NO_SELECTOR "a selector in the LDT that is null", 0x0C

                TEST    "SDM 2A LAR, LSL: 16-bit forms give the low word; only ZF changes"
                DESCRIPTOR SLOT, 0, 0x12345, A_DATA, G_ | B_
                mov     ecx, SLOT
                mov     eax, 0x11111111
                push    dword 0x8D7 & ~F_ZF
                popfd
                lar     ax, cx
                CHECK_FLAGS 0x8D5, 0x8D5
                CHECK   eax, 0x11119200
                mov     eax, 0x11111111
                push    dword 2
                popfd
                lsl     ax, cx
                CHECK_FLAGS 0x8D5, F_ZF
                CHECK   eax, 0x11115FFF

                TEST    "SDM 2A LSL: byte granularity"
                DESCRIPTOR SLOT, 0, 0xFEDCB, A_DATA, 0
                mov     ecx, SLOT
                lsl     eax, ecx
                CHECK   eax, 0xFEDCB

; ---------------------------------------------------------------- ARPL

; RAISE RPL, RPL of the source
%macro RAISE 2
  %defstr %%destination %1
  %defstr %%source %2
  %strcat %%name "SDM 2A ARPL: RPL ", %%destination, ", that of the source ", %%source
                TEST    %%name
                mov     eax, 0xABCD5670 | %1
                mov     ecx, 0x12345550 | %2
  %if %1 < %2
                push    dword 0x8D7 & ~F_ZF
  %else
                push    dword 0x8D7
  %endif
                popfd
                arpl    ax, cx
  %if %1 < %2
                CHECK_FLAGS 0x8D5, 0x8D5
                CHECK   eax, 0xABCD5670 | %2
  %else
                CHECK_FLAGS 0x8D5, 0x8D5 & ~F_ZF
                CHECK   eax, 0xABCD5670 | %1
  %endif
%endmacro
%assign destination 0
%rep 4
  %assign source 0
  %rep 4
                RAISE   %[destination], %[source]
    %assign source source + 1
  %endrep
  %assign destination destination + 1
%endrep

; ---------------------------------------------------------------- SGDT and relatives

                TEST    "SDM 2B SGDT, SIDT: limit and all 32 bits of the base, six bytes, with either operand size"
                mov     dword [SCRATCH], -1
                mov     dword [SCRATCH + 4], -1
                sgdt    [SCRATCH]
                CHECK_BITS dword [SCRATCH], 0xFFFF, GDT_LAST
                CHECK   dword [SCRATCH + 2], gdt
                CHECK_BITS dword [SCRATCH + 4], 0xFFFF0000, 0xFFFF0000
                mov     dword [SCRATCH], -1
                mov     dword [SCRATCH + 4], -1
                o16 sidt [SCRATCH]
                CHECK_BITS dword [SCRATCH], 0xFFFF, 256 * 8 - 1
                CHECK   dword [SCRATCH + 2], idt
                CHECK_BITS dword [SCRATCH + 4], 0xFFFF0000, 0xFFFF0000

                TEST    "SDM 2A LGDT, LIDT: 24 bits of base with a 16-bit operand"
                mov     dword [SCRATCH], 0xBEEF0123
                mov     word [SCRATCH + 4], 0xFFAA
                o16 lidt [SCRATCH]
                sidt    [SCRATCH + 8]
                lidt    [SCRATCH]
                sidt    [SCRATCH + 16]
                lidt    [idt_pointer]
                CHECK_BITS dword [SCRATCH + 8], 0xFFFF, 0x123
                CHECK   dword [SCRATCH + 10], 0x00AABEEF
                CHECK   dword [SCRATCH + 18], 0xFFAABEEF
                mov     dword [SCRATCH], GDT_LAST | (((gdt - image_start + IMAGE) & 0xFFFF) << 16)
                mov     word [SCRATCH + 4], 0xFF00 | (IMAGE >> 16)
                o16 lgdt [SCRATCH]
                sgdt    [SCRATCH + 8]
                CHECK   dword [SCRATCH + 10], gdt

                TEST    "SDM 2A LIDT: a fault in the second half of its operand leaves the register"
                DESCRIPTOR SLOT, SCRATCH, 4, A_DATA, B_
                mov     eax, SLOT
                mov     fs, eax
                CATCH
  lidt_half:    lidt    [fs:0]
                CAUGHT  X_GP, 0, lidt_half
                sidt    [SCRATCH]
                CHECK_BITS dword [SCRATCH], 0xFFFF, 256 * 8 - 1
                CATCH
  sidt_half:    sidt    [fs:0]
                CAUGHT  X_GP, 0, sidt_half
                sidt    [SCRATCH]
                CHECK   dword [SCRATCH + 2], idt

                TEST    "SDM 2B SLDT, STR, SMSW: a word of memory, whatever the operand size"
                mov     dword [SCRATCH], -1
                mov     dword [SCRATCH + 4], -1
                mov     dword [SCRATCH + 8], -1
                sldt    [SCRATCH]
                str     [SCRATCH + 4]
                smsw    [SCRATCH + 8]
                CHECK   dword [SCRATCH], 0xFFFF0000
                CHECK   dword [SCRATCH + 4], 0xFFFF0000 | TSS_MAIN
                mov     eax, cr0
                or      eax, 0xFFFF0000
                CHECK   dword [SCRATCH + 8], eax

                TEST    "SDM 2B SLDT, STR, SMSW: 16-bit registers; at level 3 too"
                mov     eax, -1
                mov     ebx, -1
                mov     ecx, -1
                RING    3
                sldt    ax
                str     bx
                smsw    cx
                sgdt    [SCRATCH]
                RING_END
                CHECK   eax, 0xFFFF0000
                CHECK   ebx, 0xFFFF0000 | TSS_MAIN
                mov     edx, cr0
                or      edx, 0xFFFF0000
                CHECK   ecx, edx
                CHECK   dword [SCRATCH + 2], gdt

                TEST    "SDM 2A LMSW: sets PE, MP, EM, TS; can't clear PE; the rest stays"
                mov     ebx, cr0
                mov     eax, 0xFFF0             ; PE 0
                lmsw    ax
                mov     ecx, cr0
                CHECK_BITS ecx, 0xF, 1
                xor     ecx, ebx
                CHECK_BITS ecx, ~0xE, 0
                mov     eax, 0xE
                lmsw    ax
                mov     ecx, cr0
                CHECK_BITS ecx, 0xF, 0xF

; UNDEFINED_THERE mode, instruction
%macro UNDEFINED_THERE 2+
  %defstr %%instruction %2
  %defstr %%mode %1
  %strcat %%name "SDM 2: undefined in mode ", %%mode, ": ", %%instruction
                TEST    %%name
                CATCH
                %1
                xor     ax, ax
                mov     bx, 0x4321
  %%at:         %2
                %1_END
                CAUGHT  X_UD, NO_ERROR, OFF(%%at)
                CHECK_BITS ebx, 0xFFFF, 0x4321
%endmacro
%macro UNDEFINED_BOTH 1+
                UNDEFINED_THERE REAL, %1
                UNDEFINED_THERE V86, %1
%endmacro
                UNDEFINED_BOTH lar bx, ax
                UNDEFINED_BOTH lsl bx, ax
                UNDEFINED_BOTH verr ax
                UNDEFINED_BOTH verw ax
                UNDEFINED_BOTH arpl bx, ax
                UNDEFINED_BOTH sldt bx
                UNDEFINED_BOTH str bx
                UNDEFINED_BOTH lldt ax
                UNDEFINED_BOTH ltr ax
                UNDEFINED_BOTH verr [bx + 0x7000]

                END_TESTS
