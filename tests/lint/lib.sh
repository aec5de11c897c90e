# shellcheck shell=bash
# A check prints its complaints; none means passed. Checks run side by side, and are told of in order.
names=() left=() results=
only= # when set, the checks whose names begin so
passed=0 failed=0

check() { # NAME COMMAND...
    local name=$1 number=${#names[@]}
    shift
    [[ $name == "$only"* ]] || return 0
    [ -n "$results" ] || results=$(mktemp -d "${TMPDIR:-/tmp}/banyan-lint-XXXXXX") || exit 1
    names+=("$name")
    while [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; do
        wait -n
    done
    { "$@" >"$results/$number" 2>&1 || echo "(exit code $?)" >>"$results/$number"; } &
}

# NAME TOOL VERSIONS: whether the tool's version begins with one of these (a|b); other versions find other things.
made_for() {
    local version
    version=$(LC_ALL=C "$2" --version 2>/dev/null | grep -oE '[0-9]+\.[0-9]+[0-9.]*' | head -n 1)
    [[ $version =~ ^($3)(\.|$) ]] && return 0
    left+=("$1: made for $2 ${3//|/ and }, here is ${version:-none}")
    return 1
}

# What the checks said; the sums into $passed and $failed.
tell() {
    local number
    wait
    for number in "${!names[@]}"; do
        if [ -f "$results/$number" ] && [ ! -s "$results/$number" ]; then
            passed=$((passed + 1))
            echo "ok     ${names[number]}"
        else
            failed=$((failed + 1))
            echo "FAILED ${names[number]}"
            head -n 40 "$results/$number" | sed 's/^/    /'
        fi
    done
    [ -z "$only" ] || left=()
    for number in "${!left[@]}"; do
        echo "left   ${left[number]}"
    done
    rm -rf "$results"
}

c_files() { find src tests -name '*.[ch]' | LC_ALL=C sort; }
shell_files() { all_files | grep -E '\.sh$|^\./\.ci/run$'; }

# Everything that is the project's own text.
all_files() {
    find . \( -path ./.git -o -path ./build \) -prune -o -type f -print | LC_ALL=C sort
}
