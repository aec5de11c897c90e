. "$ROOT/tests/cli/lib.sh"
refuse() { # NAME PATTERN: the plan in bad.json is refused, with a message that fits
    banyan --store s.db assess --checklist "$DATA/worked.json" bad.json
    exits 1 "$1: exit code"
    says err "^banyan: (\./)?bad\.json:[0-9]+" "$1: file and line"
    says err "$2" "$1: what is wrong"
}

plan one 's/"title": "A plan"/"titel": "A plan"/' >bad.json
refuse "an unknown key" 'title'
plan one 's/"P-b": 50/"P-x": 50/' >bad.json
refuse "a criterion that the checklist lacks" 'P-x'
plan one 's/"P-b": 50/"P-b": 130/' >bad.json
refuse "a value out of range" '130'
says err 'bad\.json:8: answers\.P-b' "a value out of range: the line and the path"
plan one 's/"P-b": 50/"P-b": "half"/' >bad.json
refuse "a wrong type" 'P-b'
plan one 's/"P-b": 50/"P-b": 50, "P-b": 60/' >bad.json
refuse "a duplicate key" 'P-b'
plan one 's/"NPL"/"NEP"/' >bad.json
refuse "an unknown country" 'NEP'
plan one 's/"2026-09-12"/"2026-02-30"/' >bad.json
refuse "a date that does not exist" 'date'
plan one 's/, "reason": "there is no such place"//' >bad.json
refuse "a claim without a reason" 'reason'
plan one 's/"id": "one"/"id": "one two"/' >bad.json
refuse "an id with a space" 'id'
plan one 's/"banyan": 1/"banyan": 2/' >bad.json
refuse "a newer format" 'banyan'
plan one 's/"round": "2026", //' >bad.json
refuse "no round" 'round'
plan one 's/"P-b": 50/"P-b": 1e999/' >bad.json
refuse "a number that is not finite" '.'
plan one 's/A plan/A \\u0000 plan/' >bad.json
refuse "U+0000" '.'
plan one 's/A plan/A \\ud800 plan/' >bad.json
refuse "a lone surrogate" '.'
{ plan one | sed 's/A plan/A \xff plan/'; } >bad.json
refuse "bad UTF-8" '.'
{ plan one | head -n 9; } >bad.json
refuse "a file that ends early" '.'
{ plan one; echo '{}'; } >bad.json
refuse "text after the document" '.'
{ for _ in $(seq 100); do printf '['; done; } >bad.json
refuse "depth over 64" '.'
: >bad.json
banyan --store s.db assess --checklist "$DATA/worked.json" bad.json
exits 1 "an empty file"
banyan --store s.db assess --checklist "$DATA/worked.json" missing.json
exits 1 "a file that is not there"
says err 'missing\.json' "a file that is not there: its name"
banyan --store s.db list --format ndjson
is "$(wc -l <out)" 0 "nothing of all that was stored"
printf '\357\273\277' >bom.json
plan bom >>bom.json
banyan --store s.db assess --checklist "$DATA/worked.json" bom.json
exits 0 "a byte-order mark at the start is skipped"

# One refused plan costs the others nothing.
for i in 1 2 3 4 5; do
    plan "batch-$i" "s/\"P-b\": 50/\"P-b\": $((i == 3 ? 999 : 50))/" | tr -d '\n'
    echo
done >batch.ndjson
banyan --store b.db assess --checklist "$DATA/worked.json" --reject rejected.ndjson batch.ndjson
exits 1 "a batch with one refused"
says out '4 assessed, 1 refused' "how many"
says err 'batch\.ndjson:3:' "the line of the batch"
is "$(wc -l <rejected.ndjson)" 1 "--reject keeps the refused one"
holds "--reject keeps it as it came" grep -q '"batch-3"' rejected.ndjson
banyan --store b.db list --format ndjson
is "$(wc -l <out)" 4 "the four are stored"
sed 's/999/50/' rejected.ndjson >again.ndjson
banyan --store b.db assess --checklist "$DATA/worked.json" again.ndjson
exits 0 "corrected, it goes in"

# Control characters of an input do not reach the terminal.
plan one 's/"banyan": 1,/"banyan": 1, "\\u001b[31mred": 1,/' >bad.json
banyan --store s.db assess --checklist "$DATA/worked.json" bad.json
exits 1 "a key with an escape sequence is refused"
fails "and not sent to the terminal" grep -q "$(printf '\033')" err
banyan --store s.db assess --checklist missing one.json
holds "an unknown checklist" test "$code" -ne 0
finish
