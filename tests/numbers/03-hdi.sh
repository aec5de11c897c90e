. "$ROOT/tests/cli/lib.sh"
. "$ROOT/tests/numbers/lib.sh"
# The Human Development Index 2022 of 38 countries, to the three decimals that are published: goalposts, one of
# them in logarithms, an arithmetic mean within a geometric one, rounding, and no index where a part is missing.
data=$ROOT/tests/data/hdi/hdi2022_asia_pacific.csv
checklist=$ROOT/checklists/human-development/checklist.json
example=$ROOT/examples/human-development-2022.csv
maximum=1e-9

awk -F, -v OFS=, 'NR > 1 { print $1, $2, $7, $8, $9, $10 }' "$data" >published
awk -F, -v OFS=, 'NR > 1 { print $3, $4, $8, $9, $10, $11 }' "$example" >of-example
holds "the example holds the published components" cmp published of-example

awk -F, -v OFS='|' 'NR > 1 { print "HDI-2022-" $1, "score", $6 }' "$data" >wanted
is "$(wc -l <wanted)" 38 "38 countries are published"
holds "all countries are assessed" results "$checklist" "$example"
is "$(different $maximum)" 0 "none of 38 differs"
while IFS=, read -r iso3 country group _ _ index _; do
    is "$(grep "^HDI-2022-$iso3|score|" got)" \
        "HDI-2022-$iso3|score|${index:+$(printf '%.9f' "$index")}|${index:+$group}" "$country: ${index:-none}, $group"
done < <(tail -n +2 "$data")

# ---- what is changed is seen
is "$(noticed "$checklist" "$example" $maximum '"worst": ' '"worst": 1')" "4 of 4" "control: each lower goalpost"
is "$(noticed "$checklist" "$example" $maximum '"best": ' '"best": 1')" "4 of 4" "control: each upper goalpost"
changed() { # NAME PATTERN REPLACEMENT: many indices become others
    holds "control: $1 is a checklist" nth "$checklist" 1 "$2" "$3"
    nth "$checklist" 1 "$2" "$3" >other.json
    holds "control: $1 is assessed" results other.json "$example"
    holds "control: $1 is seen" test "$(different $maximum)" -ge 10
}
changed "without the logarithm" ', "transform": "log"' ''
changed "an arithmetic mean" '"aggregate": "geometric"' '"aggregate": "arithmetic"'
changed "life expectancy to 84" '"best": 85' '"best": 84'
changed "income to 76 000" '"best": 75000' '"best": 76000'
changed "schooling counted as two dimensions" '"aggregate": "arithmetic"' '"aggregate": "geometric"'
changed "two decimals" '"decimals": 3}' '"decimals": 2}'
finish
