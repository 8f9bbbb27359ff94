; INT 13h for diskettes (INT 40h when a disk is there): the 82077AA controller, IRQ6, DMA channel 2.
;
; The diskette parameter table of INT 1Eh is honoured as DOS changes it, with two exceptions. Head settle time is not
; waited for: a sector is only touched after its ID was read, and the drives of this machine need none. And a track
; may be longer than the table says (see end_of_track).

FD_OK               equ 00h
FD_BAD_COMMAND      equ 01h
FD_NO_ADDRESS_MARK  equ 02h
FD_WRITE_PROTECTED  equ 03h
FD_NOT_FOUND        equ 04h
FD_CHANGED          equ 06h
FD_DMA_OVERRUN      equ 08h
FD_DMA_BOUNDARY     equ 09h
FD_UNKNOWN_MEDIA    equ 0Ch
FD_BAD_CRC          equ 10h
FD_CONTROLLER       equ 20h
FD_SEEK             equ 40h
FD_TIMEOUT          equ 80h

MEDIA_ESTABLISHED   equ 10h             ; 40:90, 40:91
MEDIA_DOUBLE_STEP   equ 20h

FDC_READ            equ 0E6h            ; MT MFM SK
FDC_WRITE           equ 0C5h            ; MT MFM
FDC_FORMAT          equ 4Dh
FDC_READ_ID         equ 4Ah
FDC_SPECIFY         equ 03h
FDC_SENSE           equ 08h
FDC_RECALIBRATE     equ 07h
FDC_SEEK            equ 0Fh

DMA_WRITE_MEMORY    equ 46h             ; channel 2, single mode: disk to memory
DMA_READ_MEMORY     equ 4Ah
DMA_VERIFY          equ 42h

int13_floppy_handler:
        ENTER_SERVICE
        sti
        call    note_activity
        mov     al, [rAH]
        cmp     al, 18h
        ja      .bad
        movzx   si, al
        mov     al, [cs:si + .index]
        cmp     byte [rDL], 1           ; two drives, unless the question is what there is
        jbe     .go
        cmp     byte [rAH], 08h
        je      .go
        cmp     byte [rAH], 15h
        je      .go
.bad:   mov     ah, FD_BAD_COMMAND
        jmp     floppy_end_status
.go:    movzx   si, al
        movzx   di, byte [rDL]          ; DI: drive, throughout
        jmp     [cs:si + .table]
.index: db      0, 2, 4, 4, 4, 6, 8, 8, 10, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 12, 14, 16, 18
.table: dw      floppy_reset, floppy_status, floppy_transfer, floppy_format, .bad
        dw      floppy_parameters, floppy_type, floppy_change_line, floppy_set_type, floppy_set_media

; AH: status, into 40:41, AH and the carry of the caller
floppy_end_status:
        mov     [BDA_FD_STATUS], ah
floppy_end_no_store:
        mov     [rAH], ah
        and     byte [rFLAGS], ~CARRY
        test    ah, ah
        jz      .leave
        or      byte [rFLAGS], CARRY
.leave: LEAVE_SERVICE

; 01
floppy_status:
        mov     ah, [BDA_FD_STATUS]
        jmp     floppy_end_no_store

; 00
floppy_reset:
        call    fdc_reset
        jmp     floppy_end_status

; 02 read, 03 write, 04 verify
floppy_transfer:
        mov     byte [BDA_FD_STATUS], 0
        cmp     byte [rAL], 0
        mov     ah, FD_BAD_COMMAND
        je      .failed_none
        mov     al, 0
        cmp     byte [rAH], 03h
        jne     .motor
        mov     al, 80h
.motor: call    floppy_start            ; drive there, motor on, diskette as before
        jc      .failed_none
        call    floppy_establish
        jc      .failed_none
        mov     bl, [rCH]
        call    floppy_seek
        jc      .failed_none

        call    end_of_track
        push    ax                      ; AL: last sector of the track
        call    sector_shift
        add     cl, 7
        movzx   eax, byte [rAL]
        shl     eax, cl
        mov     ecx, eax                ; ECX: bytes
        mov     al, [rAH]
        call    dma_start
        pop     bx                      ; BL: last sector
        jc      .failed_none
        push    cx
        mov     al, FDC_WRITE
        cmp     byte [rAH], 03h
        je      .command
        mov     al, FDC_READ
