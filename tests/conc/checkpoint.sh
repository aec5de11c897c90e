#!/bin/bash
# checkpoint.sh PROGRAM: the log is moved into the file while a reader is in the middle of a list. Forced: the
# reader's output goes to a pipe that nobody reads until the writer has moved what it may; how far it came
# stands in the log's index (docs of SQLite, "WAL-mode File Format": frames at byte 16, moved ones at 96).
# shellcheck source=tests/conc/lib.sh
. "$(dirname "$0")/lib.sh"
enter "$1"

frames() { od -An -t u4 -j 16 -N 4 s.db-shm | tr -d ' '; }
moved() { od -An -t u4 -j 96 -N 4 s.db-shm | tr -d ' '; }
lines() { wc -l <a.out; }
# feed NAME COUNT: the writer gets so many plans more; waits until all are printed, and so committed.
fed=0
feed() {
    plans "$1" "$2" >&8
    fed=$((fed + $2))
    while [ "$(lines)" -lt $fed ] && kill -0 $a 2>/dev/null; do sleep 0.02; done
}

mkfifo plans list
become_assess - <plans >a.out 2>a.err &
a=$!
exec 8>plans
feed first 1500
# Something must be in the log that is not yet in the file, or the reader takes all from the file.
for i in 1 2 3; do
    [ "$(moved)" -ge "$(frames)" ] || break
    feed "more$i" 25
done
ids a.out >before
exec 9>&8 8>&- # the reader's shell must not keep the writer's pipe open
banyan list --format ndjson >list 2>list.err 9>&- &
r=$!
exec 8>&9 9>&- 7<list
read -r first <&7 # the list has begun, and is longer than a pipe holds
at=$(frames)
for i in $(seq 1 200); do
    feed "while$i" 50
    [ "$(frames)" -lt 1100 ] || [ "$(moved)" -lt "$at" ] || break
done
part=$(moved) all=$(frames)
[ "$part" -gt 0 ] && [ "$part" -eq "$at" ] && [ "$part" -lt "$all" ] && kill -0 $r
note $? "checkpoint: while a reader waits the log is moved up to its place: $part of $all frames, it began at $at"
{ echo "$first"; cat <&7; } >list.out
wait $r
code=$?
exec 7<&-
ids list.out >seen
[ $code -eq 0 ] && [ ! -s list.err ] && cmp -s before seen && [ "$(wc -l <list.out)" -eq "$(wc -l <seen)" ]
note $? "checkpoint: it sees what was there when it began, $(wc -l <seen) of $(wc -l <before) lines: $(head -c 300 list.err)"
feed last 50
[ "$(moved)" -eq "$(frames)" ] || [ "$(frames)" -lt "$all" ]
note $? "checkpoint: with the reader gone the rest follows: $(moved) of $(frames) frames"
exec 8>&-
wait $a
code=$?
stored s.db | sort >all
ids a.out | sort | cmp -s - all
note $(($? + code)) "checkpoint: $(lines) lines printed, $(wc -l <all) assessments stored: $(head -c 300 a.err)"
banyan store check >check.out 2>&1
note $? "checkpoint: the store is sound: $(head -n 3 check.out | head -c 300 | tr '\n' ' ')"
[ "$failed" -eq 0 ]
