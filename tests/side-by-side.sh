# shellcheck shell=bash
# For groups of tests made of several programs, sourced: runs them as many at a time as there are processors.
# Each program prints lines "ok - ..." and "not ok - ...".

run_one() { # OUT NAME COMMAND...
    local log=$1/$2.log code=$1/$2.code
    shift 2
    timeout 3000 "$@" >"$log" 2>&1
    echo $? >"$code"
}
export -f run_one

# side_by_side OUT COUNTS: runs the lines "NAME COMMAND..." of stdin, the longest best first; writes "PASSED
# FAILED" to the file COUNTS and ends with "N passed, N failed".
side_by_side() {
    local out=$1 counts=$2 passed=0 failed=0 name code p f
    cat >"$out/commands"
    xargs -P "$(nproc 2>/dev/null || echo 2)" -I{} bash -c "run_one '$out' {}" <"$out/commands"
    while read -r name _; do
        read -r code <"$out/$name.code"
        p=$(grep -c '^ok ' "$out/$name.log")
        f=$(grep -c '^not ok ' "$out/$name.log")
        # A crash fails too; a script may skip, and says so.
        [ "$code" -eq 0 ] || [ "$f" -gt 0 ] || f=1
        sed "s/^/    /" "$out/$name.log"
        [ "$code" -eq 0 ] || echo "    $name: exit code $code"
        passed=$((passed + p)) failed=$((failed + f))
    done <"$out/commands"
    echo "$passed $failed" >"$counts"
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
}
