#!/bin/bash
# full-disk.sh PROGRAM LEVELS: `banyan assess` on a disk of one megabyte that fills up, from more
# and more of it taken before. The program says so and exits with 1; what it had printed is stored and
# can be read; with space again, work goes on.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/note.sh
. tests/note.sh
banyan=$(realpath "$1") levels=$2
data=$PWD/tests/cli/data
folder=$(mktemp -d) || exit 1
trap 'umount "$folder/disk" 2>/dev/null; rm -rf "$folder"' EXIT
cd "$folder" || exit 1
mkdir disk
if ! mount -t tmpfs -o size=1m none disk 2>/dev/null; then
    echo "# full disk: skipped: mounting is not permitted here"
    exit 0
fi

template=$(sed -e "s/@ID@/f-@I@/" -e "s/: 50/: @V@/" "$data/worked-plan.json" | tr -d '\n')
seq 1 4000 | awk -v t="$template" \
    '{ line = t; gsub(/@I@/, $1, line); gsub(/@V@/, $1 % 101, line); print line }' >many.ndjson
split -a 3 -l 200 --additional-suffix=.ndjson many.ndjson batch.
head -n 3 many.ndjson | sed 's/"f-/"g-/' >three.ndjson
assess() { "$banyan" --store disk/s.db assess --checklist "$data/worked.json" --format ndjson "$@"; }
ids() { sed -n 's/^{"id":"\([0-9a-f-]\{36\}\)".*}$/\1/p' "$1" | sort; }

wrong=0 told=0 lines=0
complain() {
    echo "# level $level: $1: $(head -c 300 err | tr '\n' ' ')"
    wrong=$((wrong + 1))
}

one_level() { # KIB that are taken
    rm -f disk/*
    [ "$1" -eq 0 ] || head -c "$1K" /dev/zero >disk/ballast
    # One batch after the other until there is no room.
    : >out
    for batch in batch.*.ndjson; do
        assess "$batch" >>out 2>err
        code=$?
        [ "$code" -eq 0 ] || break
    done
    [ "$code" -eq 1 ] || complain "exit code $code"
    if grep -qiE 'full|no space' err; then
        told=$((told + 1))
    else
        complain "no word of a full disk"
    fi
    ids out >got
    lines=$((lines + $(wc -l <got)))
    # Reading needs some space of its own (-shm); where there is none, it is refused, not wrong.
    if [ -s got ]; then
        "$banyan" --store disk/s.db list --format ndjson >list 2>err || [ $? -eq 1 ] ||
            complain "reading while it is full"
    fi
    rm -f disk/ballast
    mount -o remount,size=8m disk || complain "cannot grow the disk"
    if [ -s got ]; then
        "$banyan" --store disk/s.db store check >log 2>err || complain "the check: $(head -c 200 log)"
    fi
    assess three.ndjson >more 2>err || complain "no work with space again"
    "$banyan" --store disk/s.db store check >log 2>err || complain "the check afterwards"
    "$banyan" --store disk/s.db list --format ndjson >list 2>err || complain "the list"
    ids list >stored
    ids more >>got
    sort -o got got
    [ "$(comm -23 got stored | wc -l)" -eq 0 ] || complain "printed and not stored"
    rm -f disk/*
    mount -o remount,size=1m disk || complain "cannot shrink the disk"
}

for level in $(seq 1 "$levels"); do
    one_level $(((level - 1) * 1023 / levels))
done
[ "$wrong" -eq 0 ]
note $? "full disk: $levels levels, $told told, $lines lines printed, $wrong wrong"
[ "$failed" -eq 0 ]
