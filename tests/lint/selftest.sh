#!/bin/bash
# selftest.sh BUILD: does the lint see what it should? In a copy of the tree each check is green; then something
# is planted that it forbids, and it has to turn red and name it. Ends with "N passed, N failed".
# shellcheck disable=SC2016 # what is planted is expanded nowhere
set -u
unset BANYAN FAULT # of the tree, where the copy has its own
cd "$(dirname "$0")/../.." || exit 1
build=${1:-build}
: "${CC:=gcc}" "${CFLAGS_ALL:=-std=c17 -D_GNU_SOURCE -Wall -Wextra -Werror -Isrc $(pkg-config --cflags lua5.4)}"
export CC CFLAGS_ALL
work=$(mktemp -d "${TMPDIR:-/tmp}/banyan-selftest-XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
copy=$work/copy
mkdir "$copy" "$copy/build"
tar -c --exclude=./.git --exclude="./$build" . | tar -x -C "$copy" || exit 1
cp -R "$build"/{banyan,banyan.1,banyan.bash,libbanyan.so,obj} "$copy/build/" || exit 1

passed=0 failed=0 planted=
say() { # GOOD NAME
    if "$1"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED $2"
        tail -n 20 "$work/out" | sed 's/^/    /'
    fi
}
lint() {
    (cd "$copy" && bash tests/lint/lint.sh build "$1") >"$work/out" 2>&1
}
# CHECK WORDS FILE COMMAND...: the check is green; the command, in the copy, plants something in FILE (its last
# argument); then the check is red and says WORDS. FILE is put back.
plant() {
    local check=$1 words=$2 file=$3 good
    shift 3
    planted="$planted$check|"
    lint "$check" && good=true || good=false
    say $good "$check: not green in a clean copy"
    rm -f "$work/saved"
    [ ! -e "$copy/$file" ] || cp -p "$copy/$file" "$work/saved"
    (cd "$copy" && mkdir -p "$(dirname "$file")" && "$@" "$file") || { echo "$check: cannot plant"; exit 1; }
    good=false
    if ! lint "$check" && grep -q "^FAILED $check" "$work/out" && grep -qF -- "$words" "$work/out"; then
        good=true
    fi
    say $good "$check: does not see what was planted: $words"
    if [ -e "$work/saved" ]; then
        cp -p "$work/saved" "$copy/$file"
    else
        rm -f "$copy/$file"
    fi
}
# TEXT FILE; put TEXT is the whole of it.
append() { printf '%b\n' "$1" >>"$2"; }
put() { printf '%b\n' "$1" >"$2"; }
object() { printf '%s\n' "$1" | $CC -x c -c -o "$2" -; }

err=src/base/err.c
plant "layers" "may include only: base" $err append '#include "model/math.h"'
plant "sizes" "a function of 102 lines" $err append "int planted(void)\n{\n$(printf '\\n%.0s' {1..99})    return 0;\n}"
plant "banned functions" "strcpy" $err append 'void planted(char *p)\n{\n    strcpy(p, "x");\n}'
plant "no mutable" "mutable: planted" build/obj/base/planted.o object 'int planted = 1;'
plant "functions are documented" "planted has no comment" src/base/err.h append 'int planted(void);'
plant "functions are documented" "rule_age, which rules can call" src/script/lib_field.c \
    sed -i '/^static int rule_age(/s/^/\n/'
plant "words and paths" "planted" docs/planted.md put "planted: TO""DO"
plant "white space" "$err" $err append '/* planted */  '
plant "links" "planted.md is not there" README.md append '[there](docs/planted.md)'
plant "shellcheck" "SC2086" docs/planted.sh put '#!/bin/bash\necho $1'
plant "spelling" "rec""ieve" docs/scoring.md append "to rec""ieve"
plant "reading" '"stakeholder" is not plain' checklists/child-drr/checklist.json \
    sed -i 's/"question": "Does/"question": "Does anybody tell stakeholders or/'
plant "reading" "a sentence of" checklists/child-drr/checklist.json \
    sed -i "s/\"why\": \"/&$(printf 'and %.0s' {1..26})/"
plant "reading" "rules/check/school_safety_body.lua: grade" rules/check/school_safety_body.lua \
    sed -i 's/the answer says yes, but no body/the organisational authorities indicate affirmatively that no community institution/'
plant "the page of speed" "is not what docs/performance.json gives" docs/performance.md sed -i 's/^| parse |/| perse |/'
plant "the pages show" "8 assessed" README.md sed -i 's/^[0-9]* assessed, /8 assessed, /'
plant "the pages show" "docs/host-interface.md is out of date" docs/host-interface.md sed -i 's/^### age$/### aged/'
plant "documents and program agree" "there is no option --planted" docs/scoring.md append 'give `--planted`'
plant "documents and program agree" "list has no --country" docs/command-line.md sed -i '/^  --country /d'
plant "documents and program agree" "unknown command" docs/scoring.md append 'as `banyan plant ID` does'
plant "documents and program agree" "no exit code 3" README.md sed -i 's/; 3 done, but/; done, but/'
plant "documents and program agree" "there is no make plant" docs/scoring.md append 'run `make plant`'
plant "luacheck" "planted" rules/planted.lua put 'return planted'
plant "checklist check" "checklist.json" checklists/child-drr/checklist.json append '{'
if command -v msgfmt >/dev/null 2>&1; then
    plant "msgfmt" "planted" checklists/child-drr/planted.po put 'msgid planted'
fi
plant "translations are complete" "not translated: level {i} of {max}" src/i18n/fr.po \
    sed -i '/^msgid "level {i} of {max}"/,/^$/d'
plant "translations are complete" "no longer used: planted" rules/i18n/ne.po \
    append '\nmsgid "planted"\nmsgstr "x"'
plant "translations are complete" "'max'" src/i18n/ar.po \
    sed -i '/^msgid "level {i} of {max}"/,/^msgstr/{/^msgstr/s/{max}/X/}'
plant "translations are complete" "fuzzy" src/i18n/ar.po sed -i 's/^#, python-brace-format/#, fuzzy, python-brace-format/'
plant "translations are complete" "X-Reviewed" rules/i18n/fr.po sed -i '/X-Reviewed/d'
plant "translations are complete" "ne.po: stands in" rules/i18n/ne.po rm
plant "the manual page" "is empty" build/banyan.1 truncate -s 0

# The compilers' and analyzers' turn; with less before them they are sooner done.
find "$copy/src" "$copy/tests" -name '*.c' -not -path "*/$err" -delete
plant "headers compile alone" "planted.h does not compile alone" src/base/planted.h put 'struct planted {\n    size_t n;\n};'
plant "warnings of clang" "unused" $err append 'int planted(void)\n{\n    int n;\n    return 0;\n}'
plant "clang-format" "$err" $err append 'int planted( int n ){return n;}'
plant "cppcheck" "arrayIndexOutOfBounds" $err append \
    'int planted(void)\n{\n    int list[2] = {0, 1};\n    return list[2];\n}'
plant "gcc -fanalyzer" "double-‘free’" $err append \
    '#include <stdlib.h>\nvoid planted(char *p)\n{\n    free(p);\n    free(p);\n}'
plant "clang-tidy" "cert-err34-c" $err append \
    '#include <stdlib.h>\nint planted(const char *text);\nint planted(const char *text)\n{\n    return atoi(text);\n}'

# Each check of lint.sh has something planted.
while IFS= read -r name; do
    good=false
    IFS='|' read -ra names <<<"$planted"
    for check in "${names[@]}"; do
        [[ $name != "$check"* ]] || good=true
    done
    echo "nothing is planted" >"$work/out"
    say $good "$name"
done < <(sed -nE 's/^ *check "([^"$]+).*/\1/p' tests/lint/lint.sh)

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
