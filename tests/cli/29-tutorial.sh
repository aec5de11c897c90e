. "$ROOT/tests/cli/lib.sh"
# The tutorial: its files, changes and commands, taken from the page and done in order in an empty folder, give what the
# page shows, and a page whose code does not run is found out.
page=$ROOT/docs/tutorial.md
follow() { bash "$ROOT/docs/update-output.sh" --check "$1" >"$WORK/out" 2>"$WORK/err"; code=$?; }

follow "$page"
exits 0 "a reader who does what stands there gets what is shown"
silent out "and nothing differs"

# What is promised: all of its code is done, there are three criteria, and a red test on the way becomes green.
is "$(awk '/^```/ { open = !open; if (open && before !~ /^<!-- (file|change|output): /) n++ } { before = $0 } END { print n + 0 }' "$page")" 0 \
    "no code stands on the page that is not done"
cp "$page" page.md
says page.md '^our-ward [0-9.]+: 3 criteria, [0-9]+ combinations tried, 0 faults' "three criteria, without a fault"
says page.md '^<!-- output: banyan rules test .* # exit 1 -->$' "a test goes red"
is "$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$page" | tail -n 1 | sed 's/.*, //')" "0 failed" "and in the end none is"

# Broken in one place at a time, the page is refused.
broken() { # NAME SED-EXPRESSION WANTED
    sed -E "$2" "$page" >broken.md
    fails "$1: the page is another" cmp -s "$page" broken.md
    follow "$WORK/broken.md"
    exits 1 "$1"
    says "$3" "$4" "$1: says what"
}
broken "code that does not run" 's/^(    local count, near = 0), 0$/\1 +/' err 'broken.md: banyan rules test .*: ended with 1, not with 0'
broken "a threshold that is not what the page tells" 's/^  args = \{ minutes = 15 \},$/  args = { minutes = 16 },/' err 'change of my-rules/protection/near.lua: the lines are not there'
broken "output that does not come" 's/^3 passed, 0 failed$/4 passed, 0 failed/' out '^< 4 passed, 0 failed$'
broken "a step left out" '/^<!-- change: plan.json -->$/d' out 'is out of date'
broken "a red test that is green" 's/^(<!-- output: banyan rules test .*) # exit 1 -->/\1 -->/' err 'ended with 1, not with 0'
cat >broken.md <<'PAGE'
<!-- empty folder -->
<!-- file: a -->
```
x
x
```
<!-- change: a -->
```
-x
+y
```
PAGE
follow "$WORK/broken.md"
exits 1 "a change that fits in two places"
says err 'the lines are there more than once' "is refused"
finish
