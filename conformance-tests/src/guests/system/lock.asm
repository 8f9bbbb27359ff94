; LOCK before what may be locked and what may not. SDM vol. 2A, LOCK.
; run on: 386 486 pentium pentium3 pentium4

%include "harness.inc"

                jmp     around_checks
undefined_checks:
                CHECK   eax, SCRATCH
                CHECK   ecx, 0x1234
                CHECK_BITS dword [x_eflags], F_RF, F_RF
                CHECK   dword [x_esp], STACK_0
                ret
around_checks:

; LOCKED instruction: #UD with LOCK, whatever its operands.
%macro LOCKED 1+
  %defstr %%instruction %1
  %strcat %%name "SDM 2B LOCK: #UD before ", %%instruction
                TEST    %%name
                mov     eax, SCRATCH
                mov     ecx, 0x1234
                mov     ebx, SCRATCH
                CATCH
  %%at:         db      0xF0
                %1
                CAUGHT  X_UD, NO_ERROR, %%at
                call    undefined_checks
%endmacro
                LOCKED  nop
                LOCKED  mov [ebx], eax
                LOCKED  mov eax, [ebx]
                LOCKED  mov byte [ebx], 1
                LOCKED  cmp [ebx], eax
                LOCKED  cmp dword [ebx], 1
                LOCKED  cmp byte [ebx], 1
                LOCKED  test [ebx], eax
                LOCKED  test dword [ebx], 1
                LOCKED  add eax, [ebx]
                LOCKED  add eax, ecx
                LOCKED  add eax, 1
                LOCKED  add ecx, 1
                LOCKED  add al, 1
                LOCKED  or cl, ch
                LOCKED  sbb cx, 1
                LOCKED  inc eax
                LOCKED  dec cl
                LOCKED  not ecx
                LOCKED  neg ecx
                LOCKED  xchg eax, ecx
                LOCKED  xchg ecx, edx
                LOCKED  bt [ebx], eax
                LOCKED  bt dword [ebx], 1
                LOCKED  bts ecx, 1
                LOCKED  btr ecx, eax
                LOCKED  shl dword [ebx], 1
                LOCKED  rol dword [ebx], cl
                LOCKED  shld [ebx], eax, 1
                LOCKED  mul dword [ebx]
                LOCKED  imul eax, [ebx]
                LOCKED  push dword [ebx]
                LOCKED  pop dword [ebx]
                LOCKED  push eax
                LOCKED  lea eax, [ebx]
                LOCKED  movsb
                LOCKED  stosd
                LOCKED  lodsb
                LOCKED  jmp around_checks
                LOCKED  call around_checks
                LOCKED  ret
                LOCKED  int3
                LOCKED  iretd
                LOCKED  cli
                LOCKED  hlt
                LOCKED  lgdt [ebx]
                LOCKED  sgdt [ebx]
                LOCKED  mov fs, [ebx]
                LOCKED  setc [ebx]
                LOCKED  movzx eax, byte [ebx]
                LOCKED  fld1
                LOCKED  wait
                LOCKED  xlatb
                LOCKED  lmsw ax
                LOCKED  in al, 0x61
                LOCKED  rep stosb

; ATOMIC instruction, result: of 0F0F0F0Fh and ECX = 10h
%macro ATOMIC 2
  %define %%operation %1
  %defstr %%instruction %%operation
  %strcat %%name "SDM 2B LOCK: allowed before ", %%instruction
                TEST    %%name
                mov     dword [SCRATCH], 0x0F0F0F0F
                mov     ebx, SCRATCH
                mov     ecx, 0x10
                CATCH
                clc
                lock    %1
                CAUGHT_NOTHING
                CHECK   dword [SCRATCH], %2
%endmacro
%macro ATOMICS 2
                ATOMIC  {%1 [ebx], ecx}, %2
                ATOMIC  {%1 [ebx], cx}, (0x0F0F0000 | ((%2) & 0xFFFF))
                ATOMIC  {%1 [ebx], cl}, (0x0F0F0F00 | ((%2) & 0xFF))
                ATOMIC  {%1 dword [ebx], 0x10}, %2
                ATOMIC  {%1 byte [ebx], 0x10}, (0x0F0F0F00 | ((%2) & 0xFF))
%endmacro
                ATOMICS add, 0x0F0F0F1F
                ATOMICS or, 0x0F0F0F1F
                ATOMICS adc, 0x0F0F0F1F
                ATOMIC  {and [ebx], ecx}, 0
                ATOMICS xor, 0x0F0F0F1F
                ATOMIC  {sub [ebx], ecx}, 0x0F0F0EFF
                ATOMIC  {sbb [ebx], ecx}, 0x0F0F0EFF
                ATOMIC  {inc dword [ebx]}, 0x0F0F0F10
                ATOMIC  {dec byte [ebx]}, 0x0F0F0F0E
                ATOMIC  {not dword [ebx]}, 0xF0F0F0F0
                ATOMIC  {neg dword [ebx]}, 0xF0F0F0F1
                ATOMIC  {xchg [ebx], ecx}, 0x10
                ATOMIC  {xchg [ebx], cl}, 0x0F0F0F10
                ATOMIC  {bts [ebx], ecx}, 0x0F0F0F0F
                ATOMIC  {btr dword [ebx], 0}, 0x0F0F0F0E
                ATOMIC  {btc [ebx], ecx}, 0x0F0E0F0F

                END_TESTS
