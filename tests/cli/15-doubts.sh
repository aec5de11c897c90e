. "$ROOT/tests/cli/lib.sh"
# Answers and claims that the facts contradict: told in each form, and without effect on the score.
ward=$ROOT/examples/nepal-ward.json

edited() { # FILE EDIT...: the ward's plan with pairs of path and value, as SQLite's json_set takes them
    local file=$1 list=''
    shift
    while [ $# -gt 0 ]; do
        list="$list, '$1', json('$2')"
        shift 2
    done
    sqlite3 :memory: "SELECT json_set(CAST(readfile('$ward') AS TEXT)$list)" >"$file"
}

of() { # CRITERION: its doubts in the file out, a line each
    sqlite3 :memory: "SELECT d.value ->> '\$.reason' FROM json_each(CAST(readfile('out') AS TEXT), '\$.findings') f,
        json_each(f.value, '\$.doubts') d WHERE f.value ->> '\$.criterion' = '$1'"
}

banyan assess --dry-run --format json "$ward"
exits 0 "a plan without contradictions"
fails "has no doubts" grep -q '"doubts"' out

doubted() { # CRITERION PATTERN NAME EDIT...
    local criterion=$1 pattern=$2 name=$3
    shift 3
    edited plan.json "$@"
    banyan assess --dry-run --format json plan.json
    of "$criterion" >said
    if grep -qE -e "$pattern" said; then
        note 0 "$name"
    else
        note 1 "$name" "no doubt of $criterion fits: $pattern" "$(tr '\n' '~' <said)"
    fi
}
flood='{"type":"FL","hip":"MH0600","likelihood":3,"severity":3}'
doubted EDU-A6 'the answer would give a credit of 0\.2; the facts give 0\.8' "an answer that the facts do not bear out" '$.answers.EDU-A6' 20
doubted SHL-04 'claimed not to apply, but the hazard register has LS \(GH0300\)' "a claim that the register contradicts" \
    '$.answers.SHL-04' '{"state":"not_applicable","reason":"no slope here"}'
doubted FIN-03 'claimed not to apply, but the facts give 1' "a claim that the facts contradict" \
    '$.answers.FIN-03' '{"state":"not_applicable","reason":"no money"}'
doubted RSK-01 'the place is coastal, but none of TS, SS, CFL' "a coast without the sea" '$.community.settlements' '["coastal"]'
doubted RSK-01 'EQ stands with the HIP code MH0600' "a code of another hazard" '$.community.hazards[0].hip' '"MH0600"'
doubted RSK-03 'children exposed to EQ: 9999, which is 6[0-9][0-9]' "more than 100 % of the children" '$.community.hazards[0].children_exposed' 9999
doubted RSK-04 'displaced are counted 5000, but people 4210' "a part over its whole" '$.community.population.displaced' 5000
doubted GOV-03 'plan.s list of committees is empty' "a committee that is not listed" '$.plan.bodies' '[]'
doubted GOV-06 'approved on 2027-01-01, after the assessment' "a plan of tomorrow" '$.plan.approved' '"2027-01-01"'
doubted PAR-03 'girls and boys are 110, but children 24' "more in a meeting than it had" '$.plan.consultations[0].girls' 99
doubted EDU-A1 'schools in the community: 12, in the list of facilities: 3' "schools that are not listed" '$.community.schools' 12
doubted EDU-B3 'schools claim 3 drills in 12 months, but the plan lists none' "drills without a day" \
    '$.plan.drills' '[]' '$.community.facilities[0].drills' 3
doubted EDU-E3 'schools without a plan to keep learning going are 1 of 5: F1' "a plan that a school has not" \
    '$.community.facilities[0].continuity' false '$.answers.EDU-E3' 3
doubted RSK-01 'tell of TS, and the hazard register leaves it out' "a hazard that is drilled for and not in the register" \
    '$.plan.drills[0].hazard' '"TS"'
doubted SHL-04 'tell of LS, and the hazard register leaves it out' "and it is told where that takes a critical criterion away" \
    '$.community.hazards' '[{"type":"EQ","likelihood":3,"severity":3}]'
doubted WSH-05 'free chlorine and germs of faeces' "chlorine and germs in the same water" '$.answers.WSH-05.value.coliforms' false
doubted EDU-E4 '37 % is no share of so few schools: 3' "a share that no number of schools makes" '$.answers.EDU-E4' 37
doubted EDU-E2 'no body of the plan seats both schools and disaster services' "a body without its seats" '$.plan.bodies[0].seats' '["health"]'
doubted WSH-06 'no place with room for people is listed; places: 0' "shelters that are not listed" '$.community.places' '[]' '$.answers.WSH-06' 20
doubted SHL-03 'room for 400 is counted in buildings .* unsafe: P1' "room in an unsafe school" \
    '$.community.facilities[0].safe' false '$.community.hazards[2]' "$flood"
doubted SHL-08 'expired before the day of the assessment: child hygiene kit' "stock out of date" '$.plan.stocks[0].expires' '"2026-01-01"'
doubted EWS-01 'not tested in 12 months: W1' "a warning that nobody tested" '$.plan.warnings[0].tested' '"2020-01-01"'
doubted FIN-01 'disaster money 3100000 is more than the whole budget 100' "a budget over its whole" '$.plan.budget.total' 100
doubted EQU-05 'but 340 displaced' "people who are claimed away" '$.community.population.displaced' 340 \
    '$.community.hazards[2]' "$flood" '$.answers.EQU-05' '{"state":"not_applicable","reason":"none"}'
doubted MEL-02 'not among the plan.s documents: law\.pdf' "evidence that nobody can find" '$.answers.GOV-01.evidence[0].document' '"law.pdf"'

# Told for people, and kept by the store.
edited plan.json '$.community.schools' 12
banyan --store s.db assess plan.json --format json
exits 0 "a doubt is no error"
cp out first.json
id=$(json first.json '$.id')
banyan --store s.db show "$id" --format json
holds "the store keeps the same bytes" cmp out first.json
is "$(json out '$.score')" "$(banyan assess --dry-run --format json "$ward" && json out '$.score')" "a doubt changes no score"
banyan --store s.db show "$id"
says out '^2 of the findings in doubt' "show: how many"
says out 'doubt: schools in the community: 12' "show: which"
says out '^What to do first$' "show: what to do first"
says out '% of the weight to gain\)' "show: the gain"
banyan --store s.db explain "$id" EDU-A1
says out '^Doubt +schools in the community: 12' "explain: the doubt"
says out '\(check/schools_listed@1\)' "explain: who raised it"
says out '^Do next +Repair, replace or move these schools,' "explain: the advice, with the plan's own numbers"
banyan --store s.db explain "$id" SHL-05
says out '^Elsewhere +In the Philippines' "explain: who does it"
says out 'Act, 2016\)' "explain: with its source"
banyan --store s.db explain "$id" SHL-05 --format json
holds "explain as JSON: advice" test -n "$(json out '$.advice')"
holds "explain as JSON: example" test -n "$(json out '$.example.source[0].title')"
banyan --store s.db explain "$id" GOV-02
fails "what is met needs no advice" grep -q '^Do next' out
banyan --store s.db advise "$id"
exits 0 "advise"
says out '^  EDU-A1 .* % of the weight to gain\)$' "advise: what falls short"
says out '^ +Add toilets in Upper school \(P1\), Ward hall \(P2\), Temple court hall \(P3\), 25 in all' "advise: how many, and where"
banyan --store s.db advise "$id" --limit 3 --format json
is "$(json out '$[2].criterion')|$(json out '$[3].criterion')" "$(json out '$[2].criterion')|" "advise --limit"
is "$(sqlite3 :memory: "SELECT count(*), count(json_extract(c.value, '\$.advice')) FROM json_tree(CAST(readfile('$ROOT/checklists/child-drr/checklist.json') AS TEXT)) l,
    json_each(l.value) c WHERE l.key = 'criteria' AND l.path NOT LIKE '%profiles%'")" "119|119" "each criterion of child-drr carries advice"

# Critical gaps stand before what gains more, in all three places; then what saves lives; then the gain decides.
# ordered WORDS: how many neighbours of the list in `out` stand the wrong way round, e before f.
disordered() {
    sqlite3 :memory: "WITH l AS (SELECT key, json_extract(value, '\$.critical') AS critical, json_extract(value, '\$.saves_lives') AS lives,
        json_extract(value, '\$.gain') AS gain FROM json_each(CAST(readfile('out') AS TEXT)))
        SELECT count(*) FROM l e JOIN l f ON f.key = e.key + 1 WHERE $1"
}
banyan assess --store s.db "$ROOT/examples/plans/phl-quake-barangay.json" --format json
gaps=$(json out '$.id')
banyan --store s.db advise "$gaps" --format json
is "$(json out '$[0].criterion') $(json out '$[0].critical') $(json out '$[1].criterion') $(json out '$[1].critical')" \
    "CP-06 1 SHL-08 0" "advise: the critical gap first"
