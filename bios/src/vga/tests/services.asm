; Test guest: calls the services of INT 10h and compares what they return. One line a check on port E9h, "ok ..." or "FAIL ... got X".
%include "boot.inc"

%macro  check 3                         ; register, expected, name: registers AX, SI are destroyed
        mov ax, %1
        push word %2
        push word %%text
        call compare
        jmp %%on
%%text: db %3, 0
%%on:
%endmacro
%macro  video 1
        mov ax, %1
        int 10h
%endmacro

compare:                                ; AX = got; stack: name, expected
        push bp
        mov bp, sp
        mov si, t_ok
        cmp ax, [bp+6]
        je .say
        mov si, t_fail
.say:   pushf
        push ax
        call puts
        mov si, [bp+4]
        call puts
        pop ax
        popf
        je .end
        mov si, t_got
        push ax
        call puts
        pop ax
        call hex16
.end:   mov al, 10
        out 0E9h, al
        pop bp
        ret 4
t_ok:   db 'ok ', 0
t_fail: db 'FAIL ', 0
t_got:  db ' got ', 0

main:
        ; --- text ---
        video 0003h
        video 0F00h
        check ax, 5003h, 'get mode 3'
        mov dx, 0A05h
        mov bx, 0
        video 0200h
        mov bx, 0
        video 0300h
        check dx, 0A05h, 'cursor position'
        check cx, 0607h, 'cursor type'
        mov dx, 3D4h
        mov al, 0Fh
        out dx, al
        inc dx
        in al, dx
        xor ah, ah
        check ax, (10*80+5) & 0FFh, 'cursor in the CRTC'
        mov cx, 3
        mov bx, 001Eh
        video 0941h
        mov bx, 0
        video 0800h
        check ax, 1E41h, 'read char and attribute'
        push 0B800h
        pop es
        mov ax, [es:(10*80+7)*2]
        check ax, 1E41h, 'count 3'
        mov bx, 0
        mov cx, 1
        video 0A42h
        mov ax, [es:(10*80+5)*2]
        check ax, 1E42h, 'write char keeps the attribute'
        ; window scroll: rows 5-12, columns 4-8, by two
        mov cx, 0504h
        mov dx, 0C08h
        mov bx, 2F00h
        video 0602h
        mov ax, [es:(8*80+5)*2]
        check ax, 1E42h, 'scroll up moves'
        mov ax, [es:(12*80+8)*2]
        check ax, 2F20h, 'scroll up blanks'
        mov ax, [es:(11*80+9)*2]
        check ax, 0720h, 'scroll up stays in the window'
        mov cx, 0504h
        mov dx, 0C08h
        mov bx, 3F00h
        video 0703h
        mov ax, [es:(11*80+5)*2]
        check ax, 1E42h, 'scroll down moves'
        mov ax, [es:(5*80+4)*2]
        check ax, 3F20h, 'scroll down blanks'
        mov cx, 0
        mov dx, 184Fh
        mov bx, 0700h
        video 0600h
        mov ax, [es:(11*80+5)*2]
        check ax, 0720h, 'clear window'
        ; teletype over the end of the screen
        mov dx, 184Fh
        mov bx, 0
        video 0200h
        mov word [es:(24*80+79)*2], 4E20h
        video 0E58h
        mov bx, 0
        video 0300h
        check dx, 1800h, 'teletype wraps and scrolls'
        mov ax, [es:(23*80+79)*2]
        check ax, 4E58h, 'teletype character'
        mov ax, [es:(24*80+79)*2]
        check ax, 0720h, 'new line takes the attribute under the cursor'
        video 0E0Ah
        video 0E61h
        video 0E08h
        mov bx, 0
        video 0300h
        check dx, 1800h, 'backspace'
        video 0E08h
        mov bx, 0
        video 0300h
        check dx, 1800h, 'backspace stops at column 0'
        ; write string
        push ds
        pop es
        mov bp, string
        mov cx, 5
        mov dx, 024Eh
        mov bx, 004Fh
        video 1301h
        mov bx, 0
        video 0300h
        check dx, 0402h, 'write string moves the cursor'
        push 0B800h
        pop es
        mov ax, [es:(3*80)*2]
        check ax, 4F43h, 'write string wraps'
        push ds
        pop es
        mov bp, string_attributes
        mov cx, 2
        mov dx, 0600h
        mov bx, 0
        video 1302h
        push 0B800h
        pop es
        mov ax, [es:(6*80+1)*2]
        check ax, 2142h, 'string with attributes'
        mov bx, 0
        video 0300h
        check dx, 0402h, 'string without cursor'
        ; pages
        video 0502h
        mov ax, [44Eh]
        check ax, 2000h, 'page 2 start'
        mov dx, 0101h
        mov bx, 0200h
        video 0200h
        video 0E5Ah
        mov ax, [es:2000h+(81)*2]
        check ax, 075Ah, 'teletype on page 2'
        video 0500h
        ; cursor shapes
        mov cx, 0007h
        video 0100h
        mov dx, 3D4h
        mov al, 0Ah
        out dx, al
        inc dx
        in al, dx
        mov ah, al
        dec dx
        mov al, 0Bh
        out dx, al
        inc dx
        in al, dx
        check ax, 000Fh, 'block cursor emulated'
        mov cx, 2000h
        video 0100h
        mov dx, 3D4h
        mov al, 0Ah
        out dx, al
        inc dx
        in al, dx
        and ax, 20h
        check ax, 20h, 'cursor off'

        ; --- fonts ---
        video 0003h
        mov bx, 0
        video 1112h
        mov al, [484h]
        xor ah, ah
        check ax, 49, '50 rows'
        mov ax, [485h]
        check ax, 8, '8 lines a character'
        mov ax, [44Ch]
        check ax, 2000h, 'page size with 50 rows'
        mov dx, 3D4h
        mov al, 9
        out dx, al
        inc dx
        in al, dx
        mov ah, al
        dec dx
        mov al, 12h
        out dx, al
        inc dx
        in al, dx
        check ax, 478Fh, 'CRTC with 50 rows'
        mov bh, 2
        push bp
        video 1130h
        pop bp
        check cx, 8, 'font information: bytes'
        mov bx, 0
        video 1111h
        mov al, [484h]
        xor ah, ah
        check ax, 27, '28 rows'
        mov bh, 3
        push bp
        video 1130h
        mov di, bp
        pop bp
        mov al, [es:di+'A'*8]
        xor ah, ah
        check ax, 38h, 'first line of the 8x8 A'
        mov ax, 1201h
        mov bl, 30h
        int 10h
        xor ah, ah
        check ax, 12h, 'select 350 lines'
        video 0003h
        mov ax, [485h]
        check ax, 14, '350 lines: 14 a character'
        mov bx, 0
        video 1112h
        mov al, [484h]
        xor ah, ah
        check ax, 42, '43 rows'
        mov ax, 1200h
        mov bl, 30h
        int 10h
        video 0003h
        mov ax, [485h]
        check ax, 8, '200 lines: 8 a character'
        mov ax, 1202h
        mov bl, 30h
        int 10h
        mov bx, 0FF10h
        video 1200h
        check bx, 0003h, 'configuration: colour, 256K'
        check cx, 0F09h, 'configuration: switches'

        ; --- palette ---
        video 0003h
        mov bx, 3F01h
        video 1000h
        mov bx, 1
        video 1007h
        mov bl, 0
        check bx, 3F00h, 'palette register'
        mov bx, 0500h
        video 1001h
        mov bx, 0
        video 1008h
        check bx, 0500h, 'overscan'
        push ds
        pop es
        mov dx, buffer
        video 1009h
        mov ax, [buffer]
        check ax, 3F00h, 'all palette registers'
        mov al, [buffer+16]
        xor ah, ah
        check ax, 5, 'overscan behind them'
        mov bx, 100
        mov cx, 2122h
        mov dh, 23h
        video 1010h
        xor cx, cx
        mov dx, 0
        mov bx, 100
        video 1015h
        check cx, 2122h, 'DAC green, blue'
        check dx, 2300h, 'DAC red'
        mov bx, 100
        mov cx, 1
        video 101Bh
        mov bx, 100
        video 1015h
        check cx, 2222h, 'gray sum'             ; .30*23 + .59*21 + .11*22
        mov bx, 98
        mov cx, 4
        mov dx, buffer
        push ds
        pop es
        video 1017h
        mov ax, [buffer+6]
        check ax, 2222h, 'DAC block read'
        mov bx, 200
        mov cx, 4
        mov dx, buffer
        video 1012h
        mov bx, 202
        video 1015h
        check cx, 2222h, 'DAC block write'
        mov bx, 0001h
        video 1013h
        mov bx, 0100h
        video 1013h
        mov bx, 0301h
        video 1013h
        video 101Ah
        check bx, 0301h, 'DAC paging, 16 pages'
        mov bx, 0
        video 1003h
        mov dx, 3DAh
        in al, dx
        mov dx, 3C0h
        mov al, 30h
        out dx, al
        inc dx
        in al, dx
        and ax, 8
        check ax, 0, 'blinking off'

        ; --- information ---
        video 0003h
        video 1A00h
        xor ah, ah
        check ax, 1Ah, 'display combination supported'
        check bx, 0008h, 'display combination'
        push ds
        pop es
        mov di, buffer
        mov bx, 0
        video 1B00h
        xor ah, ah
        check ax, 1Bh, 'functionality supported'
        mov al, [buffer+22h]
        mov ah, [buffer+25h]
        check ax, 0819h, 'state: rows, display'
        mov ax, [buffer+27h]
        check ax, 16, 'state: colours'
        mov ax, [buffer+29h]
        check ax, 0208h, 'state: pages, 400 lines'
        mov ax, [buffer+2Ch]
        check ax, 3100h, 'state: flags'
        mov cx, 7
        video 1C00h
        check bx, 16, 'state buffer blocks'
        mov bx, 0500h
        video 1001h
        mov dx, 0307h
        mov bx, 0
        video 0200h
        mov cx, 7
        mov bx, buffer
        video 1C01h
        video 0013h
        mov cx, 7
        mov bx, buffer
        video 1C02h
        video 0F00h
        check ax, 5003h, 'state restored: mode'
        mov bx, 0
        video 0300h
        check dx, 0307h, 'state restored: cursor'
        mov bx, 0
        video 1008h
        check bx, 0500h, 'state restored: overscan'
        mov dx, 3CEh
        mov al, 6
        out dx, al
        inc dx
        in al, dx
        xor ah, ah
        check ax, 0Eh, 'state restored: graphics 6'

        ; --- graphics ---
        mov si, graphics_modes
