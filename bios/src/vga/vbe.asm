vbe_leave:
        ret
vbe_service:
        ret
