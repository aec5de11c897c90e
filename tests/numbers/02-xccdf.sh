. "$ROOT/tests/cli/lib.sh"
# OpenSCAP 1.3.7's scores of eight weighted trees come out of our engine, to 1e-4 of 100: the tree of weighted
# means (`default`), and all rules beside each other, with and without weights (`flat`, `flat-unweighted`).
data=$ROOT/tests/data/xccdf
results=$data/rules_and_results.csv

# Assesses a tree; sets $ours to "SCORE LOW HIGH COVERAGE". The last two arguments stand in for its results and rules.
assess() { # TREE SHAPE [RESULTS BENCHMARK]
    local from=("${3:-$results}" "${4:-$data/$1-xccdf.xml}") want
    for want in checklist plan; do
        awk -v tree="$1" -v shape="$2" -v want=$want -f "$ROOT/tests/numbers/xccdf.awk" "${from[@]}" >$want.json ||
            return 1
    done
    banyan assess --dry-run --format ndjson --checklist checklist.json plan.json
    ours=$(sqlite3 -separator " " :memory: "SELECT json_extract(doc, '\$.score'), json_extract(doc, '\$.low'),
        json_extract(doc, '\$.high'), json_extract(doc, '\$.coverage')
        FROM (SELECT CAST(readfile('out') AS TEXT) AS doc)")
    [ "$code" -eq 0 ]
}

agrees() { # MAXIMUM SCORE: our score is that of OpenSCAP
    awk -v ours="${ours%% *}" -v maximum="$1" -v theirs="$2" 'BEGIN {
        off = ours * maximum - theirs
        exit !(ours ~ /^[01](\.[0-9]+)?$/ && theirs != "" && off < 1e-4 && off > -1e-4) }'
}

published() { # TREE MODEL: sets $maximum and $score
    IFS=, read -r _ _ maximum score _ < <(grep "^$1,urn:xccdf:scoring:$2," "$data/oscap137_scores.csv")
}

weights() { # TREE: rules with their weights, as the benchmark says and as OpenSCAP said
    sed -n 's/^<Rule id="\([^"]*\)".*/&\1/p' "$data/$1-xccdf.xml" |
        awk '{ weight = match($0, / weight="[^"]*"/) ? substr($0, RSTART + 9, RLENGTH - 10) : 1
               sub(/.*>/, ""); print $0, weight + 0 }' | sort >of-benchmark
    awk -F, -v tree="$1" '$1 == tree { print $3, $9 + 0 }' "$results" | sort >of-results
    [ -s of-benchmark ] && cmp of-benchmark of-results
}

trees="b00 b01 b02 b03 b04 b05 b06 b07"
compared=0
for tree in $trees; do
    holds "$tree: results and benchmark have the same rules and weights" weights "$tree"
    for model in default flat flat-unweighted; do
        published "$tree" "$model"
        holds "$tree, $model: converted and assessed" assess "$tree" "${model#flat-}"
        holds "$tree, $model: $score of $maximum" agrees "$maximum" "$score"
        is "$ours" "${ours%% *} ${ours%% *} ${ours%% *} 1" "$tree, $model: nothing is open"
        compared=$((compared + 1))
    done
done
is $compared "$(grep -c ':default\|:flat' "$data/oscap137_scores.csv")" "every score under these models was compared"

# ---- controls: what is wrong is not taken for right
while read -r tree rule; do
    for model in default flat; do
        sed "s/\(<Rule id=\"xccdf_x_rule_$rule\" selected=\"true\"\)\( weight=\"[^\"]*\"\)\{0,1\}/\1 weight=\"4.0\"/" \
            "$data/$tree-xccdf.xml" >wrong.xml
        published "$tree" "$model"
        fails "control: $tree, $model, one weight is another" cmp -s wrong.xml "$data/$tree-xccdf.xml"
        holds "control: $tree, $model, $rule of another weight is assessed" assess "$tree" "$model" "$results" wrong.xml
        fails "control: $tree, $model, $rule of another weight is seen" agrees "$maximum" "$score"
    done
done <<'END'
b00 r001
b01 r013
b02 r003
b03 r001
b04 r002
b05 r001
b06 r003
b07 r004
END

wrong() { # TREE MODEL WHAT SED-EXPRESSION: other results, another score
    published "$1" "$2"
    sed -e "$4" "$results" >wrong.csv
    holds "control: $1, $2, $3 is assessed" assess "$1" "$2" wrong.csv
    fails "control: $1, $2, $3 is seen" agrees "$maximum" "$score"
}
for where in b03,default b05,default b07,default b03,flat b05,flat b06,flat b07,flat; do
    wrong ${where%,*} ${where#*,} "an unknown that does not apply" 's/,unknown,\([0-9]\)/,notapplicable,\1/'
done
for where in b03,default b06,default b07,default b02,flat b03,flat b06,flat b07,flat; do
    wrong ${where%,*} ${where#*,} "a rule not checked that fails" 's/,notchecked,\([0-9]\)/,fail,\1/'
done
wrong b05 default "a group without weights that is left out" '/g012/s/,pass,0\./,notapplicable,0./'
published b02 default
holds "control: b02 as a list is assessed" assess b02 flat
fails "control: a tree is not a flat list" agrees "$maximum" "$score"
finish
