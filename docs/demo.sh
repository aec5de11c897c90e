#!/bin/bash
# What `make demo` shows: the examples scored into a fresh store, and why one criterion got its credit.
# demo.sh PROGRAM STORE
set -eu
cd "$(dirname "$0")/.."
program=${1:-build/banyan}
store=${2:-build/demo.db}
rm -f "$store" "$store"-*

show() {
    printf '\n$ %s\n' "$*"
    # 3: a plan has no score because too little of it was answered. That is an answer, not a failure.
    "$@" || [ $? -eq 3 ]
}

show "$program" --store "$store" assess examples/inform-2025.csv examples/*.json
id=$("$program" --store "$store" list --country NPL --checklist child-drr --limit 1 --format ndjson | sed 's/.*"id":"\([0-9a-f-]*\)","created.*/\1/')
show "$program" --store "$store" explain "$id" FIN-03
show "$program" --store "$store" store check
printf '\nThe store is %s. Next: README.md, or %s help\n' "$store" "$program"
