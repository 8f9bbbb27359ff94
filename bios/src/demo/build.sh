#!/bin/sh
# Builds demo.img, the embedded demo disk, and its checksum file into the resources of the bios module. Needs nasm.
set -eu
cd "$(dirname "$0")"
out=../main/resources/pentimento/bios
mkdir -p "$out"
nasm -f bin -w+all -o "$out/demo.img" demo.asm
{
    echo "# $(nasm -v | awk '{ print $1, $2, $3 }')"
    (cd "$out" && sha256sum demo.img)
} > "$out/demo.img.sha256"
