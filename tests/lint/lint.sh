#!/bin/bash
# lint.sh BUILD [NAME]: all that can be proved without running a test, or the checks whose names begin so.
# Ends with "N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 1
build=${1:-build}
here=tests/lint
# shellcheck source=tests/lint/lib.sh
. $here/lib.sh
only=${2:-}
: "${CC:=gcc}" "${CFLAGS_ALL:=-std=c17 -D_GNU_SOURCE -Isrc $(pkg-config --cflags lua5.4)}"
export CC CFLAGS_ALL

check "layers: who includes whom" bash $here/layers.sh
check "sizes: functions up to 80 lines, files up to 600" bash $here/sizes.sh
check "banned functions" bash $here/banned.sh
check "no mutable file-scope variables, only banyan_* exported" bash $here/symbols.sh "$build"
check "headers compile alone" bash $here/headers.sh
check "functions are documented where they are declared" bash $here/documented.sh
check "warnings of clang" bash $here/warnings.sh clang
check "words and paths that do not belong here" bash $here/words.sh
check "white space, line length, tabs" bash $here/text.sh
check "links in the documents lead somewhere" bash $here/links.sh
check "shellcheck" bash $here/shell.sh
check "spelling" bash $here/spelling.sh
check "reading: what planners see is in plain words" bash $here/reading.sh
# Those whose findings differ from version to version: the versions of Debian 12, and others that were tried.
if made_for clang-format clang-format 14; then
    check "clang-format" bash $here/format.sh
fi
if made_for cppcheck cppcheck "2\.10"; then
    check "cppcheck" bash $here/cppcheck.sh
fi
if made_for "gcc -fanalyzer" gcc 12; then
    check "gcc -fanalyzer" bash $here/paths.sh src
fi
if made_for clang-tidy clang-tidy '14|19'; then
    check "clang-tidy" env NODES=50000 bash $here/tidy.sh src
fi
check "the page of speed is what was measured" python3 -B tests/bench/report.py --check
check "the pages show what the program prints" bash docs/update-output.sh --check
if command -v luacheck >/dev/null 2>&1 && [ -d rules ]; then
    check "luacheck" luacheck --quiet --codes --no-color --no-max-line-length --formatter plain rules
fi
for file in checklists/*/checklist.json; do
    check "checklist check $file" bash $here/checklist.sh "$build/banyan" "$file"
done
if command -v msgfmt >/dev/null 2>&1; then
    for file in $(find checklists rules src -name '*.po' | LC_ALL=C sort); do
        check "msgfmt $file" msgfmt -c -o /dev/null "$file"
    done
fi
check "translations are complete and fit what is written" bash $here/po.sh "$build" check
check "documents and program agree" bash $here/docs.sh "$build"
check "the manual page has no faults" bash $here/manual.sh "$build"

tell
mkdir -p "$build/results"
echo "$passed $failed" >"$build/results/lint"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
