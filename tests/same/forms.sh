#!/bin/bash
# forms.sh BUILD COUNT [SEED]: COUNT plans written as JSON and as a table get the same assessments, byte for
# byte, their digests included. Lines "ok - ..." and "not ok - ...".
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/note.sh
. tests/note.sh
build=${1:-build} count=${2:-1000} seed=${3:-1}
program=$(realpath "${BANYAN:-$build/banyan}") forms=$(realpath "$build/same/forms")
checklist=$PWD/checklists/child-drr/checklist.json
work=$(mktemp -d "${TMPDIR:-/tmp}/banyan-forms-XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
export LC_ALL=C NO_COLOR=1
unset BANYAN_LANG BANYAN_RULES BANYAN_CHECKLISTS BANYAN_STORE

assess() { # FILE
    "$program" assess --dry-run --format ndjson "$1" >"$1.out" 2>"$1.said"
}
# The first lines that differ, from some bytes before they part.
parting() { # FILE FILE
    awk 'NR == FNR { one[FNR] = $0; next } one[FNR] != $0 {
        for (i = 1; i <= length($0) && substr($0, i, 1) == substr(one[FNR], i, 1); i++) ;
        print "line " FNR; print substr(one[FNR], i - 60 > 0 ? i - 60 : 1, 140); print substr($0, i - 60 > 0 ? i - 60 : 1, 140)
        if (++n == 3) exit }' "$1" "$2"
}

"$forms" "$checklist" "$count" "$seed" json >plans.ndjson
"$forms" "$checklist" "$count" "$seed" csv >plans.csv
assess plans.ndjson
assess plans.csv
wanted=$((count - count / 30)) # one of thirty is out of range
cmp -s plans.ndjson.out plans.csv.out || parting plans.ndjson.out plans.csv.out >difference
cmp -s plans.ndjson.out plans.csv.out
note_file $? "$count plans as JSON and as a table: the same bytes" difference
[ "$(wc -l <plans.ndjson.out)" -eq "$wanted" ] && [ "$(wc -l <plans.csv.out)" -eq "$wanted" ]
note_file $? "$wanted of them are assessed" plans.ndjson.said
[ "$(grep -c '100\.5 is over 100' plans.ndjson.said)" -eq $((count / 30)) ] &&
    [ "$(grep -c '100\.5 is over 100' plans.csv.said)" -eq $((count / 30)) ]
note_file $? "the same $((count / 30)) are refused in both forms, for their own reason" plans.csv.said

# Ten of them as files of one plan each.
mkdir files
head -n 10 plans.ndjson | awk '{ file = sprintf("files/%03d.json", NR); print >file; close(file) }'
assess files
head -n 10 plans.csv.out | cmp -s - files.out
note $? "ten of them as files: the same bytes"

# What was compared says something.
for outcome in scored not_applicable not_assessed unknown; do
    grep -q "\"outcome\":\"$outcome\"" plans.csv.out
    note $? "there are findings that are $outcome"
done
digests=$(grep -o '"digest":"sha256:[0-9a-f]*"},"country"' plans.csv.out | sort -u | wc -l)
[ "$digests" -eq "$wanted" ]
note $? "no two plans are alike"

# A cell that says another thing is found, in its row and nowhere else.
row=$((count / 2))
"$forms" "$checklist" "$count" "$seed" csv "$row" >changed.csv
assess changed.csv
[ "$(diff plans.ndjson.out changed.csv.out | grep -c '^>')" -eq 1 ]
note $? "control: one changed cell is one changed assessment"
