. "$ROOT/tests/cli/lib.sh"
# Stored assessments made again (`verify`).
unset BANYAN_LANG
forge() { # STORE SQL
    PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 "$ROOT/tests/cli/forge.py" "$1" "$2"
}
copied() { # a fresh copy of the store, t.db
    rm -f t.db t.db-*
    sqlite3 s.db ".backup t.db"
}
tampered() { # SQL: changes the copy behind its back
    copied
    sqlite3 t.db "SELECT 'DROP TRIGGER ' || name || ';' FROM sqlite_schema WHERE type = 'trigger'" >drop.sql
    sqlite3 t.db "SELECT sql || ';' FROM sqlite_schema WHERE type = 'trigger'" >triggers.sql
    { cat drop.sql; printf '%s;\n' "$1"; cat triggers.sql; } | sqlite3 t.db >/dev/null
}
figure() { # KEY: of the last run, as JSON
    json out "\$.$1"
}
mkdir rules
rule half 'if answer.value == 100 then return 1 end return credit(0.5, "half of {it}", {it = answer.value})'
cat >own.json <<'END'
{"banyan": 1, "id": "own", "version": "1", "title": "Own", "criteria": [
  {"id": "H", "title": "Half", "answer": {"type": "percent"}, "rule": "half"},
  {"id": "Y", "title": "Yes", "answer": {"type": "yes_no"}, "rule": "standard/yes_no"}]}
END
sed -i 's/answer = 0, expect = { credit = 0 }/answer = 0, expect = { credit = 0.5 }/' rules/half.lua
answers() { # ID SHARE ROUND
    printf '{"banyan": 1, "plan": {"id": "%s", "title": "T"}, "community": {"country": "NPL", "name": "W"},
 "assessment": {"round": "%s", "date": "2026-09-12"}, "answers": {"H": %s, "Y": true}}' "$1" "$3" "$2" >"$1.json"
}
answers own1 40 2026
answers own2 100 2026

