#!/bin/bash
# check.sh BUILD: what the benchmark compares is the same thing. The workload's rules in C and in plain Lua give the
# credits that the program stores, by any number of jobs, with reasons and in a process of their own; a rule
# that is changed is noticed; a plan that is none is refused by the scanner. Ends with "N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 1
build=$PWD/${1:-build}
results=${RESULTS:-$build/results}
program=${BANYAN:-$build/banyan}
workload=$build/bench/workload
bench=$build/bench
work=$(mktemp -d "${TMPDIR:-/tmp}/banyan-bench-XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
mkdir -p "$results"
unset BANYAN_LANG BANYAN_RULES BANYAN_CHECKLISTS BANYAN_STORE
# shellcheck source=tests/note.sh
. tests/note.sh

number() { # NAME: of the lines "name number" on standard input
    sed -n "s/^$1 //p"
}
stored() { # NAME RULES OPTION...: the check sum of what is stored
    "$program" --store "$work/$1.db" --quiet assess --checklist "$workload/checklist.json" --rules "$2" "${@:3}" \
        "$work/plans.ndjson" >"$work/out" 2>"$work/err" || [ $? -eq 3 ] || cat "$work/err" >&2
    "$bench/ours_check" "$work/$1.db" | number check
}
floor() { # NAME RULES: as rules in C and in plain Lua have it
    "$bench/floor_steps" "$2" "$work/plans.ndjson" "$work/$1.db" 2>/dev/null | number check
}

"$bench/plans" 300 7 >"$work/plans.ndjson"
wanted=$(floor steps "$workload/plain.lua")
[ -n "$wanted" ] && [ "$wanted" -gt 0 ]
note $? "rules in C and in plain Lua give the same credits"
[ "$(stored one "$workload/rules" --no-isolate --jobs 1)" = "$wanted" ]
note $? "they are those that the program stores"
[ "$(stored two "$workload/rules" --no-isolate --jobs 2)" = "$wanted" ]
note $? "two jobs store the same"
[ "$(stored apart "$workload/rules" --isolate)" = "$wanted" ]
note $? "so do rules in a process of their own"
[ "$(stored reasons "$workload/reasons" --no-isolate)" = "$wanted" ]
note $? "and rules that give reasons"
pipeline() { # wide|kept: the check sum of the floor of the whole way
    "$bench/floor_pipeline" "$workload/plain.lua" "$work/plans.ndjson" "$work/$1.db" 2 "$1" | number check
}
[ "$(pipeline wide)" = "$wanted" ]
note $? "and the floor of the whole way"
[ "$(pipeline kept)" = "$wanted" ]
note $? "and the least that keeps documents, totals and a chain"
# What it keeps is there: each plan's text once, what one was made of, and totals that count them all.
sums=$(python3 - "$work/kept.db" <<'END'
import sqlite3, struct, sys
db = sqlite3.connect(sys.argv[1])
counts = [struct.unpack_from("<q", data)[0] for data, in db.execute("SELECT data FROM total")]
one = "SELECT count(*) FROM %s"
print(db.execute(one % "document").fetchone()[0], db.execute(one % "assessment").fetchone()[0], sum(counts),
      db.execute("SELECT count(DISTINCT chain) FROM assessment").fetchone()[0])
END
)
[ "$sums" = "300 300 300 300" ]
note $? "which it does: 300 documents, assessments, links and plans in its totals"

# Controls: each would go unnoticed if the sums said nothing.
cp -R "$workload/rules" "$work/rules"
sed 's/return 0\.5/return 0.25/' "$workload/rules/bench/c00.lua" >"$work/rules/bench/c00.lua"
other=$(stored other "$work/rules" --no-isolate)
[ -n "$other" ] && [ "$other" != "$wanted" ]
note $? "one credit that is changed changes the sum"
sed '1s/return 0\.5 end/return 0.25 end/;2s/return 0\.5 end/return 0.25 end/' "$workload/plain.lua" >"$work/plain.lua"
[ -z "$(floor changed "$work/plain.lua")" ]
note $? "a rule in Lua that differs from that in C is refused"

refused() { # WHAT EDIT: the first plan, edited, is no plan for the scanner
    sed -n 1p "$work/plans.ndjson" | sed "$2" >"$work/wrong.ndjson"
    cmp -s <(sed -n 1p "$work/plans.ndjson") "$work/wrong.ndjson" && { note 1 "$1: nothing was edited"; return; }
    ! "$bench/floor_steps" "$workload/plain.lua" "$work/wrong.ndjson" "$work/wrong.db" >/dev/null 2>&1
    note $? "the scanner refuses $1"
    rm -f "$work"/wrong.db*
}
refused "a key that it does not know" 's/"C00":/"D00":/'
refused "a key that stands twice" 's/"C02":/"C00":/'
refused "a plan without an answer" 's/"C00":[0-9]*,//'
refused "a number with a zero before it" 's/"C00":/"C00":0/'
refused "bad UTF-8" 's/"title":"D/"title":"\xff/'
refused "a comma before the end" 's/}}$/,}}/'
refused "text after the end" 's/$/ x/'

PYTHONDONTWRITEBYTECODE=1 python3 tests/bench/report.py --check >"$work/out" 2>&1
note $? "docs/performance.md says what was measured"
noted "$results/bench"
