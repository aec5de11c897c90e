. "$ROOT/tests/cli/lib.sh"
. "$ROOT/tests/numbers/lib.sh"
# UNDRR's preliminary scorecard: 47 questions in ten essentials with the published points, 141 in all, and a question
# without an answer has 0 points, as in the published workbook.
checklist=$ROOT/checklists/undrr-preliminary/checklist.json
essentials=$ROOT/tests/data/undrr/essentials.csv
totals=$ROOT/tests/data/undrr/totals.csv
maximum=1e-9

# ---- the structure
sqlite3 -csv :memory: "SELECT json_extract(node.value, '\$.id'), json_array_length(node.value, '\$.criteria'),
        json_extract(node.value, '\$.scale.max')
    FROM json_each(CAST(readfile('$checklist') AS TEXT), '\$.nodes') AS node" | tr -d '\r' >structure
is "$(cat structure)" "$(tail -n +2 "$essentials")" "ten essentials with the published questions and points"
is "$(awk -F, '{ q += $2; p += $3 } END { print q, p }' structure)" "47 141" "47 questions, 141 points"

# ---- plans whose points are known beforehand, and those points
awk -F, -v OFS='|' '
    function answers(plan, level,    q, text) { # LEVEL: of each question; -1 is none
        for (q = 1; q <= count; q++) if (level[q] >= 0)
            text = text (text == "" ? "" : ", ") "\"" question[q] "\": " level[q]
        printf "{\"banyan\": 1, \"plan\": {\"id\": \"%s\", \"title\": \"%s\"}, \"community\": {\"country\": \"LKA\", " \
            "\"name\": \"A city\"}, \"assessment\": {\"round\": \"2026\", \"date\": \"2026-08-20\"}, " \
            "\"answers\": {%s}}\n", plan, plan, text >"plans.ndjson" }
    function points(plan, level,    q, e, sum, all) {
        answers(plan, level)
        for (q = 1; q <= count; q++) if (level[q] > 0) { sum[of[q]] += level[q]; all += level[q] }
        for (e = 1; e <= NR - 1; e++) printf "%s|E%d|%.12f\n", plan, e, sum[e] / (3 * size[e]) >"wanted"
        printf "%s|score|%.12f\n", plan, all / (3 * count) >"wanted" }
    function fill(level, x,    q) { for (q = 1; q <= count; q++) level[q] = x }
    NR > 1 { size[NR - 1] = $2; for (i = 1; i <= $2; i++) { question[++count] = "P" NR - 1 "." i; of[count] = NR - 1 } }
    END {
        for (x = 0; x <= 3; x++) { fill(level, x); points("all-" x, level) }
        fill(level, -1); points("blank", level)
        for (q = 1; q <= count; q++) for (x = 1; x <= 3; x++) { # one question alone has points
            fill(level, 0); level[q] = x; points("only-" question[q] "-" x, level) }
        for (q = 1; q <= count; q++) { # one question alone has no answer
            fill(level, 3); level[q] = -1; points("open-" question[q], level) }
        fill(level, 2); for (q = 1; q <= 26; q++) level[q] = 3 # 26 of 3 points and 21 of 2
        points("total-120", level)
        fill(level, 1); level[1] = 0 # 46 of 1
        points("total-46", level)
    }' "$essentials"
is "$(wc -l <plans.ndjson)" $((4 + 1 + 3 * 47 + 47 + 2)) "plans are made"
holds "they are assessed" results "$checklist" plans.ndjson
is "$(wc -l <wanted) $(different $maximum)" "$((195 * 11)) 0" "each essential and each total has the points of the workbook"

# ---- totals that were published, and what a reader sees
of() { grep "^$1,$2," "$totals" | cut -d, -f"$3"; } # PLACE EDITION COLUMN
percent() { awk -F'|' -v plan="$1" '$1 == plan && $2 == "score" { printf "%.1f", $3 * 100 }' got; }
is "$(percent blank)" "$(of "blank workbook" 2024 5)" "a blank workbook has 0 %"
is "$(percent total-120)" "$(of Toronto 2024 5)" "120 points are 85.1 %, as for Toronto"
awk -F'|' '$1 == "total-46" && $2 == "score" { printf "%d %.1f\n", $3 * 141 + 0.5, $3 * 141 / 138 * 100 }' got >fuvahmulah
is "$(cat fuvahmulah)" "$(of Fuvahmulah 2023 3) $(of Fuvahmulah 2023 5)" "46 points are 33.3 % of the 138 of 2023"
line() { # PLAN: its line of the table
    grep "\"id\": \"$1\"" plans.ndjson >one.ndjson
    banyan assess --dry-run --checklist "$checklist" one.ndjson
    sed -n '2s/  */ /gp' out
}
is "$(line total-120)" "A city LKA 2026 120 120–120 100 % - - -" "120 of 141 is shown as 120"
is "$(line blank)" "A city LKA 2026 0 0–141 0 % - - -" "a blank sheet is shown as 0, with all that is possible"
is "$(line open-P9.5)" "A city LKA 2026 138 138–141 97 % - - -" "one open question costs its points in the score, not in what is possible"
banyan assess --dry-run --checklist "$checklist" "$ROOT/examples/undrr-city.json"
says out 'River city .* 82 +82–85 ' "the example has 82 points, and 85 if its open question were at its best"

# ---- what is changed is seen: each weight. One question with points at a time is enough for that.
grep -E '"id": "(only-[^"]*-2|blank)"' plans.ndjson >few.ndjson
grep -E '^(only-[^|]*-2|blank)\|' wanted >few
mv few wanted
is "$(noticed "$checklist" few.ndjson $maximum '"weight": 1,' '"weight": 2,')" "47 of 47" "control: each weight of a question"
is "$(noticed "$checklist" few.ndjson $maximum '"weight": [2-9],' '"weight": 1,')" "10 of 10" "control: each weight of an essential"
is "$(noticed "$checklist" few.ndjson $maximum '"missing": "zero"' '"missing": "range"')" "1 of 1" "control: blanks that are left out"
finish