holds "advise: though others gain more" test "$(sqlite3 :memory: "SELECT max(json_extract(e.value, '\$.gain')) >
    json_extract(j, '\$[0].gain') FROM (SELECT CAST(readfile('out') AS TEXT) j), json_each(j) e")" = 1
is "$(disordered "e.critical < f.critical")" 0 "advise: nothing critical comes later"
is "$(disordered "e.critical = 0 AND e.lives < f.lives")" 0 "advise: what saves lives before the rest"
is "$(disordered "e.critical + e.lives + f.lives = 0 AND e.gain < f.gain")" 0 "advise: the rest by gain"
holds "advise: what saves lives by need, whatever the gain" test "$(disordered "e.critical = 0 AND e.lives * f.lives = 1 AND e.gain < f.gain")" -gt 0
banyan --store s.db show "$gaps"
is "$(sed -n '/^What to do first$/{n;s/^  \(CP-06 .*(critical; \).*/\1/p}' out)" "CP-06 Safeguarding code signed (critical; " "show: the same"
says out '^CP-06 \(Safeguarding code signed\) is critical' "show: which one holds the band, by its title"
banyan assess --store s.db "$ROOT/examples/plans/afg-drought-returnees.json" --format json
banyan --store s.db advise "$(json out '$.id')"
is "$(sed -n '/(saves lives; /d; s/^  [A-Z].*(\(critical; \)\{0,1\}.*is open)$/\1open/p; s/^  [A-Z].*(\(critical; \)\{0,1\}.*to gain)$/\1gain/p' out | uniq | head -n 3 | tr '\n' ',')" \
    "critical; gain,critical; open,gain," "advise: critical gaps, then critical questions that are open, then the others"
