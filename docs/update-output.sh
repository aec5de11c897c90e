#!/bin/bash
# update-output.sh [--check] [PAGE...]: puts real output into the pages (those below, or PAGE): does what stands in the
# markers, in order, and renews what a command prints.
#   <!-- output: COMMAND -->            to <!-- end -->: the command and what it prints
#   <!-- output: COMMAND # 20 lines -->      only so many lines of it, then "..."
#   <!-- output: COMMAND # exit 1 -->        it must end with this code; without it with 0
#   <!-- score: RULE.lua -->            to <!-- end -->: the rule, or the library, without its tests
#   <!-- tests: RULE.lua -->            to <!-- end -->: its tests alone
# A page that leads a reader from step to step also has
#   <!-- empty folder -->               from here on all is done in a new folder, with a new store
#   <!-- file: NAME -->                 the code below is the file NAME
#   <!-- change: NAME -->               the code below says how NAME changes: lines with - go, lines with + come
#   <!-- back -->                       back to the project's folder and to the store of the examples
# `banyan` in COMMAND is build/banyan (or BANYAN) over a store with the examples in it. ID is the assessment of the ward
# in Nepal, in a new folder the last one. Where only ids, times and what rules take would be others, a page stays as it
# is. Without PAGE the files under "made" below are renewed, too, which are wholly what a command prints. With --check
# nothing is changed, and it fails where a page or file is out of date.
set -eu
cd "$(dirname "$0")/.."
root=$PWD
program=${BANYAN:-$root/build/banyan}
unset BANYAN_LANG BANYAN_RULES BANYAN_CHECKLISTS BANYAN_STORE
export NO_COLOR=1
check=no
if [ "${1:-}" = --check ]; then
    check=yes
    shift
