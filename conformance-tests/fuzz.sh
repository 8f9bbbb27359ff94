#!/bin/sh
# Runs machines made of random bytes: fuzz.sh [SECONDS [SEED]], default 60 1; fuzz.sh --case HEX and --machine HEX run one again.
# Prints each failure, made small, with its code, and what was covered; closes with "N passed, N failed"; exit code 1 if any failed.
set -e
here=$(cd "$(dirname "$0")" && pwd)
. "$here/launch.sh"
run pentimento.fuzz.FuzzRunner "$@"
