#!/bin/bash
# reading.sh [list]: whether a ward officer can read what the checklists ask and the rules answer, by count. With "list":
# the figures of all texts, hardest first.
# shellcheck disable=SC2016 # programs of awk
#
# The grade is that of Flesch and Kincaid (1975): 0.39 words/sentences + 11.8 syllables/words - 15.59, about the years
# at school that a reader needs. A sentence ends with . ! or ?; a word is what stands between spaces and holds
# a letter or digit; a syllable is a run of vowels, without a silent e at the end, and at least one a word. A {parameter}
# and a number count as a word of one syllable.
#
# Words of tests/lint/jargon must not stand anywhere; it has plain ones for them.
#
# The limits are our own. A text of few words has a grade that means little, so the grade of a text counts from 12 words.
set -u
most_words=25  # in a sentence
most_grade=10  # of a text
mean_grade=7   # of all texts of a checklist or of the rules, as if they were one

# "ID key<TAB>text" of what a planner sees of a checklist.
texts_of_checklist() { # FILE
    sqlite3 -noheader -separator $'\t' :memory: "
        WITH t AS (SELECT * FROM json_tree(CAST(readfile('$1') AS TEXT)) WHERE type = 'text'),
        id AS (SELECT path, atom FROM t WHERE key = 'id')
        SELECT coalesce((SELECT atom FROM id WHERE t.path = id.path OR t.path LIKE id.path || '.%'
                ORDER BY length(id.path) DESC LIMIT 1), '') || ' ' ||
            coalesce(CASE WHEN typeof(t.key) = 'text' THEN t.key END, replace(t.path, rtrim(t.path, replace(t.path, '.', '')), '')),
            replace(replace(t.atom, char(10), ' '), char(9), ' ')
        FROM t WHERE t.path NOT LIKE '%.source%' AND t.path NOT LIKE '%.args%' AND t.path <> '$'
            AND (t.key IN ('title', 'question', 'why', 'evidence', 'help', 'reason', 'weight_reason', 'description', 'leaves_out',
                    'advice', 'text') OR t.path LIKE '%.levels' OR t.path LIKE '%.advice')"
}

# The same of the sentences that rules put into findings. Their tests, titles and sources are for experts.
texts_of_rules() {
    find rules -name '*.lua' | LC_ALL=C sort | xargs awk '
        FNR == 1 { tests = 0 }
        /^  tests = \{/ { tests = 1 }
        tests || /^ *--/ || /^ *(id|title|source) = / { next }
        { sub(/ -- .*$/, "")
          while (match($0, /"[^"]*"/)) {
              text = substr($0, RSTART + 1, RLENGTH - 2)
              $0 = substr($0, RSTART + RLENGTH)
              if (split(text, words, " ") >= 3) { print FILENAME "\t" text }
          } }'
}

# Lines "NAME words grade text" of all texts, hardest first; or complaints.
measure() { # NAME LIST
    LC_ALL=C awk -F '\t' -v all="$1" -v list="$2" -v most_words=$most_words -v most_grade=$most_grade -v mean_grade=$mean_grade '
        function syllables(word,    n) {
            word = tolower(word)
            gsub(/[^a-z]/, "", word)
            if (word !~ /[^aeiouy]([aeiouy])?l?le$/) { sub(/([^aeiouylt]ed|[^aeiouycgsxz]es|[^aeiouy]e)$/, "", word) }
            n = gsub(/[aeiouy]+/, "", word)
            return n > 0 ? n : 1
        }
        BEGIN {
            while ((getline line <"tests/lint/jargon") > 0) {
                if (line !~ /^#/ && (at = index(line, " = ")) > 0) {
                    plain[tolower(substr(line, 1, at - 1))] = substr(line, at + 3)
                    kinds++
                }
            }
            if (kinds == 0) { print "tests/lint/jargon names no words" }
        }
        function grade(words, sentences, sounds) { return 0.39 * words / sentences + 11.8 * sounds / words - 15.59 }
        {
            text = $2
            gsub(/\{[a-z_]+\}/, "1", text)
            lower = " " tolower(text)
            gsub(/[^a-z-]+/, " ", lower)
            for (word in plain) {
                if (list == "" && index(lower, " " word)) {
                    printf "%s: %s: \"%s\" is not plain: say %s: %s\n", all, $1, word, plain[word], $2
                }
            }
            gsub(/[.!?]+( |$)/, "&\n", text)
            n = split(text, parts, "\n")
            words = sentences = sounds = longest = 0
            for (i = 1; i <= n; i++) {
                m = split(parts[i], tokens, /[ \/]+|-/)
                here = 0
                for (j = 1; j <= m; j++) {
                    if (tokens[j] ~ /[A-Za-z0-9]/) { here++; sounds += syllables(tokens[j]) }
                }
                words += here
                sentences += here > 0
                if (here > longest) { longest = here }
            }
            if (words == 0) { next }
            level = grade(words, sentences, sounds)
            sum_words += words; sum_sentences += sentences; sum_sounds += sounds
            if (list != "") {
                printf "%5.1f %3d %s: %s\n", words < 12 ? 0 : level, longest, $1, $2
            } else if (longest > most_words) {
                printf "%s: %s: a sentence of %d words, at most are %d: %s\n", all, $1, longest, most_words, $2
            } else if (words >= 12 && level > most_grade) {
                printf "%s: %s: grade %.1f, at most is %d: %s\n", all, $1, level, most_grade, $2
            }
        }
        END {
            if (sum_words == 0) { print all ": no texts were found"; exit }
            level = grade(sum_words, sum_sentences, sum_sounds)
            if (list != "") { printf "%5.1f     %s: all of %d words\n", level, all, sum_words }
            else if (level > mean_grade) { printf "%s: grade %.1f of all texts, at most is %d\n", all, level, mean_grade }
        }' | if [ -n "$2" ]; then sort -rn; else cat; fi
}
for file in checklists/*/checklist.json; do
    texts_of_checklist "$file" | measure "$file" "${1:-}"
done
texts_of_rules | measure rules "${1:-}"
