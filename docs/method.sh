#!/bin/bash
# method.sh [PROGRAM]: what the choices of child-drr do to the scores of the made-up example plans. Each row
# changes one choice in a copy of the checklist; docs/method.md tells what they mean.
set -eu
cd "$(dirname "$0")/.."
program=${1:-build/banyan}
checklist=checklists/child-drr/checklist.json
plans="nepal-ward bangladesh-union vanuatu-island indonesia-village barangay-san-isidro"
# shellcheck disable=SC2086 # a list of words
files=$(printf 'examples/%s.json ' $plans)
work=$(mktemp -d "${TMPDIR:-/tmp}/banyan-method-XXXXXX")
trap 'rm -rf "$work"' EXIT
export LC_ALL=C
unset BANYAN_RULES BANYAN_CHECKLISTS BANYAN_STORE

# Score of 100 and band of each plan under a checklist, one a line: "93.7 A"; "- -" without a score.
scores() { # CHECKLIST
    # shellcheck disable=SC2086 # a list of words
    { "$program" assess --dry-run --checklist "$1" --format ndjson $files 2>"$work/said" || true; } |
        sed -E 's/.*"incomplete":[a-z]*,"score":([^,]*),"low":[^,]*,"high":[^,]*,"coverage":[^,]*,"band":("[^"]*"|null).*/\1 \2/' |
        tr -d '"' | awk '{ if ($1 == "null") print "- -"; else printf "%.1f %s\n", $1 * 100, $2 }'
}

row() { # TITLE: the scores in the input, beside each other
    local cells
    cells=$(awk '{ printf "%11s %-2s", $1, ($2 == "-" ? "" : $2) }')
    printf '%-34s%s\n' "$1" "$cells" | sed 's/ *$//'
}

changed() { # TITLE SED-EXPRESSION: must change something
    sed -E "$2" "$checklist" >"$work/changed.json"
    if cmp -s "$checklist" "$work/changed.json"; then
        echo "method.sh: $1: nothing was changed" >&2
        exit 1
    fi
    scores "$work/changed.json" | row "$1"
}

# The checklist with the weight of one domain doubled, or each with as many as it has criteria.
domain_weights() { # NUMBER|count
    awk -v which="$1" '
        FNR == 1 { pass++ }
        /^    \{/ { domain[pass]++ }
        /^          "id": / && pass == 1 { criteria[domain[1]]++ }
        pass == 2 && /^      "weight": / {
            if (which == "count") sub(/[0-9]+/, criteria[domain[2]])
            else if (domain[2] == which) sub(/[0-9]+/, "20")
        }
        pass == 2' "$checklist" "$checklist"
}

printf '%-34s' ""
for plan in $plans; do
    printf '%14s' "${plan%%-*}"
done
echo
scores "$checklist" | row "as it is"
echo "weights"
changed "  every criterion 1" '/^          "weight": /s/[0-9]+/1/'
changed "  vital 9, important 3, useful 1" '/^          "weight": 3/s/3/9/;/^          "weight": 2/s/2/3/'
domain_weights count >"$work/count.json"
scores "$work/count.json" | row "  domains by number of criteria"
domains=$(grep -cE '^      "weight": ' "$checklist")
for number in $(seq "$domains"); do
    domain_weights "$number" >"$work/one.json"
    scores "$work/one.json" >"$work/doubled.$number"
done
for end in least most; do
    paste -d ' ' "$work"/doubled.* | awk -v end="$end" '{
        best = 1
        for (i = 3; i < NF; i += 2)
            if (end == "least" ? $i + 0 < $best + 0 : $i + 0 > $best + 0) best = i
        print $best, $(best + 1)
    }' | row "  one domain doubled, at $end"
done
echo "aggregate"
changed "  geometric" 's/("aggregate": )"arithmetic"/\1"geometric"/'
changed "  harmonic" 's/("aggregate": )"arithmetic"/\1"harmonic"/'
changed "  weakest criterion" 's/("aggregate": )"arithmetic"/\1"minimum"/'
echo "what is open"
changed "  counts as 0" 's/("missing": )"range"/\1"zero"/'
changed "  no floor of coverage" 's/("min_coverage": )0.6/\10/'
changed "  floor of 0.8" 's/("min_coverage": )0.6/\10.8/'
echo "critical criteria"
changed "  none" 's/("cap": )"C"/\1"A"/'
changed "  hold down to D" 's/("cap": )"C"/\1"D"/'
