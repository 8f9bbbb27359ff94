; INT 13h for hard disks: two IDE channels by programmed I/O, IRQ14 and IRQ15.
;
; Registers inside: BP service frame, DS = EBDA, SI = the disk's record, FS = BDA, ES:DI = the caller's buffer.

HD_OK               equ 00h
HD_BAD_COMMAND      equ 01h
HD_NO_ADDRESS_MARK  equ 02h
HD_NOT_FOUND        equ 04h
HD_BAD_PARAMETER    equ 07h
HD_BAD_SECTOR       equ 0Ah
HD_BAD_DATA         equ 10h
HD_CONTROLLER       equ 20h
HD_SEEK             equ 40h
HD_TIMEOUT          equ 80h
HD_NOT_READY        equ 0AAh
HD_FAULT            equ 0CCh
HD_UNDEFINED        equ 0BBh
HD_NOT_LOCKED       equ 0B0h
HD_NOT_REMOVABLE    equ 0B2h

ATA_ERROR           equ 1               ; offsets from the channel's base
ATA_COUNT           equ 2
ATA_LBA_LOW         equ 3
ATA_LBA_MID         equ 4
ATA_LBA_HIGH        equ 5
ATA_SELECT          equ 6
ATA_STATUS          equ 7
ATA_BSY             equ 80h
ATA_RDY             equ 40h
ATA_DF              equ 20h
ATA_DRQ             equ 08h
ATA_ERR             equ 01h

CMD_RECALIBRATE     equ 10h
CMD_READ            equ 20h
CMD_READ_EXT        equ 24h
CMD_WRITE           equ 30h
CMD_WRITE_EXT       equ 34h
CMD_VERIFY          equ 40h
CMD_VERIFY_EXT      equ 42h
CMD_SEEK            equ 70h
CMD_DIAGNOSE        equ 90h
CMD_SET_GEOMETRY    equ 91h
CMD_FLUSH           equ 0E7h
CMD_IDENTIFY        equ 0ECh

DISK_TIME           equ 10000           ; ms

int13_handler:
        test    dl, 80h
        jnz     int13_disk
; a diskette: on to INT 40h, whoever has it, with the caller's registers and stack
        push    eax                     ; becomes the far address
        push    ds
        push    eax
        push    bp
        push    0
        pop     ds
        mov     bp, sp
        mov     eax, [40h * 4]
        mov     [bp + 8], eax           ; BP, EAX, DS below it
        pop     bp
        pop     eax
        pop     ds
        retf

int13_disk:
        ENTER_SERVICE
        push    fs
        push    BDA
        pop     fs
        sti
        call    note_activity
        mov     al, [rDL]
        and     al, 7Fh
        cmp     al, [BDA_HD_COUNT]
        jae     .no_disk
        mov     ah, DISK_RECORD
        mul     ah
        add     ax, EBDA_DISKS
        mov     si, ax
        mov     ds, [BDA_EBDA]
        movzx   bx, byte [rAH]
        cmp     bl, .end - .index
        jae     .bad
        mov     bl, [cs:bx + .index]
        jmp     [cs:bx + .table]
.no_disk:
        cmp     byte [rAH], 15h         ; asking for the type of a disk that is not there is no error
        mov     ah, HD_BAD_COMMAND
        jne     .parameters
        mov     byte [rAH], 0
        and     byte [rFLAGS], ~CARRY
        jmp     disk_leave
.parameters:
        cmp     byte [rAH], 08h
        jne     disk_end
        mov     ah, HD_BAD_PARAMETER
        mov     al, [BDA_HD_COUNT]
        mov     [rDL], al
        jmp     disk_end
.bad:   mov     ah, HD_BAD_COMMAND
        jmp     disk_end
.index: ;       00  01  02  03  04  05  06  07  08  09  0A  0B  0C  0D  0E  0F
        db      0,  2,  4,  6,  8,  10, 10, 10, 12, 14, 4,  6,  16, 0,  20, 20
        ;       10  11  12  13  14  15  16  17  18  19  1A..3F
        db      22, 24, 20, 20, 26, 28, 20, 20, 20, 16
        times   40h - 1Ah db 20
        ;       40  41  42  43  44  45  46  47  48  49  4A..4D      4E
        db      20, 30, 32, 34, 36, 38, 38, 40, 42, 44, 20, 20, 20, 20, 46
