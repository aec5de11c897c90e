. "$ROOT/tests/cli/lib.sh"
# The program alone, without the folders that it was built beside: rules and checklists are in it.
mkdir alone
cp "$BANYAN" alone/banyan
cp -r "$ROOT/examples" examples
for file in examples/*.json examples/plans/*.json; do
    banyan --store s.db assess "$file" --format ndjson
    holds "$file is assessed" test "$code" -eq 0 -o "$code" -eq 3
    is "$(json out '$.incomplete')" 0 "$file: no rule broke"
    cp out beside
    (cd alone && ./banyan --store s.db assess "../$file" --format ndjson >../out 2>../err)
    sed 's/"id":"[^"]*","created":"[^"]*",//' beside >a
    sed 's/"id":"[^"]*","created":"[^"]*",//' out >b
    holds "$file: the bare program gives the same bytes" cmp a b
done
banyan --store s.db store check
exits 0 "all of them are sound"

# The table and the documents say the same, so they are the same plans.
banyan assess --dry-run --format ndjson examples/two-villages.csv
grep -o '"plan":{[^}]*}' out >table
banyan assess --dry-run --format ndjson examples/plans/lao-river-village.json examples/plans/fsm-outer-atoll.json
grep -o '"plan":{[^}]*}' out >documents
is "$(wc -l <table)" 2 "the table holds two plans"
holds "both have the digests of the documents" cmp table documents
# Every plan says that it is made up.
for file in examples/plans/*.json; do
    holds "$file says that it is made up" grep -q '"title": ".*(made up)"' "$file"
done

# Leaving a question blank never helps: the band follows the worse end.
file=$(find examples -name '*.json' | sort | head -n 1)
sqlite3 :memory: "SELECT json_remove(CAST(readfile('$file') AS TEXT), '\$.answers.' || json_quote(key))
    FROM json_each(CAST(readfile('$file') AS TEXT), '\$.answers') LIMIT 12" >blanks.ndjson
banyan assess --dry-run --format ndjson "$file"
low=$(json out '$.low')
banyan assess --dry-run --format ndjson blanks.ndjson
worse=$(sqlite3 :memory: "SELECT 'no' WHERE 1=0" && while IFS= read -r line; do
    printf '%s' "$line" >line
    sqlite3 :memory: "SELECT 'higher' WHERE json_extract(CAST(readfile('line') AS TEXT), '\$.low') > $low + 1e-9"
done <out)
is "$worse" "" "no answer left out raises the lowest possible score"
finish
