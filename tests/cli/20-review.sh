. "$ROOT/tests/cli/lib.sh"
# rules check as a reviewer: warnings from the text, faults from trying, each with a place and a case.

# What ships has neither, and each exception has its reason.
banyan rules check --strict
exits 0 "the shipped rules have no warning"
says out '^[0-9]+ rules, 0 refused, 0 warnings$' "and that is said"
for file in "$ROOT"/checklists/*/checklist.json; do
    id=$(basename "$(dirname "$file")")
    banyan rules check --checklist "$id" --strict --tries 1000
    exits 0 "$id: every answer was tried and nothing found"
    says out "^$id .*combinations tried, 0 faults" "$id: and how many"
done

mkdir -p rules/my
rule() { # BODY [FIELDS]
    cat >rules/my/r.lua <<LUA
return {
  id = "my/r", version = 1, title = "A rule", source = "made for this test", ${2:-}
  score = function(plan, answer, args)
    $1
  end,
  tests = {
    { name = "full", answer = 100, expect = { credit = 1 } },
    { name = "none", answer = 0, expect = { credit = 0 } },
  },
}
LUA
}
list() { # MEMBERS OF THE SECOND CRITERION
    cat >my.json <<JSON
{"banyan": 1, "id": "my", "version": "1", "title": "t", "source": [],
 "criteria": [
  {"id": "A", "title": "t", "answer": {"type": "yes_no"}},
  {"id": "B", "title": "t", $1}
]}
JSON
}

# From the text.
rule 'local spare = 1
    return answer.value / 100'
banyan rules check --rules rules
exits 0 "a warning alone is no failure"
says out '^rules/my/r.lua:4: my/r: unused: spare is never read' "it has file, line, rule and check"
says out '1 warnings$' "and is counted"
banyan rules check --rules rules --strict
exits 1 "unless --strict"
banyan rules check --rules rules --format json
exits 0 "as JSON"
is "$(json out '$.warnings') $(json out '$.remarks[0].line') $(json out '$.remarks[0].check')" "1 4 unused" \
    "as JSON: the same"
is "$(json out '$.remarks[0].kind') $(json out '$.remarks[0].subject')" "warning my/r" "as JSON: kind and rule"

# By trying.
rule 'return answer.value == args.edge and 0 or answer.value / 100' 'args = { edge = 73 },'
list '"answer": {"type": "percent"}, "rule": "my/r"'
banyan rules check --rules rules --checklist my.json
exits 1 "a better answer that gets less"
says out '^.*my.json:4: B: monotone: .*73 gives 0' "it has its place and both answers"
says out '^    \{"better":.*"worse":' "and the smallest case as JSON"
says out '^my 1: 2 criteria, [0-9]+ combinations tried, 1 faults' "and is counted"
banyan rules check --rules rules --checklist my.json --format json
exits 1 "as JSON, too"
is "$(json out '$.faults') $(json out '$.checklists[0].faults')" "1 1" "as JSON: faults"
is "$(json out '$.remarks[0].example.better.plan.answers.B')" 73 "as JSON: the case is a plan document's part"
list '"answer": {"type": "percent"}, "rule": "my/r", "exempt": {"monotone": "73 is unlucky here"}'
banyan rules check --rules rules --checklist my.json --strict
exits 0 "an exemption with its reason"
says out 'monotone: exempt: 73 is unlucky here' "and the reason is said"
banyan rules check --rules rules --checklist my.json --quiet
says out '1 exempt' "--quiet: counted"
fails "--quiet: no notes" grep -q unlucky "$WORK/out"
# A parameter for the advice of the very checklist that is named, by its path.
rule "return credit(answer.value / 100, 'so far', { short = 100 - answer.value })"
list '"answer": {"type": "percent"}, "rule": "my/r"'
banyan rules check --rules rules --checklist my.json
says out 'the parameter short is given' "what no advice names is told"
list '"answer": {"type": "percent"}, "rule": "my/r", "advice": ["Find {short} more."]'
banyan rules check --rules rules --checklist my.json --strict
exits 0 "what the advice of this checklist names is not"

list '"answer": {"type": "level", "max": 2}, "exempt": {"monotone": "so"}'
banyan rules check --checklist my.json --strict
exits 1 "an exemption for nothing"
says out 'exempt: monotone is exempt, and the check finds nothing' "says so"
list '"answer": {"type": "level", "max": 2}, "exempt": {"monoton": "so"}'
banyan rules check --checklist my.json
exits 1 "an exemption from what there is not"
says err 'did you mean "monotone"' "is refused by the checklist's reader"

# The bound: what was left out is said, and the same is tried each time.
list '"answer": {"type": "items", "items": [{"id": "a", "title": "t"}, {"id": "b", "title": "t"},
  {"id": "c", "title": "t"}, {"id": "d", "title": "t"}, {"id": "e", "title": "t"}, {"id": "f", "title": "t"},
  {"id": "g", "title": "t"}]}'
banyan rules check --checklist my.json --tries 100
exits 0 "a low bound"
says out 'B: bound: .* instead of all 128 combinations' "says what was left out"
cp out first
banyan rules check --checklist my.json --tries 100
holds "the same again is the same" cmp out first

# What the cases in data files show counts as well.
cat >rules/my/r.lua <<'LUA'
return {
  id = "my/r", version = 1, title = "A rule", source = "made for this test",
  needs = { "community.facilities" },
  score = function(plan)
    local count, good = 0, 0
    for _, f in ipairs(plan.community.facilities) do
      if f.safe ~= nil then count = count + 1 end
      if f.safe then good = good + 1 end
    end
    if count == 0 then return not_assessed("no place says it") end
    return credit(good / count, "{good} of {count}", { good = good, count = count })
  end,
  tests = {
    { name = "one", plan = { community = { facilities = { { safe = true } } } }, expect = { credit = 1 } },
    { name = "no list", plan = {}, expect = { outcome = "not_assessed" } },
  },
}
LUA
list '"answer": {"type": "none"}, "rule": "my/r"'
banyan rules check --rules rules --checklist my.json
exits 0 "a fault that no test in the rule's file comes near"
echo '[{"name": "two", "plan": {"community": {"facilities": [{"safe": true}, {"safe": false}]}},
    "expect": {"credit": 0.5}}]' >rules/my/r.cases.json
banyan rules check --rules rules --checklist my.json
exits 1 "a case in a data file does"
says out 'B: absent: .*without community.facilities\[2\].safe it rises from 0.5 to 1' "and it is told"
rm rules/my/r.cases.json

banyan rules check --checklist nothing-of-the-kind
exits 1 "a checklist that is not there"
banyan rules check --tries 1
exits 64 "a bound that is too low"
banyan rules list --strict
exits 64 "an option of check alone"
finish