.graphics:
        lodsb
        cmp al, 0FFh
        je .vbe
        push si
        mov [mode], al
        xor ah, ah
        int 10h
        mov al, [mode]
        push ax
        mov si, t_mode
        call puts
        pop ax
        call hex8
        mov al, 10
        out 0E9h, al
        mov bl, [colours]
        mov cx, 101
        mov dx, 51
        mov bh, 0
        mov al, [mode]
        mov ah, 0Ch
        mov al, 1
        int 10h
        mov ax, 0D00h
        int 10h
        xor ah, ah
        check ax, 1, 'pixel'
        mov bh, 0
        mov cx, 102
        video 0D00h
        xor ah, ah
        check ax, 0, 'its neighbour'
        mov dx, 0304h
        mov bx, 0
        video 0200h
        mov cx, 2
        mov bx, 0001h
        video 0941h
        mov bx, 0
        video 0800h
        xor ah, ah
        check ax, 0041h, 'character drawn and read'
        mov dx, 0305h
        mov bx, 0
        video 0200h
        mov cx, 1
        mov bx, 0001h
        video 09E1h
        mov bx, 0
        video 0800h
        xor ah, ah
        check ax, 00E1h, 'character above 7Fh'
        mov cx, 0204h
        mov dx, 0808h
        mov bx, 0000h
        video 0601h
        mov dx, 0205h
        mov bx, 0
        video 0200h
        mov bx, 0
        video 0800h
        xor ah, ah
        check ax, 00E1h, 'scrolled up'
        mov cx, 0204h
        mov dx, 0808h
        mov bx, 0000h
        video 0703h
        mov dx, 0505h
        mov bx, 0
        video 0200h
        mov bx, 0
        video 0800h
        xor ah, ah
        check ax, 00E1h, 'scrolled down'
        cmp byte [mode], 13h
        je .no_xor
        mov cx, 1
        mov bx, 0081h
        video 09E1h
        mov bx, 0
        video 0800h
        xor ah, ah
        check ax, 0, 'exclusive or'
