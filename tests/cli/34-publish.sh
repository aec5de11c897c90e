. "$ROOT/tests/cli/lib.sh"
# Publishing: 150 communities of five countries, three of them in Laos.
export BANYAN_STORE=$WORK/s.db
# COUNTRY SETTING HOW-MANY ... ; scores run through 0 to 100.
plans() {
    echo "id,title,country,community,setting,round,date,P-1,P-2,Q-1"
    awk -v "list=$*" 'BEGIN { k = split(list, w, " ")
        for (j = 1; j < k; j += 3) for (i = 0; i < w[j + 2]; i++) {
            n++; v = n * 37 % 101
            printf "p%s%s%d,Plan,%s,%s %s %d,%s,2026,2026-03-01,%d,%d,%d\n", w[j], w[j + 1], i, w[j], w[j], w[j + 1], i, w[j + 1], v, v * 7 % 101, v * 3 % 101 } }'
}
plans NPL rural 34 NPL urban 16 BTN rural 14 BTN urban 12 LAO rural 3 PHL rural 20 PHL urban 25 KHM rural 22 KHM urban 4 >plans.csv
banyan assess --checklist "$DATA/compare.json" plans.csv
exits 0 "stored"
group() { # COUNTRY KEY
    sqlite3 :memory: "SELECT ifnull(json_extract(value, '\$.$2'), 'null')
        FROM json_each(CAST(readfile('$WORK/out') AS TEXT), '\$.groups') WHERE json_extract(value, '\$.country') = '$1'"
}

# Not for publishing: said in every form.
banyan compare
says out '^Not for publishing: small groups are shown; --publish withholds them\.$' "the table says that it is not for publishing"
says out '^Laos +3 +3 ' "it shows three communities"
banyan compare --format json
is "$(json out '$.publish')" 0 "so does the JSON"
banyan compare --format csv
says err 'Not for publishing' "so does a CSV, beside it"
banyan store published
is "$(cat out)" "nothing was published" "and nothing is remembered"

# For publishing.
banyan compare --publish --format json
exits 0 "published"
is "$(json out '$.publish')" 1 "says so"
is "$(group LAO withheld) $(group LAO n) $(group LAO mean) $(group LAO communities) $(group LAO rank) $(group LAO no_rank)" "1 null null null null withheld" "three communities are withheld"
is "$(group KHM withheld) $(group KHM n)" "1 null" "and the next smallest group, or the total would tell"
is "$(group BTN withheld) $(group BTN n) $(group NPL n) $(group PHL n)" "0 26 50 45" "the others are shown"
is "$(group NPL mean) $(group NPL min) $(group NPL max) $(group NPL q10) $(group NPL q1)" "0.52 null null null 0.38" "rounded, and no single community"
is "$(group BTN bands)" '{"A":null,"B":null}' "eight in a band are withheld, and with them the rest"
is "$(group NPL bands)" '{"A":0.32,"B":0.68}' "sixteen are shown"
is "$(json out '$.left_out') $(json out '$.methods[0].assessments')" '{"superseded":null,"older":null,"drafts":null} ' "counts beside the groups go too"
cp out first
banyan compare --publish --format json
holds "the same bytes again" cmp out first
banyan store published --format json
is "$(json out '$[#]') $(json out '$[0].number') $(json out '$[1].number')" " 1 " "and it is one publication"
banyan compare --publish
says out '^For publishing: what could tell of fewer than 10' "the table says that it may be published"
says out '^Laos +- +- +- .* withheld$' "and what is withheld"
for form in csv sdmx-csv; do
    banyan compare --publish --format $form
    fails "$form has no number of Laos" grep -qE '^(dataflow.*)?LAO.*,[0-9.]+,(A|U),' out
    holds "$form marks it Q" grep -qE 'LAO.*,Q,' out
done
banyan compare --publish --format dhis2
fails "no value of Laos goes to DHIS2" grep -q LAO out

banyan compare --publish --format html --output page.html
exits 0 "a page"
fails "no share of Laos is drawn" grep -qE 'Laos</th><td[^>]*>[0-9]' page.html
holds "the page says that Laos is withheld" grep -q 'Withheld, because' page.html
fails "and does not say that it is not for publishing" grep -q 'Not for publishing' page.html
banyan compare --publish --by country,round --format html --output rounds.html
exits 0 "a page by round has no course, which trend --publish judges"

