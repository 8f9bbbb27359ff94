; Segment limits and types at each access: expand-up, expand-down, granularity, execute-only, read-only. SDM vol. 3A, 5.3-5.4.
; run on: 386 486 pentium pentium3 pentium4

%include "harness.inc"

BASE            equ SCRATCH + 0x10000

; PASSES, FAULTS instruction. FAULTS_IN: its CS.
%macro PASSES 1+
                CATCH
                %1
                CAUGHT_NOTHING
%endmacro
%macro FAULTS 1+
                CATCH
  %%at:         %1
                CAUGHT  X_GP, 0, %%at
%endmacro

%macro FAULTS_IN 2+
                CATCH
  %%at:         %2
                CAUGHT  X_GP, 0, %%at
                CHECK   dword [x_cs], %1
%endmacro

; SIZES offset: the last byte that a segment holds; at `last` the access ends there, one further it does not. All sizes, loads and stores.
%macro SIZES 1
                PASSES  mov al, [gs:%1]
                FAULTS  mov al, [gs:%1 + 1]
                PASSES  mov ax, [gs:%1 - 1]
                FAULTS  mov ax, [gs:%1]
                PASSES  mov eax, [gs:%1 - 3]
                FAULTS  mov eax, [gs:%1 - 2]
                FAULTS  mov eax, [gs:%1 - 1]
                FAULTS  mov eax, [gs:%1]
                PASSES  mov [gs:%1], al
                FAULTS  mov [gs:%1 + 1], al
                PASSES  mov [gs:%1 - 1], ax
                FAULTS  mov [gs:%1], ax
                PASSES  mov [gs:%1 - 3], eax
                FAULTS  mov [gs:%1 - 2], eax
                PASSES  bound eax, [gs:%1 - 7]
                FAULTS  bound eax, [gs:%1 - 6]
                PASSES  lfs ebx, [gs:%1 - 5]
                FAULTS  lfs ebx, [gs:%1 - 4]
                PASSES  sidt [gs:%1 - 5]
                FAULTS  sidt [gs:%1 - 4]
                PASSES  xchg [gs:%1 - 3], eax
                FAULTS  xchg [gs:%1 - 2], eax
                PASSES  push dword [gs:%1 - 3]
                FAULTS  push dword [gs:%1 - 2]
                PASSES  pop dword [gs:%1 - 3]
                push    dword 0
                FAULTS  pop dword [gs:%1 - 2]
                mov     esp, STACK_0
%endmacro
; The first byte that an expand-down segment holds.
%macro SIZES_DOWN 1
                PASSES  mov al, [gs:%1]
                FAULTS  mov al, [gs:%1 - 1]
                PASSES  mov ax, [gs:%1]
                FAULTS  mov ax, [gs:%1 - 1]
                PASSES  mov eax, [gs:%1]
                FAULTS  mov eax, [gs:%1 - 1]
                FAULTS  mov eax, [gs:%1 - 3]
                FAULTS  mov eax, [gs:%1 - 4]
                FAULTS  mov [gs:%1 - 1], al
                FAULTS  mov [gs:%1 - 1], ax
                FAULTS  mov [gs:%1 - 1], eax
                PASSES  mov [gs:%1], eax
                FAULTS  bound eax, [gs:%1 - 1]
                PASSES  bound eax, [gs:%1]
                FAULTS  lfs ebx, [gs:%1 - 1]
                PASSES  lfs ebx, [gs:%1]
%endmacro
%macro SEGMENT 4
                DESCRIPTOR SLOT, %1, %2, %3, %4
                mov     eax, SLOT
                mov     gs, eax
                mov     edi, BASE               ; for BOUND and far pointers
                mov     ecx, 0x8000
                xor     eax, eax
                cld
                rep stosd
