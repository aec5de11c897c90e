#!/bin/bash
# Spaces, not tabs; no blanks at line ends; C and Lua up to 100 and 120 columns; a final line end.
set -u
. tests/lint/lib.sh
status=0
if all_files | grep ' '; then
    echo "a blank in a file name"
    status=1
fi
sources=$(all_files | grep -E '\.(c|h|lua|sh|sql|awk|mjs)$|^\./\.ci/run$' | grep -v '^\./tests/data/')
# shellcheck disable=SC2086 # a list of files
if grep -nP '\t' $sources; then
    echo "tabs"
    status=1
fi
# shellcheck disable=SC2086
if grep -nE ' +$' $sources; then
    echo "blanks at the end of a line"
    status=1
fi
for file in $sources; do
    if [ -s "$file" ] && [ -n "$(tail -c 1 "$file")" ]; then
        echo "$file: no line end at the end"
        status=1
    fi
done
# In characters, not bytes. Code is held to 100 by clang-format; comments may hang over a little.
for file in $(c_files); do
    LC_ALL=C.UTF-8 grep -nE '^.{111,}' "$file" | sed "s|^|$file:|" | grep . && status=1
done
exit $status