fi
all=no
if [ $# -eq 0 ]; then
    all=yes
    set -- README.md docs/command-line.md docs/method.md docs/tutorial.md docs/writing-a-rule.md docs/cookbook.md docs/comparing.md docs/storage.md
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/banyan-pages-XXXXXX")
trap 'rm -rf "$work"' EXIT
store=$work/examples.db
newest="--country NPL --checklist child-drr"
banyan() { "$program" --store "$store" "$@"; }
banyan assess examples/*.json >/dev/null 2>&1 || true

wrong() { # WHAT: on a page, which is then not renewed
    printf '%s: %s\n' "$page" "$1" >&2
    touch "$work/wrong"
}

output() { # MARKED: the command and what it prints, with what it is followed by in the marker
    local command=$1 lines=100000 wanted=0 code=0 id
    case $command in
    *' # exit '*)
        wanted=${command##* # exit }
        command=${command% # exit *}
        ;;
    esac
    case $command in
    *' # '*' lines')
        lines=${command##* # }
        lines=${lines% lines}
        command=${command% # *}
        ;;
    esac
    # shellcheck disable=SC2016 # a literal dollar sign
    printf '```text\n$ %s\n' "$command"
    case $command in
    *ID*)
        # shellcheck disable=SC2086 # words
        id=$(banyan list $newest --limit 1 --format ndjson | sed 's/.*"id":"\([0-9a-f-]*\)","created.*/\1/')
        command=${command//ID/$id}
        ;;
    esac
    # In this shell, so that an `export` holds for what follows.
    eval "$command" >"$work/out" 2>&1 || code=$?
    sed "s|$work/folder/||g; s|$root/||g; s/ *\$//" "$work/out" |
        awk -v most="$lines" 'NR <= most { print } NR == most + 1 { print "..." }'
    printf '```\n'
    [ "$code" = "$wanted" ] || wrong "$command: ended with $code, not with $wanted"
}

write() { # KIND NAME: what was collected is a file, or a change of one
    case $2 in */*) mkdir -p "${2%/*}" ;; esac
    if [ "$1" = file ]; then
        cp "$work/code" "$2"
        return
    fi
    # A mark at the end keeps what the shell would cut off there.
    local old new text
    old=$(sed -n '/^$/p; s/^[- ]//p' "$work/code" && echo .)
    new=$(sed -n '/^$/p; s/^[+ ]//p' "$work/code" && echo .)
    text=$(cat "$2" && echo .) || text=
    old=${old%.} new=${new%.} text=${text%.}
    local behind=${text#*"$old"}
    if [ "$old" = "$new" ] || [ "$behind" = "$text" ]; then
        wrong "change of $2: the lines are not there: $old"
    elif [ "${behind#*"$old"}" != "$behind" ]; then
        wrong "change of $2: the lines are there more than once: $old"
    else
        printf '%s%s%s' "${text%"$old$behind"}" "$new" "$behind" >"$2"
    fi
}

enter() { # empty folder|back
    if [ "$1" = back ]; then
        cd "$root"
        store=$work/examples.db
        newest="--country NPL --checklist child-drr"
    else
        cd "$root"
        rm -rf "$work/folder"
        mkdir "$work/folder"
        cd "$work/folder"
        store=$work/folder.$((++folders)).db
        newest=""
    fi
}

renew() { # the page in the input, as it should be
    local skipping=0 kind="" name="" code=0 line folders=0
    while IFS= read -r line <&3; do
        [ "$skipping" = 1 ] || printf '%s\n' "$line"
        case $line in
        '<!-- output: '*' -->')
            [ "$skipping" = 0 ] || wrong "no end before $line"
            line=${line#<!-- output: }
            output "${line% -->}"
            skipping=1
            ;;
        '<!-- score: '*' -->' | '<!-- tests: '*' -->')
            name=${line#*: }
            printf '```lua\n'
            case $line in
            *score:*) sed '/^  tests = {$/,/^  },$/d' "${name% -->}" ;;
            *) sed -n '/^  tests = {$/,/^  },$/p' "${name% -->}" ;;
            esac
            printf '```\n'
            skipping=1
            ;;
        '<!-- end -->')
            [ "$skipping" = 0 ] || printf '%s\n' "$line"
            skipping=0
            ;;
        '<!-- empty folder -->' | '<!-- back -->')
            line=${line#<!-- }
            enter "${line% -->}"
            ;;
        '<!-- file: '*' -->' | '<!-- change: '*' -->')
            name=${line#*: }
            name=${name% -->}
            kind=${line#<!-- }
            kind=${kind%%:*}
            ;;
        '```'*)
            if [ "$code" = 1 ]; then
                write "$kind" "$name"
                code=0 kind=""
            elif [ -n "$kind" ] && [ "$skipping" = 0 ]; then
                : >"$work/code"
                code=1
            fi
            ;;
        *)
            [ "$code" = 0 ] || printf '%s\n' "$line" >>"$work/code"
            ;;
        esac
    done 3<&0 </dev/null
    [ "$skipping$kind" = 0 ] || wrong "ends within a marker"
}

plain() {
    sed -E -e 's/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/ID/g' \
        -e 's/20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z/TIME/g' \
        -e 's/^(Fuel|Memory|Time)  .*/\1/' \
        -e 's/^([a-z_/]+ +[0-9]+) +[0-9]+ +[0-9]+ +[0-9]+ +[0-9]+ +[0-9.]+ %$/\1/' "$1"
}

failed=0
for page in "$@"; do
    renewed=$work/renewed.md
    rm -f "$work/wrong"
    # A page in a shell of its own: what it exports, and where it goes, ends with it.
    (renew) <"$page" >"$renewed"
    if [ -e "$work/wrong" ]; then
        failed=1
    fi
    if [ "$check" = yes ]; then
        if ! diff <(plain "$page") <(plain "$renewed"); then
            echo "$page is out of date: run docs/update-output.sh"
            failed=1
        fi
    elif [ ! -e "$work/wrong" ] && ! cmp -s <(plain "$page") <(plain "$renewed"); then
        cp "$renewed" "$page"
    fi
done
# FILE and the command that prints it.
made() {
    echo docs/host-interface.md rules doc --part interface --format markdown
    echo docs/rules.md rules doc --part rules --examples 2 --format markdown
    echo rules/.luals/banyan.lua rules doc --for luals
    echo .luacheckrc rules doc --for luacheck
}
while [ "$all" = yes ] && read -r file command; do
    # shellcheck disable=SC2086 # words
    banyan $command >"$work/renewed.md"
    if [ "$check" != yes ]; then
        cp "$work/renewed.md" "$file"
    elif ! diff "$file" "$work/renewed.md"; then
        echo "$file is out of date: run docs/update-output.sh"
        failed=1
    fi
done < <(made)
exit "$failed"
