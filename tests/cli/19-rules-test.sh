# `rules test`: cases from all kinds of files, chosen, counted, reported; what they exercise. Each claim is made
# once where it holds and once where a rule or a file is broken.
. "$ROOT/tests/cli/lib.sh"

mkdir -p my/shelter
rule() { # [SED EXPRESSION...]: the rule of the tutorial, changed
    cat >my/shelter/toilets.lua <<'LUA'
return {
  id = "shelter/toilets", version = 1, title = "Toilets in shelters", source = "made for this test",
  needs = { "community.places" },
  args = { people = 20 },
  score = function(plan, answer, args)
    local room, good = 0, 0
    for _, place in ipairs(plan.community.places) do
      if place.toilets_f == nil then
        return not_assessed("toilets are not counted")
      end
      room = room + place.capacity
      if place.toilets_f * args.people >= place.capacity then good = good + place.capacity end
    end
    return credit(good / room, "{good} of {room}", { good = good, room = room })
  end,
  tests = {
    { name = "too few",
      plan = { community = { places = { { capacity = 800, toilets_f = 18 } } } },
      expect = { credit = 0 } },
    { name = "edges", cases = {
      { name = "exactly enough",
        plan = { community = { places = { { capacity = 360, toilets_f = 18 } } } },
        expect = { credit = 1, reason = "360 of 360" } },
      { name = "thresholds", cases = {
        { name = "a checklist may ask for less", args = { people = 50 },
          plan = { community = { places = { { capacity = 800, toilets_f = 18 } } } },
          expect = { credit = 1 } } } } } },
  },
}
LUA
    for expression in "$@"; do sed -i "$expression" my/shelter/toilets.lua; done
}
check() { banyan rules test shelter/toilets --rules my "$@"; }

# ---- groups, places, choice

rule
check -v
exits 0 "a rule with groups"
says out '^my/shelter/toilets\.lua:17: shelter/toilets: too few: PASS$' "a case with its line"
says out '^my/shelter/toilets\.lua:21: shelter/toilets: edges/exactly enough: PASS$' "a case of a group"
says out '^my/shelter/toilets\.lua:25: .*: edges/thresholds/a checklist may ask for less: PASS$' "a group in a group"
says out '^3 passed, 0 failed$' "all are counted"
check
is "$(cat out)" "3 passed, 0 failed" "without -v only the count"
check --verbose --run 'edges/(exactly|none)'
is "$(grep -c PASS out)" 1 "--run chooses by group and name"
check -v --run '^shelter/toilets/too few$'
is "$(grep -c PASS out)" 1 "--run fits the whole of rule, group and name"
check --run '('
exits 64 "--run with what is no expression"
says err '^banyan: --run: \(: ' "and says why"

# ---- a failure says what was expected, what came, and what was read

rule 's/>= place.capacity/> place.capacity/'
check
exits 1 "a broken rule"
says out '^my/shelter/toilets\.lua:21: shelter/toilets: edges/exactly enough: FAIL$' "names the case and its line"
says out '^    expected  credit 1, reason "360 of 360"$' "what was expected"
says out '^    got       credit 0: 0 of 360$' "what came"
says out '^    read      community\.places = .*capacity 360' "what was read"
says out '^    ended in  my/shelter/toilets\.lua:14$' "where it ended"
says out '^2 passed, 1 failed$' "and the others go on"
check --run 'too few'
exits 0 "a failure that is not chosen"
rule

# ---- data files

cat >my/shelter/toilets.cases.json <<'J'
[
  {"name": "not counted", "plan": {"community": {"places": [{"capacity": 10}]}},
   "expect": {"outcome": "not_assessed", "reason": "toilets are not counted"}},
  {"name": "from a file", "cases": [
    {"name": "half", "note": "two places",
     "plan": {"community": {"places": [{"capacity": 20, "toilets_f": 1}, {"capacity": 20, "toilets_f": 0}]}},
     "expect": {"credit": 0.5}}]}
]
J
cat >my/shelter/toilets.cases.csv <<'C'
name,group,plan.community.places,args.people,expect.credit,expect.outcome,expect.reason
table,rows,"[{""capacity"":100,""toilets_f"":5}]",,1,scored,100 of 100
stricter,rows/more,"[{""capacity"":100,""toilets_f"":5}]",19,0,,
nothing,rows,,,,not_assessed,community.places is not in the plan
C
check -v
exits 0 "cases of data files"
says out '^my/shelter/toilets\.cases\.json:2: shelter/toilets: not counted: PASS$' "of JSON, with the line"
says out '^my/shelter/toilets\.cases\.json:5: shelter/toilets: from a file/half: PASS$' "in groups"
says out '^my/shelter/toilets\.cases\.csv:3: shelter/toilets: rows/more/stricter: PASS$' "of a table, a case a row"
says out '^8 passed, 0 failed$' "all together"
sed -i 's/"credit": 0.5/"credit": 0.25/' my/shelter/toilets.cases.json
check
exits 1 "a data file with a wrong expectation"
says out '^my/shelter/toilets\.cases\.json:5: .*: from a file/half: FAIL$' "its line"
sed -i 's/"credit": 0.25/"credit": 0.5/' my/shelter/toilets.cases.json

