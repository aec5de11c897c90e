#!/bin/bash
# method-plans.sh [FOLDER]: what the choices of a checklist do to the scores of plans. Assesses the plans of
# FOLDER (examples/plans) under child-drr as it is, and under copies of it in which one choice is another:
# equal weights, a geometric mean of the areas, or of all that is below them too, no caps, a floor of
# coverage of 0.5 and of 0.7. Prints a table, which docs/method.md explains; nothing is stored.
set -eu
cd "$(dirname "$0")/.."
export LC_ALL=C NO_COLOR=1
unset BANYAN_LANG BANYAN_RULES BANYAN_CHECKLISTS BANYAN_STORE
program=$PWD/build/banyan
plans=${1:-examples/plans}
work=$(mktemp -d "${TMPDIR:-/tmp}/banyan-method-XXXXXX")
trap 'rm -rf "$work"' EXIT
original=checklists/child-drr/checklist.json

# write NAME CHANGE [KEY]: a copy of the checklist in which c becomes CHANGE. With KEY that is done for each
# "weight" or "critical" of a criterion, whose place is PLACE: $.nodes[1].criteria[2].weight, not that of a part.
write() {
    {
        echo "CREATE TABLE t AS SELECT CAST(readfile('$original') AS TEXT) AS c;"
        if [ -z "${3:-}" ]; then
            echo "UPDATE t SET c = $2;"
        else
            sqlite3 :memory: "SELECT 'UPDATE t SET c = ' || replace('$2', 'PLACE', quote(fullkey)) || ';'
                FROM json_tree(CAST(readfile('$original') AS TEXT))
                WHERE key = '$3' AND path GLOB '*.criteria[[]*]'"
        fi
        echo "SELECT c FROM t;"
    } | sqlite3 :memory: >"$work/$1.json"
}
write plain "c"
write equal "json_set(c, PLACE, 1)" weight
write areas "json_set(c, '\$.aggregate', 'geometric', '\$.nodes', json((SELECT
    json_group_array(json(json_set(value, '\$.aggregate', 'arithmetic'))) FROM json_each(c, '\$.nodes'))))"
write all "json_set(c, '\$.aggregate', 'geometric')"
write uncapped "json_remove(c, PLACE)" critical
write half "json_set(c, '\$.min_coverage', 0.5)"
write strict "json_set(c, '\$.min_coverage', 0.7)"

choices="plain equal areas all uncapped half strict"
for choice in $choices; do
    "$program" --quiet assess --dry-run --checklist "$work/$choice.json" --format ndjson "$plans" \
        >"$work/$choice.ndjson" || [ $? -eq 3 ]
done

{
    echo "CREATE TABLE r (choice, j);"
    for choice in $choices; do
        while IFS= read -r line; do
            echo "INSERT INTO r VALUES ('$choice', '${line//\'/\'\'}');"
        done <"$work/$choice.ndjson"
    done
    cat <<'SQL'
CREATE TABLE s AS SELECT choice, json_extract(j, '$.plan.digest') AS digest,
        json_extract(j, '$.plan.id') AS plan, json_extract(j, '$.score') * 100 AS score,
        json_extract(j, '$.band') AS band, json_extract(j, '$.coverage') * 100 AS coverage FROM r;
CREATE TABLE w AS SELECT p.plan, p.coverage, p.score, p.band,
        e.score AS equal, e.band AS equal_band, a.score AS areas, a.band AS areas_band,
        g.score AS whole, g.band AS whole_band, u.band AS uncapped, h.score AS half, t.score AS strict
    FROM s AS p JOIN s AS e USING (digest) JOIN s AS a USING (digest) JOIN s AS g USING (digest)
        JOIN s AS u USING (digest) JOIN s AS h USING (digest) JOIN s AS t USING (digest)
    WHERE p.choice = 'plain' AND e.choice = 'equal' AND a.choice = 'areas' AND g.choice = 'all'
        AND u.choice = 'uncapped' AND h.choice = 'half' AND t.choice = 'strict';
CREATE TABLE k AS SELECT * FROM w WHERE score IS NOT NULL;
SELECT 'plan              coverage  score  equal  areas    all  band  no caps  floor 0.5  floor 0.7';
SELECT printf('%-17s %6.1f %%  %5s  %5s  %5s  %5s  %4s  %7s  %9s  %9s', plan, coverage,
    CASE WHEN score IS NULL THEN '-' ELSE printf('%.1f', score) END,
    CASE WHEN equal IS NULL THEN '-' ELSE printf('%.1f', equal) END,
    CASE WHEN areas IS NULL THEN '-' ELSE printf('%.1f', areas) END,
    CASE WHEN whole IS NULL THEN '-' ELSE printf('%.1f', whole) END, ifnull(band, '-'), ifnull(uncapped, '-'),
    CASE WHEN half IS NULL THEN '-' ELSE printf('%.1f', half) END,
    CASE WHEN strict IS NULL THEN '-' ELSE printf('%.1f', strict) END)
    FROM w ORDER BY score IS NULL, score DESC, plan;
SELECT '';
SELECT 'of the plans with a score      mean change  largest  other band  places up or down, at most';
SELECT printf('%-30s %11.1f  %7.1f  %10s  %26d', name, avg(abs(now - score)), max(abs(now - score)),
        sum(now_band <> band) || ' of ' || count(*), max(abs(place - now_place)))
    FROM (SELECT *, rank() OVER (PARTITION BY name ORDER BY round(score, 6) DESC) AS place,
            rank() OVER (PARTITION BY name ORDER BY round(now, 6) DESC) AS now_place
        FROM (SELECT 1 AS n, 'equal weights' AS name, score, band, equal AS now, equal_band AS now_band FROM k
            UNION ALL SELECT 2, 'geometric mean of the areas', score, band, areas, areas_band FROM k
            UNION ALL SELECT 3, 'geometric mean throughout', score, band, whole, whole_band FROM k
            UNION ALL SELECT 4, 'no caps', score, band, score, uncapped FROM k))
    GROUP BY n ORDER BY n;
SELECT printf('plans with a score at a floor of coverage of 0.5: %d; of 0.6: %d; of 0.7: %d; plans: %d', count(half),
    count(score), count(strict), count(*)) FROM w;
SQL
} | sqlite3 :memory:
