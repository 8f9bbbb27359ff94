#!/bin/sh
# Builds the ROMs that test the system architecture, and a checksum file for each, into the resources. Needs nasm.
set -eu
cd "$(dirname "$0")"
out=../../main/resources/pentimento/system
mkdir -p "$out"
rm -f "$out"/*
for source in *.asm; do
    name=${source%.asm}
    nasm -f bin -w+all -w-error -o "$out/$name.rom" "$source"
    {
        echo "# $(nasm -v | awk '{ print $1, $2, $3 }')"
        (cd "$out" && sha256sum "$name.rom")
    } > "$out/$name.rom.sha256"
done