# One clear message for a broken file, and the others go on.
broken() { # FILE TEXT PATTERN NAME
    mv "my/shelter/$1" keep
    printf '%s' "$2" >"my/shelter/$1"
    check --run exactly
    exits 1 "$4"
    says out "$3" "$4: what and where"
    is "$(grep -c FAIL out)" 1 "$4: once"
    says out '^1 passed, 1 failed$' "$4: the others go on, chosen or not"
    mv keep "my/shelter/$1"
}
json=^my/shelter/toilets.cases.json
csv=^my/shelter/toilets.cases.csv
broken toilets.cases.json $'[\n{"name": "x",}]' "$json:2: .*: FAIL: .*a comma before" "JSON that is none"
broken toilets.cases.json '{"name": "x"}' "$json:1: .*is no list" "JSON that is no list"
broken toilets.cases.csv '' "$csv:1: .*is empty" "an empty table"
broken toilets.cases.csv $'name,plan.communities.places\nx,\n' "$csv:1: .*plan.communities.places: is no fact" "a fact that there is not"
broken toilets.cases.csv $'name,anwser\nx,1\n' "$csv:1: .*did you mean answer" "a column that there is not"
broken toilets.cases.csv $'name,expect.credit\nx,1\ny,full\n' "$csv:3: .*\"full\" is no number" "a cell that is no number"
broken toilets.cases.csv $'name,expect.credit\nx,1,2\n' "$csv:2: .*has 3 cells" "a row that is too long"
broken toilets.cases.csv $'name,name\nx,1\n' "$csv:1: .*keep one" "a column twice"
broken toilets.cases.csv $'group\nx\n' "$csv:1: .*name: is missing" "a table without names"
broken toilets.cases.csv $'name,answer\nx,n/a\n' "$csv:2: .*is a claim" "a claim instead of an answer"
broken toilets.cases.csv $'name\n"x\n' "$csv:[12]: .*quote" "a quote that never ends"
chmod 0 my/shelter/toilets.cases.csv
if [ ! -r my/shelter/toilets.cases.csv ]; then
    check
    exits 1 "a file that cannot be read"
fi
chmod 644 my/shelter/toilets.cases.csv

# A case with a fault costs itself only.
fault() { # CASE PATTERN NAME
    printf '[%s, {"name": "sound", "plan": {}, "expect": {"outcome": "not_assessed"}}]' "$1" >my/shelter/toilets.cases.json
    check
    exits 1 "$3"
    says out ": FAIL: .*$2" "$3: says why"
    says out '7 passed, 1 failed' "$3: costs itself only"
}
cp my/shelter/toilets.cases.json keep.json
fault '{"name": "x", "anwser": 1}' 'did you mean answer' "a member that there is not"
fault '{"name": "x"}' 'expects nothing' "a case that expects nothing"
fault '{"name": "x", "expect": {"credit": "1"}}' 'no number' "a credit that is a text"
fault '{"name": "x", "cases": []}' 'at least one' "a group without cases"
fault '{"cases": [{"name": "y"}]}' 'a group has no name' "a group without a name"
fault '{"name": "x", "plan": 5}' 'plan is a number' "a plan that is none"
fault '5' 'is no table' "what is no case"
fault '{"name": "x", "criterion": "child-drr/GOV-01"}' 'does not use the rule' "a criterion of another rule"
fault '{"name": "x", "criterion": "child-drr/GOV-1"}' 'did you mean GOV-' "a criterion that there is not"
fault '{"name": "x", "criterion": "no-such/GOV-01"}' 'no-such' "a checklist that there is not"
fault '{"name": "x", "criterion": "GOV-01"}' 'write CHECKLIST/CRITERION' "a criterion of no checklist"
fault '{"name": "x", "criterion": "a/b", "args": {}}' 'leave args or criterion away' "a criterion with arguments"
mv keep.json my/shelter/toilets.cases.json

