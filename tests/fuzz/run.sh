#!/bin/bash
# Feeds the saved inputs to the fuzz targets, a process for each target, and lets another reader judge the
# JSON. One test a file. Ends with "N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 1
programs=${1:-build/asan/fuzz}
results=${RESULTS:-$PWD/build/results}
out=$results/fuzz.d
rm -rf "$out"
mkdir -p "$out"

# A file that ends the program fails; those after it are tried by a new one.
run_target() { # OUT PROGRAMS TARGET
    local out=$1/$3 log=$1/$3.log files
    mapfile -t files < <(find "tests/fuzz/corpus/$3" -type f | LC_ALL=C sort)
    : >"$log"
    echo "${#files[@]}" >"$out.count"
    : >"$out.failed"
    while [ "${#files[@]}" -gt 0 ]; do
        timeout 120 "$2/replay_$3" "${files[@]}" >"$out.now" 2>>"$log"
        local code=$? tried
        [ "$code" -ne 0 ] || break
        tried=$(grep -vc '^all done$' "$out.now")
        # Leaks are found at the end, when the file that leaks is no longer known.
        if [ "$tried" -eq 0 ] || grep -q '^all done$' "$out.now"; then
            echo "(exit code $code)" >>"$out.failed"
            break
        fi
        tail -n 1 "$out.now" >>"$out.failed"
        files=("${files[@]:tried}")
    done
}
export -f run_target
targets=$(cd tests/fuzz && ls fuzz_*.c | sed 's/^fuzz_//; s/\.c$//')
printf '%s\n' "$targets" | xargs -P "$(nproc 2>/dev/null || echo 2)" -I{} \
    bash -c "run_target '$out' '$programs' {}"

passed=0 failed=0
for target in $targets; do
    read -r n <"$out/$target.count"
    f=$(wc -l <"$out/$target.failed")
    [ "$n" -gt 0 ] || f=1
    p=$((n > f ? n - f : 0))
    printf '%-32s %4d passed, %d failed\n' "fuzz_$target" "$p" "$f"
    if [ "$f" -gt 0 ]; then
        sed 's/^/    /' "$out/$target.failed"
        head -n 40 "$out/$target.log" | sed 's/^/    /'
    fi
    passed=$((passed + p)) failed=$((failed + f))
done

# Two readers of JSON, one verdict.
mapfile -t files < <(find tests/data/jsontestsuite tests/fuzz/corpus/json tests/fuzz/corpus/plan \
    -type f -not -name '*.md' | LC_ALL=C sort)
"$programs/oracle_ours" "${files[@]}" >"$out/ours" 2>"$out/oracle.log"
"$programs/oracle_jansson" "${files[@]}" >"$out/jansson" 2>>"$out/oracle.log"
diff "$out/jansson" "$out/ours" >"$out/oracle.diff"
f=$(grep -c '^>' "$out/oracle.diff")
n=$(wc -l <"$out/ours")
[ "$n" -eq "${#files[@]}" ] && [ "$(wc -l <"$out/jansson")" -eq "$n" ] || f=$((f + 1))
p=$((n > f ? n - f : 0))
printf '%-32s %4d passed, %d failed\n' "the same verdict as jansson" "$p" "$f"
if [ "$f" -gt 0 ]; then
    head -n 40 "$out/oracle.diff" "$out/oracle.log" | sed 's/^/    /'
fi
passed=$((passed + p)) failed=$((failed + f))

echo "$passed $failed" >"$results/fuzz"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