.command:
        call    fdc_begin
        call    fdc_send
        call    floppy_head_drive
        call    fdc_send
        mov     al, [rCH]
        call    fdc_send
        mov     al, [rDH]
        call    fdc_send
        mov     al, [rCL]
        call    fdc_send
        mov     bh, bl
        mov     bl, 3                   ; N
        call    table_byte
        call    fdc_send
        mov     al, bh
        call    fdc_send
        mov     bl, 5                   ; gap
        call    table_byte
        call    fdc_send
        mov     bl, 6                   ; data length
        call    table_byte
        call    fdc_send
        call    fdc_complete
        pop     cx
        jnc     .end
        push    ax                      ; some sectors may have come through: what the DMA still has to do
        call    sectors_done
        mov     [rAL], al
        pop     ax
        cmp     ah, FD_NO_ADDRESS_MARK  ; another diskette, perhaps, in a drive without a change line:
        je      .forget                 ; the caller's next try looks at it anew
        cmp     ah, FD_NOT_FOUND
        jne     .end
.forget:
        and     byte [BDA_FD_MEDIA + di], ~(MEDIA_ESTABLISHED | MEDIA_DOUBLE_STEP)
        jmp     .end
.failed_none:
        mov     byte [rAL], 0
.end:   mov     bl, 2                   ; the motor runs on for a while
        call    table_byte
        mov     [BDA_FD_MOTOR_TICKS], al
        jmp     floppy_end_status

; 05: format track CH, head DH, with the ID fields at ES:BX
floppy_format:
        mov     byte [BDA_FD_STATUS], 0
        mov     al, 80h
        call    floppy_start
        jc      floppy_transfer.end
        test    byte [BDA_FD_MEDIA + di], MEDIA_ESTABLISHED
        jnz     .rate                   ; by AH=17h, 18h, or by use
        call    floppy_default_media
.rate:  call    floppy_send_rate
        mov     bl, [rCH]
        call    floppy_seek
        jc      floppy_transfer.end
        mov     bl, 4
        call    table_byte
        movzx   ecx, al
        shl     cx, 2                   ; four bytes for each sector
        mov     al, 05h
        call    dma_start
        jc      floppy_transfer.end
        mov     al, FDC_FORMAT
        call    fdc_begin
        call    fdc_send
        call    floppy_head_drive
        call    fdc_send
        mov     bl, 3                   ; N
        call    table_byte
        call    fdc_send
        mov     bl, 4                   ; sectors
        call    table_byte
        call    fdc_send
        mov     bl, 7                   ; gap
        call    table_byte
        call    fdc_send
        mov     bl, 8                   ; filler
        call    table_byte
        call    fdc_send
        call    fdc_complete
        push    es
        call    load_ebda
        mov     byte [es:EBDA_FD_SECTORS + di], 0
        pop     es
        jmp     floppy_transfer.end

; 08: drive parameters by type
floppy_parameters:
        xor     ax, ax
        mov     [rAX], ax
        mov     [rBX], ax
        mov     [rCX], ax
        mov     [rDX], ax
        mov     [BDA_FD_STATUS], al
        test    byte [BDA_EQUIPMENT], 01h
        jz      .none
        mov     al, [BDA_EQUIPMENT]
        shr     al, 6
        inc     ax
        mov     [rDL], al
        call    floppy_drive_type
        jz      .none
        mov     [rBL], al
        movzx   si, al
        shl     si, 1
        mov     si, [cs:si + drive_media - 2]
        mov     al, [cs:si + 12]
        mov     [rCH], al
        mov     al, [cs:si + 4]
        mov     [rCL], al
        mov     byte [rDH], 1
        mov     [rDI], si
        mov     [rES], cs
        and     byte [rFLAGS], ~CARRY
        LEAVE_SERVICE
.none:  mov     word [rDI], 0
        mov     word [rES], 0
        and     byte [rFLAGS], ~CARRY
        LEAVE_SERVICE

; 15: AH 0 no drive, 1 without, 2 with change line
floppy_type:
        call    floppy_drive_type
        mov     ah, 0
        jz      .set
        inc     ah
        cmp     al, 1
        je      .set
        inc     ah
