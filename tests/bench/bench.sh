#!/bin/bash
# Plans a second on this machine: bench.sh PROGRAM [PLANS]. The ratios count, not the figures: they
# come from one run, and differences under 8 % mean nothing. Each figure is the best of three.
set -eu
cd "$(dirname "$0")/../.."
program=$PWD/${1:-build/banyan}
plans=${2:-4000}
work=$(mktemp -d "${TMPDIR:-/tmp}/banyan-bench-XXXXXX")
trap 'rm -rf "$work"' EXIT

# One plan a line: the examples in turn, each with an id of its own. Line ends may stand only between
# tokens of JSON, so dropping them changes nothing.
number=0
for file in examples/*.json; do
    number=$((number + 1))
    tr -d '\n' <"$file" >"$work/example-$number"
    echo >>"$work/example-$number"
done
cat "$work"/example-* | awk -v plans="$plans" '
    { line[NR] = $0 }
    END {
        for (i = 1; i <= plans; i++) {
            text = line[(i - 1) % NR + 1]
            # The first "id" of a document is the plan'"'"'s.
            sub(/"id": *"[^"]*"/, sprintf("\"id\": \"BENCH-%06d\"", i), text)
            print text
        }
    }' >"$work/plans.ndjson"

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
size=$(cat "$work"/store.db* | wc -c)
echo "store: $((size / plans)) bytes an assessment, plan included"
