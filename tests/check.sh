#!/bin/bash
# The long form of the tests, part by part, each with the seconds that it took: `make check` builds what they
# need and runs this. With names, only those parts. What a part said is in BUILD/results/check.d. Ends
# with "N parts passed, N failed".
#
#   check.sh BUILD [PART...]
set -u
cd "$(dirname "$0")/.." || exit 1
build=${1:-build}
wanted=" ${*:2} "
export BANYAN=$PWD/$build/banyan FAULT=$PWD/$build/fault
out=$PWD/$build/results/check.d
mkdir -p "$out"
make=${MAKE:-make}

passed=0 failed=0 table=
part() { # NAME COMMAND...
    local name=$1 began=$SECONDS code verdict=ok
    [ "$wanted" = "  " ] || [[ $wanted == *" $name "* ]] || return
    echo "== $name"
    "${@:2}" 2>&1 | tee "$out/$name.log"
    code=${PIPESTATUS[0]}
    passed=$((passed + 1))
    if [ "$code" -ne 0 ]; then
        passed=$((passed - 1)) failed=$((failed + 1)) verdict="failed, exit code $code"
    fi
    table+=$(printf '%-14s %6d s  %s' "$name" $((SECONDS - began)) "$verdict")$'\n'
}

part memory bash tests/fault/oom-run.sh all
part valgrind env UNDER="valgrind -q --leak-check=full --errors-for-leak-kinds=definite --error-exitcode=99" \
    bash tests/unit/run.sh "$build/tests"
part fault bash tests/fault/run.sh "$build" long
part conc bash tests/conc/run.sh "$build" long
part same bash tests/same/run.sh "$build" long
part tsan "$make" tsan
part coverage "$make" coverage
part review bash tests/rules/review.sh
part mutants bash tests/rules/mutants.sh
part analyze "$make" analyze
part pages bash tests/pages/run.sh "$build"
part lint-selftest "$make" lint-selftest
printf '\n%s%d parts passed, %d failed\n' "$table" $passed $failed
[ $failed -eq 0 ]