.set:   mov     [rAH], ah
        mov     byte [BDA_FD_STATUS], 0
        and     byte [rFLAGS], ~CARRY
        LEAVE_SERVICE

; 16: has the diskette been changed?
floppy_change_line:
        call    floppy_drive_type
        mov     ah, FD_TIMEOUT
        jz      floppy_end_status
        mov     ah, FD_CHANGED
        cmp     al, 1                   ; a drive that can't tell: perhaps
        je      floppy_end_status
        mov     al, 0
        call    floppy_motor
        call    change_line
        mov     ah, FD_CHANGED
        jnz     floppy_end_status
        mov     ah, 0
        jmp     floppy_end_status

; 17: media type for formatting. AL 1 360K, 2 360K in 1.2M, 3 1.2M, 4 720K (in 720K or 1.44M)
floppy_set_type:
        call    floppy_drive_type
        mov     ah, FD_TIMEOUT
        jz      floppy_end_status
        call    floppy_accept_change
        jc      floppy_end_status
        mov     ah, FD_BAD_COMMAND
        movzx   bx, byte [rAL]
        dec     bx
        cmp     bx, 4
        jae     floppy_end_status
        mov     al, [cs:bx + .states]
        mov     [BDA_FD_MEDIA + di], al
        mov     ah, 0
        jmp     floppy_end_status
.states:
        db      93h, 74h, 15h, 97h

; 18: media for formatting: tracks and sectors as AH=08h gives them. ES:DI := the parameter table for it
floppy_set_media:
        call    floppy_drive_type
        mov     ah, FD_TIMEOUT
        jz      floppy_end_status
        mov     dl, al
        call    floppy_accept_change
        jc      floppy_end_status
        mov     si, media_tables
.next:  mov     ah, FD_UNKNOWN_MEDIA
        cmp     si, media_tables.end
        jae     floppy_end_status
        mov     al, [cs:si + 4]         ; sectors
        mov     bl, [rCL]
        and     bl, 3Fh
        cmp     al, bl
        jne     .step
        mov     al, [cs:si + 12]        ; last track
        cmp     al, [rCH]
        jne     .step
        mov     cl, dl
        mov     al, 1
        shl     al, cl
        test    [cs:si + 11], al        ; fits this type of drive
        jz      .step
        mov     al, [cs:si + 13]
        or      al, MEDIA_ESTABLISHED
        cmp     byte [cs:si + 12], 39
        ja      .set
        cmp     dl, 1
        je      .set
        or      al, MEDIA_DOUBLE_STEP
.set:   mov     [BDA_FD_MEDIA + di], al
        mov     [rDI], si
        mov     [rES], cs
        mov     ah, 0
        jmp     floppy_end_status
.step:  add     si, 14
        jmp     .next

; Parameter tables (11 bytes), then drive types that take the medium (bit n: type n), last track, data rate and state
%macro MEDIA 6                          ; sectors, gap, format gap, drives, last track, rate and state
        db      0AFh, 02h, 25h, 02h, %1, %2, 0FFh, %3, 0F6h, 0Fh, 00h
        db      %4, %5, %6
%endmacro
media_tables:
media_160:  MEDIA   8, 2Ah, 50h, 02h, 39, 83h
media_360:  MEDIA   9, 2Ah, 50h, 02h, 39, 83h
media_320w: MEDIA   8, 23h, 50h, 04h, 39, 44h
media_360w: MEDIA   9, 23h, 50h, 04h, 39, 44h
media_1200: MEDIA   15, 1Bh, 54h, 04h, 79, 05h
media_640:  MEDIA   8, 2Ah, 50h, 38h, 79, 87h
media_720:  MEDIA   9, 2Ah, 50h, 38h, 79, 87h
media_1440: MEDIA   18, 1Bh, 6Ch, 30h, 79, 07h
media_dmf:  MEDIA   21, 08h, 1Ch, 30h, 79, 07h
media_2880: MEDIA   36, 1Bh, 53h, 20h, 79, 0C7h
media_tables.end:
; what a drive of type 1-5 is made for
drive_media:
        dw      media_360, media_1200, media_720, media_1440, media_2880

