#!/bin/bash
# format.sh [write]: all C of src and tests looks as .clang-format says; with `write` it is made so.
set -u
. tests/lint/lib.sh
if [ "${1:-}" = write ]; then
    c_files | xargs clang-format -i
    exit
fi
bad=
for file in $(c_files); do
    clang-format "$file" | cmp -s - "$file" || bad="$bad $file"
done
[ -z "$bad" ] || { echo "run make format:$bad"; exit 1; }
