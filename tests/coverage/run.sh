#!/bin/bash
# run.sh BUILD: how much of src the tests reach. BUILD was made with gcc's --coverage. Runs the tests in it,
# prints a table of files, and fails below the marks at the end. The report for a browser is
# BUILD/html/index.html. Ends with "N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 1
build=${1:-build/cov}
export BANYAN=$PWD/$build/banyan RESULTS=$PWD/$build/results
out=$RESULTS/coverage.d
rm -rf "$out"
mkdir -p "$out" "$build/html"
find "$build" -name '*.gcda' -delete

# shellcheck source=tests/note.sh
. tests/note.sh

# What a test reaches counts only where it passes.
try() { # NAME COMMAND...
    local name=$1
    "${@:2}" >"$out/$name.log" 2>&1
    local code=$?
    note $code "$name: $(tail -n 1 "$out/$name.log")" "$(tail -n 40 "$out/$name.log")"
}
try unit bash tests/unit/run.sh "$build/tests"
try fuzz bash tests/fuzz/run.sh "$build/fuzz"
try cli bash tests/cli/run.sh
try rules bash tests/rules/run.sh
try disk "$build/fault/iofail" --runs 150
sed 's/@ID@/one/' tests/cli/data/worked-plan.json >"$out/one.json"
try memory "$build/fault/oom_leaks" 300 tests/cli/data/worked.json "$out/one.json" "$out/leaks.db"
try parts "$build/fault/oom_parts" tests/fault/every 0

# Exceptions and code that gcc itself removes are no branches of ours.
gcovr -r . --object-directory "$build" --exclude-throw-branches --exclude-unreachable-branches -f 'src/' \
    --json "$build/coverage.json" "$build/obj" 2>"$out/gcovr.log" || { cat "$out/gcovr.log" >&2; exit 1; }
report() {
    gcovr -r . -a "$build/coverage.json" "$@" 2>>"$out/gcovr.log"
}
report --html-details "$build/html/index.html" --html-title "Banyan, reached by its tests"
echo "Lines, each file"
report --txt - | sed '1,/^File/d'
echo "Branches, each file"
report --branches --txt - | sed '1,/^File/d'

mark() { # NAME FILTER LINES BRANCHES: per cent, at the least
    local summary
    summary=$(report -f "$2" --txt "$out/mark.txt" --print-summary \
        --fail-under-line "$3" --fail-under-branch "$4")
    local code=$?
    note $code "$1: $(printf '%s' "$summary" | grep -v functions | tr '\n' ' ')(wanted $3 % and $4 %)"
    [ $code -eq 0 ] || report -f "$2" --branches --txt - | grep -v ' 100% *$' | sed '1,/^File/d' | sed 's/^/    /'
}
mark "src as a whole" 'src/' 90 80
# Lines that follow a call which raises, and so never returns, are left out of reach.
mark "model" 'src/model/' 99 100
mark "the host of the rules" 'src/script/' 99 100
# The control: a mark that cannot be met is not met.
! gcovr -r . -a "$build/coverage.json" --txt "$build/control.txt" --fail-under-branch 100.5 >/dev/null 2>&1
note $? "control: a mark out of reach fails"
noted /dev/null