banyan --store s.db verify
exits 1 "no store: nothing is verified"
banyan --store s.db assess "$ROOT"/examples/*.json "$ROOT"/examples/plans/npl-*.json "$ROOT/examples/inform-2025.csv"
banyan --store s.db assess --profile quick --checklist child-drr "$ROOT/examples/nepal-ward.json"
plan one >one.json
banyan --store s.db assess --checklist "$DATA/worked.json" one.json
banyan --store s.db assess --checklist own.json --rules rules own1.json own2.json
exits 0 "rules of one's own are in the store, too"
rm -r rules own.json one.json own1.json own2.json
count=$(sqlite3 s.db 'SELECT count(*) FROM assessment')

# ---- all of it is as it was
banyan --store s.db verify
exits 0 "all are the same when made again"
is "$(cat out)" "$count assessments, $count the same when made again, 0 not, 0 cannot be made again, 0 faults in the store" "as it says"
silent err "and nothing is complained of"
banyan --store s.db verify --format json
is "$(cat out)" "{\"assessments\":$count,\"same\":$count,\"differ\":0,\"unable\":0,\"other_engine\":0,\"faults\":0}" "as JSON"
cp out all.json
for jobs in 1 2 5 64; do
    banyan --store s.db verify --format json --jobs $jobs
    holds "the same with $jobs threads" cmp out all.json
done
for locale in C tr_TR.UTF-8 fa_IR.UTF-8; do
    LC_ALL=$locale TZ=Asia/Kathmandu BANYAN_RULES=/nowhere banyan --store s.db verify --format json
    holds "the same under $locale" cmp out all.json
done
banyan --store s.db verify --isolate --format json
holds "the same with all rules in a process of their own" cmp out all.json
banyan --store s.db verify --no-isolate --format json
holds "and with the rules of others trusted" cmp out all.json
id() { # SEQ
    sqlite3 s.db "SELECT lower(hex(id)) FROM assessment WHERE seq = $1" | sed 's/\(.\{8\}\)\(....\)\(....\)\(....\)/\1-\2-\3-\4-/'
}
banyan --store s.db verify "$(id 3)" "$(id 7 | cut -c1-30)"
exits 0 "two of them, one by the beginning of its id"
is "$(cat out)" "2 assessments, 2 the same when made again, 0 not, 0 cannot be made again" "as it says"
banyan --store s.db verify 00000000-0000-7000-8000-000000000000
exits 1 "one that is not there"
banyan --store s.db verify --isolate --no-isolate
exits 64 "two answers to one question"
banyan --store empty.db store init
banyan --store empty.db verify
exits 0 "an empty store"
cp s.db before.db
banyan --store s.db verify
holds "nothing is written" cmp s.db before.db

# ---- what was changed is found, and named
found() { # NAME SQL PATTERN: the chain, or what lies in the store, shows it
    tampered "$2"
    banyan --store t.db verify
    exits 1 "$1"
    says err "$3" "$1: what is wrong"
    holds "$1: nothing else is" test "$(wc -l <err)" -le "${4:-1}"
}
found "a changed byte in stored findings" \
    "UPDATE assessment SET findings = (SELECT findings FROM assessment WHERE seq = 13) WHERE seq = 12" \
    "assessment 12 \\($(id 12)\\): .*findings" 2
banyan --store t.db verify "$(id 12)" "$(id 11)"
exits 1 "the same, asked for by its id"
says err "^banyan: assessment 12 \\($(id 12)\\): .*not as it was stored" "that one is named"
is "$(cat out)" "2 assessments, 1 the same when made again, 1 not, 0 cannot be made again" "and the other is well"
found "a changed byte in a plan" \
    "UPDATE document SET data = CAST(data || x'00' AS BLOB) WHERE id = (SELECT plan FROM assessment WHERE seq = 5)" \
    "assessment 5 \\($(id 5)\\): cannot be made again: its plan: " 3
found "a plan that is gone" \
    "PRAGMA foreign_keys = 0; DELETE FROM document WHERE id = (SELECT plan FROM assessment WHERE seq = 5)" \
    "assessment 5 \\($(id 5)\\): cannot be made again: its plan: document [0-9]* is missing" 9
last=$((count - 1))
rule_document=$(sqlite3 s.db "SELECT max(id) FROM document WHERE kind = 3")
found "a changed byte in a rule" \
    "UPDATE document SET data = zeroblob(length(data)) WHERE id = $rule_document" \
    "cannot be made again: the stored rule [a-z/_]* is damaged" 9
found "a rule that is gone" \
    "PRAGMA foreign_keys = 0; DELETE FROM document WHERE id = $rule_document" \
    "cannot be made again: the rule [a-z/_]* is not in the store" 9
found "a list of rules that is gone" \
    "PRAGMA foreign_keys = 0; DELETE FROM document WHERE id = (SELECT ruleset FROM assessment WHERE seq = $last)" \
    "assessment $last \\($(id $last)\\): cannot be made again: " 9
found "a chain in another order" \
    "UPDATE assessment SET seq = 99 WHERE seq = 2; UPDATE assessment SET seq = 2 WHERE seq = 3; UPDATE assessment SET seq = 3 WHERE seq = 99" \
    "assessment 2 \\($(id 3)\\): its hash does not follow" 9
is "$(head -n 1 err | grep -c "assessment 2 ($(id 3))")" 1 "a chain in another order: the first that does not agree comes first"
found "a row that is gone" "DELETE FROM assessment WHERE seq = 4" "follows 3 in the chain" 9
found "a changed shape" "UPDATE shape SET template = template || '!'" "findings are not those that were stored" 99
found "a changed migration" "UPDATE migration SET digest = zeroblob(32)" "migration" 9

# ---- a forger who makes the chain anew: only making it again shows that
forged() { # NAME SQL PATTERN
    copied
    holds "$1: it can be forged" forge t.db "$2"
    banyan --store t.db store check
    exits 0 "$1: the chain shows nothing"
    banyan --store t.db verify
    exits 1 "$1"
    says err "$3" "$1: what is wrong"
}
copied
forge t.db "SELECT 1"
banyan --store t.db verify --format json
holds "control: a chain made anew of the same rows is sound" cmp out all.json
ward=$(sqlite3 s.db "SELECT seq FROM assessment WHERE plan_id = 'NPL-WARD-2026' AND profile IS NULL")
forged "another plan under a result" \
    "UPDATE assessment SET plan = (SELECT plan FROM assessment WHERE plan_id = 'CITY-SCORECARD-2026') WHERE seq = $ward" \
    "^banyan: assessment $ward \\($(id "$ward")\\): [A-Z0-9-]*: another (result|reason|origin|facts that were read): .* is stored, .* comes out$"
is "$(cat out)" "$count assessments, $((count - 1)) the same when made again, 1 not, 0 cannot be made again, 0 faults in the store" \
    "another plan under a result: the others are the same"
forged "the result of another plan" \
    "UPDATE assessment SET findings = n.findings, result_digest = n.result_digest, score = n.score, low = n.low, high = n.high
     FROM assessment n WHERE assessment.seq = $count AND n.seq = $last" \
    "assessment $count \\($(id "$count")\\): H: another result: scored 0\.5 is stored, scored 1 comes out$"
forged "other rules" \
    "UPDATE assessment SET ruleset = (SELECT ruleset FROM assessment WHERE seq = $ward) WHERE seq = $count" \
    "assessment $count \\($(id "$count")\\): H: another result: scored 1 is stored, error comes out$"

# ---- another version of the program
copied
forge t.db "UPDATE assessment SET engine = 'banyan 0.9.0' WHERE seq = $ward"
banyan --store t.db verify
exits 0 "what another version stored is held against this one"
says out '; 1 were made by another version of the program$' "which is said"
forged "what another version did otherwise" \
    "UPDATE assessment SET engine = 'banyan 0.9.0', plan = (SELECT plan FROM assessment WHERE plan_id = 'CITY-SCORECARD-2026') WHERE seq = $ward" \
    "; stored by banyan 0\.9\.0, this is banyan [0-9.]+$"

# ---- rules without tests, and rules that are not there
mkdir rules
rule bare 'return 1'
sed -i '/tests = {/,/^  },/d' rules/bare.lua
printf '{"banyan": 1, "id": "bare", "version": "1", "title": "B", "criteria": [
  {"id": "H", "title": "H", "answer": {"type": "percent"}, "rule": "bare"}, {"id": "Y", "title": "Y", "answer": {"type": "percent"}, "rule": "nowhere"}]}' >bare.json
answers bare1 40 2026
sed -i 's/"Y": true/"Y": 3/' bare1.json
banyan --store u.db assess --checklist bare.json --rules rules --allow-untested bare1.json
sed -i 's/bare1/bare2/' bare1.json
banyan --store u.db assess --checklist bare.json --rules rules bare1.json
banyan --store u.db verify
is "$(cat out)" "2 assessments, 2 the same when made again, 0 not, 0 cannot be made again, 0 faults in the store" \
    "with and without tests demanded, and where a rule was missing"
finish
