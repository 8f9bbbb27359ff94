#!/bin/sh
# Measures Pentimento beside QEMU (TCG); see compare.sh --help. Exit code 2 if something is missing, else as --help says.
set -u
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 2
command -v python3 >/dev/null 2>&1 || {
    echo "compare.sh: Python 3.9 or newer is needed; install it (for example: apt install python3)." >&2
    exit 2
}
PYTHONPATH="$here" PYTHONDONTWRITEBYTECODE=1 exec python3 -m measure "$@"