says out 'No warning works yet of cold wave.* Look at this' "advise: a doubt stands behind what the facts ask for"
says out 'Ask for: sheet of the pathway; record' "advise: what to ask for where nobody answered"
banyan assess --store s.db "$ROOT/examples/vanuatu-island.json" --format json
island=$(json out '$.id')
banyan --store s.db show "$island"
is "$(sed -n '/^What to do first$/,$p' out | grep -c '(critical; ')" 10 "show: all critical gaps, though they are more than five"
banyan --store s.db explain "$island" CP-01
says out '^Do next +Call the welfare office, police' "explain: the first step where there is nothing"
banyan --store s.db explain "$id" CP-03
fails "explain: another step where there is more, or none" grep -q 'Prepare a form' out
banyan --store s.db advise "$id" --limit 0
exits 64 "advise --limit 0"
banyan --store s.db advise 00000000-0000-7000-8000-000000000000
exits 1 "advise: an unknown id"
banyan assess --store s.db "$ROOT/examples/bangladesh-union.json" --format json
banyan --store s.db advise "$(json out '$.id')"
says out '^ +Add at least 2300 places' "advise: the numbers of the plan"
says out '^  SOC-04 .* % of the weight is open\)$' "advise: what is open"
banyan assess --store s.db "$ROOT/examples/school-a.json" --format json
banyan --store s.db advise "$(json out '$.id')"
exits 0 "advise: a checklist without advice"
says err 'has no advice' "advise: and says so"
banyan --store s.db store check
exits 0 "store check computes the same doubts"

