. "$ROOT/tests/cli/lib.sh"
. "$ROOT/tests/numbers/lib.sh"
# `compare --composite`: COINr's example from the raw table to the ranks under a hundred sets of weights, INFORM 2025
# from raw indicators, UNICEF's vulnerability of children from its world tables, the Human Development Index, and
# INFORM Sahel: each as published or computed by others.
data=$ROOT/tests/data

# Leaves in `got` lines UNIT|CODE|VALUE of all indicators and aggregates; with `rank` their ranks.
composite() { # SPEC [rank]
    banyan compare --composite "$1" --format json
    [ "${code:-}" = 0 ] || return 1
    sqlite3 :memory: "SELECT json_extract(u.value, '\$.unit'), v.key,
            CASE WHEN json_extract(v.value, '\$.${2:-score}') IS NULL THEN ''
                 ELSE printf('%.12f', json_extract(v.value, '\$.${2:-score}')) END
        FROM json_each(CAST(readfile('out') AS TEXT), '\$.units') u, json_each(u.value, '\$.values') v" >got
}
# A table with a header: lines ROW|COLUMN|VALUE, the rows called by its first column.
long() { # TABLE
    awk -F, -v OFS='|' '{ gsub(/"/, ""); sub(/\r$/, "") }
        NR == 1 { for (i = 1; i <= NF; i++) name[i] = $i; next }
        { for (i = 2; i <= NF; i++) print $1, name[i], $i }' "$1"
}

