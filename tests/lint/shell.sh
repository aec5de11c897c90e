#!/bin/bash
# Shell scripts parse; with shellcheck, where it is installed, no errors.
set -u
. tests/lint/lib.sh
status=0
for file in $(all_files | grep -E '\.sh$|^\./\.ci/run$'); do
    bash -n "$file" || status=1
    if command -v shellcheck >/dev/null 2>&1; then
        shellcheck -s bash -S error "$file" || status=1
    fi
done
exit $status
