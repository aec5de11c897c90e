#!/bin/bash
# run.sh BUILD [long]: faults of disk and power, as many programs at a time as there are processors.
# Each prints lines "ok - ..." and "not ok - ..."; the last line here is "N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 1
build=${1:-build} long=${2:-}
results=${RESULTS:-$PWD/$build/results}
out=$results/fault.d
rm -rf "$out"
mkdir -p "$out"

if [ -n "$long" ]; then
    cuts=36000 control=3000 runs=60000 kills=200 levels=25
else
    cuts=400 control=90 runs=150 kills=10 levels=10
fi
# The longest first.
cat >"$out/commands" <<END
powercut $build/fault/powercut --images $cuts
iofail $build/fault/iofail --runs $runs
kill bash tests/fault/kill.sh $build/banyan $kills
full-disk bash tests/fault/full-disk.sh $build/banyan $levels
control-all $build/fault/powercut --control all --images $control
control-log $build/fault/powercut --control log --images $control
control-main $build/fault/powercut --control main --images $control
control-names $build/fault/powercut --control names --images $control
END

run_one() { # FOLDER NAME COMMAND...
    local log=$1/$2.log code=$1/$2.code
    shift 2
    timeout 3000 "$@" >"$log" 2>&1
    echo $? >"$code"
}
export -f run_one
xargs -P "$(nproc 2>/dev/null || echo 2)" -I{} bash -c "run_one '$out' {}" <"$out/commands"

passed=0 failed=0
while read -r name _; do
    read -r code <"$out/$name.code"
    p=$(grep -c '^ok ' "$out/$name.log")
    f=$(grep -c '^not ok ' "$out/$name.log")
    # A crash fails too; a script may skip, and says so.
    [ "$code" -eq 0 ] || [ "$f" -gt 0 ] || f=1
    sed "s/^/    /" "$out/$name.log"
    [ "$code" -eq 0 ] || echo "    $name: exit code $code"
    passed=$((passed + p)) failed=$((failed + f))
done <"$out/commands"
echo "$passed $failed" >"$results/fault"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
