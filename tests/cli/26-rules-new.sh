# `rules new`: a rule to begin with, for each kind of answer: sound, tested, documented; nothing is lost by it.
. "$ROOT/tests/cli/lib.sh"
unset BANYAN_RULES

# ---- each kind is sound, tested throughout, and stands alone

mkdir all
kinds="facts yes_no level number percent items date by_hazard"
for kind in $kinds; do
    banyan rules new "kind/$kind" --answer "$kind" --rules all
    exits 0 "a rule for $kind"
    is "$(head -n 1 out)" "all/kind/$kind.lua" "$kind: says where it lies"
    banyan rules test "kind/$kind" --rules all --coverage --threshold 100 --fail-on-empty
    exits 0 "$kind: its tests pass, and run each line"
    says out '^[4-9] passed, 0 failed$' "$kind: there are several"
    banyan rules show "kind/$kind" --rules all
    fails "$kind: no placeholder is left" grep -q '@' "all/kind/$kind.lua"
    is "$(grep -c '^ *-- ' "all/kind/$kind.lua")" "$(grep -c '^ *-- .*[a-z]' "all/kind/$kind.lua")" "$kind: comments say something"
    holds "$kind: has comments" test "$(grep -c -e '-- ' "all/kind/$kind.lua")" -ge 3
done
banyan rules check --rules all --strict
exits 0 "rules check finds nothing, not even a warning"
is "$(ls "$ROOT"/src/new/*.lua | wc -l)" "$(wc -w <<<"$kinds")" "all that there is to begin with was tried"

# ---- where it goes

banyan rules new shelter/taps
exits 0 "no folder is named"
holds "my-rules is made" test -f my-rules/shelter/taps.lua
says out '^  banyan rules test shelter/taps --rules my-rules --watch$' "says what to do next"
is "$(grep -c ' id = "shelter/taps"' my-rules/shelter/taps.lua)" 1 "the rule knows its name"
mkdir second
BANYAN_RULES=:first:second banyan rules new shelter/taps
is "$(head -n 1 out)" first/shelter/taps.lua "BANYAN_RULES: the first folder of it"
says out '^  banyan rules test shelter/taps --watch$' "which need not be named again"
BANYAN_RULES=first banyan rules new shelter/taps --rules other/
is "$(head -n 1 out)" other/shelter/taps.lua "--rules goes before it"
banyan --quiet rules new taps --rules other
is "$(cat out)" other/taps.lua "--quiet: only where it lies; a name without a folder"
banyan rules new shelter/more --format json
is "$(json out '$.path') $(json out '$.answer')" "my-rules/shelter/more.lua facts" "as JSON"
banyan rules new standard/level --rules other
exits 0 "the name of a shipped rule"
says err 'rules/standard/level.lua: has this name, too' "is said"

# ---- odd names of folders

pasted() { # FOLDER NAME: whether what is printed does, in a shell, what it says
    banyan rules new odd/name --rules "$1"
    exits 0 "$2"
    fails "$2: nothing raw is sent" grep -q "$(printf '[\001-\010\013-\037]')" out
    # shellcheck disable=SC2016 # the shell that reads it expands it
    sed -n 's/^  banyan rules test \(.*\) --watch$/"$BANYAN" rules test \1/p' out >paste.sh
    holds "$2: the command works as it is printed" env BANYAN="$BANYAN" bash paste.sh
    says holds.log '^[4-9] passed' "$2: and finds the rule"
}
pasted 'my rules' "a folder with a space"
pasted "o'clock \$(exit)" "a folder with quotes and a dollar"
pasted "$(printf 'a\033[31m\nb')" "a folder with control characters"
is "$(wc -l <paste.sh)" 1 "a line end in a name makes no line"
banyan rules new odd/json --rules "$(printf 'bad\377')" --format json
exits 64 "a folder that is no UTF-8, as JSON"
says err 'no UTF-8' "is said"
fails "and not made" test -e "$(printf 'bad\377')"
BANYAN_RULES=envr:missing banyan rules new odd/env
exits 1 "BANYAN_RULES with a folder that is not there"
fails "leaves no empty folder" test -e envr

# ---- nothing is overwritten, and nothing is left lying about

echo mine >my-rules/shelter/taps.lua
banyan rules new shelter/taps
exits 1 "a file that is there"
says err '^banyan: my-rules/shelter/taps\.lua: is there already' "is named"
is "$(cat my-rules/shelter/taps.lua)" mine "and stays"
ln -s nowhere my-rules/shelter/link.lua
banyan rules new shelter/link
exits 1 "a link that leads nowhere"
holds "stays, too" test -L my-rules/shelter/link.lua
fails "and nothing is written through it" test -e my-rules/shelter/nowhere
echo >blocked
banyan rules new a/b --rules blocked
exits 1 "a folder that is a file"
says err '^banyan: blocked' "is named"
is "$(find . -name '*.part' | wc -l)" 0 "no part of a file is left"

# ---- names

bad() { # NAME WHAT
    banyan rules new "$1"
    exits 64 "no name: $2"
    says err 'is no name of a rule: .*name it like shelter/toilets' "no name: $2: says what one looks like"
}
before=$(find . | sort)
bad '' "an empty one"
bad Shelter/taps "capitals"
bad shelter/taps.lua "the file's"
says err 'leave out \.lua' "the file's: says so"
bad /shelter "from the root"
bad shelter/ "a folder's"
bad shelter//taps "an empty part"
bad ../taps "outside the folder"
bad 'shelter/my taps' "a space"
bad 'shelter/9' "a digit first"
bad "a$(printf 'b%.0s' {1..100})" "over 100 letters"
banyan rules new lib/share
exits 64 "a library's name"
banyan rules new
exits 64 "no name at all"
banyan rules new shelter/x --answer levels
exits 64 "a kind of answer that there is not"
says err '^banyan: --answer: levels: give one of facts, yes_no' "the kinds are named"
banyan rules new shelter/x --answer parts
says err 'standard/parts' "parts: what to use instead"
banyan rules new shelter/x --rules a --rules b
exits 64 "two folders"
is "$(find . | sort)" "$before" "nothing of it made a file"
finish
