#!/bin/sh
# Runs all .vec.gz files below a directory: vectors.sh [--single] DIR
# Prints totals per form, closes with "N passed, N failed"; exit code 1 if any failed.
set -e
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
classes="$here/target/classes:$root/cpu/target/classes:$root/memory/target/classes"
if [ ! -d "$here/target/classes/pentimento/vectors" ] || [ ! -d "$root/cpu/target/classes/pentimento" ]; then
    (cd "$root" && mvn -q -pl conformance-tests -am -DskipTests compile) >&2
fi
exec "$java" -XX:+UseParallelGC -Xshare:auto -cp "$classes" pentimento.vectors.VectorRunner "$@"
