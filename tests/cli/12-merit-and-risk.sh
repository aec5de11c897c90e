. "$ROOT/tests/cli/lib.sh"
# A risk checklist: 1 is worst, bands by their upper limit, the band follows the high end.
sed -e 's/"direction": "merit"/"direction": "risk"/' -e 's/"id": "worked"/"id": "risky"/' \
    -e 's/"bands": .*/"bands": [{"id": "low", "title": "low", "to": 0.3}, {"id": "medium", "title": "medium", "to": 0.65}, {"id": "high", "title": "high", "to": 1}],/' \
    "$DATA/worked.json" >risk.json
plan one >one.json
banyan checklist check risk.json
exits 0 "a risk checklist"
banyan --store s.db assess --checklist risk.json one.json --format ndjson
exits 0 "assessed"
is "$(json out '$.score') $(json out '$.low') $(json out '$.high')" "0.625 0.46875 0.65625" "the same numbers: nothing is inverted"
is "$(json out '$.band') $(json out '$.band_possible')" "high medium" "the band follows the high end"

# SEMANTICS, worked cases.
worked() { # NAME SED-EXPRESSION COVERAGE SCORE LOW HIGH
    sed -e "$2" "$DATA/worked.json" >case.json
    banyan --store "c$RANDOM.db" assess --checklist case.json one.json --format ndjson
    is "$(json out '$.coverage')/$(json out '$.score')/$(json out '$.low')/$(json out '$.high')" "$3/$4/$5/$6" "$1"
}
worked "arithmetic" "" 0.8125 0.625 0.46875 0.65625
worked "P with missing: zero" 's/"title": "Domain P",/& "missing": "zero",/' 0.8125 0.46875 0.46875 0.65625
worked "P with its own floor" 's/"title": "Domain P",/& "min_coverage": 0.8,/' 0.25 0 0 0.75
worked "geometric, f 0" 's/"aggregate": "arithmetic",/"aggregate": "geometric", "floor": 0,/; s/"title": "Domain P",/& "aggregate": "arithmetic",/; s/"title": "Domain Q",/& "aggregate": "arithmetic",/; s/"weight": 3,$/"weight": 1,/' 0.875 0 0 0
worked "minimum" 's/"aggregate": "arithmetic",/"aggregate": "minimum",/; s/"title": "Domain P",/& "aggregate": "arithmetic",/; s/"title": "Domain Q",/& "aggregate": "arithmetic",/' 0.8125 0 0 0
banyan --store s.db assess --checklist risk.json one.json --require low
exits 2 "--require looks at the worse end"

# A critical criterion caps the band.
sed 's/"rule": "standard\/target"/"critical": {"below": 0.6, "cap": "D"}, &/' "$DATA/worked.json" >critical.json
banyan --store s.db assess --checklist critical.json one.json --format ndjson
is "$(json out '$.band')$(json out '$.band_possible')" DD "a critical credit below caps both bands"
sed 's/"critical"/"x"/; s/"answer": {"type": "level", "max": 3}/&, "critical": {"below": 0.6, "cap": "D"}/' "$DATA/worked.json" >critical.json
banyan --store s.db assess --checklist critical.json one.json --format ndjson
is "$(json out '$.band')$(json out '$.band_possible')" DB "one without a credit caps the band, not the possible one"
finish
