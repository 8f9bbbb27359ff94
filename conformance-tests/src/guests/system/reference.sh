#!/bin/sh
# Runs one of the tests of the system architecture on another emulator: reference.sh qemu|bochs NAME [CPU]. Prints the test's own lines.
# Neither is the judge, the manual is: QEMU leaves out segment limits in places, RF in images, and more.
set -eu
cd "$(dirname "$0")"
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
nasm -f bin -w+all -o "$tmp/test.rom" "$2.asm"
case $1 in
qemu)
    timeout 60 qemu-system-i386 -accel tcg -M pc -cpu "${3:-pentium3},-apic" -m 32 -bios "$tmp/test.rom" -debugcon stdio -display none \
        -nic none -device isa-debug-exit,iobase=0xf4,iosize=4 || true
    ;;
bochs)
    {
        echo "megs: 32"
        echo "romimage: file=$tmp/test.rom"
        echo "vgaromimage: file=/usr/share/bochs/VGABIOS-lgpl-latest"
        echo "cpu: model=${3:-p3_katmai}, ips=10000000, reset_on_triple_fault=1"
        echo "port_e9_hack: enabled=1"
        echo "display_library: rfb, options=\"timeout=0\""
        echo "panic: action=fatal"
        echo "error: action=ignore"
        echo "sound: driver=dummy"
        echo "log: $tmp/log"
    } > "$tmp/bochsrc"
    echo c | timeout 60 bochs -q -f "$tmp/bochsrc" 2>/dev/null | grep -aoE '(PASS|FAIL|FAILED|END) [^[:cntrl:]]*' || true
    ;;
*)
    echo "usage: reference.sh qemu|bochs NAME [CPU]" >&2
    exit 2
    ;;
esac