.no_xor:
        mov dx, [484h]
        mov dh, dl
        mov dl, [44Ah]
        dec dl
        mov bx, 0
        video 0200h
        mov bx, 1
        video 0E42h
        mov bx, 0
        video 0300h
        mov ah, [484h]
        mov al, 0
        sub ax, dx
        check ax, 0, 'teletype scrolls'
        pop si
        jmp .graphics

        ; --- VBE ---
.vbe:   push ds
        pop es
        mov dword [buffer], 'VBE2'
        mov di, buffer
        video 4F00h
        check ax, 004Fh, 'VBE information'
        mov ax, [buffer+4]
        check ax, 0300h, 'version'
        mov cx, 0118h
        mov di, buffer
        video 4F01h
        check ax, 004Fh, 'mode information'
        mov ax, [buffer+10h]
        check ax, 1024*3, 'bytes a line'
        mov ax, [buffer+28h+2]
        push ax
        mov si, t_lfb
        call puts
        pop ax
        call hex16
        mov al, 10
        out 0E9h, al
        mov cx, 0177h
        mov di, buffer
        video 4F01h
        check ax, 014Fh, 'no such mode'
        mov bx, 4111h
        video 4F02h
        check ax, 004Fh, 'set mode 111h'
        video 4F03h
        check bx, 4111h, 'get mode'
        mov bx, 0001h
        video 4F06h
        check bx, 1280, 'line length, bytes'
        check cx, 640, 'line length, pixels'
        mov bx, 0000h
        mov cx, 1024
        video 4F06h
        check bx, 2048, 'line length set'
        mov bx, 0
        mov cx, 16
        mov dx, 100
        video 4F07h
        mov bx, 1
        video 4F07h
        check dx, 100, 'display start'
        check cx, 16, 'display start'
        mov bx, 0101h
        video 4F02h
        mov bx, 0
        mov dx, 3
        video 4F05h
        check ax, 004Fh, 'window set'
        mov bx, 0100h
        video 4F05h
        check dx, 3, 'window get'
        push 0A000h
        pop es
        mov byte [es:1234h], 77h
        mov bx, 0
        mov dx, 0
        video 4F05h
        mov al, [es:1234h]
        xor ah, ah
        check ax, 0, 'window 0'
        mov bx, 0
        mov dx, 3
        video 4F05h
        mov al, [es:1234h]
        xor ah, ah
        check ax, 77h, 'window 3'
        mov bx, 0800h
        video 4F08h
        check bx, 0800h, 'DAC of 8 bits'
        push ds
        pop es
        mov dword [buffer], 00FE8142h
        mov di, buffer
        mov bx, 0
        mov cx, 1
        mov dx, 17
        video 4F09h
        mov dword [buffer], 0
        mov bx, 1
        mov cx, 1
        mov dx, 17
        video 4F09h
        mov ax, [buffer]
        check ax, 8142h, 'palette data'
        mov bx, 0001h
        mov di, buffer
        mov dx, 0
        mov cx, 0
        video 4F15h
        mov si, buffer
        mov cx, 128
        xor bl, bl
