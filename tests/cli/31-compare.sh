. "$ROOT/tests/cli/lib.sh"
# Groups side by side. Nepal's five wards of 2026 have the scores 46, 58, 60, 62 and 74: mean 60, standard
# deviation 10, interval 60 +- 12.4.
export BANYAN_STORE=$WORK/s.db
sed -n '1p; /^n4,/s/62$/61/p' "$DATA/compare.csv" >before.csv
banyan assess --checklist "$DATA/compare.json" before.csv
exits 0 "one plan with another answer, to be superseded"
banyan assess --checklist "$DATA/compare.json" "$DATA/compare.csv" --format json
exits 3 "stored; five have no score"
group() { # COUNTRY KEY
    sqlite3 :memory: "SELECT ifnull(json_extract(value, '\$.$2'), 'null')
        FROM json_each(CAST(readfile('$WORK/out') AS TEXT), '\$.groups') WHERE json_extract(value, '\$.country') = '$1'"
}

banyan compare --format json
exits 0 "compare"
is "$(json out '$.checklist.id') $(json out '$.round') $(json out '$.seed')" "pair 2026 1" "checklist, newest round, seed"
is "$(json out '$.groups[#]') $(json out '$.groups[0].country') $(json out '$.groups[2].country')" " BTN NPL" "groups in the order of codes"
is "$(group NPL n) $(group NPL communities)" "5 5" "the latest of each community counts: no draft, no older one, none superseded"
is "$(group NPL mean) $(group NPL sd) $(group NPL median) $(group NPL q1) $(group NPL q3) $(group NPL coverage)" \
    "0.6 0.1 0.6 0.58 0.62 1" "mean, sd, quartiles, coverage"
is "$(group NPL ci)" "[0.4758336,0.7241664]" "Student's interval of five"
is "$(group NPL min) $(group NPL q10) $(group NPL q90) $(group NPL max)" "0.46 0.508 0.692 0.74" "the other quantiles, type 7"
is "$(group NPL standard_error)" "0.04472136" "the standard error"
is "$(group NPL bands)" '{"A":0.6,"B":0.4}' "share in each band"
is "$(group NPL critical)" "0.2" "share that fails a critical criterion"
is "$(group BTN n) $(group BTN mean) $(group BTN sd) $(group BTN ci) $(group BTN rank)" "1 0.5 null null null" "one assessment: no interval, no rank"
is "$(group LAO n) $(group LAO mean) $(group LAO coverage) $(group LAO rank) $(group LAO no_rank)" "0 null 0.25 null too_open" "half-empty forms: no mean, no rank"
is "$(group LAO low) $(group LAO high) $(group LAO communities)" "0.175 0.925 5" "but what is possible"
is "$(group BTN no_rank)" "too_few" "why there is no rank"
is "$(json out '$.left_out')" '{"superseded":1,"older":1,"drafts":1}' "what was left out"
is "$(json out '$.other_rounds')" '["2025"]' "other rounds are named"
is "$(json out '$.comparability.grade')" care "half-empty groups are to be compared with care"
fails "no number has more than nine decimals" grep -E '[0-9]\.[0-9]{10,}' "$WORK/out"
fails "no time in it" grep -E '[0-9]T[0-9]' "$WORK/out"
cp out first
banyan compare --format json
holds "the same bytes again" cmp out first
banyan compare --format ndjson
is "$(wc -l <out) $(sed -n 1p out | cut -c1-16)" '3 {"country":"BTN"' "a line a group"

# The table.
banyan compare
exits 0 "as text"
says out '^Round 2026; also stored, not shown: 2025$' "says which round"
says out '^Nepal +5 +5 +60\.0 +47\.6–72\.4 +60\.0–60\.0 +100 % ' "Nepal"
says out '^Bhutan +1 +1 +50\.0 +- +50\.0–50\.0 +100 % +·+•·+ +too few$' "one assessment is a dot"
says out '^Laos +0 +5 +- +- +17\.5–92\.5 +25 % +·+ +too open$' "nothing is known of Laos"
says out '^Left out: 1 replaced by a later assessment of the same plan, 1 older' "what was left out"
banyan compare --ascii
says out '#####' "bars without block characters"
fails "none is left" grep -q '█' out

# Rounds.
banyan compare --round 2025 --format json
is "$(json out '$.round') $(group NPL mean)" "2025 0.3" "another round"
banyan compare --round 2026,2025 --format json
is "$(json out '$.by') $(json out '$.round') $(json out '$.rounds')" '["country","round"]  ["2025","2026"]' "rounds are never in one group"
banyan compare --by round --format json --country NPL
is "$(json out '$.groups[0].round') $(json out '$.groups[0].mean') $(json out '$.groups[1].mean')" "2025 0.3 0.6" "by round takes all"

