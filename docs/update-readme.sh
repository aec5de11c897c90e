#!/bin/bash
# Puts real output into README.md: runs what stands in each marker and replaces the lines between
#   <!-- output: COMMAND -->  and  <!-- end -->
# `banyan` in COMMAND is build/banyan over build/readme.db; ID is the first assessment's id. With
# --check it changes nothing and fails where README.md is out of date (ids and times are ignored).
set -eu
cd "$(dirname "$0")/.."
program=$PWD/build/banyan
store=$PWD/build/readme.db
rm -f "$store" "$store"-*
banyan() { NO_COLOR=1 "$program" --store "$store" "$@"; }

banyan assess examples/*.json >/dev/null 2>&1 || true
id=$(banyan list --limit 1 --format ndjson | sed 's/.*"id":"\([0-9a-f-]*\)","created.*/\1/')

skipping=0
while IFS= read -r line; do
    case $line in
    '<!-- output: '*' -->')
        command=${line#<!-- output: }
        command=${command% -->}
        printf '%s\n```text\n$ %s\n' "$line" "$command"
        eval "${command//ID/$id}" 2>&1 | sed "s|$PWD/||g; s/ *\$//" || true
        printf '```\n'
        skipping=1
        ;;
    '<!-- end -->')
        skipping=0
        printf '%s\n' "$line"
        ;;
    *)
        [ "$skipping" = 1 ] || printf '%s\n' "$line"
        ;;
    esac
done <README.md >build/README.md

plain() {
    sed -E 's/[0-9a-f]{8}(-[0-9a-f]{4}){0,3}(-[0-9a-f]{12})?/ID/g; s/20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z/TIME/g' "$1"
}
if [ "${1:-}" = --check ]; then
    diff <(plain README.md) <(plain build/README.md)
else
    cp build/README.md README.md
fi