# ---- empty

mkdir -p none/my
cat >none/my/none.lua <<'LUA'
return { id = "my/none", version = 1, title = "t", source = "s", score = function() return 1 end }
LUA
banyan rules test my/none --rules none --allow-untested
exits 0 "a rule without a case"
says err 'nothing was tested' "is told"
banyan rules test my/none --rules none --allow-untested --fail-on-empty
exits 1 "--fail-on-empty: no case at all"
says err 'my/none: has no case' "names the rule"
check --run 'no such case'
exits 0 "a --run that fits nothing"
check --run 'no such case' --fail-on-empty
exits 1 "--fail-on-empty: nothing chosen"
banyan rules test shelter/toilets my/none --rules my --rules none --allow-untested --fail-on-empty
exits 1 "--fail-on-empty: one rule of two has none"
check --fail-on-empty
exits 0 "--fail-on-empty where there are cases"

# ---- forms

rule 's/>= place.capacity/> place.capacity/' 's/name = "too few"/name = "too <few> \&amp; # \\"so\\" ]]>"/'
check --format json
exits 1 "as JSON"
is "$(json out '$.passed') $(json out '$.failed')" "5 3" "counts"
is "$(json out '$.cases[1].group')" edges "a group"
is "$(json out '$.cases[1].passed') $(json out '$.cases[1].line')" "0 21" "verdict and line"
is "$(json out '$.cases[1].expected.credit') $(json out '$.cases[1].got.credit')" "1 0" "expected and got"
is "$(json out '$.cases[1].read[0].path')" community.places "facts read"
check --format ndjson
is "$(wc -l <out)" 8 "as NDJSON, a case a line"
check --format junit
exits 1 "as JUnit's XML"
holds "fits the schema" xmllint --noout --schema "$DATA/junit.xsd" out
is "$(xmllint --xpath 'count(//testcase)' out) $(xmllint --xpath 'count(//failure)' out)" "8 3" "cases and failures"
is "$(xmllint --xpath 'string(//testcase[1]/@name)' out)" 'too <few> &amp; # "so" ]]>' "a name with signs of XML"
says out 'expected  credit 1' "what was expected"
sed 's/failures="3"/failures="x"/' out >worse
fails "control: the schema refuses" xmllint --noout --schema "$DATA/junit.xsd" worse
check --format tap
exits 1 "as TAP"
cat >read.pl <<'P'
use strict; use warnings; use TAP::Parser;
open my $in, '<', $ARGV[0] or die; my $text = do { local $/; <$in> };
my $p = TAP::Parser->new({ tap => $text });
my ($yaml, @names) = (0);
while (my $r = $p->next) { $yaml++ if $r->is_yaml; push @names, $r->description if $r->is_test; }
print join(' ', $p->version, $p->tests_planned, scalar $p->passed, scalar $p->failed, scalar $p->skipped,
    scalar $p->todo, scalar $p->parse_errors, $yaml), "\n", $names[0], "\n";
P
is "$(perl read.pl out)" $'13 8 5 3 0 0 0 3\n- shelter/toilets/too <few> &amp; \\# "so" ]]>' "as perl's TAP::Parser reads it"
check --format tap --run zzz
is "$(perl read.pl out 2>/dev/null | head -n 1)" "13 0 0 0 0 0 0 0" "nothing chosen: all are passed over"
check --format html
exits 64 "no page of the cases"
banyan rules list --format junit
exits 64 "JUnit is a form of rules test only"
rule

# ---- jobs

banyan rules test --rules my -v
cp out one
for jobs in 2 3 8; do
    banyan rules test --rules my -v --jobs $jobs
    exits 0 "--jobs $jobs"
    holds "--jobs $jobs: the same output" cmp one out
done
banyan rules test --rules my -v --parallel 2
holds "--parallel is the same" cmp one out
banyan rules test --rules my --coverage -v --checklist child-drr
cp out one
banyan rules test --rules my --coverage -v --checklist child-drr --jobs 4
holds "coverage is the same, too" cmp one out
check --jobs 0
exits 64 "--jobs 0"

# ---- lines

