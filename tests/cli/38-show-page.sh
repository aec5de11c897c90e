. "$ROOT/tests/cli/lib.sh"
# An assessment as a page (`show --format html`).
unset BANYAN_LANG
body() { # FILE: the page without its style sheet, and without what differs from run to run
    sed -n '/^<body/,$p' "$1" | sed -E 's/banyan [0-9][0-9.]*[0-9]/banyan VERSION/
        s/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/ID/g; s/20[0-9-]{8}T[0-9:]{8}Z/TIME/g
        s/[0-9a-f]{64}/DIGEST/g'
}
stored() { # CHECKLIST PLAN...: the id of the last one, in $id
    banyan --store s.db assess --checklist "$@" --format ndjson
    id=$(tail -n 1 out | sed 's/^{"id":"\([^"]*\)".*/\1/')
}
# What holds for any page: nothing is fetched, links lead somewhere, tags are closed.
sound() { # NAME
    local file=$WORK/out tags='section|ul|ol|dl|dt|dd|table|thead|tbody|tr|th|td|span|bdi|li|p|h[1-6]|div|svg|small|i|b|main|nav|header|footer'
    fails "$1: nothing is fetched and nothing runs" \
        grep -qiE 'https?://|<link|<script|@import|url\(|javascript:|<[a-z][^>]* on[a-z]+=' "$file"
    grep -oE ' id="[^"]*"' "$file" | sed 's/.*="\(.*\)"/\1/' | sort >ids
    is "$(uniq -d ids)" "" "$1: no id stands twice"
    grep -oE 'href="#[^"]*"' "$file" | sed 's/href="#\(.*\)"/\1/' | sort -u >links
    is "$(comm -13 <(sort -u ids) links)" "" "$1: links lead somewhere"
    is "$(grep -oE "<($tags)[ >]" "$file" | tr -d '< >' | sort | uniq -c)" \
        "$(grep -oE "</($tags)>" "$file" | tr -d '</>' | sort | uniq -c)" "$1: what is opened is closed"
}

# ---- the worked case
plan one >one.json
stored "$DATA/worked.json" one.json
banyan --store s.db show "$id" --format html
exits 0 "a page"
silent err "nothing is said beside it"
sound "the worked case"
body out >body
holds "is tests/cli/data/assessment.html (after a wanted change, copy the new one there)" diff "$DATA/assessment.html" body
cp out first.html
for locale in C tr_TR.UTF-8 fa_IR.UTF-8; do
    LC_ALL=$locale TZ=Asia/Kathmandu banyan --store s.db show "$id" --format html
    holds "the same bytes again under $locale" cmp out first.html
done
holds "with its id" grep -q "<dd dir=\"ltr\">$id</dd>" first.html
holds "and what makes it again" grep -q "<code dir=\"ltr\">banyan verify $id</code>" first.html
banyan --store s.db verify "$(sed -n 's/.*banyan verify \([^<]*\)<.*/\1/p' first.html)"
exits 0 "which does"
holds "and the hash of its record" grep -q \
    "<dd dir=\"ltr\">$(sqlite3 s.db 'SELECT lower(hex(hash)) FROM assessment')</dd>" first.html
holds "and the digest of its plan" grep -q \
    "<dd dir=\"ltr\">sha256:$(sqlite3 s.db 'SELECT lower(hex(d.digest)) FROM assessment a JOIN document d ON d.id = a.plan')</dd>" first.html

# ---- a plan that was assessed again
plan one 's/"P-b": 50/"P-b": 75/' >later.json
before=$id
stored "$DATA/worked.json" later.json
banyan --store s.db show "$before" --format html
says out "later assessment took its place, $id" "what took its place is named"
banyan --store s.db show "$id" --format html
fails "the later one is the latest" grep -q 'took its place' out

