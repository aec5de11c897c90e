. "$ROOT/tests/cli/lib.sh"
. "$ROOT/tests/numbers/lib.sh"
# Pillar 2 of UNICEF's climate risk index of 2025: every indicator, domain and score of 37 countries as published, to
# 1e-6 on 0 to 10, and the goalposts are the ends of the clipped tables.
data=$ROOT/tests/data/ccri
checklist=$ROOT/checklists/ccri-vulnerability/checklist.json
example=$ROOT/examples/ccri-2025.csv
maximum=1e-7 # on 0 to 1

# criterion, table, which end of it is the worst
tables="HEA-1 DTP1_access low
HEA-2 DTP3_access low
HEA-3 Skilled_birth_coverage low
HEA-4 electricity_access low
NUT-1 Stunting high
NUT-2 Child_Food_Poverty high
WSH-1 At-least_basic_drinking_water low
WSH-2 At-least_basic_sanitation low
WSH-3 Basic_hygiene low
EDU-1 Lower_secondary_out_of_school high
EDU-2 Lower_secondary_completion_rate low
EDU-3 Learning_poverty high
PRO-1 Child_labor high
PRO-2 Child_marriage high
POV-1 Child_poverty high
POV-2 Under_five_covered_by_social_protection low
SUR-1 Under_five_mortality high"

# ---- the goalposts: the ends of what is left of a table after clipping, values before 2015 left out
args() { # CRITERION: worst|best|direction
    sqlite3 :memory: "SELECT json_extract(value, '\$.args.worst'), json_extract(value, '\$.args.best'),
        json_extract(value, '\$.args.direction') FROM json_tree(CAST(readfile('$checklist') AS TEXT))
        WHERE type = 'object' AND json_extract(value, '\$.id') = '$1'"
}
ends() { # TABLE END: worst|best, by the table
    awk -F, -v table="P2_$1" -v end="$2" '
        FNR == NR { if ($2 == table) { from = $3 + 0; to = $4 + 0 } next }
        FNR > 1 && $3 != "" && $2 >= 2015 {
            x = $3 + 0; x = x < from ? from : x > to ? to : x
            if (!n++ || x < low) low = x
            if (n == 1 || x > high) high = x }
        END { print end == "low" ? low "|" high : high "|" low }' CONVFMT=%.15g \
        "$data/p2_min_max.csv" "$data/p2_raw/P2_$1.csv"
}
equal() { # A B: the same numbers
    awk -v a="$1" -v b="$2" 'BEGIN { n = split(a, x, "|"); split(b, y, "|")
        for (i = 1; i <= n; i++) { off = x[i] - y[i]; if (off > 1e-12 || off < -1e-12) exit 1 } exit n != 2 }'
}
count=0
while read -r criterion table end; do
    ours=$(args "$criterion")
    holds "$criterion: goalposts of $table" equal "${ours%|risk}" "$(ends "$table" "$end")"
    is "${ours##*|}" risk "$criterion is an amount of risk"
    count=$((count + 1))
done <<<"$tables"
is $count "$(grep -c '"rule": "standard/goalposts"' "$checklist")" "all criteria have a table"

# ---- the example: the tables' values of 2015 or later
while read -r criterion table _; do
    awk -F, -v OFS='|' -v criterion="$criterion" 'FNR > 1 && $2 >= 2015 && $3 != "" { print "CCRI-2025-" $1, criterion, $3 + 0 }' \
        "$data/p2_raw/P2_$table.csv"
done <<<"$tables" | sort >of-tables
awk -F, -v OFS='|' 'NR == 1 { for (i = 1; i <= NF; i++) name[i] = $i; next }
    { for (i = 8; i <= NF; i++) if ($i != "") print $1, name[i], $i + 0 }' "$example" | sort >of-example
awk -F'|' 'FNR == NR { plan[$1]; next } $1 in plan' of-example of-tables >of-tables.here
holds "the example holds the tables' values" test -s of-example -a -s of-tables.here
holds "the example holds them all, and no other" cmp of-example of-tables.here

# ---- the results
awk -F, -v OFS='|' -v tables="$tables" '
    { sub(/\r$/, "") }
    FNR == 1 { file++; for (i = 1; i <= NF; i++) name[i] = $i
        n = split(tables, line, "\n")
        for (i = 1; i <= n; i++) { split(line[i], part, " "); criterion["P2_" part[2] "_value_normalized"] = part[1] }
        node["health"] = "HEA"; node["nutrition"] = "NUT"; node["wash"] = "WSH"; node["education"] = "EDU"
        node["protection"] = "PRO"; node["poverty"] = "POV"; node["survival"] = "SUR"
        next }
    { for (i = 2; i <= NF; i++) {
          what = file == 2 ? node[name[i]] : name[i] == "P2_arithmetic_avg" ? "score" : criterion[name[i]]
          if (what != "") print "CCRI-2025-" $1, what, $i == "" ? "" : sprintf("%.12f", $i / 10) } }' \
    "$data/P2_expected_asia_pacific.csv" "$data/p2_group_mean_asia_pacific.csv" >wanted
is "$(wc -l <wanted)" $((37 * (17 + 7 + 1))) "37 countries with 17 indicators, 7 domains and a score are published"
holds "all countries are assessed" results "$checklist" "$example"
is "$(different $maximum)" 0 "none of them differs by more than 1e-6 on 0 to 10"
holds "the widest difference is below a billionth of the scale: $(widest)" awk -v x="$(widest)" 'BEGIN { exit x > 1.01e-9 }'

# ---- the floor: 40 % of the weight, where the index counts 40 % of the indicators
head='id,country,community,round,date,HEA-1,HEA-2,HEA-3,HEA-4,WSH-1,WSH-2,WSH-3,NUT-1,NUT-2'
printf '%s\n' "$head" 'two-domains,NPL,n,1,2025-12-31,90,90,90,90,90,90,90,,' 'three-domains,NPL,n,1,2025-12-31,90,90,90,90,90,90,90,20,20' >floor.csv
mv wanted all
holds "plans with seven and nine indicators are assessed" results "$checklist" floor.csv
is "$(grep '^two-domains|score|' got)" "two-domains|score||" "seven indicators in two domains: no score here, though they are 41 % of 17"
is "$(grep -c '^three-domains|score|0\.[0-9]*|' got)" 1 "with a third domain there is one"
mv all wanted

# ---- what is changed is seen: each goalpost, each weight. The only indicator of survival has nobody to outweigh.
is "$(noticed "$checklist" "$example" $maximum '"worst": ' '"worst": 1')" "17 of 17" "control: each worst end"
is "$(noticed "$checklist" "$example" $maximum '"best": ' '"best": 1')" "17 of 17" "control: each best end"
is "$(noticed "$checklist" "$example" $maximum '"weight": 1,' '"weight": 2,')" "23 of 24" "control: each weight"
finish
