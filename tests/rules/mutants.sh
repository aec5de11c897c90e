#!/bin/bash
# The tests of the shipped rules notice at least 95 of 100 small changes of each rule and library; what they let
# pass on purpose says why, and no reason is left over. `mutants.sh quick` tries the libraries and the standard
# rules only. Ends with "N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 1
program=${BANYAN:-build/banyan}
jobs=$(nproc 2>/dev/null || echo 2)
unset BANYAN_RULES BANYAN_CHECKLISTS BANYAN_LANG
rules=()
if [ "${1:-}" = quick ]; then
    mapfile -t rules < <(cd rules && ls lib/*.lua standard/*.lua | sed 's/\.lua$//')
fi
said=$("$program" rules mutate --strict --threshold 95 --jobs "$jobs" "${rules[@]}" 2>&1)
code=$?
printf '%s\n' "$said" | tail -n 1
if [ $code -ne 0 ]; then
    printf '%s\n' "$said" | grep -vE ' (9[5-9]|100) %  ' | tail -n 40
    echo "0 passed, 1 failed"
    exit 1
fi
echo "1 passed, 0 failed"
