# To be sourced: run CLASS ARGUMENTS... starts a program of this module on a JDK 25 or newer, building first what is missing or older than
# its sources. `here` is this folder, `extra` what else belongs on the class path.
root=$(dirname "$here")
. "$root/launcher/find-java.sh"

fresh() {
    [ -f "$here/target/classes/built" ] && [ -d "$root/frontend/target/lib" ] &&
        [ -z "$(find "$root/pom.xml" "$root"/memory "$root"/cpu "$root"/jit "$root"/devices "$root"/bios "$root"/machine "$root"/frontend "$here" \
            -path '*/src/main/*' -name '*.java' -newer "$here/target/classes/built" 2>/dev/null | head -n 1)" ]
}

run() {
    find_java || { echo "a JDK 25 or newer is needed; install one or point JAVA_HOME to it." >&2; exit 2; }
    if ! fresh; then
        echo "building (first use, a minute or two) ..." >&2
        (cd "$root" && mvn -B -q -pl conformance-tests -am -DskipTests package) >&2
        touch "$here/target/classes/built"
    fi
    classes="$here/target/classes"
    for module in memory cpu jit devices bios machine frontend; do
        classes="$classes:$root/$module/target/classes"
    done
    exec "$java_home/bin/java" -XX:+UseParallelGC -Xshare:auto -cp "$classes:$root/frontend/target/lib/*${extra:+:$extra}" "$@"
}