.edid:  lodsb
        add bl, al
        loop .edid
        xor bh, bh
        check bx, 0, 'EDID checksum'
        mov ax, [buffer+8]
        check ax, 8D42h, 'EDID manufacturer'
        mov bx, 0
        push es
        video 4F0Ah
        mov ax, [es:di]
        pop es
        check ax, 24, 'protected mode table'
        mov cx, 15
        mov dx, 0
        video 4F04h
        check bx, 17, 'VBE state size'
        mov dx, 1
        mov cx, 15
        mov bx, buffer
        video 4F04h
        video 0003h
        mov dx, 2
        mov cx, 15
        mov bx, buffer
        video 4F04h
        video 4F03h
        mov bh, 1
        check bx, 0101h, 'VBE state restored'
        video 0003h
        video 4F03h
        check bx, 3, 'VBE get mode 3'
        ; --- 132 columns ---
        mov bx, 0109h
        video 4F02h
        check ax, 004Fh, 'set mode 109h'
        video 0F00h
        check ax, 8455h, '132 columns'
        mov al, [484h]
        xor ah, ah
        check ax, 24, '25 rows'
        mov dx, 1883h
        mov bx, 0
        video 0200h
        video 0E41h
        push 0B800h
        pop es
        mov ax, [es:(24*132-1)*2]
        check ax, 0741h, 'teletype in 132 columns'
        video 4F03h
        check bx, 0109h, 'get mode 109h'
        video 0054h
        mov al, [484h]
        mov ah, [485h]
        check ax, 082Ah, '43 rows of 132 columns'
        video 0003h
        ; --- upper halves ---
        mov eax, 12340F00h
        mov ecx, 56789ABCh
        mov esi, 9ABCDEF0h
        int 10h
        shr eax, 16
        check ax, 1234h, 'upper half of EAX'
        shr ecx, 16
        check cx, 5678h, 'upper half of ECX'
        jmp finish

string: db 'ABC', 0Ah, 'D'
string_attributes: db 'A', 20h, 'B', 21h
graphics_modes: db 4, 6, 0Dh, 0Eh, 10h, 11h, 12h, 13h, 0FFh
mode:   db 0
colours: db 1
t_mode: db 'mode ', 0
t_lfb:  db 'frame buffer at ', 0
        end_of_image
buffer  equ 0A000h
