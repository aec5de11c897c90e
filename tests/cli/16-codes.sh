. "$ROOT/tests/cli/lib.sh"
# The code lists: the files agree with each other and with what their sources state; bad codes are told
# for what they are; lists of p-codes are found, imported, and passed over where they are broken.
CODES=$ROOT/checklists/codes

# ---- the files ----

lists=$(cd "$CODES" && ls ./*.csv pcodes/*.csv | sed 's|^\./||')
for list in $lists; do
    name=$(basename "$list" .csv)
    echo ".import --csv '$CODES/$list' \"$name\""
done >load.sql
sql() { # QUERY: over all lists, a table each
    { cat load.sql && echo "$1"; } | sqlite3 :memory: 2>&1
}
package() { # QUERY: over the members of resources
    sqlite3 :memory: "WITH r AS (SELECT value AS v FROM json_each(CAST(readfile('$CODES/datapackage.json') AS TEXT),
        '\$.resources')) $1" 2>&1
}

is "$(package "SELECT group_concat(json_extract(v, '\$.path'), ' ') FROM (SELECT v FROM r ORDER BY json_extract(v, '\$.path'))")" \
    "$(echo "$lists" | LC_ALL=C sort | tr '\n' ' ' | sed 's/ $//')" "every list is described, and every list described is there"
is "$(package "SELECT group_concat(json_extract(v, '\$.path')) FROM r WHERE coalesce(json_extract(v, '\$.version'), '') = ''
    OR coalesce(json_extract(v, '\$.status'), '') = '' OR json_extract(v, '\$.sources[0].title') IS NULL
    OR json_extract(v, '\$.licenses[0].name') IS NULL OR json_extract(v, '\$.retrieved') IS NULL")" "" \
    "every list has a source, a licence, a vintage and a status"
for list in $lists; do
    name=$(basename "$list" .csv)
    is "$(head -n 1 "$CODES/$list")" \
        "$(package "SELECT group_concat(json_extract(f.value, '\$.name')) FROM r, json_each(v, '\$.schema.fields') f
            WHERE json_extract(v, '\$.path') = '$list'")" "$list: the columns are those described"
    is "$(sql "SELECT count(*) FROM \"$name\"")" \
        "$(package "SELECT json_extract(v, '\$.rows') FROM r WHERE json_extract(v, '\$.path') = '$list'")" \
        "$list: as many rows as described"
    key=$(package "SELECT group_concat('[' || k.value || ']', ' || '' '' || ') FROM r, json_each(v, '\$.schema.primaryKey') k
        WHERE json_extract(v, '\$.path') = '$list' AND k.value <> ''")
    [ -z "$key" ] || is "$(sql "SELECT count(*) - count(DISTINCT $key) FROM \"$name\"")" 0 "$list: keys are unique"
done

is "$(sql 'SELECT count(*), count(DISTINCT alpha2), count(DISTINCT numeric) FROM countries')" '249|249|249' \
    "ISO 3166-1 has 249 codes of each kind"
is "$(sql 'SELECT count(*), count(DISTINCT type) FROM "hips-2025"')" '281|8' "the edition of 2025 has 281 profiles in 8 types"
is "$(sql 'SELECT count(*), count(DISTINCT type) FROM "hips-2020"')" '302|8' "the edition of 2020 has 302 profiles in 8 types"
is "$(sql 'SELECT group_concat(type || n) FROM (SELECT substr(hip, 1, 2) type, count(*) n FROM "hips-2025" GROUP BY 1)')" \
    'BI83,CH27,EN24,ET10,GH25,MH53,SO9,TL50' "as many profiles of each type as the edition has"
is "$(sql "SELECT group_concat(scheme || n) FROM (SELECT scheme, count(*) n FROM \"country-groups\"
    WHERE scheme IN ('sids', 'lldc', 'fragile', 'beijing_2010', 'delhi_2013') GROUP BY 1)")" \
    'beijing_201028,delhi_201332,fragile61,lldc32,sids39' "as many countries in each list as its source states"
is "$(sql "SELECT group_concat(alpha3, ' ') FROM (SELECT alpha3 FROM \"country-groups\" WHERE scheme = 'beijing_2010' ORDER BY 1)")" \
    'AFG BGD BRN BTN CHN FJI FSM IDN IND KHM KIR LAO LKA MDV MMR MNG MYS NPL PAK PHL PNG PRK SGP THA TLS VNM VUT WSM' \
    "the 28 countries of Beijing"
is "$(sql "SELECT group_concat(alpha3, ' ') FROM (SELECT alpha3 FROM \"country-groups\" WHERE scheme = 'delhi_2013'
    AND alpha3 NOT IN (SELECT alpha3 FROM \"country-groups\" WHERE scheme = 'beijing_2010') ORDER BY 1)")" \
    'COK MHL NIU SLB TON TUV' "the six that joined in New Delhi"
is "$(sql "SELECT group_concat(alpha3, ' ') FROM (SELECT alpha3 FROM \"country-groups\" WHERE scheme = 'beijing_2010'
    AND alpha3 NOT IN (SELECT alpha3 FROM \"country-groups\" WHERE scheme = 'unicef_region') ORDER BY 1)")" \
    'BRN SGP' "Brunei and Singapore are in no programme region"
is "$(sql "SELECT count(*) FROM \"country-groups\" g JOIN countries USING (alpha3) JOIN groups USING (scheme, \"group\")
    JOIN schemes USING (scheme)")" "$(sql 'SELECT count(*) FROM "country-groups"')" \
    "every member is a country, a group and a scheme that there is"
is "$(sql "SELECT group_concat(hip2020) FROM \"hips-2020-2025\" WHERE hip2020 NOT IN (SELECT hip FROM \"hips-2020\")
    OR (hip2025 <> '' AND hip2025 NOT IN (SELECT hip FROM \"hips-2025\"))")" "" "the way leads from codes to codes"
is "$(sql 'SELECT group_concat(hip) FROM "hips-2020" WHERE hip NOT IN (SELECT hip2020 FROM "hips-2020-2025")')" "" \
    "no code of 2020 is forgotten"
is "$(sql "SELECT group_concat(hip || glide || emdat) FROM \"hip-crosswalk\" WHERE hip NOT IN (SELECT hip FROM \"hips-2025\")
    OR glide NOT IN (SELECT glide FROM glide) OR (emdat <> '' AND emdat NOT IN (SELECT key FROM emdat))")" "" \
    "GLIDE codes and EM-DAT keys beside codes of 2025 exist"
is "$(sql "WITH RECURSIVE w(code, word, rest) AS (SELECT code, '', emdat || ' ' FROM hazards UNION ALL
    SELECT code, substr(rest, 1, instr(rest, ' ') - 1), substr(rest, instr(rest, ' ') + 1) FROM w WHERE rest <> '')
    SELECT group_concat(code || word) FROM w WHERE word <> '' AND word NOT IN (SELECT key FROM emdat)")" "" \
    "the EM-DAT keys of the hazards exist"
is "$(sql "SELECT group_concat(code) FROM hazards WHERE glide NOT IN (SELECT glide FROM glide)")" "" \
    "the GLIDE codes of the hazards exist"
is "$(sql "WITH RECURSIVE w(code, word, rest) AS (SELECT code, '', hips || ' ' FROM hazards UNION ALL
    SELECT code, substr(rest, 1, instr(rest, ' ') - 1), substr(rest, instr(rest, ' ') + 1) FROM w WHERE rest <> '')
    SELECT group_concat(code || word) FROM w WHERE word <> '' AND NOT EXISTS
    (SELECT 1 FROM \"hips-2025\" WHERE substr(hip, 1, length(word)) = word)")" "" "the HIP codes of the hazards exist"
is "$(sql "SELECT group_concat(band, ' ') FROM \"age-bands\" WHERE scheme = 'banyan'")" '0-4 5-9 10-14 15-17' \
    "the age bands are those of plans"
is "$(sql "SELECT group_concat(\"set\" || n) FROM (SELECT \"set\", count(*) n FROM \"disability-domains\" GROUP BY 1)")" \
    'cfm_2_48,cfm_5_1713,wg_ss6' "six domains of the Short Set, eight and thirteen of the modules for children"
for list in BGD:8,64 FJI:4,15 LAO:18,148 NPL:7,77 PHL:17,88; do
    country=${list%:*}
    is "$(sql "SELECT group_concat(n) FROM (SELECT count(*) n FROM $country GROUP BY level ORDER BY level)")" "${list#*:}" \
        "$country: as many places of each level as the list of OCHA"
    is "$(sql "SELECT group_concat(l.pcode) FROM $country l JOIN countries ON alpha3 = '$country'
        WHERE substr(l.pcode, 1, 2) <> alpha2 OR (l.level = 1) <> (l.parent = '')
        OR (l.level > 1 AND l.parent NOT IN (SELECT pcode FROM $country WHERE level = l.level - 1))")" "" \
        "$country: codes begin with the country's, and lie in a place of the level above"
    is "$(sql "SELECT group_concat(DISTINCT l.level || ':' || length(l.pcode)) FROM $country l WHERE NOT EXISTS
        (SELECT 1 FROM \"pcode-shapes\" s WHERE s.alpha3 = '$country' AND s.level = l.level AND s.characters = length(l.pcode))")" "" \
        "$country: the shapes agree"
done
is "$(sql 'SELECT group_concat(example) FROM "pcode-shapes" JOIN countries USING (alpha3)
    WHERE length(example) <> characters OR substr(example, 1, 2) <> alpha2')" "" "examples of p-codes have the shape that they show"

sql "SELECT scheme, count(*) FROM \"country-groups\" GROUP BY 1" | while IFS='|' read -r scheme n; do
    grep -qE "^\\| .*\`$scheme\`.* \\| $n \\|\$" "$ROOT/docs/codes.md" || echo "$scheme $n"
done >wrong
is "$(cat wrong)" "" "the page says how many countries each scheme has"
sql "SELECT replace(basis, 'split', 'stated'), status, count(*) FROM \"hips-2020-2025\" GROUP BY 1" | while IFS='|' read -r basis status n; do
    grep -qE "^\\| $basis.* \\| $n \\| $status \\|\$" "$ROOT/docs/codes.md" || echo "$basis $status $n"
done >wrong
is "$(cat wrong)" "" "the page says on what the way between the editions rests"

# ---- lists that do not fit together are not built upon ----

build() { # SED EXPRESSION FILE: makes the tables of copies, one of them changed
    rm -rf copy
    mkdir copy
    cp "$CODES"/*.csv copy
    [ -z "$1" ] || sed -i "$1" "copy/$2"
    (cd copy && LC_ALL=C awk -f "$ROOT/src/model/codes.awk" countries.csv schemes.csv groups.csv country-groups.csv hips-2025.csv \
        hips-2020.csv hips-2020-2025.csv hazards.csv)
}
holds "the lists as they are give tables" build "" ""
for case in \
    'a country twice|s/^AGO,/AFG,/|countries.csv|does not come after' \
    'the alpha-2 code of two|s/^AFG,AF,/AFG,AO,/|countries.csv|the code of two countries' \
    'a country that ISO lacks|s/^ZWE,wb_income/ZZZ,wb_income/|country-groups.csv|is no country' \
    'a group that is not declared|s/^ZWE,wb_income,.*/ZWE,wb_income,XI/|country-groups.csv|has no group' \
    'a member lost|/^ZWE,wb_income/d|country-groups.csv|number of members' \
    'a way into nowhere|s/^GH0006,MH0705/GH0006,MH0799/|hips-2020-2025.csv|is no code of 2025' \
    'too many ways|s/^GH0006,MH0705\(.*\)/GH0006,MH0700\1\nGH0006,MH0701\1\nGH0006,MH0702\1\nGH0006,MH0703\1\nGH0006,MH0704\1\nGH0006,MH0705\1/;s/MH0700/GH0101/|hips-2020-2025.csv|more than four' \
    'a code of 2020 without a way|/^GH0006,/d|hips-2020-2025.csv|has no row' \
    'an umbrella that there is not|s/,FF,FL,MH0603/,FF,XX,MH0603/|hazards.csv|has no umbrella' \
    'a cell too many|s/^AFG,AF/AFG,AF,x/|countries.csv|cells'; do
    name=${case%%|*} rest=${case#*|}
    message=${rest##*|} rest=${rest%|*}
    file=${rest##*|} expression=${rest%|*}
    fails "$name" build "$expression" "$file"
    cp holds.log told
    holds "$name: and is told" grep -q "$message" told
done

# ---- bad codes in plans and on the command line ----

worked() { # NAME SED...: a plan is assessed
    plan one "${@:2}" >p.json
    banyan --store s.db assess --checklist "$DATA/worked.json" p.json
}
refuse() { # NAME PATTERN SED...
    worked "$1" "${@:3}"
    exits 1 "$1: is refused"
    says err "^banyan: p\.json:[0-9]+: community\.$2" "$1: and told"
}
refuse "an alpha-2 code" 'country: "NP" is the alpha-2 code of Nepal: give "NPL"' 's/"NPL"/"NP"/'
refuse "a name instead of a country's code" 'country: "Viet Nam" is a name: give the code "VNM"' 's/"NPL"/"Viet Nam"/'
refuse "a slip in a country's code" 'country: "NPLL" is no known country: did you mean "NPL" \(Nepal\)\?' 's/"NPL"/"NPLL"/'
register() { # TYPE [HIP]
    printf 's/"NP0436"/"NP0436", "hazards": [{"type": "%s"%s}]/' "$1" "${2:+, \"hip\": \"$2\"}"
}
refuse "a GLIDE code that is not ours" 'hazards\[1\]\.type: "HT" is the GLIDE code of heatwave: give "HW"' "$(register HT)"
refuse "a HIP code instead of a hazard" 'hazards\[1\]\.type: "MH0603" is a HIP code of flash flood: give "FF"' "$(register MH0603)"
refuse "a HIP code that no edition has" 'hazards\[1\]\.hip: "MH0699" is no HIP 2025 code' "$(register FL MH0699)"
refuse "a HIP code that became two" 'hazards\[1\]\.hip: "MH0018" .*: give EN0102 .* or EN0103' "$(register AP MH0018)"
refuse "a HIP code that was removed" 'hazards\[1\]\.hip: "GH0030" .* has no place in the edition of 2025' "$(register EQ GH0030)"
refuse "a p-code of another country" 'pcode: "BD1004" is a p-code of BGD \(Bangladesh\)' 's/NP0436/BD1004/'
refuse "a p-code in small letters" 'pcode: "np0436" has small letters: give "NP0436"' 's/NP0436/np0436/'
refuse "a local code of another place" 'local: begins with NP0437, the pcode is NP0436' 's/"NP0436"/"NP0436", "local": "NP0437-07"/'
banyan --store s.db list --country NP
exits 64 "list --country with an alpha-2 code"
says err '^banyan: --country: "NP" is the alpha-2 code of Nepal: give "NPL"' "and what to give"

# ---- remarks: the plan is taken ----

worked "good codes" "$(register FF MH0603)"
exits 0 "good codes"
silent err "and nothing to remark"
worked "a HIP code of 2020" "$(register FF MH0006)"
exits 0 "a HIP code of 2020 is taken"
says err '^banyan: p\.json:4: community\.hazards\[1\]\.hip: remark: MH0006 is the HIP code of 2020 of Flash Flood, taken for MH0603' \
    "and it is said what it is today"
worked "a HIP code of 2020 in several" "$(register TS GH0017)"
says err 'GH0017 .* taken for MH0705 \(Tsunami\)' "many codes of 2020 became one"
worked "a HIP code of another hazard" "$(register EQ MH0600)"
exits 0 "a HIP code of another hazard is taken"
says err 'MH0600 \(Flooding\) belongs to FL \(flood\), the type is EQ' "and it is said whose it is"
worked "a p-code that no list has" 's/NP0436/NP0499/'
exits 0 "a p-code that no list has is taken"
says err 'pcode: remark: "NP0499" is not in the list of p-codes of Nepal \(2024-03-14\): did you mean NP' "and the list's day is said"
worked "a p-code below the list's levels" 's/NP0436/NP04360123/'
silent err "a p-code below the levels of the list"
banyan --store s.db --quiet assess --checklist "$DATA/worked.json" p.json
plan one 's/NP0436/NP0499/' >p.json
banyan --store s.db --quiet assess --checklist "$DATA/worked.json" p.json
silent err "--quiet leaves remarks out"
for i in $(seq 120); do plan "p$i" 's/NP0436/NP0499/' | tr -d '\n'; echo; done >many.ndjson
banyan --store s.db assess --checklist "$DATA/worked.json" many.ndjson
exits 0 "many remarks"
is "$(grep -c 'is not in the list' err)" 100 "a hundred are told"
says err '120 remarks in all' "and how many there were"
banyan --store s.db show "$(banyan --store s.db list --limit 1 --format json; json out '$[0].id')"
says out '^Nepal \(NPL\), NP0499' "show names the country"
says out '^Place: NP0499, a part of Gandaki$' "and the place that the p-code lies in"
worked "hazards" 's/"NP0436"/"NP0436", "hazards": [{"type": "FF"}, {"type": "CW"}]/'
banyan --store s.db show "$(banyan --store s.db list --limit 1 --format json; json out '$[0].id')"
says out '^Hazards: flash flood; cold wave, dzud$' "and the hazards"

# ---- lists from elsewhere ----

mkdir -p own/codes/pcodes
cat >table.csv <<'T'
ADM2_EN,ADM2_PCODE,ADM1_EN,ADM1_PCODE,ADM0_EN,ADM0_PCODE,date
"Aniwa, south",VU06005,Tafea,VU06,Vanuatu,VU,2019-01-01
Tanna,VU06006,Tafea,VU06,Vanuatu,VU,2019-01-01
T
import() { sh "$CODES/import-pcodes.sh" "$@"; }
import VUT table.csv >own/codes/pcodes/VUT.csv 2>err
is "$(tr '\n' ';' <own/codes/pcodes/VUT.csv)" \
    'pcode,level,name,parent,valid_from;VU06,1,Tafea,,2019-01-01;VU06005,2,"Aniwa, south",VU06,2019-01-01;VU06006,2,Tanna,VU06,2019-01-01;' \
    "a country's table becomes a list"
says err 'VUT: 1 of level 1, 2 of level 2' "and it is said how many"
is "$(import VUT table.csv 1 2>/dev/null | wc -l)" 2 "down to a level"
{
    printf '\357\273\277Location,Admin Level,P-Code,Name,Parent P-Code,Valid from date\r\n#country+code,#geo+admin_level,#adm+code,#adm+name,,#date\r\n'
    sed -n '2,$s/^\([^,]*\),\([^,]*\),\(.*\),\([^,]*\),\([^,]*\)$/NPL,\2,\1,\3,\4,\5/p' "$CODES/pcodes/NPL.csv" | sed 's/,1,\(NP..\),\(.*\),,/,1,\1,\2,NPL,/'
    echo 'BGD,1,BD10,Barisal,BGD,2020-11-13'
} >global.csv
import NPL global.csv >again.csv 2>err
holds "the global table gives the list that is shipped" cmp again.csv "$CODES/pcodes/NPL.csv"
fails "a table of another country" import FJI table.csv
fails "a country that there is not" import ZZX table.csv
sed 's/VU06006,Tafea,VU06/VU06006,Tafea,VU07/' table.csv >bad.csv
holds "another parent is another place" import VUT bad.csv
sed 's/VU06006/VU06005/' table.csv >bad.csv
fails "a code of two places" import VUT bad.csv
is "$(import VUT bad.csv 2>/dev/null)" "" "of which nothing is written"
import 2>err
is $? 64 "the importer says how it is used"

vanuatu='s/"NPL", "name": "Ward 7", "pcode": "NP0436"/"VUT", "name": "Aniwa", "pcode": "VU09001"/'
worked "a country without a list" "$vanuatu"
silent err "where there is no list there is nothing to say"
BANYAN_CHECKLISTS=own worked "a list of our own" "$vanuatu"
says err '"VU09001" is not in the list of p-codes of Vanuatu \(2019-01-01\)' "a list in a folder of BANYAN_CHECKLISTS is used"
echo 'VU06005,2,Again,VU06,2019-01-01' >>own/codes/pcodes/VUT.csv
{ plan one "$vanuatu" | tr -d '\n'; echo; plan two "$vanuatu" | tr -d '\n'; } >two.ndjson
BANYAN_CHECKLISTS=own banyan --store s.db assess --checklist "$DATA/worked.json" two.ndjson
exits 0 "a broken list costs no plan"
is "$(grep -c 'own/codes/pcodes/VUT.csv:5: twice in the list: "VU06005": the list is passed over' err)" 1 "and is told once"
mkdir alone
cp "$BANYAN" alone/banyan
plan one 's/NP0436/NP0499/' >p.json
alone/banyan --store s.db assess --checklist "$DATA/worked.json" p.json >out 2>err
says err '"NP0499" is not in the list' "the program alone has the lists in itself"
finish
