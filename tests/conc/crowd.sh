#!/bin/bash
# crowd.sh PROGRAM [ROUNDS]: on one store a long `assess`, readers of all kinds, backups, and other
# programs that write as well. PRELOAD=LIBRARY is loaded into the program (for controls).
#
# Nobody waits for a certain time: the long one goes on until the second was refused.
# shellcheck source=tests/conc/lib.sh
. "$(dirname "$0")/lib.sh"
enter "$1"
rounds=${2:-1} pause=0.1
[ "$rounds" -eq 1 ] || pause=0

plans a $((rounds * 1500)) | split -a 4 -l 25 - part.
for i in $(seq 1 20); do
    plans "b$i" 12 "$i" >"b$i.ndjson"
done

moved() { [ "$(stat -c %s s.db)" -gt "$size" ]; }

# Chunk by chunk, so that there are many commits. It ends when all is fed, the second was refused, and
# the log was moved into the file at least once while readers came and went.
feed() {
    for part in part.*; do
        cat "$part"
        sleep 0.02
    done
    size=$(cat size)
    for i in $(seq 1 6000); do
        [ ! -e second ] || ! moved || break
        plans "late-$i" 1 || break # nobody reads any more
        sleep 0.05
    done
}

fault() { echo "$*" >>"faults.$who"; }
count() { echo >>"done.$who"; }
# What was printed before the call must be seen by it.
before() { ids ./*.out | sort >"before.$who"; }
missing() { comm -23 "before.$who" "$1" | wc -l; }

read_list() {
    before
    banyan list --format ndjson >"$who.list" 2>"$who.err" || fault "list: $(cat "$who.err")"
    ids "$who.list" | sort >"$who.ids"
    [ "$(missing "$who.ids")" -eq 0 ] || fault "list: $(missing "$who.ids") printed lines are missing"
    [ -z "$(uniq -d "$who.ids")" ] || fault "list: an assessment twice"
    [ "$(wc -l <"$who.list")" -eq "$(wc -l <"$who.ids")" ] || fault "list: a line is cut"
}

read_one() {
    for id in $(ids a.out | tail -n 1) $(ids ./*.out | shuf -n 2); do
        banyan show "$id" --format json >"$who.show" 2>"$who.err" || fault "show $id: $(cat "$who.err")"
        whole=$(sqlite3 :memory: "SELECT json_extract(j, '\$.id') = '$id' AND
            json_array_length(j, '\$.findings') = $findings FROM (SELECT CAST(readfile('$who.show') AS TEXT) AS j)")
        [ "$whole" = 1 ] || fault "show $id: not whole"
        banyan explain "$id" "$criterion" >"$who.show" 2>"$who.err" || fault "explain $id: $(cat "$who.err")"
    done
}

read_all() {
    before
    banyan store stats --format json >"$who.stats" 2>"$who.err" || fault "stats: $(cat "$who.err")"
    n=$(sed -n 's/^{.*"assessments":\([0-9]*\).*}$/\1/p' "$who.stats")
    [ "${n:-0}" -ge "$(wc -l <"before.$who")" ] || fault "stats: ${n:-nothing}, less than was printed"
    banyan store check >"$who.check" 2>"$who.err" || fault "check: $(cat "$who.check" "$who.err")"
}

back_up() {
    before
    copy=copy$(($(wc -l <done.backup) + 1))
    if ! banyan store backup "$copy.db" >/dev/null 2>"$who.err"; then
        fault "backup: $(cat "$who.err")"
        return
    fi
    "$program" --store "$copy.db" store check >"$who.check" 2>&1 || fault "$copy: $(cat "$who.check")"
    stored "$copy.db" >"$copy.order"
    sort "$copy.order" >"$who.ids"
    [ "$(missing "$who.ids")" -eq 0 ] || fault "$copy: $(missing "$who.ids") printed lines are missing"
    rm -f "$copy.db"* # the order is compared when all is over
}

forever() { # NAME FUNCTION
    who=$1
    : >"done.$who"
    : >"faults.$who"
    while [ ! -e over ]; do
        "$2"
        count
        sleep "$pause"
    done
}

mkfifo pipe
: >a.out
feed >pipe &
become_assess - <pipe >a.out 2>a.err &
a=$!
while [ ! -s a.out ] && kill -0 $a 2>/dev/null; do
    sleep 0.01
done
first=$(ids a.out | head -n 1)
"$program" --store s.db show "$first" --format json >first.show
findings=$(sqlite3 :memory: "SELECT json_array_length(CAST(readfile('first.show') AS TEXT), '\$.findings')")
criterion=$(sqlite3 :memory: "SELECT json_extract(CAST(readfile('first.show') AS TEXT), '\$.findings[0].criterion')")
stat -c %s s.db >size
size=$(cat size)
readers=
for job in "list read_list" "one read_one" "all read_all" "backup back_up"; do
    # shellcheck disable=SC2086 # two words
    forever $job &
    readers="$readers $!"
done

# The second program: refused while the first is at work; then it waits, and has its turn.
told=0 wrong=0
for i in $(seq 1 19); do
    assess "b$i.ndjson" >"b$i.out" 2>b.err
    code=$?
    if refused $code "b$i.out" b.err $a; then
        told=1
        break
    fi
    wrong=$((wrong + 1))
done
note $((told == 0 || wrong > 0)) "crowd: a second writer is refused with the pid of the first"
touch second
# Two programs that write little and often, while the first ends.
often() { # NAME
    for i in $(seq 1 $((rounds * 4))); do
        plans "$1-$i" 5 "$i" >"$1.ndjson"
        while true; do
            assess "$1.ndjson" >"$1$i.out" 2>"$1.err"
            code=$?
            [ $code -ne 0 ] || break
            # One that waits long in vain may say so; it may not say anything else.
            if [ $code -ne 1 ] || [ -s "$1$i.out" ] ||
                ! grep -q 's\.db: another program .*is writing to this store' "$1.err"; then
                echo "$1, $i: exit code $code: $(cat "$1.err")" >>faults.often
                break
            fi
        done
    done
}
: >faults.often
often c &
c=$!
often d
wait $c
wait $a
code=$?
size_after=$(stat -c %s s.db)
lines=$(cat ./[cd]*.out | wc -l)
note $((lines != rounds * 40)) "crowd: writers that wait have their turn, $lines of $((rounds * 40)) plans"
touch over
# shellcheck disable=SC2086 # a list
wait $readers
[ $code -eq 0 ]
note $? "crowd: the long writer ends with $code: $(head -c 300 a.err)"
[ "$size_after" -gt "$size" ]
note $? "crowd: the log was moved into the file meanwhile: $size bytes, then $size_after"

for who in list one all often; do
    [ ! -s "faults.$who" ]
    note $? "crowd: $who: $( [ $who = often ] || wc -l <"done.$who") rounds, $(wc -l <"faults.$who") faults: \
$(head -n 3 "faults.$who" | head -c 500 | tr '\n' ' ')"
done

# After everything.
stored s.db >order
for copy in copy*.order; do
    head -n "$(wc -l <"$copy")" order | cmp -s - "$copy" || echo "$copy is no beginning of the store" >>faults.backup
done
[ ! -s faults.backup ] && [ -s done.backup ]
note $? "crowd: $(wc -l <done.backup) backups, $(wc -l <faults.backup) faults: $(head -n 3 faults.backup | head -c 500 | tr '\n' ' ')"
ids ./*.out | sort >printed
sort order >all
cmp -s printed all
note $? "crowd: $(wc -l <printed) lines printed, $(wc -l <all) assessments stored, each once"
banyan store init >check.out 2>&1 && banyan store check >check.out 2>&1
note $? "crowd: the store is sound: $(head -n 3 check.out | head -c 300 | tr '\n' ' ')"
[ ! -s s.db-wal ] && [ ! -s s.db.lock ]
note $? "crowd: a writer that was alone leaves no log and no pid"
[ "$failed" -eq 0 ]
