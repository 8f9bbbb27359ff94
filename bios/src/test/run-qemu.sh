#!/bin/sh
# Runs the service tests on QEMU's PC with our ROMs. Prints their lines; fails if one failed.
# Needs nasm and qemu-system-i386. A local APIC would keep the 8259's interrupts away from a BIOS that does not know it.
set -eu
cd "$(dirname "$0")"
roms=../main/resources/pentimento/bios
tmp=$(mktemp -d)
trap 'kill $qemu 2>/dev/null || true; rm -rf "$tmp"' EXIT
guests/build.sh
truncate -s 1440K "$tmp/floppy.img"
dd if=resources/pentimento/bios/services.bin of="$tmp/floppy.img" conv=notrunc status=none
truncate -s 64M "$tmp/disk.img"
qemu-system-i386 -accel tcg -display none -no-user-config -nic none -M pc -cpu pentium3,-apic -m 32 -no-reboot \
    -bios "$roms/system.rom" -device "loader,file=$roms/vgabios.rom,addr=0xc0000,force-raw=on" -boot a \
    -drive "file=$tmp/floppy.img,if=floppy,format=raw" -drive "file=$tmp/disk.img,if=ide,format=raw" \
    -serial "file:$tmp/serial.txt" &
qemu=$!
wait $qemu
tr -d '\r' < "$tmp/serial.txt"
grep -q "DONE, failures 0" "$tmp/serial.txt"
