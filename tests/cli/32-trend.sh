. "$ROOT/tests/cli/lib.sh"
# Change from round to round. By name the last round, endline, would stand in the middle. Nepal's wards have 20 40 60 80
# in the first round; 40 50 60 and a new one 90 in the second, one of them with an open answer; two others in the third.
export BANYAN_STORE=$WORK/s.db
banyan assess --checklist "$DATA/compare.json" "$DATA/trend.csv"
exits 0 "three rounds"
course() { # COUNTRY PATH
    sqlite3 :memory: "SELECT ifnull(json_extract(value, '\$.$2'), 'null')
        FROM json_each(CAST(readfile('$WORK/out') AS TEXT), '\$.courses') WHERE json_extract(value, '\$.country') = '$1'"
}

banyan trend --format json
exits 0 "trend"
is "$(json out '$.rounds[0].round') $(json out '$.rounds[1].round') $(json out '$.rounds[2].round')" \
    "baseline midline endline" "rounds stand in the order of their dates"
is "$(json out '$.rounds[0].first') $(json out '$.rounds[0].middle') $(json out '$.rounds[0].last') $(json out '$.rounds[0].communities')" \
    "2024-03-01 2024-03-02 2024-03-04 5" "dates of a round"
is "$(course NPL 'points[0].mean') $(course NPL 'points[1].mean') $(course NPL 'points[2].mean')" "0.5 0.6 0.8" "the means"
step='steps[0].items[0]'
is "$(course NPL "$step.all") $(course NPL "$step.all_ci")" "0.1 null" "all communities: no interval, some are in both"
is "$(course NPL "$step.n") $(course NPL "$step.before") $(course NPL "$step.after") $(course NPL "$step.change")" "3 0.4 0.5 0.1" "the panel"
is "$(course NPL "$step.sd") $(course NPL "$step.se") $(course NPL "$step.ci")" "0.1 0.057735027 [-0.148413771,0.348413771]" \
    "paired differences, as R's t.test"
is "$(course NPL "$step.low") $(course NPL "$step.high")" "0.05 0.133333333" "what the open answer leaves possible"
is "$(course NPL "$step.better") $(course NPL "$step.worse") $(course NPL "$step.same")" "2 0 1" "better, worse, the same"
is "$(course NPL 'steps[0].left') $(course NPL "$step.left") $(course NPL 'steps[0].new') $(course NPL "$step.new")" "1 0.8 1 0.9" "who left and who is new"
is "$(course NPL 'steps[0].bands')" '{"up":0,"down":1,"same":2}' "bands: an open answer holds one back"
is "$(course NPL 'steps[0].comparability.grade')" care "assessed in another way: with care"
is "$(course NPL 'steps[0].comparability.remarks[0].text')" "communities assessed in another way: 1 of 3" "how many"
is "$(course NPL 'steps[1].panel') $(course NPL 'steps[1].items[0].all_ci')" "0 [-0.250177047,0.650177047]" "no panel: Welch's interval, as R's t.test"
is "$(course NPL 'whole.from') $(course NPL 'whole.to') $(course NPL 'whole.items[0].all')" "baseline endline 0.3" "from the first to the last"
is "$(course BTN 'steps[0].items[0].change') $(course BTN 'steps[0].items[0].ci') $(course BTN 'steps[0].comparability.grade')" \
    "0.05 null full" "one community: no interval"
fails "no number has more than nine decimals" grep -E '[0-9]\.[0-9]{10,}' "$WORK/out"
cp out first
banyan trend --format json
holds "the same bytes again" cmp out first

# For people.
banyan trend
exits 0 "as text"
says out '^Round baseline, midline, endline$' "the rounds"
says out '^Nepal +▅▅▇ +50\.0 +80\.0 +\+30\.0 +0 +- +-$' "the course in a line"
says out '^  All communities: \+10\.0$' "all"
says out '^  The same 3 communities: 40\.0 to 50\.0, \+10\.0, interval −14\.8 … \+34\.8$' "the panel"
says out '^  1 left; they had 80\.0, those that stayed 40\.0$' "who left did better than who stayed"
says out '^    - communities assessed in another way: 1 of 3$' "what differs besides"
says out 'no community was assessed in both rounds' "no panel"
says out 'The same 1 community: 50\.0 to 55\.0, \+5\.0; no interval from one' "one community"
banyan trend --ascii
says out '^Nepal +568 ' "a line without block characters"
fails "none is left" grep -q '[▁▂▃▄▅▆▇█·]' out

banyan trend --format csv --output t.csv
exits 0 "as CSV"
silent out "into a file"
is "$(sed -n 1p t.csv | cut -d, -f1-6)" "country,from,to,item,all,all_ci_low" "its head"
is "$(sed -n 3p t.csv | tr -d '\r')" \
    "NPL,baseline,midline,total,0.1,,,3,3,0.4,0.5,0.1,0.1,0.057735027,-0.148413771,0.348413771,0.05,0.133333333,2,0,1,1,0.8,1,0.9,0,0,0,1,2,care" "a line a step"

# What is followed.
banyan trend --community "Ward 2" --format json
is "$(json out '$.by') $(json out '$.courses[#-1].labels') $(json out '$.courses[0].steps[0].items[0].change')" '["country","community"] ["Nepal","Ward 2"] 0.1' "one community"
banyan trend --country BTN --format json
is "$(json out '$.courses[1]') $(json out '$.courses[0].country')" " BTN" "one country"
banyan trend --by setting --country NPL --format json
is "$(json out '$.courses[0].setting') $(json out '$.courses[0].steps[0].moved_out') $(json out '$.courses[0].steps[0].left')" "rural 1 1" \
    "who stands in another group has not left"
banyan trend --of domains --format json --country NPL
is "$(json out '$.courses[0].steps[0].items[1].id') $(json out '$.courses[0].steps[0].items[1].change')" "P 0.1" "a domain"
banyan trend --of Q-1
says out '^Nepal: Q-1 A third share$' "a criterion"
says out 'The same 3 communities: 0\.40 to 0\.50, \+0\.10' "of which nothing is open"
banyan trend --round baseline,midline --format json
is "$(json out '$.rounds[2]') $(json out '$.other_rounds')" ' ["endline"]' "only some rounds; the others are named"
banyan trend --round midline
says out 'One round only: there is no change to tell' "one round"
banyan trend --level 90 --format json
is "$(json out '$.level') $(course NPL "$step.ci")" "0.9 [-0.068585446,0.268585446]" "another level, as R's t.test"

# What cannot be.
banyan trend --by round
exits 64 "by round it is in any case"
says err '^banyan: --by: a trend is by round in any case' "and says so"
banyan trend --by colour
exits 64 "no such attribute"
banyan trend --round never
exits 1 "no such round"
banyan trend --country NP
exits 64 "no code of a country"
banyan trend --level 100
exits 64 "no certainty"
BANYAN_STORE=$WORK/none.db banyan trend
exits 1 "no store"
finish
