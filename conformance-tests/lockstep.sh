#!/bin/sh
# Runs a guest interpreted and translated side by side: lockstep.sh IMAGE [COUNTS [SEED]], default 1000000000 1. Regions are cut and the run is
# sliced at random, all state is compared every 4.7 million counts; a difference is narrowed down to the first wrong instruction.
# A diskette image goes into drive A, anything larger is the first hard disk. Exit code 1 if the two differ.
set -e
here=$(cd "$(dirname "$0")" && pwd)
. "$here/launch.sh"
run pentimento.lockstep.LockstepRunner "$@"
