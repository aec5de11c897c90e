. "$ROOT/tests/cli/lib.sh"
. "$ROOT/tests/numbers/lib.sh"
# Sendai indicator E-1: the mean of ten key elements on five levels, 1, 0.75, 0.5, 0.25 and 0.
checklist=$ROOT/checklists/sendai-e1/checklist.json
example=$ROOT/examples/national-strategy.json

# The example answers 1, 1, .75, .75, .5, .5, .5, .25, .25 and 0, which makes 0.55.
is "$(sqlite3 :memory: "SELECT group_concat(value / 4.0, ' ')
    FROM json_each(CAST(readfile('$example') AS TEXT), '\$.answers')")" \
    "1.0 1.0 0.75 0.75 0.5 0.5 0.5 0.25 0.25 0.0" "the example has the levels of the worked case"
holds "the example is assessed" results "$checklist" "$example"
is "$(grep '|score|' got)" "E1-EXAMPLE|score|0.550000000|" "and its score is 0.55"

# One element alone at each level; all of them at each level; one of them without a level.
awk 'function plan(id, element, level, others, wanted,    i, text) {
         for (i = 1; i <= 10; i++) if ((i == element ? level : others) >= 0)
             text = text (text == "" ? "" : ", ") sprintf("\"KE-%02d\": %d", i, i == element ? level : others)
         printf "{\"banyan\": 1, \"plan\": {\"id\": \"%s\", \"title\": \"t\"}, \"community\": {\"country\": \"LAO\", " \
             "\"name\": \"n\"}, \"assessment\": {\"round\": \"1\", \"date\": \"2026-06-01\"}, \"answers\": {%s}}\n", id, text >"plans.ndjson"
         printf "%s|score|%s\n", id, wanted >"wanted" }
    BEGIN {
        split("0 0.25 0.5 0.75 1", value, " ")
        for (l = 0; l <= 4; l++) {
            for (e = 1; e <= 10; e++) plan("only-" e "-" l, e, l, 0, value[l + 1] / 10)
            plan("all-" l, 0, 0, l, value[l + 1]) }
        for (e = 1; e <= 10; e++) plan("open-" e, e, -1, 4, "") }'
holds "65 plans are assessed" results "$checklist" plans.ndjson
is "$(wc -l <wanted) $(different 1e-9)" "65 0" "each element counts a tenth, each level a quarter; without one of them there is no score"

# ---- what is changed is seen
is "$(noticed "$checklist" plans.ndjson 1e-9 '"weight": 1,' '"weight": 2,')" "10 of 10" "control: each weight"
is "$(noticed "$checklist" plans.ndjson 1e-9 '"rule": "standard/level"' \
    '"rule": "standard/level", "args": {"credits": [0, 0.2, 0.5, 0.75, 1]}')" "10 of 10" "control: another credit for limited"
is "$(noticed "$checklist" plans.ndjson 1e-9 '"min_coverage": 1' '"min_coverage": 0.9')" "1 of 1" "control: a score from nine elements"
finish