; ---- the drive
; DI: drive -> AL: its CMOS type, zero flag: none
floppy_drive_type:
        push    es
        mov     al, 0
        cmp     di, 1
        ja      .none
        call    load_ebda
        mov     al, [es:EBDA_FD_TYPE + di]
.none:  test    al, al
        pop     es
        ret

; Motor on, change line looked at. AL: 80h for writing. Carry: AH says why the drive can't be used.
floppy_start:
        push    ax
        call    floppy_drive_type
        pop     bx
        mov     ah, FD_TIMEOUT
        stc
        jz      .done
        xchg    al, bl
        call    floppy_motor
        cmp     bl, 1
        je      .ok
        call    change_line
        jz      .ok
        call    floppy_new_media        ; CHANGED, or TIMEOUT without a diskette
        stc
        ret
.ok:    clc
.done:  ret

; For AH=17h, 18h: a change is no error here. Carry: no diskette, AH.
floppy_accept_change:
        mov     al, 0
        call    floppy_start
        jnc     .done
        cmp     ah, FD_CHANGED
        stc
        jne     .done
        clc
.done:  ret

; AL: 80h for writing. Selects drive DI, starts its motor.
floppy_motor:
        push    cx
        push    dx
        push    bx
        mov     dl, al
        cli
        mov     byte [BDA_FD_MOTOR_TICKS], 0FFh
        mov     cx, di
        mov     ah, 1
        shl     ah, cl                  ; motor bit
        mov     dh, [BDA_FD_MOTOR]
        mov     al, dh
        and     al, 0Fh
        or      al, ah
        or      al, dl
        mov     ch, cl
        shl     ch, 4
        or      al, ch
        mov     [BDA_FD_MOTOR], al
        shl     al, 4
        or      al, cl
        or      al, 0Ch                 ; interrupts and DMA on, no reset
        push    dx
        mov     dx, FDC_DOR
        out     dx, al
        pop     dx
        sti
        test    dh, ah                  ; was it running? only a write waits: a read finds its sector or does not
        jnz     .done
        test    dl, 80h
        jz      .done
        mov     bl, 10                  ; eighths of a second
        call    table_byte
        movzx   bx, al
        test    bx, bx
        jz      .done
.wait:  mov     cx, 8286                ; 125 ms
        call    delay_refresh
        dec     bx
        jnz     .wait
.done:  pop     bx
        pop     dx
        pop     cx
        ret

; Not zero: the change line of the selected drive is active.
change_line:
        push    ax
        push    dx
        mov     dx, FDC_DIR
        in      al, dx
        test    al, 80h
        pop     dx
        pop     ax
        ret

; The diskette changed: forget what was known, and step, which clears the line if there is a diskette.
; AH := CHANGED or TIMEOUT
floppy_new_media:
        push    es
        call    load_ebda
        mov     byte [es:EBDA_FD_SECTORS + di], 0
        pop     es
        and     byte [BDA_FD_MEDIA + di], ~(MEDIA_ESTABLISHED | MEDIA_DOUBLE_STEP)
        call    floppy_forget_track
        call    fdc_reset
        mov     bl, 1
        call    floppy_seek
        mov     bl, 0
        call    floppy_seek
        mov     ah, FD_CHANGED
        call    change_line
        jz      .done
        mov     ah, FD_TIMEOUT
.done:  ret

floppy_forget_track:
        push    cx
        mov     cx, di
        mov     ah, 1
        shl     ah, cl
        not     ah
        and     [BDA_FD_CALIBRATED], ah
        pop     cx
        ret

; Finds out the data rate of the diskette and whether its tracks are twice as wide as the drive's. Carry: AH says why not.
floppy_establish:
        test    byte [BDA_FD_MEDIA + di], MEDIA_ESTABLISHED
        jnz     floppy_send_rate
        call    floppy_drive_type
        movzx   si, al
        cmp     al, 5
        jbe     .known
        mov     si, 4
.known: shl     si, 2
        mov     cx, 4
.rate:  mov     al, [cs:si + .rates - 4]
        inc     si
        mov     [BDA_FD_MEDIA + di], al
        call    floppy_send_rate
        mov     bl, 0
        call    floppy_seek
        jc      .failed
        call    fdc_read_id
        jnc     .found
        cmp     ah, FD_TIMEOUT          ; no answer at all: the other rates won't help
        je      .failed
        loop    .rate
