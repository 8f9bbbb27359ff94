; Wrap-around at 64K, 1M and 4G, A20, segments whose base is not a multiple of a page. SDM vol. 3A, 3.3, 4.7 and 5.3; vol. 3B, 20.1.
; run on: 386 486 pentium pentium3 pentium4

%include "harness.inc"

ELSEWHERE       equ SCRATCH >> 4        ; a segment of real mode

; ---------------------------------------------------------------- 64K

; BEYOND_64K vector, instruction: in real mode, virtual-8086 mode and a 16-bit segment, with SI = FFFFh and BP = FFFDh.
%macro BEYOND_64K 2+
  %defstr %%instruction %2
  %strcat %%real "SDM 3A 5.3: beyond 64K in real mode: ", %%instruction
  %strcat %%v86 "SDM 3A 5.3: beyond 64K in virtual-8086 mode: ", %%instruction
  %strcat %%pm16 "SDM 3A 5.3: beyond 64K in a 16-bit segment: ", %%instruction
                TEST    %%real
                CATCH
                REAL
                call    beyond_begin
  %%in_real:    %2
                REAL_END
                CAUGHT  %1, NO_ERROR, OFF(%%in_real)
                call    beyond_checks
                TEST    %%v86
                CATCH
                V86
                call    beyond_begin
  %%in_v86:     %2
                V86_END
                CAUGHT  %1, 0, OFF(%%in_v86)
                call    beyond_checks
                TEST    %%pm16
                DESCRIPTOR SLOT, 0x30000, 0xFFFF, A_DATA, 0
                CATCH
                PM16
                call    beyond_begin
                mov     bx, DATA16_0
                mov     ds, bx
                mov     es, bx
                mov     bx, SLOT
                mov     ss, bx
                mov     esp, 0x8000
                mov     bx, 0x8888
  %%in_pm16:    %2
                PM16_END
                CAUGHT  %1, 0, OFF(%%in_pm16)
                call    beyond_checks
%endmacro
                jmp     around_beyond
bits 16
beyond_begin:   mov     eax, 0x11112222
                mov     ebx, 0x8888
                mov     cx, 3
                mov     dx, 0x4444
                mov     esi, 0xFFFF
                mov     edi, 0xFFFF
                mov     ebp, 0xFFFD
                cld
                ret
bits 32
beyond_checks:  CHECK   eax, 0x11112222
                CHECK_BITS ebx, 0xFFFF, 0x8888
                CHECK_BITS ecx, 0xFFFF, 3
                CHECK_BITS edx, 0xFFFF, 0x4444
                CHECK   esi, 0xFFFF
                CHECK   edi, 0xFFFF
                CHECK   ebp, 0xFFFD
                ret
