#!/bin/bash
# Black-box tests of the program: tests/cli/[0-9]*.sh (or those of the folder that
# TEST_GROUP names below tests), or those named as arguments. Each works in a
# folder of its own. Ends with "N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 1
root=$PWD
results=${RESULTS:-$root/build/results}
group=${TEST_GROUP:-cli}
out=$results/$group.d
rm -rf "$out"
mkdir -p "$out"
export ROOT=$root BANYAN=${BANYAN:-$root/build/banyan}

run_one() {
    name=$(basename "$2" .sh)
    work=$(mktemp -d "${TMPDIR:-/tmp}/banyan-cli-XXXXXX") || exit 1
    # Nothing of the user's own settings or stores gets in.
    (cd "$work" && env -u BANYAN_LANG -u BANYAN_RULES -u BANYAN_CHECKLISTS -u BANYAN_STORE \
        HOME="$work" XDG_DATA_HOME="$work/data" NO_COLOR=1 LC_ALL=C.UTF-8 WORK="$work" \
        timeout 900 bash "$ROOT/$2") >"$1/$name.log" 2>&1
    echo $? >"$1/$name.code"
    rm -rf "$work"
}
export -f run_one

if [ $# -eq 0 ]; then
    set -- "tests/$group"/[0-9]*.sh
fi
printf '%s\n' "$@" | xargs -P "$(nproc 2>/dev/null || echo 2)" -I{} bash -c "run_one $out {}"

passed=0 failed=0
for script in "$@"; do
    name=$(basename "$script" .sh)
    log=$out/$name.log
    p=$(grep -c '^ok ' "$log")
    f=$(grep -c '^not ok ' "$log")
    # Each script prints its plan "1..N" last: one that stopped early has none.
    if ! grep -q "^1\.\.$((p + f))\$" "$log"; then
        f=$((f + 1))
        echo "$name: stopped early (exit code $(cat "$out/$name.code"))"
        tail -n 5 "$log" | sed 's/^/    /'
    fi
    printf '%-32s %4d passed, %d failed\n' "$name" "$p" "$f"
    [ "$f" -eq 0 ] || awk '/^not ok/ { on = 1 } /^ok/ { on = 0 } on' "$log" | sed 's/^/    /'
    passed=$((passed + p)) failed=$((failed + f))
done
echo "$passed $failed" >"$results/$group"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
