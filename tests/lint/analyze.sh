#!/bin/bash
# What takes too long for make lint. Ends with "N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 1
here=tests/lint
# shellcheck source=tests/lint/lib.sh
. $here/lib.sh
: "${CFLAGS_ALL:=-std=c17 -D_GNU_SOURCE -Isrc $(pkg-config --cflags lua5.4)}"
export CFLAGS_ALL

if made_for "clang-tidy" clang-tidy '14|19'; then
    check "clang-tidy, as far as it goes" bash $here/tidy.sh src
    check "clang-tidy on the tests" bash $here/tidy.sh tests
fi

tell
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
