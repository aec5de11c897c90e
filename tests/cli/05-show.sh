. "$ROOT/tests/cli/lib.sh"
plan one >one.json
plan two 's/NPL/PHL/' 's/NP0436/PH0301/' 's/50/100/' >two.json
banyan --store s.db assess --checklist "$DATA/worked.json" one.json two.json --format ndjson
exits 0 "two plans"
head -n 1 out >first.json
id=$(json first.json '$.id')
holds "the id is a UUID of version 7" grep -qE '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' <<<"$id"
holds "the time is UTC" grep -qE '"created":"20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z"' first.json

banyan --store s.db show "$id" --format ndjson
exits 0 "show"
holds "show prints the same bytes as assess" cmp out first.json
banyan --store s.db show "${id:0:23}" --format ndjson
exits 0 "a prefix that fits one only"
banyan --store s.db show "${id:0:4}"
holds "a short prefix is refused" test "$code" -ne 0
banyan --store s.db show 00000000-0000-7000-8000-000000000000
exits 1 "an unknown id"
banyan --store s.db show "$id"
exits 0 "show for people"
says out '62\.5' "the score"
says out 'Domain P' "the domains"
says out '(A plan|one)' "the plan"

banyan --store s.db explain "$id" P-b
exits 0 "explain"
says out 'P-b' "explain: the criterion"
says out 'standard/target' "explain: the rule"
says out '50' "explain: the answer"
says out 'answers\.P-b' "explain: what was read"
banyan --store s.db explain "$id" P-b --format json
exits 0 "explain as JSON"
holds "explain as JSON is JSON" test "$(sqlite3 :memory: "SELECT json_valid(CAST(readfile('out') AS TEXT))")" = 1
banyan --store s.db explain "$id" P-z
exits 1 "an unknown criterion"
banyan --store s.db explain "$id" Q-e
says out 'there is no such place' "explain: the reason of a claim"

banyan --store s.db list
exits 0 "list for people"
says out 'NPL' "list: the countries"
banyan --store s.db list --format ndjson
is "$(wc -l <out)" 2 "list: both"
fails "list leaves out the findings" grep -q '"findings"' out
banyan --store s.db list --country PHL --format ndjson
is "$(wc -l <out)" 1 "list --country"
is "$(json out '$.plan.id')" two "list --country: the right one"
banyan --store s.db list --limit 1 --format ndjson
is "$(wc -l <out)" 1 "list --limit"
banyan --store s.db list --checklist worked --format ndjson
is "$(wc -l <out)" 2 "list --checklist"
banyan --store s.db list --checklist other --format ndjson
is "$(wc -l <out)" 0 "list --checklist: none"
banyan --store s.db list --format json
holds "list as JSON is a list" test "$(sqlite3 :memory: "SELECT json_array_length(CAST(readfile('out') AS TEXT))")" = 2

# Settings: option, then environment, then default. Global options before or after the command.
BANYAN_STORE=s.db banyan list --format ndjson
is "$(wc -l <out)" 2 "BANYAN_STORE"
BANYAN_STORE=s.db banyan --store empty.db list --format ndjson
is "$(wc -l <out)" 0 "--store wins over BANYAN_STORE"
banyan list --format ndjson --store sqlite:s.db
is "$(wc -l <out)" 2 "global options after the command, and sqlite:PATH"
banyan assess --checklist "$DATA/worked.json" one.json
exits 0 "the default store is made with its folders"
holds "below XDG_DATA_HOME" test -n "$(find "$WORK/data" -name '*.db' -o -name '*.sqlite' 2>/dev/null)"

# The answer does not depend on the locale or the colour settings.
for locale in C POSIX C.UTF-8 de_DE.UTF-8 tr_TR.UTF-8; do
    LC_ALL=$locale banyan --store s.db show "$id" --format ndjson
    holds "the same bytes under $locale" cmp out first.json
done
banyan --store s.db show "$id"
fails "no colour in a pipe" grep -q "$(printf '\033')" out
finish