.end:
.table: dw      disk_reset, disk_status, disk_read, disk_write, disk_verify, disk_format
        dw      disk_parameters, disk_initialise, disk_seek, disk_leave, .bad
        dw      disk_ready, disk_recalibrate, disk_diagnose, disk_type
        dw      edd_check, edd_read, edd_write, edd_verify, edd_lock, edd_seek
        dw      edd_parameters, edd_changed, edd_hardware

; AH: status
disk_end:
        push    BDA
        pop     ds
        mov     [BDA_HD_STATUS], ah
        mov     [rAH], ah
        and     byte [rFLAGS], ~CARRY
        test    ah, ah
        jz      disk_leave
        or      byte [rFLAGS], CARRY
disk_leave:
        pop     fs
        LEAVE_SERVICE

; 01: AH := 0 and AL := the last status
disk_status:
        mov     al, [fs:BDA_HD_STATUS]
        mov     [rAL], al
        mov     byte [rAH], 0
        mov     byte [fs:BDA_HD_STATUS], 0
        and     byte [rFLAGS], ~CARRY
        test    al, al
        jz      disk_leave
        or      byte [rFLAGS], CARRY
        jmp     disk_leave

; 00, 0D: both drives of the channel
disk_reset:
        call    ata_reset
        jc      disk_end
        call    ata_set_geometry
        jmp     disk_end

; 09: the geometry from the table
disk_initialise:
        call    ata_set_geometry
        jmp     disk_end

; 05-07: formatting is the factory's work: the sectors are checked for being in range, and that is all
disk_format:
        mov     ah, HD_OK
        jmp     disk_end

; 08
disk_parameters:
        mov     ax, [si + disk.cylinders]
        dec     ax
        mov     [rCH], al
        shl     ah, 6
        or      ah, [si + disk.sectors]
        mov     [rCL], ah
        mov     ax, [si + disk.heads]
        dec     ax
        mov     [rDH], al
        mov     al, [fs:BDA_HD_COUNT]
        mov     [rDL], al
        mov     byte [rAL], 0
        mov     ah, HD_OK
        jmp     disk_end

; 15: AH = 3, CX:DX sectors
disk_type:
        movzx   eax, word [si + disk.cylinders]
        movzx   ecx, word [si + disk.heads]
        mul     ecx
        movzx   ecx, byte [si + disk.sectors]
        mul     ecx
        mov     [rDX], ax
        shr     eax, 16
        mov     [rCX], ax
        mov     byte [rAL], 0
        mov     byte [fs:BDA_HD_STATUS], 0
        mov     byte [rAH], 3
        and     byte [rFLAGS], ~CARRY
        jmp     disk_leave

; 10
disk_ready:
        call    ata_select
        mov     ah, HD_NOT_READY
        jc      disk_end
        test    al, ATA_RDY
        jz      disk_end
        mov     ah, HD_OK
        jmp     disk_end

; 11
disk_recalibrate:
        call    ata_select
        mov     ah, HD_TIMEOUT
        jc      disk_end
        mov     al, CMD_RECALIBRATE
        call    ata_simple_command
        jmp     disk_end

; 14: the controller tests itself
disk_diagnose:
        call    ata_select
        mov     ah, HD_TIMEOUT
        jc      disk_end
        mov     al, CMD_DIAGNOSE
        call    ata_simple_command
        mov     dx, [si + disk.base]
        inc     dx
        in      al, dx
        mov     ah, HD_CONTROLLER
        and     al, 7Fh
        cmp     al, 1
        jne     disk_end
        call    ata_set_geometry        ; the self test forgets it
        jmp     disk_end

