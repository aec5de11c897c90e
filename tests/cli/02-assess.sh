. "$ROOT/tests/cli/lib.sh"
export BANYAN_CHECKLISTS=$DATA
assess() { banyan --store s.db assess --checklist "$DATA/worked.json" "$@"; }

plan one >one.json
assess one.json
exits 0 "a plan"
says out '1 assessed, 0 refused' "for people: how many"
says out '62\.5' "for people: the score on the checklist's scale"
says out '46\.9' "for people: the lowest possible score"
says out '65\.6' "for people: the highest possible score"

assess one.json --format json
exits 0 "as JSON"
is "$(json out '$[0].score')$(json out '$.score')" 0.625 "the score of the worked case"
cp out whole.json
# One plan may stand alone or in a list of one.
top='$'
[ "$(head -c 1 out)" != "[" ] || top='$[0]'
is "$(json out "$top.low")" 0.46875 "low"
is "$(json out "$top.high")" 0.65625 "high"
is "$(json out "$top.coverage")" 0.8125 "coverage"
is "$(json out "$top.band")" C "the band follows the worse end"
is "$(json out "$top.band_possible")" B "the possible band follows the better end"
is "$(json out "$top.plan.id")" one "the plan's id"
is "$(json out "$top.country")" NPL "the country"
is "$(json out "$top.round")" 2026 "the round"
is "$(json out "$top.counts.scored")" 3 "three criteria are scored"
is "$(json out "$top.counts.not_applicable")" 1 "one does not apply"
is "$(json out "$top.counts.not_assessed")" 1 "one was not assessed"
is "$(json out "$top.findings[0].contribution")" 0.5 "contribution of P-a"
is "$(json out "$top.findings[1].contribution")" 0.125 "contribution of P-b"
is "$(json out "$top.findings[0].outcome")" scored "outcome of P-a"
is "$(json out "$top.findings[2].outcome")" not_assessed "outcome of P-c"
is "$(json out "$top.findings[4].outcome")" not_applicable "outcome of Q-e"
says out 'there is no such place' "a claim's reason is kept"
is "$(json out "$top.nodes[0].id")" P "the first domain"
is "$(json out "$top.nodes[0].score")" 0.833333333 "its score"
is "$(json out "$top.applicable")" 1 "applicable"
is "$(json out "$top.incomplete")" 0 "not incomplete"

assess one.json --format ndjson
is "$(wc -l <out)" 1 "NDJSON: one line a plan"
is "$(json out '$.score')" 0.625 "NDJSON: an object a line"

# The same again.
first=$(json out '$.id')
assess one.json --format ndjson
is "$(json out '$.id')" "$first" "the same documents: the stored assessment is returned"
banyan --store s.db list --format ndjson
is "$(wc -l <out)" 1 "the same documents: nothing is added"
plan one 's/"P-b": 50/"P-b": 75/' >changed.json
assess changed.json --format ndjson
exits 0 "the same plan with other content"
second=$(json out '$.id')
holds "it is a new assessment" test "$first" != "$second"
is "$(json out '$.score')" 0.6875 "and has its own score"
banyan --store s.db list --format ndjson
is "$(wc -l <out)" 1 "only the new one is current"
banyan --store s.db show "$first" --format json
exits 0 "the superseded one stays"

# Standard input, --dry-run, --round.
"$BANYAN" --store t.db assess --checklist "$DATA/worked.json" --format ndjson - <one.json >out 2>err
is $? 0 "from standard input"
is "$(json out '$.score')" 0.625 "from standard input: the score"
banyan --store dry.db assess --dry-run --checklist "$DATA/worked.json" one.json --format ndjson
exits 0 "--dry-run"
is "$(json out '$.score')" 0.625 "--dry-run: the score"
fails "--dry-run makes no store" test -e dry.db
banyan --store t.db assess --round 2027-2 --checklist "$DATA/worked.json" one.json --format ndjson
is "$(json out '$.round')" 2027-2 "--round wins"
banyan --store t.db list --format ndjson
is "$(wc -l <out)" 2 "another round is another assessment"
banyan --store t.db list --round 2026 --format ndjson
is "$(wc -l <out)" 1 "list --round"
banyan --store t.db assess --profile first --checklist "$DATA/worked.json" one.json --format ndjson
is "$(json out '$.score')" 0.833333333 "a profile leaves the other criteria out"
is "$(json out '$.checklist.profile')" first "and is named"
banyan --store t.db assess --profile nonsense --checklist "$DATA/worked.json" one.json
holds "an unknown profile is refused" test "$code" -ne 0

# Output follows input order whatever --jobs; an NDJSON file; a folder.
for i in $(seq 1 300); do
    plan "many-$i" "s/\"P-b\": 50/\"P-b\": $((i % 101))/" | tr -d '\n'
    echo
done >many.ndjson
for jobs in 1 2 4; do
    rm -f j.db
    banyan --store j.db assess --checklist "$DATA/worked.json" --jobs $jobs --format ndjson many.ndjson
    exits 0 "300 plans, $jobs jobs"
    sed -e 's/"id":"[^"]*","created":"[^"]*",//' out >"jobs-$jobs"
    is "$(wc -l <out)" 300 "a line for each, $jobs jobs"
done
holds "two jobs give the same bytes as one" cmp jobs-1 jobs-2
holds "four jobs give the same bytes as one" cmp jobs-1 jobs-4
is "$(sed -n '17s/.*"plan":{"id":"\([^"]*\)".*/\1/p' jobs-4)" many-17 "in input order"
mkdir folder
plan z >folder/z.json
plan a >folder/a.json
banyan --store f.db assess --checklist "$DATA/worked.json" --format ndjson folder
exits 0 "a folder"
is "$(sed -n 's/.*"plan":{"id":"\([^"]*\)".*/\1/p' out | tr '\n' ' ')" "a z " "in sorted order"

# CSV, with the checklist's criteria as columns.
cat >table.csv <<'CSV'
plan.id,plan.title,country,community,round,assessment.date,P-a,P-b,Q-d
csv-1,One,NPL,Ward 1,2026,2026-09-12,true,50,false
csv-2,Two,NPL,Ward 2,2026,2026-09-12,true,100,true
CSV
banyan --store c.db assess --checklist "$DATA/worked.json" --format ndjson table.csv
exits 0 "a table"
is "$(wc -l <out)" 2 "a row a plan"
finish
