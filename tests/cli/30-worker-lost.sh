# Workers that end, are paused or come short of what the machine gives: what is lost is told, nothing wrong is stored.
# docs/sandbox.md.
. "$ROOT/tests/cli/lib.sh"

mkdir rules
cat >rules/mine.lua <<'LUA'
local n = 0
for i = 1, 4800000 do n = n + 1 end
return {
  id = "mine", version = 1, title = "A rule", source = "made for this test",
  score = function(plan, answer, args) return answer.value / 100 end,
  tests = {
    { name = "full", answer = 100, expect = { credit = 1 } },
    { name = "none", answer = 0, expect = { credit = 0 } },
  },
}
LUA
sed 's|"rule": "standard/target", "args": {"target": 100}|"rule": "mine"|' "$DATA/worked.json" >mine.json
plan one >one.json

children() { # PID: the numbers of its children
    local stat pid rest
    for stat in /proc/[0-9]*/stat; do
        { read -r pid rest <"$stat"; } 2>/dev/null || continue
        rest=${rest##*) ? }
        [ "${rest%% *}" != "$1" ] || echo "$pid"
    done
}
first_child() { # sets $worker once $program has one
    worker=
    for _ in $(seq 200); do
        worker=$(children "$program")
        [ -z "$worker" ] || return
        sleep 0.02
    done
}

# ---- while a rule is loaded, which takes this one a while --------------------------------------------------

assess=("$BANYAN" assess --rules rules --checklist mine.json --format json one.json)
"${assess[@]}" --dry-run >whole 2>err
is "$(json whole '$.findings[1].outcome')" scored "the rule is fine"
# On a busy machine the blow may come when all is loaded: then that plan is not stored, and it is done again.
for _ in $(seq 8); do
    "${assess[@]}" --store once.db >out 2>err &
    program=$!
    first_child
    kill -9 "$worker"
    wait "$program"
    code=$?
    grep -q 'is not stored, since' err || break
done
exits 0 "killed once while it loads"
is "$(json out '$.findings[1].outcome')" scored "another is asked"
is "$(json out '$.score')" "$(json whole '$.score')" "the score is the same"

# ---- a program that is replaced -----------------------------------------------------------------------------

sed -i 's/4800000/1/' rules/mine.lua
mkfifo input
# On a busy machine the blow may come while it still loads: then another is asked, and nothing is lost.
for _ in $(seq 8); do
    cp "$BANYAN" own
    ./own assess --dry-run --rules rules --checklist mine.json --format ndjson - <input >out 2>err &
    program=$!
    exec 7>input
    first_child
    sleep 0.05
    mv own own.old
    cp /bin/cat own
    kill -9 "$worker"
    tr '\n' ' ' <one.json >&7
    exec 7>&-
    wait "$program"
    [ "$(json out '$.findings[0].outcome')" != error ] || break
done
is "$(json out '$.findings[0].params.message')" "the rule's process was killed" "of a worker that was killed it is said"
is "$(json out '$.findings[1].outcome')" scored "the next is of the program that runs, wherever its file is"

# ---- less than what is asked for -----------------------------------------------------------------------------

if (ulimit -v 150000) 2>/dev/null; then
    (ulimit -v 150000 && exec "${assess[@]}" --dry-run) >out 2>err
    code=$?
    exits 0 "a limit of addresses that is stricter stays"
    is "$(json out '$.findings[1].outcome')" scored "and is enough"
fi

for i in $(seq 60); do plan "p$i" | tr '\n' ' '; echo; done >many.ndjson
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then # limits of processes bind no administrator
    mkdir open && chmod 755 "$WORK" open && cp "$BANYAN" open/program && cp many.ndjson mine.json open
    cp -r rules open/rules && chmod -R a+rX open
    as_other() { # LIMIT ARGUMENT...
        local most=$1
        shift
        (cd open && setpriv --reuid=54321 --regid=54321 --clear-groups \
            bash -c "ulimit -u $most; exec ./program \"\$@\"" x assess --dry-run --rules rules --checklist mine.json \
            --format ndjson "$@" many.ndjson) >out 2>err </dev/null
        code=$?
    }
    as_other 100 --jobs 4
    mv out all
    for most in 4 5 6; do
        as_other "$most" --jobs 4
        exits 0 "$most processes and threads are enough for 4 jobs"
        holds "$most processes: the same results" cmp all out
    done
    as_other 2 --jobs 4
    exits 1 "no process at all"
    says err "give .*--no-isolate" "what can be done is said"
fi

# ---- many rules -----------------------------------------------------------------------------------------------

for i in $(seq 60); do
    echo "return { id = \"x$i\", version = 1, title = \"t\", source = \"s\", score = function() return 1 end }"
    head -c 1000000 /dev/zero | tr '\0' ' '
    echo
done | split -l 2 --additional-suffix=.lua - rules/x
"${assess[@]}" --dry-run --allow-untested >out 2>err
code=$?
exits 0 "60 MB of rules are isolated as others are"

banyan worker </dev/null
exits 64 "nobody calls the worker by hand"
finish
