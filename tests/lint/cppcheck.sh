#!/bin/bash
# cppcheck on all C sources. Not its matters of style: of those that it reports here most are wrong, as it
# does not see what a called function changes.
set -u
command -v cppcheck >/dev/null 2>&1 || { echo "cppcheck is missing: run make setup-lint"; exit 1; }
# varFuncNullUB: in the C libraries of POSIX NULL is a pointer, also behind a last named argument.
cppcheck -j "$(nproc)" --quiet --std=c11 -D_GNU_SOURCE --enable=warning,performance,portability \
    --inline-suppr --suppress=varFuncNullUB --error-exitcode=1 -Isrc -Itests/unit -Itests/bench/workload src tests 2>&1
