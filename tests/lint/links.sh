#!/bin/bash
# Relative links in Markdown files lead to files that are there.
set -u
. tests/lint/lib.sh
status=0
for file in $(all_files | grep '\.md$' | grep -v '^\./tests/data/'); do
    folder=$(dirname "$file")
    for target in $(grep -oE '\]\([^)# ]+' "$file" | sed 's/^](//' | grep -vE '^(https?|mailto):'); do
        if [ ! -e "$folder/$target" ]; then
            echo "$file: $target is not there"
            status=1
        fi
    done
done
# Documents that the source code speaks of.
for target in $(grep -rhoE 'docs/[A-Za-z0-9_/-]+\.(md|json|svg)' src rules checklists 2>/dev/null | LC_ALL=C sort -u); do
    if [ ! -e "$target" ]; then
        echo "the sources name $target, which is not there"
        status=1
    fi
done
exit $status
