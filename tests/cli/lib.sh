# shellcheck shell=bash
# Helpers for black-box tests. A script sources this, makes claims, and ends with `finish`.
# ROOT: the project; BANYAN: the program; WORK: an empty folder, the current one.
set -u
DATA=$ROOT/tests/cli/data
number=0

note() {
    number=$((number + 1))
    if [ "$1" = 0 ]; then
        echo "ok $number - $2"
    else
        echo "not ok $number - $2"
        shift 2
        [ $# -eq 0 ] || printf '#   %s\n' "$@"
        printf '#   exit code: %s\n#   stdout: %s\n#   stderr: %s\n' "${code:-}" \
            "$(head -c 400 "$WORK/out" 2>/dev/null | tr '\n' '~')" \
            "$(head -c 400 "$WORK/err" 2>/dev/null | tr '\n' '~')"
    fi
}

# Runs the program; leaves stdout and stderr in the files out and err, the exit code in $code.
banyan() {
    "$BANYAN" "$@" >"$WORK/out" 2>"$WORK/err"
    code=$?
}

exits() { # WANTED NAME
    if [ "$code" = "$1" ]; then note 0 "$2"; else note 1 "$2" "wanted exit code $1"; fi
}

is() { # GOT WANTED NAME
    if [ "$1" = "$2" ]; then note 0 "$3"; else note 1 "$3" "got:    $1" "wanted: $2"; fi
}

says() { # FILE PATTERN NAME: some line of out or err fits the extended pattern
    if grep -qE -e "$2" "$WORK/$1"; then note 0 "$3"; else note 1 "$3" "no line fits: $2"; fi
}

silent() { # FILE NAME
    if [ -s "$WORK/$1" ]; then note 1 "$2" "$1 is not empty"; else note 0 "$2"; fi
}

holds() { # NAME COMMAND...
    local name=$1
    shift
    if "$@" >"$WORK/holds.log" 2>&1; then
        note 0 "$name"
    else
        note 1 "$name" "failed: $*" "$(head -c 300 "$WORK/holds.log" | tr '\n' '~')"
    fi
}

fails() { # NAME COMMAND...
    local name=$1
    shift
    if "$@" >"$WORK/holds.log" 2>&1; then note 1 "$name" "did not fail: $*"; else note 0 "$name"; fi
}

# A value of a JSON file by SQLite's path: json out '$.score'. Objects come as JSON; a list that
# stands alone at the top is entered with '$[0]'.
json() { # FILE PATH
    sqlite3 :memory: "SELECT json_extract(CAST(readfile('$WORK/$1') AS TEXT), '$2')" 2>&1
}

# What must repeat: an assessment without identity and time.
stripped() { # FILE
    sqlite3 :memory: "SELECT json_remove(CAST(readfile('$1') AS TEXT),
        '\$[0].id', '\$[0].created', '\$.id', '\$.created')"
}

# plan ID [SED EXPRESSION...]: the worked case of the scoring semantics as a plan document.
plan() {
    local id=$1
    shift
    sed -e "s/@ID@/$id/" "${@/#/-e}" "$DATA/worked-plan.json"
}

# A rule with two tests, in the folder rules; the third argument names a field that it lacks.
rule() { # NAME BODY [FIELD TO LEAVE OUT]
    cat >"rules/$1.lua" <<LUA
return {
  id = "$1", version = 1, title = "A rule", source = "made for this test",
  score = function(plan, answer, args)
    $2
  end,
  tests = {
    { name = "full", answer = 100, expect = { credit = 1 } },
    { name = "none", answer = 0, expect = { credit = 0 } },
  },
}
LUA
    [ $# -lt 3 ] || sed -i "s/$3 *= *\(1\|\"[^\"]*\"\),* *//" "rules/$1.lua"
}

finish() {
    echo "1..$number"
}
