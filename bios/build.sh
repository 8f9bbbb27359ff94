#!/bin/sh
# Builds every ROM and test guest from its sources: each part under src/ has a build.sh of its own.
# The same sources and the same nasm give the same bytes; the .sha256 files tell which nasm made the committed ones.
set -eu
cd "$(dirname "$0")"
nasm -v
for part in src/system src/vga src/demo; do
    if [ -f "$part/build.sh" ]; then
        "$part/build.sh"
    fi
done
cat src/main/resources/pentimento/bios/*.sha256
