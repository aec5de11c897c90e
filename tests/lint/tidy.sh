#!/bin/bash
# tidy.sh FOLDER...: clang-tidy on the C sources there. What it looks for, and why, is in .clang-tidy. NODES: so many steps at
# most are followed through each function; without it as many as clang sees fit, which takes twice the time.
set -u
command -v clang-tidy >/dev/null 2>&1 || { echo "clang-tidy is missing: run make setup-lint"; exit 1; }
one() { # FILE; the count of warnings that were left out is no news
    # shellcheck disable=SC2086 # lists of words
    clang-tidy --quiet --warnings-as-errors='*' "$1" -- $CFLAGS_ALL -Wno-conversion -Itests/unit -Itests/bench/workload \
        ${NODES:+-Xclang -analyzer-config -Xclang max-nodes=$NODES} 2>&1 |
        grep -vE '^[0-9]+ warnings? (generated|treated as error)'
    [ "${PIPESTATUS[0]}" -eq 0 ]
}
export -f one
find "$@" -name '*.c' | LC_ALL=C sort | xargs -P "$(nproc)" -I{} bash -c "one {}"