rm my/shelter/toilets.cases.*
check --coverage
exits 0 "--coverage"
says out '^Lines that ran: 7 of 8, 87 %$' "how many lines ran"
says out '^my/shelter/toilets\.lua: 7 of 8$' "of which file"
says out '^  !    9          return not_assessed' "and which did not, with its text"
check --threshold 87
exits 0 "--threshold that is met"
check --threshold 88
exits 2 "--threshold that is not met"
says err '^banyan: lines: 87 % \(7 of 8\) is below --threshold 88$' "by how much"
rule 's/>= place.capacity/> place.capacity/'
check --threshold 88
exits 1 "a failure comes before the threshold"
check --threshold 101
exits 64 "--threshold over 100"
rule
check --coverage -v
says out '^  \+    6      local room' "-v marks each line"
says out '^       2    id = ' "and those without code"
check --coverage --format json
is "$(json out '$.coverage.files[0].not_run[0]')" 9 "as JSON"
check --coverage --format tap
says out '^# lines: 7 of 8$' "in TAP"
check --coverage --format junit
holds "in JUnit's XML" xmllint --noout --schema "$DATA/junit.xsd" out
says out 'name="lines" value="7 of 8"' "as a property"

# ---- answers

cat >list.json <<'J'
{"banyan": 1, "id": "own", "version": "1.0.0", "title": "Own", "language": "en", "nodes": [{"id": "N", "title": "N", "weight": 1,
  "criteria": [
  {"id": "L-1", "title": "t", "question": "q", "weight": 1, "answer": {"type": "level", "levels": ["a", "b", "c"]}, "rule": "my/half"},
  {"id": "L-2", "title": "t", "question": "q", "weight": 1, "answer": {"type": "percent"}, "rule": "standard/ladder",
   "args": {"steps": [{"above": 90, "credit": 1}, {"at_least": 50, "credit": 0.5}]}},
  {"id": "L-3", "title": "t", "question": "q", "weight": 1, "answer": {"type": "items", "items": [{"id": "tank", "title": "a"}, {"id": "tap", "title": "b"}]}, "rule": "standard/items"},
  {"id": "L-4", "title": "t", "question": "q", "weight": 1, "answer": {"type": "none"}, "rule": "shelter/toilets", "args": {"people": 20}}]}]}
J
cat >my/half.lua <<'LUA'
return { id = "half", version = 1, title = "t", source = "s",
  score = function(plan, answer, args)
    if answer.value == 2 then return unknown("so") end
    return answer.value / 2
  end,
  tests = { { name = "none", answer = 0, expect = { credit = 0 } }, { name = "half", answer = 1, expect = { credit = 0.5 } } } }
LUA
sed -i 's|"my/half"|"half"|' list.json
answers() { banyan rules test half shelter/toilets --rules my --checklist list.json "$@"; }
answers
exits 0 "--checklist"
says out '^Answers of own 1\.0\.0 that a case exercised: 4 of 8, 50 %$' "how many answers"
says out '^L-1 \(half\): 3 of 5$' "of which criterion"
says out '^  ! level 2; outcome unknown$' "which no case gives"
says out '^  ! without community\.places; outcome not_assessed$' "a fact that is never absent"
answers --threshold 60
exits 2 "--threshold counts answers"
says err 'answers: 50 % \(4 of 8\) is below' "and says so"
sed -i 's|tests = {|tests = { { name = "two", answer = 2, expect = { outcome = "unknown" } },|' my/half.lua
answers
says out '4 of 8|6 of 8, 75 %' "a case more"
says out '^Answers of own 1\.0\.0 that a case exercised: 6 of 8' "covers level and outcome"
sed -i 's|outcome = "unknown" }|outcome = "scored" }|' my/half.lua
answers
exits 1 "a case that fails"
says out 'exercised: 4 of 8' "exercises nothing"
sed -i 's|outcome = "scored" }|outcome = "unknown" }|' my/half.lua
# cases that ask a criterion: its steps and items, in a table beside a standard rule
mkdir -p my/standard
cat >my/standard/ladder.cases.csv <<'C'
name,criterion,answer,expect.credit
over 90,./list.json/L-2,91,1
90 is not over,./list.json/L-2,90,0.5
too few,./list.json/L-2,49.9,0
C
printf 'name,criterion,answer,expect.credit\none,./list.json/L-3,"[""tank""]",0.5\n' >my/standard/items.cases.csv
banyan rules test --rules my --checklist ./list.json
exits 0 "cases that ask a criterion"
says out '^L-3 \(standard/items\): 4 of 5$' "an item that is ticked"
says out '^  ! item tap$' "and one that no case ticks"
fails "all steps are exercised" grep -q '^L-2' out
cp "$ROOT/rules/standard/ladder.lua" my/standard/
banyan rules test standard/ladder --rules my -v
says out '^my/standard/ladder\.cases\.csv:2: ' "beside a rule of one's own"
mkdir -p later/standard
printf 'name,expect.credit\nlater,0\n' >later/standard/ladder.cases.csv
banyan rules test standard/ladder --rules my --rules later -v
fails "a folder behind that of the rule is not looked in" grep -q later/standard out
exits 0 "nor tested"
rm my/standard/ladder.lua
sed -i 's/"above": 90/"above": 89/' list.json
banyan rules test --rules my --checklist ./list.json
exits 1 "another threshold in the checklist: the case of its criterion fails"
says out 'ladder\.cases\.csv:3: .*90 is not over: FAIL' "by name"
banyan rules test --checklist no-such
exits 1 "a checklist that there is not"