around_beyond:
                BEYOND_64K X_GP, mov ax, [si]
                BEYOND_64K X_GP, mov [si], ax
                BEYOND_64K X_GP, mov eax, [si - 2]
                BEYOND_64K X_GP, add [si], ax
                BEYOND_64K X_GP, mov ax, [0xFFFF]
                BEYOND_64K X_GP, lodsw
                BEYOND_64K X_GP, rep movsw
                BEYOND_64K X_GP, les bx, [si - 2]
                BEYOND_64K X_GP, mov al, [dword 0x10000]
                BEYOND_64K X_GP, push word [si]
                BEYOND_64K X_SS, mov ax, [bp + 2]
                BEYOND_64K X_SS, mov [bp], eax
                BEYOND_64K X_SS, xchg bx, [bp + 2]

                TEST    "SDM 1 3.3.7: 16-bit addresses wrap at 64K"
                mov     byte [IMAGE + 4], 0x77  ; the unused begin of the image
                mov     byte [SCRATCH + 4], 0x77
                REAL
                mov     ax, ELSEWHERE
                mov     ds, ax
                mov     bx, 0xFFF0
                mov     si, 0x14
                mov     al, [bx + si]
                mov     bp, 0xFFFF
                mov     ah, [ds:bp + 5]
                mov     cx, [bx + 0x14 - 1]
                mov     ebx, 0xFFFFFFF0
                mov     dl, [bx + 0x14]
                REAL_END
                CHECK_BITS eax, 0xFFFF, 0x7777
                CHECK_BITS edx, 0xFF, 0x77

                TEST    "SDM 2A MOVS: SI and DI wrap at 64K between elements"
                mov     dword [SCRATCH], 0x44434241
                mov     dword [SCRATCH + 0xFFFC], 0x34333231
                mov     dword [SCRATCH + 0x8000], 0
                REAL
                mov     ax, ELSEWHERE
                mov     ds, ax
                mov     es, ax
                mov     si, 0xFFFD
                mov     di, 0x8000
                mov     cx, 4
                cld
                rep movsb
                REAL_END
                CHECK   dword [SCRATCH + 0x8000], 0x41343332
                CHECK_BITS esi, 0xFFFF, 1
                CHECK_BITS ecx, 0xFFFF, 0

                TEST    "SDM 2A JMP: a 16-bit target wraps at 64K"
                mov     word [SCRATCH + 0xFFF0], 0x20EB         ; FFF0: jmp 0012
                mov     dword [SCRATCH + 0x12], 0xEA | (OFF(wrapped_jump) << 8)
                mov     word [SCRATCH + 0x15], IMAGE >> 4
                REAL
                mov     bx, 0
                jmp     ELSEWHERE:0xFFF0
  wrapped_jump: mov     bx, 0x1234
                REAL_END
                CHECK_BITS ebx, 0xFFFF, 0x1234

                TEST    "SDM 3A 5.3: an instruction that crosses offset FFFFh, real mode"
                mov     word [SCRATCH + 0xFFFE], 0x00B8         ; mov ax, ...
                CATCH
                REAL
                mov     ax, 0x5555
                jmp     ELSEWHERE:0xFFFE
                REAL_END
                CAUGHT  X_GP, NO_ERROR, 0xFFFE
                CHECK   dword [x_cs], ELSEWHERE
                CHECK_BITS eax, 0xFFFF, 0x5555

                TEST    "SDM 3A 5.3: an instruction behind offset FFFFh"
                mov     word [SCRATCH + 0xFFFE], 0x4040         ; inc ax twice
                DESCRIPTOR SLOT, SCRATCH, 0xFFFF, A_CODE, 0
                mov     eax, 5
                CATCH
                jmp     SLOT:0xFFFE
                CAUGHT  X_GP, 0, 0x10000
                CHECK   eax, 7
                CHECK   dword [x_cs], SLOT

                TEST    "SDM 2B PUSH: SP = 0 wraps to FFFEh"
                REAL
                mov     ax, ELSEWHERE
                mov     ss, ax
                mov     sp, 0
                mov     ax, 0x1357
                push    ax
                mov     bx, sp
                mov     ax, 0x3000
                mov     ss, ax
                mov     sp, 0x8000
                REAL_END
                CHECK_BITS ebx, 0xFFFF, 0xFFFE
                CHECK_BITS dword [SCRATCH + 0xFFFC], 0xFFFF0000, 0x13570000

; ---------------------------------------------------------------- A20

; A20_ON, A20_OFF: by port 92h; off needs the keyboard controller's line as well. They keep all but flags.
%macro A20_ON 0
                push    eax
                in      al, 0x92
                and     al, 0xFC
                or      al, 2
                out     0x92, al
                pop     eax
%endmacro
%macro KEYBOARD_CONTROLLER 2                    ; port, byte
  %%busy:       in      al, 0x64
                test    al, 2
                jnz     %%busy
                mov     al, %2
                out     %1, al
%endmacro
%macro A20_OFF 0
                push    eax
                KEYBOARD_CONTROLLER 0x64, 0xD1  ; write the output port: no A20, no reset
                KEYBOARD_CONTROLLER 0x60, 0xDD
                KEYBOARD_CONTROLLER 0x64, 0xFF  ; when this was taken, the others have been
  %%busy:       in      al, 0x64
                test    al, 2
                jnz     %%busy
                in      al, 0x92
                and     al, 0xFC
                out     0x92, al
                pop     eax
