#!/bin/bash
# kill.sh PROGRAM ROUNDS: `banyan assess` of a long file is killed at some moment, again and again on
# the same store. What it had printed is stored, the store is sound, and the next one can write.
set -u
cd "$(dirname "$0")/../.." || exit 1
banyan=$(realpath "$1") rounds=$2
data=$PWD/tests/cli/data
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1

template=$(sed -e "s/@ID@/k-@I@/" -e "s/: 50/: @V@/" "$data/worked-plan.json" | tr -d '\n')
assess() { "$banyan" --store k.db assess --checklist "$data/worked.json" --format ndjson "$@"; }
ids() { sed -n 's/^{"id":"\([0-9a-f-]\{36\}\)".*}$/\1/p' "$1" | sort; }

wrong=0 early=0 printed=0 killed=0
for round in $(seq 1 "$rounds"); do
    # A new store now and then: its making must survive as well.
    [ $((round % 20)) -ne 1 ] || rm -f k.db k.db-* k.db.lock
    seq 1 1500 | awk -v t="$template" -v r="$round" \
        '{ line = t; gsub(/@I@/, r "-" $1, line); gsub(/@V@/, ($1 + r) % 101, line); print line }' >many.ndjson
    : >out
    assess many.ndjson >out 2>/dev/null &
    pid=$!
    # From before the store is opened to after all was stored; the same delays in each run.
    sleep "$(awk -v r="$round" 'BEGIN { srand(r); d = rand(); printf "%.4f", d * d * 0.4 }')"
    if kill -9 $pid 2>/dev/null; then
        killed=$((killed + 1))
    fi
    wait $pid 2>/dev/null
    ids out >got
    [ -s got ] || early=$((early + 1))
    printed=$((printed + $(wc -l <got)))
    if [ ! -s k.db ] && [ ! -s got ]; then
        continue # killed before there was anything
    fi
    if ! "$banyan" --store k.db store init >log 2>&1 ||
        ! "$banyan" --store k.db store check >>log 2>&1 ||
        ! "$banyan" --store k.db list --format ndjson >list 2>>log; then
        echo "# round $round: $(tr '\n' ' ' <log)"
        wrong=$((wrong + 1))
        continue
    fi
    ids list >stored
    if [ "$(comm -23 got stored | wc -l)" -ne 0 ]; then
        echo "# round $round: $(comm -23 got stored | wc -l) printed and not stored"
        wrong=$((wrong + 1))
    fi
done
name="kill: $killed of $rounds killed, $early before the first line, $printed lines printed, $wrong wrong"
# Without a kill in the middle of the work nothing was shown.
if [ "$wrong" -eq 0 ] && [ "$killed" -gt 0 ] && [ "$early" -lt "$rounds" ]; then
    echo "ok - $name"
else
    echo "not ok - $name"
    exit 1
fi
