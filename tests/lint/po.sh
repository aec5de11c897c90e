#!/bin/bash
# Texts for translators. po.sh BUILD template AREA prints the template (PO) of an area: program, rules,
# frameworks, or the id of a checklist. po.sh BUILD update brings all catalogues up to date with what is
# written now (`make po`). po.sh BUILD check says what is missing in them, or wrong.
set -u
cd "$(dirname "$0")/../.." || exit 1
build=$1
banyan=$build/banyan
unset BANYAN_LANG BANYAN_CHECKLISTS BANYAN_RULES
export LC_ALL=C.UTF-8

header() {
    printf 'msgid ""\nmsgstr ""\n"Project-Id-Version: %s\\n"\n"Language: \\n"\n' "$1"
    printf '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    printf '"Content-Transfer-Encoding: 8bit\\n"\n'
}

# What the functions that speak in the page's language are given, and what is marked with SAID.
spoken() {
    # shellcheck disable=SC2046  # names of sources hold no spaces
    xgettext --language=C --from-code=UTF-8 --no-location --sort-output -o - \
        --keyword --keyword=SAID --keyword=page_say:2 --keyword=page_fill:3 --keyword=page_count:2 \
        --keyword=texts_fill:3 --keyword=html_say:2 --keyword=html_fill:2 \
        --keyword=remark:3 --keyword=tell_one:4 --keyword=cpage_point:2 --keyword=cpage_point_count:2 \
        $(find src -name '*.c' | LC_ALL=C sort) 2>"$scratch/said" | sed '1,/^$/d'
    grep -v 'non-ASCII\|^  ' "$scratch/said" >&2
}

# One entry a word, with what it is as a comment.
words() {
    sqlite3 :memory: "SELECT DISTINCT atom FROM json_tree(readfile('docs/plan.schema.json'))
        WHERE path LIKE '%.enum' AND type = 'text' AND atom GLOB '[a-z][a-z]*' ORDER BY atom" |
        sed 's/.*/#. a word of plan documents\nmsgid "&"\nmsgstr ""\n/'
    sqlite3 :memory: '.import --csv checklists/codes/hazards.csv h' 'SELECT DISTINCT title FROM h ORDER BY title' |
        sed 's/.*/#. a hazard\nmsgid "&"\nmsgstr ""\n/'
    printf '#. a unit of age\nmsgid "%s"\nmsgstr ""\n\n' year years month months day days
    printf '#. how a criterion is answered\nmsgid "%s"\nmsgstr ""\n\n' none yes_no level number \
        percent items by_hazard date parts
}

template() {
    case $1 in
    program)
        {
            header program
            echo
            spoken
            echo
            words
        } | msguniq --use-first - | flags
        ;;
    rules) "$banyan" rules list --pot ;;
    frameworks) "$banyan" checklist show child-drr --by all --pot ;;
    *) "$banyan" checklist show "$1" --pot ;;
    esac
}

# Texts with {name} are checked as msgfmt checks formats; "%" is a sign of ours and nobody's format.
flags() {
    awk '
        /^#,/ {next}
        /^msgid/ {entry = 1; text = ""; head = ""}
        entry && /^msgstr/ {
            if (text ~ /\{[a-z_]+\}/) print "#, python-brace-format"
            printf "%s", head
            entry = 0
        }
        entry {text = text $0; head = head $0 "\n"; next}
        {print}'
}

# Each area with the folder of its catalogues.
areas() {
    echo "program src/i18n"
    echo "rules rules/i18n"
    echo "frameworks checklists/frameworks/i18n"
    for folder in checklists/*/i18n; do
        [ "$folder" = checklists/frameworks/i18n ] || [ ! -d "$folder" ] ||
            echo "$(basename "$(dirname "$folder")") $folder"
    done
}

update() {
    areas | while read -r area folder; do
        template "$area" >"$scratch/new.pot" || exit 1
        for po in "$folder"/*.po; do
            [ -e "$po" ] || continue
            msgmerge --quiet --no-fuzzy-matching --no-wrap --previous -o "$scratch/new.po" "$po" \
                "$scratch/new.pot" && msgattrib --no-obsolete --no-wrap -o "$po" "$scratch/new.po" || exit 1
        done
    done
}

check() {
    status=0
    areas >"$scratch/areas"
    while read -r area folder; do
        template "$area" >"$scratch/$area.pot" || status=1
        for po in "$folder"/*.po; do
            [ -e "$po" ] || continue
            # The flags by which names are held against each other come from the template.
            msgmerge --quiet --no-fuzzy-matching -o "$scratch/merged.po" "$po" "$scratch/$area.pot" &&
                msgfmt -c -o "$scratch/merged.mo" "$scratch/merged.po" 2>"$scratch/said" || status=1
            sed "s|^$scratch/merged.po:[0-9]*|$po|" "$scratch/said"
            msgattrib --untranslated --no-wrap "$scratch/merged.po" | sed -n "s|^msgid \"\\(..*\\)\"|$po: not translated: \\1|p" \
                >"$scratch/missing"
            [ ! -s "$scratch/missing" ] || status=1
            cat "$scratch/missing"
            msgattrib --only-obsolete --no-wrap "$scratch/merged.po" | sed -n "s|^#~ msgid \"\\(..*\\)\"|$po: no longer used: \\1|p" \
                >"$scratch/old"
            [ ! -s "$scratch/old" ] || status=1
            cat "$scratch/old"
            if msgattrib --only-fuzzy "$po" | grep -q .; then
                echo "$po: fuzzy entries are not shown: review them, or say in the header and a comment that they are not"
                status=1
            fi
            grep -q '^"X-Reviewed: \(yes\|no\)' "$po" ||
                { echo "$po: its header does not say X-Reviewed: yes or no"; status=1; }
        done
    done <"$scratch/areas"
    # One language is there for all areas.
    areas | while read -r _ folder; do (cd "$folder" && ls -- *.po 2>/dev/null); done | sort | uniq -c |
        awk -v areas="$(areas | wc -l)" '$1 < areas && $2 != "" {print $2 ": stands in " $1 " of " areas " folders"; bad = 1}
            END {exit bad}' || status=1
    return $status
}

scratch=$(mktemp -d) && trap 'rm -rf "$scratch"' EXIT
case ${2:-} in
template) template "$3" ;;
update) update ;;
check) check ;;
*) echo "usage: po.sh BUILD template AREA | update | check" >&2; exit 64 ;;
esac