%endmacro
HIGH            equ SCRATCH + 0x100000

                TEST    "IBM PS/2, port 92h: without A20 addresses of 1M wrap in real mode"
                mov     dword [0x500], 0x55AA55AA
                mov     dword [0x100500], 0x12345678
                REAL
                mov     ax, 0xFFFF
                mov     fs, ax
                mov     ebx, [fs:0x510]
                A20_OFF
                mov     ecx, [fs:0x510]
                mov     dword [fs:0x510], 0x99999999
                A20_ON
                mov     edx, [fs:0x510]
                REAL_END
                CHECK   ebx, 0x12345678
                CHECK   ecx, 0x55AA55AA
                CHECK   edx, 0x12345678
                CHECK   dword [0x500], 0x99999999

                TEST    "A20 in protected mode: data"
                mov     dword [SCRATCH], 0x11111111
                mov     dword [HIGH], 0x22222222
                A20_OFF
                mov     ebx, [HIGH]
                mov     dword [HIGH], 0x33333333
                mov     ecx, [SCRATCH]
                A20_ON
                CHECK   ebx, 0x11111111
                CHECK   ecx, 0x33333333
                CHECK   dword [HIGH], 0x22222222

                TEST    "A20 in protected mode: data, page tables on"
                mov     dword [SCRATCH], 0x11111111
                mov     dword [HIGH], 0x22222222
                mov     esi, PAGES              ; tables where bit 20 is clear
                call    map_identity
                mov     edi, 0x60000
                mov     ecx, 0x800
                cld
                rep movsd
                mov     dword [0x60000], 0x61007
                mov     eax, 0x60000
                mov     cr3, eax
                mov     eax, cr0
                or      eax, 0x80000000
                mov     cr0, eax
                jmp     .paged
  .paged:       mov     ebx, [HIGH]
                A20_OFF
                mov     ecx, [HIGH]
                A20_ON
                mov     edx, [HIGH]
                NO_PAGING
                CHECK   ebx, 0x22222222
                CHECK   ecx, 0x11111111
                CHECK   edx, 0x22222222

                TEST    "A20 in protected mode: page tables are read through it"
                call    map_identity
                mov     esi, PAGES
                mov     edi, 0x60000
                mov     ecx, 0x800
                cld
                rep movsd
                mov     dword [0x60000], 0x161007
                mov     dword [0x61000 + (SCRATCH >> 12) * 4], (SCRATCH + 0x1000) | 7
                mov     dword [SCRATCH], 0x44444444
                mov     dword [SCRATCH + 0x1000], 0x66666666
                mov     eax, 0x160000
                A20_OFF
                mov     cr3, eax
                mov     eax, cr0
                or      eax, 0x80000000
                mov     cr0, eax
                jmp     .paged
  .paged:       mov     ebx, [SCRATCH]
                NO_PAGING
                A20_ON
                CHECK   ebx, 0x66666666

                TEST    "A20 in protected mode: code"
                mov     byte [SCRATCH], 0xBB            ; mov ebx, ...; ret
                mov     dword [SCRATCH + 1], 0x11111111
                mov     byte [SCRATCH + 5], 0xC3
                mov     byte [HIGH], 0xBB
                mov     dword [HIGH + 1], 0x22222222
                mov     byte [HIGH + 5], 0xC3
                mov     esi, 3
                mov     eax, HIGH
  .again:       A20_ON
                call    eax
                CHECK   ebx, 0x22222222
                A20_OFF
                call    eax
                A20_ON
                CHECK   ebx, 0x11111111
                dec     esi
                jnz     .again

                TEST    "A20 in protected mode: the descriptor tables"
                mov     dword [0x600C0 + SLOT], 0x0000FFFF
                mov     dword [0x600C0 + SLOT + 4], 0x00CF9200
                mov     dword [0x1600C0 + SLOT], 0
                mov     dword [0x1600C0 + SLOT + 4], 0
                mov     word [SCRATCH], SLOT + 7
                mov     dword [SCRATCH + 2], 0x1600C0
                mov     ecx, SLOT
                A20_OFF
                lgdt    [SCRATCH]
                mov     fs, ecx
                lgdt    [gdt_pointer]
                A20_ON
                CHECK_BITS dword [0x600C0 + SLOT + 4], 0xFF00, 0x9300
                CHECK   dword [0x1600C0 + SLOT + 4], 0

