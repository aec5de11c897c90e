#!/bin/bash
# locks.sh PROGRAM [ROUNDS]: writers that die, locks that are left, locks of others, read-only folders,
# programs that make the same store or supersede the same plan at one moment.
# shellcheck source=tests/conc/lib.sh
. "$(dirname "$0")/lib.sh"
enter "$1"
rounds=${2:-1}
plans p 20 >p.ndjson
sound() { banyan store check >check.out 2>&1; }

# --- a lock that somebody else holds: of 5 seconds, so it goes on beside the rest --------------------
# shellcheck disable=SC2016 # the inner shell's
dead=$(sh -c 'echo $$')
mkdir held
echo "$dead" >held/s.db.lock
(exec 9>>held/s.db.lock; flock 9; exec sleep 600) &
holder=$!
(
    cd held || exit 1
    # The holder's flock may come a moment later.
    while flock -n s.db.lock true; do sleep 0.01; done
    assess ../p.ndjson >out 2>err
    echo $? >code
) &
waits=$!

# --- a writer that was killed ------------------------------------------------------------------------
killed() { # ROUND
    rm -f pipe fed k.out s.db*
    mkfifo pipe
    { plans "k$1" 40; while [ ! -e fed ]; do sleep 0.05; done; } >pipe 2>/dev/null &
    # The feeder keeps the pipe open: the writer waits, with the lock.
    become_assess - <pipe >k.out 2>k.err &
    a=$!
    while [ ! -s k.out ] && kill -0 $a 2>/dev/null; do sleep 0.01; done
    read -r pid <s.db.lock
    kill -9 $a
    wait $a 2>/dev/null
    : >fed
    assess p.ndjson >p.out 2>p.err || { echo "next: $(cat p.err)"; return 1; }
    [ "$pid" = $a ] || { echo "the lock named $pid, not $a"; return 1; }
    [ ! -s s.db.lock ] || { echo "the lock still names $(cat s.db.lock)"; return 1; }
    ids k.out p.out | sort >printed
    stored s.db | sort >all
    [ "$(comm -23 printed all | wc -l)" -eq 0 ] || { echo "a printed line is not stored"; return 1; }
    sound || { cat check.out; return 1; }
}
why=
for i in $(seq 1 $((rounds * 2))); do
    why=$why$(killed "$i" 2>&1)
done
[ -z "$why" ]
note $? "locks: a killed writer holds nobody back: $why"

# --- what may be found in a lock file -----------------------------------------------------------------
why='' n=0
for text in "$dead" 1 $$ 99999999999999999999 -5 0 "no number" unsettled "" "$(head -c 5000 /dev/zero | tr '\0' 7)"; do
    n=$((n + 1))
    rm -f s.db*
    printf '%s' "$text" >s.db.lock
    assess p.ndjson >p.out 2>p.err || why="$why [$text] $(cat p.err)"
    sound || why="$why $(cat check.out)"
done
[ -z "$why" ]
note $? "locks: $n texts left in a lock file hold nobody back: $why"
rm -f s.db*
echo mine >target
ln -s target s.db.lock
assess p.ndjson >p.out 2>p.err
code=$?
[ $code -eq 1 ] && [ ! -s p.out ] && [ "$(cat target)" = mine ] && [ ! -e s.db ]
note $? "locks: a lock that leads elsewhere is not followed: $(cat p.err)"
rm -f s.db*
mkdir s.db.lock
assess p.ndjson >p.out 2>p.err
code=$?
[ $code -eq 1 ] && [ ! -s p.out ] && [ ! -e s.db ]
note $? "locks: a folder in the lock's place is told of: $(cat p.err)"
rmdir s.db.lock

# --- the same new store from several programs ---------------------------------------------------------
why=
for i in $(seq 1 $((rounds * 4))); do
    rm -f s.db* [0-9].*
    for k in 1 2 3; do
        plans "n$k" 3 "$i" >"$k.ndjson"
        (assess "$k.ndjson" >"$k.out" 2>"$k.err"; echo $? >"$k.code") &
        pids[k]=$!
    done
    (banyan store init >4.out 2>4.err; echo $? >4.code) &
    pids[4]=$!
    # A reader finds no store, an empty one, or a whole one.
    banyan list --format ndjson >r.out 2>r.err
    code=$?
    if [ $code -ne 0 ]; then
        grep -qE 's\.db: (there is no store|is empty, not yet a store):?' r.err || why="$why reader: $code $(cat r.err)"
    fi
    wait "${pids[@]}"
    for k in 1 2 3 4; do
        [ "$(cat $k.code)" -eq 0 ] || why="$why round $i, $k: $(cat $k.code) $(cat $k.err)"
    done
    ids [123].out | sort >printed
    stored s.db | sort >all
    cmp -s printed all || why="$why round $i: $(wc -l <printed) printed, $(wc -l <all) stored"
    sound || why="$why round $i: $(cat check.out)"
