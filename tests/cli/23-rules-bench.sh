# `rules bench`: fuel is the same whenever it is counted; of times only that they are told, in order.
. "$ROOT/tests/cli/lib.sh"
unset BANYAN_RULES
ward=$ROOT/examples/nepal-ward.json

bench() { banyan rules bench --repeat 3 "$@"; }
all() { # KEY: of all rules, in order
    grep -oE "\"$1\":[^,}]*" out | cut -d: -f2
}
counted() { grep -oE '"(rule|runs|fuel|fuel_most)":[^,]*' out | paste -sd' ' | sed 's/ "rule"/\n&/g; s/^/ /' | sort; }

bench
exits 0 "the example"
says out '^rule +runs +ns +least +fuel +bytes +share$' "a table"
says out '^finance/child_share +1 +[0-9]+ +[0-9]+ +[0-9]+ +[0-9]+ +[0-9.]+ %$' "a rule"
says out '^[0-9]+ rules, 1 plans, [0-9]+ runs a round; 3 rounds after 2 to warm up' "says how many runs"
bench --format json
counted >first
is "$(json out '$.plans') $(json out '$.rounds') $(json out '$.warm_up')" "1 3 2" "as JSON: how many"
holds "as JSON: most rules of the checklist" test "$(wc -l <first)" -gt 60
is "$(all ns)" "$(all ns | sort -rn)" "the slowest first"
is "$(paste -d' ' <(all ns_least) <(all ns) | awk '$1 > $2' | wc -l)" 0 "the least is no more than the median"
is "$(paste -d' ' <(all fuel) <(all fuel_most) | awk '$1 > $2' | wc -l)" 0 "the fuel of a run is no more than that of the most"
is "$(all share | awk '{ s += $1 } END { print (s > 0.999999 && s < 1.000001) }')" 1 "shares are of the whole"
is "$(all bytes | awk '$1 <= 0' | wc -l)" 0 "each takes memory"
for repeat in 1 5; do
    banyan rules bench --repeat $repeat --format json
    is "$(counted)" "$(cat first)" "fuel is the same in another run, of $repeat rounds"
done

# A sum by hand: the same rule twice on one plan, and once with an answer.
banyan rules try finance/child_share --plan "$ward" --format json
fuel=$(json out '$.fuel')
bench finance/child_share --plan "$ward" --plan "$ward" --format json
is "$(json out '$.rules[0].fuel') $(json out '$.rules[0].fuel_most') $(json out '$.rules[0].runs') $(json out '$.plans')" \
    "$fuel $fuel 2 2" "fuel is that of rules try"
is "$(json out '$.rules[0].share') $(grep -c rule out)" "1 1" "a rule that is named: only that"
cat >c.json <<'J'
{"banyan": 1, "id": "c", "version": "1.0.0", "title": "C", "language": "en", "nodes": [{"id": "N", "title": "N", "criteria": [
  {"id": "A", "title": "A", "question": "A?", "answer": {"type": "level", "max": 3}, "rule": "standard/level", "source": [{"title": "t", "status": "drafted"}]},
  {"id": "B", "title": "B", "question": "B?", "answer": {"type": "level", "max": 3}, "rule": "standard/level", "source": [{"title": "t", "status": "drafted"}]},
  {"id": "C", "title": "C", "question": "C?", "answer": {"type": "none"}, "rule": "my/loop", "applies": {"hazards": ["TS"]}, "source": [{"title": "t", "status": "drafted"}]},
  {"id": "D", "title": "D", "answer": {"type": "none"}, "rule": "my/loop", "source": [{"title": "t", "status": "drafted"}]}]}]}
J
mkdir -p my/my
cat >my/my/loop.lua <<'LUA'
return { id = "my/loop", version = 1, title = "t", source = "made for this test",
  score = function() local s = 0 for i = 1, 5000 do s = s + i end return s / s end,
  tests = { { name = "a", plan = {}, expect = { credit = 1 } }, { name = "b", plan = {}, expect = { credit = 1 } } } }
LUA
echo '{"plan": {"answers": {"A": 3}, "community": {"hazards": [{"type": "EQ"}]}}}' >f.json
bench --rules my --checklist c.json --plan f.json --format json
exits 0 "a checklist that is named, and facts alone"
is "$(json out '$.rules[0].rule') $(json out '$.rules[0].runs')" "my/loop 1" "what does not apply is not run"
is "$(json out '$.rules[1].rule') $(json out '$.rules[1].runs')" "standard/level 1" "nor what was not answered"
holds "ten thousand instructions are counted" test "$(json out '$.rules[0].fuel')" -gt 10000 -a "$(json out '$.rules[0].fuel')" -lt 10100

# ---- a store

banyan --store s.db assess "$ward" "$ROOT/examples/vanuatu-island.json"
bench --store s.db --format json
is "$code $(json out '$.plans')" "0 2" "the plans of a store"
bench --store s.db --limit 1 --format json
is "$(json out '$.plans')" 1 "the newest of them"
bench --store s.db --plan "$ward" --format json
is "$(json out '$.plans')" 1 "plans that are named go before them"
bench --store s.db --checklist c.json --rules my --format json
is "$(grep -c my/loop out) $(grep -c finance/child_share out)" "1 0" "another checklist than that under which they are stored"
cp s.db hurt.db
sqlite3 hurt.db "DROP TRIGGER document_not_changed; UPDATE document SET data = x'00', size = 1 WHERE id = (SELECT max(plan) FROM assessment)"
bench --store hurt.db
exits 1 "a plan in the store that is damaged"
says err "assessment $(sqlite3 hurt.db "SELECT lower(substr(hex(id), 1, 8)) FROM assessment WHERE plan = (SELECT max(plan) FROM assessment)").*: its plan: .*bytes are not those.*banyan store check" "a plan in the store that is damaged: which, and what to do"
bench --store none.db
exits 1 "a store that there is not"
fails "a store that there is not: is not made" test -e none.db

# ---- what is wrong

bench no/such
exits 1 "a rule that there is not"
says err '^banyan: no/such: no such rule' "is named"
bench check/coast inform/component
exits 1 "a rule that nothing runs"
says err '^banyan: inform/component: is not run for any of these plans$' "is named, too"
bench --plan f.json
says err 'facts alone: names no checklist: give --checklist' "no checklist"
bench --plan nowhere.json
exits 1 "a plan that there is not"
echo '{"banyan": 1}' >bad.json
bench --plan bad.json
exits 1 "a plan that is none"
silent out "a plan that is none: nothing is told"
bench --repeat 0
exits 64 "no round"
bench --checklist nowhere.json
exits 1 "a checklist that there is not"
finish
