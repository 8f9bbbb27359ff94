#!/bin/sh
# Builds vgabios.rom and its checksum file into the resources of the bios module. Needs nasm and awk.
set -eu
cd "$(dirname "$0")"
../fonts/build.sh
out=../main/resources/pentimento/bios
mkdir -p "$out"
rom=$out/vgabios.rom
nasm -f bin -w+all -I ../fonts/ -o "$rom" vgabios.asm
# The option ROM's bytes add up to zero: the last byte is the balance.
sum=$(od -An -v -tu1 -w1 "$rom" | awk '{ sum += $1 } END { print (256 - sum % 256) % 256 }')
nasm -f bin -w+all -I ../fonts/ -DCHECKSUM="$sum" -o "$rom" vgabios.asm
{
    echo "# $(nasm -v | awk '{ print $1, $2, $3 }')"
    (cd "$out" && sha256sum vgabios.rom)
} > "$rom.sha256"
