. "$ROOT/tests/cli/lib.sh"
. "$ROOT/tests/numbers/lib.sh"
# INFORM Sahel, 132 units below the national level: from the published components to each published mean and to the risk. What is
# published was rounded to one decimal and computed from unrounded figures, so 0.1 is allowed.
data=$ROOT/tests/data/inform-sahel
checklist=$ROOT/tests/numbers/inform-sahel.json
maximum=0.01 # on 0 to 1

means="HA HA.NAT HA.HUM VU VU.SEV VU.VGR VU.VGR.OG CC CC.INS CC.INF"
components="HA.NAT.FL HA.NAT.DR HA.HUM.CON VU.SEV.PD VU.SEV.INQ VU.SEV.AD VU.VGR.UP VU.VGR.OG.U5 VU.VGR.OG.HE VU.VGR.OG.NATDIS-REL \
VU.VGR.OG.FS CC.INS.DRR CC.INS.GOV CC.INF.COM CC.INF.PHY CC.INF.AHC"
awk -F, -v OFS=, -v components="$components" '
    BEGIN { n = split(components, id, " "); head = "id,country,community,round,date"
        for (i = 1; i <= n; i++) head = head ",facts.sahel." id[i]
        print head
        split("BF BFA CM CMR GM GMB ML MLI MR MRT NE NER NG NGA SN SEN TD TCD", code, " ")
        for (i = 1; i in code; i += 2) country[code[i]] = code[i + 1] }
    FNR > 1 && /^[A-Z][A-Z]-/ { if (!($1 in seen)) { seen[$1]; unit[++units] = $1 } score[$1, $2] = $3 ~ /^[0-9.]+$/ ? $3 : "" }
    END { for (u = 1; u <= units; u++) { line = unit[u] "," country[substr(unit[u], 1, 2)] "," unit[u] ",2018,2018-12-31"
        for (i = 1; i <= n; i++) line = line "," score[unit[u], id[i]]
        print line } }' "$data/scores.csv" >plans.csv
awk -F, -v OFS='|' -v means="$means" '
    BEGIN { n = split(means, id, " "); for (i = 1; i <= n; i++) what[id[i]] = id[i]; what["INFORM"] = "score" }
    FNR > 1 && ($2 in what) { print $1, what[$2], sprintf("%.9f", $3 / 10) }' "$data/scores.csv" >wanted
is "$(($(wc -l <plans.csv) - 1)) $(wc -l <wanted)" "132 $((132 * 11))" "132 units with ten means and a risk are published"
holds "they are assessed" results "$checklist" plans.csv
is "$(different $maximum)" 0 "none of them differs by more than 0.1"
holds "the widest difference is the rounding of what is published: $(widest)" awk -v x="$(widest)" 'BEGIN { exit x > 0.01 || x < 1e-4 }'

# ---- what is changed is seen, though 0.1 is allowed
is "$(noticed "$checklist" plans.csv $maximum '"aggregate": "arithmetic"' '"aggregate": "inverted_geometric", "floor": 0.1')" "3 of 3" \
    "control: each arithmetic mean"
is "$(noticed "$checklist" plans.csv $maximum '"aggregate": "inverted_geometric"' '"aggregate": "arithmetic"')" "3 of 3" \
    "control: each scaled geometric mean"
is "$(noticed "$checklist" plans.csv $maximum '"weight": 2' '"weight": 1')" "1 of 1" "control: the weight of poverty"
is "$(noticed "$checklist" plans.csv $maximum '"scale": 15[.0-9]*' '"scale": 10')" "1 of 1" "control: conflict in full"
finish
