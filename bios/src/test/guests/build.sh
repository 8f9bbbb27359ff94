#!/bin/sh
# Builds the test guests and their checksum files into the test resources of the bios module. Needs nasm.
set -eu
cd "$(dirname "$0")"
out=../resources/pentimento/bios
mkdir -p "$out"
for source in *.asm; do
    guest=${source%.asm}.bin
    nasm -f bin -w+all -o "$out/$guest" "$source"
    {
        echo "# $(nasm -v | awk '{ print $1, $2, $3 }')"
        (cd "$out" && sha256sum "$guest")
    } > "$out/$guest.sha256"
done