# ---- the page

banyan rules test shelter/toilets --rules my --checklist ./list.json --coverage-html page.html
exits 0 "--coverage-html"
holds "is HTML" xmllint --html --noout --nowarning page.html
fails "asks the network for nothing" grep -qE '(src|href)="?(https?:|//)|<script|@import|url\(' page.html
holds "marks a line that did not run" grep -q '<li class="missed"><b>!</b>        return not_assessed' page.html
holds "escapes the text of rules" grep -q 'place.toilets_f \* args.people &gt;= place.capacity' page.html
banyan rules test shelter/toilets --rules my --coverage-html no/such/folder/page.html
exits 1 "a page that cannot be written"

# ---- watching

banyan_watch() {
    : >watch.out
    "$BANYAN" rules test shelter/toilets --rules my --watch "$@" >watch.out 2>watch.err &
    watcher=$!
}
await() { # PATTERN NAME: until the output has it, ten seconds at most
    for _ in $(seq 100); do
        grep -qE "$1" watch.out && break
        sleep 0.1
    done
    holds "$2" grep -qE "$1" watch.out
}
rule
banyan_watch
await '^3 passed, 0 failed' "--watch tests at once"
rule 's/>= place.capacity/> place.capacity/'
await '^2 passed, 1 failed' "and again when a rule changes"
printf 'name,expect.outcome\nnew,not_assessed\n' >my/shelter/toilets.cases.csv
await '^3 passed, 1 failed' "and when a data file comes"
kill -INT $watcher
wait $watcher
is $? 1 "Ctrl-C ends it with the last result"
holds "it says that it waits" grep -q 'waiting for a change' watch.err
rule
rm my/shelter/toilets.cases.csv
banyan_watch --quiet
await '^3 passed, 0 failed' "--watch --quiet"
kill -TERM $watcher
wait $watcher
is $? 0 "and so does a request to end"
is "$(cat watch.err)" "" "--quiet says nothing of waiting"

# A pipe in place of cases is not waited for.
rm -f my/shelter/toilets.cases.csv
mkfifo my/shelter/toilets.cases.csv
timeout 20 "$BANYAN" rules test shelter/toilets --rules my >out 2>err
waited=$?
fails "a pipe in place of cases is not waited for" [ "$waited" = 124 ]
rm my/shelter/toilets.cases.csv

# What a rule takes of the memory when it is loaded is not missing to the next.
mkdir large
for id in a b c d; do
    cat >large/$id.lua <<END
local big = {}
for i = 1, 200000 do big[i] = i end
return { id = "$id", version = 1, title = "$id", source = "ours",
    score = function() return credit(#big > 0 and 1 or 0, "good") end,
    tests = { { name = "one", expect = { credit = 1 } }, { name = "two", expect = { credit = 1 } } } }
END
done
for how in --isolate --no-isolate; do
    banyan rules test a b c d --rules large --coverage $how
    exits 0 "$how: four rules with large tables"
    says out '^8 passed, 0 failed$' "$how: pass together as each does alone"
done

# what fills a reason, where that is what a test looks at
rule 's/expect = { credit = 0 }/expect = { credit = 0, params = { good = 1 } }/'
check
exits 1 "params that differ"
says out '^    params    \{"good":0,"room":800\}$' "are shown as they came"
rule
check
fails "and only where a test asks for them" grep -q '^    params' "$WORK/out"

# ---- the shipped rules

banyan rules test --threshold 100 --fail-on-empty
exits 0 "every line of the shipped rules is run by a test"
banyan rules test --checklist child-drr --threshold 95
exits 0 "and at least 95 of 100 answers of child-drr are exercised"
mkdir alone
cp "$BANYAN" alone/banyan
alone/banyan rules test >out 2>err
is "$? $(cat out)" "0 $("$BANYAN" rules test)" "the program alone holds the same tests"
finish
