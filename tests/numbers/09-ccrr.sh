. "$ROOT/tests/cli/lib.sh"
. "$ROOT/tests/numbers/lib.sh"
# Pillar 2 of UNICEF's climate risk report of 2026: the domains and scores of 28 countries as published, to 1e-6 on 0 to 10.
data=$ROOT/tests/data/ccrr
checklist=$ROOT/checklists/ccrr-vulnerability/checklist.json
maximum=1e-7 # on 0 to 1

# Our name of each table's indicator.
names="DTP1_access dtp1,DTP3_access dtp3,Skilled_birth_coverage skilled_birth,electricity_access electricity,Stunting stunting,\
Child_Food_Poverty child_food_poverty,At-least_basic_drinking_water basic_water,At-least_basic_sanitation basic_sanitation,\
Basic_hygiene basic_hygiene,Lower_secondary_out_of_school out_of_school,Lower_secondary_completion_rate completion,\
Learning_poverty learning_poverty,Child_labor child_labour,Child_marriage child_marriage,Child_poverty child_poverty,\
Under_five_covered_by_social_protection social_protection_u5,Under_five_mortality under_five_mortality"
awk -F, -v OFS=, -v names="$names" '
    NR == 1 { n = split(names, pair, ","); for (i = 1; i <= n; i++) { split(pair[i], part, " "); ours[part[1]] = part[2] }
        for (i = 1; i <= NF; i++) { sub(/\r$/, "", $i); if ($i in ours) { column[++count] = i; head = head ",facts.ccrr." ours[$i] } }
        print "id,country,community,round,date" head; next }
    { sub(/\r$/, ""); line = "CCRR-2026-" $1 "," $1 "," $1 ",2026,2026-06-15"
      for (i = 1; i <= count; i++) line = line "," ($(column[i] + 1) >= 2015 ? $(column[i]) : "")
      print line }' "$data/raw.csv" >plans.csv
is "$(head -n 1 plans.csv | tr ',' '\n' | grep -c '^facts')" 17 "17 indicators are published"

awk -F, -v OFS='|' 'BEGIN { split("score HEA NUT WSH EDU PRO POV SUR", what, " ") }
    NR > 1 { sub(/\r$/, ""); for (i = 2; i <= 9; i++) print "CCRR-2026-" $1, what[i - 1], $i == "" ? "" : sprintf("%.12f", $i / 10) }' \
    "$data/results.csv" >wanted
is "$(wc -l <wanted)" $((28 * 8)) "28 countries with seven domains and a score are published"
holds "all countries are assessed" results "$checklist" plans.csv
is "$(different $maximum)" 0 "none of them differs by more than 1e-6 on 0 to 10"
holds "the widest difference is about a billionth of the scale: $(widest)" awk -v x="$(widest)" 'BEGIN { exit x > 2e-9 }'

# The example of Nepal is one of them.
results "$checklist" "$ROOT/examples/nepal-ccrr.json"
example=$(cut -d'|' -f2- got)
results "$checklist" plans.csv
is "$example" "$(grep '^CCRR-2026-NPL|' got | cut -d'|' -f2-)" "the example of Nepal has the published figures"

# ---- what is changed is seen: each goalpost, each weight. The only indicator of survival has nobody to outweigh.
is "$(noticed "$checklist" plans.csv $maximum '"low": ' '"low": -1')" "17 of 17" "control: each lower end"
is "$(noticed "$checklist" plans.csv $maximum '"high": ' '"high": 1')" "17 of 17" "control: each upper end"
is "$(noticed "$checklist" plans.csv $maximum '"rule": "ccrr' '"weight": 2, "rule": "ccrr')" "16 of 17" "control: each weight of an indicator"
is "$(noticed "$checklist" plans.csv $maximum '^      "id": ' '      "weight": 2, "id": ')" "7 of 7" "control: each weight of a domain"
is "$(noticed "$checklist" plans.csv $maximum ', "reversed": true' '')" "9 of 9" "control: each indicator that is turned round"
finish
