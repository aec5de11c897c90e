. "$ROOT/tests/cli/lib.sh"
# What a slip of the hand costs: one plan, and never a file.
export BANYAN_CHECKLISTS=$WORK/lists
mkdir -p lists/worked
cp "$DATA/worked.json" lists/worked/checklist.json
line() { plan "$@" | tr '\n' ' '; }

# answers of the wrong shape
for wrong in '[1]' '[null]' '["x"]' '[[]]' '"x"' '7' 'null' 'true'; do
    { line one; echo; line two | sed "s/\"answers\": {.*/\"answers\": $wrong}/"; echo; line three; } >batch.ndjson
    banyan assess --dry-run --checklist worked --format ndjson batch.ndjson
    exits 1 "answers as $wrong: exit code"
    is "$(wc -l <out | tr -d ' ')" 2 "answers as $wrong: the others are assessed"
    says err 'batch\.ndjson:2: answers: ' "answers as $wrong: line and path"
done

# --reject
{ line one; echo; line two; } >plans.ndjson
cp plans.ndjson kept
banyan --store s.db assess --checklist worked plans.ndjson --reject plans.ndjson
exits 64 "--reject onto the input"
holds "the input is as it was" cmp plans.ndjson kept
banyan --store s.db assess --checklist worked plans.ndjson
banyan --store s.db assess --checklist worked plans.ndjson --reject s.db
exits 64 "--reject onto the store"
banyan --store s.db store check
exits 0 "the store is as it was"
mkdir folder
cp plans.ndjson folder/plans.ndjson
ln folder/plans.ndjson alias.ndjson
banyan assess --dry-run --checklist worked folder --reject folder/plans.ndjson
exits 64 "--reject into a file of the input folder"
banyan assess --dry-run --checklist worked plans.ndjson --reject -
exits 64 "--reject - is no file"
banyan assess --dry-run --checklist worked plans.ndjson --reject refused.ndjson
exits 0 "--reject into a new file"

# --require: the plan's own checklist may have other bands
mkdir -p lists/other
sed -e 's/"worked"/"other"/' -e 's/"id": "D", "title": "poor"/"id": "E", "title": "poor"/' "$DATA/worked.json" \
    >lists/other/checklist.json
{
    line one 's/"banyan": 1,/"banyan": 1, "checklist": "worked",/'; echo
    line two 's/"banyan": 1,/"banyan": 1, "checklist": "other",/'; echo
    line three 's/"banyan": 1,/"banyan": 1, "checklist": "worked",/'
} >mixed.ndjson
banyan assess --dry-run --format ndjson --require D mixed.ndjson
exits 1 "a band that one checklist lacks"
is "$(wc -l <out | tr -d ' ')" 2 "it costs that plan alone"
says err 'mixed\.ndjson:2: checklist: .*no band of other' "and is told"
banyan assess --dry-run --checklist worked --require Z mixed.ndjson
exits 64 "a band that the named checklist lacks"

# a checklist that is a file
line one 's/"banyan": 1,/"banyan": 1, "checklist": "worked.json",/' >file.json
banyan assess --dry-run file.json
exits 1 "a plan that names a file as its checklist"
says err 'file\.json:1: checklist: "worked\.json" is a file' "is told"

# stdin: a broken first line costs itself
{ echo '{"banyan":1,'; line one; echo; line two; } >stream
"$BANYAN" assess --dry-run --checklist worked --format ndjson - <stream >out 2>err
is "$?" 1 "stdin with a broken first line"
is "$(wc -l <out | tr -d ' ')" 2 "the other lines are assessed"
says err '^banyan: stdin:1: ' "its line is told"
{ echo '[1]'; line one; echo; line two; } >stream
"$BANYAN" assess --dry-run --checklist worked --format ndjson - <stream >out 2>err
is "$(wc -l <out | tr -d ' ')" 2 "a list as the first line costs itself"
plan one >pretty.json
"$BANYAN" assess --dry-run --checklist worked --format json - <pretty.json >out 2>err
is "$?" 0 "one document over many lines is one document"
is "$(json out '$.plan.id')" one "and is read as such"

# stdin: an answer to each line before the next is sent
mkfifo questions answers
"$BANYAN" --store pipe.db assess --checklist worked --format ndjson - <questions >answers 2>err &
exec 7>questions 8<answers
for id in one two three; do
    { line "$id"; echo; } >&7
    read -r -t 20 answer <&8
    case $answer in *"\"id\":\"$id\""*) note 0 "the answer to $id comes at once" ;; *) note 1 "the answer to $id comes at once" "$answer" ;; esac
done
exec 7>&- 8<&-
wait

# the same documents, other findings: the stored assessment is what is shown
mkdir -p rules/own
untested() { # VERSION OF THE TESTS: the text is the same, only the option differs
    cat <<'L'
return { id = "own/r", version = 1, title = "t", source = "s", score = function() return 1 end }
L
}
untested >rules/own/r.lua
sed -e 's/"worked"/"own"/' -e 's#"rule": "standard/level"#"rule": "own/r"#' "$DATA/worked.json" >own.json
plan one 's/"P-b": 50/"P-b": 50, "P-c": 2/' >own-plan.json
banyan --store d.db assess --rules rules --checklist own.json --format json own-plan.json
exits 1 "an untested rule costs its criterion"
is "$(json out '$.incomplete')" 1 "and marks the assessment"
id=$(json out '$.id')
cp out first
banyan --store d.db assess --rules rules --allow-untested --checklist own.json --format json own-plan.json
is "$(json out '$.id')" "$id" "with the same documents the stored one is the answer"
holds "byte for byte" cmp out first
says err 'is stored with other findings' "and the difference is told"

# a byte of something else is no store
printf x >note.txt
banyan --store note.txt assess --checklist worked plans.ndjson
exits 1 "a store that is a short text"
is "$(cat note.txt)" x "which stays as it was"

# another of the program's own files in the plan's place
banyan assess --dry-run --checklist worked lists/worked/checklist.json
exits 1 "a checklist in the place of a plan"
is "$(cat err)" "banyan: lists/worked/checklist.json:1: is a checklist, not a plan: name it with --checklist, and give the plan here" \
    "is told once, with what to do"
# a plan with a member that only checklists have is a plan with a slip
plan whole | sed 's/^{/{"nodes": [], /' >nodes.json
banyan assess --dry-run --checklist worked nodes.json
exits 1 "a plan with nodes"
says err 'nodes\.json:1: nodes: ' "is told of the nodes"
plan whole >whole.json
banyan assess --dry-run --checklist worked --format json whole.json
cp out result.json
banyan assess --dry-run --checklist worked result.json
exits 1 "a result in the place of a plan"
says err '^banyan: result\.json:1: is a result, not a plan: ' "is told as such"

# settings
BANYAN_LANG='x y' banyan list
exits 64 "BANYAN_LANG is looked at as --lang is"

# pipes in folders are passed over
mkfifo folder/z.json
banyan assess --dry-run --checklist worked folder
exits 0 "a pipe among the plans does not stop the run"
finish
