; The video parameter table: 29 entries of 64 bytes in IBM's order, because programs index it through 40:A8. Values: IBM VGA Technical
; Reference, "Video modes" and the register chapters.

%macro  entry 5                         ; columns, rows, character height, page size, miscellaneous output
%%here: db %1, (%2)-1, %3
        dw %4
%assign entry_misc %5
%endmacro
%macro  seq 4                           ; sequencer 1-4
        db %1, %2, %3, %4
        db entry_misc
%endmacro

; horizontal timing, CRTC 0-5; the sixth value is given by the mode
%define H40(end_retrace)  2Dh, 27h, 28h, 90h, 2Bh, end_retrace
%define H80(start_retrace, end_retrace) 5Fh, 4Fh, 50h, 82h, start_retrace, end_retrace
; vertical timing: CRTC 10h-12h, and 15h-16h
%define LINES400 9Ch, 8Eh, 8Fh
%define LINES350 83h, 85h, 5Dh
%define LINES480 0EAh, 8Ch, 0DFh
%define BLANK400 96h, 0B9h
%define BLANK350 63h, 0BAh
%define BLANK480 0E7h, 04h

%define PALETTE_EGA  0, 1, 2, 3, 4, 5, 14h, 7, 38h, 39h, 3Ah, 3Bh, 3Ch, 3Dh, 3Eh, 3Fh
%define PALETTE_CGA  0, 1, 2, 3, 4, 5, 6, 7, 10h, 11h, 12h, 13h, 14h, 15h, 16h, 17h
%define PALETTE_CGA2 0, 13h, 15h, 17h, 2, 4, 6, 7, 10h, 11h, 12h, 13h, 14h, 15h, 16h, 17h
%define PALETTE_CGA1 0, 17h, 17h, 17h, 17h, 17h, 17h, 17h, 17h, 17h, 17h, 17h, 17h, 17h, 17h, 17h
%define PALETTE_MDA  0, 8, 8, 8, 8, 8, 8, 8, 10h, 18h, 18h, 18h, 18h, 18h, 18h, 18h
%define PALETTE_F    0, 8, 0, 0, 18h, 18h, 0, 0, 0, 8, 0, 0, 0, 18h, 0, 0
%define PALETTE_11   0, 3Fh, 0, 3Fh, 0, 3Fh, 0, 3Fh, 0, 3Fh, 0, 3Fh, 0, 3Fh, 0, 3Fh
%define PALETTE_13   0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0Ah, 0Bh, 0Ch, 0Dh, 0Eh, 0Fh

%define GC_TEXT  0, 0, 0, 0, 0, 10h, 0Eh, 0, 0FFh
%define GC_MDA   0, 0, 0, 0, 0, 10h, 0Ah, 0, 0FFh

%macro  text40_200 0
        entry 40, 25, 8, 0800h, 63h
        seq 09h, 3, 0, 2
        db H40(0A0h), 0BFh, 1Fh, 0, 0C7h, 6, 7, 0, 0, 0, 0, LINES400, 14h, 1Fh, BLANK400, 0A3h, 0FFh
        db PALETTE_CGA, 8, 0, 0Fh, 0
        db GC_TEXT
%endmacro
%macro  text80_200 0
        entry 80, 25, 8, 1000h, 63h
        seq 01h, 3, 0, 2
        db H80(55h, 81h), 0BFh, 1Fh, 0, 0C7h, 6, 7, 0, 0, 0, 0, LINES400, 28h, 1Fh, BLANK400, 0A3h, 0FFh
        db PALETTE_CGA, 8, 0, 0Fh, 0
        db GC_TEXT
%endmacro
%macro  text40_350 0
        entry 40, 25, 14, 0800h, 0A3h
        seq 09h, 3, 0, 2
        db H40(0A0h), 0BFh, 1Fh, 0, 4Dh, 0Bh, 0Ch, 0, 0, 0, 0, LINES350, 14h, 1Fh, BLANK350, 0A3h, 0FFh
        db PALETTE_EGA, 8, 0, 0Fh, 0
        db GC_TEXT
