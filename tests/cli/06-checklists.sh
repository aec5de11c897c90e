. "$ROOT/tests/cli/lib.sh"
banyan checklist list
exits 0 "checklist list"
says out 'child-drr' "the shipped checklist is listed"
banyan checklist list --format json
holds "as JSON it is JSON" test "$(sqlite3 :memory: "SELECT json_valid(CAST(readfile('out') AS TEXT))")" = 1
for file in "$ROOT"/checklists/*/checklist.json; do
    id=$(basename "$(dirname "$file")")
    banyan checklist show "$id"
    exits 0 "$id can be shown"
    holds "docs/checklists.md says what $id is" grep -q "^| \`$id\` |" "$ROOT/docs/checklists.md"
    holds "docs/checklists.md has a section on $id" grep -qE "^## (.* and )?$id( and |\$)" "$ROOT/docs/checklists.md"
done
banyan checklist show child-drr
exits 0 "checklist show"
says out 'GOV-01' "its criteria are shown"
banyan checklist check child-drr
exits 0 "its rules fit, computed or answered"
banyan checklist show child-drr@1
exits 0 "by the first number of the version"
banyan checklist show child-drr@9
holds "a version that is not there" test "$code" -ne 0
banyan checklist show nonsense
holds "a checklist that is not there" test "$code" -ne 0
says err 'name your own by the path of its file, or put the folder above it into BANYAN_CHECKLISTS' "where one's own is looked for"
mkdir -p lists/own
cp "$DATA/worked.json" lists/own/checklist.json
banyan checklist show lists/own
exits 1 "a checklist named by its folder"
says err 'lists/own: is a folder: name the file checklist\.json in it' "the file to name is told"
BANYAN_CHECKLISTS=$DATA banyan checklist show "$DATA/worked.json"
exits 0 "by its path"

banyan checklist check "$DATA/worked.json"
exits 0 "checklist check"
wrong() { # NAME SED-EXPRESSION PATTERN
    sed -e "$2" "$DATA/worked.json" >wrong.json
    banyan checklist check wrong.json
    exits 1 "$1: refused"
    says err "wrong\.json" "$1: the file is named"
    says err "$3" "$1: what is wrong"
}
wrong "an unknown key" 's/"question": "Which share?"/"qestion": "Which share?"/' 'question'
wrong "an id twice" 's/"Q-d"/"P-a"/' 'P-a'
wrong "a weight that is no whole number" 's/"weight": 3,$/"weight": 2.5,/' 'weight'
wrong "a weight of nothing" 's/"weight": 3,$/"weight": 0,/' 'weight'
wrong "an unknown answer type" 's/"type": "percent"/"type": "pecent"/' 'pe'
wrong "an unknown aggregate" 's/"arithmetic"/"arithmetical"/' 'arithmetic'
wrong "bands that do not end at 0" 's/"from": 0}/"from": 0.1}/' '.'
wrong "bands out of order" 's/"from": 0.6/"from": 0.9/' '.'
wrong "a profile with an unknown criterion" 's/\["P-a", "P-b"/["P-a", "P-y"/' 'P-y'
wrong "an unknown direction" 's/"merit"/"sideways"/' 'direction|sideways'
wrong "a band twice" 's/"id": "B", "title": "fair"/"id": "A", "title": "fair"/' 'stands twice'
wrong "a scale without a length" 's/"min": 0, "max": 100/"min": 100, "max": 100/' 'min and max are equal'
wrong "target and floor equal" 's/"target": 100/"target": 100, "floor": 100/' 'P-b\.args: the rule breaks on the answer'
wrong "an argument that the rule has not" 's/"target": 100/"target": 100, "flor": 1/' 'P-b\.args: .*did you mean "floor"'
wrong "a rule for another type of answer" 's#"max": 3}, "rule": "standard/level"#"max": 3}, "rule": "standard/items"#' 'P-c\.args: the rule breaks'
wrong "a rule of one's own" 's#"rule": "standard/level"#"rule": "my/own"#' 'there is no rule my/own: name the folder of your own with --rules'
warned() { # NAME SED-EXPRESSION PATTERN
    sed -e "$2" "$DATA/worked.json" >odd.json
    banyan checklist check odd.json
    exits 0 "$1: no reason to refuse"
    says err "odd\.json:[0-9]+: $3" "$1: but told"
}
warned "a setting that no plan has" 's/"id": "P-a",/"id": "P-a", "applies": {"setting": ["moon"]},/' 'P-a\.applies\.setting: "moon"'
warned "a fact that no plan has" 's/"id": "P-a",/"id": "P-a", "applies": {"facts": {"community.skools": {"at_least": 1}}},/' 'P-a\.applies\.facts: "community.skools"'
advice() { # NAME ADVICE PATTERN
    warned "$1" "s/\"id\": \"P-a\",/\"id\": \"P-a\", \"advice\": $2,/" "$3"
}
advice "advice below nothing" '[{"below": 0, "text": "one"}]' 'P-a\.advice: no credit is below this'
advice "advice below half a billionth" '[{"below": 0.0000000004, "text": "one"}]' 'P-a\.advice: no credit is below this'
advice "advice after a larger step" '[{"below": 0.7, "text": "one"}, {"below": 0.3, "text": "two"}]' 'P-a\.advice: is never shown'
advice "advice for the same step twice" '[{"below": 0.7, "text": "one"}, {"below": 0.7, "text": "two"}]' 'P-a\.advice: is never shown'
advice "advice after a plain text" '["one", "two"]' 'P-a\.advice: is never shown'
sed 's/"id": "P-a",/"id": "P-a", "advice": [{"below": 0.3, "text": "one"}, {"below": 0.7, "text": "two {n}"}, {"below": 0.7, "text": "three"}, "four"],/' "$DATA/worked.json" >odd.json
banyan checklist check odd.json
silent err "advice that each shows somewhere is fine"
# translations beside a checklist
mkdir -p spoken/i18n
sed 's/"id": "P-a",/"id": "P-a", "advice": "Build {short} more.",/' "$DATA/worked.json" >spoken/checklist.json
po() { printf 'msgid "Build {short} more."\nmsgstr "%s"\n' "$1" >spoken/i18n/sw.po; }
po 'Jenga {short}.'
banyan checklist check spoken/checklist.json
exits 0 "a translation with the names of its source"
po 'Jenga {short} {i}.'
banyan checklist check spoken/checklist.json
exits 1 "a translation with a name that its source lacks"
says err 'P-a\.advice: its text in the language sw has \{i\}' "is named"
says out '1 complaint$' "and counted"
printf 'msgid "x\n' >spoken/i18n/sw.po
banyan checklist check spoken/checklist.json
exits 1 "a translation that --lang refuses"
says err 'spoken/i18n/sw\.po:1: ' "is named, too"
# nodes nest to any depth, weights are any whole number
deep='{"id": "L", "title": "deepest", "criteria": [{"id": "L-1", "title": "t", "weight": 1000000007, "answer": {"type": "yes_no"}}]}'
for i in $(seq 200); do deep="{\"id\": \"N$i\", \"title\": \"t\", \"weight\": $i, \"nodes\": [$deep]}"; done
printf '{"banyan": 1, "id": "deep", "version": "1.0.0", "title": "deep", "nodes": [%s]}' "$deep" >deep.json
banyan checklist check deep.json
exits 0 "nodes 200 deep"
sed 's/^  "nodes": \[/  "nodes": [,/' "$DATA/worked.json" >wrong.json
banyan checklist check wrong.json
exits 1 "no JSON"
says err 'wrong\.json:[0-9]+' "no JSON: the line"

# each line of a list is on the scale of its own checklist, as it was stored
banyan --store scales.db assess "$ROOT/examples/hospital.json" "$ROOT/examples/school-a.json" "$ROOT/examples/hospital.json"
cp out assessed
banyan --store scales.db list
exits 0 "plans under checklists of several scales are listed"
says out ' 0\.382 0\.382–0\.382 ' "a hospital's score, from 0 to 1"
says out ' 81\.2   81\.2–81\.2 ' "a school's, of 100"
holds "the same lines as when they were assessed" test "$(sort -u out | grep -v '^[0-9]')" = "$(sort -u assessed | grep -v '^[0-9]')"
finish
