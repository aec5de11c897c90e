#!/bin/bash
# slow-disk.sh PROGRAM PRELOAD: `banyan assess` on a disk whose syncs take 30 ms, and in 512 MB of memory. It
# slows down and loses nothing: the same plans are stored with the same results, in few syncs; what is printed
# is stored; whoever waits for an answer gets it.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/note.sh
. tests/note.sh
banyan=$(realpath "$1") preload=$(realpath "$2")
data=$PWD/tests/cli/data
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1

template=$(sed -e "s/@ID@/s-@I@/" -e "s/: 50/: @V@/" "$data/worked-plan.json" | tr -d '\n')
seq 1 3000 | awk -v t="$template" \
    '{ line = t; gsub(/@I@/, $1, line); gsub(/@V@/, $1 % 101, line); print line }' >many.ndjson
assess() { "$banyan" --store "$1" assess --checklist "$data/worked.json" --format ndjson "${@:2}"; }
slowly() { # STORE ARGUMENTS...: $syncs
    : >syncs
    SLOW_MS=30 SLOW_COUNT=$folder/syncs LD_PRELOAD=$preload assess "$@"
    code=$?
    syncs=$(wc -c <syncs)
}
content() { sed 's/"id":"[^"]*","created":"[^"]*",//' "$1"; }
ids() { sed -n 's/^.*"id":"\([0-9a-f-]\{36\}\)".*$/\1/p' "$1" | LC_ALL=C sort; }
stored() { "$banyan" --store "$1" list --format ndjson >list && ids list; }

assess quick.db many.ndjson >out 2>err || exit 1
content out >quick

# As many plans share a sync as there is time for: on the slowest machine that is far from one each.
slowly slow.db many.ndjson >out 2>err
[ "$code" -eq 0 ] && content out | cmp -s - quick && [ "$syncs" -gt 1 ] && [ "$syncs" -lt 300 ]
note $? "slow disk: 3000 plans, the same results" "exit code $code, $syncs syncs" "$(head -n 3 err)"
ids out >printed
stored slow.db | cmp -s - printed && "$banyan" --store slow.db store check >log 2>&1
note $? "slow disk: what is printed is stored, and the store is sound" "$(head -n 3 log)"

# An answer at a time: each is stored before the next question comes.
mkfifo ask
SLOW_MS=30 LD_PRELOAD=$preload assess talk.db - <ask >answers 2>err &
pid=$!
exec 5>ask
wrong=0
for i in 1 2 3 4 5; do
    sed -n "${i}p" many.ndjson >&5
    while [ "$(wc -l <answers)" -lt "$i" ] && kill -0 $pid 2>/dev/null; do
        sleep 0.01
    done
    stored talk.db >now
    ids answers | cmp -s - now && [ "$(wc -l <now)" -eq "$i" ] || wrong=$((wrong + 1))
done
exec 5>&-
wait $pid && [ "$wrong" -eq 0 ]
note $? "slow disk: who waits for answers gets each when it is stored" "$wrong wrong" "$(head -n 3 err)"

# Stopped in the middle of a sync, as likely as not.
: >out
SLOW_MS=30 LD_PRELOAD=$preload "$banyan" --store stop.db assess --checklist "$data/worked.json" --format ndjson \
    many.ndjson >out 2>err &
pid=$!
while [ "$(wc -l <out)" -lt 100 ] && kill -0 $pid 2>/dev/null; do
    sleep 0.01
done
kill -TERM $pid 2>/dev/null
wait $pid
code=$?
ids out >printed
[ "$code" -le 1 ] && stored stop.db | cmp -s - printed && [ -s printed ]
note $? "slow disk: stopped, what is printed is stored, and nothing else" "exit code $code" "$(head -n 3 err)"

# 512 MB of addresses for the program and each of its workers.
for how in "--jobs 2" "--jobs 8" "--isolate --jobs 2"; do
    rm -f small.db*
    # shellcheck disable=SC2086 # two words
    (ulimit -v 524288 && assess small.db $how many.ndjson) >out 2>err
    code=$?
    [ "$code" -eq 0 ] && content out | cmp -s - quick
    note $? "512 MB of memory, $how: the same results" "exit code $code" "$(head -n 3 err)"
done
# With less it does as much as it can, and says so; never does it print what is not stored.
told=0 whole=0 wrong=0
for kilobytes in $(seq 24000 1000 44000) 52000 70000 100000 160000; do
    rm -f small.db*
    (ulimit -v "$kilobytes" && assess small.db --jobs 2 many.ndjson) >out 2>err
    code=$?
    case $code in
    0) whole=$((whole + 1)) && content out | cmp -s - quick || wrong=$((wrong + 1)) ;;
    1) told=$((told + 1)) && [ -s err ] || wrong=$((wrong + 1)) ;;
    127) ;; # the system's loader had not enough
    *) wrong=$((wrong + 1)) && echo "# $kilobytes KB: exit code $code" ;;
    esac
    ids out >printed
    if [ -s printed ] && ! stored small.db | cmp -s - printed; then
        wrong=$((wrong + 1))
    fi
done
[ "$wrong" -eq 0 ] && [ $((told + whole)) -gt 2 ]
note $? "less memory: $whole whole, $told told" "$wrong wrong"
[ "$failed" -eq 0 ]
