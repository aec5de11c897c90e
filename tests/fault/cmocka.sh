#!/bin/bash
# cmocka.sh PROGRAM: runs a program of tests/unit and says what it says as the others here do.
set -u
log=$("$1" 2>&1)
code=$?
sed -n 's/^\[       OK \] /ok - /p; s/^\[  FAILED  \] \([a-z].*\)/not ok - \1/p' <<<"$log" | sort -u
[ "$code" -eq 0 ] || grep -A3 '^\[  ERROR' <<<"$log" | sed 's/^/# /'
if grep -q 'left out here' <<<"$log"; then
    echo "not ok - ${1##*/} leaves nothing out"
fi
exit "$code"
