. "$ROOT/tests/cli/lib.sh"
# --lang: what is shown in another language, what stays as it is, and what is said where something is missing.
unset BANYAN_LANG
PLAN=$ROOT/examples/nepal-ward.json
export BANYAN_STORE=$WORK/store.db
banyan assess "$PLAN" --quiet
ID=$("$BANYAN" list --format ndjson | sed 's/^{"id":"\([^"]*\)".*/\1/')

# A query over two JSON documents: en (en.json) and there (there.json), each a table of key, path, fullkey, atom, type.
both() { # QUERY
    sqlite3 :memory: "CREATE TABLE en AS SELECT key, path, fullkey, atom, type FROM json_tree(CAST(readfile('en.json') AS TEXT));
        CREATE TABLE there AS SELECT key, path, fullkey, atom, type FROM json_tree(CAST(readfile('there.json') AS TEXT));
        CREATE INDEX e ON en (fullkey); CREATE INDEX t ON there (fullkey); $1"
}

# ---- the shipped languages ----

for lang in ar fr ne; do
    banyan --lang $lang checklist show child-drr
    exits 0 "$lang: a checklist is shown"
    says err "the language $lang were not yet reviewed" "$lang: it is said that nobody reviewed it"
    "$BANYAN" --lang $lang --quiet checklist show child-drr --pot >pot
    "$BANYAN" checklist show child-drr --pot | cmp -s - pot
    note $? "$lang: translators get what is written"
    # Each line that stands in English too, but for ids, citations, signs.
    "$BANYAN" checklist show child-drr --format json >en.json
    "$BANYAN" --lang $lang --quiet checklist show child-drr --format json >there.json
    untranslated="SELECT count(*) FROM en a JOIN there b USING (fullkey)
        WHERE a.type = 'text' AND a.atom = b.atom AND (a.key IN ('question', 'why', 'weight_reason')
            OR a.path LIKE '%.levels' OR a.path LIKE '%.advice')"
    is "$(both "$untranslated")" 0 "$lang: no question, reason, level, advice is left in English"
    is "$(both "SELECT count(*) FROM en a JOIN there b USING (fullkey)
        WHERE a.atom IS NOT b.atom AND (a.fullkey LIKE '%.source%' OR a.fullkey LIKE '%.args%'
            OR a.fullkey LIKE '%.refs%' OR a.key IN ('id', 'rule', 'weight', 'version'))")" 0 \
        "$lang: citations, arguments, references, ids and weights stay"
    is "$(sqlite3 :memory: "SELECT json_extract(CAST(readfile('there.json') AS TEXT), '\$.language')")" $lang \
        "$lang: the document names its language"

    # A result: other words, the same figures.
    banyan --lang $lang --quiet show "$ID" --format json
    cp out there.json
    "$BANYAN" show "$ID" --format json >en.json
    is "$(both "SELECT group_concat(DISTINCT a.key) FROM en a JOIN there b USING (fullkey)
        WHERE a.atom IS NOT b.atom")" reason "$lang: only reasons differ, templates and figures do not"
    is "$(sqlite3 :memory: "SELECT count(*) FROM json_each(json_extract(CAST(readfile('en.json') AS TEXT), '\$.findings')) a
        JOIN json_each(json_extract(CAST(readfile('there.json') AS TEXT), '\$.findings')) b USING (key)
        WHERE json_extract(a.value, '\$.reason') = json_extract(b.value, '\$.reason')
            AND json_extract(a.value, '\$.template') <> '{reason}'")" 0 "$lang: no reason is left in English"
    for view in "show $ID" "explain $ID RSK-05" "advise $ID" "show $ID --by sendai" \
        "checklist show child-drr --weights" "checklist show child-drr --by crc"; do
        # shellcheck disable=SC2086 # words
        banyan --lang $lang --quiet $view
        exits 0 "$lang: $view"
        silent err "$lang: $view, --quiet"
        fails "$lang: $view has none of the words of the program in English" \
            grep -qE '(^|[ (])(Coverage|Domain|Weight|Do next|of the weight|does not apply)( |$)' out
    done
    banyan --lang $lang --quiet checklist show child-drr --format html
    says out "<html lang=\"$lang\" dir=\"$([ $lang = ar ] && echo rtl || echo ltr)\">" "$lang: the guide, and which way it is read"
    fails "$lang: nothing of the guide is marked as English" grep -q '<[a-z]* lang="en"' out