.failed:
        stc
        ret
.found: mov     al, [BDA_FD_MEDIA + di]
        and     al, 0C0h
        cmp     al, 40h                 ; 250 and 300 kbit/s in a drive with 80 tracks: go to the third, and read
        jb      .single                 ; which one the diskette calls it
        cmp     al, 0C0h
        je      .single
        call    floppy_drive_type
        cmp     al, 1
        je      .single
        mov     bl, 2
        call    floppy_seek
        jc      .failed
        call    fdc_read_id
        jc      .single
        cmp     byte [BDA_FD_RESULT + 3], 1
        jne     .single
        or      byte [BDA_FD_MEDIA + di], MEDIA_DOUBLE_STEP
.single:
        or      byte [BDA_FD_MEDIA + di], MEDIA_ESTABLISHED
        clc
        ret
; 40:90 values in the order of trying, for drive types 1-5. Bits 7-6: 0 500, 1 300, 2 250, 3 1000 kbit/s
.rates: db      83h, 43h, 03h, 0C3h
        db      05h, 44h, 87h, 0C7h
        db      87h, 07h, 47h, 0C7h
        db      07h, 87h, 47h, 0C7h
        db      0C7h, 07h, 87h, 47h

; What the drive is made for, for a diskette that can't be read.
floppy_default_media:
        call    floppy_drive_type
        movzx   si, al
        shl     si, 1
        mov     si, [cs:si + drive_media - 2]
        mov     al, [cs:si + 13]
        mov     [BDA_FD_MEDIA + di], al
        ret

; The drive's data rate to the controller. Carry clear.
floppy_send_rate:
        push    dx
        mov     al, [BDA_FD_MEDIA + di]
        and     al, 0C0h
        mov     [BDA_FD_RATE], al
        shr     al, 6
        mov     dx, FDC_DIR
        out     dx, al
        pop     dx
        clc
        ret

; AL := (head << 2) | drive
floppy_head_drive:
        mov     al, [rDH]
        and     al, 01h
        shl     al, 2
        push    di
        and     di, 03h
        push    bx
        mov     bx, di
        or      al, bl
        pop     bx
        pop     di
        ret

; BL: cylinder. Recalibrates first where necessary. Carry: AH
floppy_seek:
        push    cx
        mov     cx, di
        mov     ch, 1
        shl     ch, cl
        test    [BDA_FD_CALIBRATED], ch
        jnz     .calibrated
        call    .recalibrate
        jnc     .at_zero
        call    .recalibrate            ; 77 steps do not reach track 0 from track 79
        jc      .failed
.at_zero:
        or      [BDA_FD_CALIBRATED], ch
        mov     byte [BDA_FD_TRACK + di], 0
.calibrated:
        test    byte [BDA_FD_MEDIA + di], MEDIA_DOUBLE_STEP
        jz      .single
        add     bl, bl
.single:
        cmp     [BDA_FD_TRACK + di], bl
        je      .ok
        mov     al, FDC_SEEK
        call    fdc_begin
        call    fdc_send
        call    floppy_head_drive
        call    fdc_send
        mov     al, bl
        call    fdc_send
        call    .finish
        jc      .failed
        mov     [BDA_FD_TRACK + di], bl
.ok:    clc
        pop     cx
        ret
.failed:
        not     ch
        and     [BDA_FD_CALIBRATED], ch
        stc
        pop     cx
        ret
.recalibrate:
        mov     al, FDC_RECALIBRATE
        call    fdc_begin
        call    fdc_send
        push    di
        mov     ax, di
        and     al, 03h
        pop     di
        call    fdc_send
.finish:                                ; IRQ6, then the reason
        call    fdc_wait_irq
        jc      .timeout
        mov     al, FDC_SENSE
        call    fdc_begin
        call    fdc_send
        call    fdc_receive
        jc      .timeout
        mov     ah, al
        call    fdc_receive             ; the cylinder
        and     ah, 0E0h
        cmp     ah, 20h                 ; seek end, no error
        mov     ah, FD_SEEK
        stc
        jne     .finished
        clc
.finished:
        ret
.timeout:
        mov     ah, FD_TIMEOUT
        stc
        ret

