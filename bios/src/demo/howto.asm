; How to boot an image of one's own.

howto_page:
        mov si, .title
        call page
        mov si, .text
        call print
        jmp wait_escape
.title: db INK(BAR), 'Your own disk', 0
.text:  db AT(2, 4), INK(PAPER), 'This is a floppy image inside of Pentimento. Yours starts like this:'
        db AT(4, 6), INK(ACCENT), './pentimento run --fda my.img', INK(PAPER), '              a floppy, 160K to 2.88M', 10
        db INK(ACCENT), './pentimento run --hda disk.img', INK(PAPER), '            a hard disk', 10
        db INK(ACCENT), './pentimento run --cdrom my.iso', INK(PAPER), '            a CD', 10
        db INK(ACCENT), './pentimento run --fda a.img --hda c.img --boot a', INK(PAPER)
        db AT(9, 4), 'Some options:'
        db AT(10, 6), INK(ACCENT), '--memory 64M', INK(PAPER), '       memory of the guest', 10
        db INK(ACCENT), '--cpu 486', INK(PAPER), '          which processor the guest finds', 10
        db INK(ACCENT), '--mips 20', INK(PAPER), '          how fast it is: 20 million instructions a second', 10
        db INK(ACCENT), '--display terminal', INK(PAPER), ' the text screen in your own terminal', 10
        db INK(ACCENT), '--script my.txt', INK(PAPER), '    types for you, waits for text, takes screenshots', 10
        db INK(ACCENT), '--screenshot a.png', INK(PAPER), ' the picture at the end'
        db AT(17, 4), './pentimento run --help', ' tells the rest.'
        db AT(19, 4), 'To keep the changes of this demo disk (the counter of boots), run the image', 10
        db 'from a file of your own: ', INK(ACCENT), './pentimento run --fda demo.img', 0
