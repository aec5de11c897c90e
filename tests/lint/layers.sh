#!/bin/bash
# Who may include whom; the picture is in docs/ARCHITECTURE.md.
set -u
status=0

# FOLDER ALLOWED...: own headers that the sources of a folder may include.
allow() {
    local folder=$1 pattern
    shift
    pattern=$(printf '%s|' "$@")
    [ -d "src/$folder" ] || return 0
    if grep -rnE '^ *# *include +"' "src/$folder" | grep -vE "\"(${pattern%|})[/.]"; then
        echo "src/$folder may include only: $*"
        status=1
    fi
}
allow base base
allow model base model
allow input base model input
allow compare base model compare
allow report base model report compare
allow script base model script
allow worker base model script worker banyan # its version, which both ends must share
allow review base model script review
allow store base model store
allow cases base model script review input report library cases

# Nobody below includes the shell above.
if grep -nE '^ *# *include +"cli/' src/*.[ch]; then
    echo "only src/cli includes cli/"
    status=1
fi

# HEADER PATTERN: a foreign library's header stays in one folder.
only_in() {
    if grep -rlE "^ *# *include +<($2)>" src | grep -v "^src/$1/"; then
        echo "only src/$1 may include <$2>"
        status=1
    fi
}
only_in script 'lua\.h|lauxlib\.h|lualib\.h|lua\.hpp'
only_in store 'sqlite3\.h|zstd\.h|zdict\.h'
only_in cli 'histedit\.h'
only_in base 'csv\.h|nettle/.*'

# The model does no input or output and asks nobody for the time.
if grep -nE '\b(fopen|open|read|write|printf|fprintf|puts|fputs|time|clock_gettime|getenv|rand) *\(' \
    src/model/*.[ch] | grep -vE '^[^:]*:[0-9]+: *(\*|/\*|//)'; then
    echo "src/model does no input or output"
    status=1
fi
exit $status