; AL := the last sector number for the command. The table's, unless the request runs beyond it and the track does too:
; then the request's own last sector, so that the controller does not go on with the other head.
end_of_track:
        mov     bl, 4
        call    table_byte
        mov     ah, [rCL]
        add     ah, [rAL]
        jc      .table
        dec     ah                      ; the last sector asked for
        cmp     ah, al
        jbe     .table
        cmp     [rCL], al               ; starts beyond the table already
        ja      .request
        push    es
        call    load_ebda
        mov     bl, [es:EBDA_FD_SECTORS + di]
        test    bl, bl
        jnz     .probed
        mov     bl, al                  ; is there a sector behind the table's last?
        push    ax
        call    probe_sector
        pop     ax
        jc      .store
        mov     bl, 0FFh
.store: mov     [es:EBDA_FD_SECTORS + di], bl
.probed:
        pop     es
        cmp     bl, ah
        jb      .table
.request:
        mov     al, ah
.table: ret

; BL: a sector number; carry: there is no sector BL + 1 on this track. Reads it without keeping its data.
probe_sector:
        push    bx
        push    ecx
        mov     ecx, 512
        mov     al, 04h
        call    dma_start
        mov     al, FDC_READ & 7Fh      ; this head only
        call    fdc_begin
        call    fdc_send
        call    floppy_head_drive
        call    fdc_send
        mov     al, [rCH]
        call    fdc_send
        mov     al, [rDH]
        call    fdc_send
        mov     al, bl
        inc     al
        call    fdc_send
        push    ax
        mov     al, 2
        call    fdc_send
        pop     ax
        call    fdc_send
        mov     al, 1Bh
        call    fdc_send
        mov     al, 0FFh
        call    fdc_send
        call    fdc_complete
        pop     ecx
        pop     bx
        ret

; BL: index -> AL: byte of the diskette parameter table
table_byte:
        push    ds
        push    si
        push    bx
        mov     bh, 0
        push    0
        pop     ds
        lds     si, [1Eh * 4]
        mov     al, [si + bx]
        pop     bx
        pop     si
        pop     ds
        ret

; CL := log2 of the sector size, minus 7
sector_shift:
        push    bx
        push    ax
        mov     bl, 3
        call    table_byte
        and     al, 07h
        mov     cl, al
        pop     ax
        pop     bx
        ret

; ---- DMA channel 2
; AL: function (02 read, 04 verify; 03, 05: from memory), ECX: bytes, the caller's ES:BX: address.
; CX := bytes - 1. Carry: AH, the block crosses a 64 KiB boundary.
dma_start:
        push    bx
        push    edx
        mov     bl, DMA_WRITE_MEMORY
        cmp     al, 02h
        je      .mode
        mov     bl, DMA_READ_MEMORY
        cmp     al, 04h
        jne     .mode
        mov     bl, DMA_VERIFY
        mov     edx, 0F0000h            ; nothing is moved; should a controller do it all the same, it hits the ROM
        jmp     .count
.mode:  movzx   edx, word [rES]
        shl     edx, 4
        movzx   eax, word [rBX]
        add     edx, eax
.count: dec     ecx
        cmp     ecx, 0FFFFh
        ja      .boundary
        mov     ax, dx
        add     ax, cx
        jc      .boundary
        cli
        mov     al, 06h                 ; mask channel 2
        out     DMA1_MASK, al
        out     DMA1_FLIPFLOP, al
        mov     al, bl
        out     DMA1_MODE, al
        mov     al, dl
        out     DMA1_ADDR2, al
        mov     al, dh
        out     DMA1_ADDR2, al
        shr     edx, 16
        mov     al, dl
        out     DMA_PAGE2, al
        mov     al, cl
        out     DMA1_COUNT2, al
        mov     al, ch
        out     DMA1_COUNT2, al
        mov     al, 02h
        out     DMA1_MASK, al
        sti
        pop     edx
        pop     bx
        clc
        ret
.boundary:
        mov     ah, FD_DMA_BOUNDARY
        pop     edx
        pop     bx
        stc
        ret

