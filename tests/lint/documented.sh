#!/bin/bash
# The header is the manual: each function that a header of src declares has its comment there, above it or
# behind it. So has each function of C or of rules/lib that rules can call.
set -u
status=0

# A declaration runs to its `;`, an inline function to its `}`; a comment ends its silence.
# shellcheck disable=SC2046 # lists of files
awk '
    function judge() {
        if (text ~ /^(static inline )?[a-z][a-zA-Z0-9_ *]*[ *][a-z][a-z0-9_]*\(/ && !told) {
            name = text
            sub(/\(.*/, "", name)
            sub(/.*[ *]/, "", name)
            print FILENAME ":" first ": " name " has no comment"
            bad = 1
        }
        text = ""
    }
    FNR == 1 { inside = above = 0; text = "" }
    {
        line = $0
        comment = inside
        code = ""
        while (line != "") {
            at = index(line, inside ? "*/" : "/*")
            if (!inside) {
                code = code (at ? substr(line, 1, at - 1) : line)
            }
            if (!at) {
                break
            }
            line = substr(line, at + 2)
            inside = !inside
            comment = 1
        }
        gsub(/^ +| +$/, "", code)
        if (code == "" || code ~ /^#/ || code ~ /^extern "C"/ || (text == "" && code == "}")) {
            above = code == "" && comment
            next
        }
        if (text == "") {
            first = FNR
            told = above
        }
        told = told || comment
        above = 0
        text = (text == "" ? "" : text " ") code
        opened = gsub(/\{/, "{", text)
        if (opened == gsub(/\}/, "}", text) && text ~ /[;}]$/) {
            judge()
        }
    }
    END { exit bad }' $(find src -name '*.h' | LC_ALL=C sort) || status=1

# The functions that C hands to rules: those of the rows of the interface, and of tables. What the page for those
# who write rules says of them is in the rows (tests/unit/test_interface.c).
calls() {
    cat src/script/*.c | tr '\n' ' ' | grep -oE '\{"[a-z_]+", [a-z_]+\}|\.function = [a-z_]+' |
        sed -E 's/.*[ "]([a-z_]+)\}?$/\1/' | LC_ALL=C sort -u
}
[ "$(calls | grep -c .)" -ge 55 ] || {
    echo "src/script: the functions that rules can call are not found any more"
    status=1
}
while read -r function; do
    # shellcheck disable=SC2016 # awk's own
    awk -v function_="$function" '
        $0 ~ "^(static )?int " function_ "\\(lua_State" {
            found = 1
            if (before !~ /\*\/$/) {
                print FILENAME ":" FNR ": " function_ ", which rules can call, has no comment"
                bad = 1
            }
        }
        { before = $0 }
        END { exit bad }' src/script/*.c || status=1
done < <(calls)

# NAME of what a library hands out.
for file in rules/lib/*.lua; do
    for name in $(sed -n 's/^return {\(.*\)}$/\1/p' "$file" | grep -oE '[a-z_]+ =' | tr -d ' ='); do
        awk -v name="$name" '
            $0 ~ "^local (function )?" name "[ (]" && before !~ /^--/ && $0 ~ /function/ {
                print FILENAME ":" FNR ": " name " has no comment"
                bad = 1
            }
            { before = $0 }
            END { exit bad }' "$file" || status=1
    done
done
exit $status
