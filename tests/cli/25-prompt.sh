# `rules try` line by line: from a pipe, and at a terminal that script(1) makes.
. "$ROOT/tests/cli/lib.sh"
unset BANYAN_RULES
mkdir -p my/t
rule() { # CREDIT
    cat >my/t/x.lua <<LUA
return { id = "t/x", version = 1, title = "t", source = "made for this test", args = { add = 1 },
  score = function(plan, answer, args)
    return credit($1, "{n} and {add}", { n = #plan.actions, add = args.add + (answer and answer.value or 0) })
  end,
  tests = { { name = "a", plan = { actions = {} }, expect = { credit = $1 } }, { name = "b", plan = { actions = {} }, expect = { credit = $1 } } } }
LUA
}
rule 0.5
echo '{"plan": {"actions": [{"id": "A1"}, {"id": "A2"}], "budget": {"drr": 7}, "community": {"name": "W"}, "assessment": {"date": "2026-01-02"}}}' >facts.json
echo '{"plan": {"actions": []}}' >other.json
lines() { # LINE...: to `rules try`, from a pipe
    printf '%s\n' "$@" | "$BANYAN" rules try --rules my --plan facts.json >out 2>err
    code=$?
}

# ---- from a pipe

lines 'plan.budget.drr' '' '   ' '#plan.actions, "a"' 'credit(0.25, "x")' 'unknown("y")' 'local x = 1'
is "$code $(paste -sd'|' out)" '0 7|2|"a"|credit 0.25: x|unknown: y|(no value)' "each line is answered; an empty one is none"
silent err "and nothing else is said"
printf 'plan.budget.drr' | "$BANYAN" rules try --plan facts.json >out 2>err
is "$(cat out)" 7 "a last line without an end"
printf '1 + 1\r\n' | "$BANYAN" rules try --plan facts.json >out 2>err
is "$(cat out)" 2 "line ends of other systems"
printf 'plan.budget\0.drr\n7\n' | "$BANYAN" rules try --plan facts.json >out 2>err
is "$? $(tail -n 1 out)" "1 7" "a zero byte is a fault of its line"
says err '^banyan: this line holds a zero byte, or Ctrl-Z: leave it out$' "and is called so"
printf '\357\273\2771 + 1\n' | "$BANYAN" rules try --plan facts.json >out 2>err
is "$(cat out)" 2 "a mark of other systems before the first line"
lines '1 +' 'while true do end' '("x"):rep(2e6)' '1 + 1'
is "$code $(grep -c '^Error' out) $(tail -n 1 out)" "1 3 2" "after what is wrong it goes on, and ends with 1"
lines ':rule t/x' 'args.add' ':args {"add": 5}' 'args.add' ':rule' ':answer 3' ':rule' ':args none' ':answer none' ':rule'
is "$(grep -E '^(Reason|[0-9])' out | paste -sd'|')" \
    'Reason    2 and 1|1|5|Reason    2 and 5|Reason    2 and 8|Reason    2 and 1' "a rule, its arguments, an answer"
lines ':args {"add": 5}' ':args' ':answer' ':answer 3' ':answer'
is "$(paste -sd'|' out)" 'args      {"add": 5}|answer    none|answer    3' "what is chosen is told"
lines ':rule t/x' ':args {"add": 5}' ':rule standard/yes_no' ':args'
is "$(tail -n 1 out)" 'args      none' "arguments go with the rule that they were for"
lines '#plan.actions' ':plan other.json' '#plan.actions' ':plan nowhere.json' '#plan.actions' ':plan -' ':plan' ':plan example' '#plan.actions'
is "$code $(grep -c . err) $(paste -sd'|' out | cut -d: -f1-5)" \
    '1 3 2|Plan      other.json: facts alone|0|0|Plan      other.json: facts alone|Plan      example: Ward disaster and development plan (made up), Hill ward (NPL)|6' \
    "another plan, one that is none, and the example"
lines ':facts'
is "$(paste -sd'|' out)" 'plan.actions = (id A1), (id A2)|plan.budget = drr 7|community.name = W|assessment.date = 2026-01-02' "the facts"
lines ':facts plan.budget' ':facts plan.budget.drr' ':facts plan.community' ':facts community.name' ':facts plan.budgt'
is "$(paste -sd'|' out)" 'plan.budget.drr = 7|plan.budget.drr = 7|community.name = W|community.name = W' "the facts at a path, also as rules write it"
says err 'plan\.budgt|budgt: is not in the plan' "and at none"
lines ':fatcs' ':x' ':re' ':' ':r' ':help'
says err '^banyan: :fatcs: no such command: did you mean :facts\?$' "a slip of a command"
says err '^banyan: :x: no such command: see :help$' "no such command"
says err '^banyan: :r: several commands begin so' "too short a command"
for command in plan rule args answer facts reload help quit; do
    says out "^  :$command( [A-Z]+)? +[a-z]" ":help tells of :$command"
done
lines '1' ':q' '2'
is "$code $(cat out)" "0 1" ":quit ends"
lines ':rule t/y' ':rule t/x' ':answer {' ':args [1]'
says err 'no such rule' "a rule that there is not"
says err '^banyan: answer: column ' "an answer that is no JSON"
says err '^banyan: args: is a list' "arguments that are no object"
lines ':rule'
says err 'no rule is chosen' "no rule"
is "$(printf '1 + 1\n:rule t/x\n' | "$BANYAN" rules try --rules my --plan facts.json --format json | sed 's/"fuel.*//')" \
    "$("$BANYAN" rules try --expr '1 + 1' --plan facts.json --format json | sed 's/"fuel.*//; s/"plan":"[^"]*"/"plan":null/'
    "$BANYAN" rules try t/x --rules my --plan facts.json --format json | sed 's/"fuel.*//')" "as JSON, an object a line"
printf 'args.add\nanswer.value\n' | "$BANYAN" rules try --plan facts.json --args '{"add": 4}' --answer 6 >out 2>err
is "$(paste -sd' ' out)" "4 6" "arguments and answer of the command line"
"$BANYAN" rules try --plan nowhere.json </dev/null >out 2>err
is "$?" 1 "a plan that there is not: no prompt"
"$BANYAN" rules try --plan facts.json </dev/null >out 2>err
is "$? $(cat out err)" "0 " "no line at all"

# A rule that changes meanwhile.
mkfifo typed
"$BANYAN" rules try --rules my --plan facts.json <typed >out 2>err &
prompt=$!
exec 7>typed
await() { # PATTERN NAME: until the output has it, ten seconds at most
    for _ in $(seq 100); do
        grep -qE "$1" out && break
        sleep 0.1
    done
    holds "$2" grep -qE "$1" out
}
echo ':rule t/x' >&7
await 'credit 0\.5$' "a rule from a pipe that stays open: answers come at once"
rule 0.75
echo ':rule' >&7
echo ':reload' >&7
await 'credit 0\.75$' ":reload reads rules anew, and runs the rule"
is "$(grep -c 'credit 0\.5$' out)" 2 "not before"
echo 'return {' >my/t/x.lua
echo ':reload' >&7
echo '6 * 7' >&7
echo ':rule standard/yes_no' >&7
echo '6 * 7' >&7
await '^42$' "a rule that is broken meanwhile"
says err '^banyan: my/t/x\.lua:' "is named"
exec 7>&-
wait $prompt
rule 0.5

# ---- at a terminal

command -v script >tool || { note 1 "script(1) is there"; finish; exit; }
export TERM=xterm
begin() { # ARGUMENT...: starts the program at a terminal of its own
    rm -f typed shown
    mkfifo typed
    : >shown
    script -qefc "'$BANYAN' rules try --rules my --plan facts.json $*" shown <typed >screen 2>&1 &
    prompt=$!
    exec 7>typed
    shown '> $' "${1:+$*: }a prompt comes"
}
shown() { # PATTERN NAME [N]: until the terminal has N such lines; control sequences are taken out
    for _ in $(seq 100); do
        seen=$(sed 's/\x1b\[[0-9;]*[A-Za-z]//g; s/\r//g' shown | tr -d '\a\b')
        found=$(grep -cE -e "$1" <<<"$seen")
        [ "$found" -lt "${3:-1}" ] || break
        sleep 0.1
    done
    holds "$2" [ "$found" -ge "${3:-1}" ]
}
type() { printf '%b' "$1" >&7; }
ends() { # CODE NAME
    exec 7>&-
    wait $prompt
    is $? "$1" "$2"
}

rm -f typed shown
mkfifo typed
: >shown
script -qefc "sh -c 'echo \$\$ >pid; exec \"$BANYAN\" rules try'; stty -a" shown <typed >screen 2>&1 &
prompt=$!
exec 7>typed
shown '> $' "a prompt comes"
kill -TERM "$(cat pid)"
exec 7>&-
wait $prompt
holds "a request to end leaves the terminal as it was" sh -c "grep -q ' icanon' shown && grep -q ' echo ' shown && ! grep -q -e '-icanon' shown"

begin
shown ':help says more' "how to go on is said"
shown '^Plan +facts\.json' "and what the plan is"
type 'plan.budget.drr\r'
shown '^7$' "an expression is answered"
type '1 +\r'
shown '^    1 \+$' "an error shows the line"
shown '^ +\^$' "and the place in it"
type '40 + 3\x7f2\r'
shown '^42$' "a typed letter is taken back"
type '\033[A\x7f4\r'
shown '^44$' "the line before comes again"
type '"é\x7fë"\r'
shown '^"ë"$' "a letter of two bytes is one"
type 'gone.away\003'
shown '> gone\.away\^C$' "Ctrl-C gives the line up"
type '"still" .. " here"\r'
shown '^"still here"$' "and only the line"
type 'while true do end\r'
shown 'cpu budget used up' "what does not end is ended"
type '\003'
shown '> \^C$' "Ctrl-C on an empty line"
type ':rule t/x\r'
shown '^Outcome   scored, credit 0\.5' "a rule"
type '\022still\r'
shown '^"still here"$' "a line is searched for" 2
type '\004'
ends 0 "Ctrl-D ends, and an error in between is no failure"
begin --quiet
is "$(grep -c help shown)" 0 "--quiet: nothing is said before"
type ':quit\r'
ends 0 ":quit ends"
export TERM=dumb LC_ALL=C
begin
type '1 + 2\r'
shown '^3$' "a terminal that can do nothing"
type '\004'
ends 0 "a terminal that can do nothing: the end"
finish
