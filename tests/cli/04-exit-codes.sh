. "$ROOT/tests/cli/lib.sh"
sed 's/"min_coverage": 0,/"min_coverage": 0.9,/' "$DATA/worked.json" >strict.json
plan one >one.json

banyan --store s.db assess --checklist strict.json one.json --format ndjson
exits 3 "coverage below the floor: no score"
is "$(json out '$.score')" "" "the score is null"
is "$(json out '$.band')" "" "the band is null"
is "$(json out '$.low')" 0.46875 "low stays"
is "$(json out '$.high')" 0.65625 "high stays"

plan none '/"P-a"/d' '/"P-b"/d' '/"Q-d"/d' >none.json
banyan --store s.db assess --checklist "$DATA/worked.json" none.json --format ndjson
exits 3 "nothing assessed"
is "$(json out '$.low') $(json out '$.high')" "0 1" "everything is possible"

claim='{"state": "not_applicable", "reason": "no"}'
plan nothing "s/{\"value\": true}/$claim/" "s/50/$claim, \"P-c\": $claim/" "s/{\"value\": false}/$claim/" >nothing.json
banyan --store s.db assess --checklist "$DATA/worked.json" nothing.json --format ndjson
exits 3 "nothing applies"
is "$(json out '$.applicable')" 0 "nothing applies: said so"
is "$(json out '$.low')$(json out '$.coverage')" "" "nothing applies: low and coverage are null"

banyan --store s.db assess --checklist "$DATA/worked.json" --require C one.json
exits 0 "the demanded band is reached"
banyan --store s.db assess --checklist "$DATA/worked.json" --require B one.json
exits 2 "the demanded band is not reached"
banyan --store s.db assess --checklist "$DATA/worked.json" --require Z one.json
holds "a band that the checklist lacks is no success" test "$code" -ne 0

mkdir rules
cat >rules/broken.lua <<'LUA'
return {
  id = "broken", version = 1, title = "Broken", source = "none",
  score = function(plan, answer, args)
    return answer.value.nothing.nowhere
  end,
  tests = {
    { name = "a", answer = true, expect = { outcome = "error" } },
    { name = "b", answer = false, expect = { outcome = "error" } },
  },
}
LUA
sed 's|"answer": {"type": "percent"}, "rule": "standard/target", "args": {"target": 100}|"answer": {"type": "percent"}, "rule": "broken"|' \
    "$DATA/worked.json" >broken.json
banyan --store s.db assess --rules rules --checklist broken.json one.json --format ndjson
exits 1 "a rule that breaks"
is "$(json out '$.incomplete')" 1 "a rule that breaks: incomplete"
is "$(json out '$.findings[1].outcome')" error "a rule that breaks: an error, not a zero"
is "$(json out '$.findings[1].credit')" "" "a rule that breaks: no credit"
is "$(json out '$.findings[0].credit')" 1 "a rule that breaks: the others go on"
holds "the finding names the rule or its line" grep -q 'broken' out

sed 's|standard/target|standard/missing|' "$DATA/worked.json" >missing.json
banyan --store s.db assess --checklist missing.json one.json --format ndjson
exits 1 "a rule that is not there"
is "$(json out '$.counts.error')" 1 "a rule that is not there: one error"

cat >rules/endless.lua <<'LUA'
return {
  id = "endless", version = 1, title = "Endless", source = "none",
  score = function(plan, answer, args)
    while true do end
  end,
  tests = {
    { name = "a", answer = true, expect = { outcome = "error" } },
    { name = "b", answer = false, expect = { outcome = "error" } },
  },
}
LUA
sed 's|"broken"|"endless"|' broken.json >endless.json
start=$SECONDS
banyan --store s.db assess --rules rules --checklist endless.json one.json --format ndjson
exits 1 "an endless rule"
is "$(json out '$.findings[1].outcome')" error "an endless rule: an error"
holds "an endless rule: stopped in time" test $((SECONDS - start)) -le 5

# Where several hold: 64, then 1, then 2, then 3.
plan bad 's/50/999/' >bad.json
banyan --store s.db assess --checklist "$DATA/worked.json" --require A one.json bad.json
exits 1 "refused and below the demanded band: 1"
banyan --store s.db assess --checklist "$DATA/worked.json" --require A one.json none.json
exits 2 "below the demanded band and without a score: 2"
banyan --store s.db assess --checklist "$DATA/worked.json" --nonsense bad.json
exits 64 "a wrong command line wins over all"
finish
