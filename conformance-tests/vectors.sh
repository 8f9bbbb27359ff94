#!/bin/sh
# Runs all .vec.gz files below a directory: vectors.sh [--single | --jit] DIR; --jit translates each instruction
# Prints totals per form, closes with "N passed, N failed"; exit code 1 if any failed.
set -e
here=$(cd "$(dirname "$0")" && pwd)
. "$here/launch.sh"
run pentimento.vectors.VectorRunner "$@"
