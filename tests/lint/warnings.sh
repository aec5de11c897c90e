#!/bin/bash
# The same flags under a second compiler: what one overlooks the other finds.
set -u
second=$1
command -v "$second" >/dev/null 2>&1 || exit 0
status=0
one() {
    # shellcheck disable=SC2086 # lists of words
    "$1" $CFLAGS_ALL -fsyntax-only "$2"
}
export -f one
find src tests/fault -name '*.c' | LC_ALL=C sort |
    xargs -P "$(nproc 2>/dev/null || echo 2)" -I{} bash -c "one $second {}" || status=1
find tests/unit -name '*.c' | LC_ALL=C sort |
    xargs -P "$(nproc 2>/dev/null || echo 2)" -I{} bash -c \
        "$second \$CFLAGS_ALL -Wno-conversion -Itests/unit -fsyntax-only {}" || status=1
find tests/fuzz -name '*.c' | LC_ALL=C sort |
    xargs -P "$(nproc 2>/dev/null || echo 2)" -I{} bash -c "one $second {}" || status=1
exit $status
