# shellcheck disable=SC2016 # backticks are Markdown's
. "$ROOT/tests/cli/lib.sh"
# Documentation of rules and of what they may use (`rules doc`).

banyan rules doc standard/level
exits 0 "a rule as Markdown"
says out '^### standard/level$' "its name"
says out '^Level, version 1\.$' "its title and version"
says out '^A level from 0 to the highest' "the comment at its head"
says out '^\| `credits` \| true or false \| `false` \|$' "its arguments with type and default"
says out '^- ends in `scored`, `error`$' "what its tests ended in"
says out '^credit 0\.333333333: level 1 of 3$' "an example with what came of it"
cp out text.md
banyan rules doc standard/level --format markdown
holds "text and markdown are the same" cmp out text.md
banyan rules doc finance/child_share
says out '^- needs `plan.budget.drr`, `plan.budget.lines`' "the facts that it needs"
says out '^- may read `community.population.children.0-4.f`' "and what it reads beside them"
says out '^- uses `lib/children`$' "and its libraries"
banyan rules doc string.split age
exits 0 "names of the host"
says out '^string.split\(text, separator\)$' "how it is called"
says out '^--> \{ "2026", "07", "01" \}$' "what its example gives"
says out '^### age$' "several at once"
holds "in the order of the page" sh -c '[ "$(grep -n "^### string.split" out | cut -d: -f1)" -lt "$(grep -n "^### age" out | cut -d: -f1)" ]'
banyan rules doc age age standard/level
is "$(grep -c '^### ' out)" 2 "each name once"
banyan rules doc standard/levels
exits 1 "a name that is not there"
says err 'standard/levels: no such rule: did you mean standard/level\?' "with the nearest one"
is "$(wc -c <out)" 0 "and nothing is printed"

# ---- all of it
banyan rules doc --format json
exits 0 "all rules and names as JSON"
says out '^\{"engine":"banyan [0-9.]+"' "made by this engine"
cp out all.json
banyan rules list --format ndjson
is "$(sqlite3 :memory: "SELECT json_array_length(readfile('all.json'), '\$.rules')")" "$(wc -l <out)" "each rule"
is "$(json all.json '$.interface[0].name')" plan "and what they may use"
is "$(sqlite3 :memory: "SELECT count(*) FROM json_each(readfile('all.json'), '\$.interface') WHERE json_extract(value, '\$.result') IS NULL")" 0 "each with an example"
banyan rules doc --part rules --examples 1 --format json
is "$(json out '$.interface')" "[]" "only the rules"
is "$(sqlite3 :memory: "SELECT max(json_array_length(value, '\$.examples')) FROM json_each(readfile('out'), '\$.rules')")" 1 "with so many examples"
banyan rules doc --part interface --format json
is "$(json out '$.rules')" "[]" "only the interface"
banyan rules doc --part all
exits 64 "a part that there is not"
banyan rules doc --format ndjson standard/level age
is "$(wc -l <out) $(head -n 1 out | cut -c 1-24) $(tail -n 1 out | cut -c 1-13)" '2 {"rule":"standard/level" {"name":"age"' "one line each"
banyan rules doc --part rules age
exits 64 "names and a part"
banyan rules doc --for luals age
exits 64 "names and a tool"
for locale in C tr_TR.UTF-8 fa_IR.UTF-8; do
    LC_ALL=$locale TZ=Asia/Kathmandu banyan rules doc --format json
    holds "the same bytes under $locale" cmp out all.json
done

# ---- the page
banyan rules doc --format html --output page.html
exits 0 "the page"
is "$(wc -c <out)" 0 "goes into the file"
fails "nothing is fetched and nothing runs" grep -qiE '<link|<script|@import|url\(|javascript:|<[a-z][^>]* on[a-z]+=| src=' page.html
grep -oE ' id="[^"]*"' page.html | sed 's/.*="\(.*\)"/\1/' | sort >ids
is "$(uniq -d ids)" "" "no id stands twice"
grep -oE 'href="#[^"]+"' page.html | sed 's/href="#\(.*\)"/\1/' | sort -u >links
is "$(comm -13 <(sort -u ids) links)" "" "every link leads somewhere"
for tag in section article details summary div ul ol dl table pre code span bdi li dd dt p h1 h2 h3 b; do
    is "$(grep -oE "<${tag}[ >]" page.html | wc -l)" "$(grep -oE "</$tag>" page.html | wc -l)" "each $tag that is opened is closed"
done
grep -oE 'aria-label="[^"]*"' page.html | sort | uniq -d >twice
is "$(cat twice)" "" "no two regions have one name"
banyan rules doc credit --output -
is "$(head -c 3 out)" "# W" "- is stdout"
banyan rules doc credit
cp out credit.md
mkdir fdev
ln -s /proc/self/fd/1 fdev/stdout
(echo before; "$BANYAN" rules doc credit --output fdev/stdout; echo behind) >fd.out
is "$(readlink fdev/stdout)" /proc/self/fd/1 "a link to stdout stays"
holds "and what was printed before and behind it, too" sh -c '(echo before; cat credit.md; echo behind) | cmp - fd.out'
"$BANYAN" rules test standard/level --coverage-html fdev/stdout >fd.out
holds "the page does not lie over the report" grep -q '^14 passed' fd.out
holds "and the report not over the page" grep -q '^<!DOCTYPE html>' fd.out
banyan rules doc --output linked.md credit
chmod 600 linked.md
ln -s linked.md link.md
banyan rules doc --output link.md credit
is "$(readlink link.md) $(stat -c %a linked.md)" "linked.md 600" "a link and a file's mode stay"