# Groups.
banyan compare --by country,setting --format json
is "$(json out '$.groups[2].setting') $(json out '$.groups[2].country') $(json out '$.groups[2].labels[1]')" " LAO not told" "who does not tell comes last"
banyan compare --by hazard --country NPL --format json
is "$(json out '$.overlaps') $(json out '$.groups[0].n') $(json out '$.groups[1].n')" "1 4 2" "a community stands in the group of each of its hazards"
banyan compare --by hazard --country NPL
says out 'may stand in several groups' "and that is said"

# Items.
banyan compare --of domains,Q-1 --format json
is "$(json out '$.items[3].id') $(json out '$.items[3].parent') $(json out '$.groups[2].items[2].mean')" "Q-1 Q 0.6" "domains and a criterion"
is "$(json out '$.groups[1].items[0].n') $(json out '$.groups[1].items[0].low') $(json out '$.groups[1].items[0].high')" "5 0.35 0.85" \
    "a domain may have a mean where the total has none"
banyan compare --of domains,Q-1
says out '^Q-1 +A third share' "a table for each"

# A frame.
printf 'country,communities\nNPL,20\nBTN,205\nFJI,30\n' >frame.csv
banyan compare --frame frame.csv --format json
is "$(group NPL of) $(group LAO of) $(group NPL standard_error)" "20 null 0.038729833" "a quarter was seen: the error is smaller"
is "$(json out '$.absent')" '[{"country":"FJI","communities":30}]' "of whom nobody was assessed"
banyan compare --frame frame.csv
says out '^Nobody was assessed in: Fiji \(30\)$' "is said"
printf 'country,communities\nNPL,4\n' >frame.csv
banyan compare --frame frame.csv
exits 1 "more were assessed than there are"
says err '^banyan: frame.csv: Nepal: there are 4 communities, but 5 were assessed' "says so"
silent out "and prints nothing"
banyan compare --frame no.csv
exits 1 "a frame that is not there"

# Other checklists.
sed -e 's/"id": "pair"/"id": "solo"/' "$DATA/compare.json" >solo.json
sed -n '1p; /^b1/p' "$DATA/compare.csv" >solo.csv
banyan assess --checklist solo.json solo.csv
banyan compare --format json
is "$(json out '$.checklist.id') $(json out '$.other_checklists')" 'pair ["solo"]' "the checklist with most assessments; others are named"
banyan compare --checklist solo --format json
is "$(json out '$.checklist.id') $(json out '$.groups[0].n')" "solo 1" "a checklist is found among stored ones"
sed -e 's/"version": "1.0.0"/"version": "2.0.0"/' -e 's/"target": 100}, "critical"/"target": 90}, "critical"/' "$DATA/compare.json" >two.json
sed -n '1p; s/^b1,/b2,/; s/Gewog 1/Gewog 2/p' "$DATA/compare.csv" >two.csv
banyan assess --checklist two.json two.csv
banyan compare --format json
is "$(json out '$.comparability.criteria_shared') $(json out '$.comparability.criteria') $(group BTN n)" "2 3 2" "two versions: over what both ask alike"
is "$(json out '$.comparability.grade')" care "half of the weight is left: with care"
banyan compare
says out '^  - 2 different checklists: only the 2 criteria' "and that is said"
banyan compare --checklist pair@2 --format json
is "$(json out '$.comparability.criteria_shared') $(json out '$.groups[#-1].country')" "3 BTN" "one version alone"

# Ranks: of Nepal, and of two more countries with five each. India's are 25 points better throughout, the
# Philippines' the same as Nepal's but for one point.
for change in "IND i 25" "PHL p 1"; do
    # shellcheck disable=SC2086 # three words
    set -- $change
    awk -F, -v OFS=, -v code="$1" -v letter="$2" -v more="$3" '
        NR == 1 { print; next }
        /^n[1-5],/ { sub(/^n/, letter); $3 = code; for (i = NF - 2; i <= NF; i++) $i += more; print }' \
        "$DATA/compare.csv" >"more-$2.csv"
