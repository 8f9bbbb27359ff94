; Numbers and words to the text screen: letter by letter through the video BIOS, and into its memory.
%include "program.inc"
COLUMNS equ 80
ROWS    equ 25
main:   mov ax,3
        int 0x10
        measure tty, 3000, "tty"
        measure screen, 20000, "screen"
        mov ax,3
        int 0x10
        jmp leave_dos
; A line through INT 10h, AH=0Eh; the screen scrolls.
tty:    xor ebp,ebp
.line:  push ecx
        mov eax,ecx
        call compose
        mov si,line
.next:  lodsb
        test al,al
        jz .done
        add bp,ax
        rol ebp,1
        mov ah,0x0E
        mov bx,7
        int 0x10
        jmp .next
.done:  mov ax,0x0E0D
        int 0x10
        mov ax,0x0E0A
        int 0x10
        pop ecx
        dec ecx
        jnz .line
        mov eax,ebp
        ret
; A line into B800h; every 25th pass moves to the top again.
screen: xor ebp,ebp
        xor dx,dx                       ; row
        mov ax,0xB800
        mov es,ax
.line:  push ecx
        push dx
        mov ax,COLUMNS * 2
        mul dx
        mov di,ax
        push di
        push es
        push ds
        pop es
        mov eax,ecx
        call compose
        pop es
        pop di
        mov si,line
        mov ah,0x1F                     ; white on blue
        mov cx,COLUMNS
.next:  lodsb
        test al,al
        jz .clear
        add bp,ax
        rol ebp,1
        stosw
        loop .next
.clear: mov al,' '
        rep stosw
        pop dx
        inc dx
        cmp dx,ROWS
        jb .row
        xor dx,dx
.row:   pop ecx
        dec ecx
        jnz .line
        mov eax,ebp
        ret
; "decimal hexadecimal word" of EAX into line; ES = DS.
compose: mov di,line
        push eax
        mov ebx,10
        xor cx,cx
.divide: xor edx,edx
        div ebx
        push dx
        inc cx
        test eax,eax
        jnz .divide
.store: pop ax
        add al,'0'
        stosb
        loop .store
        mov al,' '
        stosb
        pop eax
        push ax
        mov cx,8
.hex:   rol eax,4
        mov bl,al
        and bx,15
        mov bl,[hex+bx]
        mov [di],bl
        inc di
        loop .hex
        mov al,' '
        stosb
        pop bx
        and bx,3
        add bx,bx
        mov si,[words+bx]
.word:  lodsb
        stosb
        test al,al
        jnz .word
        ret
hex:    db "0123456789ABCDEF"
words:  dw .first, .second, .third, .fourth
.first: db "bytes free",0
.second: db "Abort, Retry, Ignore?",0
.third: db "file(s) copied",0
.fourth: db "A quick brown fox jumps over the lazy dog",0
line:   times COLUMNS+1 db 0