done

banyan --lang fr --quiet assess "$PLAN" --dry-run --format json
says out '"reason":"niveau 3 sur 3"' "assess gives reasons in the language"
banyan --quiet assess "$PLAN" --dry-run --format json
says out '"reason":"level 3 of 3"' "and in English without one"

# ---- which language ----

for tag in fr_FR.UTF-8 fr-CA fr@euro FR_fr; do
    banyan --lang $tag --quiet checklist show child-drr
    case $tag in
    FR_fr) says out '^Child-friendly' "tags are as the files are called: $tag is none" ;;
    *) says out '^Réduction' "$tag is French" ;;
    esac
done
BANYAN_LANG=fr "$BANYAN" --quiet checklist show child-drr >out 2>err
says out '^Réduction' "BANYAN_LANG"
BANYAN_LANG=fr "$BANYAN" --quiet --lang en checklist show child-drr >out 2>err
says out '^Child-friendly' "--lang goes before BANYAN_LANG"
BANYAN_LANG=C "$BANYAN" checklist show child-drr >out 2>err
silent err "the locale C asks for no language"
banyan --lang xx checklist show child-drr
exits 0 "a language that nobody has"
says out '^Child-friendly' "texts stay as they are written"
says err 'child-drr has no texts in the language xx' "and that is said"
says err 'as they are written; there are texts in ar, fr, ne$' "with the languages that there are"
banyan --lang np --quiet checklist show child-drr
silent err "but not with --quiet"
banyan --lang fr checklist show hospital-safety
says err 'they are shown as they are written$' "where there is no language, none is named"

# ---- said where it is shown ----

banyan --lang ne assess "$PLAN" --dry-run
silent err "the table of assess shows none of the texts: nothing is said of them"
banyan --lang np assess "$PLAN" --dry-run
silent err "nor of a language that nobody has"
banyan --lang ne assess "$PLAN" --dry-run --format json
says err 'not yet reviewed' "the document of assess has them: it is said"
banyan --lang ne assess "$PLAN" "$ROOT/examples/plans/bgd-camp.json" --dry-run --format ndjson
is "$(grep -c 'not yet reviewed' err)" 1 "once"
banyan --lang ne list
silent err "list shows none"

# ---- what stands within a doubt ----

sqlite3 :memory: "SELECT json_set(CAST(readfile('$PLAN') AS TEXT), '\$.answers.FIN-03', json('{\"state\":\"not_applicable\",\"reason\":\"no budget\"}'))" >claimed.json
banyan --quiet assess claimed.json --format json
claimed=$(json out '$.id')
banyan --quiet explain "$claimed" FIN-03
says out '^Doubt +claimed not to apply, but the facts give 1: 51.6 % of the disaster money' "a doubt repeats the reason of the facts"
banyan --quiet --lang fr explain "$claimed" FIN-03
says out '^Doute +d.*, mais les .*part des fonds' "in French there is the doubt"
fails "and the reason in it is French too" grep -q 'disaster money' out
banyan --quiet --lang fr show "$claimed" --format json
says out '"reason":"d[^"]*, mais les [^"]*51.6 %[^"]*","template":"claimed not to apply' "so in JSON"

banyan --lang en checklist show child-drr
silent err "English is what it is written in"
banyan --lang fr checklist show hospital-safety
says err 'hospital-safety has no texts in the language fr' "a checklist without that language"
banyan --lang 'f r' checklist show child-drr
exits 64 "no tag"
banyan --lang aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa checklist show child-drr
exits 64 "far too long a tag"

# ---- one's own catalogue ----

mkdir -p own/mine/i18n rules/i18n
export BANYAN_CHECKLISTS=$WORK/own
cat >own/mine/checklist.json <<'END'
{"banyan": 1, "id": "mine", "version": "1.0.0", "title": "Wells", "min_coverage": 0, "nodes": [{"id": "W", "title": "Water", "weight": 1,
 "criteria": [{"id": "W-1", "title": "Safe wells", "question": "Are the wells safe?", "weight": 1,
  "answer": {"type": "level", "levels": ["None", "All"]}, "rule": "standard/level"}]}]}
