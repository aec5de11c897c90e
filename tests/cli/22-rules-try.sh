# `rules try`: one rule or one expression on one plan. The prompt is tried in 24-prompt.sh.
. "$ROOT/tests/cli/lib.sh"
unset BANYAN_RULES
mkdir -p my/shelter
cat >my/shelter/toilets.lua <<'LUA'
return {
  id = "shelter/toilets", version = 3, title = "Toilets in shelters", source = "made for this test",
  needs = { "community.places" }, use = { "lib/places" },
  args = { people = 20 },
  score = function(plan, answer, args)
    local room, good = 0, 0
    for _, place in ipairs(plan.community.places) do
      room = room + place.capacity
      if place.toilets_f * args.people >= place.capacity then good = good + place.capacity end
    end
    return credit(good / room, "{good} of {room} for {people}", { good = good, room = room, people = args.people })
  end,
  tests = {
    { name = "none", plan = {}, expect = { outcome = "not_assessed" } },
    { name = "all", plan = { community = { places = { { capacity = 20, toilets_f = 1 } } } }, expect = { credit = 1 } },
  },
}
LUA
cat >facts.json <<'J'
{"plan": {"community": {"places": [{"capacity": 60, "toilets_f": 1}, {"capacity": 20, "toilets_f": 1}]}, "actions": [{"id": "A1"}]}}
J
toilets() { banyan rules try shelter/toilets --rules my --plan facts.json "$@"; }

# ---- a rule

toilets
exits 0 "a rule on facts alone"
says out '^Rule      shelter/toilets@3, my/shelter/toilets\.lua:11$' "the rule, its file, and the line that ended it"
says out '^Plan      facts\.json: facts alone$' "the plan"
says out '^Outcome   scored, credit 0\.25$' "outcome and credit"
says out '^Reason    20 of 80 for 20$' "the reason with its parameters"
says out '^Read      community\.places = \(capacity 60 toilets_f 1\), \(capacity 20 toilets_f 1\)$' "paths and values that were read"
says out '^Fuel      [1-9][0-9]* of 10000000$' "the fuel"
says out '^Memory    [1-9][0-9]* KiB of 16384 KiB$' "the memory"
says out '^Time      [0-9.]+ (ns|us|ms|s)$' "the time"
toilets --args '{"people": 60}'
says out '^Outcome   scored, credit 1$' "an argument"
toilets --args '{"peple": 60}'
exits 1 "an argument that there is not"
says out 'did you mean "people"' "an argument that there is not: the nearest"
toilets --format json
cp out one
is "$(json out '$.outcome') $(json out '$.credit') $(json out '$.reason') $(json out '$.line')" \
    "scored 0.25 20 of 80 for 20 11" "as JSON: the finding"
is "$(json out '$.params')" '{"good":20,"people":20,"room":80}' "as JSON: the parameters"
is "$(json out '$.read[0].path') $(json out '$.read[0].value[1].capacity')" "community.places 20" "as JSON: what was read"
is "$(json out '$.rule') $(json out '$.plan')" "shelter/toilets@3 facts.json: facts alone" "as JSON: rule and plan"
fails "as JSON: no time, no memory" grep -qE '"(ns|memory)"' out
for _ in 1 2 3 4 5 6 7 8; do
    toilets --format json
    cat out >>many
