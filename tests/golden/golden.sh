#!/bin/bash
# golden.sh PROGRAM: the results of every shipped example are those of tests/golden. Lines "ok - ..." and
# "not ok - ...". golden.sh PROGRAM write: makes them anew (`make golden`).
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/note.sh
. tests/note.sh
golden=tests/golden
program=${1:-build/banyan}
work=$(mktemp -d "${TMPDIR:-/tmp}/banyan-golden-XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
export LC_ALL=C NO_COLOR=1
unset BANYAN_LANG BANYAN_RULES BANYAN_CHECKLISTS BANYAN_STORE

# Plans; what is in composite is none: tests/numbers hold it against published figures.
examples() { find examples -type f ! -name README.md ! -name '*.awk' ! -path 'examples/composite/*' | sort; }
file_of() { # EXAMPLE: its golden file
    local base
    base=$(basename "$1")
    echo "$golden/${base%.json}.json"
}

# The panel has many plans, of a short form: one a line, without nodes and findings.
panel() { # EXAMPLE
    "$program" assess --dry-run --profile quick --format ndjson "$1" 2>"$work/said" |
        sed -e 's/"id":null,"created":null,"engine":"[^"]*",//' -e 's/"checklist":{.*},"applicable"/"applicable"/' \
            -e 's/,"nodes":.*/}/' -e '1s/^/[/' -e '$!s/$/,/' -e '$s/$/]/'
    [ ! -s "$work/said" ] || head -n 5 "$work/said"
}

# A result, one node and one finding a line. Left out is what may change while each score still means the
# same: version of the program, digests of rules and checklist, line of the rule. A '"' in a text is
# written \", so that no text can look like what is replaced here.
result() { # EXAMPLE
    case $1 in examples/panel/*)
        panel "$1"
        return
        ;;
    esac
    "$program" assess --dry-run --format json "$1" >"$work/result" 2>"$work/said"
    local code=$?
    case $code in 0 | 3) ;; *)
        echo "exit code $code"
        head -n 5 "$work/said"
        ;;
    esac
    sed -e 's/"id":null,"created":null,"engine":"[^"]*",//g' \
        -e 's/\("tailoring":\[[^]]*\]\),"digest":"sha256:[0-9a-f]*"/\1/g' \
        -e 's/"ruleset":{"digest":"sha256:[0-9a-f]*"},//g' \
        -e 's/\("rule":\("[^"]*"\|null\)\),"line":\([0-9][0-9]*\|null\)/\1/g' \
        -e 's/,"applicable":\([a-z]*\),"incomplete":/,\n"applicable":\1,"incomplete":/g' \
        -e 's/,"\(counts\|nodes\|findings\)":/,\n"\1":/g' \
        -e 's/{"id":"[^"]*","parent":/\n&/g' -e 's/{"criterion":/\n&/g' "$work/result"
}

if [ "${2:-}" = write ]; then
    rm -f $golden/*.json
    for example in $(examples); do
        result "$example" >"$(file_of "$example")"
    done
    git --no-pager diff --stat -- $golden 2>"$work/said"
    exit 0
fi


count=0
for example in $(examples); do
    name=$(file_of "$example")
    count=$((count + 1))
    if [ ! -f "$name" ]; then
        echo "run make golden, look at $name, and commit it" >"$work/diff"
        note_file 1 "$example has a golden result" "$work/diff"
        continue
    fi
    result "$example" >"$work/now"
    diff -U 0 "$name" "$work/now" | tail -n +3 >"$work/diff"
    note_file "${PIPESTATUS[0]}" "$example: the result is the golden one" "$work/diff"
done
for name in "$golden"/*.json; do
    base=$(basename "$name" .json)
    [ -n "$(find examples -name "$base" -o -name "$base.json")" ] || note 1 "$name belongs to an example"
done
[ "$count" -ge 41 ]
note $? "there are $count examples"
[ "$(examples | sed 's|.*/||; s|\.json$||' | sort | uniq -d)" = "" ]
note $? "no two examples share a golden result"

# The index tells the score and the band of each plan as the golden result has them.
score_and_band() { # GOLDEN FILE
    sqlite3 :memory: "SELECT CASE WHEN score IS NULL THEN '-' ELSE printf('%.1f', score * 100) END || ' | ' ||
        ifnull(band, '-')
        FROM (SELECT json_extract(j, '\$.score') AS score, json_extract(j, '\$.band') AS band
            FROM (SELECT CAST(readfile('$1') AS TEXT) AS j))"
}
for example in examples/plans/*.json; do
    row=$(grep -F "| \`${example#examples/}\` |" examples/README.md)
    figures=$(score_and_band "$(file_of "$example")")
    [ "${row%" | $figures |"}" != "$row" ]
    note $? "examples/README.md has $example with | $figures |"
done

# What is compared is something, and a changed credit is seen.
name=$golden/nepal-ward.json
[ "$(grep -c '^{"criterion":' "$name")" -eq 119 ]
note $? "a golden result has a line a finding"
[ "$(for f in "$golden"/*.json; do sqlite3 :memory: "SELECT json_valid(CAST(readfile('$f') AS TEXT))"; done | sort -u)" = 1 ]
note $? "golden results are JSON"
sed '/"GOV-05"/s/"credit":0\.6/"credit":0.7/' "$name" | diff -U 0 "$name" - >"$work/diff"
[ "$(grep -c '^[-+]{"criterion":"GOV-05"' "$work/diff")" -eq 2 ] && [ "$(grep -c '^[-+]{' "$work/diff")" -eq 2 ]
note_file $? "control: one changed credit is one changed line" "$work/diff"