END
cat >own/mine/i18n/sw.po <<'END'
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\n"

msgid "Wells"
msgstr "Visima"

msgid "level {i} of {max}"
msgstr "kiwango {i} kati ya {max}"

#, fuzzy
msgid "Are the wells safe?"
msgstr "Si hakika"
END
cat >plan.json <<'END'
{"banyan": 1, "plan": {"id": "P", "title": "Plan"}, "community": {"country": "KEN", "name": "Kisumu"},
 "assessment": {"round": "1", "date": "2026-01-01"}, "answers": {"W-1": 1}}
END
banyan --lang sw checklist show mine
says out '^Visima$' "a catalogue beside the checklist"
says out 'Are the wells safe' "what is fuzzy is not shown"
silent err "without X-Reviewed nothing is said of a review"
banyan --lang xx checklist show mine
says err 'mine has no texts in the language xx: .*; there are texts in sw$' "the languages of one's own are named"
banyan --lang xx checklist show own/mine/checklist.json
says err '; there are texts in sw$' "also of a checklist by its path"
banyan --lang sw --quiet assess plan.json --checklist mine --dry-run --format json
says out '"reason":"kiwango 1 kati ya 1","template":"level \{i\} of \{max\}"' "it may translate reasons"
banyan --lang sw --quiet assess plan.json --checklist own/mine/checklist.json --dry-run --format json
says out '"reason":"kiwango 1 kati ya 1"' "also of a checklist by its path"
printf 'msgid "level {i} of {max}"\nmsgstr "ngazi {i}/{max}"\n' >rules/i18n/sw.po
banyan --lang sw --quiet assess plan.json --checklist mine --dry-run --format json --rules rules
says out '"reason":"kiwango 1 kati ya 1"' "the checklist's own goes before that of the rules"
rm own/mine/i18n/sw.po
banyan --lang sw --quiet assess plan.json --checklist mine --dry-run --format json --rules rules
says out '"reason":"ngazi 1/1"' "a catalogue beside rules"
banyan --quiet assess plan.json --checklist mine
banyan --quiet --lang sw show "$("$BANYAN" list --checklist mine --format ndjson | sed 's/^{"id":"\([^"]*\)".*/\1/')" --format json
BANYAN_RULES=$WORK/rules "$BANYAN" --quiet --lang sw show \
    "$("$BANYAN" list --checklist mine --format ndjson | sed 's/^{"id":"\([^"]*\)".*/\1/')" --format json >out
says out '"reason":"ngazi 1/1"' "and for what is stored, by BANYAN_RULES"

printf 'msgid "Wells"\nmsgstr "Visima\n' >own/mine/i18n/sw.po
banyan --lang sw checklist show mine
exits 1 "a broken catalogue"
says err "^banyan: $WORK/own/mine/i18n/sw.po:2: is no \"text\" in quotes" "file and line are named"
silent out "and nothing is shown in half"
printf 'msgid "Wells"\nmsgstr "\\033[31m"\n' >own/mine/i18n/sw.po
banyan --lang sw checklist show mine
exits 1 "a catalogue that would send control characters"

rm own/mine/i18n/sw.po
mkfifo own/mine/i18n/sw.po
timeout 20 "$BANYAN" --lang sw checklist show mine >out 2>err
is "$?" 0 "a pipe in place of a catalogue is not waited for"
rm own/mine/i18n/sw.po

# A template is filled by gettext's own tools.
"$BANYAN" checklist show mine --pot >mine.pot
holds "msgfmt takes the template" msgfmt -o mine.mo mine.pot
msginit --no-translator -l sw_KE.UTF-8 -i mine.pot -o own/mine/i18n/sw.po 2>/dev/null
sed -i '/^msgid "Wells"/,/^msgstr/s/^msgstr ""/msgstr "Visima vyetu"/' own/mine/i18n/sw.po
banyan --lang sw --quiet checklist show mine
says out '^Visima vyetu$' "a catalogue begun by msginit"
"$BANYAN" rules list --pot >rules.pot
holds "reasons of rules are in their template" grep -q "^msgid \"no such people are counted\"" rules.pot

finish
