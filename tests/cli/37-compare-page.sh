. "$ROOT/tests/cli/lib.sh"
# A comparison as a page (`compare --format html`), of the made-up panel.
unset BANYAN_LANG
export BANYAN_STORE=$WORK/panel.db
for round in 2024 2025 2026; do
    banyan assess --profile quick "$ROOT/docs/panel/panel-$round.csv"
done
page() { # ARGUMENT...: the page in the file out
    banyan compare --format html "$@"
}
between() { # FROM TO: what stands between two texts of the page, on one line
    tr '\n' ' ' <out | sed "s/.*$1/$1/; s/$2.*//"
}
section() { # ID
    between "<section class=\"part\" id=\"$1\">" '<\/section>'
}
# What holds for any page: nothing is fetched, links lead somewhere, tags are closed, charts are sound.
sound() { # NAME
    local file=$WORK/out i
    fails "$1: nothing is fetched and nothing runs" \
        grep -qiE 'https?://|<link|<script|@import|url\([^#]|javascript:|<[a-z][^>]* on[a-z]+=' "$file"
    grep -oE ' id="[^"]*"' "$file" | sed 's/.*="\(.*\)"/\1/' | sort >ids
    is "$(uniq -d ids)" "" "$1: no id stands twice"
    { grep -oE 'href="#[^"]*"' "$file" | sed 's/href="#\(.*\)"/\1/'
        grep -oE 'aria-labelledby="[^"]*"' "$file" | sed 's/.*="\(.*\)"/\1/' | tr ' ' '\n'
        sed '1,/<\/style>/d' "$file" | grep -oE 'url\(#[^)]*' | sed 's/url(#//'; } | sort -u >links
    is "$(comm -13 <(sort -u ids) links)" "" "$1: links, labels and patterns lead somewhere"
    local tags='section|ul|ol|dl|table|thead|tbody|tr|th|td|span|bdi|li|dd|p|h[1-6]|figure|div|svg|g|text|strong|b'
    is "$(grep -oE "<($tags)[ >]" "$file" | tr -d '< >' | sort | uniq -c)" \
        "$(grep -oE "</($tags)>" "$file" | tr -d '</>' | sort | uniq -c)" "$1: what is opened is closed"
    tr '\n' ' ' <"$file" | grep -oE '<svg [^>]*role="img".*' | sed 's/<svg /\n<svg /g' | grep 'role="img"' |
        sed 's/<\/svg>.*/<\/svg>/' >charts
    i=0
    while IFS= read -r chart; do
        i=$((i + 1))
        printf '%s' "$chart" >chart.svg
        holds "$1: chart $i is well-formed" xmllint --noout chart.svg
        holds "$1: chart $i has a title and a description" grep -qE '<title id="[^"]*">[^<]+</title><desc id="[^"]*">[^<]+</desc>' chart.svg
    done <charts
}

page --equity wealth_quintile --title 'The panel (made up)'
exits 0 "a page"
silent err "nothing is said beside it"
sound "the panel"
is "$(wc -l <charts)" 6 "means, bands, ranks, map, change, inequality are drawn"
holds "it is small" test "$(wc -c <out)" -lt 200000
says out '<title>The panel \(made up\)</title>' "its title is the one that was given"
is "$(between '<p class="banner"' '<\/p>' | grep -c 'Not for publishing')" 1 "it says that it is not for publishing"
first=$(section first)
for words in 'Compare with care' 'ways of assessing differ: workshop (49), desk (47)' \
    'Fewer than 5 scores, which say little: Fiji; Pakistan; Vanuatu.' 'answered, by weight: Pakistan.' \
    '6 of 96 communities have no score' 'is not known. A mean speaks for the communities that were assessed' \
    'pairs of groups with a rank cannot be told apart'; do
    holds "first: $words" grep -qF "$words" <<<"$first"
done
banyan compare --format json
cp out json
number() { # COUNTRY PATH: of the JSON, on a scale of 100 with one decimal
    sqlite3 :memory: "SELECT printf('%.1f', json_extract(value, '\$.$2') * 100)
        FROM json_each(CAST(readfile('json') AS TEXT), '\$.groups') WHERE json_extract(value, '\$.country') = '$1'"
}
page --equity wealth_quintile --title 'The panel (made up)'
cp out once
row=$(section scores | sed 's/.*<th scope="row">Nepal/Nepal/; s/<\/tr>.*//')
is "$row" "Nepal</th><td>16</td><td>16</td><td>$(number NPL mean)</td><td>$(number NPL 'ci[0]')–$(number NPL 'ci[1]')</td><td>$(number NPL low)–$(number NPL high)</td><td>94 %</td><td>$(number NPL weighted_mean)</td><td>$(number NPL sd)</td><td>$(number NPL median)</td><td>$(number NPL q1)–$(number NPL q3)</td><td>$(number NPL min)–$(number NPL max)</td>" \
    "the figures are those of the JSON"
ranks=$(section ranks)
is "$(grep -oE '(Fiji|Pakistan|Vanuatu): [a-z0-9 %]*' <<<"$ranks" | tr '\n' ';')" \
    "Fiji: fewer than 5 scores;Pakistan: coverage below 60 %;Vanuatu: fewer than 5 scores;" "who has no rank, and why"