done
is "$(sort -u many)" "$(cat one)" "as JSON: the same bytes, fuel included, in each of eight runs"
toilets --format json --time
holds "--time: memory and nanoseconds are numbers" test "$(json out '$.ns')" -gt 0 -a "$(json out '$.memory')" -gt 1000
banyan rules try standard/level --answer '{"value": 2, "max": 3}'
says out '^Level     2 of 3$' "a level"
banyan rules try standard/level --answer '{"value": 2, "max": 3}' --format json
is "$(json out '$.level')" '{"i":2,"max":3}' "a level, as JSON"
banyan rules try standard/yes_no --answer true
says out '^Outcome   scored, credit 1$' "a bare answer"
banyan rules try shelter/toilets --rules my
says out '^Plan      example: .*\(NPL\)$' "without a plan: the example"
banyan rules try shelter/toilets --rules my --plan "$ROOT/examples/nepal-ward.json" --format json
exits 1 "a rule that breaks"
is "$(json out '$.outcome') $(json out '$.by')" "error rule" "a rule that breaks: is told"
sed 's/local room, good = 0, 0/& while true do end/' my/shelter/toilets.lua >loop.lua && mv my/shelter/toilets.lua keep.lua && mv loop.lua my/shelter/toilets.lua
toilets
exits 1 "a rule that never ends"
says out '^Reason    cpu budget used up$' "a rule that never ends: its budget does"
says out '^Outcome   error by a limit$' "a rule that never ends: by a limit"
fails "a rule that never ends: no time" grep -q '^Time' out
mv keep.lua my/shelter/toilets.lua
banyan rules try shelter/tiolets --rules my
exits 1 "a rule that there is not"
says err 'did you mean shelter/toilets' "a rule that there is not: the nearest"
echo 'return {' >my/broken.lua
banyan rules try broken --rules my
exits 1 "a rule that is refused"
says err '^banyan: my/broken\.lua:' "a rule that is refused: where, and why"
rm my/broken.lua

# ---- plans

plan() { banyan rules try --expr '#plan.community.places' --plan "$@"; }
plan "$ROOT/examples/nepal-ward.json"
exits 0 "a whole plan"
says out '^Value     4$' "a whole plan: its facts"
banyan rules try --expr '#plan.community.places' --plan - <facts.json
says out '^Value     2$' "a plan from stdin"
tr -d '\n' <facts.json >many.ndjson && echo >>many.ndjson && echo '{"plan":{}}' >>many.ndjson
plan many.ndjson
says out '^Value     2$' "of several plans the first"
says err 'holds 2 plans: the first is taken' "of several plans the first: said"
no_plan() { # FILE PATTERN NAME
    plan "$1"
    exits 1 "no plan: $3"
    silent out "no plan: $3: nothing on stdout"
    says err "^banyan: $2" "no plan: $3: says where and what"
}
no_plan nowhere.json 'nowhere\.json: no such file' "no file"
echo hello >hello.json
no_plan hello.json 'hello\.json:1: ' "no JSON"
echo '{"banyan": 1, "plan": {"id": "x"}}' >half.json
no_plan half.json 'half\.json:1: plan\.title: is missing' "a plan that is refused"
: >empty.json
no_plan empty.json 'empty\.json:1: is empty' "an empty file"
: >empty.ndjson
no_plan empty.ndjson 'empty\.ndjson: ' "no line"
no_plan /dev/null '/dev/null: ' "a device"

# ---- as a criterion asks