; CX: bytes asked for, minus 1 -> AL: whole sectors moved
sectors_done:
        push    cx
        push    dx
        cli
        out     DMA1_FLIPFLOP, al
        in      al, DMA1_COUNT2
        mov     dl, al
        in      al, DMA1_COUNT2
        mov     dh, al
        sti
        sub     cx, dx                  ; after the last byte the count is FFFF
        mov     dx, cx
        call    sector_shift
        add     cl, 7
        shr     dx, cl
        mov     al, dl
        pop     dx
        pop     cx
        ret

; ---- the controller
; Clears the interrupt flag before a command. Keeps AL.
fdc_begin:
        and     byte [BDA_FD_CALIBRATED], 7Fh
        ret

; AL: byte for the controller. Carry: it does not want one.
fdc_send:
        push    ecx
        push    dx
        push    ax
        TIME_LIMIT 20
        mov     dx, FDC_MSR
.wait:  in      al, dx
        and     al, 0C0h
        cmp     al, 80h                 ; ready, towards the controller
        je      .ready
        call    poll_time
        jnc     .wait
        pop     ax
        jmp     .done
.ready: pop     ax
        inc     dx
        out     dx, al
        clc
.done:  pop     dx
        pop     ecx
        ret

; AL := byte from the controller. Carry: it has none.
fdc_receive:
        push    ecx
        push    dx
        push    bx
        mov     bh, ah
        TIME_LIMIT 20
        mov     dx, FDC_MSR
.wait:  in      al, dx
        and     al, 0C0h
        cmp     al, 0C0h
        je      .ready
        call    poll_time
        jnc     .wait
        jmp     .done
.ready: inc     dx
        in      al, dx
        clc
.done:  mov     ah, bh
        pop     bx
        pop     dx
        pop     ecx
        ret

; Waits for IRQ6, two seconds at most (a track is 200 ms). Carry: it did not come.
fdc_wait_irq:
        push    eax
        push    ecx
        push    bx
        mov     ax, 9001h               ; a multitasking system may do something else meanwhile
        clc
        int     15h
        jc      .done                   ; it waited in vain
        WAIT_LIMIT 2000
.wait:  sti
        test    byte [BDA_FD_CALIBRATED], 80h   ; carry clear
        jnz     .done
        call    poll_ticks
        jnc     .wait
.done:  pop     bx
        pop     ecx
        pop     eax
        pushf
        and     byte [BDA_FD_CALIBRATED], 7Fh
        popf
        ret

; Waits for the end of a command with seven result bytes and makes AH of them. Carry: AH is an error.
fdc_complete:
        push    cx
        push    si
        call    fdc_wait_irq
        mov     ah, FD_TIMEOUT
        jc      .stuck
        mov     si, BDA_FD_RESULT
        mov     cx, 7
.result:
        call    fdc_receive
        mov     ah, FD_CONTROLLER
        jc      .stuck
        mov     [si], al
        inc     si
        loop    .result
        mov     ah, FD_OK
        test    byte [BDA_FD_RESULT], 0C0h
        jz      .done
        mov     ah, FD_TIMEOUT
        test    byte [BDA_FD_RESULT], 08h       ; drive not ready
        jnz     .failed
        mov     si, .errors
        mov     al, [BDA_FD_RESULT + 1]
.error: mov     ah, [cs:si + 1]
        test    al, [cs:si]
        jnz     .failed
        add     si, 2
        cmp     si, .end
        jb      .error
        mov     ah, FD_CONTROLLER
        jmp     .failed
.stuck: push    ax                      ; a controller in the middle of something: reset it for the next call
        call    fdc_reset
        pop     ax
.failed:
        stc
.done:  pop     si
        pop     cx
        ret
.errors:                                ; ST1
        db      02h, FD_WRITE_PROTECTED
        db      20h, FD_BAD_CRC
        db      10h, FD_DMA_OVERRUN
        db      04h, FD_NOT_FOUND
        db      80h, FD_NOT_FOUND
        db      01h, FD_NO_ADDRESS_MARK
.end:

; Reads the next ID field under head 0. Carry: AH
fdc_read_id:
        mov     al, FDC_READ_ID
        call    fdc_begin
        call    fdc_send
        push    word [rDX]
        mov     byte [rDH], 0
        call    floppy_head_drive
        pop     word [rDX]
        call    fdc_send
        jmp     fdc_complete

