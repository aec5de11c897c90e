#!/bin/bash
# Instructions a plan by stage, the same on every run of one machine: stages.sh BUILD [workload]. What 60 generated
# plans of child-drr take more than 20, or 400 of the benchmark's workload more than 200, so that start-up is left out; a
# dictionary of the store is not learnt from so few. FORMAT (ndjson) is what is printed. Needs valgrind, whose
# processor has no instructions for SHA-256: digests count too much.
set -eu
cd "$(dirname "$0")/../.."
build=$PWD/${1:-build}
work=$(mktemp -d "${TMPDIR:-/tmp}/banyan-stages-XXXXXX")
trap 'rm -rf "$work"' EXIT
few=20 more=60 method=(--checklist child-drr)
if [ "${2:-}" = workload ]; then
    few=200 more=400
    method=(--checklist "$build/bench/workload/checklist.json" --rules "$build/bench/workload/rules" --no-isolate)
fi

count() { # PLANS: what each function and those it calls took, one a line: instructions, name
    head -n "$1" "$work/plans.ndjson" >"$work/$1.ndjson"
    valgrind --tool=callgrind --callgrind-out-file="$work/$1.out" "$build/banyan" --store "$work/$1.db" \
        assess "${method[@]}" --jobs 1 --format "${FORMAT:-ndjson}" "$work/$1.ndjson" >"$work/said" 2>"$work/err" || [ $? -eq 3 ] ||
        { cat "$work/err" >&2; exit 1; }
    callgrind_annotate --inclusive=yes --auto=no --threshold=100 "$work/$1.out" |
        sed -n -e 's/^ *\([0-9,]*\) *(100.0%) *PROGRAM TOTALS$/\1 all/p' \
            -e 's/^ *\([0-9,]*\) *([ 0-9.]*%) *[^ ]*:\([a-z_0-9]*\)\( .*\)*$/\1 \2/p' | tr -d , >"$work/$1.txt"
}

if [ "${2:-}" = workload ]; then
    "$build/bench/plans" $more 1 >"$work/plans.ndjson"
else
    "$build/bench/generate" checklists/child-drr/checklist.json examples/nepal-ward.json $more 1 >"$work/plans.ndjson"
fi
count $few
count $more
awk -v plans=$((more - few)) '
function row(indent, name, what) { # nothing of what this way of running has not
    if (after[name] > before[name])
        printf "%-58s %11.0f %6.1f %%\n", sprintf("%*s%s", indent, "", what), (after[name] - before[name]) / plans,
        100 * (after[name] - before[name]) / (after["all"] - before["all"])
}
NR == FNR { if ($1 > before[$2]) before[$2] = $1; next }
{ if ($1 > after[$2]) after[$2] = $1 }
END {
    printf "%-58s %11s\n", plans " plans", "a plan"
    row(0, "all", "all (no processor time: memory that is waited for counts nothing)")
    row(2, "input_cut", "cut lines (input_cut)")
    row(2, "input_read", "read JSON (input_read)")
    row(2, "plan_check", "check the plan, write and digest it (plan_check)")
    row(2, "plan_check_answers", "check its answers (plan_check_answers)")
    row(2, "engine_assess", "assess (engine_assess)")
    row(4, "call_run", "run rules (call_run)")
    row(4, "doubt", "of all of assess, what doubts take (doubt)")
    row(4, "score_assessment", "score (score_assessment)")
    row(2, "store_ready_make", "make rows ready (store_ready_make)")
    row(2, "store_put", "store (store_put)")
    row(4, "store_put_ready", "link and insert (store_put_ready)")
    row(4, "store_pack", "pack findings (store_pack)")
    row(4, "record_result_digest", "digest the result (record_result_digest)")
    row(2, "render_assessment_json", "print as JSON (render_assessment_json)")
}' "$work/$few.txt" "$work/$more.txt"
