#!/bin/bash
# Allocations that fail, one after the other: build/fault must be made. A case is one test: a command,
# with some of its allocations failing alone and with all that follow, spread evenly. `oom-run.sh all` tries
# each allocation of the small cases, and of the large ones each chain of calls that leads to one, the
# first eight times and then ever more seldom; that takes some minutes. Names after it: only those, also leaks and parts.
# Ends with "N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/note.sh
. tests/note.sh
root=$PWD
fault=${FAULT:-$root/build/fault}
# A fork has none of the locks of its process, and one of its threads: all locks are granted, and there is no other thread.
preload=$fault/failmalloc.so:$fault/nothread.so:$(dirname "$fault")/conc/nolock.so
asan=$(dirname "$fault")/asan
results=${RESULTS:-$root/build/results}
export BANYAN=${BANYAN:-$root/build/banyan}
points=100 large=40 leaks=100 parts=40
[ "${1:-}" != all ] || points=0 large=stacks leaks=0 parts=0
only=" ${*:2} "
out=$results/oom.d
rm -rf "$out"
mkdir -p "$out"
# In memory where that is to be had: what a disk makes of a failure is another test.
work=$(mktemp -d -p "$([ -w /dev/shm ] && echo /dev/shm || echo "${TMPDIR:-/tmp}")" banyan-oom-XXXXXX) || exit 1
trap 'rm -rf "$work"' EXIT
ulimit -c 0
unset BANYAN_LANG BANYAN_RULES BANYAN_CHECKLISTS BANYAN_STORE
export HOME=$work XDG_DATA_HOME=$work NO_COLOR=1 LC_ALL=C.UTF-8

worked=tests/cli/data/worked.json island=examples/vanuatu-island.json
sed 's/@ID@/one/' tests/cli/data/worked-plan.json >"$work/one.json"
sed 's/"P-b": 50/"P-b": "half"/;s/@ID@/wrong/' tests/cli/data/worked-plan.json >"$work/wrong.json"
printf 'plan.id,plan.id,odd.thing,Q-a\np,q,1,maybe\n' >"$work/columns.csv"
kept=$work/kept.db
"$BANYAN" --store "$kept" assess --checklist "$worked" "$work/one.json" >"$out/kept.log" 2>&1
"$BANYAN" --store "$kept" assess --checklist child-drr "$island" examples/nepal-ward.json >>"$out/kept.log" 2>&1
id=$("$BANYAN" --store "$kept" list --format ndjson | sed -n '1s/^{"id":"\([^"]*\)".*/\1/p')
island_id=$("$BANYAN" --store "$kept" list --country VUT --format ndjson | sed -n '1s/^{"id":"\([^"]*\)".*/\1/p')

names=()
wanted() { # NAME
    [ "$only" = "  " ] || [[ $only == *" $1 "* ]]
}
try() { # NAME STORE|- PROGRAM [ARGUMENT...]: notes a case
    wanted "$1" || return
    local some=$points
    case $1 in assess-many | assess-child-drr | rules-*) some=$large ;; esac
    names+=("$1")
    printf '%q ' "$some" "${@:2}" >"$out/$1.case"
}
reads() { # NAME [ARGUMENT...]: on a copy of the store that is there
    cp "$kept" "$work/$1.kept.db"
    try "$1" - "$BANYAN" --store "$work/$1.kept.db" "${@:2}"
}
writes() { # NAME [ARGUMENT...]: on a store of its own
    try "$1" "$work/$1.db" "$BANYAN" --store "$work/$1.db" "${@:2}"
}
# The longest first.
writes assess-many --format ndjson assess --jobs 1 examples
writes assess-child-drr --format json assess --jobs 1 --checklist child-drr "$island"
reads rules-list rules list
reads rules-check rules check --no-isolate --rules tests/data/review/rules --checklist tests/data/review/checklist.json --tries 100
mkdir -p "$work/rules-new"
try rules-new - "$BANYAN" rules new x --rules "$work/rules-new"
try rules-try - "$BANYAN" --format json rules try finance/child_share
try rules-try-criterion - "$BANYAN" --format json rules try --no-isolate --checklist "$root/tests/data/review/checklist.json" \
    --rules "$root/tests/data/review/rules" --criterion EWS-01 --answer 60
