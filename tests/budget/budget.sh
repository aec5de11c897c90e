#!/bin/bash
# Budgets of work: what reading, checking, rules, scoring and storing take a plan, in counted instructions of our
# own functions and in calls of Lua, on fixed plans; and how many symbols of libraries are looked up at each start,
# which is most of its time. Fails where one has grown by over 5 %. Of plans it takes what more take over fewer, so that
# start-up is left out. All but the calls hang on compiler and libraries: with another compiler than that of
# tests/budget/budgets only the calls are compared.
#
#   budget.sh BUILD          compares with tests/budget/budgets
#   budget.sh BUILD write    writes them anew
set -u
cd "$(dirname "$0")/../.." || exit 1
build=$PWD/${1:-build}
results=${RESULTS:-$build/results}
file=tests/budget/budgets
few=20 more=60
mkdir -p "$results"
# shellcheck source=tests/note.sh
. tests/note.sh
work=$(mktemp -d "${TMPDIR:-/tmp}/banyan-budget-XXXXXX")
trap 'rm -rf "$work"' EXIT

compiler() { # the compiler with its version, how far it optimises, the processor
    local words
    read -ra words <"$build/flags.now"
    echo "${words[0]} $("${words[0]}" -dumpfullversion -dumpversion) $(grep -o -- ' -O[0-9sz]*' "$build/flags.now" | tail -n 1 | tr -d ' ') $(uname -m)"
}

# WORKLOAD PLANS OPTION...: runs that many of its plans; counts by stage in WORKLOAD.PLANS
count_run() {
    local name=$1 plans=$2 code=0
    head -n "$plans" "$work/$name.ndjson" >"$work/in.ndjson"
    rm -f "$work"/counted.db*
    valgrind --tool=callgrind --callgrind-out-file="$work/out" "$build/banyan" --store "$work/counted.db" assess --jobs 1 "${@:3}" \
        "$work/in.ndjson" >"$work/said" 2>"$work/err" || code=$?
    if [ $code -ne 0 ] && [ $code -ne 3 ]; then
        tail -n 5 "$work/err" >&2
        return 1
    fi
    awk -v program="$build/banyan" -f tests/budget/count.awk "$work/out" >"$work/$name.$plans"
}

count_both() { # WORKLOAD OPTION...: a plan's share, one row "WORKLOAD WHAT UNIT N" each
    count_run "$1" $few "${@:2}" && count_run "$1" $more "${@:2}" || return 1
    awk -v name="$1" -v plans=$((more - few)) '
        NR == FNR { before[$1 " " $2] = $3; next }
        { printf "%s %s %.0f\n", name, $1 " " $2, ($3 - before[$1 " " $2]) / plans }' \
        "$work/$1.$few" "$work/$1.$more" | sort
}

count_start() {
    LD_DEBUG=statistics "$build/banyan" version 2>&1 >/dev/null |
        awk '/final number of relocations:/ { n = $NF } END { print "start linking symbols " n; exit n == "" }'
}

count_all() {
    local small=$build/bench/workload
    "$build/bench/generate" checklists/child-drr/checklist.json examples/nepal-ward.json $more 1 >"$work/child-drr.ndjson" &&
        "$build/bench/plans" $more 1 >"$work/small-rules.ndjson" &&
        count_both child-drr &&
        count_both small-rules --checklist "$small/checklist.json" --rules "$small/rules" --no-isolate &&
        count_start
}

# ROWS BUDGETS SAME-COMPILER: one line "CODE|WHAT" a budget
compare() {
    awk -v same="$3" '
        /^#/ || /^compiler/ { next }
        NR == FNR { now[$1 " " $2 " " $3] = $4; next }
        $3 != "calls" && !same { next }
        {
            key = $1 " " $2 " " $3
            had = key in now ? now[key] : -1
            code = had < 0 || had > 1.05 * $4 + 1 ? 1 : 0
            said = had < 0 ? "none counted" : had > 1.05 * $4 + 1 ? "over the budget" \
                : had < 0.95 * $4 - 1 ? "far below the budget: make budgets" : "within the budget"
            printf "%d|%s, %s, %s a %s: %s, %s of %s\n", code, $1, $2, $3, $1 == "start" ? $1 : "plan", said, had, $4
        }' "$1" "$2"
}

count_all >"$work/rows" || { note 1 "the program is counted by callgrind"; noted "$results/budget"; exit 1; }
if [ "${2:-}" = write ]; then
    {
        echo "# What a plan may take, by tests/budget/budget.sh; written by make budgets. WORKLOAD STAGE UNIT BUDGET"
        echo "compiler $(compiler)"
        cat "$work/rows"
    } >$file
    echo "$file is written: $(wc -l <"$work/rows") budgets"
    exit 0
fi

same=1
if [ "compiler $(compiler)" != "$(grep ^compiler $file)" ]; then
    same=
    echo "# only calls are compared: $(compiler), but the budgets are those of $(sed -n 's/^compiler //p' $file)"
fi
while IFS='|' read -r code what; do
    note "$code" "$what"
done < <(compare "$work/rows" $file $same)
# A control: with budgets that are a tenth lower, each is passed.
awk '/^#/ || /^compiler/ { next } { $4 = int($4 / 1.1); print }' "$work/rows" >"$work/lower"
compare "$work/rows" "$work/lower" 1 | awk -F '|' '$1 == 0 { bad = 1 } END { exit NR == 0 || bad }'
note $? "control: a tenth more is noticed"
noted "$results/budget"
