#!/bin/bash
# The line that says how far a run is: on a terminal only, as wide as it is, in the language that is asked for,
# and gone at the end.
# shellcheck source=tests/cli/lib.sh
. "$ROOT/tests/cli/lib.sh"

template=$(plan @I@ 's/: 50/: @V@/' | tr -d '\n')
seq 1 3000 | awk -v t="$template" '{ line = t; gsub(/@I@/, "p-" $1, line); gsub(/@V@/, $1 % 101, line); print line }' >many.ndjson
mkfifo slow

# on_terminal COLUMNS INPUT ARGUMENTS...: stderr is a terminal, stdout a reader that begins to read after more
# than a second, so that there is something to wait for; what the terminal got is in `screen`.
on_terminal() {
    local columns=$1 input=$2
    shift 2
    (sleep 1.3 && wc -l >lines) <slow &
    script -qec "stty cols $columns; $BANYAN assess --dry-run --format ndjson --checklist $DATA/worked.json $* $input >slow" \
        screen >script.log 2>&1 <many.ndjson
    code=$?
    wait
    tr '\r' '\n' <screen | sed 's/\x1b\[K//g' >shown
}

on_terminal 80 many.ndjson
exits 0 "a run on a terminal"
is "$(cat lines)" 3000 "its results do not go to the terminal"
says shown '^[0-9]+ plans, [0-9]+ a second, [0-9]{1,3} % of the input, [0-9]+:[0-9]{2} left$' "it tells plans, rate, share and time left"
is "$(tr '\r' '\n' <screen | sed -e '/^Script/d' -e '/^$/d' | tail -n 1)" $'\x1b[K' "it is taken away at the end"
on_terminal 26 many.ndjson
says shown '^[0-9]{1,3} %, [0-9]+:[0-9]{2} left$' "a narrow terminal gets less"
fails "and nothing wider" grep -q 'plans' shown
on_terminal 6 many.ndjson
says shown '^[0-9]{1,3} %$' "a very narrow one still less"
on_terminal 80 many.ndjson --lang fr
says shown '^[0-9]+ plans, [0-9]+ par seconde, [0-9]+ % des données, encore' "in French"
on_terminal 80 many.ndjson --quiet
fails "none with --quiet" grep -q ' %' shown
mkfifo plans.ndjson
cat many.ndjson >plans.ndjson &
on_terminal 80 plans.ndjson
says shown '^[0-9]+ plans, [0-9]+ a second$' "without share and time where nobody knows how much comes"
(sleep 1.3 && cat) <slow >lines &
"$BANYAN" assess --dry-run --format ndjson --checklist "$DATA/worked.json" many.ndjson >slow 2>err
wait
silent err "none where stderr is no terminal"

# `compare` may simulate for minutes, and says how long.
seq 1 400 | awk -v t="${template/, \"pcode\": \"NP0436\"/}" \
    '{ line = t; gsub(/@I@/, "q-" $1, line); gsub(/@V@/, $1 % 101, line); gsub(/Ward 7/, "Ward " $1, line); print line }' >some.ndjson
"$BANYAN" --quiet assess --checklist "$DATA/worked.json" some.ndjson >/dev/null
simulate() { # COLUMNS: what the terminal got until it told a share is in `shown`
    rm -f screen
    script -qefc "stty cols $1; exec '$BANYAN' compare --draws 1000000" screen >script.log 2>&1 </dev/null &
    typed=$!
    for _ in $(seq 100); do
        if ! kill -0 "$typed" 2>/dev/null || grep -q '[0-9] %' screen 2>/dev/null; then
            break
        fi
        sleep 0.2
    done
    kill "$typed" 2>/dev/null
    wait "$typed" 2>/dev/null
    tr '\r' '\n' <screen | sed 's/\x1b\[K//g' >shown
}
simulate 80
says shown '^simulating ranks: [0-9]{1,2} %, [0-9]+:[0-9]{2} left$' "ranks tell share and time left"
simulate 20
says shown '^[0-9]{1,2} %$' "a narrow terminal gets less of them"
fails "and nothing wider of them" grep -q simulating shown
"$BANYAN" compare --draws 1000 >two 2>err
silent err "and nothing where stderr is no terminal"

finish