try rules-try-expression - "$BANYAN" --format json rules try finance/child_share --expr 'args, #plan.actions, {1, 2}'
try rules-try-wrong - "$BANYAN" --format json rules try --expr 'local x = = 1'
reads rules-doc --format html rules doc standard/yes_no ladder.at_least
reads rules-mutate rules mutate --no-isolate shelter/toilets --rules docs/my-rules --format json --jobs 1
reads check store check
reads verify verify --jobs 1
reads verify-one verify --format json --jobs 1 "$id"
reads rescore --format json rescore --dry-run --jobs 1 --to child-drr --country VUT
reads rescore-text rescore --dry-run --jobs 1 --to child-drr --to-profile quick --country VUT
writes assess --format json assess --jobs 1 --checklist "$worked" "$work/one.json"
try assess-refused - "$BANYAN" assess --dry-run --jobs 1 --checklist "$worked" "$work/one.json" \
    "$work/wrong.json" examples/inform-2025.csv --reject "$work/assess-refused.also"
reads list list
try help - "$BANYAN" assess --help
try help-man - "$BANYAN" help --man
try help-completion - "$BANYAN" help --completion
try profile - "$BANYAN" assess --dry-run --jobs 1 --profile odd --checklist child-drr "$island"
try columns - "$BANYAN" assess --dry-run --jobs 1 --checklist "$worked" "$work/columns.csv"
reads list-ndjson list --format ndjson
reads show show "$id"
reads show-json show --format json "$id"
reads show-page show --format html "$id"
reads show-page-island --lang fr show --format html "$island_id"
reads explain explain "$id" P-a
reads explain-names explain "$island_id" RSK-06
reads advise advise "$island_id" --limit 12
printf 'country,communities\nNPL,40\nFJI,3\n' >"$work/frame.csv"
# A few rows, and the shortest simulation: what fails is asked for, not how often.
compared=$work/compared.db
"$BANYAN" --store "$compared" assess --checklist tests/cli/data/compare.json tests/cli/data/compare.csv >>"$out/kept.log" 2>&1
compares() { # NAME [ARGUMENT...]
    cp "$compared" "$work/$1.kept.db"
    try "$1" - "$BANYAN" --store "$work/$1.kept.db" compare --draws 100 --jobs 1 "${@:2}"
}
compares compare --frame "$work/frame.csv"
# The same from columns, which a store has for every two assessments here.
cp "$compared" "$work/columns.kept.db"
sqlite3 "$work/columns.kept.db" "UPDATE derived_state SET step = 1, block = 2"
"$BANYAN" --store "$work/columns.kept.db" store check --rebuild >>"$out/kept.log" 2>&1
try compare-columns - "$BANYAN" --store "$work/columns.kept.db" compare --draws 100 --jobs 1
compares compare-json --format json --by country,hazard --round 2025,2026 --of domains,Q-1
compares compare-page --format html --equity setting --of domains
compares compare-page-rounds --format html --round 2025,2026
compares compare-wrong --round 1999
compares compare-html --of domains --format html
# A composite of each step, and one of what is stored.
printf 'Level,iCode,Parent,Direction,Weight,Type,Denominator\n1,a,P,1,1,Indicator,D\n1,b,P,-1,2,Indicator,\n2,P,X,1,1,Aggregate,\n3,X,,1,1,Aggregate,\n,g,,,,Group,\n,D,,,,Denominator,\n' >"$work/c.meta.csv"
printf 'uCode,g,a,b,D\np,n,1,2,2\nq,n,,x,1\nr,s,5,1,4\ns,s,9,7,3\n' >"$work/c.data.csv"
printf '{"banyan":1,"title":"T","data":"c.data.csv","meta":"c.meta.csv","missing":["x"],"denominators":true,"fill":{"method":"group_mean","group":"g"},"treat":{"method":"winsorise"},"uncertainty":{"draws":3}}' >"$work/c.json"
printf 'rep,iCode,Weight\n1,a,3\n' >"$work/c.weights.csv"
sed 's/"draws":3/"weights":"c.weights.csv"/' "$work/c.json" >"$work/c.given.json"
sed 's/"title"/"titel"/; s/winsorise/winsorize/' "$work/c.json" >"$work/c.wrong.json"
printf '{"banyan":1,"title":"T","data":"stored"}' >"$work/c.stored.json"
try composite - "$BANYAN" compare --composite "$work/c.json"
try composite-json - "$BANYAN" --format json compare --composite "$work/c.given.json"
try composite-csv - "$BANYAN" --format csv compare --composite "$work/c.json"
try composite-unit - "$BANYAN" compare --composite "$work/c.json" --unit r
try composite-wrong - "$BANYAN" compare --composite "$work/c.wrong.json"
cp "$compared" "$work/stored.kept.db"
try composite-stored - "$BANYAN" --store "$work/stored.kept.db" compare --composite "$work/c.stored.json"
reads stats store stats
reads sql store sql "SELECT f.criterion, f.credit, f.reason, n.score, document_text(a.plan) FROM assessment a, finding(a.seq) f, node(a.seq) n"
reads sql-csv --format csv store sql 'SELECT * FROM result ORDER BY score'
reads sql-json --format json store sql 'SELECT id, score FROM result'
reads sql-wrong store sql 'SELECT cuntry FROM result'
reads sql-tables store sql --tables --format csv
reads checklist-list checklist list
reads checklist-show checklist show "$worked"
reads checklist-guide checklist show "$root/tests/cli/data/guide.json" --format html
reads checklist-by checklist show "$worked" --by all
# Three rounds, and subgroups.
followed=$work/followed.db
"$BANYAN" --store "$followed" assess --checklist tests/cli/data/compare.json tests/cli/data/trend.csv >>"$out/kept.log" 2>&1
follows() { # NAME [ARGUMENT...]
    cp "$followed" "$work/$1.kept.db"
    try "$1" - "$BANYAN" --store "$work/$1.kept.db" "${@:2}"
}
follows trend trend --of domains
follows trend-json --format json trend --by setting
follows trend-csv --format csv trend
follows equity compare --by country --equity setting --round midline --draws 100 --jobs 1
follows equity-csv --format csv compare --equity setting --round midline --draws 100 --jobs 1
try equity-table - "$BANYAN" --format json compare --equity-table tests/cli/data/equity-table.csv
try equity-table-text - "$BANYAN" compare --equity-table tests/cli/data/equity-table.csv
printf 'dimension,subgroup,estimate,colour\nA,x,many,red\n' >"$work/wrong-table.csv"
try equity-table-wrong - "$BANYAN" compare --equity-table "$work/wrong-table.csv"
# Something to publish, something that is too little for it, and something that was published before.
awk 'BEGIN { print "id,title,country,community,setting,round,date,P-1,P-2,Q-1"
    for (i = 0; i < 44; i++) {
        where = i < 16 ? "NPL" : i < 30 ? "BTN" : i < 41 ? "PHL" : "LAO"; v = i * 37 % 101
        printf "p%d,Plan,%s,%d,rural,2026,2026-03-01,%d,%d,%d\n", i, where, i, v, v * 7 % 101, v * 3 % 101 } }' >"$work/publish.csv"
