# shellcheck shell=bash
# How the scripts of tests tell what they found, sourced: a line "ok - NAME" or "not ok - NAME" each.
passed=0 failed=0

note() { # CODE NAME [LINE...]: the lines say more of what is not ok
    if [ "$1" -eq 0 ]; then
        passed=$((passed + 1))
        echo "ok - $2"
        return
    fi
    failed=$((failed + 1))
    echo "not ok - $2"
    [ $# -lt 3 ] || printf '%s\n' "${@:3}" | cut -c1-400 | sed 's/^/#   /'
}

note_file() { # CODE NAME FILE: the same, with the beginning of a file
    if [ "$1" -eq 0 ]; then note 0 "$2"; else note "$1" "$2" "$(head -n 40 "$3" 2>/dev/null)"; fi
}

# The end of a script: the counts, into a file too, and whether all was ok.
noted() { # COUNTS
    echo "$passed $failed" >"$1"
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
}