%endmacro
%macro  text80_350 0
        entry 80, 25, 14, 1000h, 0A3h
        seq 01h, 3, 0, 2
        db H80(55h, 81h), 0BFh, 1Fh, 0, 4Dh, 0Bh, 0Ch, 0, 0, 0, 0, LINES350, 28h, 1Fh, BLANK350, 0A3h, 0FFh
        db PALETTE_EGA, 8, 0, 0Fh, 0
        db GC_TEXT
%endmacro
%macro  graphics_cga2 0
        entry 40, 25, 8, 4000h, 63h
        seq 09h, 3, 0, 2
        db H40(80h), 0BFh, 1Fh, 0, 0C1h, 0, 0, 0, 0, 0, 0, LINES400, 14h, 0, BLANK400, 0A2h, 0FFh
        db PALETTE_CGA2, 1, 0, 3, 0
        db 0, 0, 0, 0, 0, 30h, 0Fh, 0Fh, 0FFh
%endmacro
%macro  graphics_d 0
        entry 40, 25, 8, 2000h, 63h
        seq 09h, 0Fh, 0, 6
        db H40(80h), 0BFh, 1Fh, 0, 0C0h, 0, 0, 0, 0, 0, 0, LINES400, 14h, 0, BLANK400, 0E3h, 0FFh
        db PALETTE_CGA, 1, 0, 0Fh, 0
        db 0, 0, 0, 0, 0, 0, 5, 0Fh, 0FFh
%endmacro
%macro  graphics_e 0
        entry 80, 25, 8, 4000h, 63h
        seq 01h, 0Fh, 0, 6
        db H80(54h, 80h), 0BFh, 1Fh, 0, 0C0h, 0, 0, 0, 0, 0, 0, LINES400, 28h, 0, BLANK400, 0E3h, 0FFh
        db PALETTE_CGA, 1, 0, 0Fh, 0
        db 0, 0, 0, 0, 0, 0, 5, 0Fh, 0FFh
%endmacro
%macro  graphics_f 0
        entry 80, 25, 14, 8000h, 0A2h
        seq 01h, 0Fh, 0, 6
        db H80(54h, 80h), 0BFh, 1Fh, 0, 40h, 0, 0, 0, 0, 0, 0, LINES350, 28h, 0Fh, BLANK350, 0E3h, 0FFh
        db PALETTE_F, 0Bh, 0, 5, 0
        db 0, 0, 0, 0, 0, 0, 5, 5, 0FFh
%endmacro
%macro  graphics_10 0
        entry 80, 25, 14, 8000h, 0A3h
        seq 01h, 0Fh, 0, 6
        db H80(54h, 80h), 0BFh, 1Fh, 0, 40h, 0, 0, 0, 0, 0, 0, LINES350, 28h, 0Fh, BLANK350, 0E3h, 0FFh
        db PALETTE_EGA, 1, 0, 0Fh, 0
        db 0, 0, 0, 0, 0, 0, 5, 0Fh, 0FFh
%endmacro
%macro  unused 1
        times (%1) * 64 db 0
%endmacro