# Another crossing cannot be subtracted: urban would leave the four of Cambodia.
banyan compare --publish --by country,setting --format json
is "$(json out '$.groups[0].n') $(json out '$.groups[2].withheld') $(json out '$.groups[3].withheld')" "14 1 1" "crossed: Cambodia's settings are withheld"
banyan compare --publish --by setting --format json
is "$(json out '$.groups[0].withheld') $(json out '$.groups[1].withheld')" "1 1" "and then the settings, which would tell them"
banyan store published
says out '^1 .* compare of pair by country, rounds 2026: 5 groups, 2 of them withheld$' "what was published is listed"
says out '^3 .* by country,setting,' "also the crossing"
banyan store check
exits 0 "the store is sound"

# A new community, and the same without one: the difference would be its score.
plans NPL rural 35 | sed 1b\;\$!d >one.csv
banyan assess --checklist "$DATA/compare.json" one.csv
exits 0 "one more community of Nepal"
banyan compare --publish --format json
is "$(group NPL withheld) $(group BTN withheld)" "1 0" "Nepal is withheld until ten have changed"
plans NPL rural 50 | sed '1b;2,36d' >more.csv
banyan assess --checklist "$DATA/compare.json" more.csv
banyan compare --publish --format json
is "$(group NPL withheld) $(group NPL n)" "0 66" "sixteen more are shown"
cp s.db keep.db
banyan store backup copy.db
exits 0 "backed up"
banyan --store copy.db store published --format ndjson
is "$(wc -l <out)" 4 "a backup remembers it too"

# Trends: rounds are sets as well, and so are those that were assessed twice.
sed 's/,2026,2026-03-01/,2027,2027-03-01/; /^pNPLrural[0-4],/d' plans.csv >later.csv
banyan assess --checklist "$DATA/compare.json" later.csv
banyan trend --publish --format json
exits 0 "a trend is published"
is "$(json out '$.publish')" 1 "and says so"
fails "no small group is in it" grep -q '"communities":[1-9],' out
fails "nor a small part of one" grep -qE '"(left|new|better|worse|same|up|down|panel|n|left_n|new_n)":[1-9][,}]' out
banyan trend --publish
says out '^For publishing:' "as text too"
banyan trend --publish --format csv
fails "no count below zero in a CSV" grep -qE ',-1(,|$)' out
banyan compare --publish --by country --equity setting --format csv
exits 0 "measures of inequality"
fails "of no small group" grep -qE '^(LAO|KHM)(,[^,]*){6},[0-9]' out

# All forms again under a new version of the checklist: other assessments of the same places.
export BANYAN_STORE=$WORK/again.db
sed 's/"version": *"[0-9.]*"/"version": "7.0.0"/' "$DATA/compare.json" >seven.json
plans NPL rural 20 >twenty.csv
plans NPL rural 21 >one-more.csv
banyan assess --checklist "$DATA/compare.json" twenty.csv
banyan compare --publish --format json
is "$(group NPL n)" 20 "twenty are published"
cp again.db same.db
banyan assess --checklist seven.json one-more.csv
banyan compare --checklist pair@7.0.0 --publish --format json
is "$(group NPL withheld) $(group NPL n)" "1 null" "one more is withheld under a new version too"
export BANYAN_STORE=$WORK/same.db
banyan assess --checklist seven.json twenty.csv
banyan compare --checklist pair@7.0.0 --publish --format json
is "$(group NPL n)" 20 "and the same twenty are shown"

# A round later: scores are others, heads hardly are.
export BANYAN_STORE=$WORK/later.db
homes() { sed -e '1s/$/,community.households/' -e '2,$s/$/,250/'; }
homes <twenty.csv >twenty-homes.csv
homes <one-more.csv >one-more-homes.csv
banyan assess --checklist "$DATA/compare.json" twenty-homes.csv
banyan compare --publish --format json
is "$(group NPL households)" 5000 "homes of twenty are published"
banyan assess --checklist "$DATA/compare.json" --round 2031 twenty-homes.csv
banyan compare --round 2031 --publish --format json
is "$(group NPL households)" 5000 "and of the same twenty in another round"
banyan assess --checklist "$DATA/compare.json" --round 2032 one-more-homes.csv
banyan compare --round 2032 --publish --format json
is "$(group NPL n) $(group NPL households)" "21 null" "with one more the scores, not the homes"
export BANYAN_STORE=$WORK/s.db

# What cannot be.
banyan compare --publish --by community.name
exits 64 "a plan's own words may name one place"
says err 'may name one place' "is said"
banyan compare --publish --composite x.json
exits 64 "a table of somebody else's is not counted"
banyan --store none.db compare --publish
exits 1 "there is no store"
fails "and none is made" test -e none.db
cp keep.db t.db
sqlite3 t.db "DROP TRIGGER publication_not_removed; DELETE FROM publication WHERE number = 2"
banyan --store t.db compare --publish
exits 1 "a record with a gap: nothing is published"
says err 'nobody knows what was published' "and why"
banyan --store t.db store check
exits 1 "the check finds it"
finish
