# Rules that came from elsewhere run in a process of their own, say the same as in the program's, and take nobody
# along. The numbers are those of docs/sandbox.md.
. "$ROOT/tests/cli/lib.sh"

mkdir rules
sed 's|"rule": "standard/target", "args": {"target": 100}|"rule": "mine"|' "$DATA/worked.json" >mine.json
plan one >one.json
rule mine 'return answer.value / 100'

# ---- which rules run where; the program waits for a plan meanwhile ----------------------------------------

children() { # PID: the numbers of its children
    local stat pid rest
    for stat in /proc/[0-9]*/stat; do
        read -r pid rest <"$stat" 2>/dev/null || continue
        rest=${rest##*) }
        [ "$(cut -d' ' -f2 <<<"$rest")" != "$1" ] || echo "$pid"
    done
}
waiting() { # ARGUMENT...: starts it; sets $program and $worker (empty: there is none)
    mkfifo input
    "$BANYAN" assess --dry-run --checklist "$ROOT/tests/cli/data/worked.json" "$@" - <input >waiting.out 2>waiting.err &
    program=$!
    exec 7>input
    worker=
    for _ in $(seq 50); do
        worker=$(children "$program")
        [ -z "$worker" ] || break
        sleep 0.1
    done
}
ended() {
    exec 7>&-
    wait "$program" 2>/dev/null
    rm -f input
}
runs() { # WHERE NAME ARGUMENT...
    local where=$1 name=$2
    shift 2
    waiting "$@"
    if [ "$where" = outside ]; then
        is "$(tr '\0' ' ' <"/proc/${worker:-0}/cmdline" 2>/dev/null | sed 's/.*banyan //')" "worker " "$name"
    else
        is "$worker" "" "$name"
    fi
    ended
}
runs here "the shipped rules run in the program"
runs outside "rules of a folder run in a process of their own" --rules rules
runs here "unless they are trusted" --rules rules --no-isolate
runs outside "the shipped ones too, where that is wanted" --isolate
# What lies beside the program came with it, wherever that is.
mkdir -p tree/build
cp "$BANYAN" tree/build/banyan
cp -R "$ROOT/rules" "$ROOT/checklists" tree/
built=$BANYAN BANYAN=$WORK/tree/build/banyan
runs here "the shipped rules, named" --rules tree/rules
BANYAN=$built
export BANYAN_RULES=$WORK/rules
runs outside "so do those of BANYAN_RULES"
unset BANYAN_RULES

waiting --rules rules
field() { sed -n "s/^$1:[[:space:]]*//p" "/proc/$worker/status"; }
is "$(field Seccomp)" 2 "R33: its system calls are filtered"
is "$(field NoNewPrivs)" 1 "R33: it gets no more rights"
is "$(field Threads)" 1 "it is one thread"
if [ "$(id -u)" = 0 ]; then
    is "$(ls "/proc/$worker/fd" | tr '\n' ' ')" "0 " "R33: it holds one descriptor"
    is "$(tr '\0' ' ' <"/proc/$worker/environ")" "" "it is told nothing of the environment"
fi
for limit in "core file size" "open files" "file size" processes; do
    is "$(sed -n "s/^Max $limit  *\([0-9a-z]*\) .*/\1/p" "/proc/$worker/limits")" 0 "R33: limit: $limit"
done
kill -9 "$program"
wait "$program" 2>/dev/null
for _ in $(seq 50); do
    grep -q '^State:[[:space:]]*[RS]' "/proc/$worker/status" 2>/dev/null || break
    sleep 0.1
done
fails "it does not outlive the program" grep -q '^State:[[:space:]]*[RS]' "/proc/$worker/status"
exec 7>&-
rm -f input

# R32: killed between two plans
waiting --rules rules --format ndjson
kill -9 "$worker"
sed "s/@ID@/one/" "$DATA/worked-plan.json" | tr '\n' ' ' >&7
ended
is "$(json waiting.out '$.findings[0].outcome')" error "R32: of a worker that was killed the rule that met it breaks"
is "$(json waiting.out '$.findings[0].params.message')" "the rule's process was killed" "R32: and says why"
is "$(json waiting.out '$.findings[1].outcome')" scored "R32: the next one has another worker"

# ---- the same bytes -------------------------------------------------------------------------------------

banyan assess --dry-run --no-isolate --format ndjson "$ROOT"/examples/*.json "$ROOT"/examples/*.csv
mv out here
here=$code
banyan assess --dry-run --isolate --jobs 3 --format ndjson "$ROOT"/examples/*.json "$ROOT"/examples/*.csv
is "$code" "$here" "the same exit code in workers"
holds "the same bytes" cmp here out
holds "they are many" test "$(wc -l <out)" -ge 10
for command in "rules list" "rules test" "checklist check child-drr" "rules check --checklist school-preparedness"; do
    # shellcheck disable=SC2086 # words
    banyan $command --no-isolate --format json && mv out here
    # shellcheck disable=SC2086
    banyan $command --isolate --format json
    holds "$command: the same bytes" cmp here out
done
banyan rules test --isolate --coverage --verbose && mv out here
banyan rules test --no-isolate --coverage --verbose
holds "the same lines are counted" cmp here out

for expression in 'plan.budget' 'credit(0.5, "{a}", { a = percent(0.1) })' 'plan.budgets.x' 'nobody' 'while true do end' \
    'local s = "x" while true do s = s .. s end' '"\u{e9}", nil, { 1, true }'; do
    banyan rules try --no-isolate --format json --expr "$expression"
    mv out here
    banyan rules try --isolate --format json --expr "$expression"
    holds "rules try: the same bytes of $expression" cmp here out
done
for command in "rules try finance/child_share --format json" "rules doc --part interface" \
    "rules mutate check/share_of_few --verbose" "rules try --criterion FIN-03 --checklist child-drr --format json"; do
    # shellcheck disable=SC2086
    banyan $command --no-isolate && mv out here
    # shellcheck disable=SC2086
    banyan $command --isolate
    exits 0 "$command --isolate"
    holds "$command: the same bytes" cmp here out
done
counted() { grep -oE '"(rule|runs|fuel|fuel_most)":[^,]*' out | paste -sd' ' | sed 's/ "rule"/\n&/g; s/^/ /' | sort; }
banyan rules bench --repeat 1 --no-isolate --format json
counted >here
banyan rules bench --repeat 1 --isolate --format json
exits 0 "rules bench --isolate"
is "$(counted)" "$(cat here)" "rules bench: the same fuel"
is "$(grep -oE '"ns_least":[0-9]+' out | cut -d: -f2 | awk '$1 <= 0' | wc -l)" 0 "rules bench: each takes time, told by the worker"

# What is tried and measured runs where the rules do.
for verb in try bench; do
    mkfifo input
    "$BANYAN" rules $verb mine --rules rules --plan - <input >/dev/null 2>waiting.err &
    program=$!
    exec 7>input
    worker=
    for _ in $(seq 50); do
        worker=$(children "$program")
        [ -z "$worker" ] || break
        sleep 0.1
    done
    is "$(tr '\0' ' ' <"/proc/${worker:-0}/cmdline" 2>/dev/null | sed 's/.*banyan //')" "worker " \
        "rules $verb: rules of a folder run in a process of their own"
    ended
done

# R32: the prompt outlives the process of an expression
mkfifo input
"$BANYAN" rules try --rules rules <input >prompt.out 2>prompt.err &
program=$!
exec 7>input
slow='local s, t = ("x"):rep(1000000) .. "a", ("x"):rep(1000000) .. "b" while true do local _ = s < t end'
for _ in $(seq 10); do # until it is met: the expression takes two seconds
    echo "$slow" >&7
    sleep 0.3
    # shellcheck disable=SC2046 # numbers
    kill -9 $(cat "/proc/$program/task/"*/children 2>/dev/null || children "$program") 2>/dev/null
    sleep 0.5
    ! grep -q 'gave no proper answer' prompt.out || break
