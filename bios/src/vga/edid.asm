; EDID 1.3 of a 4:3 monitor whose preferred picture is 1024x768 (VESA Enhanced EDID Standard, release A).

%assign edid_sum 0
%macro  edid_bytes 1-*
%rep %0
        db %1
%assign edid_sum edid_sum + (%1)
%rotate 1
%endrep
%endmacro

edid:   edid_bytes 0, 0FFh, 0FFh, 0FFh, 0FFh, 0FFh, 0FFh, 0
        edid_bytes 42h, 8Dh                     ; manufacturer PTM
        edid_bytes 1, 0, 0, 0, 0, 0             ; product, serial number
        edid_bytes 0, 2026 - 1990               ; week, year
        edid_bytes 1, 3                         ; version
        edid_bytes 0Fh                          ; analog, all sync inputs
        edid_bytes 32, 24                       ; centimetres
        edid_bytes 120                          ; gamma 2.2
        edid_bytes 0EAh                         ; stand-by, suspend, off; RGB; preferred timing comes first
        edid_bytes 0EEh, 91h, 0A3h, 54h, 4Ch, 99h, 26h, 0Fh, 50h, 54h ; the chromaticities of sRGB
        edid_bytes 0A1h, 08h, 0                 ; 720x400 70 Hz, 640x480, 800x600, 1024x768 60 Hz
        edid_bytes 81h, 80h                     ; 1280x1024 60 Hz
        edid_bytes 0A9h, 40h                    ; 1600x1200 60 Hz
        edid_bytes 71h, 4Fh                     ; 1152x864 75 Hz
        edid_bytes 1, 1, 1, 1, 1, 1, 1, 1, 1, 1
        ; 1024x768, 65 MHz (VESA DMT): blank 320 x 38, sync at 24 for 136 and at 3 for 6
        edid_bytes 64h, 19h, 0, 40h, 41h, 0, 26h, 30h, 24, 136, 36h, 0, 40h, 0F0h, 10h, 0, 0, 18h
        edid_bytes 0, 0, 0, 0FDh, 0, 50, 85, 30, 92, 23, 0, 0Ah, 20h, 20h, 20h, 20h, 20h, 20h ; limits: Hz, kHz, 10 MHz
        edid_bytes 0, 0, 0, 0FCh, 0, 'P', 'e', 'n', 't', 'i', 'm', 'e', 'n', 't', 'o', 0Ah, 20h, 20h
        edid_bytes 0, 0, 0, 10h, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
        edid_bytes 0                            ; extensions
        db (256 - edid_sum % 256) % 256
%if $ - edid != 128
%error "an EDID block is 128 bytes long"
%endif
