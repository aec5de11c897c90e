#!/bin/bash
# run.sh BUILD [long]: faults of disk, power and rules, as many programs at a time as there are processors.
# Each prints lines "ok - ..." and "not ok - ..."; the last line here is "N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 1
build=${1:-build} long=${2:-}
results=${RESULTS:-$PWD/$build/results}
out=$results/fault.d
rm -rf "$out"
mkdir -p "$out"

if [ -n "$long" ]; then
    cuts=36000 failing=36000 control=3000 runs=60000 kills=200 levels=25
else
    cuts=400 failing=1400 control=90 runs=150 kills=10 levels=10
fi
# shellcheck source=tests/side-by-side.sh
. tests/side-by-side.sh
side_by_side "$out" "$results/fault" <<END
failing $build/fault/powercut --failing told --images $failing
powercut $build/fault/powercut --images $cuts
iofail $build/fault/iofail --runs $runs
kill bash tests/fault/kill.sh $build/banyan $kills
worker bash tests/fault/cmocka.sh $build/tests/test_worker
threats bash tests/fault/cmocka.sh $build/tests/test_threats
library bash tests/fault/cmocka.sh $build/tests/test_banyan
save bash tests/fault/save.sh $build/banyan $build/fault/saving.so
slow-disk bash tests/fault/slow-disk.sh $build/banyan $build/fault/slow.so
full-disk bash tests/fault/full-disk.sh $build/banyan $levels
control-all $build/fault/powercut --control all --images $control
control-log $build/fault/powercut --control log --images $control
control-main $build/fault/powercut --control main --images $control
control-failing $build/fault/powercut --failing silent --images $control
control-names $build/fault/powercut --control names --images $control
END
