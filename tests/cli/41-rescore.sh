. "$ROOT/tests/cli/lib.sh"
# Stored plans under another method (`rescore`).
unset BANYAN_LANG
export BANYAN_STORE=$WORK/s.db
export BANYAN_CHECKLISTS=$WORK/lists
list() { # ID VERSION WEIGHT-OF-B [SED EXPRESSION...]
    mkdir -p "lists/$1"
    local more=("${@:4}")
    sed -e "s/@ID@/$1/; s/@VERSION@/$2/; s/@B@/$3/" "${more[@]/#/-e}" >"lists/$1/checklist.json" <<'END'
{"banyan": 1, "id": "@ID@", "version": "@VERSION@", "title": "T", "min_coverage": 0,
 "bands": [{"id": "A", "title": "good", "from": 0.6}, {"id": "B", "title": "poor", "from": 0}],
 "profiles": {"short": {"title": "S", "criteria": ["a", "b"]}},
 "criteria": [
  {"id": "a", "title": "A", "answer": {"type": "yes_no"}, "rule": "standard/yes_no"},
  {"id": "b", "title": "B", "weight": @B@, "answer": {"type": "percent"}, "rule": "standard/target", "args": {"target": 100}},
  {"id": "c", "title": "C", "answer": {"type": "level", "max": 4}, "rule": "standard/level"}]}
END
}
plan_of() { # ID COUNTRY ROUND B
    printf '{"banyan": 1, "plan": {"id": "%s", "title": "T"}, "community": {"country": "%s", "name": "%s"},
 "assessment": {"round": "%s", "date": "2026-09-12"}, "answers": {"a": true, "b": %s, "c": 4}}\n' "$1" "$2" "$1" "$3" "$4" | tr -d '\n'
    echo
}
ndjson() { # PATH: a value of each line of out
    sqlite3 :memory: "SELECT json_extract(value, '$1') FROM json_each('[' ||
        rtrim(replace(CAST(readfile('out') AS TEXT), char(10), ','), ',') || ']')"
}
count() { # CONDITION
    sqlite3 s.db "SELECT count(*) FROM assessment a WHERE $1"
}
list one 1.0.0 1
{ plan_of p1 NPL 2025 50; plan_of p2 NPL 2026 0; plan_of p3 BGD 2026 100; } >plans.ndjson
banyan rescore --to one
exits 1 "without a store"
silent out "nothing is printed"
holds "and none is made" test ! -e s.db
banyan assess --checklist one plans.ndjson --format ndjson
ndjson '$.score' >before
banyan rescore
exits 64 "without another method"
banyan rescore --to two
exits 1 "a checklist that is not there"
says err 'two: no such checklist' "which is said"

# ---- the same method: nothing is new
cp s.db same.db
banyan rescore --to one --format ndjson
exits 0 "the same method"
is "$(ndjson '$.id' | sort)" "$(sqlite3 s.db "SELECT lower(hex(id)) FROM assessment" | sed 's/\(.\{8\}\)\(....\)\(....\)\(....\)/\1-\2-\3-\4-/' | sort)" \
    "gives what is stored"
is "$(count 1)" 3 "and adds nothing"

# ---- another version of the checklist: the new one takes the place of the old
list one 1.1.0 6
banyan rescore --to one --dry-run
exits 0 "a dry run"
is "$(count 1)" 3 "stores nothing"
says out '^p1 +NPL +2025 +83\.3 +62\.5 +-20\.8 A +100 % -$' "p1: (1 + 0.5 + 1) / 3, then (1 + 6 × 0.5 + 1) / 8"
says out '^p2 +NPL +2026 +66\.7 +25\.0 +-41\.7 A → B +100 % -$' "p2: 2/3, then 2/8, in another band"
says out '^p3 +BGD +2026 +100\.0 +100\.0 +0\.0 A +100 % -$' "p3 stays"
says out '^3 assessed, 0 refused$' "and how many"
banyan rescore --to one --country NPL --round 2025 --format ndjson
exits 0 "one of them"
is "$(wc -l <out) $(json out '$.before.score') $(json out '$.score') $(json out '$.checklist.version') $(json out '$.before.checklist.version')" \
    "1 0.833333333 0.625 1.1.0 1.0.0" "with the one before beside it"
is "$(count "supersedes = (SELECT seq FROM assessment o WHERE o.plan_id = 'p1' AND o.checklist_version = '1.0.0') AND checklist_version = '1.1.0'")" 1 \
    "it takes the place of the old one"
before=$(json out '$.before.id')
banyan show "$before"
exits 0 "which can still be read"
banyan rescore --to one --format ndjson
is "$(ndjson '$.plan.id' | tr '\n' ' ')" "p2 p3 p1 " "the rest, and once more the one that is done, in the order of the store"
is "$(count 1)" 6 "each is stored once"
banyan rescore --to one --checklist one@1.0 --format ndjson
exits 1 "none is left under the old version"
says err 'no plan that fits is stored' "which is said"
banyan verify
exits 0 "all of it can be made again"
banyan store check
exits 0 "and the store is sound"

