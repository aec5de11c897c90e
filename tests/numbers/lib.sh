# shellcheck shell=bash
# Holds the results of many plans against published figures. Sourced after tests/cli/lib.sh.

# Leaves in the file `got` a line PLAN|WHAT|VALUE|BAND for each plan's score (WHAT is "score"), nodes and criteria.
# VALUE is from 0 to 1 with nine decimals, or empty; BAND is that of the plan.
results() { # CHECKLIST PLANS
    banyan assess --dry-run --format ndjson --checklist "$1" "$2"
    case ${code:-} in 0 | 3) ;; *) return 1 ;; esac
    sqlite3 :memory: "CREATE TABLE lines (line)" ".mode ascii" '.separator "\037" "\n"' ".import out lines" \
        ".mode list" "WITH figures AS (
            SELECT line, 'score' AS what, json_extract(line, '\$.score') AS value FROM lines
            UNION ALL SELECT line, json_extract(value, '\$.id'), json_extract(value, '\$.score')
                FROM lines, json_each(line, '\$.nodes')
            UNION ALL SELECT line, json_extract(value, '\$.criterion'), json_extract(value, '\$.credit')
                FROM lines, json_each(line, '\$.findings'))
        SELECT json_extract(line, '\$.plan.id'), what,
            CASE WHEN value IS NULL THEN '' ELSE printf('%.9f', value) END,
            coalesce(json_extract(line, '\$.band'), '') FROM figures" >got
}

# How many lines PLAN|WHAT|VALUE of the file `wanted` have another value in `got`: one that is further away than
# MAXIMUM, or none where there should be one, or the other way round. All of `wanted` must be in `got`.
different() { # MAXIMUM
    awk -F'|' -v maximum="$1" '
        FILENAME == "got" { value[$1, $2] = $3; next }
        !(($1, $2) in value) { lost++; next }
        { ours = value[$1, $2]
          off = ours == "" || $3 == "" ? (ours == $3 ? 0 : 1) : ours - $3
          if (off > maximum || off < -maximum) n++ }
        END { print lost ? lost " without a result" : NR ? n + 0 : "nothing" }' got wanted
}

# The widest difference between `wanted` and `got`, where both have a value.
widest() {
    awk -F'|' 'FILENAME == "got" { value[$1, $2] = $3; next }
        $3 != "" && value[$1, $2] != "" { off = value[$1, $2] - $3; if (off < 0) off = -off; if (off > most) most = off }
        END { printf "%.1e\n", most }' got wanted
}

# The checklist with the nth place that fits PATTERN replaced; fails when there is no such place.
nth() { # CHECKLIST N PATTERN REPLACEMENT
    awk -v n="$2" -v pattern="$3" -v other="$4" '
        $0 ~ pattern && ++i == n { sub(pattern, other) } { print } END { exit i < n }' "$1"
}

# How many of all single changes of a kind are noticed, as "SEEN of ALL": each place of the checklist that fits
# PATTERN is replaced in turn, and the results are compared again.
noticed() { # CHECKLIST PLANS MAXIMUM PATTERN REPLACEMENT
    local n=0 seen=0
    while nth "$1" $((n + 1)) "$4" "$5" >changed.json; do
        n=$((n + 1))
        results changed.json "$2" && [ "$(different "$3")" != 0 ] && seen=$((seen + 1))
    done
    echo "$seen of $n"
}
