. "$ROOT/tests/cli/lib.sh"
# The cookbook: each rule on the page is a file whose tests pass, all of whose lines run, and in which trying every
# answer finds nothing; together they assess the page's plan.
book=$ROOT/docs/cookbook
list=$book/cookbook.json
cd "$ROOT" || exit 1

banyan rules test --rules docs/cookbook --checklist docs/cookbook/cookbook.json --coverage
exits 0 "the rules of the cookbook pass their tests"
says out '^Answers of cookbook .*: ([0-9]+) of \1, 100 %$' "which give every answer"
is "$(grep -c '^docs/cookbook/' "$WORK/out")" 0 "and every line of theirs runs"
banyan rules test --rules docs/cookbook --coverage --run drill/recent
says out '^docs/cookbook/water/litres.lua: 0 of ' "one that no test runs would be named"

banyan rules check --rules docs/cookbook --checklist docs/cookbook/cookbook.json --strict
exits 0 "no warning in the cookbook"
says out '^cookbook .* 0 faults, 3 exempt$' "and no fault"

banyan assess --dry-run --rules docs/cookbook --checklist "$list" --format ndjson "$book/plan.json"
exits 0 "the cookbook's plan is assessed"
is "$(grep -o '"outcome":"scored"' "$WORK/out" | wc -l)" 20 "each rule scores it"
says out 'more staff are trained than there are at S1' "and the check raises its doubt"

# The page leaves out no rule, and shows none that the checklist does not use.
rules=$(grep -o '^<!-- score: docs/cookbook/[a-z_/]*\.lua' docs/cookbook.md | sed 's/.*cookbook.//; s/\.lua//' | grep -v '^lib/' | sort)
is "$(printf '%s\n' "$rules" | wc -l)" 20 "twenty rules stand on the page"
files=$(cd "$book" && find . -name '*.lua' -not -path './lib/*' | sed 's/^..//; s/\.lua$//' | sort)
is "$rules" "$files" "all that are there"
used=$(grep -o '"rule": *"[a-z_/]*"' "$list" | sed 's/.*: *"//; s/"//' | grep -v '^standard/' | sort)
is "$used" "$files" "and all that the checklist uses"

# Of the small changes that can be made to a rule, its tests notice all but those whose line says why not.
# shellcheck disable=SC2086 # words
banyan rules mutate $files lib/list lib/count --rules docs/cookbook --threshold 100 --strict
exits 0 "each change of a rule is noticed"
says out '^all +100 %' "all of them"
finish
