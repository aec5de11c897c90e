#!/bin/bash
# Spelling of comments, messages, documents, rules and checklists, by codespell's lists. What it takes for
# slips and is none stands in spelling-words; slips that tests make on purpose, in spelling-slips.
# Translations (.po) and names of places are in other languages, tests/data and the saved fuzz inputs are not our text,
# jargon lists beginnings of words.
set -u
. tests/lint/lib.sh
command -v codespell >/dev/null 2>&1 || { echo "codespell is missing: run make setup-lint"; exit 1; }
status=0
# Codes of two and three capitals (NAM, TE) are no words.
spell() { # LIST...
    local lists=()
    for list in "$@"; do
        lists+=(-I "tests/lint/$list")
    done
    xargs codespell --disable-colors -q 3 --builtin clear,rare,code --ignore-regex '\b[A-Z]{2,3}\b' "${lists[@]}"
}
text=$(all_files | grep -vE '\.po$|\.svg$|^\./tests/(data|fuzz/corpus|lint/(spelling-|jargon$))|^\./checklists/codes/pcodes/|package-lock\.json$|^\./LICENSE$')
printf '%s\n' "$text" | grep -v '^\./tests/' | spell spelling-words || status=1
printf '%s\n' "$text" | grep '^\./tests/' | spell spelling-words spelling-slips || status=1
exit $status
