#!/bin/bash
# save.sh PROGRAM PRELOAD: what saves a file of rules, or a page over an older one, fails or is killed at each
# of its steps. The file is the old one, none, or the whole new one, and never half; the rules beside it can be
# used, and the next attempt succeeds.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/note.sh
. tests/note.sh
banyan=$(realpath "$1") preload=$(realpath "$2")
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
unset BANYAN_RULES

save() { # HOW AT: sets $code
    case $what in
    new) set -- "$1" "$2" rules new shelter/taps --rules d ;;
    page) set -- "$1" "$2" rules doc finance/child_share --output d/page.md ;;
    esac
    SAVE_HOW=$1 SAVE_AT=$2 LD_PRELOAD=$preload "$banyan" "${@:3}" >out 2>err
    code=$?
}
prepare() {
    rm -rf d
    [ "$what" = new ] || { mkdir d && echo old >d/page.md; }
}

# Whether the file is what it may be after the step; says what it is.
sound() {
    if cmp -s "$file" whole; then
        return 0
    elif [ "$code" -eq 0 ]; then
        echo "exit code 0, and not the whole file"
    elif [ "$what" = new ]; then
        [ -e "$file" ] && echo "half a file"
    else
        cmp -s "$file" <(echo old) || echo "neither old nor new"
    fi
}
usable() {
    "$banyan" rules list --rules d --no-isolate >list 2>&1 || head -n 1 list
    save none 0
    case $what-$code in
    new-0 | page-0) cmp -s "$file" whole || echo "the next attempt: another file" ;;
    new-1) { cmp -s "$file" whole && grep -q 'is there already' err; } || echo "the next attempt: $(head -n 1 err)" ;;
    *) echo "the next attempt: exit code $code" ;;
    esac
}
all() { # HOW: sets $wrong and $killed
    local at said
    wrong='' killed=0
    for ((at = 1; at <= steps; at++)); do
        prepare
        save "$1" "$at" 2>/dev/null
        [ "$code" -lt 128 ] || killed=$((killed + 1))
        said=$(sound)
        [ -n "$said" ] || said=$(mkdir -p d && usable 2>&1)
        [ -z "$said" ] || wrong="$wrong step $at: $said;"
    done
}

for what in new page; do
    file=d/page.md
    [ "$what" = page ] || file=d/shelter/taps.lua
    prepare
    rm -f count
    SAVE_COUNT=count save none 0
    steps=$(wc -c <count)
    mv "$file" whole
    [ "$steps" -ge 6 ]
    note $? "$what: a file is saved in $steps steps"
    for how in fail kill half; do
        all "$how"
        [ -z "$wrong" ]
        note $? "$what: $how at each of $steps steps: old or new, and never half" "$wrong"
        [ "$how" != fail ] || continue
        [ "$killed" -eq "$steps" ]
        note $? "$what: $how: the program died as often as it was to" "$killed of $steps"
    done
    export SAVE_CARELESS=1
    all half
    unset SAVE_CARELESS
    [ -n "$wrong" ]
    note $? "$what: control: a program that writes in place is told apart"
done
[ "$failed" -eq 0 ]
