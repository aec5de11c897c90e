#!/bin/bash
# paths.sh FOLDER...: gcc follows the paths through the functions of the C sources there (-fanalyzer): null,
# freed, leaked.
set -u
one() {
    # shellcheck disable=SC2086 # lists of words
    gcc $CFLAGS_ALL -Wno-conversion -Itests/unit -fanalyzer -c -o /dev/null "$1"
}
export -f one
find "$@" -name '*.c' | LC_ALL=C sort | xargs -P "$(nproc)" -I{} bash -c "one {}"