# An answer counts where the facts are absent.
edited plan.json '$.community.facilities' '[]' '$.plan.actions[0].facilities' '[]' \
    '$.community.places' '[]' '$.answers.EDU-A6' 80
banyan assess --dry-run --format json plan.json
is "$(sqlite3 :memory: "SELECT value ->> '\$.credit' || ' ' || (value ->> '\$.rule') FROM json_each(CAST(readfile('out') AS TEXT), '\$.findings')
    WHERE value ->> '\$.criterion' = 'EDU-A6'")" "0.8 standard/target@1" "the answer counts where no school is listed"

# The page says which criteria are computed: those, and no others.
sqlite3 :memory: "SELECT value ->> '\$.id' || ' ' || (value ->> '\$.rule') FROM json_tree(CAST(readfile('$ROOT/checklists/child-drr/checklist.json') AS TEXT))
    WHERE type = 'object' AND value ->> '\$.weight' IS NOT NULL AND value ->> '\$.rule' IS NOT NULL AND
        (value ->> '\$.answered' IS NOT NULL OR value ->> '\$.answer.type' = 'none')" | sort >computed
# shellcheck disable=SC2016 # the backquotes are the page's own
sed -n 's/^| `\([A-Z]*-[A-Z0-9]*\)` .* | `\([a-z_]*\/[a-z_]*\)` | .*/\1 \2/p' "$ROOT/docs/computed-criteria.md" | sort >told
is "$(wc -l <computed)" 65 "65 criteria are computed"
holds "the page lists them with their rules" diff computed told
fails "none by a standard rule" grep -q standard/ computed

# What is bound to hazards asks the register for the same codes in its condition and in its rule.
sqlite3 :memory: "SELECT value ->> '\$.rule' || ' ' || (SELECT group_concat(value, ' ') FROM json_each(t.value, '\$.applies.hazards'))
    FROM json_tree(CAST(readfile('$ROOT/checklists/child-drr/checklist.json') AS TEXT)) t
    WHERE type = 'object' AND value ->> '\$.applies.hazards' IS NOT NULL AND value ->> '\$.rule' NOT LIKE 'standard/%'" >bound
while read -r rule codes; do
    asked=$(sed -n 's/^  args = {.*[ {]hazards = { \([^}]*\) }.*/\1/p' "$ROOT/rules/$rule.lua" | tr -d '",')
    [ -z "$asked" ] || is "$asked" "$codes" "$rule: the hazards of its criterion"
done <bound
holds "some rules are bound to hazards" grep -q 'warning/reach' bound

# Who has answered too low is not asked for the answer again: each criterion that takes an answer where the facts are
# absent, with its lowest and with a middle one, reads another step than where nothing is known.
checklist=$ROOT/checklists/child-drr/checklist.json
for way in none low middle; do
    banyan assess --store answered.db --checklist child-drr "$DATA/answered-$way.json" --format json
    banyan --store answered.db advise "$(json out '$.id')" --format json
    sqlite3 answers.db "CREATE TABLE $way AS SELECT json_extract(value, '\$.criterion') AS id, json_extract(value, '\$.outcome') AS outcome,
        json_extract(value, '\$.advice') AS advice FROM json_each(CAST(readfile('out') AS TEXT))"
done
sqlite3 answers.db "CREATE TABLE asked AS SELECT json_extract(c.value, '\$.id') AS id
    FROM json_tree(CAST(readfile('$checklist') AS TEXT)) l, json_each(l.value) c
    WHERE l.key = 'criteria' AND l.path NOT LIKE '%profiles%' AND json_extract(c.value, '\$.answered') IS NOT NULL"
is "$(sqlite3 answers.db "SELECT count(*) FROM asked")" "$(grep -c '"answered": ' "$checklist")" "advise: all that take an answer beside facts are tried"
for way in low middle; do
    is "$(sqlite3 answers.db "SELECT coalesce(group_concat(asked.id), 'none') FROM asked LEFT JOIN $way w USING (id) LEFT JOIN none n USING (id)
        WHERE w.outcome IS NOT 'scored' OR w.advice IS NULL OR w.advice = n.advice")" none "advise: the $way answer is not asked for again"
done

finish
