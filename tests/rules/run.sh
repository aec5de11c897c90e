#!/bin/bash
# The tests inside the rule files, through the program. Counts its PASS and FAIL lines.
set -u
cd "$(dirname "$0")/../.." || exit 1
program=${BANYAN:-build/banyan}
results=${RESULTS:-build/results}
mkdir -p "$results"
log=$results/rules.log
"$program" rules test >"$log" 2>&1
code=$?
passed=$(grep -cE ': PASS\b|^PASS [^:]|^ok ' "$log")
failed=$(grep -cE ': (FAIL|ERROR)\b|^FAIL [^:]|^not ok ' "$log")
# The program's own summary is the better count.
if summary=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$log" | tail -n 1) && [ -n "$summary" ]; then
    passed=${summary%% passed*}
    failed=${summary#*, }
    failed=${failed%% failed*}
fi
if [ "$code" -ne 0 ] || [ "$((passed + failed))" -eq 0 ]; then
    [ "$failed" -gt 0 ] || failed=1
    grep -vE ': PASS\b' "$log" | tail -n 60
fi
echo "$passed $failed" >"$results/rules"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
