. "$ROOT/tests/cli/lib.sh"
# The program alone, without the folders that it was built beside: rules and checklists are in it.
mkdir alone
cp "$BANYAN" alone/banyan
cp -r "$ROOT/examples" examples
mkdir docs
cp -r "$ROOT/docs/panel" docs/panel
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

# The panel is made again to the same bytes, says that it is made up, and is assessed without a complaint.
for round in 2024 2025 2026; do
    file=docs/panel/panel-$round.csv
    LC_ALL=C awk -f docs/panel/panel.awk -v round=$round >again
    holds "$file is what panel.awk makes" cmp "$file" again
    is "$(grep -c '(made up)' "$file")" "$(($(wc -l <"$file") - 1))" "$file: every title says that it is made up"
    is "$(sed -n "s/^| \`panel-$round.csv\` | $round | \([0-9]*\) |$/\1/p" docs/panel/README.md)" \
        "$(($(wc -l <"$file") - 1))" "$file has as many plans as its README says"
    banyan --store panel.db assess --profile quick "$file"
    silent err "$file: nothing is complained of"
    exits 3 "$file: some forms are half empty"
    is "$(tail -n 1 out)" "$(($(wc -l <"$file") - 1)) assessed, 0 refused" "$file: all are assessed"
done
"$BANYAN" --store panel.db list --limit 1000 --format ndjson >panel.ndjson
panel() { # WHAT CONDITION: of the panel's assessments
    sqlite3 -cmd "CREATE TABLE lines (j)" -cmd ".mode ascii" -cmd '.separator "\t" "\n"' -cmd ".import panel.ndjson lines" \
        -cmd ".mode list" :memory: "SELECT $1 FROM (SELECT j ->> 'country' AS country, j ->> 'round' AS round,
            j ->> 'score' AS score, j ->> 'coverage' AS coverage FROM lines) WHERE $2"
}
is "$(panel 'count(DISTINCT country), count(DISTINCT round)' 1)" "10|3" "the panel has ten countries and three rounds"
is "$(panel 'count(*)' "country IN ('FJI', 'VUT') AND round = '2026'")" 7 "two of them are small: 4 and 3"
is "$(panel 'avg(coverage) < 0.6 AND count(score) BETWEEN 1 AND 4' "country = 'PAK' AND round = '2026'")" 1 \
    "one is half empty, and has few scores"
is "$(panel "sum(round = '2024'), sum(round = '2026')" "country = 'KHM'")" "13|5" "one loses most of its communities"
is "$(panel 'count(*) - count(score)' "country NOT IN ('PAK')")" 0 "elsewhere every plan has a score"

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
