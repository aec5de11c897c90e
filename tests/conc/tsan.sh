#!/bin/bash
# tsan.sh BUILD GENERATOR: the threads of the program and of the unit tests under the thread sanitizer, in
# a BUILD made with it. SQLite, Lua and zstd are not: races within their memory are not seen, and nothing
# is suppressed.
set -u
cd "$(dirname "$0")/../.." || exit 1
build=${1:-build/tsan} generator=$2
banyan=$PWD/$build/banyan
export TSAN_OPTIONS="exitcode=66 halt_on_error=0"
work=$(mktemp -d "${TMPDIR:-/tmp}/banyan-tsan-XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
# shellcheck source=tests/note.sh
. tests/note.sh
claim() { # CODE NAME
    note "$1" "tsan: $2" "$(grep -h -A 12 'WARNING: ThreadSanitizer' "$work"/err | head -n 40)"
}
clean() { [ "$1" -ne 66 ] && ! grep -q ThreadSanitizer "$work/err"; }

"$PWD/$build/conc/race" >"$work/out" 2>"$work/err"
[ $? -eq 66 ] && grep -q 'data race' "$work/err"
claim $? "control: a race is found"
# Shipped checklists take turns, some plans are refused, others name what is not there.
"$generator" checklists/child-drr/checklist.json examples/nepal-ward.json 900 1 |
    awk 'NR % 7 == 0 { sub(/"checklist":"[^"]*"/, "\"checklist\":\"nothing\"") }
         NR % 11 == 0 { sub(/"country":"[A-Z]*"/, "\"country\":\"ZZZ\"") }
         NR > 500 && NR % 5 == 0 { sub(/"checklist":"[^"]*"/, "\"checklist\":\"child-drr@1.0.0\"") }
         { print }' >"$work/plans.ndjson"
for jobs in 1 2 3 8; do
    "$banyan" --store "$work/s$jobs.db" assess --jobs $jobs --format ndjson --require A \
        --reject "$work/refused$jobs" "$work/plans.ndjson" >"$work/out$jobs" 2>"$work/err"
    code=$?
    clean $code && [ $code -eq 1 ] && [ -s "$work/out$jobs" ] && [ -s "$work/refused$jobs" ] &&
        cmp -s "$work/refused$jobs" "$work/refused1"
    claim $? "assess with a store, errors, --reject and --require, $jobs jobs"
done
for jobs in 2 8; do
    "$banyan" --store "$work/s2.db" verify --jobs $jobs >"$work/out" 2>"$work/err"
    code=$?
    clean $code && [ $code -eq 0 ] && [ -s "$work/out" ]
    claim $? "verify, $jobs jobs"
    "$banyan" --store "$work/s$jobs.db" rescore --to child-drr --to-profile quick --jobs $jobs >"$work/out" 2>"$work/err"
    code=$?
    clean $code && [ $code -eq 0 ] && [ -s "$work/out" ]
    claim $? "rescore, $jobs jobs"
    "$banyan" --store "$work/s2.db" compare --draws 200 --jobs $jobs >"$work/out" 2>"$work/err"
    code=$?
    clean $code && [ $code -eq 0 ] && [ -s "$work/out" ]
    claim $? "compare, $jobs jobs"
done
for jobs in 2 8; do
    "$banyan" rules test --jobs $jobs --checklist child-drr >"$work/out" 2>"$work/err"
    code=$?
    clean $code && [ $code -eq 0 ]
    claim $? "rules test with its coverage, $jobs jobs"
done
"$banyan" assess --dry-run --jobs 4 examples >"$work/out" 2>"$work/err"
code=$?
clean $code
claim $? "assess of the examples"
{ while read -r line; do echo "$line"; sleep 0.01; done; } <"$work/plans.ndjson" |
    timeout -s INT 4 "$banyan" --store "$work/slow.db" assess --jobs 4 --format ndjson - >"$work/out" 2>"$work/err"
code=${PIPESTATUS[1]}
clean "$code" && [ "$code" -eq 124 ] && "$banyan" --store "$work/slow.db" store check >/dev/null 2>&1
claim $? "a slow pipe, then an interrupt"
for program in "$build"/tests/test_*; do
    case $program in *.d) continue ;; esac
    # Those that start threads.
    grep -q pthread_create "tests/unit/$(basename "$program").c" || continue
    "$program" >"$work/out" 2>"$work/err"
    code=$?
    clean $code && [ $code -eq 0 ]
    claim $? "$(basename "$program")"
done
noted /dev/null