# ---- COINr's example
cp "$data"/coinr/*.csv .
asem() { # MEMBERS: a specification of the example's steps before normalisation, with these members
    cat <<EOF
{"banyan": 1, "title": "Sustainable connectivity", "data": "asem_iData.csv", "meta": "asem_iMeta.csv",
 "denominators": true, "fill": {"method": "group_mean", "group": "EurAsia_group"}, "treat": {"method": "winsorise"},
 $1}
EOF
}
asem '"uncertainty": {"weights": "ua_noisy_weights_rep001_100.csv"}' >asem.json
long asem_example_aggregated.csv >wanted
is "$(wc -l <wanted)" $((51 * 60)) "51 units with 49 indicators and 11 aggregates are given"
holds "the index is made" composite asem.json
is "$(different 1e-9)" 0 "indicators and aggregates are COINr's to 1e-9"
replications() { # MEMBER: lines UNIT|SET|VALUE
    sqlite3 :memory: "SELECT json_extract(doc, '\$.uncertainty.units[' || v.key || ']'), 'r' || (s.key + 1),
            printf('%.12f', v.value)
        FROM (SELECT CAST(readfile('out') AS TEXT) AS doc), json_each(doc, '\$.uncertainty.$1') s, json_each(s.value) v" >got
}
long ua_noisy_weights_scores_rep001_100.csv >wanted
is "$(wc -l <wanted)" 5100 "100 sets of weights are given"
replications scores
is "$(different 1e-9)" 0 "scores under each set of weights are COINr's to 1e-9"
long ua_noisy_weights_ranks_rep001_100.csv >wanted
replications ranks
is "$(different 0)" 0 "ranks under each set of weights are COINr's"
awk -F, 'FNR > 1 { gsub(/"/, ""); print $1 "|outside|" ($2 == "TRUE" || $6 == "TRUE" ? 0 : 1); print $1 "|treated|" ($5 > 0) }' \
    asem_treat_details.csv >wanted
sqlite3 :memory: "SELECT json_extract(value, '\$.code'), 'outside', json_extract(value, '\$.outliers_left') FROM
        json_each(CAST(readfile('out') AS TEXT), '\$.items') UNION ALL SELECT json_extract(value, '\$.code'), 'treated',
        json_extract(value, '\$.winsorised') > 0 FROM json_each(CAST(readfile('out') AS TEXT), '\$.items')" |
    grep -v '|$' >got
is "$(different 0) of $(wc -l <wanted)" "0 of 98" "the same indicators are treated, and none is left outside"

asem '"normalise": "z"' >z.json
long norm_zscore_0_1_from_treated.csv >wanted
holds "z-scores are made" composite z.json
is "$(different 1e-9)" 0 "z-scores are COINr's to 1e-9"

for mean in arithmetic geometric; do
    asem "\"scale\": {\"from\": 1, \"to\": 100}, \"aggregate\": \"$mean\"" >mean.json
    table=agg_${mean:0:1}mean_minmax1_100.csv
    long "$table" | grep -v '|Rank|' >wanted
    is "$(wc -l <wanted)" $((51 * 11)) "$mean: 11 aggregates are given"
    holds "$mean: the index is made" composite mean.json
    is "$(different 1e-9)" 0 "$mean: aggregates are COINr's to 1e-9"
    long "$table" | sed -n 's/|Rank|/|Index|/p' >wanted
    holds "$mean: it is made again" composite mean.json rank
    is "$(different 0)" 0 "$mean: ranks are COINr's"
    cp wanted "wanted.$mean"
done
# What is said of arithmetic against geometric means is what the two tables say.
shift_of() { # the largest difference of two ranks, and how many differ
    awk -F'|' 'FNR == NR { rank[$1] = $3; next }
        { off = rank[$1] - $3; if (off < 0) off = -off; n += off > 0; if (off > most) most = off } END { print most, n }' \
        wanted.arithmetic wanted.geometric
}
is "$(sqlite3 -separator ' ' :memory: "SELECT json_extract(value, '\$.shift'), json_extract(value, '\$.moved')
    FROM json_each(CAST(readfile('out') AS TEXT), '\$.contrasts') WHERE json_extract(value, '\$.geometric_in') = 'every step'" |
    sed 's/\.0//')" "$(shift_of)" "arithmetic against geometric in every step: largest shift and ranks that move"

# What is changed is seen.
seen() { # NAME FROM TO
    sed "s/$2/$3/" asem.json >other.json
    long asem_example_aggregated.csv >wanted
    holds "control: $1 is made" composite other.json
    holds "control: $1 is seen" test "$(different 1e-9)" -ge 20
}
seen "another limit of skewness" '"winsorise"' '"winsorise", "skew": 1.5'
seen "no more than two values" '"winsorise"' '"winsorise", "most": 2'
seen "one indicator without treatment" '"denominators"' '"indicators": {"Gas": {"treat": false}}, "denominators"'
seen "the median of one aggregate" '"denominators"' '"nodes": {"Environ": {"aggregate": "median"}}, "denominators"'
seen "no denominators" '"denominators": true' '"denominators": false'
seen "the mean of all" '"group_mean", "group": "EurAsia_group"' '"mean"'

# ---- INFORM 2025, the example
columns="RISK=INFORM RISK;HE=HAZARD & EXPOSURE;NAT=Natural;HUM=Human;VU=VULNERABILITY;SE=Socio-Economic Vulnerability
VG=Vulnerable Groups;OVG=Other Vulnerable Groups;LCC=LACK OF COPING CAPACITY;INS=Institutional;DRR=DRR;GOV=Governance
INF=Infrastructure;COM=Communication;PHY=Physical infrastructure;HEA=Access to health care"
long "$data/inform/inform2025_results_asia_pacific.csv" >all # COUNTRY|COLUMN|VALUE
awk -F'|' -v OFS='|' -v columns="${columns//$'\n'/;}" '
    BEGIN { n = split(columns, pair, ";"); for (i = 1; i <= n; i++) { split(pair[i], part, "="); code[part[2]] = part[1] } }
    FNR == NR { if ($2 == "ISO3") iso[$1] = $3; next }
    $2 in code { print iso[$1], code[$2], $3 ~ /^[0-9.]+$/ ? $3 : "" }' all all >wanted
is "$(wc -l <wanted)" $((38 * 16)) "INFORM: 38 countries with 16 figures are published"
holds "INFORM: the risk is made" composite "$ROOT/docs/composite/inform-2025.json"
is "$(different 1e-9)" 0 "INFORM: all are as published"
awk -F'|' -v OFS='|' 'FNR == NR { if ($2 == "ISO3") iso[$1] = $3; next } $2 == "Rank" { print iso[$1], $3 }' all all >world
awk -F'|' -v OFS='|' 'FNR == NR { rank[$1] = $2; next }
    { n = 1; for (u in rank) n += rank[u] < $2; print $1, "RISK", n }' world world >wanted
holds "INFORM: ranks are made" composite "$ROOT/docs/composite/inform-2025.json" rank
is "$(different 0)" 0 "INFORM: the order of 38 countries is that of the world's ranks, ties among them"

# ---- UNICEF, vulnerability of children: clipped, then between the ends of what is left
ccri=$data/ccri
tables="DTP1_access:-1:health DTP3_access:-1:health Skilled_birth_coverage:-1:health electricity_access:-1:health Stunting:1:nutrition
Child_Food_Poverty:1:nutrition At-least_basic_drinking_water:-1:wash At-least_basic_sanitation:-1:wash Basic_hygiene:-1:wash
Lower_secondary_out_of_school:1:education Lower_secondary_completion_rate:1:education Learning_poverty:1:education Child_labor:1:protection
Child_marriage:1:protection Child_poverty:1:poverty Under_five_covered_by_social_protection:-1:poverty Under_five_mortality:1:survival"
{
    echo Level,iCode,Parent,Direction,Weight,Type
    # Completion of school is an amount of risk once it is turned round, as coverage is.
    for t in $tables; do
        IFS=: read -r table direction domain <<<"$t"
        [ "$table" != Lower_secondary_completion_rate ] || direction=-1
        echo "1,$table,$domain,$direction,1,Indicator"
    done
    for domain in health nutrition wash education protection poverty survival; do echo "2,$domain,P2,1,1,Aggregate"; done
    echo 3,P2,,1,1,Aggregate
} >ccri.meta.csv
for t in $tables; do
    awk -F, -v OFS=, -v table="${t%%:*}" 'FNR > 1 && $2 >= 2015 && $3 != "" { print table, $1, $3 + 0 }' CONVFMT=%.17g OFMT=%.17g "$ccri/p2_raw/P2_${t%%:*}.csv"
done | awk -F, -v OFS=, '
    { if (!($2 in seen)) { seen[$2]; unit[++units] = $2 } if (!($1 in known)) { known[$1]; name[++names] = $1 } x[$2, $1] = $3 }
    END { head = "uCode"; for (i = 1; i <= names; i++) head = head "," name[i]; print head
        for (u = 1; u <= units; u++) { line = unit[u]; for (i = 1; i <= names; i++) line = line "," x[unit[u], name[i]]; print line } }' >ccri.data.csv
awk -F, 'NR > 1 { printf "%s\"%s\": {\"clip\": [%s, %s]}", n++ ? ", " : "", substr($2, 4), $3, $4 }' \
    <(grep -v Wasting "$ccri/p2_min_max.csv" | tr -d '\r') >clips
cat >ccri.json <<EOF
{"banyan": 1, "title": "Vulnerability of children", "data": "ccri.data.csv", "meta": "ccri.meta.csv",
 "scale": {"from": 0, "to": 10}, "normalise": "min_max", "min_indicators": 0.4, "indicators": {$(cat clips)}}
EOF
{
    long "$ccri/P2_expected_asia_pacific.csv" | sed -n 's/|P2_\(.*\)_value_normalized|/|\1|/p; s/|P2_arithmetic_avg|/|P2|/p'
    long "$ccri/p2_group_mean_asia_pacific.csv"
} >wanted
is "$(wc -l <wanted)" $((37 * 25)) "UNICEF: 37 countries with 25 figures are published"
holds "UNICEF: the index is made of all countries and groups" composite ccri.json
is "$(different 1e-9)" 0 "UNICEF: all are as published"
holds "UNICEF: the widest difference is noise: $(widest)" awk -v x="$(widest)" 'BEGIN { exit x > 1e-9 }'

# ---- the Human Development Index, to three decimals
hdi=$data/hdi/hdi2022_asia_pacific.csv
printf '%s\n' Level,iCode,Parent,Direction,Weight,Type 1,le,health,1,1,Indicator 1,eys,education,1,1,Indicator \
    1,mys,education,1,1,Indicator 1,gnipc,income,1,1,Indicator 2,health,HDI,1,1,Aggregate 2,education,HDI,1,1,Aggregate \
    2,income,HDI,1,1,Aggregate 3,HDI,,1,1,Aggregate >hdi.meta.csv
awk -F, -v OFS=, 'NR == 1 { print "uCode", "uName", "le", "eys", "mys", "gnipc"; next } { print $1, $2, $7, $8, $9, $10 }' "$hdi" >hdi.data.csv
cat >hdi.json <<'EOF'
{"banyan": 1, "title": "Human Development Index 2022", "data": "hdi.data.csv", "meta": "hdi.meta.csv",
 "scale": {"from": 0, "to": 1}, "normalise": "goalposts", "min_available": 1, "min_indicators": 1,
 "indicators": {"le": {"normalise": {"low": 20, "high": 85}}, "eys": {"normalise": {"low": 0, "high": 18}},
   "mys": {"normalise": {"low": 0, "high": 15}}, "gnipc": {"transform": "log", "normalise": {"low": 100, "high": 75000}}},
 "nodes": {"HDI": {"aggregate": "geometric", "round": 3}}}
EOF
awk -F, -v OFS='|' 'NR > 1 { print $1, "HDI", $6 }' "$hdi" >wanted
is "$(wc -l <wanted)" 38 "HDI: 38 countries are published"
holds "HDI: the index is made" composite hdi.json
is "$(different 1e-12)" 0 "HDI: all are as published, and one has none"
is "$(grep -c '|HDI|$' got)" 1 "HDI: who lacks a part has no score"
banyan compare --composite hdi.json
says out 'No score and no rank, with less than 100 % of the indicators: Korea' "HDI: and that is said"

# ---- INFORM Sahel: published components, figures rounded when published
sahel=$data/inform-sahel
parents="HA.NAT.FL=HA.NAT HA.NAT.DR=HA.NAT HA.HUM.CON=HA.HUM VU.SEV.PD=VU.SEV VU.SEV.INQ=VU.SEV VU.SEV.AD=VU.SEV VU.VGR.UP=VU.VGR
VU.VGR.OG.U5=VU.VGR.OG VU.VGR.OG.HE=VU.VGR.OG VU.VGR.OG.NATDIS-REL=VU.VGR.OG VU.VGR.OG.FS=VU.VGR.OG CC.INS.DRR=CC.INS CC.INS.GOV=CC.INS
CC.INF.COM=CC.INF CC.INF.PHY=CC.INF CC.INF.AHC=CC.INF"
{
    echo Level,iCode,Parent,Direction,Weight,Type
    for pair in $parents; do
        [ "${pair%=*}" = VU.SEV.PD ] && weight=2 || weight=1
        echo "1,${pair%=*},${pair#*=},1,$weight,Indicator"
    done
    echo 2,VU.VGR.OG,VU.VGR,1,1,Aggregate
    for pair in HA.NAT=HA HA.HUM=HA VU.SEV=VU VU.VGR=VU CC.INS=CC CC.INF=CC; do echo "3,${pair%=*},${pair#*=},1,1,Aggregate"; done
    for code in HA VU CC; do echo "4,$code,INFORM,1,1,Aggregate"; done
    echo 5,INFORM,,1,1,Aggregate
} >sahel.meta.csv
awk -F, -v OFS=, -v parents="${parents//$'\n'/ }" '
    BEGIN { n = split(parents, pair, " "); head = "uCode"; for (i = 1; i <= n; i++) { sub(/=.*/, "", pair[i]); head = head "," pair[i] } print head }
    FNR > 1 && /^[A-Z][A-Z]-/ { if (!($1 in seen)) { seen[$1]; unit[++units] = $1 } x[$1, $2] = $3 }
    END { for (u = 1; u <= units; u++) { line = unit[u]; for (i = 1; i <= n; i++) line = line "," x[unit[u], pair[i]]; print line } }' \
    "$sahel/scores.csv" >sahel.data.csv
igm='{"aggregate": "inverted_geometric", "floor": 0.1}'
cat >sahel.json <<EOF
{"banyan": 1, "title": "INFORM Sahel", "data": "sahel.data.csv", "meta": "sahel.meta.csv", "missing": ["x", "-99"],
 "scale": {"from": 0, "to": 10}, "normalise": "none", "min_indicators": 0.3,
 "indicators": {"HA.HUM.CON": {"factor": 0.66}},
 "nodes": {"HA.NAT": $igm, "VU.VGR": $igm, "VU.VGR.OG": $igm, "HA": $igm, "VU": $igm, "CC": $igm, "INFORM": {"aggregate": "geometric"}}}
EOF
awk -F, -v OFS='|' 'FNR > 1 && $2 ~ /^(HA|HA.NAT|HA.HUM|VU|VU.SEV|VU.VGR|VU.VGR.OG|CC|CC.INS|CC.INF|INFORM)$/ { print $1, $2, $3 }' \
    "$sahel/scores.csv" >wanted
is "$(wc -l <wanted)" $((132 * 11)) "Sahel: 132 units with eleven figures are published"
holds "Sahel: the risk is made" composite sahel.json
is "$(different 0.1)" 0 "Sahel: none is off by more than 0.1"
finish
