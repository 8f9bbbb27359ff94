; The last marker.
bits 16
org 0x100
        mov si,text
.next:  lodsb
        test al,al
        jz .end
        out 0xE9,al
        jmp .next
.end:   int 0x20
text:   db "DONE",10,0
