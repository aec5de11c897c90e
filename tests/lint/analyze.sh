#!/bin/bash
# Slower finders of faults, each where it is installed. Not part of make lint.
set -u
cd "$(dirname "$0")/../.." || exit 1
status=0
sources=$(find src -name '*.c' | LC_ALL=C sort)
if command -v clang-tidy >/dev/null 2>&1; then
    # shellcheck disable=SC2086 # lists of words
    clang-tidy --quiet --warnings-as-errors='*' $sources -- ${CFLAGS_ALL:--std=c17 -D_GNU_SOURCE -Isrc} || status=1
fi
if command -v cppcheck >/dev/null 2>&1; then
    # shellcheck disable=SC2086
    cppcheck --quiet --std=c11 --enable=warning,portability --inline-suppr --error-exitcode=1 -Isrc \
        --suppress=missingIncludeSystem $sources || status=1
fi
exit $status