done
rm -f r.db
banyan --store r.db assess --checklist "$DATA/compare.json" "$DATA/compare.csv" more-i.csv more-p.csv
export BANYAN_STORE=$WORK/r.db
banyan compare --format json
is "$(group IND mean) $(group NPL mean) $(group PHL mean)" "0.85 0.6 0.61" "three countries with a mean"
is "$(group IND rank)" '{"median":1,"low":1,"high":1}' "far ahead: rank 1 in nearly all draws"
is "$(group NPL rank.low) $(group NPL rank.high) $(group PHL rank.low) $(group PHL rank.high)" "2 3 2 3" "a point apart: either may be ahead"
is "$(group BTN rank) $(group LAO rank)" "null null" "too few, too open: no rank"
pair() { # A B KEY
    sqlite3 :memory: "WITH g AS (SELECT key AS at, json_extract(value, '\$.country') AS code
            FROM json_each(CAST(readfile('$WORK/out') AS TEXT), '\$.groups'))
        SELECT json_extract(value, '\$.$3') FROM json_each(CAST(readfile('$WORK/out') AS TEXT), '\$.simulation.pairs')
        WHERE json_extract(value, '\$.a') = (SELECT at FROM g WHERE code = '$1')
          AND json_extract(value, '\$.b') = (SELECT at FROM g WHERE code = '$2')"
}
is "$(pair IND NPL apart) $(pair IND PHL apart) $(pair NPL PHL apart)" "1 1 0" "who can be told apart"
is "$(json out '$.simulation.draws') $(json out '$.simulation.seed') $(json out '$.simulation.pairs[#]')" "10000 1 " "settings stand in the output"
is "$(json out '$.simulation.sources[1].source') $(json out '$.simulation.sources[1].on')" "sample 1" "and what was varied"
cp out first
banyan compare --format json --jobs 3
holds "the same bytes with three threads" cmp out first
banyan compare --format json --seed 2
is "$(json out '$.seed') $(json out '$.simulation.seed')" "2 2" "another seed is told"
fails "and draws others" cmp -s out first
banyan compare --format json --vary weights --draws 500
is "$(json out '$.simulation.draws') $(json out '$.simulation.sources[0].on') $(json out '$.simulation.sources[2].on')" "500 0 1" "one source alone"
is "$(group PHL rank)" '{"median":2,"low":2,"high":2}' "no weight puts who is worse everywhere ahead"
banyan compare --vary wind
exits 64 "nothing that can be varied"
banyan compare --draws 99
exits 64 "too few draws"
banyan compare
says out '^India .* 1 \(1–1\)$' "a rank with its interval"
says out '^  (Philippines is not surely ahead of Nepal|Nepal is not surely ahead of Philippines)$' "who is not surely ahead"
says out '^No rank, fewer than 5 assessments with a score: Bhutan$' "why there is no rank"
says out '^No rank, less than 60 % is known: Laos$' "or this why"
export BANYAN_STORE=$WORK/s.db

# What is not there.
banyan compare --by contry
exits 64 "an attribute that is not there"
says err 'contry.*country' "names the nearest"
banyan compare --of EWS-99
exits 64 "an item that is not there"
banyan compare --round 1999
exits 1 "a round that is not there"
says err '1999.*2025' "says which there are"
banyan compare --country FJI
exits 1 "a country of which nothing is stored"
banyan compare --country NP
exits 64 "no code of a country"
says err 'NPL' "the code that is meant"
banyan compare --level 100
exits 64 "no such level"
banyan compare --by country,
exits 64 "an empty name"
banyan --store none.db compare
exits 1 "no store"

# ---- the newest round is that of the middle date: one form that comes late makes no old round the newest
awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) { date = $i == "date" ? i : date; round = $i == "round" ? i : round } }
    NR > 1 && $round == 2025 && !moved { $date = "2030-01-01"; moved = 1 } { print }' "$DATA/compare.csv" >late.csv
holds "one form of 2025 is of 2030 now" grep -q 2030-01-01 late.csv
banyan --store late.db assess --quiet --checklist "$DATA/compare.json" late.csv
banyan --store late.db compare --format json
is "$(json out '$.round')" 2026 "the middle date counts"
# Nothing applies to five communities: few scores, but nothing is open.
export BANYAN_STORE=$WORK/apart.db
{
    echo "id,title,country,community,round,date,P-1,P-2,Q-1"
    for i in 1 2 3 4 5; do
        na='"{""state"": ""not_applicable"", ""reason"": ""none here""}"'
        echo "n$i,Plan,PHL,Place $i,2026,2026-03-01,$na,$na,$na"
    done
} >apart.csv
banyan assess --checklist "$DATA/compare.json" apart.csv
banyan compare --format json
is "$(group PHL n) $(group PHL communities) $(group PHL no_rank)" "0 5 too_few" "nothing applies: too few scores"
banyan compare
says out '^No rank, fewer than 5 assessments with a score: Philippines$' "is said"
fails "and not that too much is open" grep -qE 'answered too little|is known' out
printf 'country,communities\nPHL,1000000000\n' >many.csv
banyan compare --frame many.csv
says out '^Philippines +0 +5 1000000000 ' "a number wider than its column stands apart"
banyan compare --unit PHL
exits 64 "a unit is of a composite"
says err 'goes with --composite only' "is said"
banyan compare --composite none.json --draws 500
exits 64 "draws of groups for a composite"
says err '--draws: not with --composite' "are refused, not passed over"
banyan compare --title Report
exits 64 "a title where there is no page"
says err '--title: goes with --format html only' "is refused"
finish
