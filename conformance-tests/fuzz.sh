#!/bin/sh
# Runs machines made of random bytes: fuzz.sh [SECONDS [SEED]], default 60 1; fuzz.sh --case HEX and --machine HEX run one again.
# Prints each failure, made small, with its code, and what was covered; closes with "N passed, N failed"; exit code 1 if any failed.
# fuzz.sh guided [SECONDS] lets Jazzer vary processor cases by the branches they reach: slower, but blind to our own idea of coverage.
set -e
here=$(cd "$(dirname "$0")" && pwd)
. "$here/launch.sh"
if [ "$1" = guided ]; then
    extra="$here/target/guided/*"
    work="$here/target/guided-corpus"
    (cd "$root" && mvn -B -q -Pguided -pl conformance-tests dependency:copy@guided) >&2
    (run pentimento.fuzz.FuzzRunner --seeds "$work/seeds")
    mkdir -p "$work/found"
    run com.code_intelligence.jazzer.Jazzer --target_class=pentimento.fuzz.GuidedTarget \
        '--instrumentation_includes=pentimento.cpu.**' '--disabled_hooks=com.code_intelligence.jazzer.sanitizers.*' \
        --reproducer_path="$work" -artifact_prefix="$work/" -max_total_time="${2:-600}" -max_len=1500 -rss_limit_mb=6000 -timeout=60 \
        "$work/found" "$work/seeds"
fi
run pentimento.fuzz.FuzzRunner "$@"
