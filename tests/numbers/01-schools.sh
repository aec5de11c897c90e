. "$ROOT/tests/cli/lib.sh"
# School Preparedness Index: the shipped checklist is the published method, and gives School A the published
# 81.2; with ten equal weights, 76.
checklist=$ROOT/checklists/school-preparedness/checklist.json
example=$ROOT/examples/school-a.json
published=$ROOT/tests/data/schools
sql() { # SQL: over the checklist, the example and what was published
    sqlite3 -batch :memory: \
        -cmd "CREATE TABLE list AS SELECT CAST(readfile('$checklist') AS TEXT) AS doc" \
        -cmd "CREATE TABLE plan AS SELECT CAST(readfile('$example') AS TEXT) AS doc" \
        -cmd "CREATE TABLE method AS SELECT CAST(readfile('$published/method.json') AS TEXT) AS doc" \
        -cmd ".mode csv" -cmd ".import '$published/school_a.csv' school_a" -cmd ".mode list" "$1" 2>&1
}
criteria="SELECT json_extract(node.value, '\$.title') AS area, json_extract(node.value, '\$.weight') AS area_weight,
    item.value AS item FROM list, json_each(doc, '\$.nodes') AS node, json_each(node.value, '\$.criteria') AS item"
items="SELECT item.value AS item FROM method, json_each(doc, '\$.items') AS item"

# ---- the checklist is the method
is "$(sql "SELECT count(*) FROM ($items)")" 10 "ten items are published"
is "$(sql "SELECT area, json_extract(item, '\$.title'), CASE json_extract(item, '\$.answer.type') WHEN 'yes_no'
        THEN 'yes/no' ELSE 'percent' END, json_extract(item, '\$.weight') FROM ($criteria)")" \
    "$(sql "SELECT json_extract(item, '\$[0]'), json_extract(item, '\$[1]'), json_extract(item, '\$[2]'),
        json_extract(item, '\$[3]') FROM ($items)")" "group, item, kind of answer and weight are the published ones"
is "$(sql "SELECT count(*) FROM (SELECT 1 FROM ($criteria) GROUP BY area
    HAVING min(area_weight) = sum(json_extract(item, '\$.weight')))")" 5 \
    "each of the five groups weighs what its items weigh together"
is "$(sql "SELECT json_extract(band.value, '\$.from') * 100.0 FROM list, json_each(doc, '\$.bands') AS band")" \
    "$(sql "SELECT json_extract(class.value, '\$.min') * 1.0 FROM method, json_each(doc, '\$.classes') AS class")" \
    "the bands begin where the classes do"
is "$(sql "SELECT json_extract(item, '\$.title'),
        CASE answer.value WHEN 1 THEN 'yes' WHEN 0 THEN 'no' ELSE answer.value END
        FROM ($criteria) JOIN plan JOIN json_each(plan.doc, '\$.answers') AS answer
        ON answer.key = json_extract(item, '\$.id') ORDER BY 1")" \
    "$(sql "SELECT item, answer FROM school_a ORDER BY 1")" "the example answers as School A does"

# ---- 81.2
banyan assess --dry-run --format ndjson "$example"
exits 0 "School A is assessed"
is "$(json out '$.score')" 0.812 "School A: 81.2"
is "$(json out '$.low') $(json out '$.high') $(json out '$.coverage')" "0.812 0.812 1" "School A: nothing is open"
is "$(json out '$.band')" green "School A: the class of 80 and more"
banyan assess --dry-run "$example"
says out 'School A .* 81\.2 .*100 % green ' "81.2 is what a reader sees"

# ---- 76 with ten equal weights: the same checklist, each item 1, each group as many as it has items
weighed() { # CRITERION-ID WEIGHT: the checklist with equal weights, but for one criterion
    local weight="CASE json_extract(value, '\$.id') WHEN '$1' THEN $2 ELSE 1 END"
    local criteria="json_each(node, '\$.criteria')"
    sql "WITH one AS (SELECT node.key AS n, node.value AS node FROM list, json_each(doc, '\$.nodes') AS node),
        equal AS (SELECT n, json_set(node, '\$.weight', (SELECT sum($weight) FROM $criteria), '\$.criteria',
            (SELECT json_group_array(json(json_set(value, '\$.weight', $weight))) FROM $criteria)) AS node FROM one)
        SELECT json_set(doc, '\$.id', 'school-equal', '\$.nodes',
            (SELECT json_group_array(json(node)) FROM (SELECT node FROM equal ORDER BY n))) FROM list"
}
weighed none 1 >equal.json
banyan checklist check equal.json
exits 0 "the checklist with equal weights is one"
banyan assess --dry-run --format ndjson --checklist equal.json "$example"
is "$(json out '$.score')" 0.76 "School A with equal weights: 76"
is "$(json out '$.band')" yellow "School A with equal weights: the class below"

# ---- controls
weighed EVA-2 2 >wrong.json
banyan assess --dry-run --format ndjson --checklist wrong.json "$example"
is "$(json out '$.score')" 0.690909091 "control: one weight of 2 is seen"
sed 's/"TRN-2": 60/"TRN-2": 61/' "$example" >other.json
banyan assess --dry-run --format ndjson other.json
is "$(json out '$.score')" 0.8132 "control: one teacher in a hundred is seen"
finish