is "$(section trend | grep -o 'those who began: [A-Za-z; ]*')" "those who began: Cambodia" "who lost many communities"
is "$(section trend | grep -o '<tr><th scope="row">Cambodia' | wc -l)" 2 "two steps of three rounds"
said=$(section trend | grep -oE '<th scope="row">Nepal</th><td>202[45]–202[56][ !]*</td><td>[^<]*' | sed 's/.*>//' | tr '\n' ';')
for round in 2024 2025 2026; do
    banyan compare --round $round --format json
    cp out json
    means[round]=$(number NPL mean)
done
is "$said" "${means[2024]} → ${means[2025]};${means[2025]} → ${means[2026]};" "the means that the chart draws stand in the table"
page --equity wealth_quintile --title 'The panel (made up)'
is "$(section equity | grep -o '<tr><th scope="row"' | wc -l)" 10 "inequality in each country, of the total alone"
is "$(section map | grep -o '<rect class="sign[^"]*few"' | wc -l)" 3 "small and half-empty countries are marked on the map"
is "$(section heat | grep -o '<th scope="col">' | wc -l)" 17 "total and fifteen domains"

# ---- the same again, whatever the machine does
for locale in C tr_TR.UTF-8 fa_IR.UTF-8; do
    LC_ALL=$locale TZ=Asia/Kathmandu page --equity wealth_quintile --title 'The panel (made up)' --jobs 3
    holds "the same bytes under $locale with three threads" cmp out once
done
page --equity wealth_quintile --title 'The panel (made up)' --output page.html
holds "the same into a file" cmp page.html once

# ---- other questions
page --round 2026
fails "a round that is named: no change is told" grep -q 'id="trend"' out
page --round 2025,2026
exits 0 "two rounds side by side"
sound "two rounds"
holds "a difference may be one of time" grep -q 'Rounds stand side by side' out
fails "and there is no map of them" grep -q 'id="map"' out
holds "change between them" grep -q 'id="trend"' out
page --by setting --of criteria
exits 0 "by setting, with the criteria"
sound "by setting"
is "$(section heat | grep -o '<th scope="row"><span class="id">' | wc -l)" 30 "each criterion has a row"
fails "and no map" grep -q 'id="map"' out
page --title '<script>alert(1)</script>"'
fails "a title stays text" grep -q '<script' out
says out '<title>&lt;script&gt;alert\(1\)&lt;/script&gt;&quot;</title>' "with its signs"
printf 'country,communities\nNPL,40\nBGD,30\nFJI,4\nIDN,20\nKHM,9\nMNG,9\nPAK,99\nPHL,50\nVNM,11\nVUT,7\nLAO,12\n' >frame.csv
page --frame frame.csv
holds "of how many communities" grep -q '<td>16</td><td>16 / 40</td>' out
holds "where nobody was assessed" grep -q 'Nobody was assessed in: Laos' out
fails "what is known is not called unknown" grep -q 'is not known. A mean speaks' out

# ---- for publishing
cp panel.db publish.db
banyan --store publish.db compare --format html --publish
exits 0 "for publishing"
sound "for publishing"
fails "it is not called unfit for publishing" grep -q 'Not for publishing' out
holds "what is withheld is named" grep -q 'tell who is meant: Fiji; Cambodia; Mongolia; Pakistan; Vanuatu' out
is "$(section scores | grep -o 'withheld: too few' | wc -l)" 5 "five rows without figures"
is "$(section bands | grep -o '<rect' | wc -l)" 0 "no band is drawn of what is withheld"
fails "and nothing is told of change" grep -q 'id="trend"' out
for country in KHM FJI VUT; do
    fails "of $country there is no figure" grep -qF "$(number $country mean)" out
done
banyan --store publish.db compare --format html --publish --round 2024,2025,2026
exits 0 "three rounds for publishing"
sound "three rounds for publishing"
holds "with the change between them" grep -q 'id="trend"' out
banyan compare --format html --composite spec.json
exits 64 "a composite has no page"
banyan compare --format html --equity-table table.csv
exits 64 "nor has a table of estimates"

# ---- many countries with one plan each
banyan --store plans.db assess "$ROOT"/examples/plans/*.json
banyan --store plans.db compare --format html
exits 0 "24 countries with one plan or two each"
sound "the plans"
says out 'No group has enough scores and coverage for a rank' "none of them has a rank"
cp out many
banyan --store plans.db compare --format json
cp out json
is "$(grep -o '<line class="ci' many | wc -l)" \
    "$(sqlite3 :memory: "SELECT 3 * count(json_extract(value, '\$.ci')) FROM json_each(CAST(readfile('json') AS TEXT), '\$.groups')")" \
    "an interval, a line with two ends, is drawn where there are two or more"
is "$(grep -c '<line class="ci"' many)" 0 "and none looks like a finding"
holds "the page is small" test "$(wc -c <many)" -lt 400000

# ---- languages
for lang in ar fr ne; do
    banyan --lang $lang --quiet compare --format html --equity setting
    exits 0 "$lang: the page"
    says out "<html lang=\"$lang\" dir=\"$([ $lang = ar ] && echo rtl || echo ltr)\">" "$lang: which way it is read"
    fails "$lang: nothing of it is left in English" grep -q '<[a-z]* lang="en"' out
    sound "$lang"
done

# ---- nothing to show
banyan --store none.db compare --format html
silent out "nothing stored: no page"
is "$([ "$code" -eq 0 ] && echo "done")" "" "and not done"
finish