asks() { banyan rules try --checklist child-drr "$@"; }
asks --criterion WSH-06
exits 0 "a criterion"
says out '^Rule      water/shelter_toilets@' "a criterion: its rule"
says out '^Criterion WSH-06 ' "a criterion: its name"
says out '^Do next   Add toilets in P1, P2, P3, 25 in all' "a criterion: its advice, filled in"
asks --criterion WSH-06 --format json
is "$(json out '$.criterion') $(json out '$.credit')" "WSH-06 0.5" "a criterion, as JSON"
holds "a criterion, as JSON: its advice" test "$(json out '$.advice')" != ""
asks --criterion WSH-06 water/shelter_toilets --args '{"people": 1000}'
says out '^Outcome   scored, credit 1$' "a criterion with another argument of its own"
asks --criterion GOV-01
says out '^Read      answers\.GOV-01 = value 3' "the plan's own answer"
asks --criterion GOV-01 --answer 1
says out '^Outcome   scored, credit 0\.333333333$' "another answer"
says out '^Read      answers\.GOV-01 = 1$' "another answer: what was read"
asks --criterion GOV-01 --answer 9
exits 1 "an answer that is not allowed"
says err '^banyan: --answer:1: answers\.GOV-01: 9 is over 3' "an answer that is not allowed: says so"
asks --criterion EDU-B8#girls --answer '{"girls": 3}'
says out '^Criterion girls ' "a part"
says out '^Read      answers\.EDU-B8\.girls = 3$' "a part: its answer where it stands"
asks --criterion EDU-B8#girls --answer '{"value": {"girls": 3}, "note": "counted"}'
says out '^Read      answers\.EDU-B8\.value\.girls = 3$' "a part: beside a note"
asks --criterion EDU-B8#girls
exits 1 "a part without an answer"
says err '^banyan: EDU-B8#girls: the plan has no answer to it: give --answer$' "a part without an answer: says so"
asks --criterion EDU-B8#girls --answer '{"boys": 3}'
exits 1 "an answer to another part"
says err '^banyan: EDU-B8#girls: --answer has none to this part: add it$' "an answer to another part: says so"
asks --criterion CP-09
exits 1 "a criterion without an answer"
says err '^banyan: CP-09: the plan ' "a criterion without an answer: says what to do"
asks --criterion GOV-99
says err 'GOV-99: no criterion of child-drr: did you mean GOV-' "a criterion that there is not"
asks --criterion GOV-01 standard/items
says err 'GOV-01 does not use the rule standard/items' "a rule that is none of the criterion"
asks --criterion SHL-07 --answer '{"state": "unknown"}'
exits 1 "a claim"
says err 'no rule is asked' "a claim: no rule is asked"

# ---- expressions

value() { # EXPRESSION WANTED NAME
    banyan rules try --plan facts.json --expr "$1" --format json
    is "$code $(json out '$.values')" "0 $2" "expression: $3"
}
value '1 + 1' '[2]' "a number"
value 'plan.community.places[1].capacity' '[60]' "a fact"
value 'return 3' '[3]' "a statement"
value 'local n = 0 for _, p in ipairs(plan.community.places) do n = n + p.capacity end return n' '[80]' "statements"
value 'age("2020-01-01", "2026-05-04", "years")' '[6,true]' "several values"
value 'nil' '[null]' "nil"
value 'plan.budget' '[null]' "a fact that is not there"
value 'plan.actions[1]' '[{"id":"A1"}]' "a part of the plan"
value '{ 1, { a = true } }' '[[1,{"a":true}]]' "a table"
value 'percent(0.5)' '[{"percent":0.5}]' "a percent"
value 'function() end' '["(a function)"]' "a function"
value 'table' '[["concat","insert","remove","sort","unpack"]]' "what a library has"
banyan rules try --plan facts.json --expr 'credit(0.5, "{a} of 2", { a = 1 })'
says out '^Outcome   scored, credit 0\.5$' "expression: a finding"
says out '^Reason    1 of 2$' "expression: a finding: its reason"
toilets --expr 'args.people, #places.open'
says out '^Value     20$' "expression: the rule's arguments"
exits 0 "expression: the rule's libraries"
toilets --expr 'args.people' --args '{"people": 7}'
says out '^Value     7$' "expression: an argument that is given"
banyan rules try --plan facts.json --answer 4 --expr 'answer.value + 1'
says out '^Value     5$' "expression: the answer"
wrong() { # EXPRESSION COLUMN PATTERN NAME
    banyan rules try --plan facts.json --expr "$1"
    exits 1 "wrong: $4"
    says out "^Error     $3" "wrong: $4: one clear line"
    if [ "$2" != - ]; then
        is "$(sed -n '/^Error/{n;n;p}' out)" "$(printf '    %*s' "$2" '^')" "wrong: $4: the place"
    fi
}
wrong '1 +' 4 'unexpected symbol near <eof>$' "too short"
wrong '1 + ) 2' 5 "unexpected symbol near '\\)'$" "a sign too many"
wrong 'if plan.x = 3 then return 1 end' 11 "'then' expected near '=': == asks" "= for =="
wrong 'local x = = 2' 11 "unexpected symbol near '='$" "a statement"
wrong '"abc' 5 'unfinished string' "an open text"
wrong 'plan.budgt.drr' 6 "attempt to index a nil value \\(field 'budgt'\\)$" "a fact that is not there"
wrong '"é" .. foo' 8 'unknown name "foo"' "an unknown name, after a letter of two bytes"
wrong 'community.places' 1 'unknown name "community": it is plan.community$' "a name of another place"
wrong 'answer.value' 1 'there is no answer' "no answer"
wrong 'plan.x = 3' - 'the plan and the answer are read-only$' "writing"
wrong 'credit(7)' - 'it returned 7, but a credit lies from 0 to 1' "a credit over 1"
wrong 'math.foo' - 'math.foo is not there' "no such function"
wrong 'error("no")' - 'no$' "its own error"
wrong 'while true do end' - 'cpu budget used up$' "no end"
wrong '("x"):rep(2e6)' - '.*1 MiB' "too large"
wrong 'require("os")' 1 'unknown name "require"' "what a rule may not"
wrong 'local t = {} for i = 1, 1e7 do t[i] = { i } end' - 'memory limit reached$' "too much memory"
wrong "$(printf 'local x = 1\nlocal y = x +\nreturn )')" 1 "unexpected symbol near 'return' \\(line 3\\)$" "on the third line"
banyan rules try --plan facts.json --expr '1 + )' --format json
is "$code $(json out '$.error.line') $(json out '$.error.column')" "1 1 5" "wrong, as JSON: line and column"

