#!/bin/sh
# Builds the ROMs that test the system architecture, and their checksum file, into the resources. Needs nasm.
set -eu
cd "$(dirname "$0")"
out=../../main/resources/pentimento/system
mkdir -p "$out"
rm -f "$out"/*.rom
for source in *.asm; do
    nasm -f bin -w+all -w-error -o "$out/${source%.asm}.rom" "$source"
done
{
    echo "# $(nasm -v | awk '{ print $1, $2, $3 }')"
    (cd "$out" && sha256sum *.rom)
} > "$out/system.sha256"