; 0C, 19 (park): seek
disk_seek:
        cmp     byte [rAH], 19h
        mov     ah, HD_OK
        je      disk_end
        call    chs_address
        jc      disk_end
        xor     ecx, ecx
        mov     al, CMD_SEEK
        call    ata_command
        jc      disk_end
        call    ata_wait_end
        jmp     disk_end

; 02, 0A
disk_read:
        mov     al, CMD_READ
        jmp     disk_transfer
; 03, 0B
disk_write:
        mov     al, CMD_WRITE
        jmp     disk_transfer
; 04
disk_verify:
        mov     al, CMD_VERIFY
disk_transfer:
        mov     [EBDA_HD_COMMAND], al
        movzx   ecx, byte [rAL]
        mov     ah, HD_BAD_COMMAND
        test    cl, cl
        jz      disk_end
        cmp     cl, 128                 ; 64 KiB
        ja      disk_end
        call    chs_address
        jc      disk_end
        mov     di, [rBX]
        mov     es, [rES]
        call    ata_transfer
        mov     [rAL], cl               ; sectors done
        jmp     disk_end

; The CHS address in the frame -> EDX:EBX linear sector number; or, where the drive's own geometry is the logical one,
; EDX = 80000000h and EBX = head (bits 31-24), cylinder (23-8), sector (7-0). Carry: AH, outside of the disk.
; Keeps ECX.
chs_address:
        push    ecx
        mov     al, [rCL]
        mov     cl, al
        and     al, 3Fh                 ; AL: sector
        jz      .outside
        cmp     al, [si + disk.sectors]
        ja      .outside
        shr     cl, 6
        mov     ch, cl
        mov     cl, [rCH]               ; CX: cylinder
        cmp     cx, [si + disk.cylinders]
        jae     .outside
        movzx   dx, byte [rDH]          ; DX: head
        cmp     dx, [si + disk.heads]
        jae     .outside
        movzx   ebx, al
        test    byte [si + disk.flags], DISK_TRANSLATED
        jnz     .translate
        mov     bh, cl
        ror     ebx, 16
        mov     bl, ch
        mov     bh, dl
        ror     ebx, 16
        mov     edx, 80000000h
        jmp     .done
.translate:
        push    dx
        movzx   eax, cx
        movzx   ecx, word [si + disk.heads]
        mul     ecx
        pop     dx
        movzx   edx, dx
        add     eax, edx
        movzx   ecx, byte [si + disk.sectors]
        mul     ecx
        lea     ebx, [ebx + eax - 1]
        xor     edx, edx
.done:  pop     ecx
        clc
        ret
.outside:
        pop     ecx
        mov     ah, HD_NOT_FOUND
        stc
        ret

; ---- EDD
; 41: BX = 55AAh
edd_check:
        mov     ah, HD_BAD_COMMAND
        cmp     word [rBX], 55AAh
        jne     disk_end
        test    byte [si + disk.flags], DISK_LBA
        jz      disk_end
        mov     word [rBX], 0AA55h
        mov     byte [rAH], 30h         ; EDD 3.0
        mov     word [rCX], 0005h       ; packet functions, device parameter table
        mov     byte [fs:BDA_HD_STATUS], 0
        and     byte [rFLAGS], ~CARRY
        jmp     disk_leave

edd_read:
        mov     al, CMD_READ
        jmp     edd_transfer
edd_write:
        mov     al, CMD_WRITE
        jmp     edd_transfer
edd_verify:
        mov     al, CMD_VERIFY
        jmp     edd_transfer
edd_seek:
        mov     al, CMD_SEEK
edd_transfer:
        mov     [EBDA_HD_COMMAND], al
        mov     ah, HD_BAD_COMMAND
        test    byte [si + disk.flags], DISK_LBA
        jz      disk_end
        push    ds                      ; the packet at the caller's DS:SI
        push    si
        mov     ds, [rDS]
        mov     si, [rSI]
        movzx   ecx, word [si + 2]      ; sectors
        les     di, [si + 4]            ; buffer
        mov     ebx, [si + 8]           ; first sector
        mov     edx, [si + 12]
        cmp     byte [si], 10h          ; size of the packet
        pop     si
        pop     ds
        jb      disk_end
        mov     ah, HD_NOT_FOUND
        push    edx                     ; first + count <= total
        push    ebx
        add     ebx, ecx
        adc     edx, 0
        jc      .compared
        cmp     edx, [si + disk.total + 4]
        jne     .compared
        cmp     [si + disk.total], ebx  ; carry: beyond the end
        cmc
        jmp     .below
