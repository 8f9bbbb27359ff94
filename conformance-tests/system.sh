#!/bin/sh
# Builds and runs the bare guests that test the system architecture: system.sh [NAME [CPU]]. Needs nasm.
# Prints a line a test, closes with "N passed, N failed"; exit code 1 if any failed.
set -e
here=$(cd "$(dirname "$0")" && pwd)
. "$here/launch.sh"
"$here/src/guests/system/build.sh"
run pentimento.system.SystemRunner "$here" "$@"
