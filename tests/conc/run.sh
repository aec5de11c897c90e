#!/bin/bash
# run.sh BUILD [long]: programs at work on one store at once. The last line is "N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 1
build=${1:-build} rounds=1
[ -z "${2:-}" ] || rounds=8
results=${RESULTS:-$PWD/$build/results}
out=$results/conc.d
rm -rf "$out"
mkdir -p "$out"
# shellcheck source=tests/side-by-side.sh
. tests/side-by-side.sh
side_by_side "$out" "$results/conc" <<END_OF_COMMANDS
crowd bash tests/conc/crowd.sh $build/banyan $rounds
locks bash tests/conc/locks.sh $build/banyan $rounds
checkpoint bash tests/conc/checkpoint.sh $build/banyan
control bash tests/conc/control.sh $build/banyan $build/conc/nolock.so
END_OF_COMMANDS