.compared:
        cmc
.below: pop     ebx
        pop     edx
        jnc     disk_end
        mov     ah, HD_OK
        cmp     byte [EBDA_HD_COMMAND], CMD_SEEK
        je      disk_end
        test    cx, cx
        jz      disk_end
        call    ata_transfer
        push    ds                      ; sectors done, into the packet
        push    si
        mov     ds, [rDS]
        mov     si, [rSI]
        mov     [si + 2], cx
        pop     si
        pop     ds
        jmp     disk_end

; 45 lock, 46 eject: a fixed disk
edd_lock:
        mov     ah, HD_NOT_REMOVABLE
        jmp     disk_end

; 48: parameters of the drive into the buffer at the caller's DS:SI
edd_parameters:
        mov     ah, HD_BAD_COMMAND
        test    byte [si + disk.flags], DISK_LBA
        jz      disk_end
        mov     es, [rDS]
        mov     di, [rSI]
        mov     cx, [es:di]             ; size of the buffer
        mov     ah, HD_BAD_COMMAND
        cmp     cx, 1Ah
        jb      disk_end
        mov     dx, 1Ah
        cmp     cx, 1Eh
        jb      .fill
        mov     dx, 1Eh
        cmp     cx, 42h
        jb      .fill
        mov     dx, 42h
.fill:  mov     [es:di], dx
        mov     ax, 02h                 ; CHS is valid, DMA boundaries are no matter
        movzx   ebx, word [si + disk.phys_cylinders]
        mov     [es:di + 4], ebx
        movzx   ebx, word [si + disk.phys_heads]
        mov     [es:di + 8], ebx
        movzx   ebx, word [si + disk.phys_sectors]
        mov     [es:di + 0Ch], ebx
        mov     ebx, [si + disk.total + 4]
        mov     [es:di + 14h], ebx
        mov     ecx, [si + disk.total]
        mov     [es:di + 10h], ecx
        test    ebx, ebx
        jnz     .large
        cmp     ecx, 16383 * 16 * 63
        jbe     .small
.large: and     al, ~02h
.small: mov     [es:di + 2], ax
        mov     word [es:di + 18h], 512
        cmp     dx, 1Eh
        jb      .done
        mov     bx, si                  ; the extension table of this disk
        sub     bx, EBDA_DISKS
        shr     bx, 1                   ; 32 bytes a record, 16 an extension
        add     bx, EBDA_DPTE
        mov     [es:di + 1Ah], bx
        mov     [es:di + 1Ch], ds
        cmp     dx, 42h
        jb      .done
        push    si                      ; device path
        push    di
        add     di, 1Eh
        mov     si, edd_path
        mov     cx, (edd_path.end - edd_path) / 2
        rep cs movsw
        pop     di
        pop     si
        mov     ax, [si + disk.base]
        mov     [es:di + 30h], ax
        mov     al, [si + disk.select]
        shr     al, 4
        and     al, 1
        mov     [es:di + 38h], al
        xor     ax, ax                  ; the path sums to zero
        mov     cx, 23h
        lea     bx, [di + 1Eh]
.sum:   add     al, [es:bx]
        inc     bx
        loop    .sum
        neg     al
        mov     [es:di + 41h], al
.done:  mov     ah, HD_OK
        jmp     disk_end

edd_path:                               ; from offset 1Eh
        dw      0BEDDh                  ; key
        db      24h, 0                  ; length of the path
        dw      0
        db      "ISA "                  ; 24h host bus
        db      "ATA     "              ; 28h interface
        dq      0                       ; 30h base address of the interface
        dq      0                       ; 38h device
        dw      0
