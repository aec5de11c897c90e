#!/bin/bash
# The code looks as .clang-format says; `make format` makes it so.
set -u
. tests/lint/lib.sh
bad=
for file in $(c_files); do
    clang-format "$file" | cmp -s - "$file" || bad="$bad $file"
done
[ -z "$bad" ] || { echo "run make format:$bad"; exit 1; }