done
says prompt.out "^Error +the rule's process was killed" "R32: an expression whose process is killed is an error"
echo '20 + 22' >&7
ended
is "$(tail -n 1 prompt.out)" 42 "R32: and the prompt goes on"

# ---- what rules may try -----------------------------------------------------------------------------------

both() { # NAME EXIT PATTERN BODY: in the finding of the rule, here and outside
    local how
    rule mine "$4"
    for how in --no-isolate --isolate; do
        banyan assess --dry-run --rules rules --allow-untested --checklist mine.json one.json --format json $how
        exits "$2" "$1, $how"
        is "$(json out '$.findings[1].params.message')" "$3" "$1, $how: the reason"
        is "$(json out '$.findings[0].outcome')" scored "$1, $how: the rule before"
        is "$(json out '$.findings[2].outcome')" not_assessed "$1, $how: the one after"
    done
}
both "R01 an endless loop" 1 "cpu budget used up" 'while true do end'
both "R08 too much memory" 1 "memory limit reached" "local s = 'x' while true do s = s .. s end"
both "R22 no number" 1 "mine returned no finite number, but a credit lies from 0 to 1" 'return 0 / 0'

# R11 to R13 on small stacks
deep() { # BODY
    rule mine "$1"
    for how in --no-isolate --isolate; do
        (ulimit -S -s "$stack" && exec "$BANYAN" assess --dry-run --rules rules --allow-untested \
            --checklist mine.json one.json --format json $how) >out 2>err
        code=$?
        exits 1 "R11-R13, a stack of $stack KiB, $how"
        is "$(json out '$.findings[1].outcome')" error "R11-R13, a stack of $stack KiB, $how: contained"
    done
}
for stack in 256 1024 8192; do
    deep 'local function f() return f() + 1 end return f()'
    deep 'local function f() table.sort({ 1, 2 }, f) end f()'
    deep "return $(printf '(%.0s' $(seq 5000))1"
    deep "local a = {} return a$(printf '.a%.0s' $(seq 30000))"
    deep "local t = $(printf '{%.0s' $(seq 300))"
