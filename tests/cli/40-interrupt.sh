#!/bin/bash
# A run that is stopped: what was printed is stored, nothing else is, the rest is named, and assessing the rest
# as told gives what a run that nobody stopped gives. A reader of stdout that does not read holds the run up;
# memory does not grow.
# shellcheck source=tests/cli/lib.sh
. "$ROOT/tests/cli/lib.sh"

checklist=$DATA/worked.json
template=$(plan @I@ 's/: 50/: @V@/' | tr -d '\n')
many() { # COUNT
    seq 1 "$1" | awk -v t="$template" '{ line = t; gsub(/@I@/, "i-" $1, line); gsub(/@V@/, $1 % 101, line); print line }'
}
# What must not depend on when and in how many runs it was assessed.
content() { # STORE
    "$BANYAN" --store "$1" list --format ndjson | sed 's/"\(id\|created\|supersedes\|superseded_by\)":[^,]*,//g' | LC_ALL=C sort
}
ids() { sed -n 's/^\[\{0,1\}{"id":"\([0-9a-f-]\{36\}\)".*$/\1/p' "$1" | LC_ALL=C sort; }
# assess in the background, with signals as a terminal leaves them, in a group of its own; $pid
start() { # ARGUMENTS
    : >out # before anybody counts its lines
    env --default-signal=INT,TERM,HUP setsid "$BANYAN" assess --checklist "$checklist" "$@" >out 2>err <&0 &
    pid=$!
}
until_lines() { # COUNT: out has so many, or the program is gone
    while [ "$(wc -l <out)" -lt "$1" ] && kill -0 "$pid" 2>/dev/null; do
        sleep 0.01
    done
}
ended() {
    wait "$pid" 2>wait.log
    code=$?
}
rest() { sed -n 's/^banyan: .* assess again from many\.ndjson:\([0-9]*\) on$/\1/p' err; }

many 24000 >many.ndjson
banyan --store whole.db assess --checklist "$checklist" many.ndjson
exits 0 "a run that nobody stops"
content whole.db >whole

# ---- at some moment

stopped=0
round=0
for signal in INT TERM HUP INT TERM INT; do
    round=$((round + 1))
    rm -f s.db*
    how=()
    [ $((round % 3)) -ne 2 ] || how=(--jobs "$round")
    [ $round -lt 6 ] || how=(--isolate)
    start --store s.db --format ndjson "${how[@]}" many.ndjson
    until_lines $((1 + round * 150))
    kill -$signal -- "-$pid" 2>kill.log # the whole group, as Ctrl-C on a terminal does
    ended
    if [ "$code" -eq 0 ]; then
        continue # it was done before
    fi
    stopped=$((stopped + 1))
    exits 1 "SIG$signal, round $round: exit code 1"
    says err "^banyan: stopped by SIG$signal\$" "round $round: it says why"
    ids out >printed
    "$BANYAN" --store s.db list --format ndjson | sed -n 's/^.*"id":"\([0-9a-f-]\{36\}\)".*$/\1/p' | LC_ALL=C sort >stored
    holds "round $round: what was printed is stored, and nothing else" cmp printed stored
    says err "^banyan: $(wc -l <printed) plans are done and stored, [0-9]+ more were read and are not: " \
        "round $round: it counts them"
    is "$(rest)" $(($(wc -l <printed) + 1)) "round $round: the rest begins where the stored ones end"
    tail -n "+$(rest)" many.ndjson | "$BANYAN" --store s.db assess --checklist "$checklist" - >more 2>more.err
    content s.db >got
    holds "round $round: with the rest, the same as a run that nobody stopped" cmp got whole
    holds "round $round: the store is sound" "$BANYAN" --store s.db store check
done
holds "some rounds were stopped in the middle" [ "$stopped" -ge 2 ]

# ---- the forms

rm -f s.db*
start --store s.db --format json many.ndjson
until_lines 100
kill -TERM "$pid"
ended
exits 1 "SIGTERM, JSON"
holds "the list is whole" json out '$[0].score'
is "$(json out '$[#-1].plan.id')" "i-$(sqlite3 :memory: "SELECT json_array_length(CAST(readfile('out') AS TEXT))")" \
    "it ends with the last that was stored"