%endmacro

                TEST    "SDM 3A 5.3: bytes, limit 1234h"
                SEGMENT BASE, 0x1234, A_DATA, B_
                SIZES   0x1234
                TEST    "SDM 3A 5.3: bytes, limit FFFFh, 16-bit segment"
                SEGMENT BASE, 0xFFFF, A_DATA, 0
                SIZES   0xFFFF
                TEST    "SDM 3A 5.3: pages, limit 3: 3FFFh"
                SEGMENT BASE, 3, A_DATA, G_
                SIZES   0x3FFF
                TEST    "SDM 3A 5.3: pages, limit 0: FFFh"
                SEGMENT BASE, 0, A_DATA, G_ | B_
                SIZES   0xFFF
                TEST    "SDM 3A 5.3: readable code has a limit too"
                SEGMENT BASE, 0x1234, A_CODE, B_
                PASSES  mov eax, [gs:0x1231]
                FAULTS  mov eax, [gs:0x1232]
                FAULTS  mov al, [gs:0x1235]
                TEST    "SDM 3A 5.3: bytes, limit 0 holds one byte"
                SEGMENT BASE, 0, A_DATA, B_
                PASSES  mov al, [gs:0]
                FAULTS  mov al, [gs:1]
                FAULTS  mov ax, [gs:0]
                FAULTS  mov eax, [gs:0]
                FAULTS  mov al, [gs:0xFFFFFFFF]
                FAULTS  mov ax, [gs:0xFFFFFFFF]
                FAULTS  mov eax, [gs:0xFFFFFFFD]
                FAULTS  mov [gs:0xFFFFFFFE], eax
                TEST    "SDM 3A 5.3: an access that wraps at 4G in a small segment"
                SEGMENT BASE, 0xFFF, A_DATA, B_
                FAULTS  mov ax, [gs:0xFFFFFFFF]
                FAULTS  mov eax, [gs:0xFFFFFFFD]
                FAULTS  mov eax, [gs:0xFFFFFFFF]
                FAULTS  mov [gs:0xFFFFFFFF], eax
                TEST    "SDM 3A 5.3: all of 4G, up to its last byte"
                SEGMENT 0, 0xFFFFF, A_DATA, G_ | B_
                PASSES  mov al, [gs:0xFFFFFFFF]
                PASSES  mov ax, [gs:0xFFFFFFFE]
                PASSES  mov eax, [gs:0xFFFFFFFC]

                TEST    "SDM 3A 5.3: expand-down of 64K: bytes, above limit 1FFFh"
                SEGMENT BASE, 0x1FFF, A_DATA_DOWN, 0
                SIZES_DOWN 0x2000
                PASSES  mov al, [gs:0xFFFF]
                PASSES  mov ax, [gs:0xFFFE]
                FAULTS  mov ax, [gs:0xFFFF]
                PASSES  mov eax, [gs:0xFFFC]
                FAULTS  mov eax, [gs:0xFFFD]
                FAULTS  mov al, [gs:0x10000]
                FAULTS  mov [gs:0xFFFF], ax
                FAULTS  mov al, [gs:0xFFFFFFFF]
                TEST    "SDM 3A 5.3: expand-down of 4G: pages, above limit 1FFFh"
                SEGMENT BASE, 1, A_DATA_DOWN, G_ | B_
                SIZES_DOWN 0x2000
                PASSES  mov ax, [gs:0xFFFF]
                PASSES  mov al, [gs:0x10000]
                TEST    "SDM 3A 5.3: expand-down of 4G, read-only"
                SEGMENT BASE, 1, A_DATA_DOWN & ~2, G_ | B_
                PASSES  mov eax, [gs:0x2000]
                FAULTS  mov eax, [gs:0x1FFF]
                FAULTS  mov [gs:0x2000], eax
                TEST    "SDM 3A 5.3: expand-down of 64K with limit FFFFh holds nothing"
                SEGMENT BASE, 0xFFFF, A_DATA_DOWN, 0
                FAULTS  mov al, [gs:0]
                FAULTS  mov al, [gs:0xFFFF]
                FAULTS  mov al, [gs:0x10000]
                TEST    "SDM 3A 5.3: expand-down of 4G with limit FFFFFFFFh holds nothing"
                SEGMENT BASE, 0xFFFFF, A_DATA_DOWN, G_ | B_
                FAULTS  mov al, [gs:0]
                FAULTS  mov al, [gs:0xFFFFFFFF]
                FAULTS  mov eax, [gs:0x10000]
                TEST    "SDM 3A 5.3: expand-down with limit 0: all but the first byte"
                SEGMENT BASE, 0, A_DATA_DOWN, 0
                FAULTS  mov al, [gs:0]
                PASSES  mov eax, [gs:1]
                PASSES  mov al, [gs:0xFFFF]

                TEST    "SDM 3A 5.4: execute-only code can't be read or written, readable code not written"
                SEGMENT BASE, 0xFFFF, A_CODE, B_
                PASSES  mov eax, [gs:0]
                FAULTS  mov [gs:0], eax
                FAULTS  xchg [gs:0], eax
                FAULTS  add [gs:0], eax
                FAULTS  inc byte [gs:0]
                FAULTS  bts dword [gs:0], 1
                FAULTS  setc [gs:0]
                DESCRIPTOR SLOT + 8, 0, 0xFFFFF, A_CODE_X, G_ | B_
                jmp     SLOT + 8:execute_only
  execute_only: FAULTS_IN SLOT + 8, mov eax, [cs:0]
                jmp     SLOT + 8:execute_only_2
  execute_only_2: FAULTS_IN SLOT + 8, mov [cs:0], eax
                FAULTS  mov [cs:SCRATCH], eax
                mov     eax, [cs:SCRATCH]

                TEST    "SDM 3A 5.4: read-only data can't be written, by any instruction"
                SEGMENT BASE, 0xFFFF, A_DATA_RO, B_
                push    gs
                pop     es
                mov     edi, 0
                mov     ecx, 2
                PASSES  mov eax, [gs:0]
                PASSES  cmp [gs:0], eax
                PASSES  test [gs:0], eax
                PASSES  bt dword [gs:0], 1
                FAULTS  stosb
                push    gs
                pop     es
                FAULTS  rep stosd
                mov     esi, SCRATCH
                push    gs
                pop     es
                FAULTS  movsb
                CHECK   ecx, 2
                CHECK   edi, 0
                CHECK   esi, SCRATCH
                FAULTS  or dword [gs:0], 0
                FAULTS  neg byte [gs:0]
                FAULTS  rcl word [gs:0], 1
                FAULTS  shld [gs:0], eax, 1
                FAULTS  shl dword [gs:0], cl
                mov     ecx, 0
                FAULTS  shl dword [gs:0], cl    ; the count does not matter
                FAULTS  sgdt [gs:0]
                FAULTS  smsw [gs:0]
                FAULTS  mov [gs:0], ds
                push    dword 0
                FAULTS  pop dword [gs:0]
                CHECK   dword [x_esp], STACK_0 - 4

                TEST    "SDM 3A 5.3: MOV with an offset in the instruction, XLAT"
                SEGMENT BASE, 0x1234, A_DATA, B_
                CATCH
  moffs:        db      0x65, 0xA0              ; mov al, [gs:1235h]
                dd      0x1235
                CAUGHT  X_GP, 0, moffs
                CATCH
  moffs_last:   db      0x65, 0xA3              ; mov [gs:1232h], eax
                dd      0x1232
                CAUGHT  X_GP, 0, moffs_last
                mov     ebx, 0x1200
                mov     eax, 0x35
                FAULTS  gs xlatb
                mov     eax, 0x34
                PASSES  gs xlatb

                TEST    "SDM 2A ENTER, LEA: LEA checks nothing"
                SEGMENT BASE, 0, A_DATA, B_
                PASSES  lea eax, [gs:0x12345678]
                lea     eax, [gs:0x12345678]
                CHECK   eax, 0x12345678

                TEST    "SDM 3A 5.3: operands of 8 and 10 bytes of the x87"
                SEGMENT BASE, 0x1234, A_DATA, B_
                fninit
                PASSES  fld qword [gs:0x122D]
                FAULTS  fld qword [gs:0x122E]
                PASSES  fld tword [gs:0x122B]
                FAULTS  fld tword [gs:0x122C]
                FAULTS  fild word [gs:0x1234]
                FAULTS  fild dword [gs:0x1232]
                FAULTS  fild qword [gs:0x122E]
                PASSES  fstp qword [gs:0x122D]
                fld1
                FAULTS  fstp qword [gs:0x122E]
                PASSES  fstp tword [gs:0x122B]
                fld1
                FAULTS  fstp tword [gs:0x122C]
                FAULTS  fnstcw [gs:0x1234]
                FAULTS  fnstenv [gs:0x1234 - 26]
                PASSES  fnstenv [gs:0x1234 - 27]
                FAULTS  fnsave [gs:0x1234 - 106]
                PASSES  fnsave [gs:0x1234 - 107]

                TEST    "SDM 3A 5.3: strings stop at the limit, with what was done so far"
                SEGMENT BASE, 15, A_DATA, B_
                push    gs
                pop     es
                mov     edi, 4
                mov     ecx, 20
                mov     eax, 0x33333333
                CATCH
  stos_limit:   rep     stosd
                CAUGHT  X_GP, 0, stos_limit
                CHECK   ecx, 17
                CHECK   edi, 16
                CHECK   dword [BASE + 12], 0x33333333
                CHECK   dword [BASE + 16], 0
                CHECK_BITS dword [x_eflags], F_RF, F_RF

                END_TESTS