; ---------------------------------------------------------------- 4G

                TEST    "SDM 3A 3.3: base and offset wrap at 4G"
                mov     dword [SCRATCH], 0x13579BDF
                DESCRIPTOR SLOT, 0xFFFFF000, 0xFFFFF, A_DATA, G_ | B_
                mov     eax, SLOT
                mov     fs, eax
                mov     ebx, [fs:SCRATCH + 0x1000]
                CHECK   ebx, 0x13579BDF
                mov     dword [fs:SCRATCH + 0x1004], 0x2468ACE0
                CHECK   dword [SCRATCH + 4], 0x2468ACE0

                TEST    "SDM 3A 3.3: an operand whose linear address wraps at 4G"
                mov     dword [0], 0x04030201
                DESCRIPTOR SLOT, 0xFFFFF000, 0xFFFFF, A_DATA, G_ | B_
                mov     eax, SLOT
                mov     fs, eax
                movzx   ecx, word [0xFFFFFFFE]
                mov     ebx, [fs:0xFFE]
                shl     ecx, 16
                ror     ebx, 16
                xor     ecx, ebx
                CHECK   ecx, 0x00000201

                TEST    "SDM 3A 3.3: code below a base wraps at 4G; saved EIP and CS are those of the segment"
                DESCRIPTOR SLOT, 0x80000000, 0xFFFFF, A_CODE, G_ | B_
                xor     ebx, ebx
                mov     ecx, 50
                CATCH
                jmp     SLOT:0x80000000 + LIN(high_code)
  high_code:    add     ebx, ecx
                loop    high_code
  high_divide:  div     ecx
                CAUGHT  X_DE, NO_ERROR, 0x80000000 + LIN(high_divide)
                CHECK   ebx, 1275
                CHECK   dword [x_cs], SLOT

; ---------------------------------------------------------------- an unaligned CS base

; The page of linear addresses 80262000h holds EIPs up to FFFh and from 1000h on.
CS_BASE         equ 0x80262200 - 0x1000
                jmp     around_unaligned
unaligned_begin: DESCRIPTOR SLOT, CS_BASE, 0xFFFFF, A_CODE, G_ | B_
                PAGING
                mov     dword [PAGES + 0x800], PAGE_TABLE | 7   ; 80000000h again
                mov     esi, unaligned_code
                mov     edi, 0x262200 - (unaligned_middle - unaligned_code)
                mov     ecx, unaligned_end - unaligned_code
                cld
                rep movsb
                xor     ebx, ebx
                xor     edx, edx
                mov     ecx, 100
                ret
unaligned_code: inc     ebx
                add     edx, ecx
                jmp     short .over
                nop
  .over:        inc     ebx
unaligned_middle: inc   ebx                     ; EIP 1000h
                dec     ecx
                jnz     unaligned_code
unaligned_fault: div    ecx
unaligned_end:
around_unaligned:
UNALIGNED       equ 0x1000 - (unaligned_middle - unaligned_code)

                TEST    "SDM 3A 3.3: EIP passes 1000h within one linear page: loops and faults"
                call    unaligned_begin
                CATCH
                jmp     SLOT:UNALIGNED
                CAUGHT  X_DE, NO_ERROR, 0x1000 + (unaligned_fault - unaligned_middle)
                CHECK   ebx, 300
                CHECK   edx, 5050
                CHECK   dword [x_cs], SLOT
                NO_PAGING

                TEST    "SDM 3A 3.3: EIP passes 1000h within one linear page: single steps"
                call    unaligned_begin
                mov     ecx, 1
                push    dword F_TF | 2
                push    dword SLOT
                push    dword UNALIGNED
                CATCH
                iretd
                CAUGHT  X_DB, NO_ERROR, UNALIGNED + 1
                CHECK   ebx, 1
                push    dword F_TF | 2
                push    dword SLOT
                push    dword 0x1000
                CATCH
                iretd
                CAUGHT  X_DB, NO_ERROR, 0x1001
                push    dword F_TF | 2
                push    dword SLOT
                push    dword 0xFFF
                CATCH
                iretd
                CAUGHT  X_DB, NO_ERROR, 0x1000
                NO_PAGING

                TEST    "SDM 3A 3.3: a call into a page by EIPs on both sides, and its return address"
                call    unaligned_begin
                mov     byte [0x262200], 0xE8           ; EIP 1000h: call 0F00h
                mov     dword [0x262201], 0xF00 - 0x1005
                mov     byte [0x262205], 0xF1           ; icebp
                mov     dword [0x262100], 0x2404FF90    ; 0F00h: nop, inc dword [esp]
                mov     byte [0x262104], 0xC3           ; ret
                mov     byte [0x262206], 0xF1
                CATCH
                jmp     SLOT:0x1000
                CAUGHT  X_DB, NO_ERROR, 0x1007
                NO_PAGING

                TEST    "SDM 3A 5.3: the limit of an unaligned segment is met within a page"
                call    unaligned_begin
                DESCRIPTOR SLOT, CS_BASE, 0x1001, A_CODE, B_
                mov     dword [0x262200], 0x90909090
                CATCH
                jmp     SLOT:UNALIGNED
                CAUGHT  X_GP, 0, 0x1002
                CHECK   ebx, 2
                NO_PAGING