public=$work/public.db
"$BANYAN" --store "$public" assess --checklist tests/cli/data/compare.json "$work/publish.csv" >>"$out/kept.log" 2>&1
cp "$public" "$work/published.kept.db"
"$BANYAN" --store "$work/published.kept.db" compare --publish >>"$out/kept.log" 2>&1
try published - "$BANYAN" --store "$work/published.kept.db" store published
# A language of few words, so that the catalogues do not hide what comes after them.
mkdir -p "$work/lang/small/i18n"
sed 's/"id": "[a-z-]*"/"id": "small"/' "$worked" >"$work/lang/small/checklist.json"
printf 'msgid ""\nmsgstr "X-Reviewed: no\\n"\n\nmsgid "level {i} of {max}"\nmsgstr "{max}: {i}"\n' \
    >"$work/lang/small/i18n/xx.po"
reads lang-checklist --lang xx checklist show "$work/lang/small/checklist.json"
reads lang-assess --lang xx --format json assess --dry-run --jobs 1 --checklist "$work/lang/small/checklist.json" \
    "$work/one.json"
reads lang-show --lang fr show "$id"
reads lang-template checklist show "$worked" --pot
reads checklist-weights checklist show "$worked" --weights
reads show-by show "$id" --by sendai,sdg --format ndjson
reads checklist-check checklist check "$worked"
for form in csv sdmx-csv sdmx-structure package xlsx dhis2; do
    reads "compare-$form" --format $form compare --checklist worked --of criteria