# ---- watching: rules, and the plan

watch() {
    "$BANYAN" rules try shelter/toilets --rules my --watch "$@" >watch.out 2>watch.err &
    watcher=$!
}
await() { # FILE PATTERN NAME: until the output has it, ten seconds at most
    for _ in $(seq 100); do
        grep -qE "$2" "$1" && break
        sleep 0.1
    done
    holds "$3" grep -qE "$2" "$1"
}
watch --plan facts.json
await watch.out '^Outcome   scored, credit 0\.25$' "--watch tries at once"
sed -i 's/people = 20/people = 60/' my/shelter/toilets.lua
await watch.out '^Outcome   scored, credit 1$' "and again when a rule changes"
sed 's/"capacity": 60/"capacity": 61/' facts.json >other.json && cp other.json facts.json
await watch.out '^Reason    20 of 81 for 60$' "and when the plan does"
echo '{"plan"' >facts.json
await watch.err '^banyan: facts\.json:' "a plan that is none is told"
cp other.json facts.json
sed -i 's/local room/lcal room/' my/shelter/toilets.lua
await watch.err '^banyan: my/shelter/toilets\.lua:' "so is a rule that is none"
sed -i 's/lcal room/local room/; s/people = 60/people = 30/' my/shelter/toilets.lua
await watch.out '^Reason    20 of 81 for 30$' "and it goes on"
kill -INT $watcher
wait $watcher
is $? 0 "Ctrl-C ends it with the last result"
watch --expr 'args.people' --quiet
await watch.out '^Value     30$' "--watch of an expression"
kill -TERM $watcher
wait $watcher
is "$? $(cat watch.err)" "0 " "a request to end"

# ---- the command line

usage() { # NAME ARGUMENT...
    local name=$1
    shift
    banyan rules try "$@"
    exits 64 "$name"
}
usage "a checklist without a criterion" --checklist child-drr
usage "a criterion without a checklist" --criterion GOV-01
usage "an expression of a criterion" --checklist child-drr --criterion GOV-01 --expr 1
usage "--args that are no JSON" standard/level --args '{'
says err '^banyan: --args: column ' "--args that are no JSON: where"
usage "--args that are no object" standard/level --args '[1]'
usage "--answer that is no JSON" standard/level --answer 'yes'
usage "--watch of stdin" standard/level --plan - --watch
usage "--watch of nothing" --watch
usage "two plans" standard/level --plan a.json --plan b.json
usage "two rules" standard/level standard/items
finish
