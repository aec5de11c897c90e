. "$ROOT/tests/cli/lib.sh"
banyan rules list
exits 0 "rules list"
says out 'standard/level' "the standard rules are listed"
banyan rules show standard/level
exits 0 "rules show"
says out 'score' "rules show prints the text"
banyan rules show standard/nonsense
exits 1 "a rule that is not there"
says err 'see .banyan rules list., and name the folder of your own with --rules' "it is told where to look"
for given in yes_no my-rules/standard/yes_no.lua standard/yes_no.lua; do
    banyan rules show $given
    says err 'did you mean standard/yes_no?' "$given: a name without its folders, or a path"
done
banyan rules show o
says err 'see .banyan rules list.' "the last letter of a name is no name"
banyan rules check
exits 0 "rules check"
banyan rules test standard/level
exits 0 "rules test of one"

mkdir rules
sed 's|"rule": "standard/target", "args": {"target": 100}|"rule": "mine"|' "$DATA/worked.json" >mine.json
plan one >one.json
score() {
    banyan --store "s$RANDOM.db" assess --rules rules --checklist mine.json one.json --format ndjson
}

rule mine 'return answer.value / 100'
score
exits 0 "a rule of one's own"
is "$(json out '$.findings[1].credit')" 0.5 "a rule of one's own: the credit"
banyan rules test --rules rules mine
exits 0 "its tests pass"
rule mine 'return answer.value / 200'
banyan rules test --rules rules mine
exits 1 "a failing test"
holds "what was expected and what came" grep -qhE 'full' out err

# A field that authors must write is demanded by name; the rest goes on.
for field in version title source; do
    rule mine 'return answer.value / 100' "$field"
    banyan rules check --rules rules
    exits 1 "a rule without $field"
    holds "a rule without $field: said by name" grep -qh "$field" out err
    score
    exits 1 "assess with it"
    is "$(json out '$.counts.error')" 1 "it costs only the criterion that uses it"
done
rule mine 'return answer.value / 100'
sed -i '/name = "none"/d' rules/mine.lua
banyan rules check --rules rules
exits 1 "a rule with one test only"
banyan --store u.db assess --allow-untested --rules rules --checklist mine.json one.json
exits 0 "--allow-untested waives the tests"

# What a rule must not do: each an error finding, never a score, and the others go on.
while IFS= read -r body; do
    rule mine "$body"
    score
    is "$code $(json out '$.findings[1].outcome') $(json out '$.findings[0].credit')" "1 error 1" "contained: $body"
done <<'BODIES'
return os.time()
return math.random()
return io.open("x")
return pcall(error)
return setmetatable({}, {})
return load("return 1")()
return ("x"):find("x") and 1
x = 1 return 1
answer.value = 1 return 1
plan.title = "x" return 1
math.floor = nil return 1
return math.floor.x
return 2
return -0.5
return 0/0
return 1/0
return "1"
return "10" + 5
return true
return nil
return {}
return 1, 2, error("x")
error({})
error(("x"):rep(1000000))
return #("x"):rep(1000000000)
local t = {} for i = 1, 1e9 do t[i] = i end return 1
local function f() return 1 + f() end return f()
return undefined_name
BODIES
rule mine 'return answer.value / 100'
printf '\033Lua' >rules/mine.lua
score
exits 1 "a binary chunk"
is "$(json out '$.findings[1].outcome')" error "a binary chunk is not loaded"
# slips of those who come from another language
for slip in '= 1|== asks whether two are equal' '!= 1|~= asks whether two are not equal' '> > 1|unexpected symbol near .>.$'; do
    rule mine "if answer.value ${slip%|*} then return 1 end return 0"
    banyan rules check --rules rules
    exits 1 "${slip%|*}: refused"
    says err "${slip#*|}" "${slip%|*}: and told"
done
# a test that asks for nothing does not pass
mkdir -p slack/my
slack() { # NAME TEST PATTERN
    cat >slack/my/r.lua <<L
return { id = "my/r", version = 1, title = "t", source = "s", score = function() return 1 end,
  tests = { { name = "sound", expect = { credit = 1 } }, $2 } }
L
    banyan rules test my/r --rules slack
    exits 1 "$1: fails"
    says out "$3" "$1: and says why"
}
slack "a misspelt expectation" '{ name = "x", expect = { cred = 1 } }' 'expects "cred": give credit'
slack "a misspelt member" '{ name = "x", anwser = 1, expect = { credit = 1 } }' 'did you mean answer'
slack "an outcome that there is not" '{ name = "x", expect = { outcome = "score" } }' 'there is not'
slack "a credit that is a text" '{ name = "x", expect = { credit = "1" } }' 'no number'
slack "no expectation" '{ name = "x" }' 'expects nothing'
# one file that cannot be read costs the rule that lies in it
mkdir -p large/my
head -c 40000000 /dev/zero | tr '\0' ' ' >large/my/huge.lua
banyan rules check --rules large
exits 1 "a rule file of 40 MB"
says err 'large/my/huge\.lua: ' "is refused by name"
says out '1 refused' "and no other"
finish
