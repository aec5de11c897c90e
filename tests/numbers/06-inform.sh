. "$ROOT/tests/cli/lib.sh"
. "$ROOT/tests/numbers/lib.sh"
# INFORM Risk Index 2025: every risk, dimension, category, component and indicator that the checklist computes is the
# published one for 38 countries, with no tolerance but for billionths; so is the class.
data=$ROOT/tests/data/inform
checklist=$ROOT/checklists/inform-2025/checklist.json
example=$ROOT/examples/inform-2025.csv
maximum=1e-9

# what we call it, and the head of its column: of the results, or of the scored indicators (a letter)
columns="score INFORM RISK
HE HAZARD & EXPOSURE
NAT Natural
HUM Human
VU VULNERABILITY
SE Socio-Economic Vulnerability
VG Vulnerable Groups
OVG Other Vulnerable Groups
LCC LACK OF COPING CAPACITY
INS Institutional
DRR DRR
GOV Governance
INF Infrastructure
COM Communication
PHY Physical infrastructure
HEA Access to health care
IMM X
DRR-S C
DRR-F D
GOV-C F
GOV-E G
COM-L J
COM-E K
COM-I L
COM-M M
PHY-R P
PHY-S Q
PHY-W R
HEA-P T
IMM-D U
IMM-M V
IMM-P W
HEA-X Y
HEA-M Z
NAT-EQ Earthquake
NAT-RF River Flood
NAT-TS Tsunami
NAT-TC Tropical Cyclone
NAT-CFL Coastal flood
NAT-DR Drought
NAT-EP Epidemic
HUM-P Projected Conflict Probability
HUM-I Current Conflict Intensity
SE-DD Development & Deprivation
SE-IN Inequality
SE-ED Economic Dependency
VG-UP Uprooted people
OVG-HC Health Conditions
OVG-U5 Children U5
OVG-RS Recent Shocks
OVG-FS Food Security"
published() { # COLUMNS: lines PLAN|WHAT|VALUE
    awk -F, -v OFS='|' -v columns="$1" '
        FNR == 1 { n = split(columns, line, "\n")
            for (i = 1; i <= n; i++) ours[substr(line[i], index(line[i], " ") + 1)] = substr(line[i], 1, index(line[i], " ") - 1)
            for (i = 1; i <= NF; i++) { sub(/\r$/, "", $i); split($i, head, "|"); name[i] = FILENAME ~ /scored/ ? head[1] : $i }
            next }
        { sub(/\r$/, "")
          for (i = 3; i <= NF; i++) if (name[i] in ours && (FILENAME ~ /scored/) == (name[i] ~ /^[A-Z][A-Z]?$/))
              print "INFORM-2025-" $2, ours[name[i]], $i ~ /^(x|No data)$/ ? "" : sprintf("%.12f", $i / 10) }' \
        "$data/inform2025_results_asia_pacific.csv" "$data/scored_lcc_asia_pacific.csv"
}
published "$columns" >wanted
is "$(wc -l <wanted)" $((38 * 51)) "38 countries with 51 figures each are published"
holds "all countries are assessed" results "$checklist" "$example"
is "$(cut -d'|' -f2 got | sort -u | wc -l)" 51 "whatever the checklist computes is compared"
is "$(different $maximum)" 0 "none differs"
is "$(widest)" 3.3e-10 "only the mean that is published unrounded differs, after the ninth decimal"

# ---- classes: ours is that of the worse end, INFORM's that of the score
sqlite3 :memory: "CREATE TABLE lines (line)" ".mode ascii" '.separator "\037" "\n"' ".import out lines" ".mode list" \
    "SELECT json_extract(line, '\$.country'), json_extract(line, '\$.band'), json_extract(line, '\$.band_possible'),
        json_extract(line, '\$.low') = json_extract(line, '\$.high') FROM lines" >bands
classes=$(awk -F, -v order="VL L M H VH" '
    BEGIN { n = split(order, id, " "); split("Very Low,Low,Medium,High,Very High", title, ",")
        for (i = 1; i <= n; i++) { rank[id[i]] = i; rank[title[i]] = i } }
    FILENAME == "bands" { split($0, part, "|"); band[part[1]] = part[2]; best[part[1]] = part[3]; sure[part[1]] = part[4]; next }
    FNR > 1 { n = rank[$4]; if (!n) exit 1; if (rank[best[$2]] > n || rank[band[$2]] < n) outside++
        if (sure[$2]) { all++; if (rank[band[$2]] != n || rank[best[$2]] != n) other++ } }
    END { print all " sure, " other + 0 " other, " outside + 0 " outside" }' bands "$data/inform2025_results_asia_pacific.csv")
is "$classes" "17 sure, 0 other, 0 outside" "the published class is ours where all is known, and never outside of our two bands"
is "$(sqlite3 :memory: "SELECT group_concat(json_extract(value, '\$.to') * 10, ' ')
    FROM json_each(CAST(readfile('$checklist') AS TEXT), '\$.bands')")" "2.1 3.1 5.0 6.8 10" "the classes begin at 2.2, 3.2, 5.1 and 6.9"

# ---- what is changed is seen: each goalpost, each weight, and how means are made
is "$(noticed "$checklist" "$example" $maximum '"max": ' '"max": 1')" "17 of 18" "control: each maximum but that of the display"
is "$(noticed "$checklist" "$example" $maximum '"min": -?' '"min": -1')" "17 of 18" "control: each minimum but that of the display"
is "$(noticed "$checklist" "$example" $maximum '"weight": ' '"weight": 1')" "5 of 5" "control: each weight that is given"
is "$(noticed "$checklist" "$example" $maximum '"rule": "inform' '"weight": 3, "rule": "inform')" "29 of 34" \
    "control: each criterion of three times the weight, but the five that have one already"
is "$(noticed "$checklist" "$example" $maximum '"transform": "square", ' '')" "1 of 1" "control: literacy without its square"
is "$(noticed "$checklist" "$example" $maximum '"aggregate": "inverted_geometric"' '"aggregate": "arithmetic"')" "3 of 3" \
    "control: each scaled geometric mean"
is "$(noticed "$checklist" "$example" $maximum '"round": null' '"round": {"decimals": 1, "scale": 10}')" "1 of 1" \
    "control: the mean that is not rounded"
finish
