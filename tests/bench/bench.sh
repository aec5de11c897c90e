#!/bin/bash
# Plans a second on this machine, and bytes an assessment: bench.sh PROGRAM GENERATOR [PLANS]. The ratios
# count, not the figures: they come from one run, and differences under 8 % mean nothing. Each time is the
# best of three.
set -eu
cd "$(dirname "$0")/../.."
program=$PWD/${1:-build/banyan}
generator=$PWD/${2:-build/bench/generate}
plans=${3:-4000}
work=$(mktemp -d "${TMPDIR:-/tmp}/banyan-bench-XXXXXX")
trap 'rm -rf "$work"' EXIT

# The same for a seed on every machine: answers to 119 criteria, facts of a ward, 28 countries, 4 rounds.
"$generator" checklists/child-drr/checklist.json examples/nepal-ward.json "$plans" 1 >"$work/plans.ndjson"

now() { date +%s%N; }

# best NAME COMMAND...: the shortest of three runs, in microseconds, in $best
best() {
    best=
    local start spent
    shift
    for _ in 1 2 3; do
        rm -f "$work"/store.db*
        start=$(now)
        "$@" >"$work/out" 2>"$work/err" || [ $? -eq 3 ] || { cat "$work/err" >&2; exit 1; }
        spent=$((($(now) - start) / 1000))
        if [ -z "$best" ] || [ "$spent" -lt "$best" ]; then
            best=$spent
        fi
    done
}

row() { # NAME MICROSECONDS BASE
    awk -v name="$1" -v us="$2" -v base="$3" -v plans="$plans" 'BEGIN {
        printf "%-44s %9.0f %10.1f %8.2f\n", name, plans * 1e6 / us, us / plans, us / base }'
}

echo "$plans plans of $(($(wc -c <"$work/plans.ndjson") / plans)) bytes, $(nproc) processors, best of three"
printf '%-44s %9s %10s %8s\n' "" "plans/s" "us a plan" "ratio"
assess=("$program" --store "$work/store.db" assess --format ndjson)
best read "$program" --store "$work/store.db" assess --dry-run --jobs 1 "$work/plans.ndjson"
base=$best
row "read, run rules, score (--dry-run, 1 job)" "$best" "$base"
best json "${assess[@]}" --dry-run --jobs 1 "$work/plans.ndjson"
row "the same, and print as NDJSON" "$best" "$base"
best jobs "${assess[@]}" --dry-run "$work/plans.ndjson"
row "the same, all processors" "$best" "$base"
best store "${assess[@]}" --jobs 1 "$work/plans.ndjson"
row "the same, and store, 1 job" "$best" "$base"
best storejobs "${assess[@]}" "$work/plans.ndjson"
row "the same, and store, all processors" "$best" "$base"
head -n 1 "$work/plans.ndjson" >"$work/one.ndjson"
start=$(now)
"$program" --store "$work/one.db" assess "$work/one.ndjson" >/dev/null
echo "one plan, from start to stored, a new store: $((($(now) - start) / 1000)) us"

# Whole pages of the store's tables, shared out.
sqlite3 -readonly "$work/store.db" "
    WITH size(kind, bytes) AS (
        SELECT CASE WHEN name LIKE '%document%' THEN 'document' ELSE 'assessment' END, sum(pgsize)
          FROM dbstat GROUP BY 1)
    SELECT 'store: ' || (bytes / $plans) || ' bytes ' || CASE kind WHEN 'document' THEN 'a plan document'
           ELSE 'an assessment of 119 findings, indexes and dictionaries included' END FROM size"
