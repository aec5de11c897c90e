#!/bin/bash
# Fuzzes each target for FUZZ_SECONDS, from the saved inputs and those found before in BUILD. Writes below
# BUILD only. Ends with a table, and fails where a target did.
set -u
cd "$(dirname "$0")/../.." || exit 1
build=$1
shift
seconds=${FUZZ_SECONDS:-120}
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1:allocator_may_return_null=0}
status=0 table=

for target in "$@"; do
    found=$build/found/$target log=$build/found/$target.log
    mkdir -p "$found" "$build/found/crashes"
    dictionary=
    [ ! -f "tests/fuzz/$target.dict" ] || dictionary=-dict=tests/fuzz/$target.dict
    # A store is larger than libFuzzer's own limit; what is longer than a few pages adds nothing elsewhere.
    length=16384
    [ "$target" != store ] || length=65536
    echo "fuzz_$target: $seconds s"
    # shellcheck disable=SC2086 # nothing, or one word
    "$build/fuzz/fuzz_$target" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 \
        -max_len=$length -print_final_stats=1 -use_value_profile=0 $dictionary \
        -artifact_prefix="$build/found/crashes/$target-" "$found" "tests/fuzz/corpus/$target" \
        >"$log" 2>&1
    code=$?
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    cover=$(sed -n 's/.* cov: \([0-9]*\) ft: .*/\1/p' "$log" | tail -n 1)
    edges=$(sed -n 's/^INFO: Loaded 1 PC tables (\([0-9]*\) PCs).*/\1/p' "$log")
    features=$(sed -n 's/.* ft: \([0-9]*\) corp: .*/\1/p' "$log" | tail -n 1)
    verdict=ok
    if [ "$code" -ne 0 ]; then
        status=1 verdict="FAILED: $(grep -o "Test unit written to .*" "$log" | tail -n 1)"
        # Nothing written: no input is to blame.
        [ "$verdict" != "FAILED: " ] || verdict="stopped, exit code $code"
        grep -vE '^#[0-9]+' "$log" | tail -n 60
    fi
    table+=$(printf '%-12s %12s %6s of %-6s %9s  %s' "$target" "${runs:-?}" "${cover:-?}" "${edges:-?}" \
        "${features:-?}" "$verdict")$'\n'
done
printf '%-12s %12s %16s %9s\n' target executions edges features
printf '%s' "$table"
exit $status