.end:

; 49: has the disk been changed? never
edd_changed:
        mov     ah, HD_OK
        jmp     disk_end

; 4E: hardware configuration. AL 1 prefetch off, 3 PIO 0, 4 DMA default, 6 DMA off: all as it is already
edd_hardware:
        cmp     byte [rAL], 6
        mov     ah, HD_BAD_COMMAND
        ja      disk_end
        mov     byte [rAL], 0           ; other devices are not affected
        mov     ah, HD_OK
        jmp     disk_end

; ---- the channel
; DX := register %1 of the disk's channel
%macro ATA_PORT 1
        mov     dx, [si + disk.base]
    %if %1 != 0
        add     dx, %1
    %endif
%endmacro

; Selects the drive, when the channel is free. AL := its status. Carry: it never is.
ata_select:
        push    ecx
        push    dx
        push    bx
        call    .wait
        jc      .done
        ATA_PORT ATA_SELECT
        mov     al, [si + disk.select]
        out     dx, al
        call    .wait
.done:  pop     bx
        pop     dx
        pop     ecx
        ret
.wait:  WAIT_LIMIT DISK_TIME
        mov     dx, [si + disk.control]
.look:  in      al, dx
        test    al, ATA_BSY             ; carry clear
        jz      .free
        call    poll_ticks
        jnc     .look
.free:  ret

; Issues command AL for ECX sectors (0: 256 or no matter) at EDX:EBX (see chs_address). Carry: AH.
ata_command:
        push    edx
        push    bx
        push    ax
        call    ata_select
        mov     ah, HD_TIMEOUT
        jc      .timeout
        mov     byte [fs:BDA_HD_IRQ], 0
        cli                             ; the disk's interrupt must reach us
        in      al, PIC1_MASK
        and     al, 0FBh
        out     PIC1_MASK, al
        in      al, PIC2_MASK
        and     al, 3Fh
        out     PIC2_MASK, al
        sti
        push    dx
        mov     dx, [si + disk.control]
        mov     al, 08h                 ; interrupt on
        out     dx, al
        pop     dx
        test    edx, 80000000h
        jnz     .chs
        test    edx, 0FFFFh
        jnz     .long
        lea     eax, [ebx + ecx]
        cmp     eax, 10000000h          ; 28 bits do not reach
        ja      .long
        mov     ah, 0E0h
        jmp     .registers
.chs:   mov     ah, 0A0h
.registers:
        ATA_PORT ATA_COUNT
        mov     al, cl
        out     dx, al
        inc     dx
        mov     al, bl
        out     dx, al
        inc     dx
        mov     al, bh
        out     dx, al
        inc     dx
        push    ebx
        shr     ebx, 16
        mov     al, bl
        out     dx, al
        inc     dx
        mov     al, bh
        and     al, 0Fh
        or      al, ah
        or      al, [si + disk.select]
        out     dx, al
        pop     ebx
        pop     ax
        jmp     .issue
.timeout:
        pop     bx                      ; the command
        pop     bx
        pop     edx
        stc
        ret
.long:  mov     ax, dx                  ; AX: bits 47-32
        push    ax
        ATA_PORT ATA_COUNT
        mov     al, ch
        out     dx, al
        inc     dx
        mov     eax, ebx
        shr     eax, 24
        out     dx, al
        inc     dx
        pop     ax
        out     dx, al
        inc     dx
        mov     al, ah
        out     dx, al
        ATA_PORT ATA_COUNT
        mov     al, cl
        out     dx, al
        inc     dx
        mov     al, bl
        out     dx, al
        inc     dx
        mov     al, bh
        out     dx, al
        inc     dx
        mov     eax, ebx
        shr     eax, 16
        out     dx, al
        inc     dx
        mov     al, 40h
        or      al, [si + disk.select]
        out     dx, al
        pop     ax
        cmp     al, CMD_VERIFY          ; 20, 30, 40 -> 24, 34, 42
        je      .verify
        add     al, 2
.verify:
        add     al, 2
