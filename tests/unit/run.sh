#!/bin/bash
# Runs the cmocka programs in a folder, one a test_*.c, as many at a time as there are processors, and
# adds up what they say. UNDER="valgrind -q" puts a command before each.
set -u
cd "$(dirname "$0")/../.." || exit 1
programs=${1:-build/asan/tests}
results=${RESULTS:-$PWD/build/results}
out=$results/unit.d
rm -rf "$out"
mkdir -p "$out"

run_one() {
    # shellcheck disable=SC2086 # UNDER is a list of words
    timeout 900 ${UNDER:-} "$2/$3" >"$1/$3.log" 2>&1
    echo $? >"$1/$3.code"
}
export -f run_one
names=$(cd tests/unit && ls test_*.c 2>/dev/null | sed 's/\.c$//')
printf '%s\n' "$names" | xargs -P "$(nproc 2>/dev/null || echo 2)" -I{} bash -c "run_one '$out' '$programs' {}"

count() { # WORD LOG: a program may hold several groups; each prints its own line
    sed -n "s/^\[  $1  \] \([0-9]*\) test.*/\1/p" "$2" | awk '{ n += $1 } END { print n + 0 }'
}

passed=0 failed=0
for name in $names; do
    read -r code <"$out/$name.code"
    p=$(count PASSED "$out/$name.log")
    f=$(count FAILED "$out/$name.log")
    # A crash, a leak, a failed set-up or a program without tests is a failure as well.
    if { [ "$code" -ne 0 ] && [ "$f" -eq 0 ]; } || [ $((p + f)) -eq 0 ]; then
        f=$((f + 1))
    fi
    printf '%-32s %4d passed, %d failed\n' "$name" "$p" "$f"
    if [ "$f" -gt 0 ]; then
        echo "    exit code $code"
        grep -v -e '^\[ RUN ' -e '^\[       OK' "$out/$name.log" | head -n 60 | sed 's/^/    /'
    fi
    passed=$((passed + p)) failed=$((failed + f))
done
echo "$passed $failed" >"$results/unit"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