done
rule mine 'return answer.value / 100'
(ulimit -s 256 && exec "$BANYAN" rules list) >out 2>err
code=$?
exits 1 "a stack that may not grow"
says err 'the stack may not grow' "and that is said"

# R25, R27: many processes, other languages
rule mine 'local s = "" for k, v in pairs(plan.budget or { b = 2, a = 1.5, [3] = 0.1 }) do s = s .. k end
    return credit(answer.value / 100, "{s} {x}", { s = s, x = 0.1 + 0.2 })'
for i in $(seq 12); do
    env "FILL=$(printf '%*s' $((i * 97)) '')" LC_ALL="$([ $((i % 2)) = 0 ] && echo C || echo de_DE.UTF-8)" \
        "$BANYAN" assess --dry-run --rules rules --allow-untested --checklist mine.json one.json \
        --format json "$([ $((i % 3)) = 0 ] && echo --no-isolate || echo --isolate)" | sha256sum
done | sort -u >hashes
is "$(wc -l <hashes)" 1 "R25: 12 processes, one result"

# ---- R30: rules that are written to meanwhile; R31: half a file ----------------------------------------------

mkdir versions
for v in 1 2; do
    rule mine "return $v / 4"
    mv rules/mine.lua "versions/$v.lua"
    cp "versions/$v.lua" rules/mine.lua
    "$BANYAN" assess --dry-run --rules rules --allow-untested --checklist mine.json one.json --format json >"versions/$v.json"
done
fails "the versions differ" cmp versions/1.json versions/2.json
(
    i=0
    while [ ! -e stop ]; do
        i=$((i + 1))
        cp "versions/$((i % 2 + 1)).lua" new.lua && mv new.lua rules/mine.lua
    done
) &
writer=$!
odd=0 firsts=0 seconds=0
for i in $(seq 24); do
    "$BANYAN" assess --dry-run --rules rules --allow-untested --checklist mine.json one.json --format json \
        "$([ $((i % 2)) = 0 ] && echo --no-isolate || echo --isolate)" >out 2>err
    if cmp -s out versions/1.json; then
        firsts=$((firsts + 1))
    elif cmp -s out versions/2.json; then
        seconds=$((seconds + 1))
    else
        odd=$((odd + 1))
    fi
done
touch stop
wait "$writer"
is "$odd" 0 "R30: each result is that of one version, its digest included"
holds "R30: and both were met" test "$firsts" -gt 0 -a "$seconds" -gt 0

size=$(wc -c <versions/1.lua) taken=0
for ((n = 1; n < size - 1; n += 13)); do
    head -c "$n" versions/1.lua >rules/mine.lua
    "$BANYAN" rules show --rules rules --allow-untested mine "$([ $((n % 2)) = 0 ] && echo --no-isolate || echo --isolate)" \
        >out 2>err && taken=$((taken + 1))
done
is "$taken" 0 "R31: no half of a file is a rule"

# ---- the options ----------------------------------------------------------------------------------------

banyan assess --isolate --no-isolate one.json
exits 64 "isolated and not isolated"
says err 'give one of them' "is told"
banyan worker
exits 64 "nobody calls the worker by hand"
finish
