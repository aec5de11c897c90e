. "$ROOT/tests/cli/lib.sh"
# Hospital Safety Index: the three modules of a filled sheet, and the index of the hospital, whose class is
# another with other weights.
sheet=$ROOT/tests/data/hospital/sheet.csv
crude="0.25, 0.5, 1"
adjusted="0, 0.333333333, 1" # each less 0.25, over 0.75

assess() { # CREDITS VERTICAL-WEIGHTS [SHEET]
    local want
    for want in checklist plan; do
        awk -v credits="$1" -v vertical="$2" -v want=$want -f "$ROOT/tests/numbers/hospital.awk" \
            "${3:-$sheet}" >$want.json || return 1
    done
    banyan assess --dry-run --format ndjson --checklist checklist.json plan.json
    [ "$code" -eq 0 ]
}
module() { # ID: its index
    sqlite3 :memory: "SELECT json_extract(value, '\$.score')
        FROM json_each(CAST(readfile('out') AS TEXT), '\$.nodes') WHERE json_extract(value, '\$.id') = '$1'"
}
prints() { # GOT WANTED: are they the same number in the decimals that WANTED has? Halves go either way.
    awk -v got="$1" -v wanted="$2" 'BEGIN {
        off = got - wanted
        off = off < 0 ? -off : off
        exit !(got ~ /^0\.[0-9]+$/ && off <= 0.5 / 10 ^ (length(wanted) - 2) + 1e-12) }'
}

modules() { # crude|adjusted: each module against the sheet
    while IFS=, read -r name _ _ _ two five four; do
        if [ "$1" = crude ]; then
            holds "$name: $two, as printed" prints "$(module "$name")" "$two"
            holds "$name: $five" prints "$(module "$name")" "$five"
        else
            holds "$name, adjusted: $four" prints "$(module "$name")" "$four"
        fi
    done < <(tail -n +2 "$sheet")
}
holds "the sheet is assessed" assess "$crude" 1,1,1
modules crude
holds "the sheet is assessed with adjusted credits" assess "$adjusted" 1,1,1
modules adjusted
holds "the hospital, equal weights: 0.382" prints "$(json out '$.score')" 0.382
is "$(json out '$.band')" B "the hospital, equal weights: class B"

while IFS=, read -r a b c index four class; do
    holds "weights $a, $b, $c are assessed" assess "$crude" "$a,$b,$c"
    holds "weights $a, $b, $c: $index" prints "$(json out '$.score')" "$index"
    holds "weights $a, $b, $c are assessed with adjusted credits" assess "$adjusted" "$a,$b,$c"
    holds "weights $a, $b, $c, adjusted: $four" prints "$(json out '$.score')" "$four"
    is "$(json out '$.band')" "$class" "weights $a, $b, $c: class $class"
done < <(tail -n +2 "$ROOT/tests/data/hospital/overall.csv")

# ---- controls
sed 's/^structural,58.67,36.83,/structural,57.67,37.83,/' "$sheet" >other.csv
holds "control: a point of low that is average is assessed" assess "$crude" 1,1,1 other.csv
fails "control: a point of low that is average is seen" prints "$(module structural)" 0.37583
holds "control: other credits are assessed" assess "0.2, 0.5, 1" 1,1,1
fails "control: other credits are seen" prints "$(module structural)" 0.38
holds "control: one module of twice the weight is assessed" assess "$adjusted" 1,1,2
fails "control: one module of twice the weight is seen" prints "$(json out '$.score')" 0.382
finish
