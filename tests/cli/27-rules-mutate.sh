# `rules mutate`: small changes of rules, and whether their tests notice. Each claim is made once where a test is
# there and once where it is not.
. "$ROOT/tests/cli/lib.sh"
# A sign of life at a terminal, and nowhere else.
if command -v script >tool; then
    script -qefc "'$BANYAN' rules mutate standard/yes_no >told" shown </dev/null >screen 2>&1
    holds "who waits at a terminal sees that it works" grep -qE '[0-9]+ of [0-9]+ changes tried' shown
fi
banyan rules mutate standard/yes_no
fails "and nobody else does" grep -q 'changes tried' err

mkdir -p my/shelter my/lib
rule() { # [SED EXPRESSION...]
    cat >my/lib/own.lua <<'LUA'
local function enough(x, most) return x >= most end
return { enough = enough }
LUA
    cat >my/shelter/room.lua <<'LUA'
return {
  id = "shelter/room", version = 1, title = "Room", source = "made for this test", use = { "lib/own" },
  needs = { "plan.room" },
  args = { most = 30 },
  score = function(plan, answer, args)
    if own.enough(plan.room, args.most) then
      return credit(1, "{room} is enough", { room = plan.room })
    end
    return 0
  end,
  tests = {
    { name = "none", plan = {}, expect = { outcome = "not_assessed" } },
    { name = "edge", plan = { room = 30 }, expect = { credit = 1 } },
    { name = "less", plan = { room = 29 }, expect = { credit = 0 } },
  },
}
LUA
    for expression in "$@"; do sed -i "$expression" my/shelter/room.lua; done
}
try() { banyan rules mutate --rules my "$@"; }

rule
try shelter/room
exits 0 "each change is noticed"
is "$(cat out)" "shelter/room                       100 %  14 of 14 killed" "one line for a rule"
try lib/own shelter/room
exits 0 "a library is tried by the tests of the rule that uses it"
says out '^lib/own  +100 %  2 of 2 killed$' "and has a line of its own"
says out '^all  +100 %  16 of 16 killed$' "several are summed up"

rule '/"edge"/d'
try shelter/room lib/own
exits 0 "a change that nobody notices is no failure"
says out '^my/shelter/room\.lua:4:19: shelter/room: survived: 30 became 31$' "it is told with its place"
says out '^    args = \{ most = 30 \},$' "and its line"
says out '^my/lib/own\.lua:1:41: lib/own: survived: >= became >$' "one of the library too"
try shelter/room --threshold 100
exits 2 "below a threshold"
says err '^banyan: shelter/room: [0-9]+ % \([0-9]+ of 14\) is below --threshold 100$' "and says which rule"
try shelter/room --threshold 10
exits 0 "above it"
try shelter/room --verbose
says out ': killed: 30 became 29: shelter/room/less$' "--verbose names the case that noticed it"

# ---- exemptions

rule '/"edge"/d' 's/most = 30 },/& -- mutant ok: whole beds only/' '/return credit/s/$/ -- mutant ok: as above/'
try shelter/room --strict
exits 0 "survivors with a reason"
says out '^shelter/room  +100 %  [0-9]+ of [0-9]+ killed, [0-9]+ exempt$' "are counted apart"
try shelter/room --verbose
says out ': exempt: 30 became 31: whole beds only$' "with --verbose the reason is told"
rule 's/most = 30 },/& -- mutant ok: whole beds only/'
try shelter/room
exits 0 "a reason that nothing needs"
says out '^my/shelter/room\.lua:4: shelter/room: exemption: no mutant of the line survives: take the exemption out$' "is told"
try shelter/room --strict
exits 1 "and with --strict ends in 1"

# ---- choice, formats, order

rule '/"edge"/d'
try shelter/room --run /none
says out ': survived: 29|: survived: 30 became 29$' "--run: only the cases that fit notice"
try shelter/room --run nothing
exits 1 "--run that fits no case"
says err 'no test is there, or fits --run' "and says so"
try --run '('
exits 64 "--run with what is no expression"
try shelter/room --jobs 0
exits 64 "--jobs out of range"
try shelter/room --format json
is "$(json out '$.survived') $(json out '$.rules[0].mutants[0].change')" "$(try shelter/room --format ndjson; grep -c '"fate":"survived"' out) 31" \
    "JSON and NDJSON tell the same survivors"
try shelter/room lib/own --format json
cp out one
try shelter/room lib/own --format json --jobs 3
holds "the same bytes for any number of jobs" cmp one out
try shelter/roam
exits 1 "a rule that is not there"
says err 'did you mean shelter/room' "the nearest is told"
rule '/"less"/s/credit = 0/credit = 1/'
try shelter/room
exits 1 "a test that fails before anything is changed"
says out ': shelter/room: less: FAIL$' "it is told"
says err 'mend it first' "and what to do"
holds "nothing is written beside the rules" [ "$(find . -name '*.lua' | sort | tr '\n' ' ')" = "./my/lib/own.lua ./my/shelter/room.lua " ]

# ---- the shipped rules: the libraries and the standard ones here, all of them in `make check`

holds "tests of the libraries and the standard rules notice 95 of 100 changes" bash "$ROOT/tests/rules/mutants.sh" quick
finish