# ---- rules that cannot be loaded with their tests
mkdir hard
one() { # ID TESTS
    echo "return { id = \"$1\", version = 1, title = \"$1\", source = \"ours\","
    echo "score = function() return credit(1, \"good\") end, tests = { $2 } }"
}
two='{ name = "a", expect = { credit = 1 } }, { name = "b", expect = { credit = 1 } }'
one fine "$two" >hard/fine.lua
one deep "$two, { name = \"c\", plan = $(printf '{%.0s' {1..70})$(printf '}%.0s' {1..70}) }" >hard/deep.lua
{
    echo 'local all = {}'
    echo 'for i = 1, 30000 do all[i] = { name = "n" .. i, plan = {}, expect = { credit = 1 } } end'
    one many "" | sed 's/tests = { }/tests = all/;s/tests = {  }/tests = all/'
} >hard/many.lua
for how in --isolate --no-isolate; do
    banyan rules doc --rules hard fine deep many $how
    exits 1 "$how: rules whose tests cannot be read"
    says out '^### fine$' "$how: the others are told of"
    says err '^banyan: hard/deep\.lua: nested deeper than 64: it is left out$' "$how: one that is too deep is named"
    says err '^banyan: (hard/)?many\.lua: memory limit reached: it is left out$' "$how: and one that is too much"
    is "$(wc -l <err)" 2 "$how: each once"
done

banyan rules doc --format html --output no/such/folder/page.html
exits 1 "a file that cannot be written"
says err 'no/such/folder/page.html: ' "is told of"
for verb in "rules list --format markdown" "checklist show child-drr --format markdown" "rules check --format html" "rules doc --format tap"; do
    # shellcheck disable=SC2086 # words
    banyan $verb
    exits 64 "$verb prints no such thing"
done

# ---- rules of one's own, with what is odd in them
mkdir -p own/odd own/lib
cat >own/odd/one.lua <<'END'
-- <script>alert(1)</script> & `ticks` | bars
return {
  id = "odd/one", version = 2,
  title = "<b>Odd</b> عنوان",
  source = "ours [drafted] \"quoted\"",
  args = { list = { 1, 2 }, text = "a|b`c", yes = true, map = { a = { b = "<i>" } } },
  score = function(plan, answer, args)
    if plan.title == "wrong" then return 0 end
    return credit(1, "the {title} is <fine>", { title = plan.title })
  end,
  tests = {
    { name = "a <name> & more", plan = { title = "</pre><img src=x>" }, expect = { credit = 1 } },
    { name = "a false example", plan = { title = "wrong" }, expect = { credit = 1 } },
    { name = "a true one", plan = { title = "wrong" }, expect = { credit = 0 } },
  },
}
END
banyan rules doc odd/one --rules own
exits 1 "a rule with a test that fails"
says err 'own/odd/one.lua:[0-9]+: the test "a false example" of odd/one fails: it is left out' "is told of"
fails "and its example is not printed" grep -q 'a false example' out
says out '^#### a true one$' "the others are"
says out '^- 2 tests, 2 of them shown$' "and counted"
says out '\\<b\\>Odd\\</b\\>' "text of the rule is no markup in Markdown"
banyan rules doc odd/one --rules own --format html
exits 1 "the same as a page"
fails "no text of the rule becomes a tag" grep -qE '<(script|img|i|b>Odd)' out
says out '&lt;/pre&gt;&lt;img src=x&gt;' "it is escaped"
says out 'dir="auto"' "text in any direction has its own"
sed -i 's/expect = { credit = 1 } },$/expect = { credit = 0 } },/;s/version = 2/version = 0/' own/odd/one.lua
banyan rules doc odd/one --rules own
exits 1 "a rule that is refused"
says err 'odd/one.lua: version is no whole number.*: it is left out' "is told of"

# ---- a library of one's own in the place of a shipped one: the page does not say what it does not do
cat >own/lib/ladder.lua <<'END'
local function at_least() return 7 end
return { at_least = at_least, at_most = at_least }
END
banyan rules doc ladder.at_least --rules own
exits 1 "an example that gives something else"
says err 'ladder.at_least: its example gives 7, not 2: it is left out' "is told of"
fails "and is not printed" grep -q -- '-->' out
printf 'return {' >own/lib/ladder.lua
banyan rules doc ladder.at_least --rules own
exits 1 "a library that is broken"
says err 'ladder.at_least: its example gives error: ' "is told of"

# ---- for editors and checkers
banyan rules doc --for luals
exits 0 "definitions for an editor"
is "$(head -n 1 out)" "---@meta" "are marked as such"
says out '^function string.sub\(text, from, to\) end$' "functions"
says out '^---@param from\? integer' "with their arguments"
says out '^---@overload fun\(list: table, value: any\)$' "also where a middle one may be left out"
says out '^function budget:total_of\(purpose\) end$' "methods"
says out '^math.huge = nil$' "constants"
sed 's/^---.*//' out >plain.lua
mkdir -p meta/.luals
cp out meta/.luals/banyan.lua
cp own/odd/one.lua meta/one.lua
banyan rules list --rules meta
fails "they are no rule where they lie in a hidden folder" grep -q luals out
banyan rules doc --for luacheck --output luacheckrc
exits 0 "settings for luacheck"
if command -v luacheck >/dev/null 2>&1; then
    printf 'return string.sub("x", credit(1), ladder.at_most(1, {}))\n' >good.lua
    holds "luacheck takes what is there" luacheck --config luacheckrc --quiet good.lua
    for wrong in 'string.gsub("x")' 'print(1)' 'ladder.middle()' 'os.time()'; do
        printf 'return %s\n' "$wrong" >wrong.lua
        fails "and not $wrong" luacheck --config luacheckrc --quiet wrong.lua
    done
    holds "the definitions are Lua" luacheck --quiet --no-config --globals string math table -d plain.lua --only 011
fi
banyan rules doc --for emacs
exits 64 "another tool"
finish