start --dry-run --format ndjson many.ndjson
until_lines 100
kill -TERM "$pid"
ended
exits 1 "SIGTERM, a dry run"
says err "^banyan: [0-9]+ plans are done, [0-9]+ more were read and are not: assess again from" "it claims no store"

# Several files: the rest is named by file.
head -n 3 many.ndjson >first.ndjson
rm -f s.db*
start --store s.db --format ndjson first.ndjson many.ndjson
until_lines 400
kill -TERM "$pid"
ended
exits 1 "SIGTERM, two files"
is "$(rest)" $(($(wc -l <out) - 2)) "the line is that of its file"

# ---- a source that is silent, a reader that does not read

mkfifo silent
rm -f s.db*
exec 5<>silent
start --store s.db --format ndjson - <silent
head -n 40 many.ndjson >&5
until_lines 40
kill -INT "$pid"
ended
exec 5>&-
exits 1 "an interrupt while the input is silent"
is "$(wc -l <out)" 40 "what came before is printed"
says err "^banyan: 40 plans are done and stored, 0 more were read and are not: assess again what comes after stdin:40\$" \
    "and the rest is what follows it"

mkfifo slow
rm -f s.db*
env --default-signal=INT,TERM setsid "$BANYAN" assess --checklist "$checklist" --store s.db --format ndjson \
    many.ndjson >slow 2>err &
pid=$!
exec 6<slow # the shell has opened it for the program
# It has come as far as it can when it reads no further.
at=-1 now=0
while [ "$at" != "$now" ] || [ "$now" = 0 ]; do
    at=$now
    sleep 0.5
    now=$(sed -n 's/^pos:[[:space:]]*//p' /proc/"$pid"/fdinfo/* 2>/dev/null | sort -n | tail -n 1)
    kill -0 "$pid" 2>/dev/null || break
done
holds "a reader that does not read holds the run up" kill -0 "$pid"
holds "which reads no further" [ "$now" -lt "$(wc -c <many.ndjson)" ]
peak=$(sed -n 's/^VmHWM:[[:space:]]*\([0-9]*\) kB/\1/p' "/proc/$pid/status")
holds "and does not grow: $peak kB" [ "$peak" -lt 65536 ]
kill -INT "$pid"
sleep 0.3
holds "the first interrupt waits for the reader" kill -0 "$pid"
kill -INT "$pid"
ended
exits 1 "the second ends it at once"
cat <&6 >out
exec 6<&-
sed '$ { /}$/!d }' out >whole.lines # the last one may be cut
ids whole.lines >printed
"$BANYAN" --store s.db list --format ndjson | sed -n 's/^.*"id":"\([0-9a-f-]\{36\}\)".*$/\1/p' | LC_ALL=C sort >stored
holds "what had been printed is stored" [ "$(LC_ALL=C comm -23 printed stored | wc -l)" -eq 0 ]
holds "something was" [ -s printed ]
holds "the store is sound" "$BANYAN" --store s.db store check

# ---- who ignores a signal goes on ignoring it

rm -f s.db*
: >out
(trap '' HUP && exec "$BANYAN" assess --checklist "$checklist" --store s.db --format ndjson many.ndjson >out 2>err) &
pid=$!
until_lines 100
kill -HUP "$pid" 2>kill.log
ended
exits 0 "nohup"
is "$(wc -l <out)" 24000 "all are assessed"

# ---- stdout that fails

rm -f s.db*
"$BANYAN" assess --checklist "$checklist" --store s.db --format ndjson many.ndjson 2>err >/dev/full
code=$?
exits 1 "a full disk behind stdout"
says err "^banyan: stdout: cannot be written: No space left" "it says so"
at=$(rest)
holds "the rest is named" [ "$at" -gt 1 ]
is "$("$BANYAN" --store s.db list --format ndjson | wc -l)" $((at - 1)) "the plans before it are stored"
rm -f s.db*
"$BANYAN" assess --checklist "$checklist" --store s.db --format ndjson many.ndjson 2>err | head -n 1 >out
code=${PIPESTATUS[0]}
exits 1 "a reader that goes away"
is "$("$BANYAN" --store s.db list --format ndjson | wc -l)" $(($(rest) - 1)) "the plans before the rest are stored"

# ---- a store that fails

banyan --store /proc/none/s.db assess --checklist "$checklist" many.ndjson
exits 1 "a path where nothing can be written"
says err "^banyan: .*/proc/none" "it is named"
silent out "nothing is printed"

finish
