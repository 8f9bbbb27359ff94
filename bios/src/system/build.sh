#!/bin/sh
# Builds system.rom and its checksum file into the resources of the bios module. Needs nasm and awk.
set -eu
cd "$(dirname "$0")"
out=../main/resources/pentimento/bios
mkdir -p "$out"
rom=$out/system.rom
# The 8x8 font of characters 0-127 at F000:FA6E is the VGA BIOS's.
font=../fonts/font8x8.bin
if [ -f ../fonts/build.sh ]; then ../fonts/build.sh; fi
assemble() {
    if [ -f "$font" ]; then set -- "$@" "-DFONT_8X8=\"$font\""; fi
    nasm -f bin -w+all "$@" -o "$rom" system.asm
}
assemble
# The ROM's bytes add up to zero: the last byte is the balance.
sum=$(od -An -v -tu1 -w1 "$rom" | awk '{ sum += $1 } END { print (256 - sum % 256) % 256 }')
assemble "-DCHECKSUM=$sum"
{
    echo "# $(nasm -v | awk '{ print $1, $2, $3 }')"
    (cd "$out" && sha256sum system.rom)
} > "$rom.sha256"
