; Before the Pentium: no CR4, CPUID, TSC, MSRs. SDM vol. 3B, 22.
; run on: 386 486sx 486

%include "harness.inc"

%macro UNDEFINED 1+
                CATCH
    %%at:       %1
                CAUGHT  X_UD, NO_ERROR, %%at
%endmacro

                TEST    "SDM 3B 22.21: CR4 does not exist"
                UNDEFINED mov eax, cr4
                UNDEFINED mov cr4, eax

                TEST    "SDM 3B 22.15: CPUID, RDTSC, RDMSR, WRMSR, CMPXCHG8B, RDPMC, RSM, UD2 are undefined"
                UNDEFINED cpuid
                UNDEFINED rdtsc
                UNDEFINED rdmsr
                UNDEFINED wrmsr
                UNDEFINED cmpxchg8b [SCRATCH]
                UNDEFINED rdpmc
                UNDEFINED rsm
                UNDEFINED ud2
                UNDEFINED cmovz eax, ebx
                UNDEFINED sysenter

                TEST    "SDM 3B 22.3: ID, VIF and VIP of EFLAGS do not exist"
                push    dword F_ID | F_VIF | F_VIP | 2
                popfd
                CHECK_FLAGS F_ID | F_VIF | F_VIP, 0

                END_TESTS