done

run_one() {
    mkdir -p "$4/$2.d"
    eval "set -- \"\$1\" \"\$2\" \"\$3\" \"\$4\" \"\$5\" $(cat "$1/$2.case")"
    local also=
    [[ $* != *"$2.also"* ]] || also=ALSO=$4/$2.also
    [ "$2" != rules-new ] || also=ALSO=$4/rules-new/x.lua
    env WORK="$4/$2.d" ${also:+"$also"} timeout 3600 "$3/oom" "$5" "${@:6}" >"$1/$2.log" 2>&1
    echo $? >"$1/$2.code"
}
export -f run_one
printf '%s\n' "${names[@]}" | xargs -P "$(nproc 2>/dev/null || echo 2)" -I{} bash -c "run_one '$out' {} '$fault' '$work' '$preload'"

for name in "${names[@]}"; do
    read -r code <"$out/$name.code"
    note_file "$code" "$name: $(tail -n 1 "$out/$name.log")" "$out/$name.log"
done

# The driver finds what it looks for.
for how in crash lie silent half careful; do
    WORK=$work "$fault/oom" "$preload" 0 - "$fault/careless" $how >"$out/$how.log" 2>&1
    code=$? wanted=1 faulty=1
    [ $how != careful ] || wanted=0
    [ $code -ne $wanted ] || faulty=0
    case $how in
    crash) grep -q 'FAIL_AT=1: ends by a signal' "$out/$how.log" || faulty=1 ;;
    esac
    note $faulty "control: $how: $(tail -n 1 "$out/$how.log")"
done

# A program whose rules run in a worker cannot be continued in a fork, which has no such worker: each allocation
# fails in a run of its own. It says that there is no memory, or what it says with all of it.
try_isolated() { # HOW MANY; 0: all
    local at total=0 wrong='' said
    isolated() { timeout 60 env FAIL_AT="$at" FAIL_COUNT_FILE="$work/count" LD_PRELOAD="$fault/failmalloc.so" \
        "$BANYAN" assess --dry-run --isolate --jobs 1 --checklist "$worked" "$work/one.json"; }
    at=0
    said=$(isolated 2>&1)
    total=$(cat "$work/count")
    for ((at = 1; at <= total; at += $1 == 0 ? 1 : total / $1 + 1)); do
        if isolated >"$work/isolated.out" 2>"$work/isolated.err"; then code=0; else code=$?; fi
        case $code in
        0 | 3) [ "$(cat "$work/isolated.out" "$work/isolated.err")" = "$said" ] || wrong="$wrong $at:differs" ;;
        # The C library tells a thread without memory as one that the system would not give.
        1) grep -q 'out of memory\|Cannot allocate memory\|a thread cannot be started' "$work/isolated.err" || wrong="$wrong $at:silent" ;;
        *) wrong="$wrong $at:$code" ;;
        esac
    done
    [ "$total" -gt 1000 ] && [ -z "$wrong" ]
    note $? "isolated: of $total allocations up to ${1/#0/all} fail, each in a run of its own" "$wrong" "$said"
}
! wanted isolated || try_isolated "$points"