video_parameters:
        text40_200                      ; 00: mode 0, 200 lines
        text40_200                      ; 01
        text80_200                      ; 02
        text80_200                      ; 03
        graphics_cga2                   ; 04
        graphics_cga2                   ; 05
        entry 80, 25, 8, 4000h, 63h     ; 06
        seq 01h, 1, 0, 6
        db H80(54h, 80h), 0BFh, 1Fh, 0, 0C1h, 0, 0, 0, 0, 0, 0, LINES400, 28h, 0, BLANK400, 0C2h, 0FFh
        db PALETTE_CGA1, 1, 0, 1, 0
        db 0, 0, 0, 0, 0, 0, 0Dh, 0Fh, 0FFh
        entry 80, 25, 14, 1000h, 0A6h   ; 07: mode 7, 350 lines
        seq 00h, 3, 0, 2
        db H80(55h, 81h), 0BFh, 1Fh, 0, 4Dh, 0Bh, 0Ch, 0, 0, 0, 0, LINES350, 28h, 0Dh, BLANK350, 0A3h, 0FFh
        db PALETTE_MDA, 0Eh, 0, 0Fh, 8
        db GC_MDA
        unused 5                        ; 08-0C
        graphics_d                      ; 0D
        graphics_e                      ; 0E
        graphics_f                      ; 0F: an EGA's 64K form of mode 0F
        graphics_10                     ; 10: the same of mode 10
        graphics_f                      ; 11: mode 0F
        graphics_10                     ; 12: mode 10
        text40_350                      ; 13: mode 0, 350 lines
        text40_350                      ; 14
        text80_350                      ; 15
        text80_350                      ; 16
        entry 40, 25, 16, 0800h, 67h    ; 17: modes 0, 1, 400 lines
        seq 08h, 3, 0, 2
        db H40(0A0h), 0BFh, 1Fh, 0, 4Fh, 0Dh, 0Eh, 0, 0, 0, 0, LINES400, 14h, 1Fh, BLANK400, 0A3h, 0FFh
        db PALETTE_EGA, 0Ch, 0, 0Fh, 8
        db GC_TEXT
        entry 80, 25, 16, 1000h, 67h    ; 18: modes 2, 3, 400 lines
        seq 00h, 3, 0, 2
        db H80(55h, 81h), 0BFh, 1Fh, 0, 4Fh, 0Dh, 0Eh, 0, 0, 0, 0, LINES400, 28h, 1Fh, BLANK400, 0A3h, 0FFh
        db PALETTE_EGA, 0Ch, 0, 0Fh, 8
        db GC_TEXT
        entry 80, 25, 16, 1000h, 66h    ; 19: mode 7, 400 lines
        seq 00h, 3, 0, 2
        db H80(55h, 81h), 0BFh, 1Fh, 0, 4Fh, 0Dh, 0Eh, 0, 0, 0, 0, LINES400, 28h, 0Fh, BLANK400, 0A3h, 0FFh
        db PALETTE_MDA, 0Eh, 0, 0Fh, 8
        db GC_MDA
        entry 80, 30, 16, 0A000h, 0E3h  ; 1A: mode 11
        seq 01h, 0Fh, 0, 6
        db H80(54h, 80h), 0Bh, 3Eh, 0, 40h, 0, 0, 0, 0, 0, 0, LINES480, 28h, 0, BLANK480, 0C3h, 0FFh
        db PALETTE_11, 1, 0, 0Fh, 0
        db 0, 0, 0, 0, 0, 0, 5, 1, 0FFh
        entry 80, 30, 16, 0A000h, 0E3h  ; 1B: mode 12
        seq 01h, 0Fh, 0, 6
        db H80(54h, 80h), 0Bh, 3Eh, 0, 40h, 0, 0, 0, 0, 0, 0, LINES480, 28h, 0, BLANK480, 0E3h, 0FFh
        db PALETTE_EGA, 1, 0, 0Fh, 0
        db 0, 0, 0, 0, 0, 0, 5, 0Fh, 0FFh
        entry 40, 25, 8, 0000h, 63h     ; 1C: mode 13
        seq 01h, 0Fh, 0, 0Eh
        db H80(54h, 80h), 0BFh, 1Fh, 0, 41h, 0, 0, 0, 0, 0, 0, LINES400, 28h, 40h, BLANK400, 0A3h, 0FFh
        db PALETTE_13, 41h, 0, 0Fh, 0
        db 0, 0, 0, 0, 0, 40h, 5, 0Fh, 0FFh
video_parameters_end:
%if video_parameters_end - video_parameters != 29 * 64
%error "a mode entry is not 64 bytes long"
%endif