# ---- another checklist, another profile: beside
list two 1.0.0 1 '/"id": "c"/s/.*/  {"id": "d", "title": "D", "answer": {"type": "yes_no"}, "rule": "standard\/yes_no"}]}/'
banyan rescore --to two --checklist one --format json
exits 0 "another checklist"
says err '^banyan: 3 answers to criteria that the checklist does not have were passed over$' "what it does not ask is passed over"
is "$(json out '$[2].before.score')" 1 "the one before is told"
is "$(json out '$[2].coverage')" 0.666666667 "what was never answered is open"
is "$(count "checklist_id = 'two' AND supersedes IS NULL")" 3 "it stands beside"
is "$(count "NOT EXISTS (SELECT 1 FROM assessment n WHERE n.supersedes = a.seq)")" 6 "both are the latest of their kind"
banyan rescore --to two --dry-run
exits 0 "without --checklist it is that of --to"
is "$(grep -c '^p' out)" 3 "three plans"
banyan rescore --to one --to-profile short --format ndjson
exits 0 "another profile"
is "$(ndjson '$.checklist.profile' | sort -u)" short "is told"
is "$(count "profile = 'short' AND supersedes IS NULL")" 3 "and stands beside, too"
banyan rescore --to one --profile short --dry-run --format ndjson
is "$(ndjson '$.checklist.profile' | sort -u)" short "a profile stays where no other is named"
banyan rescore --to one --profile short --to-profile whole --dry-run --format ndjson
is "$(ndjson '$.checklist.profile' | sort -u)" "" "or gives way to the whole"
banyan rescore --to one --profile nowhere
exits 1 "a profile that is not there"

# ---- an older plan never takes the place of a later one
plan_of p1 NPL 2025 100 | sed 's/"c": 4/"d": true/' >later.ndjson
banyan assess --checklist two later.ndjson
banyan rescore --to two --checklist one --format ndjson
exits 0 "a later plan is stored under the new checklist"
says err '1 plans are left out: a later one of the same name, community and round is stored under that method' "which is said"
is "$(ndjson '$.plan.id' | sort | tr '\n' ' ')" "p2 p3 " "the others are done"
is "$(sqlite3 s.db "SELECT score FROM assessment a WHERE checklist_id = 'two' AND plan_id = 'p1' AND NOT EXISTS (SELECT 1 FROM assessment n WHERE n.supersedes = a.seq)")" \
    1000000000 "the later plan stands"

# ---- other rules
mkdir -p rules/standard
sed 's/version = [0-9]*/version = 77/' "$ROOT/rules/standard/yes_no.lua" >rules/standard/yes_no.lua
banyan rescore --rules rules --checklist one --format ndjson
exits 0 "other rules, each plan under its own checklist"
is "$(ndjson '$.findings[0].rule' | sort -u)" "standard/yes_no@77" "are used"
is "$(ndjson '$.checklist.version' | sort -u)" "1.1.0" "under the same version"
banyan verify
exits 0 "and can be made again, though they are the user's own"
list one 2.0.0 6
banyan rescore --rules rules --checklist one
exits 1 "a checklist whose version is no longer there"
says err 's\.db:[0-9]*: checklist: .*one@1\.1\.0' "is said for each plan"

# ---- what the new method does not take is refused, at no cost to the others
list one 3.0.0 1 '/"id": "b"/s/"percent"/"number", "min": 0, "max": 60/'
banyan rescore --to one --format ndjson
exits 1 "an answer that is out of range now"
says err 's\.db:[0-9]*: answers\.b: 100 is over 60' "with the number in the store and the path"
is "$(ndjson '$.plan.id' | sort | tr '\n' ' ')" "p1 p2 " "the others are done"
list one 4.0.0 6
banyan rescore --to one --require A
exits 2 "a band that is demanded"
banyan rescore --to one --country QQQ
exits 64 "a country that is none"

# ---- the same whatever the machine does
list one 5.0.0 3
for i in $(seq 1 200); do plan_of "m$i" PHL 2026 $((i % 101)); done >many.ndjson
banyan assess --checklist one many.ndjson --quiet
list one 6.0.0 2
for jobs in 1 2 7; do
    banyan rescore --to one --country PHL --dry-run --jobs $jobs --format ndjson
    cp out "many.$jobs"
done
holds "two threads" cmp many.1 many.2
holds "seven threads" cmp many.1 many.7
banyan rescore --to one --country PHL --format ndjson
is "$(ndjson '$.plan.id' | sort -u | wc -l)" 200 "two hundred, in pages"
banyan rescore --to one --country PHL --format ndjson
is "$(wc -l <out) $(count "country = 'PHL'")" "200 400" "and once more: nothing is added"
banyan verify
exits 0 "all of it can be made again at the end"

# ---- a store that was tampered with is not read on
sqlite3 s.db "DROP TRIGGER assessment_not_changed; UPDATE assessment SET date = '2020-01-01' WHERE plan_id = 'm3' AND checklist_version = '6.0.0'" >/dev/null
banyan rescore --to one --country PHL --dry-run
exits 1 "a row that was changed"
says err "is not as it was stored: run .banyan store check." "stops the run"
finish