# A command that adds to a store that is there is not repeated in a fork either: each allocation fails in a run
# over a copy. Whatever it says, the store is sound after it, and an ordinary run gives the ordinary result.
try_publish() { # HOW MANY; 0: all
    local at=0 total=0 wrong='' said
    publish() { timeout 60 env FAIL_AT="$at" FAIL_COUNT_FILE="$work/count" LD_PRELOAD="$fault/failmalloc.so" \
        "$BANYAN" --store "$work/copy.db" --format json compare --publish --draws 100 --jobs 1 --of domains; }
    cp "$public" "$work/copy.db"
    said=$(publish 2>&1)
    total=$(cat "$work/count")
    for ((at = 1; at <= total; at += $1 == 0 ? 1 : total / $1 + 1)); do
        rm -f "$work"/copy.db*
        cp "$public" "$work/copy.db"
        if publish >"$work/publish.out" 2>"$work/publish.err"; then code=0; else code=$?; fi
        case $code in
        0) [ "$(cat "$work/publish.out")" = "$said" ] || wrong="$wrong $at:differs" ;;
        1)
            grep -q 'out of memory\|Cannot allocate memory' "$work/publish.err" || wrong="$wrong $at:silent"
            [ ! -s "$work/publish.out" ] || wrong="$wrong $at:shows"
            ;;
        *) wrong="$wrong $at:$code" ;;
        esac
        "$BANYAN" --store "$work/copy.db" store check >/dev/null 2>&1 || wrong="$wrong $at:store"
        [ "$("$BANYAN" --store "$work/copy.db" --format json compare --publish --draws 100 --jobs 1 --of domains)" = "$said" ] ||
            wrong="$wrong $at:later"
    done
    [ "$total" -gt 1000 ] && [ -z "$wrong" ]
    note $? "publish: of $total allocations up to ${1/#0/all} fail, each in a run of its own" "$wrong" "$said"
}
! wanted publish || try_publish "$points"

# The same with derived tables, which take in every assessment here, so that few are enough.
try_rebuild() { # HOW MANY; 0: all
    local at=0 total=0 wrong='' said
    rebuild() { timeout 60 env FAIL_AT="$at" FAIL_STICKY="$sticky" FAIL_COUNT_FILE="$work/count" \
        LD_PRELOAD="$fault/failmalloc.so" "$BANYAN" --store "$work/derived.db" store check --rebuild; }
    local sticky=
    cp "$compared" "$work/derived.db"
    sqlite3 "$work/derived.db" "UPDATE derived_state SET step = 1, block = 2"
    said=$(rebuild 2>&1)
    total=$(cat "$work/count")
    for ((at = 1; at <= total; at += $1 == 0 ? 1 : total / $1 + 1)); do
        sticky=$((at % 2))
        [ $sticky = 1 ] || sticky=
        if rebuild >"$work/rebuild.out" 2>"$work/rebuild.err"; then code=0; else code=$?; fi
        case $code in
        0) [ "$(cat "$work/rebuild.out")" = "$said" ] || wrong="$wrong $at:differs" ;;
        1) grep -q 'out of memory\|Cannot allocate memory' "$work/rebuild.err" || wrong="$wrong $at:silent" ;;
        *) wrong="$wrong $at:$code" ;;
        esac
        # What is left is none, or right as far as it goes.
        "$BANYAN" --store "$work/derived.db" store check >/dev/null 2>&1 || wrong="$wrong $at:store"
    done
    [ "$total" -gt 1000 ] && [ -z "$wrong" ]
    note $? "rebuild: of $total allocations up to ${1/#0/all} fail, each in a run of its own" "$wrong" "$said"
}
! wanted rebuild || try_rebuild "$points"

# The public interface under the address sanitizer: nothing is lost on the way out of an error.
try_leaks() { # POINTS: log and exit code
    timeout 3600 "$asan/fault/oom_leaks" "$1" "$worked" "$work/one.json" "$work/leaks.db" >"$out/leaks.log" 2>&1
    code=$?
}
if wanted leaks; then
    try_leaks $leaks
    note_file $code "in one process, no leaks: $(tail -n 1 "$out/leaks.log" | cut -c1-80)" "$out/leaks.log"
    try_leaks lose
    grep -q 'LeakSanitizer: detected' "$out/leaks.log"
    note_file $? "control: a leak: exit code $code" "$out/leaks.log"
fi

# The model and the host of the rules, where every allocation of an arena is in reach.
try_parts() {
    timeout 3600 "$asan/fault/oom_parts" tests/fault/every "$parts" >"$out/parts.log" 2>&1
    code=$?
    while read -r word _ text; do
        case $word in
        ok) note 0 "parts: $text" ;;
        not) note 1 "parts: ${text#- }" ;;
        esac
    done <"$out/parts.log"
    grep -q '^[0-9]* scenarios, ' "$out/parts.log"
    note_file $? "parts: all were tried (exit code $code)" "$out/parts.log"
}
! wanted parts || try_parts
noted "$results/oom"