.issue: ATA_PORT ATA_STATUS
        out     dx, al
        pop     bx
        pop     edx
        clc
        ret

; Waits until the channel is no longer busy: by its interrupt, or by a status that stays ready without one (an
; interrupt that a program keeps from us). AL := status. Carry: AH, time is over.
ata_wait:
        push    ecx
        push    edx
        push    bx
        push    si
        clc
        mov     ax, 9000h               ; a multitasking system may do something else meanwhile
        int     15h
        jc      .timeout
        WAIT_LIMIT DISK_TIME
        mov     dx, [si + disk.control]
        mov     si, 64                  ; looks at a status that is ready without an interrupt
.look:  sti
        test    byte [fs:BDA_HD_IRQ], 80h
        jnz     .came
        in      al, dx
        test    al, ATA_BSY
        jnz     .busy
        dec     si
        jz      .came
        jmp     .time
.busy:  mov     si, 64
.time:  call    poll_ticks
        jnc     .look
.timeout:
        pop     si
        mov     ah, HD_TIMEOUT
        stc
        jmp     .done
.came:  mov     byte [fs:BDA_HD_IRQ], 0
.still: in      al, dx
        test    al, ATA_BSY             ; a drive may raise its interrupt an instant early
        jz      .ready
        call    poll_ticks
        jnc     .still
        jmp     .timeout
.ready: pop     si
        ATA_PORT ATA_STATUS
        in      al, dx                  ; reading this one drops the interrupt
        clc
.done:  pop     bx
        pop     edx
        pop     ecx
        ret

; AL: status -> AH := what INT 13h calls it, carry for an error
ata_outcome:
        mov     ah, HD_FAULT
        test    al, ATA_DF
        jnz     .failed
        mov     ah, HD_OK
        test    al, ATA_ERR             ; carry clear
        jz      .done
        push    dx
        push    si
        ATA_PORT ATA_ERROR
        in      al, dx
        mov     si, .errors
.look:  mov     ah, [cs:si + 1]
        test    al, [cs:si]
        jnz     .named
        add     si, 2
        cmp     si, .end
        jb      .look
        mov     ah, HD_UNDEFINED
.named: pop     si
        pop     dx
.failed:
        stc
.done:  ret
.errors:
        db      10h, HD_NOT_FOUND       ; IDNF
        db      40h, HD_BAD_DATA        ; UNC
        db      80h, HD_BAD_SECTOR      ; BBK
        db      04h, HD_BAD_COMMAND     ; ABRT
        db      02h, HD_SEEK            ; TK0NF
        db      01h, HD_NO_ADDRESS_MARK ; AMNF
.end:

; The end of a command without data. Carry: AH
ata_wait_end:
        call    ata_wait
        jnc     ata_outcome
        ret

; AL: a command without data or address. AH, carry. The drive is selected.
ata_simple_command:
        push    dx
        mov     byte [fs:BDA_HD_IRQ], 0
        ATA_PORT ATA_STATUS
        out     dx, al
        pop     dx
        jmp     ata_wait_end

; Runs EBDA_HD_COMMAND (read, write, verify) for ECX sectors at EDX:EBX (see chs_address), buffer ES:DI.
; ECX := sectors done. Carry: AH, the error; without carry AH = 0. The drive gets commands for 128 sectors at most.
ata_transfer:
        push    ebp
        push    ebx
        push    edx
        push    ecx
        mov     ebp, ecx                ; EBP: sectors to do
.piece: mov     ecx, 128
        cmp     ebp, ecx
        jae     .go
        mov     ecx, ebp
.go:    call    ata_piece
        jc      .end
        add     ebx, 128                ; a CHS request is never longer than one piece
        adc     edx, 0
        test    ebp, ebp
        jnz     .piece
        mov     ah, HD_OK
.end:   pop     ecx
        not     ebp                     ; ECX - EBP, with the carry kept
        lea     ecx, [ecx + ebp + 1]
        pop     edx
        pop     ebx
        pop     ebp
        ret

