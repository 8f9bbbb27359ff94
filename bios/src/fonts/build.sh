#!/bin/sh
# Converts the drawings *.txt ('#' = lit dot) to *.bin: 256 glyphs of one byte a row, the form that the ROMs include.
set -eu
cd "$(dirname "$0")"
for font in font8x8 font8x14 font8x16; do
    {
        echo 'bits 16'
        awk '
            /^;/ || NF == 0 { next }
            /^[0-9A-F][0-9A-F]-[0-9A-F][0-9A-F]$/ { emit(); rows = 0; next }
            { for (i = 1; i <= 8; i++) cell[i, rows] = $i; rows++ }
            END { emit() }
            function emit(   i, y, bits) {
                for (i = 1; rows > 0 && i <= 8; i++)
                    for (y = 0; y < rows; y++) {
                        bits = cell[i, y]
                        gsub(/\./, "0", bits)
                        gsub(/#/, "1", bits)
                        print "db " bits "b"
                    }
            }' "$font.txt"
    } > "$font.tmp"
    nasm -f bin -o "$font.bin" "$font.tmp"
    rm "$font.tmp"
done
