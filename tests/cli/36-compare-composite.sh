. "$ROOT/tests/cli/lib.sh"
# `compare --composite`: what it prints, what it refuses, and stored results as indicators. Numbers are in
# tests/numbers/11-composite.sh, steps in tests/unit/test_composite.c.
spec=$ROOT/docs/composite/inform-2025.json
banyan compare --composite "$spec"
exits 0 "the example is printed"
says out '^ *1  Afghanistan  *7\.8 ' "the first stands first"
says out '^ *10  Cambodia' "equal scores share"
says out '^ *10  Indonesia' "the best rank"
says out '^ *12  Solomon Islands' "and the next follows after both"
says out '^- 18 units share 8 ranks' "that is said"
says out 'geometric in place of arithmetic means in the last step, 26 ranks change' "so is what another mean would change"
fails "no sum of noise in it" grep -E '[0-9]\.[0-9]{4,}' out
cp out first
banyan compare --composite "$spec"
holds "the same again, draws among it" cmp first out
sed 's/"seed": 1/"seed": 2/' "$spec" >other.json
cp "$ROOT"/docs/composite/*.csv .
banyan compare --composite other.json
exits 0 "another seed"
holds "another seed draws other weights" test -n "$(diff first out)"
banyan compare --composite "$spec" --unit NPL
exits 0 "one unit is printed"
says out 'INFORM Risk  *4\.6  *9 of 38' "with its place"
says out '^Highest beside all units' "and its extremes"
banyan compare --composite "$spec" --unit ZZZ
exits 64 "a unit that is not there"
says err '\-\-unit: ZZZ: is no unit of' "is named"
banyan compare --composite "$spec" --format csv --output ranks.csv
exits 0 "CSV into a file"
is "$(wc -l <ranks.csv)" 39 "has a line a unit"
is "$(sed -n 2p ranks.csv | cut -d, -f1-4)" "AFG,Afghanistan,1,7.8" "in the order of ranks"
banyan compare --composite "$spec" --format json
exits 0 "JSON"
is "$(sqlite3 :memory: "SELECT json_array_length(CAST(readfile('out') AS TEXT), '\$.units'),
    json_array_length(CAST(readfile('out') AS TEXT), '\$.items')")" "38|51" "has units and items"
banyan compare --composite "$spec" --format xlsx --output x.xlsx
exits 64 "a form that it does not print"
says err 'xlsx: not with --composite: give text, json, ndjson or csv' "is told"

# ---- what is refused
banyan compare --composite none.json
exits 1 "a specification that is not there"
says err 'none\.json' "is named"
sed 's/inform-2025.data.csv/gone.csv/' "$spec" >gone.json
banyan compare --composite gone.json
exits 1 "a table that is not there"
says err 'gone\.csv' "is named"
sed 's/"aggregate": "arithmetic"/"aggregate": "arithmetical"/' "$spec" >slip.json
banyan compare --composite slip.json
exits 1 "a slip in the specification"
says err '^banyan: slip\.json:[0-9]*: aggregate: "arithmetical" is unknown: did you mean "arithmetic"\?$' "with file, line and path"
sed -i '3s/,98,/,much,/;3s/,0\.1,/,a little,/' inform-2025.data.csv
banyan compare --composite other.json
exits 1 "a word where a number should stand"
says err '^banyan: inform-2025\.data\.csv:3: AUS\.[A-Z-]*: "a little" is no number: ' "with file, line, unit and indicator"
says err 'leave it empty, or name the text under "missing"' "and what to do"

# ---- stored results
cat >stored.json <<'EOF'
{"banyan": 1, "title": "Stored plans", "data": "stored", "aggregate": "geometric", "floor": 0.01}
EOF
banyan compare --composite stored.json
exits 1 "an empty store"
banyan assess --round 2026 "$ROOT"/examples/plans/npl-mountain-municipality.json "$ROOT"/examples/plans/fji-moving-village.json \
    "$ROOT"/examples/plans/lao-river-village.json
banyan compare --composite stored.json --format json
exits 0 "stored criteria become an index"
says out 'Not for publishing: single communities are shown' "which is not for publishing"
sqlite3 :memory: "SELECT json_extract(value, '\$.name'), json_extract(value, '\$.rank'), json_extract(value, '\$.available'),
    json_extract(value, '\$.of') FROM json_each(CAST(readfile('out') AS TEXT), '\$.units')" >units
is "$(head -1 units | cut -d'|' -f1,2)" "Vunisalusalu|1" "the best plan stands first"
is "$(tail -1 units | cut -d'|' -f1,2)" "Ban Nam Khong group|" "who answered too little has no rank"
banyan list --country FJI --format ndjson
scored=$(json out '$.counts.scored') open=$(($(json out '$.counts.not_assessed') + $(json out '$.counts.unknown')))
is "$(head -1 units | cut -d'|' -f3,4)" "$scored|$((scored + open))" "what does not apply is not counted as missing"
sed 's/"stored",/"stored", "of": "domains",/; s/"geometric"/"arithmetic"/' stored.json >domains.json
banyan compare --composite domains.json --country FJI --format csv
exits 0 "stored domains"
index=$(sed -n 2p out | cut -d, -f4)
banyan list --country FJI --format ndjson
is "$index" "$(json out '$.score')" "by arithmetic means their index is the checklist's own score"
finish