; Resets the controller, keeps motors. AH := 0 or CONTROLLER
fdc_reset:
        push    cx
        push    dx
        push    bx
        and     byte [BDA_FD_CALIBRATED], 70h   ; all tracks unknown, no interrupt seen
        cli
        mov     al, [BDA_FD_MOTOR]
        mov     ah, al
        shl     al, 4
        shr     ah, 4
        and     ah, 03h
        or      al, ah
        or      al, 08h                 ; reset
        mov     dx, FDC_DOR
        out     dx, al
        mov     cx, 1
        call    delay_refresh
        or      al, 04h
        out     dx, al
        sti
        call    fdc_wait_irq
        jc      .failed
        mov     cx, 4                   ; an interrupt status for each of four drives
.sense: mov     al, FDC_SENSE
        call    fdc_send
        jc      .failed
        call    fdc_receive
        jc      .failed
        call    fdc_receive
        loop    .sense
        mov     al, FDC_SPECIFY
        call    fdc_send
        jc      .failed
        mov     bl, 0
        call    table_byte
        call    fdc_send
        mov     bl, 1
        call    table_byte
        call    fdc_send
        mov     al, [BDA_FD_RATE]       ; the reset leaves the rate, but not for sure
        shr     al, 6
        mov     dx, FDC_DIR
        out     dx, al
        mov     ah, FD_OK
        jmp     .done
.failed:
        mov     ah, FD_CONTROLLER
.done:  pop     bx
        pop     dx
        pop     cx
        ret

; IRQ6
int0e_handler:
        push    ax
        push    ds
        push    BDA
        pop     ds
        or      byte [BDA_FD_CALIBRATED], 80h
        mov     al, EOI
        out     PIC1, al
        mov     ax, 9101h
        int     15h
        pop     ds
        pop     ax
        iret

; ---- POST
; Types from CMOS, one reset, the change lines forgotten. DS = BDA.
init_floppies:
        push    es
        call    load_ebda
        READ_CMOS CMOS_FLOPPIES
        mov     ah, al
        shr     al, 4
        and     ah, 0Fh
        mov     [es:EBDA_FD_TYPE], ax
        and     byte [BDA_EQUIPMENT], 3Eh       ; floppies as the types tell
        test    al, al
        jz      .second
        or      byte [BDA_EQUIPMENT], 01h
.second:
        test    ah, ah
        jz      .info
        or      byte [BDA_EQUIPMENT], 41h
.info:  mov     cl, 0                   ; 40:8F: a nibble for each drive
        cmp     al, 0
        je      .info_b
        mov     cl, 04h
        cmp     al, 1
        je      .info_b
        mov     cl, 07h
.info_b:
        cmp     ah, 0
        je      .store
        or      cl, 40h
        cmp     ah, 1
        je      .store
        or      cl, 70h
.store: mov     [BDA_FD_INFO], cl
        test    ax, ax
        jz      .done
        push    bp
        sub     sp, 44                  ; the routines look into a service frame
        mov     bp, sp
        mov     word [rDX], 0
        call    fdc_reset
        add     sp, 44
        pop     bp
.done:  pop     es
        ret

report_floppies:
        push    es
        call    load_ebda
        xor     di, di
.drive: movzx   bx, byte [es:EBDA_FD_TYPE + di]
        test    bx, bx
        jz      .next
        LABEL   "Drive "
        mov     dl, 8
        call    set_column
        mov     al, 07h
        call    set_colour
        mov     ax, di
        add     al, 'A'
        call    print_char
        PRINT   ":"
        mov     al, 0Fh
        call    set_colour
        mov     dl, 16
        call    set_column
        cmp     bx, 5
        jbe     .known
        PRINT   "unknown type", 10
        jmp     .next
.known: mov     si, bx
        shl     si, 1
        mov     si, [cs:si + .names - 2]
        call    print_string
.next:  inc     di
        cmp     di, 2
        jb      .drive
        pop     es
        ret
.names: dw      .n360, .n1200, .n720, .n1440, .n2880
.n360:  db      '360 KB, 5.25"', 10, 0
.n1200: db      '1.2 MB, 5.25"', 10, 0
.n720:  db      '720 KB, 3.5"', 10, 0
.n1440: db      '1.44 MB, 3.5"', 10, 0
.n2880: db      '2.88 MB, 3.5"', 10, 0
