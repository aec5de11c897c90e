#!/bin/bash
# Every header compiles alone, and banyan.h is C++ as well.
set -u
status=0
for header in $(cd src && find . -name '*.h' | sed 's|^\./||' | LC_ALL=C sort); do
    # shellcheck disable=SC2086 # lists of words
    printf '#include "%s"\n' "$header" | $CC $CFLAGS_ALL -w -fsyntax-only -x c - || {
        echo "src/$header does not compile alone"
        status=1
    }
done
if command -v g++ >/dev/null 2>&1; then
    printf '#include "banyan.h"\n' | g++ -Isrc -Wall -Wextra -Werror -fsyntax-only -x c++ - || status=1
fi
exit $status
