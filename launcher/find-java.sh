# To be sourced: find_java sets java_home to a JDK 25 or newer, or returns 1.

# Prints a Java home's major version, or nothing.
version() {
    if [ -r "$1/release" ]; then
        sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
    fi
}

find_java() {
    path_java=$(command -v java 2>/dev/null) && path_java=$(readlink -f "$path_java" 2>/dev/null)
    for candidate in "${JAVA_HOME:-}" "${path_java%/bin/java}" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/java/* /opt/jdk*; do
        [ -n "$candidate" ] && [ -x "$candidate/bin/java" ] || continue
        found=$(version "$candidate")
        if [ -n "$found" ] && [ "$found" -ge 25 ]; then
            java_home=$candidate
            return 0
        fi
    done
    return 1
}
