# shellcheck disable=SC2016 # programs of sh and backticks
. "$ROOT/tests/cli/lib.sh"
# `compare` in the forms of other programs, read by programs that are not ours.
export BANYAN_CHECKLISTS=$DATA BANYAN_STORE=s.db
forms() { /usr/bin/python3 "$ROOT/tests/cli/forms.py" "$@"; }
PROFILE=$ROOT/tests/data/frictionless/datapackage-2.0.json

# Titles are what somebody typed; by them each plan is a group.
number_of=0
stored() { # TITLE [SED EXPRESSION...]
    number_of=$((number_of + 1))
    local title=${1//\'/\'\'}
    shift
    plan "plan-$number_of" "s/NP0436/NP04$((36 + number_of))/" "$@" >one.tmp
    sqlite3 :memory: "SELECT json_set(CAST(readfile('one.tmp') AS TEXT), '\$.plan.title', '$title')" >"plan-$number_of.json"
}
stored "Plain"
stored "=cmd|' /C calc'!A0"
stored "He said \"no\", and left"
stored "خطة الحي" 's/"value": false/"value": true/'
stored "a<b> & c" '/P-a/d' '/P-b/d' 's/"Q-d": .*/"Q-d": {"state": "unknown"},/'
stored "-12.5"
banyan assess --checklist "$DATA/worked.json" plan-*.json
is "$(tail -n 1 out)" "6 assessed, 0 refused" "plans with odd titles"

export_as() { # FORMAT FILE [OPTION...]
    local format=$1 file=$2
    shift 2
    banyan compare --by country,plan.title --of domains,criteria --format "$format" --output "$file" "$@"
}
export_as csv data.csv
exits 0 "CSV"
silent out "goes into the file"
says err '^banyan: publishing: Not for publishing' "that it is not for publishing is said"
says err '^banyan: comparability: ' "and how far it can be compared"
sqlite3 db.sqlite -cmd ".mode csv" ".import data.csv data"
is "$(sqlite3 db.sqlite 'SELECT count(*) FROM data')" 48 "sqlite3 imports it: a row a group and item"
is "$(sqlite3 db.sqlite 'SELECT "plan.title" FROM data WHERE item = '\''total'\'' ORDER BY 1' | tr '\n' '~')" \
    "'=cmd|' /C calc'!A0~-12.5~He said \"no\", and left~Plain~a<b> & c~خطة الحي~" "names come back, none as a formula"
is "$(sqlite3 db.sqlite "SELECT mean, n, status FROM data WHERE item = 'total' AND \"plan.title\" = 'Plain'")" \
    "0.625|1|U" "the score of the worked case, of one assessment"
is "$(sqlite3 db.sqlite "SELECT mean, n, status FROM data WHERE item = 'total' AND \"plan.title\" LIKE 'a<%'")" \
    "|0|L" "nothing answered is no number"
is "$(sqlite3 db.sqlite "SELECT DISTINCT status FROM data WHERE item = 'Q-e'")" M "what does not apply"
is "$(head -n 1 data.csv | tail -c 2 | od -An -tx1 | tr -d ' ')" 0d0a "lines end as RFC 4180 says"

export_as csv hxl.csv --hxl
exits 0 "with hashtags"
holds "which have the grammar of the standard" forms hxl hxl.csv
holds "and are all that is more" sh -c 'sed 2d hxl.csv | cmp - data.csv'

export_as package data.zip
exits 0 "a data package"
holds "which its published profile takes, with a schema that fits the data" forms package data.zip "$PROFILE"
sed 's/"resources"/"resource"/' "$PROFILE" >broken.json
fails "the profile is looked at" forms package data.zip broken.json
silent err "it carries its notes itself"

export_as xlsx data.xlsx
exits 0 "a workbook"
holds "with the numbers of the CSV, a chart and no formula" forms xlsx data.xlsx data.csv
holds "and tables as COINr wants them" forms coinr data.xlsx
banyan compare --by plan.id --of criteria --format xlsx --output ids.xlsx
holds "whatever the units are called" forms coinr ids.xlsx
banyan compare --of domains,P-a --format xlsx --output ragged.xlsx
holds "and however deep the items lie" forms coinr ragged.xlsx