done
[ -z "$why" ]
note $? "locks: $((rounds * 4)) times a store made by four programs at once: $why"

# --- the same plan superseded from two programs -------------------------------------------------------
rm -f s.db*
again() { # NAME FROM
    for i in $(seq "$2" 2 $((rounds * 12))); do
        plans same 1 "$i" >"$1.ndjson"
        assess "$1.ndjson" >"$1$i.out" 2>"$1.err" || echo "$1$i: $(cat "$1.err")" >>again
    done
}
: >again
again x 1 &
x=$!
again y 2
wait $x
ids x*.out y*.out | sort >printed
stored s.db | sort >all
why=$(cat again)
cmp -s printed all || why="$why $(wc -l <printed) printed, $(wc -l <all) stored"
# One line: each supersedes the one before, none twice.
line=$(sqlite3 -readonly s.db "SELECT count(*), sum(supersedes IS NULL), sum(supersedes = seq - 1) FROM assessment")
n=$((rounds * 12))
[ "$line" = "$n|1|$((n - 1))" ] || why="$why $line"
banyan list --format ndjson >list.out
[ "$(wc -l <list.out)" -eq 1 ] || why="$why $(wc -l <list.out) are shown"
sound || why="$why $(cat check.out)"
[ -z "$why" ]
note $? "locks: one plan superseded $n times from two programs, in one line: $why"

# --- a folder that cannot be written ------------------------------------------------------------------
readonly_folder() {
    local as=()
    if [ "$(id -u)" -eq 0 ]; then
        as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
        "${as[@]}" true 2>/dev/null || return 2
    fi
    cp "$program" ./reader
    chmod 755 . reader
    mkdir shelf
    cp s.db shelf/s.db
    chmod 644 shelf/s.db
    [ "$1" = bare ] || install -m 644 /dev/null shelf/s.db.lock
    [ "$1" != log ] || echo "something" >shelf/s.db-wal
    [ "$1" != log ] || chmod 644 shelf/s.db-wal
    if [ "$1" = held ]; then
        (exec 9<shelf/s.db.lock; flock 9; exec sleep 600) &
        other=$!
        while flock -n shelf/s.db.lock true; do sleep 0.01; done
    fi
    chmod 555 shelf
    for what in list "store stats" "store check"; do
        # shellcheck disable=SC2086 # words
        (cd shelf && "${as[@]}" ../reader --store s.db $what) >ro.out 2>ro.err
        echo "$? $(cat ro.err)" >>ro.codes
    done
    [ "$1" != held ] || kill "$other"
    chmod 755 shelf
    rm -rf shelf
}
for case in plain bare log held; do
    : >ro.codes
    readonly_folder $case
    code=$?
    if [ $code -eq 2 ]; then
        echo "# skipped: this user may not become another one, and is not kept from writing"
    elif [ $case = plain ] || [ $case = bare ]; then
        [ "$(sort -u ro.codes)" = "0 " ]
        note $? "locks: a store in a read-only folder is read ($case): $(sort -u ro.codes)"
    else
        [ "$(sort -u ro.codes | grep -c '^1 banyan: s\.db: its folder cannot be written, which reading a store in use needs')" \
            -eq "$(sort -u ro.codes | wc -l)" ]
        note $? "locks: one that is in use is not ($case): $(sort -u ro.codes)"
    fi
done

# --- the lock that somebody else held -----------------------------------------------------------------
wait $waits
kill $holder
read -r code <held/code
[ "$code" -eq 1 ] && [ ! -s held/out ] && [ ! -e held/s.db ] &&
    grep -q "s\.db: another program is writing to this store: wait for it or stop it\$" held/err
note $? "locks: a lock of a program that left no pid is respected, no dead one is named: $(cat held/err)"
cd held && assess ../p.ndjson >out 2>err
note $? "locks: and is free when that program has ended: $(cat err)"
[ "$failed" -eq 0 ]
