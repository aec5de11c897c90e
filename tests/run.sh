#!/bin/bash
# All tests but lint: unit programs in BUILD/asan/tests, saved fuzz inputs, faults, command line, published
# numbers, rules, identical bytes, benchmark, budgets. Ends with "N passed, N failed".
set -u
cd "$(dirname "$0")/.." || exit 1
build=${1:-build}
export BANYAN=${BANYAN:-$PWD/$build/banyan} RESULTS=$PWD/$build/results
groups="unit fuzz fault conc oom cli numbers rules same bench budget"
mkdir -p "$RESULTS"
for name in $groups; do
    rm -f "$RESULTS/$name"
done

code=0
echo "== unit tests, under the address and undefined-behaviour sanitizers"
bash tests/unit/run.sh "$build/asan/tests" || code=1
echo "== saved inputs of the fuzz targets, under the same"
bash tests/fuzz/run.sh "$build/asan/fuzz" || code=1
echo "== faults of disk and power"
bash tests/fault/run.sh "$build" || code=1
echo "== programs at work together"
bash tests/conc/run.sh "$build" || code=1
echo "== allocations that fail"
FAULT=$PWD/$build/fault bash tests/fault/oom-run.sh || code=1
echo "== command line"
bash tests/cli/run.sh || code=1
echo "== numbers of others"
bash tests/numbers/run.sh || code=1
echo "== rules"
bash tests/rules/run.sh || code=1
echo "== identical bytes, whatever the machine does"
bash tests/same/run.sh "$build" || code=1
echo "== what the benchmark compares"
bash tests/bench/check.sh "$build" || code=1
echo "== budgets of counted instructions"
bash tests/budget/budget.sh "$build" || code=1

passed=0 failed=0
for name in $groups; do
    if [ -f "$RESULTS/$name" ]; then
        read -r p f <"$RESULTS/$name"
        passed=$((passed + p)) failed=$((failed + f))
    else
        failed=$((failed + 1))
    fi
done
[ "$code" -eq 0 ] || [ "$failed" -gt 0 ] || failed=1
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
