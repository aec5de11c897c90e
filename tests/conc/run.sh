#!/bin/bash
# run.sh BUILD [long]: programs at work on one store at once. The last line is "N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 1
build=${1:-build} rounds=1
[ -z "${2:-}" ] || rounds=8
results=${RESULTS:-$PWD/$build/results}
out=$results/conc.d
rm -rf "$out"
mkdir -p "$out"
cat >"$out/commands" <<END_OF_COMMANDS
crowd bash tests/conc/crowd.sh $build/banyan $rounds
locks bash tests/conc/locks.sh $build/banyan $rounds
control bash tests/conc/control.sh $build/banyan $build/conc/nolock.so
END_OF_COMMANDS

run_one() { # FOLDER NAME COMMAND...
    local log=$1/$2.log code=$1/$2.code
    shift 2
    timeout 1800 "$@" >"$log" 2>&1
    echo $? >"$code"
}
export -f run_one
xargs -P "$(nproc 2>/dev/null || echo 2)" -I{} bash -c "run_one '$out' {}" <"$out/commands"

passed=0 failed=0
while read -r name _; do
    read -r code <"$out/$name.code"
    p=$(grep -c '^ok ' "$out/$name.log")
    f=$(grep -c '^not ok ' "$out/$name.log")
    [ "$code" -eq 0 ] || [ "$f" -gt 0 ] || f=1
    sed "s/^/    /" "$out/$name.log"
    [ "$code" -eq 0 ] || echo "    $name: exit code $code"
    passed=$((passed + p)) failed=$((failed + f))
done <"$out/commands"
echo "$passed $failed" >"$results/conc"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
