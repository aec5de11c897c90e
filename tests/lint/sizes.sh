#!/bin/bash
# Functions of src and tests/fault up to 80 lines (brace to brace, in column 0), files up to 600.
set -u
status=0
for file in $(find src tests/fault -name '*.[ch]'); do
    lines=$(wc -l <"$file")
    if [ "$lines" -gt 600 ]; then
        echo "$file: $lines lines"
        status=1
    fi
    awk -v file="$file" '
        /^\{/ { start = NR }
        /^\}/ && start { if (NR - start + 1 > 80) { print file ":" start ": a function of " NR - start + 1 " lines"; bad = 1 } start = 0 }
        END { exit bad }' "$file" || status=1
done
exit $status
