#!/bin/bash
# Puts real output into README.md and the pages below: runs what stands in each marker and replaces the
# lines between
#   <!-- output: COMMAND -->            and  <!-- end -->
#   <!-- output: COMMAND # 20 lines -->      (only so many, then "...")
#   <!-- score: RULE.lua -->                 (the rule, or the library, without its tests)
# `banyan` in COMMAND is build/banyan over a store of its own with the examples in it; ID is the
# assessment of the ward in Nepal. The files under "made" below are wholly what a command prints. With --check it
# changes nothing and fails where a page or file is out of date (ids, times and what rules take are ignored).
set -eu
cd "$(dirname "$0")/.."
pages="README.md docs/command-line.md docs/method.md docs/writing-a-rule.md docs/cookbook.md"
program=$PWD/build/banyan
store=$PWD/build/readme.db
rm -f "$store" "$store"-*
rm -rf build/my-rules
banyan() { NO_COLOR=1 "$program" --store "$store" "$@"; }

banyan assess examples/*.json >/dev/null 2>&1 || true
id=$(banyan list --country NPL --checklist child-drr --limit 1 --format ndjson |
    sed 's/.*"id":"\([0-9a-f-]*\)","created.*/\1/')

output() { # COMMAND LINES
    eval "${1//ID/$id}" 2>&1 | sed "s|$PWD/||g; s/ *\$//" |
        awk -v most="$2" 'NR <= most { print } NR == most + 1 { print "..." }'
}

renew() { # PAGE: as it should be
    local skipping=0 line command lines
    while IFS= read -r line; do
        case $line in
        '<!-- output: '*' -->')
            command=${line#<!-- output: }
            command=${command% -->}
            lines=100000
            case $command in
            *' # '*' lines')
                lines=${command##* # }
                lines=${lines% lines}
                command=${command% # *}
                ;;
            esac
            # shellcheck disable=SC2016 # a literal dollar sign
            printf '%s\n```text\n$ %s\n' "$line" "$command"
            output "$command" "$lines" || true
            printf '```\n'
            skipping=1
            ;;
        '<!-- score: '*' -->')
            command=${line#<!-- score: }
            printf '%s\n```lua\n' "$line"
            sed '/^  tests = {$/,/^  },$/d' "${command% -->}"
            printf '```\n'
            skipping=1
            ;;
        '<!-- end -->')
            skipping=0
            printf '%s\n' "$line"
            ;;
        *)
            [ "$skipping" = 1 ] || printf '%s\n' "$line"
            ;;
        esac
    done <"$1"
}

plain() {
    sed -E -e 's/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/ID/g' \
        -e 's/20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z/TIME/g' \
        -e 's/^(Fuel|Memory|Time)  .*/\1/' \
        -e 's/^([a-z_/]+ +[0-9]+) +[0-9]+ +[0-9]+ +[0-9]+ +[0-9]+ +[0-9.]+ %$/\1/' "$1"
}

stale=0
for page in $pages; do
    renewed=build/renewed.md
    renew "$page" >"$renewed"
    if [ "${1:-}" != --check ]; then
        cp "$renewed" "$page"
    elif ! diff <(plain "$page") <(plain "$renewed"); then
        echo "$page is out of date: run docs/update-output.sh"
        stale=1
    fi
done

# FILE and the command that prints it.
made() {
    echo docs/host-interface.md rules doc --part interface --format markdown
    echo docs/rules.md rules doc --part rules --examples 2 --format markdown
    echo rules/.luals/banyan.lua rules doc --for luals
    echo .luacheckrc rules doc --for luacheck
}
while read -r file command; do
    # shellcheck disable=SC2086 # words
    banyan $command >build/renewed.md
    if [ "${1:-}" != --check ]; then
        cp build/renewed.md "$file"
    elif ! diff "$file" build/renewed.md; then
        echo "$file is out of date: run docs/update-output.sh"
        stale=1
    fi
done < <(made)
exit "$stale"
