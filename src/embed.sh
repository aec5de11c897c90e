#!/bin/sh
# Writes the rules and checklists that it is given (sorted paths) as a C file: see src/library.h.
set -e
echo '#include "library.h"'
i=0
for file in "$@"; do
    echo "static const unsigned char file_${i}[] = {"
    od -An -v -tu1 "$file" | sed 's/  */,/g; s/^,//; s/$/,/'
    echo "0};"
    i=$((i + 1))
done
echo "const struct embedded_file embedded_files[] = {"
i=0
for file in "$@"; do
    echo "    {\"$file\", file_$i, sizeof file_$i - 1},"
    i=$((i + 1))
done
echo "};"
echo "const size_t embedded_count = $i;"
