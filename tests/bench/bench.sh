#!/bin/bash
# Plans a second on this machine, bytes an assessment, and how far the program is from three floors:
# bench.sh BUILD. The ratios count, not the figures: they come from one run, and differences under 8 % mean
# nothing. PLANS (100000) are assessed beside the floors, SOME (4000) three times in each of several ways.
set -eu
cd "$(dirname "$0")/../.."
build=$PWD/${1:-build}
program=$build/banyan
generator=$build/bench/generate
many=${PLANS:-100000}
plans=${SOME:-4000}
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
best isolated "$program" --store "$work/store.db" assess --dry-run --jobs 1 --isolate "$work/plans.ndjson"
row "the same, rules in a process of their own" "$best" "$base"
best json "${assess[@]}" --dry-run --jobs 1 "$work/plans.ndjson"
row "as the first, and print as NDJSON" "$best" "$base"
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
for _ in 1 2 3 4 5; do
    for how in --no-isolate --isolate; do
        start=$(now)
        "$program" assess --dry-run $how "$work/one.ndjson" >/dev/null
        echo "$how $((($(now) - start) / 1000))"
    done
done | awk '!($1 in best) || $2 < best[$1] { best[$1] = $2 }
    END { print "one plan, from start to end: " best["--no-isolate"] " us, in a worker " best["--isolate"] " us" }'

# Whole pages of the store's tables, shared out.
sqlite3 -readonly "$work/store.db" "
    WITH size(kind, bytes) AS (
        SELECT CASE WHEN name LIKE '%document%' THEN 'document' ELSE 'assessment' END, sum(pgsize)
          FROM dbstat GROUP BY 1)
    SELECT 'store: ' || (bytes / $plans) || ' bytes ' || CASE kind WHEN 'document' THEN 'a plan document'
           ELSE 'an assessment of 119 findings, indexes and dictionaries included' END FROM size"

# The floors do one thing each, and nothing else: parse, run the rules, store. Their sum is what the three cost
# where nothing lies between; 1.00 would be a program without sandbox, findings, scores, checks and output.
# Processor time of one core, user and system, each measured once: many plans take long enough.
checklist=checklists/child-drr/checklist.json
"$generator" $checklist examples/nepal-ward.json "$many" 1 >"$work/plans.ndjson"
rm -f "$work"/store.db*
TIMEFORMAT='%3U %3S'
{ time "$program" --store "$work/store.db" assess --jobs 1 "$work/plans.ndjson" >"$work/out" 2>"$work/err" || [ $? -eq 3 ]; } \
    2>"$work/time"
read -r user system <"$work/time"
bytes=$(sqlite3 -readonly "$work/store.db" "SELECT sum(pgsize) / $many FROM dbstat WHERE name NOT LIKE '%document%'")
rm -f "$work"/store.db* "$work/out"
parse=$("$build/bench/floor_parse" "$work/plans.ndjson")
rules=$("$build/bench/floor_rules" $checklist "$work/plans.ndjson" $((many < 5000 ? many : 5000)))
store=$("$build/bench/floor_store" "$work/plans.ndjson" "$work/floor.db" "$bytes")
awk -v plans="$many" -v user="$user" -v sys="$system" -v parse="$parse" -v rules="$rules" -v store="$store" '
function row(name, ns, ratio) { printf "%-44s %9.0f %10.1f %8s\n", name, 1e9 / ns, ns / 1000, ratio }
BEGIN {
    all = (user + sys) * 1e9 / plans
    sum = parse + rules + store
    printf "\n%d plans, one core, processor time\n", plans
    printf "%-44s %9s %10s %8s\n", "", "plans/s", "us a plan", "ratio"
    row("assess: read, check, rules, score, store", all, "")
    row("floor: parse only (yajl)", parse, "")
    row("floor: rules only (Lua without a sandbox)", rules, "")
    row("floor: store only (SHA-256, zstd, SQLite)", store, "")
    row("the three floors one after the other", sum, sprintf("%.2f", sum / all))
    print "ratio: how near assess comes to the sum of its floors; the first goal is 0.40"
}'

# Ranks with their uncertainty, on one processor, beside plain kernels; then how often what is said of means,
# ranks and pairs is true in WORLDS (1000) whose truth is known.
echo
"$build/bench/rank" 1
echo
"$build/bench/truth" "${WORLDS:-1000}"
