. "$ROOT/tests/cli/lib.sh"
. "$ROOT/tests/numbers/lib.sh"
# Hospital Safety Index: the three modules of a filled sheet (0.38, 0.47, 0.77), and the hospital, whose class is
# another with other weights.
sheet=$ROOT/tests/data/hospital/sheet.csv
checklist=$ROOT/checklists/hospital-safety/checklist.json
example=$ROOT/examples/hospital.json
modules="structural STR
nonstructural NST
management MGT"

# ---- the example is the sheet
while read -r name id; do
    is "$(sqlite3 -csv :memory: "SELECT json_extract(a, '\$.low') * 1.0, json_extract(a, '\$.average') * 1.0,
            json_extract(a, '\$.high') * 1.0 FROM (SELECT json_extract(CAST(readfile('$example') AS TEXT),
            '\$.answers.\"$id-1\"') AS a)" | tr -d '\r')" \
        "$(awk -F, -v OFS=, -v name="$name" '$1 == name { print $2, $3, $4 }' "$sheet" |
            sed 's/\([0-9]\.[0-9]*[1-9]\)0*/\1/g; s/\.00/.0/g')" "$name: the example has the shares of the sheet"
done <<<"$modules"

value() { # WHAT: of the last results
    awk -F'|' -v what="$1" '$2 == what { print $3 }' got
}
prints() { # GOT WANTED: are they the same number in the decimals that WANTED has? Halves go either way.
    awk -v got="$1" -v wanted="$2" 'BEGIN {
        off = got - wanted
        off = off < 0 ? -off : off
        exit !(got ~ /^0\.[0-9]+$/ && off <= 0.5 / 10 ^ (length(wanted) - 2) + 1e-9) }'
}
crude() { awk -v x="$1" 'BEGIN { printf "%.9f", 0.25 + 0.75 * x }'; } # VALUE: on the sheet's scale

# ---- the modules: 0.38, 0.47, 0.77 on the sheet's scale, from 0.25 to 1
holds "the sheet is assessed" results "$checklist" "$example"
while read -r name id; do
    IFS=, read -r _ _ _ _ two five four < <(grep "^$name," "$sheet")
    holds "$name: $two, as printed" prints "$(crude "$(value "$id")")" "$two"
    holds "$name: $five" prints "$(crude "$(value "$id")")" "$five"
    holds "$name, adjusted: $four" prints "$(value "$id")" "$four"
done <<<"$modules"
banyan --store s.db assess "$example"
banyan --store s.db list --format ndjson
banyan --store s.db show "$(json out '$.id')"
says out '^Structural safety +0\.38 ' "a reader sees 0.38"
says out '^Non-structural safety +0\.47 ' "a reader sees 0.47"
says out '^Emergency and disaster management +0\.77 ' "a reader sees 0.77"
says out '^Score 0\.382$' "a reader sees 0.382"

# ---- the hospital: B with equal weights, C with those of 2008
weighed() { # WEIGHTS: the checklist with these weights of the modules
    awk -v weights="$1" 'BEGIN { split(weights, w, ",") }
        /^      "weight": 1,/ { sub(/1/, w[++i]) } { print } END { exit i != 3 }' "$checklist"
}
while IFS=, read -r a b c four adjusted class; do
    holds "weights $a, $b, $c make a checklist" weighed "$a,$b,$c"
    weighed "$a,$b,$c" >weighed.json
    holds "weights $a, $b, $c are assessed" results weighed.json "$example"
    holds "weights $a, $b, $c: $four" prints "$(crude "$(value score)")" "$four"
    holds "weights $a, $b, $c, adjusted: $adjusted" prints "$(value score)" "$adjusted"
    is "$(awk -F'|' '$2 == "score" { print $4 }' got)" "$class" "weights $a, $b, $c: class $class"
done < <(tail -n +2 "$ROOT/tests/data/hospital/overall.csv")

# ---- what is open
sed 's/"low": 58.67/"low": 57.67/' "$example" >short.json
results "$checklist" short.json
is "$(value STR) $(value score)" " " "shares that make 99 % are no result"
says out 'the shares make 99 % together' "and the reason is told"

# ---- what is changed is seen
awk -F, -v modules="$modules" 'NR == 1 { split(modules, id, /[ \n]/); next }
    { x = ($3 / 3 + $4) / 100; sum += x; printf "HSI-SHEET|%s|%.9f\n", id[2 * (NR - 1)], x }
    END { printf "HSI-SHEET|score|%.9f\n", sum / 3 }' "$sheet" >wanted
results "$checklist" "$example"
is "$(wc -l <wanted) $(different 1e-7)" "4 0" "the adjusted modules and their mean, to the seventh decimal"
is "$(noticed "$checklist" "$example" 1e-7 '"average": 0.333333333' '"average": 0.5')" "3 of 3" "control: each credit of average"
is "$(noticed "$checklist" "$example" 1e-7 '"low": 0,' '"low": 0.25,')" "3 of 3" "control: each credit of low"
is "$(noticed "$checklist" "$example" 1e-7 '"high": 1}' '"high": 0.9}')" "3 of 3" "control: each credit of high"
is "$(noticed "$checklist" "$example" 1e-7 '^      "weight": 1,' '      "weight": 2,')" "3 of 3" "control: each weight of a module"
sed 's/"low": 58.67, "average": 36.83/"low": 57.67, "average": 37.83/' "$example" >other.json
results "$checklist" other.json
fails "control: a point of low that is average" prints "$(crude "$(value STR)")" 0.37583
finish
