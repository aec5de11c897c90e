. "$ROOT/tests/cli/lib.sh"
# The guide (`checklist show --format html`), and what criteria serve (`--by`, `refs`).

# ---- the guide
body() { # FILE: the page without its style sheet, in any version of the program
    sed -n '/^<body>/,$p' "$1" | sed 's/banyan [0-9][0-9.]*</banyan VERSION</'
}
banyan checklist show "$DATA/guide.json" --format html
exits 0 "the guide of a checklist"
body out >body
holds "is tests/cli/data/guide.html (after a wanted change, copy the new one there)" \
    diff "$DATA/guide.html" body
cp out first.html
for locale in C tr_TR.UTF-8 fa_IR.UTF-8; do
    LC_ALL=$locale TZ=Asia/Kathmandu banyan checklist show "$DATA/guide.json" --format html
    holds "the same bytes again under $locale" cmp out first.html
done
fails "no text of the checklist becomes a tag" grep -qE '<(script|img|odd)' first.html
is "$(grep -o '<ol class="steps">.*</ol>' first.html | grep -c '<li>Begin\.</li><li>Go on\.</li><li>Find out\.</li></ol>')" 1 \
    "what to do next, step by step"
fails "but not what needs a plan's numbers" grep -q '{max}' first.html
banyan checklist show "$DATA/guide.json"
says out '^ +do next: Begin\.$' "checklist show: what to do next"
says out '^ +do next: Find out\.$' "checklist show: all of it"
fails "checklist show: but not what needs a plan's numbers" grep -q '{max}' out
fails "nothing is fetched and nothing runs" grep -qiE 'https?://|<link|<script|@import|url\(|javascript:|<[a-z][^>]* on[a-z]+=' first.html
for id in "$ROOT"/checklists/*/checklist.json; do
    id=$(basename "$(dirname "$id")")
    banyan checklist show "$id" --format html
    exits 0 "the guide of $id"
    grep -oE ' id="[^"]*"' out | sed 's/.*="\(.*\)"/\1/' | sort >ids
    is "$(uniq -d ids)" "" "$id: no id stands twice"
    grep -oE 'href="#[^"]*"' out | sed 's/href="#\(.*\)"/\1/' | sort -u >links
    is "$(comm -13 <(sort -u ids) links)" "" "$id: every link leads somewhere"
    is "$(grep -oE '<(section|article|ul|ol|dl|table|span|bdi|li|dd|p|h[1-6])[ >]' out | wc -l)" \
        "$(grep -oE '</(section|article|ul|ol|dl|table|span|bdi|li|dd|p|h[1-6])>' out | wc -l)" \
        "$id: what is opened is closed"
done
banyan checklist show child-drr --profile quick --format html
exits 0 "the guide of a short form"
is "$(grep -c '<article' out)" 30 "has its criteria and no others"
sed 's/"language": "en"/"language": "ur-PK"/' "$DATA/guide.json" >ur.json
banyan checklist show ur.json --format html
says out '<html lang="ur-PK" dir="rtl">' "a language written from the right"
says out '<span lang="en" dir="ltr">How to use this guide</span>' "and our own words marked as English in it"
for verb in "list" "checklist list" "checklist check" "rules list" "store check" "explain 00000000 EWS-01" "version"; do
    # shellcheck disable=SC2086 # words
    banyan $verb --format html
    exits 64 "$verb prints no page"
done

# ---- weights
banyan checklist show "$DATA/guide.json" --weights
exits 0 "the weights"
says out 'G-1 .* 2 +37\.50 +50\.00 +25\.00' "share, doubled, halved: 3/4 of 2/4, of 4/6, of 1/3"
says out 'G-S  People +1 +18\.75' "the share of a domain below a domain"
banyan checklist show "$DATA/guide.json" --weights --format ndjson
is "$(wc -l <out)" 13 "one line a domain and criterion"
is "$(grep '"G-1"' out)" '{"criterion":"G-1","node":"G","weight":2,"share":0.375,"doubled":0.5,"halved":0.25}' "as JSON"
banyan checklist show "$DATA/guide.json" --weights --by sendai
exits 64 "two views at once"

# ---- frameworks
banyan checklist show child-drr --by sendai
exits 0 "a checklist by a framework"
says out 'EWS-01' "what serves an indicator"
says out 'No criterion here serves: A-2' "and what nothing serves"
banyan checklist show child-drr --by all --format json
exits 0 "by all of them"
is "$(json out '$.frameworks[#-1].id')" unicef "sorted by id"
banyan checklist show child-drr --by sdg --format ndjson
is "$(grep '"code":"13.1.2"' out | sed 's/.*"criteria"/"criteria"/')" '"criteria":[]}' "SDG 13.1.2 is Sendai E-1, which no criterion of child-drr has"
is "$(grep '"code":"13.1.3"' out | sed 's/.*"criteria"/"criteria"/')" \
    '"criteria":["GOV-01","GOV-02","GOV-03","SSC-03","MEL-01"]}' "SDG 13.1.3 is Sendai E-2"
banyan checklist show child-drr --by sendia
exits 1 "a framework that is not there"
says err 'sendia: no such framework: did you mean sendai\?' "with the nearest one"
banyan checklist show child-drr --by sendai,zzz
says err 'zzz: no such framework: there is area, ' "or with all"
banyan checklist show child-drr --by ../codes
exits 1 "a path is no framework"
banyan checklist show human-development --by charter
says out 'No criterion of this checklist refers to it' "a checklist without references"
mkdir alone
cp "$BANYAN" alone/banyan
holds "the program alone has the frameworks too" sh -c './alone/banyan checklist show child-drr --by crc | grep -q "^12 .*Being heard"'

# ---- one's own framework, and an assessment by it, with the figures of the worked case
mkdir -p own/frameworks
cat >own/frameworks/mine.json <<'END'
{"banyan": 1, "id": "mine", "title": "Mine", "vintage": "2026", "source": [{"title": "Ours", "status": "drafted"}],
 "items": [{"code": "M", "title": "All", "items": [{"code": "M-1", "title": "Some"}, {"code": "M-2", "title": "None"}]},
           {"code": "N", "title": "Left out"}]}
END
export BANYAN_CHECKLISTS=$WORK/own
refer() { # CRITERION CODE: a sed expression
    echo "s/\"id\": \"$1\",/\"id\": \"$1\", \"refs\": {\"mine\": [\"$2\"]},/"
}
sed -e "$(refer P-a M-1)" -e "$(refer P-c M-1)" -e "$(refer Q-d M-1)" -e "$(refer Q-e N)" "$DATA/worked.json" >refs.json
banyan checklist check refs.json
exits 0 "references that lead somewhere"
plan one >plan.json
by() { # CHECKLIST CODE: the figures of an item
    rm -f s.db
    banyan --store s.db assess --checklist "$1" plan.json --format ndjson
    local id
    id=$(json out '$.id')
    banyan --store s.db show "$id" --by mine --format ndjson
    grep "\"code\":\"$2\"" out | sed 's/.*"weight"/"weight"/'
}
# effective weights: a 3/4 x 2/4, c 3/4 x 1/4, d 1/4 (e does not apply)
is "$(by refs.json M-1)" '"weight":0.8125,"applicable":true,"score":0.6,"low":0.461538462,"high":0.692307692,"coverage":0.769230769,"criteria":["P-a","P-c","Q-d"]}' \
    "weighted mean, range and coverage by hand"
is "$(by refs.json M)" "$(by refs.json M-1)" "an item has what those below it have"
is "$(by refs.json N)" '"weight":0,"applicable":false,"score":null,"low":null,"high":null,"coverage":null,"criteria":["Q-e"]}' \
    "what does not apply"
sed 's/"min_coverage": 0[^.]/"min_coverage": 0.8,/' refs.json >floor.json
is "$(by floor.json M-1 | cut -d, -f1-4)" '"weight":0.8125,"applicable":true,"score":null,"low":0.461538462' "below the floor there is no figure"
sed 's/"missing": "range"/"missing": "zero"/' refs.json >zero.json
is "$(by zero.json M-1 | cut -d, -f3)" '"score":0.461538462' "open counts as 0 where the checklist says so"
by refs.json M >/dev/null
banyan --store s.db list --format ndjson
banyan --store s.db show "$(json out '$.id')" --by mine,sendai
exits 0 "for people"
says out 'M-1 +Some +60\.0 +46\.2–69\.2 +76 %' "with the same figures"
says out 'Q-d' "and the criteria"
says out 'no official' "and what they are not"
banyan --store s.db show 00000000-0000-7000-8000-000000000000 --by mine
exits 1 "of an assessment that is not there"

# ---- references that lead nowhere
wrong() { # NAME SED-EXPRESSION PATTERN
    sed -e "$2" refs.json >wrong.json
    banyan checklist check wrong.json
    exits 1 "$1"
    says err "wrong\.json:[0-9]+: $3" "$1: where, what, and what to do"
}
wrong "an unknown item" 's/\["M-1"\]/["M-3"]/' 'P-a\.refs\.mine: "M-3" is no item of mine: did you mean M-[12]\?'
wrong "an unknown framework" 's/{"mine"/{"mime"/' 'P-a\.refs\.mime: is no framework: did you mean mine\?'
wrong "no list" 's/\["M-1"\]/"M-1"/' 'P-a\.refs\.mine: is text: give a list'
wrong "no code" 's/\["M-1"\]/[1]/' 'P-a\.refs\.mine: holds number'
wrong "references of a domain" 's/"id": "P",/"id": "P", "refs": {"sendai": ["Z-9"]},/' 'P\.refs\.sendai: "Z-9" is no item'
faulty() { # NAME SED-EXPRESSION PATTERN
    cp own/frameworks/mine.json good.json
    sed -e "$2" good.json >own/frameworks/mine.json
    banyan checklist show refs.json --by mine
    exits 1 "$1"
    says err "mine\.json:[0-9]+: $3" "$1: where, what, and what to do"
    cp good.json own/frameworks/mine.json
}
faulty "a framework with a code twice" 's/"M-2"/"M-1"/' 'M-1: stands twice'
faulty "one without a source" 's/"source"/"sourc"/' '.*did you mean source\?'
faulty "one without a title" 's/"title": "Some"/"title": ""/' 'title: is missing'
faulty "one under another name" 's/"id": "mine"/"id": "yours"/' 'id: is "yours"'
faulty "one that is no JSON" 's/"items": \[/"items": [,/' '.'
finish