; One command. ECX: sectors (1-128). EBP counts down with each sector done. Carry: AH
ata_piece:
        mov     al, [EBDA_HD_COMMAND]
        call    ata_command
        jc      .end
        push    edx
        mov     al, [EBDA_HD_COMMAND]
        cmp     al, CMD_VERIFY
        je      .verify
        cmp     al, CMD_WRITE
        je      .write
.read:  call    ata_wait
        jc      .stop
        call    ata_outcome_data
        jc      .stop
        call    normalise
        push    cx
        mov     dx, [si + disk.base]
        mov     cx, 256
        rep insw
        pop     cx
        dec     ebp
        loop    .read
        jmp     .well
.write: call    ata_wait_data           ; the first sector is asked for without an interrupt
        jc      .stop
        call    normalise
        push    cx
        push    ds
        push    si
        mov     dx, [si + disk.base]
        mov     si, di
        push    es
        pop     ds
        mov     cx, 256
        rep outsw
        mov     di, si
        pop     si
        pop     ds
        pop     cx
        call    ata_wait
        jc      .stop
        call    ata_outcome
        jc      .stop
        dec     ebp
        loop    .write
        jmp     .well
.verify:
        call    ata_wait
        jc      .stop
        call    ata_outcome
        jc      .stop
        sub     ebp, ecx
.well:  clc
.stop:  pop     edx
.end:   ret

; Status AL must offer data. Carry: AH
ata_outcome_data:
        call    ata_outcome
        jc      .done
        test    al, ATA_DRQ
        jnz     .done
        mov     ah, HD_CONTROLLER
        stc
.done:  ret

; Waits for the drive to want data. Carry: AH
ata_wait_data:
        push    ecx
        push    dx
        push    bx
        WAIT_LIMIT DISK_TIME
        mov     dx, [si + disk.control]
.look:  in      al, dx
        test    al, ATA_BSY
        jnz     .time
        test    al, ATA_DRQ | ATA_ERR | ATA_DF
        jnz     .ready
.time:  call    poll_ticks
        jnc     .look
        mov     ah, HD_TIMEOUT
        jmp     .done
.ready: ATA_PORT ATA_STATUS
        in      al, dx
        call    ata_outcome_data
.done:  pop     bx
        pop     dx
        pop     ecx
        ret

; ES:DI: the next sector must not run over the end of its segment.
normalise:
        cmp     di, 0FE00h
        jbe     .done
        push    ax
        push    dx
        mov     ax, di
        shr     ax, 4
        mov     dx, es
        add     dx, ax
        mov     es, dx
        and     di, 0Fh
        pop     dx
        pop     ax
.done:  ret

; Resets the channel by its control register. Carry: AH
ata_reset:
        mov     dx, [si + disk.control]
        mov     al, 0Ch                 ; SRST
        out     dx, al
        mov     cx, 2
        call    delay_refresh
        mov     al, 08h
        out     dx, al
        mov     cx, 2
        call    delay_refresh
        call    ata_select
        mov     ah, HD_CONTROLLER
        jc      .done
        mov     ah, HD_OK
.done:  ret

; Tells the drive the geometry that CHS calls use, unless they go by LBA. AH, carry
ata_set_geometry:
        mov     ah, HD_OK
        test    byte [si + disk.flags], DISK_TRANSLATED
        jnz     .done                   ; carry clear
        call    ata_select
        mov     ah, HD_TIMEOUT
        jc      .done
        ATA_PORT ATA_COUNT
        mov     al, [si + disk.sectors]
        out     dx, al
        ATA_PORT ATA_SELECT
        mov     al, [si + disk.heads]
        dec     ax
        and     al, 0Fh
        or      al, [si + disk.select]
        out     dx, al
        mov     al, CMD_SET_GEOMETRY
        jmp     ata_simple_command
.done:  ret

; IRQ14, IRQ15
int77_handler:
int76_handler:
        push    ax
        push    ds
        push    BDA
        pop     ds
        mov     byte [BDA_HD_IRQ], 0FFh
        call    eoi_slave
        mov     ax, 9100h
        int     15h
        pop     ds
        pop     ax
        iret
