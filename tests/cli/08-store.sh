. "$ROOT/tests/cli/lib.sh"
for i in 1 2 3 4 5; do
    plan "p-$i" "s/: 50/: $((i * 10))/" | tr -d '\n'
    echo
done >five.ndjson

banyan --store s.db store init
exits 0 "store init"
banyan --store s.db store check
exits 0 "an empty store is sound"
banyan --store s.db assess --checklist "$DATA/worked.json" five.ndjson
exits 0 "five plans"
banyan --store s.db store check
exits 0 "store check"
banyan --store s.db store stats
exits 0 "store stats"
says out '5' "stats: how many"
banyan --store s.db store backup copy.db
exits 0 "store backup"
banyan --store copy.db store check
exits 0 "the copy is sound"
banyan --store copy.db list --format ndjson
is "$(wc -l <out)" 5 "the copy is whole"

# Somebody at the file: each change is found.
tampered() { # NAME SQL
    rm -f t.db t.db-*
    cp copy.db t.db
    # The triggers that guard the tables are no obstacle to a forger, who puts them back afterwards.
    sqlite3 t.db "SELECT 'DROP TRIGGER ' || name || ';' FROM sqlite_schema WHERE type = 'trigger'" >drop.sql
    sqlite3 t.db "SELECT sql || ';' FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid" >restore.sql
    if ! { cat drop.sql; echo "$2;"; cat restore.sql; } | sqlite3 -bail t.db; then
        note 1 "$1: the forgery itself failed"
        return
    fi
    [ "$1" != nothing ] || return
    banyan --store t.db store check
    exits 1 "store check finds: $1"
}
tampered "a changed score" "UPDATE assessment SET score = score + 1 WHERE seq = 3"
tampered "a changed band" "UPDATE assessment SET band = 'A' WHERE seq = 3"
tampered "a removed row" "DELETE FROM assessment WHERE seq = 3"
tampered "the last row removed" "DELETE FROM assessment WHERE seq = 5"
tampered "two rows exchanged" "UPDATE assessment SET seq = 99 WHERE seq = 2; UPDATE assessment SET seq = 2 WHERE seq = 3; UPDATE assessment SET seq = 3 WHERE seq = 99"
tampered "a changed round" "UPDATE assessment SET round = '2027' WHERE seq = 2"
tampered "a changed time" "UPDATE assessment SET created = created + 60 WHERE seq = 4"
tampered "a changed finding" "UPDATE assessment SET findings = (SELECT findings FROM assessment WHERE seq = 1) WHERE seq = 5"
tampered "a changed document" "UPDATE document SET data = zeroblob(length(data)) WHERE id = (SELECT plan FROM assessment WHERE seq = 2)"
tampered "a missing document" "PRAGMA foreign_keys = 0; DELETE FROM document WHERE id = (SELECT plan FROM assessment WHERE seq = 2)"
tampered "a document of another plan" "UPDATE assessment SET plan = (SELECT plan FROM assessment WHERE seq = 1), round = 'x' WHERE seq = 2"
tampered "a changed reason" "UPDATE shape SET template = template || '!'"
tampered "a changed head" "UPDATE chain_head SET count = count + 1"
tampered "a changed migration" "UPDATE migration SET digest = zeroblob(32)"
tampered nothing "SELECT 1" >/dev/null
cp t.db control.db
sqlite3 control.db "VACUUM"
banyan --store control.db store check
exits 0 "control: a forger who changes nothing is not found"

# Files that are no store are left alone.
echo "some notes of mine" >notes.db
banyan --store notes.db assess --checklist "$DATA/worked.json" five.ndjson
exits 1 "a file that is no store"
is "$(cat notes.db)" "some notes of mine" "it is left as it was"
sqlite3 other.db "CREATE TABLE mine (x)"
banyan --store other.db assess --checklist "$DATA/worked.json" five.ndjson
exits 1 "another program's database"
is "$(sqlite3 other.db .tables | tr -d ' ')" mine "it is left as it was"
cp copy.db newer.db
sqlite3 newer.db "PRAGMA user_version = 9999"
banyan --store newer.db list
exits 1 "a store of a newer version is refused"
banyan --store nowhere/s.db list
holds "a store in a folder that is not there: no crash" test "$code" -le 1

# What was printed is stored, even when the program is killed.
template=$(plan "k-@I@" "s/: 50/: @V@/" | tr -d '\n')
seq 1 4000 | awk -v t="$template" \
    '{ line = t; gsub(/@I@/, $1, line); gsub(/@V@/, $1 % 101, line); print line }' >many.ndjson
for round in 1 2 3; do
    rm -f k.db k.db-* killed
    "$BANYAN" --store k.db assess --checklist "$DATA/worked.json" --format ndjson many.ndjson >killed 2>/dev/null &
    pid=$!
    for _ in $(seq 1 400); do
        [ ! -s killed ] || break
        sleep 0.01
    done
    kill -9 $pid 2>/dev/null
    wait $pid 2>/dev/null
    # The last line may have been cut short.
    printed=$(grep -c '}$' killed)
    banyan --store k.db list --format ndjson
    stored=$(wc -l <out)
    holds "killed, round $round: $printed printed, $stored stored" test "$stored" -ge "$printed"
    banyan --store k.db store check
    exits 0 "killed, round $round: the store is sound"
    banyan --store k.db assess --checklist "$DATA/worked.json" five.ndjson
    exits 0 "killed, round $round: the next one can write"
done

# Two at once: nobody damages anything.
"$BANYAN" --store w.db assess --checklist "$DATA/worked.json" five.ndjson >/dev/null 2>&1 &
first=$!
plan other >other.json
banyan --store w.db assess --checklist "$DATA/worked.json" other.json
second=$code
wait $first
holds "two writers: each is done or told to wait" test $? -le 1 -a "$second" -le 1
banyan --store w.db store check
exits 0 "two writers: the store is sound"
# list shows no score that was not stored, and the check sees what hides
fooled() { # NAME SQL
    rm -f t.db t.db-*
    banyan --store t.db assess --checklist "$DATA/worked.json" $tamper_plan
    sqlite3 t.db "DROP TRIGGER assessment_not_changed; DROP TRIGGER document_not_changed; $2" >/dev/null
    banyan --store t.db store check
    exits 1 "$1: found"
}
plan one >tamper.json
tamper_plan=tamper.json
fooled "an edited score" "UPDATE assessment SET score = 1000000000, band = 'A'"
banyan --store t.db list
exits 1 "an edited score: not listed"
says err 'not as it was stored' "an edited score: told"
fooled "a text after a zero byte" "UPDATE assessment SET plan_title = plan_title || char(0) || 'evil'"
fooled "a document that passes for another kind" "UPDATE document SET kind = 0 WHERE kind = 2"
banyan --store t.db store stats --format json
holds "the hash of the last is told" test "$(json out '$.head' | wc -c)" -eq 65
finish