; ---------------------------------------------------------------- the second page of an instruction

SECOND          equ SCRATCH + 0x1000
; CODE_AT address, byte...
%macro CODE_AT 2+
                mov     esi, %%code
                mov     edi, %1
                mov     ecx, %%end - %%code
                cld
                rep movsb
                jmp     %%end
  %%code:       db      %2
  %%end:
%endmacro
                TEST    "SDM 3A 4.7: a fetch from a second page that is absent: EIP of the instruction, CR2 of the page"
                CODE_AT SECOND - 3, 0xB8, 1, 2, 3, 4, 0xC3
                PAGING
                PTE     SECOND, 0
                mov     eax, 0x5555
                CATCH
                jmp     SECOND - 3
                CAUGHT  X_PF, 0, SECOND - 3
                CHECK   dword [x_cr2], SECOND
                CHECK   eax, 0x5555
                CHECK_BITS dword [x_eflags], F_RF, F_RF
                PTE     SECOND, SECOND | 7
                call    SECOND - 3
                CHECK   eax, 0x04030201
                NO_PAGING

                TEST    "SDM 3A 4.7: a fetch from a second page of the supervisor, at level 3"
                CODE_AT SECOND - 1, 0x81, 0xC0, 1, 2, 3, 4, 0xC3
                PAGING
                PTE     SECOND, SECOND | 3
                CATCH
                RING    3
                jmp     SECOND - 1
                RING_END
                CAUGHT  X_PF, 5, SECOND - 1
                CHECK   dword [x_cr2], SECOND
                CHECK   dword [x_cs], CODE_3
                NO_PAGING

                TEST    "SDM 3A 4.7: an instruction that ends with its page executes before the second page faults"
                CODE_AT SECOND - 2, 0x43, 0x43
                PAGING
                PTE     SECOND, 0
                xor     ebx, ebx
                CATCH
                jmp     SECOND - 2
                CAUGHT  X_PF, 0, SECOND
                CHECK   dword [x_cr2], SECOND
                CHECK   ebx, 2
                NO_PAGING

                TEST    "SDM 3A 4.7: a jump in the last byte never looks at the second page"
                CODE_AT SECOND - 1, 0xC3
                PAGING
                PTE     SECOND, 0
                CATCH
                call    SECOND - 1
                CAUGHT_NOTHING
                NO_PAGING

                TEST    "SDM 3A 5.3: the limit within the instruction comes before the page behind it"
                CODE_AT SECOND - 2, 0xB8, 1, 2, 3, 4
                PAGING
                PTE     SECOND, 0
                DESCRIPTOR SLOT, SCRATCH, 0xFFF, A_CODE, B_
                CATCH
                jmp     SLOT:0xFFE
                CAUGHT  X_GP, 0, 0xFFE
                CHECK   dword [x_cs], SLOT
                NO_PAGING

                TEST    "SDM 3A 6.15: prefixes fill a page, the second is absent"
                CODE_AT SECOND - 14, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x3E, 0x90
                PAGING
                PTE     SECOND, 0
                CATCH
                jmp     SECOND - 14
                CAUGHT  X_PF, 0, SECOND - 14
                CATCH
                jmp     SECOND - 1
                CAUGHT  X_PF, 0, SECOND - 1
                PTE     SECOND, SECOND | 7
                mov     eax, cr3
                mov     cr3, eax
                CATCH
                jmp     SECOND - 14
                CAUGHT  X_GP, 0, SECOND - 14
                NO_PAGING

                TEST    "SDM 3A 6.15: the second page of an opcode that is undefined without operands is not needed"
                CODE_AT SECOND - 2, 0x0F, 0x0B
                PAGING
                PTE     SECOND, 0
                CATCH
                jmp     SECOND - 2
                CAUGHT  X_UD, NO_ERROR, SECOND - 2
                NO_PAGING

                TEST    "SDM 3A 4.8: a fetch sets the accessed bit of both pages"
                CODE_AT SECOND - 1, 0x3E, 0xC3
                PAGING
                CATCH
                call    SECOND - 1
                CAUGHT_NOTHING
                CHECK_BITS dword [PAGE_TABLE + (SCRATCH >> 12) * 4], 0x60, 0x20
                CHECK_BITS dword [PAGE_TABLE + (SECOND >> 12) * 4], 0x60, 0x20
                NO_PAGING

                END_TESTS
