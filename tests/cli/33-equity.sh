. "$ROOT/tests/cli/lib.sh"
# How unequal subgroups are. Nepal's fifths have the means 30, 50 and 80 with the errors 10, 10, 10, and 200, 200 and 600
# children: mean 64; ranks 0.1, 0.3 and 0.7.
export BANYAN_STORE=$WORK/s.db
banyan assess --checklist "$DATA/compare.json" "$DATA/equity.csv"
exits 0 "stored"
measure() { # SET ID KEY
    sqlite3 :memory: "SELECT ifnull(json_extract(value, '\$.$3'), 'null')
        FROM json_each(CAST(readfile('$WORK/out') AS TEXT), '\$.equity[$1].measures') WHERE json_extract(value, '\$.id') = '$2'"
}

banyan compare --equity wealth_quintile --country NPL --format json
exits 0 "compare --equity"
is "$(json out '$.by') $(json out '$.equity[#]') $(json out '$.equity[0].dimension')" '["wealth_quintile"]  wealth_quintile' "one set"
is "$(json out '$.equity[0].ordered') $(json out '$.equity[0].favourable') $(json out '$.equity[0].population_counts') $(json out '$.equity[0].weighted')" \
    "1 1 children 1" "in order, more is better, by children"
is "$(json out '$.equity[0].mean') $(json out '$.equity[0].worst') $(json out '$.equity[0].worst_estimate') $(json out '$.equity[0].best')" "0.64 1 0.3 3" \
    "the mean, and the worst beside it"
is "$(json out '$.equity[0].silent') $(json out '$.equity[0].few')" "1 3" "who does not tell, and small subgroups"
is "$(json out '$.equity[0].subgroups[0]')" \
    '{"subgroup":"1","label":"1 (poorest)","n":2,"estimate":0.3,"se":0.1,"population":200,"order":1}' "a subgroup"
is "$(measure 0 d value) $(measure 0 d se)" "0.5 0.141421356" "difference: 0.8 - 0.3, the root of 0.01 + 0.01"
is "$(measure 0 d ci)" "[-0.108486984,1]" "t of two degrees times the error, and no more than the whole"
is "$(measure 0 r value) $(measure 0 par value) $(measure 0 paf value)" "2.666666667 0.16 25" "ratio, population attributable risk and fraction"
# 2 (0.2 x -0.4 x 0.3 + 0.2 x -0.2 x 0.5 + 0.6 x 0.2 x 0.8)
is "$(measure 0 aci value) $(measure 0 rci value)" "0.104 0.1625" "concentration indices"
is "$(json out '$.equity[0].slope_model') $(measure 0 sii gap)" "logit null" "a slope that stays within 0 and 1"
is "$(measure 0 bgv value)" "" "nothing for subgroups without order"
is "$(json out '$.comparability.grade')" "full" "and what can be held against what"

banyan compare --equity wealth_quintile --country NPL
exits 0 "as text"
says out '^1 \(poorest\) +2 +20\.0 % +30\.0 +10\.0 .* <$' "the worst is marked"
says out '^Mean of all subgroups 64\.0; worst \(<\): 1 \(poorest\), 30\.0$' "beside the mean"
says out '^Difference +d +50\.0 +-10\.8 … 100\.0$' "a measure"
says out '^Subgroups with fewer than 5 assessments: 3; what is said of them may be chance' "a warning"
says out '^Communities that do not tell their subgroup, left out: 1$' "who is left out"
says out '^Can be compared: one checklist' "what can be held against what"

banyan compare --by country --equity setting --of P
exits 0 "without order, by country"
says out '^Nepal, 2026, total +61\.3 +rural +33\.3 +40\.0$' "the worst of each country beside its mean"
says out '^Bhutan, 2026, total +50\.0 +rural +50\.0 +-$' "one subgroup has nothing to differ from"
says out '^Best and worst are picked after the fact' "a warning"
says out '^Not measured with so few subgroups: par, paf, bgv' "what is not measured, and why"
banyan compare --by country --equity setting --of P --format ndjson
sed -n 3p out >line
is "$(wc -l <out) $(json line '$.setting') $(json line '$.worst_estimate')" "4 Nepal 0.333333333" "a line a set"
banyan compare --equity hazard --format json
is "$(json out '$.equity[0].overlaps') $(json out '$.equity[0].mean') $(measure 0 d gap) $(measure 0 d se) $(measure 0 par gap)" "1  null null few_groups" \
    "a community with two hazards: no mean, no error"
banyan compare --by country --equity setting --format csv
exits 0 "as CSV"
is "$(head -n 1 out | tr -d '\r')" "setting,date,indicator,dimension,measure,title,unit,value,se,ci_lb,ci_ub,fit_se,mean,worst,worst_estimate,gap" "its head"
says out '^Nepal,2026,total,setting,d,Difference,,0\.4,' "a line a measure"
says out '^Bhutan,2026,total,setting,d,Difference,,,,,,,0\.5,rural,0\.5,few_groups' "a gap has its line and its reason"
says err '^banyan: publishing: Not for publishing' "what nobody may miss is said beside it"
banyan compare --equity setting --format xlsx --output x.xlsx
exits 64 "no room in a workbook of groups"
banyan compare --equity setting --country NPL --publish --format json
is "$(json out '$.equity[0].withheld') $(measure 0 d gap) $(json out '$.equity[0].subgroups[0].estimate') $(json out '$.equity[0].mean')" "1 withheld  " \
    "of small groups nothing is published"
banyan compare --by setting --equity setting
exits 64 "an attribute twice"
banyan compare --equity colour
exits 64 "no such attribute"

# A table: the numbers of the tests of WHO's package healthequal.
banyan compare --equity-table "$DATA/equity-table.csv" --format json
exits 0 "compare --equity-table"
is "$(measure 0 aci value) $(measure 0 aci fit_se)" "7.328420321 0.293685441" "concentration index, with the error that HEAT prints"
is "$(measure 0 rci value) $(measure 0 par value) $(measure 0 paf value)" "0.177768612 18.775510204 45.544554455" "more of them"
is "$(measure 0 sii value)" "44.89053359" "slope index, as R's glm"
is "$(json out '$.equity[1].favourable') $(json out '$.equity[1].worst') $(measure 1 d value)" "0 Boys 4" "of harm, less is better"
banyan compare --equity-table "$DATA/equity-table.csv"
exits 0 "as text"
says out '^A country, 2026, Drills +41\.2 +Poorest +20\.0 +40\.0$' "a line a set"
says out '^Relative index of inequality +rii +3\.236 +1\.370 … 7\.647 ratio$' "a measure"
sed 's/,5,78,/,five,78,/' "$DATA/equity-table.csv" >bad.csv
banyan compare --equity-table bad.csv
exits 1 "a cell that is no number"
says err '^banyan: bad.csv:2: se: "five" is no number: write it as 12.5$' "with its line"
banyan compare --equity-table "$DATA/equity-table.csv" --format csv --output t.csv
silent out "into a file"
holds "which has a line a measure" grep -q '^A country,2026,Deaths,Sex,d,Difference,,4,' t.csv
banyan compare --equity-table none.csv
exits 1 "no such file"
printf 'dimension,subgroup,estimate\nSex,Girls,0.4\nSex,Boys,0.5\n' | banyan compare --equity-table -
says out '^Boys +- +- +0\.500 ' "from standard input"
finish
