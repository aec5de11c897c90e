#!/bin/bash
# Allocations that fail, one after the other: build/fault must be made. A case is one test: a command,
# with POINTS of its allocations failing once and for ever, spread evenly; `oom-run.sh all` tries each of
# the small cases and many of the large ones, which takes minutes. Ends with "N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 1
root=$PWD
fault=${FAULT:-$root/build/fault}
asan=$(dirname "$fault")/asan
results=${RESULTS:-$root/build/results}
export BANYAN=${BANYAN:-$root/build/banyan}
points=100 many=40 leaks=100 parts=40
[ "${1:-}" != all ] || points=0 many=1500 leaks=0 parts=0
out=$results/oom.d
rm -rf "$out"
mkdir -p "$out"
# In memory where that is to be had: what a disk makes of a failure is another test.
work=$(mktemp -d -p "$([ -w /dev/shm ] && echo /dev/shm || echo "${TMPDIR:-/tmp}")" banyan-oom-XXXXXX) || exit 1
trap 'rm -rf "$work"' EXIT
ulimit -c 0
unset BANYAN_LANG BANYAN_RULES BANYAN_CHECKLISTS BANYAN_STORE
export HOME=$work XDG_DATA_HOME=$work NO_COLOR=1 LC_ALL=C.UTF-8

worked=tests/cli/data/worked.json island=examples/vanuatu-island.json
sed 's/@ID@/one/' tests/cli/data/worked-plan.json >"$work/one.json"
sed 's/"P-b": 50/"P-b": "half"/;s/@ID@/wrong/' tests/cli/data/worked-plan.json >"$work/wrong.json"
kept=$work/kept.db
"$BANYAN" --store "$kept" assess --checklist "$worked" "$work/one.json" >"$out/kept.log" 2>&1
"$BANYAN" --store "$kept" assess --checklist child-drr "$island" examples/nepal-ward.json >>"$out/kept.log" 2>&1
id=$("$BANYAN" --store "$kept" list --format ndjson | sed -n '1s/^{"id":"\([^"]*\)".*/\1/p')

names=()
try() { # NAME POINTS STORE|- PROGRAM [ARGUMENT...]: notes a case
    names+=("$1")
    printf '%q ' "${@:2}" >"$out/$1.case"
}
reads() { # NAME POINTS [ARGUMENT...]: on the store that is there
    try "$1" "$2" - "$BANYAN" --store "$kept" "${@:3}"
}
writes() { # NAME POINTS [ARGUMENT...]: on a store of its own
    try "$1" "$2" "$work/$1.db" "$BANYAN" --store "$work/$1.db" "${@:3}"
}
writes assess $points --format json assess --jobs 1 --checklist "$worked" "$work/one.json"
writes assess-child-drr $many --format json assess --jobs 1 --checklist child-drr "$island"
writes assess-many $many --format ndjson assess --jobs 1 examples
try assess-refused $many - "$BANYAN" assess --dry-run --jobs 1 --checklist "$worked@1" "$work/one.json" \
    "$work/wrong.json" examples/inform-2025.csv --reject "$work/reject"
reads list $points list
reads list-ndjson $points list --format ndjson
reads show $points show "$id"
reads show-json $points show --format json "$id"
reads explain $points explain "$id" P-a
reads stats $many store stats
reads rules-list $many rules list
reads checklist-list $many checklist list
reads checklist-show $many checklist show "$worked"
reads check $many store check
reads checklist-check $many checklist check "$worked"

run_one() {
    mkdir -p "$1/work.$2"
    eval "set -- \"\$1\" \"\$2\" \"\$3\" $(cat "$1/$2.case")"
    WORK=$1/work.$2 timeout 3600 "$3/oom" "$3/failmalloc.so" "${@:4}" >"$1/$2.log" 2>&1
    echo $? >"$1/$2.code"
}
export -f run_one
printf '%s\n' "${names[@]}" | xargs -P "$(nproc 2>/dev/null || echo 2)" -I{} bash -c "run_one '$out' {} '$fault'"

passed=0 failed=0
note() { # FAULTY NAME TEXT
    printf '%-32s %s\n' "$2" "$3"
    if [ "$1" = 0 ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}
for name in "${names[@]}"; do
    read -r code <"$out/$name.code"
    [ "$code" -eq 0 ] || grep -v ' faults$' "$out/$name.log" | cut -c1-400 | sed 's/^/    /'
    note "$code" "$name" "$(tail -n 1 "$out/$name.log")"
done

# The driver finds what it looks for.
for how in crash lie silent half careful; do
    WORK=$work "$fault/oom" "$fault/failmalloc.so" 0 - "$fault/careless" $how >"$out/$how.log" 2>&1
    code=$? wanted=1 faulty=1
    [ $how != careful ] || wanted=0
    [ $code -ne $wanted ] || faulty=0
    case $how in
    crash) grep -q 'FAIL_AT=1: ends by a signal' "$out/$how.log" || faulty=1 ;;
    esac
    note $faulty "control: $how" "$(tail -n 1 "$out/$how.log")"
done

# The public interface under the address sanitizer: nothing is lost on the way out of an error.
lost() { # POINTS: log and exit code
    timeout 3600 "$asan/fault/oom_leaks" "$1" "$worked" "$work/one.json" "$work/leaks.db" >"$out/leaks.log" 2>&1
    code=$?
}
if [ -x "$asan/fault/oom_leaks" ]; then
    lost $leaks
    [ $code -eq 0 ] || head -n 60 "$out/leaks.log" | sed 's/^/    /'
    note $code "in one process, no leaks" "$(tail -n 1 "$out/leaks.log" | cut -c1-80)"
    lost lose
    grep -q 'LeakSanitizer: detected' "$out/leaks.log"
    note $? "control: a leak" "exit code $code"
else
    note 1 "in one process, no leaks" "$asan/fault/oom_leaks is not built"
fi

# The model and the host of the rules, where every allocation of an arena is in reach.
timeout 3600 "$asan/fault/oom_parts" tests/fault/every "$parts" >"$out/parts.log" 2>&1
code=$?
while read -r word _ text; do
    case $word in
    ok) note 0 parts "$text" ;;
    not) note 1 parts "${text#- }" ;;
    esac
done <"$out/parts.log"
[ $code -eq 0 ] || head -n 60 "$out/parts.log" | cut -c1-400 | sed 's/^/    /'
grep -q '^[0-9]* scenarios, ' "$out/parts.log"
note $? parts "all were tried (exit code $code)"

echo "$passed $failed" >"$results/oom"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
