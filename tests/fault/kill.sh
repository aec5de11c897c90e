#!/bin/bash
# kill.sh PROGRAM ROUNDS: `banyan assess` reads plans without end and is killed at some moment, again and again.
# What it had printed is stored, the store is sound, and the next one can write.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/note.sh
. tests/note.sh
banyan=$(realpath "$1") rounds=$2
data=$PWD/tests/cli/data
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1

template=$(sed -e "s/@ID@/k-@I@/" -e "s/: 50/: @V@/" "$data/worked-plan.json" | tr -d '\n')
ids() { sed -n 's/^{"id":"\([0-9a-f-]\{36\}\)".*}$/\1/p' "$1" | sort; }

number() { # SEED BELOW: the same in each run
    awk -v r="$1" -v n="$2" 'BEGIN { srand(r * 7919); rand(); printf "%.4f", rand() * n }'
}

plans() { # ROUND: until nobody reads
    awk -v t="$template" -v r="$1" 'BEGIN {
        for (i = 1; ; i++) { line = t; gsub(/@I@/, r "-" i, line); gsub(/@V@/, (i + r) % 101, line); print line }
    }' 2>/dev/null
}

# The moment: while the store is opened, or somewhere after so many lines, of which a quarter of a second comes at a time.
wait_for_it() { # ROUND PID
    local lines=0
    if [ $(($1 % 4)) -ne 0 ]; then
        lines=$(number "$1" 12000)
        while [ "$(wc -l <out)" -lt "${lines%.*}" ] && kill -0 "$2" 2>/dev/null; do
            sleep 0.005
        done
    fi
    sleep "$(number "$1$1" 0.06)"
}

wrong=0 early=0 printed=0 killed=0 more=0
mkfifo plans
for round in $(seq 1 "$rounds"); do
    # Every second time on a store that was killed before; the making of a new one must survive as well.
    [ $((round % 2)) -ne 1 ] || rm -f k.db k.db-* k.db.lock
    plans "$round" >plans &
    : >out
    # Not by a function: its shell would be what is killed, and the program would live on.
    "$banyan" --store k.db assess --checklist "$data/worked.json" --format ndjson - <plans >out 2>err &
    pid=$!
    wait_for_it "$round" $pid
    kill -9 $pid 2>/dev/null
    wait $pid 2>/dev/null
    # Only one that still worked was killed: the plans have no end, so that it cannot have come to it.
    if [ $? -eq 137 ]; then
        killed=$((killed + 1))
    else
        echo "# round $round: it ended by itself: $(tr '\n' ' ' <err)"
        wrong=$((wrong + 1))
    fi
    wait
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
    more=$((more + $(comm -13 got stored | wc -l)))
done
# Without a kill in the middle of the work nothing was shown.
[ "$wrong" -eq 0 ] && [ "$killed" -gt 0 ] && [ "$early" -lt "$rounds" ]
note $? "kill: $killed of $rounds killed, $early before the first line, $printed lines printed, $more stored and not printed, $wrong wrong"
[ "$failed" -eq 0 ]