export_as sdmx-csv sdmx.csv
exits 0 "SDMX-CSV"
export_as sdmx-structure sdmx.xml
exits 0 "its structure"
holds "is well-formed" xmllint --noout sdmx.xml
holds "and describes the data, code by code" forms sdmx sdmx.xml sdmx.csv
is "$(sed -n 2p sdmx.csv | cut -d, -f1-8)" \
    "dataflow,BANYAN:WORKED_BY_REF_AREA_PLAN_TITLE(1.0.0),R,NPL,_12_5,TOTAL,2026,0.625" "an observation"

export_as dhis2 dhis2.json
exits 0 "DHIS2"
holds "has the form of dataValueSets" forms dhis2 dhis2.json
banyan compare --by plan.title --format dhis2
exits 1 "DHIS2 without a place"
says err 'DHIS2 wants values of places: add country or an admin level to --by' "says what to add"
silent out "and prints nothing"

# ---- published: groups of one are withheld in every form
published() { banyan compare --publish --by country --of domains --format "$1" --output "$2"; }
published sdmx-csv p.csv
exits 0 "published as SDMX-CSV"
published sdmx-structure p.xml
holds "which fits its structure" forms sdmx p.xml p.csv
is "$(grep -c ',NaN,Q,IX,' p.csv) of $(tail -n +2 p.csv | wc -l)" "3 of 3" "withheld is the status of all"
published csv p2.csv
says err 'publishing: Small cells are withheld' "that it is for publishing is said"
is "$(tail -n +2 p2.csv | cut -d, -f 1,3,8- | tr -d '\r' | tr -s , | head -n 1)" "NPL,total,Q,full," "and no number stands there"
published dhis2 p.json
is "$(cat p.json)" '{"dataSet":"WORKED","dataValues":[]}' "DHIS2 gets nothing"
published xlsx p.xlsx
holds "a workbook has the same numbers as the CSV: none" forms xlsx p.xlsx p2.csv

# ---- rounds that are no time
sed 's/"round":"2026"/"round":"baseline"/' plan-1.json >baseline.json
banyan assess --checklist "$DATA/worked.json" baseline.json
for format in sdmx-csv dhis2; do
    banyan compare --round baseline --format $format --output no.out
    exits 1 "$format of a round that is no period"
    says err 'round baseline is no period of time' "is refused"
done
holds "and writes nothing" test ! -e no.out
banyan compare --round baseline --format csv
exits 0 "CSV takes any round"

# ---- the same bytes
again() { # FORMAT FILE
    env LC_ALL=de_DE.UTF-8 TZ=Asia/Kathmandu "$BANYAN" --quiet compare --by country,plan.title --of domains,criteria \
        --round 2026 --format "$1" >again.out 2>again.err
    holds "$1 again is the same, in another country" cmp again.out "$2"
}
again csv data.csv
again package data.zip
again xlsx data.xlsx
again sdmx-csv sdmx.csv
again sdmx-structure sdmx.xml
again dhis2 dhis2.json
is "$(cat again.err)" "" "and nothing is said with --quiet"

# ---- the command line
banyan compare --hxl
exits 64 "hashtags without CSV"
says err '^banyan: --hxl: goes with --format csv only' "are refused"
banyan compare --composite no.json --format dhis2
exits 64 "a composite for DHIS2"
says err 'dhis2: not with --composite: give text, json, ndjson or csv' "is refused, not left out"
banyan compare --equity setting --format xlsx --output no.xlsx
exits 64 "measures of equity in a workbook"
banyan compare --format json --output written.json
silent out "JSON goes into a file as well"
holds "as it would be printed" sh -c '"$BANYAN" compare --format json | cmp - written.json'
banyan list --format xlsx
exits 64 "a format that a command has not"
says err 'only by `compare`' "says who has it"
"$BANYAN" compare --format xlsx | head -c 2 >out
is "$(cat out)" PK "a workbook goes through a pipe"
if command -v script >/dev/null; then
    script -qec "'$BANYAN' compare --format package" typed >/dev/null 2>&1
    holds "but not to a terminal" grep -q 'package: is no text for a terminal: give --output FILE' typed
fi
banyan --store empty.db compare --format csv --output none.csv
exits 1 "nothing stored"
holds "makes no file" test ! -e none.csv
finish
