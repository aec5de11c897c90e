. "$ROOT/tests/cli/lib.sh"
# The Human Development Index 2022 of 38 countries, to the three decimals that are published: goalposts, one of
# them in logarithms, an arithmetic mean within a geometric one, rounding, and no index where a part is missing.
data=$ROOT/tests/data/hdi/hdi2022_asia_pacific.csv

banyan checklist check "$ROOT/tests/numbers/hdi.json"
exits 0 "the index is a checklist"
awk -F, 'BEGIN { print "country,community,id,round,date,LE,EYS,MYS,GNI" }
    NR > 1 { print $1 "," $2 ",HDI-" $1 ",2022,2022-12-31," $7 "," $8 "," $9 "," $10 }' "$data" >plans.csv

# Leaves one line a country in scores: code, index, group.
assess() { # CHECKLIST PLANS
    banyan assess --dry-run --format ndjson --checklist "$1" "$2"
    [ "$code" -eq 3 ] || return 1 # Korea (DPR) has no score
    sqlite3 :memory: "CREATE TABLE lines (line)" ".mode ascii" '.separator "\037" "\n"' ".import out lines" \
        ".mode list" ".separator ," "SELECT json_extract(line, '\$.country'),
        printf('%.9f', json_extract(line, '\$.score')),
        json_extract(line, '\$.band'), json_extract(line, '\$.score') IS NULL FROM lines" >scores
}
different() { # how many countries have another index or group than was published
    awk -F, 'FNR == 1 { file++ }
        file == 1 { score[$1] = $4 ? "" : $2; band[$1] = $3 }
        file == 2 && FNR > 1 { n++; if (!($1 in score)) exit
            off = score[$1] == "" && $6 == "" ? 0 : score[$1] == "" || $6 == "" ? 1 : score[$1] - $6
            if (off > 1e-12 || off < -1e-12 || band[$1] != ($6 == "" ? "" : $3)) wrong++ }
        END { print n == 38 ? wrong + 0 : "not all countries" }' scores "$data"
}

holds "all countries are assessed" assess "$ROOT/tests/numbers/hdi.json" plans.csv
while IFS=, read -r iso3 country group _ _ index _; do
    wanted=$(printf '%s,%.9f,%s,0' "$iso3" "${index:-0}" "$group")
    [ -n "$index" ] || wanted=$iso3,0.000000000,,1
    is "$(grep "^$iso3," scores)" "$wanted" "$country: ${index:-none}, ${group:-none}"
done < <(tail -n +2 "$data")
is "$(different)" 0 "none of 38 differs"

# ---- controls
changed() { # NAME SED-EXPRESSION: many indices become others
    sed "$2" "$ROOT/tests/numbers/hdi.json" >other.json
    holds "control: $1 is assessed" assess other.json plans.csv
    holds "control: $1 is seen" test "$(different)" -ge 10
}
changed "without the logarithm" 's/, "transform": "log"//'
changed "an arithmetic mean" 's/"aggregate": "geometric"/"aggregate": "arithmetic"/'
changed "life expectancy to 84" 's/"best": 85/"best": 84/'
changed "income to 76 000" 's/"best": 75000/"best": 76000/'
changed "schooling counted as two dimensions" 's/"aggregate": "arithmetic",/"aggregate": "geometric",/'
changed "two decimals" 's/"decimals": 3}/"decimals": 2}/'
finish