# ---- what comes from documents stays text
plan evil 's/A plan/<script>alert(1)<\/script>\\" onload=\\"x/' 's/there is no/<img src=x>/' >evil.json
stored "$DATA/worked.json" evil.json
banyan --store s.db show "$id" --format html
fails "no text becomes a tag" grep -qE '<(script|img)' out
says out '<title>&lt;script&gt;alert\(1\)&lt;/script&gt;&quot; onload=&quot;x</title>' "a title stays text"
sound "a hostile title"

# ---- 119 criteria
stored child-drr "$ROOT/examples/nepal-ward.json"
banyan --store s.db show "$id" --format html
exits 0 "119 criteria"
sound "119 criteria"
is "$(grep -c '<div class="f ' out)" 119 "each has its place"
holds "below 100 kB" test "$(wc -c <out)" -lt 100000
cp out ward.html
banyan --store s.db show "$id"
is "$(grep -cE '^  [-+~x?!] ' out)" 119 "as many as in the text"
is "$(grep -c '<p class="v">met' ward.html)" "$(grep -cE '^  [+] ' out)" "as many are met"
is "$(grep -c '<p class="v">in part' ward.html)" "$(grep -cE '^  [~] ' out)" "as many in part"
is "$(grep -c '<p class="v">does not apply' ward.html)" "$(grep -cE '^  [-] ' out)" "as many do not apply"
banyan --store s.db show "$id" --format json
is "$(grep -oE '<b class="id">[A-Z0-9-]*|<span class="id">[A-Z0-9-]*' ward.html | sed 's/.*>//' | tr '\n' ' ')" \
    "$(sqlite3 :memory: "SELECT group_concat(json_extract(value, '\$.criterion'), ' ') FROM json_each(CAST(readfile('out') AS TEXT), '\$.findings')") " \
    "in the order of the checklist"
for place in kir-atoll lao-river-village; do
    stored child-drr "$ROOT/examples/plans/$place.json"
    banyan --store s.db --lang fr show "$id" --format html
    sound "$place in French"
    holds "$place: below 100 kB in French" test "$(wc -c <out)" -lt 100000
    banyan --store s.db show "$id" --format html
    sound "$place"
    holds "$place: below 100 kB" test "$(wc -c <out)" -lt 100000
done
holds "without a score it says why" grep -q '<p class="none">No score: coverage is' out
banyan --store s.db list --format ndjson --country KIR
id=$(sed 's/^{"id":"\([^"]*\)".*/\1/' out)
banyan --store s.db advise "$id" --format ndjson
sed 's/.*"criterion":"\([^"]*\)".*/\1/' out | head -n 7 >steps
banyan --store s.db show "$id" --format html
is "$(sed -n '/<ol class="steps">/,/<\/ol>/p' out | grep -oE 'href="#c-[A-Z0-9-]*' | sed 's/.*c-//')" "$(cat steps)" \
    "what to do first is what \`advise\` puts first"

# ---- languages
for lang in ar fr ne; do
    banyan --lang $lang --quiet --store s.db show "$id" --format html
    exits 0 "$lang: the page"
    says out "<html lang=\"$lang\" dir=\"$([ $lang = ar ] && echo rtl || echo ltr)\">" "$lang: which way it is read"
    fails "$lang: nothing of it is left in English" grep -q ' lang="en" dir="ltr"' out
    sound "$lang"
done

# ---- other checklists
for plan in inform-2025.csv hospital.json undrr-city.json school-a.json; do
    banyan --store other.db assess "$ROOT/examples/$plan" --format ndjson
    id=$(head -n 1 out | sed 's/^{"id":"\([^"]*\)".*/\1/')
    banyan --store other.db show "$id" --format html
    exits 0 "$plan"
    sound "$plan"
done

# ---- what has no page
banyan --store s.db show "$id" --by sendai --format html
exits 64 "items of a framework have no page"
banyan --store s.db explain "$id" P-a --format html
exits 64 "nor has one criterion"
banyan --store s.db show 00000000-0000-7000-8000-000000000000 --format html
exits 1 "nor what is not there"
silent out "and nothing is printed"
finish
