#!/bin/bash
# review.sh [TRIES]: no rule and no checklist that ships has a warning or a fault, with so many tries for each way
# to answer (200000). Ends with "N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 1
program=${BANYAN:-build/banyan}
unset BANYAN_RULES BANYAN_CHECKLISTS BANYAN_LANG
passed=0 failed=0
review() { # ARGUMENTS of rules check
    if said=$("$program" rules check --strict "$@" 2>&1); then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
    fi
    printf '%s\n' "$said"
}
review
for file in checklists/*/checklist.json; do
    review --checklist "$(basename "$(dirname "$file")")" --tries "${1:-200000}"
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
