#!/bin/bash
# docs.sh BUILD: documents and program agree. What the option tables have (`banyan help` prints them) stands in
# docs/command-line.md, in the manual page and in the completion; and what the documents say can be typed:
# commands, options, exit codes, variables, make targets, files.
# shellcheck disable=SC2016 # backticks are Markdown's
set -u
. tests/lint/lib.sh
build=$(cd "${1:-build}" && pwd)
program=$build/banyan
status=0
bad() {
    echo "$*"
    status=1
}
work=$(mktemp -d "${TMPDIR:-/tmp}/banyan-docs-XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
pages=$(all_files | grep -E '\.md$|^\./docs/demo\.sh$' | grep -v '^\./tests/data/')
reference=docs/command-line.md

# ---- what there is

help=$("$program" help)
section() { # TITLE: first words of the rows of that part of the help
    printf '%s\n' "$help" | awk -v title="$1" '
        /^[a-z].*:$/ { inside = index($0, title) == 1; next }
        inside && /^  [^ ]/ { print $1 }'
}
commands=$(section commands)
codes=$(section "exit codes")
variables=$(section environment)
options_of() { # COMMAND: its own options and those of all
    "$program" help "$1" | sed -nE 's/^  (--[a-z-]+).*/\1/p'
}
verbs_of() {
    "$program" help "$1" | sed -nE "s/^(usage:|      ) banyan $1 ([a-z]+).*/\2/p"
}
options=$(for command in $commands; do options_of "$command"; done | LC_ALL=C sort -u)
for list in "$commands" "$codes" "$variables" "$options"; do
    [ -n "$list" ] || { bad "a list of the help is not found any more"; exit 1; }
done

# ---- the tables in the reference, the manual page and the completion

sed 's/\\f[BIR]//g; s/\\//g' "$build/banyan.1" >"$work/manual"
for command in $commands; do
    grep -qxF "## banyan $command" $reference || bad "$reference: no part \"## banyan $command\""
    grep -qxF "<!-- output: banyan help $command -->" $reference ||
        bad "$reference: does not show \`banyan help $command\`"
    grep -qE "^\.SS $command\$" "$work/manual" || bad "the manual page has no $command"
    grep -qE "^    $command\)\$" "$build/banyan.bash" || bad "the completion has no $command"
    for verb in $(verbs_of "$command"); do
        grep -qE "banyan $command $verb\b" $reference || bad "$reference: no $command $verb"
        grep -qE "banyan $command $verb\b" "$work/manual" || bad "the manual page has no $command $verb"
        sed -n "/^    $command)\$/,/;;/p" "$build/banyan.bash" | grep -qw -- "$verb" ||
            bad "the completion has no $command $verb"
    done
    for option in $(options_of "$command"); do
        sed -n "/^## banyan $command\$/,/^<!-- end/p" $reference | grep -qE -- "^  $option( |\$)" ||
            bad "$reference: $command has no $option"
        sed -n "/^    $command)\$/,/;;/p" "$build/banyan.bash" | grep -qw -- "$option" ||
            bad "the completion has no $option for $command"
    done
done
for word in $options $codes $variables; do
    grep -qE -- "^$word( |\$)" "$work/manual" || bad "the manual page has no $word"
done

# ---- exit codes: the program's own, and where people look for them

for code in $codes; do
    grep -qE "CLI_[A-Z]+ = $code\b" src/cli/cli.h || bad "src/cli/cli.h: no exit code $code, which the help has"
    sed -n '/^Exit codes:/,/^$/p' README.md | grep -qE "(^|[ ;:])$code [a-z]" || bad "README.md: no exit code $code"
    sed -n '/Return the exit code/,/^[0-9]*\. /p' docs/how-to-add-a-command.md | grep -qE "\b${code}([,.]| [a-z])" ||
        bad "docs/how-to-add-a-command.md: no exit code $code"
done
for code in $(grep -oE 'CLI_[A-Z]+ = [0-9]+' src/cli/cli.h | sed 's/.* //'); do
    printf '%s\n' "$codes" | grep -qx "$code" || bad "the help has no exit code $code, which src/cli/cli.h has"
done

# ---- what the documents name

# Options that are none of ours: one that stands for any, in how-to-add-a-command.md, and one of msginit.
known=$(printf '%s\n' "$options" --option --no-translator)
# shellcheck disable=SC2086 # a list of files
while IFS=: read -r file line option; do
    printf '%s\n' "$known" | grep -qxF -- "$option" || bad "$file:$line: there is no option $option"
done < <(grep -noE '(^|[^-A-Za-z0-9])--[a-z][a-z-]*' $pages | sed 's/:[^:]*--/:--/'
    grep -rnoE '"[^"]*[` ]--[a-z][a-z-]+' src --include='*.c' | sed 's/:"[^"]*--/:--/')
# shellcheck disable=SC2086
while IFS=: read -r file line variable; do
    printf '%s\n' "$variables" | grep -qx "$variable" || bad "$file:$line: there is no variable $variable"
done < <(grep -noE '\bBANYAN_[A-Z]+\b' $pages)
# shellcheck disable=SC2086
while IFS=: read -r file line text; do
    for target in ${text#*make }; do
        grep -qE "^$target:|^\.PHONY:.* $target( |\$)" Makefile || bad "$file:$line: there is no make $target"
    done
done < <(grep -noE '(`|^ *)make( [a-z][a-z-]*)+`' $pages | tr -d '`'
    awk '/^ *```/ { inside = !inside } inside && /^make( [a-z-]+)+( +#.*)?$/ {
        sub(/ +#.*/, ""); print FILENAME ":" FNR ":" $0 }' $pages)
# Files; with capitals in it (ID, NN, NAME) it stands for one. Programs are made from a source of that name.
# shellcheck disable=SC2086
while IFS=: read -r file line path; do
    # shellcheck disable=SC2086 # a pattern
    ls -d $path >/dev/null 2>&1 || [ -e "$path.c" ] || bad "$file:$line: there is no $path"
done < <(grep -noE '`(src|tests|docs|examples)/[a-zA-Z0-9_.*/-]*`' $pages | tr -d '`' | grep -vE ':[^:]*(ID|NN|NAME)')

# ---- what the documents tell to type: it is typed, in an empty folder, with a store that cannot be made

touch "$work/no-folder"
mkdir "$work/empty"
types() { # WHERE LINE
    local words=() code
    mapfile -t words < <(printf '%s\n' "${2%%[|>;&#]*}" | sed 's/ COMMAND$/ assess/' | xargs -n 1 printf '%s\n')
    (cd "$work/empty" && env -i BANYAN_STORE="$work/no-folder/store.db" timeout 120 "$program" "${words[@]:1}" \
        </dev/null >"$work/out" 2>&1)
    code=$?
    case $code in
    0 | 1 | 2 | 3) return ;;
    esac
    # What is only mentioned, as in "`banyan assess` reads it", may lack what it is to be used on.
    if [ "${3:-}" != mentioned ] || ! grep -qE ': [A-Z]+ is missing$' "$work/out"; then
        bad "$1: $2: exit code $code: $(head -n 1 "$work/out")"
    fi
}
typed=0
while IFS= read -r line; do
    typed=$((typed + 1))
    types "${line%%$'\t'*}" "${line#*$'\t'}"
done < <(
    # shellcheck disable=SC2086 # a list of files
    awk 'FNR == 1 { fence = shown = 0 }
        /^<!-- output:/ { shown = 1 }
        /^<!-- end/ { shown = 0 }
        /^ *```/ { fence = !fence }
        fence && !shown && /^ *(\$ )?banyan / && !/banyan name / {
            sub(/^ *(\$ )?/, ""); print FILENAME ":" FNR "\t" $0 }' $pages
    for command in $commands; do
        "$program" help "$command" | sed -n '/^examples:/,$p' | sed -nE "s/^  (banyan .*)/banyan help $command\t\1/p"
    done
)
# shellcheck disable=SC2086
while IFS=: read -r file line text; do
    typed=$((typed + 1))
    types "$file:$line" "$text" mentioned
done < <(grep -noE '`banyan [a-z][^`]*`' $pages | tr -d '`')
[ "$typed" -ge 30 ] || bad "the documents hold only $typed commands: they are not found any more"
exit $status
